"""Questions that take a while, answered without holding up the screen: one at a time, the newest wins."""

from __future__ import annotations

import asyncio
from collections.abc import Callable, Coroutine
from contextlib import suppress
from typing import Generic, TypeAlias, TypeVar

from tui.window import SupersededError

Q = TypeVar("Q")
A = TypeVar("A")
Work: TypeAlias = Callable[[], Coroutine[None, None, None]]


def unless_superseded(work: Work) -> Work:
    """Some work that ends without a word where a newer question took the place of what it asked."""

    async def done() -> None:
        with suppress(SupersededError):
            await work()

    return done


class Newest(Generic[Q, A]):
    """Keeps the newest question; `run` answers in a thread until none is left. All calls come from the loop."""

    def __init__(self, answer: Callable[[Q], A], answered: Callable[[Q, A], None]) -> None:
        self._answer, self._answered = answer, answered
        self._wanted: list[Q] = []
        self._running = False

    @property
    def busy(self) -> bool:
        """Whether a question is being answered."""
        return self._running

    def ask(self, question: Q, *, patient: bool = False) -> bool:
        """Put a question in place of one that waits, unless it is `patient`; whether `run` must be started."""
        if not (patient and self._wanted):
            self._wanted = [question]
        return not self._running

    async def run(self) -> None:
        """Answer what is wanted. An answer that a newer question has overtaken is dropped."""
        if self._running:
            return
        self._running = True
        try:
            while self._wanted:
                await self._one(self._wanted.pop())
        finally:
            self._running = False

    async def _one(self, question: Q) -> None:
        try:
            answer = await asyncio.to_thread(self._answer, question)
        except SupersededError:
            return
        self._answered(question, answer)
