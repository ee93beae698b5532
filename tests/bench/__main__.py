"""`python -m tests.bench`: measures everything, each beside its base, and prints a table with the goals."""

from __future__ import annotations

import argparse
import os
import sys
import tempfile
from collections.abc import Callable, Iterable, Iterator, Mapping
from pathlib import Path
from statistics import median
from typing import TypeAlias

from tests.bench import filters, growth, lenses, live, loads, peers
from tests.bench.data import Data
from tests.bench.table import Line, machine, shown, table

Part: TypeAlias = Callable[[Data, int], Iterable[Line]]
"""Measures some things, in so many rounds."""
ALONE = frozenset({"growth"})
"""Only when it is asked for: it makes and loads ten times as many events."""


def parts(seconds: int) -> Mapping[str, Part]:
    """What can be measured, in the order it is."""
    found: dict[str, Part] = {
        "large": loads.large,
        "small": loads.small,
        "lines": loads.lines,
        "audit": loads.audit,
        "count": loads.count,
        "lenses": lenses.lines,
        "filters": filters.lines,
        "peers": peers.lines,
        "growth": growth.lines,
        "live": lambda _, __: live.lines(seconds),
    }
    if os.name == "posix":  # what needs a pseudo-terminal
        from tests.bench import keys, paint

        found |= {"paint": paint.lines, "reopen": paint.reopened, "keys": keys.lines}
    return found


def main() -> None:
    """Make the data, measure, print."""
    asked = _arguments()
    print(f"{asked.events:,} events; {machine()}\n", flush=True)
    every = parts(asked.seconds)
    chosen = [every[name] for name in asked.only or every if asked.only or name not in ALONE]
    with tempfile.TemporaryDirectory(prefix="tailtrail-bench-") as scratch:
        data = Data(asked.data or Path(scratch), asked.events)
        print(table(_told(line for part in chosen for line in part(data, asked.repeat))))


def _arguments() -> argparse.Namespace:
    parser = argparse.ArgumentParser(prog="python -m tests.bench", description=__doc__)
    parser.add_argument("--events", type=int, default=100_000, help="100,000 for every day; goals are for 1,000,000")
    parser.add_argument("--repeat", type=int, default=5, help="rounds; a thing and its base alternate")
    parser.add_argument("--seconds", type=int, default=live.SECONDS, help="how long the live load lasts")
    parser.add_argument("--data", type=Path, help="keep the logs here and use them again")
    names = list(parts(live.SECONDS))
    parser.add_argument("--only", nargs="+", choices=names, default=[], metavar="NAME", help=", ".join(names))
    return parser.parse_args()


def _told(lines: Iterable[Line]) -> Iterator[Line]:
    """The lines, each told as it comes: a million events take minutes."""
    for line in lines:
        print(f"{line.name}: {shown(median(line.values), line.unit)} {line.verdict}", file=sys.stderr, flush=True)
        yield line


if __name__ == "__main__":
    main()
