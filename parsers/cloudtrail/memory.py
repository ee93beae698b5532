"""What repeats from event to event is worked out once."""

from __future__ import annotations

from collections.abc import Callable, Hashable
from typing import TypeVar

K = TypeVar("K", bound=Hashable)
V = TypeVar("V")


class Memory(dict[K, V]):
    """The answers to what was asked, which is `memory[question]`: a third of what `lru_cache` costs for every event.

    It is full with `most` answers and then begins anew, so there is no order to keep. A question that is longer than
    `longest` (by `length`) is answered and not kept: what a log says may be of any size.
    """

    def __init__(self, answer: Callable[[K], V], most: int, longest: int, length: Callable[[K], int]) -> None:
        super().__init__()
        self._answer, self._most, self._longest, self._length = answer, most, longest, length

    def __missing__(self, question: K) -> V:
        found = self._answer(question)
        if self._length(question) <= self._longest:
            if len(self) >= self._most:
                self.clear()
            self[question] = found
        return found
