"""Counts what becomes of records, without a database: all that `stats` and a bare count ask."""

from __future__ import annotations

from array import array
from collections import Counter
from collections.abc import Callable, Iterable, Iterator, Sequence
from contextlib import AbstractContextManager, nullcontext
from functools import cache
from pathlib import Path

from parsers import COMMON, UNPARSED, Declaration, Value
from tui.store.blocks import BLOCKS, Blocks
from tui.store.counts import Counts
from tui.store.duplicates import copies, records
from tui.store.ledger import FileEntry
from tui.store.sent import BatchLike, PartLike


class Tally:
    """Takes in what a store does. Of an event it keeps the raw record, to compare copies with, and where that lies."""

    def __init__(self, folder: Path, declared: Callable[[str], Declaration | None]) -> None:
        self._blocks = Blocks(folder / BLOCKS)
        self._identity = cache(lambda log: _identity(declared(log)))
        self._met: dict[str, dict[int, tuple[int, ...]]] = {}
        """By log, an identity's hash → the rows that have it."""
        self._places = (array("q"), array("i"), array("i"))
        """Of every row the block, and where its record starts in it, and its length."""

    def together(self) -> AbstractContextManager[None]:
        """Nothing is kept that could be kept in part."""
        return nullcontext()

    def append(self, batch: BatchLike) -> dict[int, Counts]:
        """Take a batch in; what became of its records, by file."""
        positions = [self._blocks.append(packed) for packed in batch.blocks]
        totals: dict[int, Counts] = {}
        for part in batch.parts:
            copied = Counter(part.files[row] for row in self._copied(batch, part))
            self._place(part, positions)
            for file, count in Counter(part.files).items():
                kept = count - copied[file]
                found = Counts(0, kept, 0) if part.log == UNPARSED else Counts(kept, 0, copied[file])
                totals[file] = totals.get(file, Counts()) + found
        return totals

    def _copied(self, batch: BatchLike, part: PartLike) -> Iterable[int]:
        """Rows that are duplicates."""
        at = None if part.log == UNPARSED else self._identity(part.log)
        if at is None:
            return ()
        met = self._met.setdefault(part.log, {})
        identities: Sequence[Value] = part.columns[at].values
        first, suspects = len(self._places[0]), []
        for row, identity in enumerate(identities):
            if identity is not None and met.setdefault(hash(identity), (first + row,)) != (first + row,):
                suspects.append(row)
        if not suspects:
            return ()
        copied = copies(identities, suspects, records(batch, part), lambda wanted: self._known(wanted, met, first))
        for row in set(suspects).difference(copied):
            met[hash(identities[row])] += (first + row,)
        return copied

    def _known(
        self, wanted: Sequence[str], met: dict[int, tuple[int, ...]], end: int
    ) -> Iterator[tuple[str, int, bytes]]:
        """Records of the rows before `end` that may have one of these identities."""
        for identity in wanted:
            for row in met[hash(identity)]:
                if row < end:
                    block, start, length = (place[row] for place in self._places)
                    yield identity, row, self._blocks.read(block, start, length)

    def _place(self, part: PartLike, positions: Sequence[int]) -> None:
        blocks, starts, lengths = self._places
        blocks.extend([positions[block] for block in part.blocks])
        starts.extend(part.starts)
        lengths.extend(part.lengths)

    def entries(self) -> Sequence[FileEntry]:
        """Whoever counts begins with nothing."""
        return ()

    def note(self, entries: Sequence[object]) -> None:
        """The ledger is whose who loads."""

    def tell(self) -> None:
        """What events say of one another counts nothing."""

    def recall(self) -> None:
        """There was nothing before."""

    def retract(self, file: int, offset: int) -> Counts:
        """Nothing is provisional: what is only counted is not followed."""
        raise ValueError(f"file {file} was counted, and cannot be taken back from byte {offset}")

    def copied(self, file: int) -> Sequence[int]:  # noqa: ARG002 (what is only counted is not read again)
        """None."""
        return ()

    def close(self) -> None:
        """Let go of the folder."""
        self._blocks.close()


def _identity(parser: Declaration | None) -> int | None:
    """Which of a log's columns tells copies, if any does."""
    fields = COMMON + parser.fields if parser and parser.identity else ()
    return next((i for i, field in enumerate(fields) if parser and field.name == parser.identity), None)
