"""The auditing gaps of what is loaded, brought up to date as more comes in."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from time import monotonic
from typing import TYPE_CHECKING

from tui.newest import Newest
from tui.source import Source

if TYPE_CHECKING:
    from tui.store.gaps import Gap

PAUSE = 0.5
"""Seconds between looks for gaps in what only grows."""


class Blind:
    """Keeps the gaps that the newest version of a source tells of."""

    def __init__(
        self,
        source: Source,
        start: Callable[[Newest[int, Sequence[Gap]]], object],
        changed: Callable[[], None],
    ) -> None:
        self._start, self._changed = start, changed
        self._newest = Newest[int, "Sequence[Gap]"](lambda _: source.gaps(), self._answered)
        self._version, self._at = 0, 0.0
        self.gaps: Sequence[Gap] = ()

    def ask(self, version: int) -> None:
        """Look for the gaps that a version tells of; again only after a pause."""
        if version == self._version or monotonic() - self._at < PAUSE:
            return
        self._version, self._at = version, monotonic()
        if self._newest.ask(version):
            self._start(self._newest)

    def _answered(self, _: int, gaps: Sequence[Gap]) -> None:
        if gaps != self.gaps:
            self.gaps = gaps
            self._changed()
