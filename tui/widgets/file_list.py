"""The list of files: draws any number of them by making only the lines on the screen."""

from __future__ import annotations

from collections.abc import Iterable
from typing import ClassVar

from textual import events
from textual.binding import Binding, BindingType
from textual.geometry import Size
from textual.strip import Strip

from tui.drawing.file_lines import Line, Listing, columns, head, row
from tui.drawing.ink import Inked
from tui.drawing.looks import looks, scrolling
from tui.drawing.moves import moves
from tui.drawing.scrolling import Scrolling
from tui.drawing.spans import Span
from tui.drawing.times import Clock
from tui.news import News
from tui.palette import ASCII, UNICODE


class FileList(Scrolling, Inked, can_focus=True, inherit_bindings=False):
    """A virtual list of files with a cursor, which stays on its file as the list grows."""

    ALLOW_SELECT = False
    LOOKS = looks({"skipped": "italic $foreground 70%", "unparsed": "$text-warning"})
    DEFAULT_CSS = scrolling("FileList")
    BINDINGS: ClassVar[list[BindingType]] = [
        *moves("files", "First file", "Last file"),
        Binding("enter", "choose", "Its events", id="files.choose"),
    ]

    class Moved(News):
        """The cursor stands on another file, or its line has changed."""

        line: Line | None

    class Chosen(News):
        """A file was picked."""

        line: Line

    def __init__(self, clock: Clock, *, ascii_only: bool) -> None:
        super().__init__()
        self._clock, self._glyphs = clock, ASCII if ascii_only else UNICODE
        self._listing = Listing()
        self._columns = columns(self._listing, 0)
        self._cursor = 0
        self._touched = False

    @property
    def line(self) -> Line | None:
        """The line under the cursor."""
        lines = self._listing.lines
        return lines[self._cursor] if self._cursor < len(lines) else None

    def show(self, listing: Listing) -> None:
        """Show these lines; what is on the screen stays where it is, once the person has moved."""
        before, was = self.line, self._cursor
        self._listing = listing
        if before and (self._touched or self.scroll_offset.y):
            files = (line.entry.file for line in listing.lines)
            self._cursor = next((place for place, file in enumerate(files) if file == before.entry.file), 0)
        self.virtual_size = Size(0, len(listing.lines) + 1)
        self._place()
        self.scroll_to(y=self.scroll_offset.y + self._cursor - was, animate=False, force=True)
        self._moved()

    def move_to(self, index: int, *, top: int | None = None) -> None:
        """Put the cursor on a line and that line on the screen; with `top`, that line first, if it can be."""
        self._cursor = max(0, min(index, len(self._listing.lines) - 1))
        top = self.scroll_offset.y if top is None else top
        top = min(max(top, self._cursor - self._rows + 1), self._cursor)
        self.scroll_to(y=top, animate=False, force=True)
        self._moved()

    def action_move(self, lines: int) -> None:
        """Move the cursor by lines."""
        self._touched = True
        self.move_to(self._cursor + lines)

    def action_page(self, pages: float) -> None:
        """Move the cursor and the screen by pages."""
        lines = int(pages * max(1, self._rows - 1))
        self._touched = True
        self.move_to(self._cursor + lines, top=self.scroll_offset.y + lines)

    def action_first(self) -> None:
        """Go to the first file."""
        self.action_move(-len(self._listing.lines))

    def action_last(self) -> None:
        """Go to the last file."""
        self.action_move(len(self._listing.lines))

    def action_choose(self) -> None:
        """Pick the file under the cursor."""
        if self.line:
            self.post_message(self.Chosen(self.line))

    def on_click(self, event: events.Click) -> None:
        """Go to what is clicked; pick it on the second click."""
        index = self.scroll_offset.y + event.get_content_offset_capture(self).y - 1
        if self.scroll_offset.y <= index < len(self._listing.lines):
            self.action_move(index - self._cursor)
            if event.chain == 2:
                self.action_choose()

    def on_resize(self) -> None:
        """Place the columns again, and keep the cursor in view."""
        self._place()
        self.move_to(self._cursor)

    def _moved(self) -> None:
        self.refresh()
        self.post_message(self.Moved(self.line))

    @property
    def _rows(self) -> int:
        return max(1, self.size.height - 1)

    def _place(self) -> None:
        self._columns = columns(self._listing, self.scrollable_content_region.width)

    def render_line(self, y: int) -> Strip:
        """The titles, then the files from the scroll position on."""
        width, index = self.scrollable_content_region.width, self.scroll_offset.y + y - 1
        if y == 0:
            return self._strip(head(self._columns), width)
        if index >= len(self._listing.lines):
            return self._strip((), width)
        spans = row(self._listing.lines[index], self._columns, self._glyphs, self._clock)
        return self._strip(spans, width, "cursor" if index == self._cursor else "ground")

    def _strip(self, spans: Iterable[Span], width: int, ground: str = "ground") -> Strip:
        return self.inks.strip([(span, ground) for span in spans], width, ground)
