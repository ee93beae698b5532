"""Which rows of a window are at hand, and where the reader stands when a new result arrives."""

from __future__ import annotations

from bisect import bisect_left
from collections.abc import Mapping, Sequence

from msgspec import Struct, field

from parsers import NO_TIME, Value
from tui.window import Row, Window

PAGES_AHEAD = 2
"""How many screens of rows are fetched on each side of the one in view."""

KEPT = 4096
"""Rows further away than this are let go."""


class Nothing(Struct, frozen=True):
    """A window on nothing."""

    total: int = 0
    instant: bool = True

    def rows(self, start: int, stop: int) -> Sequence[Row]:  # noqa: ARG002
        """No rows."""
        return ()

    def position(self, row_id: int) -> int | None:  # noqa: ARG002
        """No row is in it."""
        return None


class Pages(Struct):
    """The rows of one window that have been fetched, by their place in it."""

    window: Window = field(default_factory=Nothing)
    total: int = 0
    rows: dict[int, Row] = field(default_factory=dict)

    def missing(self, top: int, height: int) -> range | None:
        """What to fetch so that the screen at `top` and one on each side are at hand; `None` if they are."""
        near = range(max(0, top - height), min(self.total, top + 2 * height))
        if all(i in self.rows for i in near):
            return None
        ahead = PAGES_AHEAD * height
        return range(max(0, top - ahead), min(self.total, top + height + ahead))

    def take(self, start: int, rows: Sequence[Row]) -> None:
        """Keep the rows that stand from `start` on; let go of those far away."""
        if len(self.rows) > KEPT:
            self.rows = {i: row for i, row in self.rows.items() if abs(i - start) < KEPT // 4}
        self.rows.update(enumerate(rows, start))


class Order(Struct, frozen=True):
    """How a result is sorted."""

    sort: str = "time"
    descending: bool = False

    @property
    def by_time(self) -> bool:
        """Whether rows stand in time order, one way or the other."""
        return self.sort == "time"

    @property
    def newest_first(self) -> bool:
        """Whether new rows arrive at the top."""
        return self.by_time and self.descending


class Stand(Struct, frozen=True):
    """Where the reader stands: the cursor, the row that holds the screen still, and the lines above it."""

    following: bool
    cursor: int
    row: Row | None
    anchor: int | None
    """The id of the row that keeps its line: the cursor's, or the top one where that is off the screen."""
    line: int
    height: int


def stand_at(rows: Mapping[int, Row], cursor: int, top: int, height: int, *, following: bool) -> Stand:
    """Where a reader stands whose cursor is on a row and whose screen of `height` lines begins at `top`."""
    row = rows.get(cursor)
    still, line = (row, cursor - top) if top <= cursor < top + height else (rows.get(top), 0)
    return Stand(following, cursor, row, still.id if still else None, line, height)


class Arrival(Struct, frozen=True):
    """A result that is ready to be drawn: where the cursor and the screen go, and the rows seen there."""

    window: Window
    total: int
    cursor: int
    top: int
    rows: Mapping[int, Row]
    ends: tuple[Value, ...]
    """The times of the first and the last row."""


def arrive(window: Window, stand: Stand, order: Order, *, same_view: bool, goal: int | None = None) -> Arrival:
    """What a result looks like to a reader who stands there; `goal` is the id of a row to go to. Blocks."""
    total = window.total
    if goal is not None and (place := window.position(goal)) is not None:
        cursor, top = place, place - min(stand.line, stand.height // 2)
    elif stand.following:
        cursor = 0 if order.newest_first else max(0, total - 1)
        top = cursor
    elif same_view:
        cursor, top = _held(window, stand, total)
    else:
        cursor = _nearest_to(window, stand, order, total)
        top = cursor - stand.line
    top = max(0, min(top, total - stand.height))
    ahead = PAGES_AHEAD * stand.height
    start = max(0, top - ahead)
    rows = dict(enumerate(window.rows(start, min(total, top + stand.height + ahead)), start))
    for place in {0, total - 1, cursor} if total else ():
        if place not in rows:
            rows.update(enumerate(window.rows(place, place + 1), place))
    return Arrival(window, total, cursor, top, rows, _ends(window, order, rows, total))


def _ends(window: Window, order: Order, rows: Mapping[int, Row], total: int) -> tuple[Value, ...]:
    """The times between which the result lies. Rows without a time stand last, so the last with one is searched for."""
    if not total or not order.by_time:
        return tuple(rows[i].values.get("time") for i in (0, total - 1) if i in rows)

    def timed(place: int) -> Value:
        row = rows.get(place) or next(iter(window.rows(place, place + 1)), None)
        return row.values.get("time") if row else None

    last = total - 1
    if timed(last) is None:
        last = bisect_left(range(total), True, key=lambda place: timed(place) is None) - 1
    return tuple(timed(place) for place in {0, last} if place >= 0)


def _held(window: Window, stand: Stand, total: int) -> tuple[int, int]:
    """The cursor on its row and the anchor on its screen line, wherever both stand now."""
    place = window.position(stand.row.id) if stand.row else None
    cursor = min(stand.cursor, max(0, total - 1)) if place is None else place
    if stand.anchor is None or (stand.row and stand.anchor == stand.row.id):
        return cursor, cursor - stand.line
    anchor = window.position(stand.anchor)
    return cursor, (cursor if anchor is None else anchor) - stand.line


def _nearest_to(window: Window, stand: Stand, order: Order, total: int) -> int:
    """The cursor's row if it is still there, else the row nearest in time, else the same place."""
    place = window.position(stand.row.id) if stand.row else None
    if place is not None:
        return place
    if stand.row is None or not order.by_time:
        return min(stand.cursor, max(0, total - 1))
    return nearest(window, total, stand.row.values.get("time"), descending=order.descending)


def nearest(window: Window, total: int, time: Value, *, descending: bool) -> int:
    """The first row not before that time (after it where descending), by bisection. Blocks."""
    wanted = _sort_key(time)
    low, high = 0, total
    while low < high:
        middle = (low + high) // 2
        found = window.rows(middle, middle + 1)
        at = _sort_key(found[0].values.get("time")) if found else NO_TIME
        if (at > wanted) if descending else (at < wanted):
            low = middle + 1
        else:
            high = middle
    return min(low, max(0, total - 1))


def _sort_key(time: Value) -> int:
    return time if isinstance(time, int) else NO_TIME
