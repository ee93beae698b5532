"""The question now being asked: filter, time range, sort, columns."""

from __future__ import annotations

from msgspec import Struct
from msgspec.structs import replace


class View(Struct, frozen=True):
    """What the person asks to see; immutable, so undo is a list.

    `log` is a parser's name, or `None` for all. `since` and `until` are microseconds since 1970 UTC, half open; in
    their place `within` is a range that moves with the clock or the newest event, as it was written: `last 15m`.
    `sort` is a field's name; events with equal values stand in time order. `columns` is empty for the log's usual ones.
    """

    filter: str = ""
    log: str | None = None
    since: int | None = None
    until: int | None = None
    sort: str = "time"
    descending: bool = False
    columns: tuple[str, ...] = ()
    within: str = ""

    @property
    def asks(self) -> bool:
        """Whether it leaves any event out."""
        return bool(self.filter.strip()) or self.log is not None or self.ranged

    @property
    def ranged(self) -> bool:
        """Whether it leaves any time out."""
        return bool(self.within) or (self.since, self.until) != (None, None)

    def at_any_time(self) -> View:
        """The same question, of all times."""
        return replace(self, since=None, until=None, within="")

    def at_times_of(self, other: View) -> View:
        """The same question, of the times that another asks of."""
        return replace(self, since=other.since, until=other.until, within=other.within)

    def with_(self, **changes: object) -> View:
        """The same question with these parts changed."""
        return replace(self, **changes)
