"""`python -m tests.bench`: measures loading and filtering, each beside its base, and prints a table with the goals."""

from __future__ import annotations

import argparse
import os
import sys
import tempfile
from collections.abc import Iterator
from pathlib import Path
from statistics import median

from tests.bench import filters, lenses, live, loads, peers
from tests.bench.data import Data, make
from tests.bench.table import Line, machine, shown, table

LOADS = ("large", "small", "lines", "audit", "count", "paint")
NAMES = (*LOADS, "lenses", "reopen", "filters", "peers", "live")


def main() -> None:
    """Make the data, measure, print."""
    asked = _arguments()
    if asked.only == ["live"]:  # which makes its own events, as they are needed
        print(f"{machine()}\n", flush=True)
        print(table(_told(live.lines(asked.seconds))))
        return
    with tempfile.TemporaryDirectory(prefix="tailtrail-bench-") as scratch:
        data = make(asked.data or Path(scratch), asked.events)
        print(f"{data.events:,} events, {data.sizes()['json'] / 1e6:,.0f} MB of JSON; {machine()}\n", flush=True)
        print(table(_told(_measured(data, asked.repeat, asked.only))))


def _arguments() -> argparse.Namespace:
    parser = argparse.ArgumentParser(prog="python -m tests.bench", description=__doc__)
    parser.add_argument("--events", type=int, default=100_000, help="100,000 for every day; goals are for 1,000,000")
    parser.add_argument("--repeat", type=int, default=5, help="rounds; a thing and its base alternate")
    parser.add_argument("--seconds", type=int, default=live.SECONDS, help="how long the live load lasts")
    parser.add_argument("--data", type=Path, help="keep the logs here and use them again")
    parser.add_argument("--only", nargs="+", choices=NAMES, default=[], metavar="NAME", help=", ".join(NAMES))
    return parser.parse_args()


def _told(lines: Iterator[Line]) -> Iterator[Line]:
    """The lines, each told as it comes: a million events take minutes."""
    for line in lines:
        print(f"{line.name}: {shown(median(line.values), line.unit)} {line.verdict}", file=sys.stderr, flush=True)
        yield line


def _measured(data: Data, repeat: int, only: list[str]) -> Iterator[Line]:
    if not only or set(only) & set(LOADS):
        yield from loads.lines(data, repeat, only)
    if os.name == "posix" and (not only or "reopen" in only):
        from tests.bench import reopen

        yield from reopen.lines(data, repeat)
    if not only or "lenses" in only:
        yield from lenses.lines(data, repeat)
    if not only or "filters" in only:
        yield from filters.lines(data, repeat)
    if not only or "peers" in only:
        yield from peers.lines(data, repeat)
    if not only or "live" in only:
        yield from live.lines()


if __name__ == "__main__":
    main()
