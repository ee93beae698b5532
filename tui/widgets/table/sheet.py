"""The lines of a table: titles, and those rows that are on the screen."""

from __future__ import annotations

from collections.abc import Iterable, Mapping

from textual.geometry import Region
from textual.reactive import reactive
from textual.strip import Strip

from parsers import COMMON, Field, Value
from tui.drawing.ink import Inked
from tui.drawing.marks import Marks
from tui.drawing.painter import Painter
from tui.drawing.reader import Reader
from tui.drawing.scrolling import Scrolling
from tui.window import Row


class Sheet(Scrolling, Inked, inherit_bindings=False):
    """Draws the rows that a reader has at hand, as far as they are on the screen, one of them under a cursor."""

    columns: reactive[tuple[Field, ...]] = reactive(COMMON, layout=False)
    """The fields shown, in order; those that do not fit are left out from the right."""
    utc: reactive[bool] = reactive(True)
    """Times in UTC, or in the machine's zone."""
    ascii: reactive[bool] = reactive(False)
    """Glyphs for terminals without the usual ones."""

    def __init__(self, reader: Reader, *, id: str | None = None, classes: str | None = None) -> None:  # noqa: A002
        super().__init__(id=id, classes=classes)
        self._reader = reader
        self._painter = Painter()
        self.marks = Marks()
        self._ends: tuple[Value, ...] = ()
        self._cursor = 0
        self._field = "action"
        self._message = ""

    @property
    def total(self) -> int:
        """How many rows the result shown has."""
        return self._reader.pages.total

    @property
    def _rows(self) -> Mapping[int, Row]:
        return self._reader.pages.rows

    @property
    def cursor_index(self) -> int:
        """Where in the result the cursor stands."""
        return self._cursor

    @property
    def cursor_row(self) -> Row | None:
        """The row under the cursor; `None` where there is none, or while it is being fetched."""
        return self._rows.get(self._cursor)

    @property
    def cursor_field(self) -> str:
        """The name of the field under the cursor."""
        names = self._painter.names
        return self._field if self._field in names or not names else names[0]

    @property
    def on_screen(self) -> tuple[Row, ...]:
        """The rows on the screen, as far as they are there."""
        rows, top = self._rows, self.scroll_offset.y
        return tuple(rows[place] for place in range(top, top + self._lines) if place in rows)

    def say(self, message: str) -> None:
        """Give the sentence that stands where there are no rows."""
        if message != self._message:
            self._message = message
            self.refresh()

    def mark(self, ids: Iterable[int]) -> None:
        """Show these rows, and no others, as marked by the person."""
        self.marks.marked = dict.fromkeys(ids)
        self.refresh()

    def highlight(self, needle: str) -> None:
        """Highlight this text wherever cells hold it, in any case; nothing for an empty text."""
        self._painter.search(needle)
        self.refresh()

    def tell_apart(self, novel: Iterable[str]) -> None:
        """Mark queries of these fingerprints as ones whose like was never seen before."""
        self._painter.tell_apart(novel)
        self.refresh()

    @property
    def _lines(self) -> int:
        """How many rows the screen has under the header."""
        return max(1, self.size.height - 1)

    def _draw(self, *places: int) -> None:
        """Draw the rows at some places again, those that are on the screen."""
        lines = (place - self.scroll_offset.y + 1 for place in places)
        for line in lines:
            if 1 <= line < self.size.height:
                self.refresh(Region(0, line, self.size.width, 1))

    def _place(self) -> None:
        width = self.scrollable_content_region.width
        self._painter.place(self.columns, width, self._ends, utc=self.utc, ascii_only=self.ascii)
        self.refresh()

    watch_columns = watch_utc = watch_ascii = _place

    def render_line(self, y: int) -> Strip:
        """The header, then the rows from the scroll position on, or the sentence that stands for none."""
        self._painter.ink(self.inks)
        rows, index = self._rows, self.scroll_offset.y + y - 1
        if y == 0:
            return self._painter.header(rows.get(index + 1))
        if not self.total:
            return self._painter.sentence(self._message, y - 1, self._lines)
        if (row := rows.get(index)) is None:
            return self._painter.blank()
        above = rows.get(index - 1) if y > 1 else None
        gutter = self.marks.gutter(row, self._painter.drawing.glyphs)
        return self._painter.row(row, above, gutter, self.cursor_field if index == self._cursor else None)
