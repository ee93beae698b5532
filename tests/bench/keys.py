"""Key press → painted: the program on a terminal of its own, moved in at random moments while it loads. POSIX only."""

from __future__ import annotations

import os
import re
import select
import sys
from collections.abc import Iterator
from itertools import cycle
from random import Random
from time import perf_counter

from tests.bench.data import Data
from tests.bench.first_paint import OURS, PATIENCE, NothingShownError, started
from tests.bench.table import Line

KEYS = {
    "home": b"\x1b[H",
    "end": b"\x1b[F",
    "down": b"\x1b[B",
    "up": b"\x1b[A",
    "page down": b"\x1b[6~",
    "page up": b"\x1b[5~",
}
WALK = (
    *("home", "down", "page down", "down", "up", "page up"),
    *("end", "page up", "down", "up", "up", "page down"),
)
"""Again and again; each of them moves the cursor, even among the rows of the first page. It is at the newest for one
press only: there growth, too, changes the line under it."""
REST = 0.15
"""Seconds from an answer to the next press at most: about as fast as people press."""
AFTER = 100
"""Presses when all is loaded."""
CURSOR = "48;2;103;87;138m"
"""The colour behind the cell under the cursor; no other has it."""
PLACE = re.compile(r"\x1b\[(\d+);\d+H")
TITLES = " UTC ▲"
"""Stands over the rows."""
READING = re.compile(r"\d%|looking|^$")
"""In the header until all is loaded."""
STYLE = re.compile(r"\x1b\[[\d;?<>=]*[a-zA-Z]")


class Screen:
    """What can be seen of the program: where among the rows the `cursor` is, with its line; and the header."""

    def __init__(self, terminal: int) -> None:
        self._terminal, self._rest, self._top = terminal, "", 0
        self.cursor = (0, "")
        self.header = ""

    def read(self, until: float) -> float:
        """Take in what is written next; when it came."""
        if not select.select([self._terminal], [], [], max(0.0, until - perf_counter()))[0]:
            raise NothingShownError(f"the cursor has not moved for {PATIENCE:.0f} seconds")
        at, read = perf_counter(), os.read(self._terminal, 1 << 16)
        _, *pieces = PLACE.split("\x1b[0;0H" + self._rest + read.decode("utf-8", "replace"))
        for row, line in zip(pieces[:-2:2], pieces[1:-2:2], strict=True):
            if TITLES in line:
                self._top = int(row)
            elif CURSOR in line:
                self.cursor = int(row) - self._top, STYLE.sub("", line)
            elif row == "1" and (said := STYLE.sub("", line)):  # each picture ends by going there
                self.header = said
        self._rest = f"\x1b[{pieces[-2]};1H{pieces[-1]}"  # it may go on
        return at

    def rest(self, seconds: float) -> None:
        """Take in what is written meanwhile."""
        until = perf_counter() + seconds
        while select.select([self._terminal], [], [], max(0.0, until - perf_counter()))[0]:
            self.read(until + 1)


def lines(data: Data, repeat: int) -> Iterator[Line]:
    """The latencies of every round, which is one load, beside those of the same program when all is loaded."""
    rounds = [_latencies(data, number) for number in range(repeat)]
    loading, loaded = ([sorted(found[which]) for found in rounds] for which in (0, 1))
    yield Line("key to paint while loading, median", tuple(found[len(found) // 2] for found in loading), "ms")
    many = sum(map(len, loading))
    yield Line(f"key to paint while loading, p99 of {many} presses", tuple(map(_p99, loading)), "ms", 50, 20)
    yield Line("key to paint while loading, most", tuple(found[-1] for found in loading), "ms")
    yield Line("base: key to paint when all is loaded, median", tuple(found[len(found) // 2] for found in loaded), "ms")
    yield Line(f"base: key to paint when all is loaded, p99 of {AFTER}", tuple(map(_p99, loaded)), "ms")


def _p99(ordered: list[float]) -> float:
    return ordered[int(len(ordered) * 0.99)]


def _latencies(data: Data, seed: int) -> tuple[list[float], list[float]]:
    """Milliseconds from each press to the paint that shows the cursor elsewhere: until all is loaded, and after it."""
    chance, loading, loaded = Random(seed), list[float](), list[float]()
    with started([sys.executable, "-c", OURS, str(data.large)]) as terminal:
        screen = Screen(terminal)
        while not screen.cursor[0]:
            screen.read(perf_counter() + PATIENCE)
        for key in cycle(WALK):
            screen.rest(chance.uniform(0, REST))
            now = loading if READING.search(screen.header) else loaded
            now.append(_pressed(screen, terminal, key) * 1000)
            if len(loaded) == AFTER:
                break
    return loading, loaded


def _pressed(screen: Screen, terminal: int, key: str) -> float:
    before, pressed = screen.cursor, perf_counter()
    os.write(terminal, KEYS[key])
    while True:
        at = screen.read(pressed + PATIENCE)
        if screen.cursor != before:
            return at - pressed
