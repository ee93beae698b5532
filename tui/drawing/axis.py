"""The line under the histogram: times at round places, and the ends of the brush."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from msgspec import Struct

from tui.drawing.brush import Brush
from tui.drawing.spans import Span
from tui.drawing.times import Clock, Moment
from tui.store.histogram import STEPS
from tui.visible import width_of

MINUTE, DAY = 60_000_000, 86_400_000_000
_APART = 8
"""Cells that stay free between two times at least."""

_YEAR = 300 * DAY
"""From this length on, times are told with their year."""


class Axis(Struct, frozen=True):
    """A range of time drawn over a number of cells."""

    since: int
    until: int
    width: int
    clock: Clock

    def column(self, time: int) -> int:
        """The cell of a time; outside the line for a time out of the range."""
        return (time - self.since) * self.width // (self.until - self.since)

    def time(self, column: int) -> int:
        """Where the time of a cell begins."""
        return self.since + column * (self.until - self.since) // self.width


Label = tuple[int, str, str]
"""Where it begins, what it says, its ink."""


def axis_line(axis: Axis, brush: Brush = (None, None), *, dots: str = "…") -> tuple[Span, ...]:
    """The line: the ends of the brush first, then of the range, then as many round times as fit."""
    placed: list[Label] = []
    for label, gap in _wanted(axis, brush, dots):
        begin, end = label[0], label[0] + width_of(label[1])
        free = all(end + gap <= x or begin >= x + width_of(text) + gap for x, text, _ in placed)
        if begin >= 0 and end <= axis.width and free:
            placed.append(label)
    return _filled(sorted(placed))


def _wanted(axis: Axis, brush: Brush, dots: str) -> Iterator[tuple[Label, int]]:
    """Labels by how much they matter, with the room each needs beside it."""
    for label in _brush_labels(axis, brush, dots):
        yield label, 1
    tick = _tick(axis)
    first, last = _told(axis, tick, axis.since, None), _told(axis, tick, axis.until, axis.since)
    yield (0, first, "axis"), 2
    yield (axis.width - width_of(last), last, "axis"), 2
    before = axis.since
    for time in range(-(-axis.since // tick) * tick, axis.until, tick):
        yield (axis.column(time), _told(axis, tick, time, before), "axis"), 3
        before = time


def _filled(labels: Sequence[Label]) -> tuple[Span, ...]:
    spans: list[Span] = []
    at = 0
    for x, text, ink in labels:
        spans += [(" " * (x - at), "axis"), (text, ink)]
        at = x + width_of(text)
    return tuple(span for span in spans if span[0])


def _tick(axis: Axis) -> int:
    """The narrowest round step whose times stand apart."""
    length = axis.until - axis.since
    widths = [seconds * 1_000_000 for seconds in STEPS]
    while widths[-1] < length:
        widths.append(widths[-1] * 2)

    def fits(tick: int) -> bool:
        return tick * axis.width // length >= _letters(length, tick) + _APART

    return next((tick for tick in widths if fits(tick)), widths[-1])


def _letters(length: int, tick: int) -> int:
    """The cells that most times take on an axis with such steps."""
    if length >= _YEAR:
        return 10
    return 5 if tick >= MINUTE else 8


def _told(axis: Axis, tick: int, time: int, before: int | None) -> str:
    """A time after the one told before it: no more of it than changes along the axis."""
    now = axis.clock.moment(time)
    if now is None:
        return ""
    day = now.day if axis.until - axis.since >= _YEAR else now.day[5:]
    if tick >= DAY:
        return day
    clock = _clock(now, seconds=tick < MINUTE)
    if not _has_days(axis) or (before is not None and _day(axis.clock, before) == now.day):
        return clock
    return f"{day} {clock}".removesuffix(" 00:00")


def _brush_labels(axis: Axis, brush: Brush, dots: str) -> tuple[Label, ...]:
    """The ends of the brush, each in its bracket at its own cell, or both in one where they would meet."""
    since, until = brush
    begin, end = _ends(axis, brush)
    if since is None and until is None:
        return ()
    if since is None or until is None:
        text = f"[{begin} {dots}" if until is None else f"{dots} {end}]"
        x = axis.column(since) if since is not None else axis.column((until or 0) - 1) - width_of(text) + 1
        return ((_within(axis, x, text), text, "edge"),)
    left, right = f"[{begin}", f"{end}]"
    x, last = axis.column(since), axis.column(until - 1)
    if x >= 0 and last < axis.width and last - x + 1 > width_of(left) + width_of(right):
        return (x, left, "edge"), (last + 1 - width_of(right), right, "edge")
    text = f"{left} {dots} {right}"
    return ((_within(axis, (x + last + 1 - width_of(text)) // 2, text), text, "edge"),)


def _within(axis: Axis, x: int, text: str) -> int:
    return max(0, min(x, axis.width - width_of(text)))


def _ends(axis: Axis, brush: Brush) -> tuple[str, str]:
    """The times of the brush, with seconds where they matter and dates where the axis has more than one."""
    moments = [axis.clock.moment(time) for time in brush]
    seconds = any(moment is not None and moment.second for moment in moments)
    told = [_clock(moment, seconds=seconds) if moment else "" for moment in moments]
    days = [moment.day[5:] if moment else "" for moment in moments]
    if _has_days(axis):
        told[0] = f"{days[0]} {told[0]}"
        told[1] = told[1] if days[0] == days[1] else f"{days[1]} {told[1]}"
    return told[0], told[1]


def _clock(moment: Moment, *, seconds: bool) -> str:
    return moment.clock if seconds else moment.minute


def _has_days(axis: Axis) -> bool:
    return _day(axis.clock, axis.since) != _day(axis.clock, axis.until - 1)


def _day(clock: Clock, time: int) -> str:
    moment = clock.moment(time)
    return moment.day if moment else ""
