"""Why no row is shown: which clause of the filter left none, and what is nearest to it."""

from __future__ import annotations

from collections.abc import Callable

from msgspec import Struct

from tui.filter.errors import FilterError
from tui.newest import Newest
from tui.source import Source
from tui.view import View


class Empty(Struct, frozen=True):
    """A view without rows, at a version of its source."""

    view: View
    version: int


class Why:
    """Knows why the newest empty view is empty."""

    def __init__(
        self, source: Source, start: Callable[[Newest[Empty, str]], object], changed: Callable[[], None]
    ) -> None:
        self._source, self._start, self._changed = source, start, changed
        self._newest = Newest(self._answer, self._answered)
        self._asked: Empty | None = None
        self._told: tuple[View, str] = (View(), "")

    def ask(self, view: View, version: int) -> None:
        """Find out about a view, once for each version."""
        empty = Empty(view, version)
        if not view.filter.strip() or empty == self._asked:
            return
        self._asked = empty
        if self._newest.ask(empty):
            self._start(self._newest)

    def of(self, view: View) -> str:
        """What is known of a view, in sentences."""
        return self._told[1] if self._told[0] == view else ""

    def _answer(self, empty: Empty) -> str:
        from tui.drawing.waterfall_lines import verdict

        try:
            fall = self._source.fall(empty.view)
        except FilterError:  # the filter line tells of it
            return ""
        if fall.emptied is None:
            return ""
        nearest = f" Nearest that there is: {fall.mends[0].said}." if fall.mends else ""
        return verdict(fall) + nearest

    def _answered(self, empty: Empty, said: str) -> None:
        self._told = empty.view, said
        self._changed()
