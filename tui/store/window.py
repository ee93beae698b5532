"""A result as the table sees it."""

from __future__ import annotations

from collections.abc import Sequence

from msgspec import Struct

from tui.store.result import Result
from tui.store.store import Store
from tui.view import View
from tui.window import Row


class StoreWindow(Struct, frozen=True, eq=False):
    """The rows of a result, fetched from the store as they are looked at, with the fields `names`."""

    store: Store
    view: View
    result: Result
    names: tuple[str, ...]

    @property
    def total(self) -> int:
        """How many rows there are."""
        return len(self.result)

    def rows(self, start: int, stop: int) -> Sequence[Row]:
        """The rows from `start` up to `stop`."""
        return self.store.rows(self.result.ids[start:stop].tolist(), self.names)

    def place_at(self, time: int) -> int:
        """Where the first row at or after a time stands; in another order than that of time, the first row."""
        if self.view.sort != "time":
            return 0
        return self.result.place_of(-time if self.view.descending else time)

    def behind(self, since: int) -> Sequence[int]:
        """The rows from id `since` on that came late; in another order than that of time, none."""
        if self.view.sort != "time":
            return ()
        return self.result.behind(since, newest_first=self.view.descending)

    def position(self, row_id: int) -> int | None:
        """Where a row stands."""
        return self.result.position(row_id)
