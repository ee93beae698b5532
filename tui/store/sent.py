"""What is sent to a store, and who takes it: the shapes of `tui.feed.batch`; the store does not know the feed."""

from __future__ import annotations

from collections.abc import Sequence
from contextlib import AbstractContextManager
from typing import Any, Protocol

from tui.store.counts import Counts
from tui.store.ledger import FileEntry


class CodedLike(Protocol):
    """A column of a worker's codes; see `tui.feed.batch.Coded`."""

    @property
    def codes(self) -> Any: ...
    @property
    def first(self) -> int: ...
    @property
    def new(self) -> tuple[str, ...]: ...


class PartLike(Protocol):
    """Rows of one log; see `tui.feed.batch.Part`."""

    @property
    def log(self) -> str: ...
    @property
    def columns(self) -> Sequence[Any]: ...
    @property
    def files(self) -> Any: ...
    @property
    def ordinals(self) -> Any: ...
    @property
    def offsets(self) -> Any: ...
    @property
    def blocks(self) -> Any: ...
    @property
    def starts(self) -> Any: ...
    @property
    def lengths(self) -> Any: ...


class BatchLike(Protocol):
    """What a worker sends; see `tui.feed.batch.Batch`."""

    @property
    def worker(self) -> int: ...
    @property
    def parts(self) -> Sequence[PartLike]: ...
    @property
    def blocks(self) -> tuple[bytes, ...]: ...


class Taker(Protocol):
    """Takes in what is loaded: a store, or one who only counts."""

    def together(self) -> AbstractContextManager[None]:
        """All that is put in inside is kept or nothing of it."""
        ...

    def append(self, batch: BatchLike) -> dict[int, Counts]:
        """Take a batch in; what became of its records, by file."""
        ...

    def entries(self) -> Sequence[FileEntry]:
        """The lines of the ledger that were written before."""
        ...

    def note(self, entries: Sequence[FileEntry]) -> None:
        """Write the ledger's lines of some files."""
        ...

    def tell(self) -> None:
        """Let events learn from others what they leave open themselves; first when all that was there is taken in."""
        ...

    def recall(self) -> None:
        """Have ready what is needed to take in the first new event; it may take a while."""
        ...

    def retract(self, file: int, offset: int) -> Counts:
        """Take back a file's rows from byte `offset` on; how many there were."""
        ...

    def copied(self, file: int) -> Sequence[int]:
        """The other files in which there are copies of a file's events."""
        ...
