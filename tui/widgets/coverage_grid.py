"""The grid of coverage: a line for everybody who is heard, with a cursor on one stretch of time."""

from __future__ import annotations

from collections.abc import Iterable
from typing import ClassVar

from textual import events
from textual.binding import Binding, BindingType
from textual.geometry import Size
from textual.strip import Strip as Line

from tui.drawing.coverage_lines import Layout, head, layout, room, row, worth_a_look
from tui.drawing.ink import Inked
from tui.drawing.looks import looks, scrolling
from tui.drawing.scrolling import Scrolling
from tui.drawing.spans import Span
from tui.drawing.times import Clock
from tui.news import News
from tui.store.coverage import Coverage, Strip


class CoverageGrid(Scrolling, Inked, can_focus=True, inherit_bindings=False):
    """Draws any number of strips; the cursor stays with its speaker and its time as more is known."""

    ALLOW_SELECT = False
    LOOKS = looks(
        {
            "axis": "$foreground 60%",
            "rest": "$foreground 30%",
            "present": "$primary 70%",
            "due": "$foreground 50%",
            "late": "$text-warning",
            "missing": "bold $text-error",
            "trouble": "bold $text-error",
            "chosen": "bold",
            "cell": "bold reverse",
        }
    )
    DEFAULT_CSS = scrolling("CoverageGrid")
    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("up,k", "move(-1,0)", "Up", show=False, id="coverage.up"),
        Binding("down,j", "move(1,0)", "Down", show=False, id="coverage.down"),
        Binding("left,h", "move(0,-1)", "Earlier", show=False, id="coverage.left"),
        Binding("right,l", "move(0,1)", "Later", show=False, id="coverage.right"),
        Binding("pageup", "page(-1)", "Page up", show=False, id="coverage.page_up"),
        Binding("pagedown", "page(1)", "Page down", show=False, id="coverage.page_down"),
        Binding("home,g", "move(0,-100000)", "First cell", show=False, id="coverage.first"),
        Binding("end,G", "move(0,100000)", "Last cell", show=False, id="coverage.last"),
        Binding("n", "trouble(1)", "Next trouble", id="coverage.next"),
        Binding("N", "trouble(-1)", "Trouble before", show=False, id="coverage.before"),
        Binding("enter", "choose", "Its files", id="coverage.choose"),
    ]

    class Moved(News):
        """The cursor stands on another cell, or what is in it has changed."""

    class Chosen(News):
        """A cell was picked."""

    def __init__(self, clock: Clock, *, ascii_only: bool) -> None:
        super().__init__()
        self._clock, self._plain = clock, ascii_only
        self._layout = Layout(0, False, 0, 1, 0)
        self.found: Coverage | None = None
        self.line = self.place = 0
        """Which strip the cursor is on, and which of its cells."""

    @property
    def room(self) -> int:
        """How many cells there is room for."""
        return room(self.found, self.scrollable_content_region.width)

    @property
    def strip(self) -> Strip | None:
        """The strip under the cursor."""
        return self.found.strips[self.line] if self.found and self.found.strips else None

    def show(self, found: Coverage | None) -> None:
        """Show this; at first the cursor is on the newest cell."""
        before, strip, at = self.found, self.strip, self.place
        self.found = found
        if found is not None:
            time = before.since + at * before.width if before and before.strips else found.until
            last = (found.until - found.since) // found.width - 1
            self.place = max(0, min((time - found.since) // found.width, last))
            lines = (n for n, one in enumerate(found.strips) if strip and one.speaker == strip.speaker)
            self.line = next(lines, min(self.line, max(0, len(found.strips) - 1)))
            self.virtual_size = Size(0, len(found.strips) + 1)
        self.on_resize()
        self._moved()

    def on_resize(self) -> None:
        """Place the cells again."""
        if self.found is not None:
            self._layout = layout(self.found, self.scrollable_content_region.width)
        self.refresh()

    def action_move(self, lines: int, cells: int) -> None:
        """Move the cursor."""
        if self.found is not None:
            self._go(self.line + lines, self.place + cells)

    def action_page(self, way: int) -> None:
        """Move the cursor by a screen of strips."""
        self.action_move(way * max(1, self.size.height - 2), 0)

    def action_trouble(self, way: int) -> None:
        """Go to the next cell, or the one before, in which something is wrong, along the strips; round at the ends."""
        strips = self.found.strips if self.found else ()
        cells = [(line, place) for line, strip in enumerate(strips) for place in range(len(strip.cells))]
        if not cells:
            return
        here = cells.index((self.line, self.place))
        ahead = [*cells[here + 1 :], *cells[:here]] if way > 0 else [*cells[:here][::-1], *cells[here + 1 :][::-1]]
        for line, place in ahead:
            if worth_a_look(strips[line].cells[place]):
                self._go(line, place)
                return

    def action_choose(self) -> None:
        """Pick the cell under the cursor."""
        if self.strip:
            self.post_message(self.Chosen())

    def on_click(self, event: events.Click) -> None:
        """Go to what is clicked; pick it on the second click."""
        x, y = event.get_content_offset_capture(self)
        place, line = self._layout.cell_at(x), self.scroll_offset.y + y - 1
        if self.found and place is not None and 0 <= line < len(self.found.strips):
            self._go(line, place)
            if event.chain == 2:
                self.action_choose()

    def _go(self, line: int, place: int) -> None:
        strips = self.found.strips if self.found else ()
        self.line = max(0, min(line, len(strips) - 1))
        self.place = max(0, min(place, self._layout.cells - 1))
        rows = max(1, self.size.height - 1)
        top = min(max(self.scroll_offset.y, self.line - rows + 1), self.line)
        self.scroll_to(y=top, animate=False, force=True)
        self._moved()

    def _moved(self) -> None:
        self.refresh()
        self.post_message(self.Moved())

    def render_line(self, y: int) -> Line:
        """The times, then the strips from the scroll position on."""
        width, index = self.scrollable_content_region.width, self.scroll_offset.y + y - 1
        if self.found is None or index >= len(self.found.strips):
            return self._line((), width)
        if y == 0:
            return self._line(((span, "ground") for span in head(self.found, self._layout, self._clock)), width)
        at = self.place if index == self.line else None
        spans = row(self.found, self.found.strips[index], self._layout, self._clock, at, plain=self._plain)
        return self._line(spans, width)

    def _line(self, spans: Iterable[tuple[Span, str]], width: int) -> Line:
        return self.inks.strip(list(spans), width)
