"""Counts of what a view shows: over time, by the values of fields, clause by clause."""

from __future__ import annotations

import threading
from collections.abc import Callable, Mapping, Sequence
from typing import TYPE_CHECKING

from msgspec import Struct
from msgspec.structs import replace

from tui.filter.columns import Catalogue
from tui.overview import Overview
from tui.store.coverage import Coverage, coverage
from tui.store.facets import facets
from tui.store.gaps import Gap
from tui.store.histogram import extent, histogram
from tui.store.ledger import FileEntry
from tui.store.marks import gaps
from tui.store.matches import Matches
from tui.store.nearest import Counted, known
from tui.store.select import Selection
from tui.store.shapes import Novelty, Shape, shapes
from tui.store.waterfall import Fall, counted, mended
from tui.store.words import Words
from tui.view import View

if TYPE_CHECKING:
    import duckdb


class Asked(Struct, frozen=True):
    """Views as they are asked, and how much of the raw records had then been searched: `None` for all of them."""

    selections: Sequence[Selection]
    searched: float | None


class Counting:
    """Answers with a cursor of its own, so that counts hold up neither rows nor one another's interruption."""

    def __init__(
        self,
        db: duckdb.DuckDBPyConnection,
        catalogue: Catalogue,
        words: Mapping[int, Words],
        ask: Callable[[Sequence[View], str, int | None], Asked],
    ) -> None:
        self._db, self._catalogue, self._words, self._ask = db, catalogue, words, ask
        self._lock = threading.Lock()
        self.novelty = Novelty(catalogue, words)

    def _question(self, view: View, end: int | None = None) -> Selection:
        return self._ask([view], "", end).selections[0]

    def _matches(self, view: View, end: int | None = None) -> Matches:
        return Matches(self._db, self._question(view, end), self._catalogue, self._words)

    def overview(
        self, view: View, fields: Sequence[str], top: int, buckets: int, holding: str = "", end: int | None = None
    ) -> Overview:
        """A view counted by the values of some fields that hold a text, and over all time in at most `buckets` bars.

        With an `end`, only the rows below that id are counted.
        """
        shown, always = self._matches(view, end), self._question(view.at_any_time(), end)
        with self._lock:
            over_time = replace(shown, selection=always)
            span = extent(over_time)
            bars = histogram(over_time, span[0], span[1] + 1, buckets) if span else None
            return Overview(bars, facets(shown, fields, top, holding))

    def values(self, view: View, field: str, holding: str, most: int) -> Sequence[tuple[str, int]]:
        """The most frequent values of a field that hold a text, with their counts."""
        matches = self._matches(view)
        with self._lock:
            found = facets(matches, [field], most, holding)
        return [(value, count) for facet in found for value, count in facet.values if value is not None]

    def counts(self, views: Sequence[View]) -> Sequence[int]:
        """How many rows each of some views has, all at the same moment; raises `FilterError`."""
        return self._counts(self._ask(views, "", None).selections) if views else []

    def gaps(self) -> tuple[Gap, ...]:
        """When auditing was off, as far as all there is tells."""
        matches = self._matches(View())
        with self._lock:
            return gaps(matches)

    def shapes(self, view: View) -> tuple[Shape, ...]:
        """The shapes of the queries in a view, the most frequent first; raises `FilterError`."""
        matches = self._matches(view)
        with self._lock:
            return shapes(matches, frozenset(self.novelty.fingerprints))

    def fall(self, view: View) -> Fall:
        """What each clause of a view's filter removes from those before it, and ways out; raises `FilterError`.

        What only the raw records can say is searched for. Until it is, the counts are what is known so far; raises
        `SupersededError` where the search was given up for another.
        """
        shares: list[float | None] = []

        def counts(filters: Sequence[str]) -> Sequence[int]:
            asked = self._ask([view.with_(filter=text) for text in filters], f"waterfall {len(shares)}", None)
            shares.append(asked.searched)
            return self._counts(asked.selections)

        def values(field: str, before: str) -> Counted:
            matches = self._matches(view.with_(filter=before))
            with self._lock:
                return known(matches, field)

        fall = counted(view.filter, counts)
        if shares[-1] is not None:  # what leaves nothing so far may yet leave something
            return replace(fall, searched=shares[-1], emptied=None)
        return replace(mended(fall, counts, values, self._catalogue), searched=shares[-1])

    def coverage(
        self, entries: Sequence[FileEntry], within: tuple[int | None, int | None], buckets: int, now: int
    ) -> Coverage | None:
        """What there is of everybody who is heard, over a range of time or all, in at most `buckets` cells."""
        matches = self._matches(View())
        with self._lock:
            return coverage(matches, entries, within, buckets, now)

    def _counts(self, asked: Sequence[Selection]) -> Sequence[int]:
        """How many rows each leaves, in one scan: all counts are of the same moment."""
        each = ", ".join(f"count(*) FILTER ({selection.where})" for selection in asked)
        params = [value for selection in asked for value in selection.params]
        with self._lock:
            (counts,) = self._db.execute(f"SELECT {each} FROM events", params).fetchall()
        return list(counts)

    def close(self) -> None:
        """Let go of the database, when whoever counts is done."""
        with self._lock:
            self._db.close()
