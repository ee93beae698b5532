"""A range of time as it is brushed, shifted and zoomed: times in microseconds, half open."""

from __future__ import annotations

from typing import TypeAlias

SECOND = 1_000_000

Brush: TypeAlias = tuple[int | None, int | None]
"""From the one up to the other; `None` where that end is open, so that later events still come in."""

ALL: Brush = (None, None)

Whole: TypeAlias = tuple[int, int]
"""The range of all events there are to choose from."""

FRAME = 8
"""How many times its own width is shown round a range too narrow to be seen in the whole."""


def from_here(brush: Brush, at: int) -> Brush:
    """The range with its beginning at the second of a time; an end before that is opened."""
    since = at // SECOND * SECOND
    return since, brush[1] if brush[1] is not None and brush[1] > since else None


def until_here(brush: Brush, at: int) -> Brush:
    """The range with its end after the second of a time; a beginning after that is opened."""
    until = (at // SECOND + 1) * SECOND
    return brush[0] if brush[0] is not None and brush[0] < until else None, until


def shifted(brush: Brush, way: int, whole: Whole) -> Brush:
    """The range moved by half its width, back (-1) or on (+1), within the whole."""
    since, until = closed(brush, whole)
    moved = max(SECOND, (until - since) // 2) * way
    moved = max(whole[0] - since, moved) if way < 0 else min(whole[1] - until, moved)
    # What already reaches beyond the whole stays where it is.
    return (since + moved, until + moved) if moved * way > 0 else brush


def zoomed(brush: Brush, way: int, at: int | None, whole: Whole) -> Brush:
    """Half the range (+1) or twice (-1) round a time, or its middle; ends beyond the whole are open."""
    since, until = closed(brush, whole)
    at = (since + until) // 2 if at is None else min(max(at, since), until)
    if way > 0:
        since, until = since + (at - since) // 2, until - (until - at) // 2
    else:
        since, until = since - (at - since), until + (until - at)
    since = since // SECOND * SECOND
    until = max(-(-until // SECOND) * SECOND, since + SECOND)
    return (since if since > whole[0] else None, until if until < whole[1] else None)


def closed(brush: Brush, whole: Whole) -> Whole:
    """The range with its open ends where the whole ends."""
    since = whole[0] if brush[0] is None else brush[0]
    until = whole[1] if brush[1] is None else brush[1]
    return since, max(until, since + 1)


def framing(brush: Brush, whole: Whole) -> Whole:
    """The range that a histogram should show: the whole, or the surroundings of a brush too narrow in it."""
    since, until = closed(brush, whole)
    wide = FRAME * max(SECOND, until - since)
    if wide * 2 >= whole[1] - whole[0]:
        return whole
    start = min(max(since - (wide - (until - since)) // 2, whole[0]), whole[1] - wide)
    return start, start + wide
