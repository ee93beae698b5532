"""The histogram over the table: how events spread over time, with a brush that picks a range of it."""

from __future__ import annotations

from collections.abc import Sequence

from textual import events
from textual.message import Message
from textual.reactive import reactive
from textual.strip import Strip

from tui.drawing.axis import Axis, axis_line
from tui.drawing.bars import plain, share_out, stack, upright
from tui.drawing.brush import ALL, Brush, Whole, from_here, shifted, until_here, zoomed
from tui.drawing.ink import Inked
from tui.drawing.looks import looks
from tui.drawing.spans import Span
from tui.drawing.times import Clock
from tui.news import News
from tui.palette import ASCII
from tui.store.histogram import Histogram as Counts

PARTS = ("bar", "failed", "destructive")
"""The parts of a bar from the ground up, by their component class."""


class Histogram(Inked):
    """Bars of events over time on all lines but the last, which has the times."""

    ALLOW_SELECT = False
    LOOKS = looks(
        {
            "gap": "on $error 15%",
            "hatch": "$error 40%",
            "cursor": "on $foreground 22%",
            "bar": "$primary 50%",
            "lit": "$primary",
            "failed": "$error 60% on $error 60%",
            "destructive": "$error on $error",
            "axis": "$foreground 60%",
            "edge": "bold $text-primary",
            "gap:ansi": "on ansi_bright_black",
            "hatch:ansi": "ansi_red",
            "cursor:ansi": "on ansi_bright_black",
            "lit:ansi": "ansi_bright_blue",
            "failed:ansi": "ansi_red on ansi_red",
            "destructive:ansi": "ansi_bright_red on ansi_bright_red",
        }
    )
    DEFAULT_CSS = """
    Histogram {
        height: 3;
        background: $background;
        color: $foreground;
    }
    """

    utc: reactive[bool] = reactive(True)
    """Times in UTC, or in the machine's zone."""
    ascii: reactive[bool] = reactive(False)
    """Bars for terminals without blocks."""

    class Brushed(News):
        """A range was brushed: microseconds, half open; `None` for an end that is open. Never both."""

        since: int | None
        until: int | None

    class Cleared(Message):
        """The whole range is asked for."""

    class Picked(News):
        """A place was clicked: when its bar begins, in microseconds."""

        at: int

    def __init__(self, *, id: str | None = None, classes: str | None = None) -> None:  # noqa: A002 - Textual's name
        super().__init__(id=id, classes=classes)
        self._counts: Counts | None = None
        self._brush: Brush = ALL
        self._cursor_time: int | None = None
        self._gaps: Sequence[Whole] = ()
        self._whole: Whole | None = None
        self._drag: tuple[int, int] | None = None

    # What is shown

    def show(
        self,
        histogram: Counts | None,
        brush: Brush | None = None,
        cursor_time: int | None = None,
        *,
        gaps: Sequence[Whole] = (),
        whole: Whole | None = None,
    ) -> None:
        """Show these bars (none: nothing has a time), the range picked and the time of the table's cursor.

        `gaps` are ranges that the logs may not tell of; `whole` is the range that shifting and zooming
        stay in, where it is more than the bars show.
        """
        self._counts, self._brush, self._cursor_time = histogram, brush or ALL, cursor_time
        self._gaps, self._whole = gaps, whole
        self.refresh()

    def leave_out(self, gaps: Sequence[Whole]) -> None:
        """Show these ranges as ones that the logs may not tell of."""
        if list(gaps) != list(self._gaps):
            self._gaps = gaps
            self.refresh()

    def point(self, cursor_time: int | None) -> None:
        """Show where the table's cursor now is: at a step it mostly stays under the same bar."""
        before, self._cursor_time = self._cursor_column, cursor_time
        if self._cursor_column != before:
            self.refresh()

    @property
    def buckets(self) -> int:
        """How many bars there is room for."""
        return max(2, self.size.width)

    # The brush

    def brush_left(self) -> None:
        """Begin the range at the event under the table's cursor."""
        if self._cursor_time is not None:
            self._pick(from_here(self._brush, self._cursor_time))

    def brush_right(self) -> None:
        """End the range with the event under the table's cursor."""
        if self._cursor_time is not None:
            self._pick(until_here(self._brush, self._cursor_time))

    def shift(self, way: int) -> None:
        """Move the range back (-1) or on (+1) by half its width."""
        if (whole := self._limits) and self._brush != ALL:
            self._pick(shifted(self._brush, way, whole))

    def zoom(self, way: int, at: int | None = None) -> None:
        """Halve (+1) or double (-1) the range round a time; by default the table's cursor, or its middle."""
        if whole := self._limits:
            self._pick(zoomed(self._brush, way, self._cursor_time if at is None else at, whole))

    def clear(self) -> None:
        """Ask for the whole range."""
        if self._brush != ALL:
            self._pick(ALL)

    def _pick(self, brush: Brush) -> None:
        if brush == self._brush:
            return
        self._brush = brush
        self.refresh()
        self.post_message(self.Cleared() if brush == ALL else self.Brushed(*brush))

    @property
    def _limits(self) -> Whole | None:
        if self._whole is None and self._counts is not None:
            return self._counts.since, self._counts.until
        return self._whole

    # The mouse

    def on_mouse_down(self, event: events.MouseDown) -> None:
        """Begin a brush."""
        if self._counts and event.button == 1:
            self.capture_mouse()
            self._drag = (event.x, event.x)

    def on_mouse_move(self, event: events.MouseMove) -> None:
        """Widen it."""
        if self._drag:
            self._drag = (self._drag[0], max(0, min(event.x, self.size.width - 1)))
            self.refresh()

    def on_mouse_up(self) -> None:
        """Pick what was brushed, or the place that was only clicked."""
        drag, self._drag = self._drag, None
        self.release_mouse()
        if drag is None or self._counts is None:
            return
        brush = self._dragged(self._counts, drag)
        if drag[0] != drag[1]:
            self._pick(brush)
        else:
            self.post_message(self.Picked(brush[0]))

    def on_mouse_scroll_up(self, event: events.MouseScrollUp) -> None:
        """Zoom in at the pointer."""
        event.stop()
        self._zoom_at(event.x, 1)

    def on_mouse_scroll_down(self, event: events.MouseScrollDown) -> None:
        """Zoom out at the pointer."""
        event.stop()
        self._zoom_at(event.x, -1)

    def _zoom_at(self, x: int, way: int) -> None:
        if self._counts and self.size.width:
            self.zoom(way, self._axis(self._counts).time(x))

    def _dragged(self, counts: Counts, drag: tuple[int, int]) -> Whole:
        """The range of the bars that a drag went over."""
        bars, (first, last) = len(counts.total), sorted(drag)
        begin = first * bars // self.size.width
        end = max(begin, -(-(last + 1) * bars // self.size.width) - 1)
        return counts.since + begin * counts.width_us, counts.since + (end + 1) * counts.width_us

    # Drawing

    def _axis(self, counts: Counts) -> Axis:
        return Axis(counts.since, counts.until, self.size.width, Clock(self.utc))

    def render_line(self, y: int) -> Strip:
        """A line of bars, or the axis."""
        width, rows = self.size.width, self.size.height - 1
        counts = self._counts
        if counts is None or width <= 0:
            return self.inks.strip([], width, "ground")
        brush = self._dragged(counts, self._drag) if self._drag else self._brush
        if y >= rows:
            line = axis_line(self._axis(counts), brush, dots="..." if self.ascii else "…")
            return self.inks.strip([(span, "ground") for span in line], width, "ground")
        return self.inks.strip(self._bars(counts, brush, rows, rows - 1 - y), width, "ground")

    def _bars(self, counts: Counts, brush: Brush, rows: int, row: int) -> list[tuple[Span, str]]:
        """The cells of all bars at a row counted from the ground."""
        axis = self._axis(counts)
        total, failed, destructive = (
            share_out(c, axis.width) for c in (counts.total, counts.failed, counts.destructive)
        )
        peak = max(total)
        lit, here = _columns(axis, brush), self._cursor_column
        gaps = [_columns(axis, gap) for gap in self._gaps]
        spans: list[tuple[Span, str]] = []
        for x, (n, bad, worst) in enumerate(zip(total, failed, destructive, strict=True)):
            cell = upright(stack((n - bad - worst, bad, worst), peak, rows), row)
            text, part, behind = plain(cell, (" ", ASCII.failed, ASCII.destructive)) if self.ascii else cell
            inks = ("lit" if brush != ALL and x in lit else "bar", *PARTS[1:])
            ground = "cursor" if x == here else "gap" if any(x in gap for gap in gaps) else "ground"
            ink = "cursor" if x == here and part == 0 else inks[part]
            if text == " " and ground == "gap" and row == 0:  # seen without colours, too
                text, ink = ("~" if self.ascii else "╱"), "hatch"
            spans.append(((text, ink), ground if behind is None else inks[behind]))
        return spans

    @property
    def _cursor_column(self) -> int | None:
        if self._cursor_time is None or self._counts is None:
            return None
        return self._axis(self._counts).column(self._cursor_time)


def _columns(axis: Axis, brush: Brush) -> range:
    """The cells of a range."""
    since = 0 if brush[0] is None else axis.column(brush[0])
    until = axis.width if brush[1] is None else axis.column(brush[1] - 1) + 1
    return range(since, until)
