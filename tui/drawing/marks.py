"""The marks in the table's gutter: rows the person marked, and new ones not yet seen."""

from __future__ import annotations

from collections.abc import Iterable

from tui.drawing.spans import Span
from tui.palette import Glyphs
from tui.window import Row


class Marks:
    """Which rows carry a mark."""

    def __init__(self) -> None:
        self.marked: frozenset[int] = frozenset()
        self._new: set[int] = set()
        self._on_screen: set[int] = set()

    def arrived(self, ids: Iterable[int]) -> None:
        """These rows arrived behind the reader."""
        self._new.update(ids)

    def screen(self, rows: Iterable[Row]) -> None:
        """These rows are on the screen now: new ones that were and no longer are have been seen."""
        if self._new:
            here = {row.id for row in rows} & self._new
            self._new -= self._on_screen - here
            self._on_screen = here

    def all_seen(self) -> None:
        """The reader is at the newest row: nothing is new."""
        self._new.clear()
        self._on_screen.clear()

    def gutter(self, row: Row, glyphs: Glyphs) -> Span:
        """What stands before a row."""
        if row.id in self.marked:
            return glyphs.marked, "marked"
        return (glyphs.new, "new") if row.id in self._new else (" ", "text")
