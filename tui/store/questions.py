"""Views → selections, and whatever only the raw records can say searched for on the way."""

from __future__ import annotations

from collections.abc import Sequence
from time import time_ns

from msgspec.structs import replace

from tui.filter.clock import Clock
from tui.filter.columns import Catalogue
from tui.filter.parse import parse
from tui.filter.sql import Query, to_sql
from tui.filter.tree import Node, denies
from tui.store.dictionary import Dictionary
from tui.store.scans import Scans
from tui.store.search import Search
from tui.store.select import Selection, selection
from tui.view import View


class Questions:
    """Makes SQL of views. While `patient`, it waits until the records are searched."""

    def __init__(self, catalogue: Catalogue, dictionary: Dictionary, scans: Scans, search: Search) -> None:
        self._catalogue, self._dictionary, self._scans, self._search = catalogue, dictionary, scans, search
        self.patient = False

    def check(self, view: View, newest: int | None) -> None:
        """Raise `FilterError` where a view's filter cannot be understood."""
        self._query(parse(view.filter), _clock(newest))

    def ask(self, views: Sequence[View], newest: int | None, end: int, asker: str = "") -> list[Selection]:
        """Views as SQL, for the events below id `end`; `newest` is the newest one's time. Raises `FilterError`.

        What only the raw records can say is searched for on behalf of an `asker`, whoever asks without a name gets
        what is known. While it is not all known, a filter with a `not` in it is asked of the events that are
        searched: as more become known, events come into a result and none leaves it.
        """
        clock, trees = _clock(newest), [parse(view.filter) for view in views]
        queries = [self._query(tree, clock) for tree in trees]
        scans = tuple({scan.id: scan for query in queries for scan in query.scans}.values())
        if asker or self.patient:
            self._search.want(asker, scans, end, exact=any(map(denies, trees)), whole=self.patient)
        else:
            self._search.open(scans)
        asked = zip(views, trees, queries, strict=True)
        return [self._selection(view, query, end, clock, exact=denies(tree)) for view, tree, query in asked]

    def _selection(self, view: View, query: Query, end: int, clock: Clock, *, exact: bool) -> Selection:
        if query.scans and exact:
            query = replace(query, where=f"({query.where}) AND {self._search.known(query.scans, end)}")
        return selection(view, self._catalogue, query, clock)

    def _query(self, tree: Node, clock: Clock) -> Query:
        return to_sql(tree, self._catalogue, clock, self._dictionary, self._scans.number)


def _clock(newest: int | None) -> Clock:
    return Clock(time_ns() // 1000, newest)
