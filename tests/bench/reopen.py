"""Opening a kept session again: the first rows, and all of it, to an empty Textual program on the same terminal."""

from __future__ import annotations

import sys
import tempfile
from collections.abc import Iterator

from tests.bench.data import Data
from tests.bench.first_paint import EMPTY, OURS, WORD, first_paint
from tests.bench.run import seconds
from tests.bench.table import Line


def lines(data: Data, repeat: int) -> Iterator[Line]:
    """A session is filled without a screen, and then opened again and again."""
    with tempfile.TemporaryDirectory(prefix="tailtrail-bench-") as case:
        seconds([sys.executable, "-m", "tui", "stats", "--session", case, str(data.large)])
        open_it = [sys.executable, "-c", OURS, "--session", case]
        everything = f"{data.events:,} events".encode()
        rows, whole = [], []
        for _ in range(repeat):
            base = first_paint([sys.executable, "-c", EMPTY], WORD)
            rows.append(first_paint(open_it, b"Describe") / base)
            base = first_paint([sys.executable, "-c", EMPTY], WORD)
            whole.append(first_paint(open_it, everything) / base)
    yield Line("exec to first rows of a kept session", tuple(rows), "× E", 2, 1.3)
    yield Line("exec to all of a kept session, counted", tuple(whole), "× E")
