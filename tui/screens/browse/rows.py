"""The rows on the screen: asked for when the question changes, and when there is more to see."""

from __future__ import annotations

from collections.abc import Callable, Sequence

from msgspec import Struct

from tui.filter.errors import FilterError
from tui.newest import Newest
from tui.source import Source
from tui.view import View
from tui.window import Window

FRESH = 10_000
"""Rows that are marked as new at most."""


class Question(Struct, frozen=True):
    """A view, the fields that are needed, and whether it is shown already and has only grown.

    `held`: only the rows are wanted that were there when it was answered last.
    """

    view: View
    names: tuple[str, ...]
    grown: bool
    held: bool = False


class Answer(Struct, frozen=True):
    """The rows of a view, or what is wrong with its filter; `version` and `end` are the source's when it was asked.

    `late` are rows that came since the answer before, and stand before some that were there.
    """

    window: Window | None
    version: int
    end: int = 0
    late: Sequence[int] = ()
    error: FilterError | None = None


class Rows:
    """Keeps the newest answer to the newest question."""

    def __init__(
        self,
        source: Source,
        start: Callable[[Newest[Question, Answer]], object],
        show: Callable[[Question, Answer], None],
    ) -> None:
        self._source, self._start, self._show = source, start, show
        self._newest = Newest(self._answer, self._answered)
        self.window: Window | None = None
        self.view: View | None = None
        """The view whose rows are shown."""
        self.asked = self.shown = 0
        """Versions of the source: when rows were last asked for, and of the rows that are shown."""
        self.epoch = 0
        """The source's, when rows were last asked for."""
        self.end = 0
        self.began: int | None = None
        """How many rows there were when all there was at the start had been read: none of those is news."""
        self.fresh = range(0)
        """Ids that came with the last answer, the newest of them where they are many."""
        self.late: Sequence[int] = ()
        """Those of the rows shown that came behind others with it."""

    def behind(self, *, held: bool) -> bool:
        """Whether there is more than was asked for; `held`: of the rows that were there."""
        return self._source.epoch != self.epoch if held else self._source.version != self.asked

    @property
    def waiting(self) -> int:
        """How many rows have come since those that are shown."""
        return max(0, self._source.end - self.end)

    def settle(self) -> None:
        """All there was at the start has been read: what comes from now on is news."""
        if self.began is None:
            self.began = self._source.end

    def ask(self, view: View, names: tuple[str, ...], *, grown: bool = False, held: bool = False) -> None:
        """Ask for a view's rows, `held` to those that were there; does nothing before there is a store to ask."""
        if not self._source.version:
            return
        grown = grown and self.asked > 0
        held = held and grown and self.window is not None
        self.asked, self.epoch = self.asked if held else self._source.version, self._source.epoch
        if self._newest.busy and not grown:
            self._source.interrupt()
        if self._newest.ask(Question(view, names, grown, held), patient=grown):
            self._start(self._newest)

    def _answer(self, question: Question) -> Answer:
        version, end = self._source.version, self.end if question.held else self._source.end
        try:
            window = self._source.window(question.view, question.names, self.window, end)
            news = question.grown and self.began is not None
            late = self._source.behind(window, max(self.end, self.began or 0)) if news else ()
            return Answer(window, version, end, late)
        except FilterError as error:
            return Answer(None, version, end, error=error)

    def _answered(self, question: Question, answer: Answer) -> None:
        if answer.window is not None:
            news = question.grown and self.began is not None
            new = max(self.end, self.began or 0, answer.end - FRESH)
            self.fresh = range(new, answer.end) if news else range(0)
            self.late = answer.late
            self.window, self.shown, self.end = answer.window, answer.version, answer.end
            self.view = question.view
        self._show(question, answer)
