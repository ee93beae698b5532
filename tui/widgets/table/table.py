"""The table of events: draws any number of rows by asking only for those on the screen."""

from __future__ import annotations

from collections.abc import Iterable
from typing import ClassVar

from textual import events
from textual.binding import Binding, BindingType
from textual.geometry import Region, Size
from textual.reactive import var
from textual.strip import Strip

from tui.drawing.looks import TABLE, scrolling
from tui.drawing.moves import moves
from tui.drawing.pages import Arrival, Order, Stand, stand_at
from tui.drawing.reader import Reader, Request
from tui.news import News
from tui.widgets.table.sheet import Sheet
from tui.window import Row, Window


class EventTable(Sheet, can_focus=True, inherit_bindings=False):
    """A virtual table of events with a cursor on a row and on a cell in it."""

    ALLOW_SELECT = False
    LOOKS = TABLE
    DEFAULT_CSS = scrolling("EventTable")
    BINDINGS: ClassVar[list[BindingType]] = [
        *moves("table", "First event", "Last event, follow"),
        Binding("left,h", "cell(-1)", "Cell to the left", show=False, id="table.left"),
        Binding("right,l", "cell(1)", "Cell to the right", show=False, id="table.right"),
        Binding("enter", "open", "Event", id="table.open"),
    ]

    following: var[bool] = var(True, init=False)
    """Whether the cursor stays on the newest event as events arrive."""

    class Moved(News):
        """The cursor stands on another row or cell, or its row has changed; no row where there is none."""

        row: Row | None
        field: str

    class Opened(News):
        """The event under the cursor is asked for."""

        row: Row

    class FollowChanged(News):
        """The table has begun or ceased to follow the newest event."""

        following: bool

    class HeaderPressed(News):
        """A column's title was clicked."""

        field: str

    def __init__(self, *, id: str | None = None, classes: str | None = None) -> None:  # noqa: A002
        super().__init__(Reader(self._stand, self._arrived, self._fetched), id=id, classes=classes)
        self._fitted = Size()  # what the columns are placed in
        self._reported: tuple[Row | None, str] | None = None

    def show(self, window: Window, *, same_view: bool, sort: str = "time", descending: bool = False) -> None:
        """Show a result; with `same_view` it is the same question grown, and what is being read stays put."""
        self._reader.ask(Request(window, Order(sort, descending), same_view))
        self._serve()

    def select(self, row_id: int) -> None:
        """Go to a row, if it is in the result; leaves following."""
        self.following = False
        self._reader.go_to(row_id, self._painter.order)
        self._serve()

    def mark_new(self, ids: Iterable[int], late: Iterable[int] = ()) -> None:
        """Mark rows until they are seen; who follows sees all but those that came `late`."""
        self.marks.arrived(() if self.following else ids, late)
        self.refresh()

    def _serve(self) -> None:
        """Have what is asked for brought in: at once where that does not block, by a thread where it does."""
        self._reader.want(self.scroll_offset.y, self._lines)
        if self._reader.at_once() and self.is_attached:
            self.run_worker(self._reader.run(), group="rows")

    def _stand(self) -> Stand:
        top = self.scroll_offset.y
        return stand_at(self._rows, self._cursor, top, self._lines, following=self.following)

    def _arrived(self, request: Request, arrival: Arrival) -> None:
        self._painter.order, self._ends, self._cursor = request.order, arrival.ends, arrival.cursor
        self.virtual_size = Size(0, arrival.total + 1)
        self.scroll_to(y=arrival.top, animate=False, force=True)
        self._reader.want(self.scroll_offset.y, self._lines)
        self.marks.screen(self.on_screen)
        if self.following:  # who follows sees what comes on the screen
            self.marks.looked()
        self._place()
        self._report()

    def _report(self) -> None:
        """Say where the cursor is, if that is news; not while its row is being fetched."""
        now = (self.cursor_row, self.cursor_field)
        if now != self._reported and (now[0] is not None or not self.total):
            self._reported = now
            self.post_message(self.Moved(*now))

    def move_to(self, index: int) -> None:
        """Put the cursor on a row, and that row on the screen; but at the newest, leave following."""
        self._go(index)
        self._moved()

    def _go(self, index: int) -> None:
        index = max(0, min(index, self.total - 1))
        if self.marks.looked():
            self.refresh()
        if index != self._edge:
            self.following = False
        self._draw(self._cursor, index)
        self._cursor = index
        self.scroll_to(y=min(max(self.scroll_offset.y, index - self._lines + 1), index), animate=False, force=True)

    def _moved(self) -> None:
        self._serve()
        self.marks.screen(self.on_screen)
        self._report()

    def _fetched(self) -> None:
        self.refresh()
        self.marks.screen(self.on_screen)
        self._report()

    @property
    def _edge(self) -> int:
        """Where the newest events arrive."""
        return 0 if self._painter.order.newest_first else max(0, self.total - 1)

    def action_move(self, rows: int) -> None:
        """Move the cursor by rows."""
        self.move_to(self._cursor + rows)

    def action_page(self, pages: float) -> None:
        """Move the cursor and the screen by pages; one row of the page before stays in view."""
        rows = int(pages * max(1, self._lines - 1))
        self.scroll_to(y=self.scroll_offset.y + rows, animate=False, force=True)
        self.move_to(self._cursor + rows)

    def action_first(self) -> None:
        """Go to the first row; where the newest is first, follow it."""
        self.move_to(0)
        self.following = self._painter.order.newest_first

    def action_last(self) -> None:
        """Go to the last row, and follow it as rows arrive, unless the newest is first."""
        self.move_to(self.total - 1)
        self.following = not self._painter.order.newest_first

    def action_cell(self, cells: int) -> None:
        """Move to another cell of the row."""
        if names := self._painter.names:
            at = names.index(self.cursor_field) + cells
            self._field = names[max(0, min(at, len(names) - 1))]
            self._draw(self._cursor)
            self._moved()

    def action_open(self) -> None:
        """Ask for the event under the cursor."""
        if row := self.cursor_row:
            self.post_message(self.Opened(row))

    def on_click(self, event: events.Click) -> None:
        """Select what is clicked; open it on the second click."""
        x, y = event.get_content_offset_capture(self)
        name, index = self._painter.field_at(x), self.scroll_offset.y + y - 1
        if y == 0 and name:
            self.post_message(self.HeaderPressed(name))
        elif y > 0 and index < self.total:
            self._field = name or self._field
            self.move_to(index)
            if event.chain == 2:
                self.action_open()

    def watch_scroll_y(self, old_value: float, new_value: float) -> None:
        """Have rows that came into view fetched; who scrolls away from the newest no longer follows."""
        super().watch_scroll_y(old_value, new_value)
        if self.following and not 0 <= self._edge - self.scroll_offset.y < self._lines:
            self.following = False
        self._serve()
        self.marks.screen(self.on_screen)

    def watch_following(self, following: bool) -> None:
        """Tell of it; at the newest row nothing is new."""
        self.post_message(self.FollowChanged(following))
        if following and self.marks.at_newest():
            self.refresh()

    def on_resize(self) -> None:
        """Fit what is shown into the new size, and say where the cursor is."""
        self._fit()
        self._report()

    def _fit(self) -> None:
        """Place the columns again, keep the cursor in view, and have what came into view fetched."""
        if self.size == self._fitted:
            return
        was_in_view = self._cursor < self.scroll_offset.y + self._fitted.height - 1
        self._fitted = self.size
        self._place()
        if self.following or was_in_view:
            self._go(self._cursor)
        self._serve()

    def render_lines(self, crop: Region) -> list[Strip]:
        """The lines in a region; the first time they are asked for before the size is told."""
        self._fit()
        return super().render_lines(crop)
