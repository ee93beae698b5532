"""What the screen asks of a session, answered by its store, as far as there is one."""

from __future__ import annotations

from abc import ABC, abstractmethod
from collections.abc import Sequence
from time import time_ns
from typing import TYPE_CHECKING

from tui.view import View
from tui.when import bounds, iso
from tui.window import Window

if TYPE_CHECKING:  # nothing of the store is imported before the first paint
    from tui.filter.columns import Catalogue
    from tui.overview import Overview
    from tui.store.coverage import Coverage
    from tui.store.gaps import Gap
    from tui.store.lag import Complete
    from tui.store.ledger import FileEntry
    from tui.store.shapes import Shape
    from tui.store.store import Store
    from tui.store.waterfall import Fall


class Answers(ABC):
    """Asks the store; who has one says where it is."""

    _store: Store | None = None

    @property
    @abstractmethod
    def store(self) -> Store:
        """The store, which is opened when it is first asked for."""

    @abstractmethod
    def entries(self) -> Sequence[FileEntry]:
        """The ledger: a line for every file."""

    @property
    def end(self) -> int:
        """Rows that there are: ids run from 0 up to this."""
        return self._store.end if self._store else 0

    @property
    def epoch(self) -> int:
        """Changes when more is known of the rows that were there, or some were taken back."""
        return self._store.epoch if self._store else 0

    def window(self, view: View, names: tuple[str, ...], before: Window | None, end: int | None = None) -> Window:
        """The rows a view matches, with the fields `names`; `before`, if of the same view, is brought up to date."""
        from tui.store.window import StoreWindow

        known = before.result if isinstance(before, StoreWindow) and before.view == view else None
        return StoreWindow(self.store, view, self.store.select(view, known, end=end), names)

    def overview(
        self, view: View, fields: tuple[str, ...], top: int, buckets: int, holding: str = "", end: int | None = None
    ) -> Overview:
        """A view counted by fields and over time."""
        return self.store.counting.overview(view, fields, top, buckets, holding, end)

    @property
    def catalogue(self) -> Catalogue | None:
        """The fields there are, once there is a store."""
        return self._store.catalogue if self._store else None

    def values(self, view: View, field: str, holding: str, most: int) -> Sequence[tuple[str, int]]:
        """The most frequent values of a field that hold a text."""
        return self.store.counting.values(view, field, holding, most)

    def fall(self, view: View) -> Fall:
        """What each clause of a view's filter removes."""
        return self.store.counting.fall(view)

    def counts(self, views: Sequence[View]) -> Sequence[int]:
        """How many rows each of some views has."""
        return self.store.counting.counts(views)

    def gaps(self) -> Sequence[Gap]:
        """When auditing was off, as far as all events tell."""
        return self.store.counting.gaps()

    def shapes(self, view: View) -> Sequence[Shape]:
        """The shapes of the queries in a view."""
        return self.store.counting.shapes(view)

    @property
    def novel(self) -> Sequence[str]:
        """The fingerprints that were first met after it had caught up with what was there."""
        return self._store.counting.novelty.fingerprints if self._store else ()

    def places(self, window: Window, clause: str) -> Sequence[int]:
        """Where in a window the rows stand that match a clause, too."""
        from tui.store.window import StoreWindow

        if not isinstance(window, StoreWindow):
            return ()
        return self.store.places(window.view, window.result, clause)

    def ids_of(self, rows: Window | Sequence[int]) -> list[int]:
        """The ids of a window's rows, in its order; or some ids in the order of time."""
        from tui.store.window import StoreWindow

        if isinstance(rows, StoreWindow):
            ids: list[int] = rows.result.ids.tolist()
            return ids
        if not isinstance(rows, Sequence):  # the first page, before there is a store
            return []
        times = {row.id: row.values["time"] for row in self.store.rows(rows, ("time",))}
        return sorted(times, key=lambda id_: (times[id_] is None, times[id_] or 0, id_))

    def place_at(self, window: Window, time: int) -> int:
        """Where in a window the first row at or after a time stands."""
        from tui.store.window import StoreWindow

        return window.place_at(time) if isinstance(window, StoreWindow) else 0

    def behind(self, window: Window, since: int) -> Sequence[int]:
        """The rows of a window that came late."""
        from tui.store.window import StoreWindow

        return window.behind(since) if isinstance(window, StoreWindow) else ()

    @property
    def arrived(self) -> int | None:
        """When the row read last arrived."""
        return self._store.arrived if self._store else None

    @property
    def left_off(self) -> int | None:
        """When the row arrived that an earlier session read last."""
        return self._store.left_off if self._store else None

    def complete(self, log: str | None) -> Complete:
        """Up to when a log, or all of them, are complete."""
        from tui.store.lag import complete, marks

        return complete(marks(self.entries(), time_ns() // 1000), log)

    def coverage(self, within: tuple[int | None, int | None], buckets: int) -> Coverage | None:
        """What there is of everybody who is heard, over time."""
        return self.store.counting.coverage(self.entries(), within, buckets, time_ns() // 1000)

    @property
    def newest(self) -> int | None:
        """The time of the newest event."""
        return self._store.newest if self._store else None

    def field_of(self, path: str) -> str:
        """What a path of a record's JSON is called in a filter."""
        from tui.filter import edit

        return edit.path(path, self.store.catalogue)

    def prepare(self) -> None:
        """Have ready what a search takes: something is about to be written."""
        if self._store is not None:
            self._store.prepare()

    def interrupt(self) -> None:
        """Give up the question being answered."""
        if self._store is not None:
            self._store.interrupt()

    def athena(self, view: View) -> str:
        """A view's question as SQL for Amazon Athena."""
        from tui.filter.clock import Clock
        from tui.filter.errors import FilterError
        from tui.filter.parse import parse
        from tui.filter.tree import And
        from tui.filter.trino import to_trino

        if view.log not in {None, "cloudtrail"}:
            raise FilterError(f"it holds CloudTrail's events, none of {view.log}", 1)
        clock = Clock(time_ns() // 1000, self.newest)
        since, until = bounds(view, clock.now, clock.end)
        times = [f"time {op} {iso(at)}" for op, at in ((">=", since), ("<", until)) if at is not None]
        return to_trino(And(tuple(map(parse, [view.filter, *times]))), clock)

    def check(self, text: str) -> None:
        """Raise `FilterError` where a filter cannot be understood."""
        from tui.filter.parse import parse

        parse(text)
