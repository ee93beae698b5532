"""Paints the table's lines in the theme now shown, and keeps them until something about them changes."""

from __future__ import annotations

from collections.abc import Iterable, Sequence

from msgspec.structs import replace
from textual.strip import Strip

from parsers import Field, Value
from tui.drawing.cells import Drawing
from tui.drawing.columns import GLYPHS, place
from tui.drawing.ink import Inks
from tui.drawing.pages import Order
from tui.drawing.spans import Span, pattern
from tui.drawing.table_lines import header, row_spans, sentence
from tui.drawing.times import MINUTE, Clock
from tui.palette import ASCII, UNICODE
from tui.window import Row

KEPT = 2048
"""Painted lines that are kept."""


class Painter:
    """Turns rows into strips of one width; `ink` is told with which inks before it paints."""

    def __init__(self) -> None:
        self.drawing = Drawing((), Clock(), UNICODE)
        self.order = Order()
        self._width = 0
        self._inks: Inks | None = None
        self._strips: dict[tuple[object, ...], tuple[Row, Strip]] = {}

    @property
    def names(self) -> list[str]:
        """The fields that have a column on the screen."""
        return [p.field.name for p in self.drawing.columns if p.field is not GLYPHS]

    def field_at(self, x: int) -> str:
        """The field whose column, or the gap after it, is at that cell; none left of the first."""
        found = [p.field.name for p in self.drawing.columns if p.field is not GLYPHS and p.x <= x]
        return found[-1] if found else ""

    def place(
        self, columns: Sequence[Field], width: int, ends: Iterable[Value], *, utc: bool, ascii_only: bool
    ) -> None:
        """Place the columns in a width; times are dated where the `ends` of the result are not on one day."""
        days = {moment.day for moment in map(Clock(utc).moment, ends) if moment}
        years = {day[:4] for day in days}
        clock = Clock(utc, dated=len(days) > 1 or not self.order.by_time, yeared=len(years) > 1)
        placed = place(columns, width, clock.width)
        glyphs = ASCII if ascii_only else UNICODE
        drawing = replace(self.drawing, columns=placed, clock=clock, glyphs=glyphs)
        if (width, drawing) != (self._width, self.drawing):  # a result that has only grown looks as it did
            self._width, self.drawing = width, drawing
            self._strips.clear()

    def search(self, needle: str) -> None:
        """Highlight a text in the cells."""
        self.drawing = replace(self.drawing, wanted=pattern(needle))
        self._strips.clear()

    def tell_apart(self, novel: Iterable[str]) -> None:
        """Mark queries of these fingerprints as ones whose like was never seen before."""
        self.drawing = replace(self.drawing, novel=frozenset(novel))
        self._strips.clear()

    def ink(self, inks: Inks) -> None:
        """Paint with these inks from now on."""
        if inks is not self._inks:
            self._inks = inks
            self._strips.clear()

    def header(self, top: Row | None) -> Strip:
        """The pinned line of titles, given the first row under it."""
        time = top.values.get("time") if top else None
        return self._paint(header(self.drawing, self.order, time), "header")

    def sentence(self, message: str, line: int, height: int) -> Strip:
        """A line of an empty table that says why it is empty."""
        text = sentence(message, self._width, height).get(line, "")
        return self._paint([((text, "muted"), "ground")], "ground")

    def blank(self) -> Strip:
        """A row that is not there yet."""
        return self._paint([], "ground")

    def row(self, row: Row, above: Row | None, gutter: Span, chosen: str | None) -> Strip:
        """A row, given the one above it on the screen; `chosen` is the cursor's field where the cursor is."""
        time = above.values.get("time") if above else None
        minute = time // MINUTE if isinstance(time, int) else None
        key = (row.id, above is None, minute, gutter, chosen)
        painted, strip = self._strips.get(key, (None, None))
        if strip is None or painted != row:  # what a row says is found out by and by
            ground = "ground" if chosen is None else "cursor"
            cells = self.drawing.cells(row, time, first=above is None)
            strip = self._paint(row_spans(gutter, cells, ground, chosen or ""), ground)
            if len(self._strips) >= KEPT:
                self._strips.clear()
            self._strips[key] = row, strip
        return strip

    def _paint(self, spans: list[tuple[Span, str]], ground: str) -> Strip:
        return self._inks.strip(spans, self._width, ground) if self._inks else Strip.blank(self._width)
