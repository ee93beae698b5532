"""Searching the raw records: what the store asks for, and whoever reads them for it."""

from __future__ import annotations

from array import array
from collections.abc import Callable, Iterator, Mapping
from typing import Protocol, TypeAlias

from msgspec import Struct


class Question(Protocol):
    """What is asked of each record; can be pickled. See `tui.filter.scan.Scan`."""

    @property
    def id(self) -> int:
        """What its answers go by."""
        ...

    def needles(self) -> tuple[bytes, ...]:
        """Texts in lower case of which a record that matches holds at least one; none where nothing is sure."""
        ...

    def enough(self) -> bytes:
        """A text in lower case that a record need only hold to match; empty where there is none."""
        ...

    def matcher(self) -> Callable[[bytes], bool]:
        """Says of a record's bytes whether it matches."""
        ...


class Portion(Struct, frozen=True):
    """Rows whose raw records are read together: row i is `lengths[i]` bytes from `starts[i]` of its block.

    `blocks` are positions in the file of blocks, each with how many of the rows lie there; in a block, `starts` rise.
    """

    blocks: tuple[tuple[int, int], ...]
    ids: array[int]
    starts: array[int]
    lengths: array[int]

    @property
    def size(self) -> int:
        """Bytes of its records."""
        return sum(self.lengths)


Found: TypeAlias = "Mapping[int, array[int]]"
"""The ids of the rows that match, by the question's id."""
Stopped: TypeAlias = Callable[[], bool]


class Scanner(Protocol):
    """Reads raw records. All but `here` and `drop` are called from one thread."""

    def here(self, portion: Portion, questions: tuple[Question, ...], stopped: Stopped) -> Found | None:
        """Search a portion in the calling thread, whichever that is; `None` where it was stopped."""
        ...

    def open(self) -> None:
        """Start whoever reads; nothing where they are there."""
        ...

    @property
    def room(self) -> int:
        """How many more portions would not have to wait; 0 for ever where nobody but `here` reads."""
        ...

    @property
    def crew(self) -> int:
        """How many read beside the caller."""
        ...

    def give(self, number: int, portion: Portion, questions: tuple[Question, ...]) -> None:
        """Have a portion searched."""
        ...

    def take(self, timeout: float) -> Iterator[tuple[int, Found | None]]:
        """What became of portions, by number, waiting `timeout` seconds at most; `None` for one that was dropped."""
        ...

    def drop(self) -> None:
        """Have all portions that were given until now abandoned at once; may be called from any thread."""
        ...

    def close(self) -> None:
        """Stop at once."""
        ...
