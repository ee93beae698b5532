"""Up to when the log is complete: worked out beside the screen, when there is news."""

from __future__ import annotations

from collections.abc import Callable
from time import monotonic
from typing import TYPE_CHECKING, TypeAlias

from tui.newest import Newest
from tui.source import Source

if TYPE_CHECKING:
    from tui.store.lag import Complete

PAUSE = 1.0
"""Seconds between two answers: all files are gone through for one."""

Asked: TypeAlias = str | None
"""A log, or all."""


class Completeness:
    """Keeps what was answered last."""

    def __init__(self, source: Source, start: Callable[[Newest[Asked, Complete]], object]) -> None:
        self._start = start
        self._newest = Newest(source.complete, self._answered)
        self._last: object = None
        self._at = 0.0
        self.upto: int | None = None
        """Up to when it is complete, in microseconds since 1970 UTC; `None` where that is not known."""
        self.silent = 0
        """How many fell silent that were speaking."""

    def ask(self, log: Asked, news: object) -> None:
        """Ask again if the log is another or there is news."""
        wanted = (log, news)
        if wanted == self._last or monotonic() - self._at < PAUSE:
            return
        self._last, self._at = wanted, monotonic()
        if self._newest.ask(log):
            self._start(self._newest)

    def _answered(self, _: Asked, answer: Complete) -> None:
        self.upto, self.silent = answer.upto, answer.silent
