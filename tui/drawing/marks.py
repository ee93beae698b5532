"""The marks in the table's gutter: rows the person marked, and those that came and were not seen yet."""

from __future__ import annotations

from collections.abc import Iterable
from itertools import islice

from tui.drawing.spans import Span
from tui.palette import Glyphs
from tui.window import Row

KEPT = 100_000
"""Unseen rows that are remembered at most, the newest of them."""


class Marks:
    """Which rows carry a mark.

    A row is seen when it was on the screen and the cursor moved, or when it left the screen. New rows at the end are
    seen, too, by who goes there; late ones, which came behind others, are not.
    """

    def __init__(self) -> None:
        self.marked: dict[int, None] = {}
        """The ids that the person marked, in the order in which that was done."""
        self._new: set[int] = set()
        self._late: dict[int, None] = {}
        self._on_screen: frozenset[int] = frozenset()

    @property
    def late(self) -> int:
        """How many late rows nobody has seen."""
        return len(self._late)

    def arrived(self, ids: Iterable[int], late: Iterable[int] = ()) -> None:
        """These rows arrived; those that are `late` stand behind others that were there."""
        self._new.update(ids)
        self._late.update(dict.fromkeys(late))
        for id_ in tuple(islice(self._late, max(0, len(self._late) - KEPT))):
            del self._late[id_]

    def screen(self, rows: Iterable[Row]) -> None:
        """These rows are on the screen now: what was and no longer is has been seen."""
        if self._new or self._late:
            here = frozenset(row.id for row in rows)
            self._seen(self._on_screen - here)
            self._on_screen = here

    def looked(self) -> bool:
        """The reader goes on from what is on the screen; whether a mark went with that."""
        return self._seen(self._on_screen)

    def at_newest(self) -> bool:
        """The reader is at the newest row: what came last is seen. Whether a mark went with that."""
        went = bool(self._new)
        self._new.clear()
        return went

    def all_seen(self) -> None:
        """The reader has gone through what came."""
        self._new.clear()
        self._late.clear()

    def gutter(self, row: Row, glyphs: Glyphs) -> Span:
        """What stands before a row."""
        if row.id in self.marked:
            return glyphs.marked, "marked"
        if row.id in self._late:
            return glyphs.late, "late"
        return (glyphs.new, "new") if row.id in self._new else (" ", "text")

    def _seen(self, ids: Iterable[int]) -> bool:
        before = len(self._new) + len(self._late)
        for id_ in ids:
            self._new.discard(id_)
            self._late.pop(id_, None)
        return len(self._new) + len(self._late) < before
