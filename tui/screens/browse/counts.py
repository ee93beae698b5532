"""The counts on the screen: the histogram and the fields, brought up to date after the rows."""

from __future__ import annotations

from collections.abc import Callable
from time import monotonic

from msgspec import Struct

from tui.filter.errors import FilterError
from tui.newest import Newest
from tui.overview import Overview
from tui.source import Source
from tui.view import View

PAUSE = 0.5
"""Seconds between counts of a view that only grows: numbers that flicker cannot be read."""


class Wanted(Struct, frozen=True):
    """What is to be counted: a view over time in `buckets` bars, and by `fields`: the `top` values that hold a text.

    With an `end`, of the rows below that id.
    """

    view: View
    fields: tuple[str, ...]
    top: int
    buckets: int
    holding: str = ""
    end: int | None = None


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

    def ask(self, wanted: Wanted, version: int) -> None:
        """Ask for counts of what the source holds at a version; the same counts again only after a pause."""
        if wanted == self._last and (version == self._version or monotonic() - self._at < PAUSE):
            return
        self._last, self._version, self._at = wanted, version, monotonic()
        if self._newest.ask(wanted):
            self._start(self._newest)

    def _answer(self, wanted: Wanted) -> Overview | None:
        try:
            return self._source.overview(
                wanted.view, wanted.fields, wanted.top, wanted.buckets, wanted.holding, wanted.end
            )
        except FilterError:  # the rows tell of it
            return None

    def _answered(self, wanted: Wanted, overview: Overview | None) -> None:
        if overview is not None:
            self._show(wanted, overview)
