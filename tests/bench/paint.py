"""Exec → first rows on a terminal: of few files, of many, of a session that was kept; to an empty Textual program."""

from __future__ import annotations

import sys
import tempfile
from collections.abc import Iterator

from tests.bench.data import FORMS, Data
from tests.bench.first_paint import EMPTY, OURS, WORD, first_paint
from tests.bench.run import seconds
from tests.bench.table import Line

FEW, MANY = 55, 4_000
"""Files in a folder."""
ROWS = b"Describe"
"""In the rows of any screen."""


def lines(data: Data, repeat: int) -> Iterator[Line]:
    """Folders of small files."""
    few, many = (data.of(files * FORMS["small"].each).small for files in (FEW, MANY))
    yield Line(f"exec to first rows of {FEW} files", _against_empty(repeat, ROWS, str(few)), "× E", 1.5, 1.15)
    yield Line(f"exec to first rows of {MANY:,} files", _against_empty(repeat, ROWS, str(many)), "× E", 1.5, 1.15)
    base = tuple(first_paint([sys.executable, "-c", EMPTY], WORD) * 1000 for _ in range(repeat))
    yield Line("E: exec to first paint of an empty Textual program", base, "ms")


def reopened(data: Data, repeat: int) -> Iterator[Line]:
    """A session is filled without a screen, and then opened again and again."""
    with tempfile.TemporaryDirectory(prefix="tailtrail-bench-") as case:
        seconds([sys.executable, "-m", "tui", "stats", "--session", case, str(data.large)])
        everything = f"{data.events:,} events".encode()
        rows = _against_empty(repeat, ROWS, "--session", case)
        yield Line("exec to first rows of a kept session", rows, "× E", 2, 1.4)
        whole = _against_empty(repeat, everything, "--session", case)
        yield Line("exec to all of a kept session, counted", whole, "× E")


def _against_empty(repeat: int, awaited: bytes, *arguments: str) -> tuple[float, ...]:
    """Seconds until something is painted, to those of an empty program that is started right before; the first time
    does not count: files may have to come from the disk."""

    def ratio() -> float:
        base = first_paint([sys.executable, "-c", EMPTY], WORD)
        return first_paint([sys.executable, "-c", OURS, *arguments], awaited) / base

    return tuple(ratio() for _ in range(repeat + 1))[1:]
