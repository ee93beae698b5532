"""The words that repeat in a column, each stored once; events refer to them by code."""

from __future__ import annotations

import threading
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    import numpy as np
    from numpy.typing import NDArray

    Codes = NDArray[np.int32]


class Words:
    """One column's words. `values[code]` is the word; code 0 is "the event does not say"."""

    def __init__(self, values: Sequence[str] = ()) -> None:
        self.values: list[str | None] = [None, *values]
        self._codes: dict[str, int] = {value: code for code, value in enumerate(values, 1)}
        self.stored = len(self.values)

    def code(self, value: str) -> int:
        """The code of a word, a new one where it is new."""
        code = self._codes.get(value)
        if code is None:
            code = self._codes[value] = len(self.values)
            self.values.append(value)
        return code

    def known(self, value: str) -> int | None:
        """The code of a word that has been met."""
        return self._codes.get(value)

    def unstored(self) -> tuple[int, list[str | None]]:
        """The words that were met since this was last asked, and the code of the first."""
        first, self.stored = self.stored, len(self.values)
        return first, self.values[first:]


class Vocabulary(Mapping[int, Words]):
    """The words of each coded column, by its number; those that are `stored` are fetched when it is first asked for."""

    def __init__(self, columns: Iterable[int], stored: Callable[[int], Sequence[str]]) -> None:
        self._columns, self._stored = frozenset(columns), stored
        self._fetched: dict[int, Words] = {}
        self._lock = threading.Lock()

    def __getitem__(self, column: int) -> Words:
        words = self._fetched.get(column)
        if words is not None:
            return words
        if column not in self._columns:
            raise KeyError(column)
        with self._lock:  # or two threads would fill two
            if column not in self._fetched:
                self._fetched[column] = Words(self._stored(column))
            return self._fetched[column]

    def __iter__(self) -> Iterator[int]:
        return iter(self._columns)

    def __len__(self) -> int:
        return len(self._columns)

    def unstored(self) -> Iterator[tuple[int, int, list[str | None]]]:
        """The same, with the column before it, of each that has some."""
        for column, words in self._fetched.items():
            first, fresh = words.unstored()
            if fresh:
                yield column, first, fresh


class Translation:
    """From one worker's codes of a column to ours, growing as the worker meets new words."""

    def __init__(self) -> None:
        import numpy as np

        self._ours: NDArray[np.int32] = np.zeros(1, dtype=np.int32)

    def extend(self, first: int, new: Sequence[str], words: Words) -> None:
        """Learn the words that the worker gave the codes from `first` on."""
        import numpy as np

        if first != len(self._ours):
            raise ValueError(f"a worker's words from {first} came where {len(self._ours)} were known")
        if new:
            ours = np.fromiter((words.code(value) for value in new), dtype=np.int32, count=len(new))
            self._ours = np.concatenate([self._ours, ours])

    def __call__(self, codes: Codes) -> Codes:
        """Our codes for the worker's."""
        return self._ours[codes]
