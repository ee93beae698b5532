"""The counts on the screen: the histogram and the fields, brought up to date after the rows."""

from __future__ import annotations

from collections.abc import Callable
from time import monotonic
from typing import TYPE_CHECKING

from msgspec import Struct
from msgspec.structs import replace

from tui.filter.errors import FilterError
from tui.newest import Newest
from tui.source import Source
from tui.view import View

if TYPE_CHECKING:
    from tui.overview import Overview
    from tui.store.facets import Facet

PAUSE = 0.5
"""Seconds between counts of a view that only grows: numbers that flicker cannot be read."""


class Wanted(Struct, frozen=True):
    """What is to be counted: a view over time in `buckets` bars, and by `fields`: the `top` values that hold a text.

    With an `end`, of the rows below that id. The fields `later` are counted after the others.
    """

    view: View
    fields: tuple[str, ...]
    top: int
    buckets: int
    holding: str = ""
    end: int | None = None
    later: frozenset[str] = frozenset()

    @property
    def now(self) -> tuple[str, ...]:
        """The fields to count at once; a text is looked for in all of them."""
        return tuple(name for name in self.fields if self.holding or name not in self.later)


class Counts:
    """Keeps the newest counts of the newest view."""

    def __init__(
        self,
        source: Source,
        start: Callable[[Newest[Wanted, Overview | None]], object],
        show: Callable[[Wanted, Overview], None],
    ) -> None:
        self._source, self._start, self._show = source, start, show
        self._newest = Newest(self._answer, self._answered)
        self._last: Wanted | None = None
        self._version = -1
        self._at = 0.0
        self._known: dict[str, Facet] = {}

    def ask(self, wanted: Wanted, version: int) -> None:
        """Ask for counts of what the source holds at a version; the same counts again only after a pause."""
        whole = replace(wanted, later=frozenset())
        if whole == self._last and (version == self._version or monotonic() - self._at < PAUSE):
            return
        self._last, self._version, self._at = whole, version, monotonic()
        if self._newest.ask(wanted):
            self._start(self._newest)

    def _answer(self, wanted: Wanted) -> Overview | None:
        try:
            return self._source.overview(
                wanted.view, wanted.now, wanted.top, wanted.buckets, wanted.holding, wanted.end
            )
        except FilterError:  # the rows tell of it
            return None

    def _answered(self, wanted: Wanted, overview: Overview | None) -> None:
        if overview is None:
            return
        self._known |= {facet.field: facet for facet in overview.facets}
        facets = tuple(self._known[name] for name in wanted.fields if name in self._known)
        self._show(wanted, replace(overview, facets=facets))
        if wanted.now != wanted.fields:
            self._newest.ask(replace(wanted, later=frozenset()), patient=True)
