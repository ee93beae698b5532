"""Sets of whole numbers kept as ranges: which events a question has been asked of."""

from __future__ import annotations

from bisect import bisect_left, bisect_right
from collections.abc import Iterable, Iterator
from typing import TypeAlias

Range: TypeAlias = tuple[int, int]
"""From the first number up to the second."""


class Ranges:
    """Numbers from 0 on; ranges rise and touch nowhere."""

    def __init__(self, ranges: Iterable[Range] = ()) -> None:
        self._firsts: list[int] = []
        self._lasts: list[int] = []
        for first, last in ranges:
            self.add(first, last)

    def __iter__(self) -> Iterator[Range]:
        return zip(self._firsts, self._lasts, strict=True)

    def add(self, first: int, last: int) -> None:
        """Take a range in."""
        if first >= last:
            return
        # All that it meets or touches becomes one with it.
        start, stop = bisect_left(self._lasts, first), bisect_right(self._firsts, last)
        if start < stop:
            first, last = min(first, self._firsts[start]), max(last, self._lasts[stop - 1])
        self._firsts[start:stop] = [first]
        self._lasts[start:stop] = [last]

    def remove(self, first: int, last: int) -> None:
        """Take a range out."""
        kept = [piece for a, b in self for piece in ((a, min(b, first)), (max(a, last), b))]
        self._firsts, self._lasts = [], []
        for a, b in kept:
            self.add(a, b)

    def missing(self, first: int, last: int) -> list[Range]:
        """What of a range is not in it."""
        out: list[Range] = []
        place = bisect_right(self._lasts, first)
        while first < last and place < len(self._firsts) and self._firsts[place] < last:
            if first < self._firsts[place]:
                out.append((first, self._firsts[place]))
            first = self._lasts[place]
            place += 1
        if first < last:
            out.append((first, last))
        return out

    def count(self, end: int) -> int:
        """How many numbers below `end` are in it."""
        return end - sum(last - first for first, last in self.missing(0, end))
