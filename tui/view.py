"""The question now being asked: filter, time range, sort, columns."""

from __future__ import annotations

from dataclasses import dataclass, replace


@dataclass(frozen=True, slots=True)
class View:
    """What the person asks to see; immutable, so undo is a list.

    `log` is a parser's name, or `None` for all. `since` and `until` are microseconds since 1970 UTC, half open.
    `sort` is a field's name; events with equal values stand in time order. `columns` is empty for the log's usual ones.
    """

    filter: str = ""
    log: str | None = None
    since: int | None = None
    until: int | None = None
    sort: str = "time"
    descending: bool = False
    columns: tuple[str, ...] = ()

    @property
    def asks(self) -> bool:
        """Whether it leaves any event out."""
        return bool(self.filter.strip()) or (self.log, self.since, self.until) != (None, None, None)

    def with_(self, **changes: object) -> View:
        """The same question with these parts changed."""
        return replace(self, **changes)  # type: ignore[arg-type]
