"""Searching without filtering: where in the rows shown a text stands."""

from __future__ import annotations

from bisect import bisect_left, bisect_right
from collections.abc import Sequence

from msgspec import Struct


class Matches(Struct, frozen=True):
    """A text, and the places in the result, rising, of the rows that hold it."""

    text: str = ""
    places: Sequence[int] = ()

    def __len__(self) -> int:
        return len(self.places)

    def next(self, place: int, way: int) -> int | None:
        """The next place on from `place` (way 1) or back from it (-1), going round at the ends."""
        if not self.places:
            return None
        at = bisect_right(self.places, place) if way > 0 else bisect_left(self.places, place) - 1
        return self.places[at % len(self.places)]

    def rank(self, place: int) -> int:
        """Which match a place is, from 1."""
        return bisect_left(self.places, place) + 1
