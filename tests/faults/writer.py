"""The process that writes: `python -m tests.faults.writer FOLDER SEED FIRST COUNT`, told on standard input what to do.

For each line read, `step` or `careful` or `finish`, it does one thing in every sequence (after `careful` in half of
them), and answers with a line of JSON: what must be found by now. `seen` says that all of that was found.
"""

from __future__ import annotations

import sys
from pathlib import Path
from random import Random
from time import sleep

import orjson

from tests.faults.family import Family

PAUSE = 0.002
"""Seconds, at most, between two sequences' steps: so that the follower is met at every moment of its work."""


def main() -> None:
    """Do what is asked until nothing is."""
    folder, seed, first, count = Path(sys.argv[1]), *map(int, sys.argv[2:])
    families = {number: Family(folder / f"{number:06}", number, seed) for number in range(first, first + count)}
    chance = Random(seed)
    for line in sys.stdin:
        for family in families.values():
            _do(line.strip(), family, chance)
        said = {
            "required": [number for family in families.values() for number in family.required],
            "torn": [number for number, family in families.items() if family.torn or family.lost],
            "history": {str(number): family.history for number, family in families.items()},
        }
        print(orjson.dumps(said).decode(), flush=True)


def _do(what: str, family: Family, chance: Random) -> None:
    match what:
        case "seen":
            family.seen |= family.required
        case "finish":
            family.finish()
        case "step":
            family.step(careful=False)
            sleep(chance.uniform(0, PAUSE))
        case "careful" if family.chance.random() < 0.5:
            family.step(careful=True)


if __name__ == "__main__":
    main()
