"""The records of a packed block, searched in bytes: which rows may hold a text, and which of them match."""

from __future__ import annotations

from array import array
from bisect import bisect_right
from collections.abc import Callable, Iterator, Sequence
from pathlib import Path
from typing import BinaryIO

from msgspec import Struct

from tui.packing import unpack
from tui.searching import Found, Portion, Question, Stopped

CASE = 0x20
"""The bit in which a capital and its small letter differ."""


class Ready(Struct, frozen=True):
    """A question made ready to be asked of many records."""

    id: int
    needles: tuple[bytes, ...]
    enough: bytes
    matches: Callable[[bytes], bool]

    @classmethod
    def to_ask(cls, question: Question) -> Ready:
        """A question as it is asked."""
        return cls(question.id, question.needles(), question.enough(), question.matcher())


class Folded:
    """Bytes with the case bit set in each, in memory that is used again: five times as fast as `bytes.lower`.

    Other signs than letters become one another, too: what is found here is to be looked at as it stands.
    """

    def __init__(self) -> None:
        self._held = bytearray()
        self._end = 0

    def take(self, data: bytes) -> None:
        """Hold these bytes in place of those before."""
        import numpy as np

        self._end = len(data)
        if len(self._held) < self._end:
            self._held = bytearray(self._end)
        np.bitwise_or(np.frombuffer(data, np.uint8), CASE, out=np.frombuffer(self._held, np.uint8, self._end))

    def find(self, folded: bytes, start: int, stop: int) -> int:
        """Where bytes with the case bit set stand between two places, or -1."""
        return self._held.find(folded, start, min(stop, self._end))


class Block:
    """The records of some rows in one block; `folded` is this block's for as long as it is asked."""

    def __init__(self, data: bytes, rows: tuple[array[int], array[int], array[int]], folded: Folded) -> None:
        self._data, self._folded = data, folded
        self._ids, self._starts, self._lengths = rows
        self._near: dict[bytes, list[int]] = {}
        folded.take(data)

    def matching(self, ready: Ready, stopped: Stopped) -> Iterator[int]:
        """The ids of the rows that match; ends early when `stopped`."""
        sure = set(self.near(ready.enough)) if ready.enough else set[int]()
        for row in self._candidates(ready.needles):
            if row in sure or ready.matches(self._record(row)):
                yield self._ids[row]
            if stopped():
                return

    def _record(self, row: int) -> bytes:
        return self._data[self._starts[row] : self._starts[row] + self._lengths[row]]

    def _candidates(self, needles: Sequence[bytes]) -> Sequence[int]:
        """The rows that hold one of some needles; all where there is none."""
        if not needles:
            return range(len(self._ids))
        return sorted(set[int]().union(*map(self.near, needles)))

    def near(self, needle: bytes) -> list[int]:
        """The rows whose record holds a needle, whatever its case; looked for once, whichever question asks."""
        if needle not in self._near:
            self._near[needle] = list(self._holding(needle))
        return self._near[needle]

    def _holding(self, needle: bytes) -> Iterator[int]:
        starts, lengths, step = self._starts, self._lengths, len(needle)
        find = self._finder(needle)
        at = find(starts[0], len(self._data)) if starts else -1
        while at >= 0:
            row = bisect_right(starts, at) - 1
            end = starts[row] + lengths[row]
            # Records stand side by side: what is found may lie across two, or in one that is not asked about.
            while 0 <= at <= end - step and self._data[at : at + step].lower() != needle:
                at = find(at + 1, end)
            if 0 <= at <= end - step:
                yield row
            at = find(starts[row + 1], len(self._data)) if row + 1 < len(starts) else -1

    def _finder(self, needle: bytes) -> Callable[[int, int], int]:
        """Finds where the needle may stand between two places."""
        if needle.startswith(b"\\"):
            # Escapes are seldom, and one byte is found ten times as fast as two.
            return lambda start, stop: self._data.find(needle[:1], start, stop)
        folded = bytes(byte | CASE for byte in needle)
        return lambda start, stop: self._folded.find(folded, start, stop)


def search(
    path: Path, portion: Portion, asked: Sequence[Ready], stopped: Stopped, folded: Folded | None = None
) -> Found | None:
    """What matches among the rows of a portion of the file of blocks at `path`; `None` where it was stopped."""
    found = {ready.id: array("i") for ready in asked}
    with path.open("rb") as file:
        for block in blocks(file, portion, folded or Folded()):
            for ready in asked:
                found[ready.id].extend(block.matching(ready, stopped))
                if stopped():
                    return None
    return found


def blocks(file: BinaryIO, portion: Portion, folded: Folded) -> Iterator[Block]:
    """The blocks of a portion, unpacked one after the other; each is to be done with before the next."""
    first = 0
    for position, count in portion.blocks:
        rows = slice(first, first + count)
        first += count
        yield Block(unpacked(file, position), (portion.ids[rows], portion.starts[rows], portion.lengths[rows]), folded)


def unpacked(file: BinaryIO, position: int) -> bytes:
    """A block as it was before it was packed; four bytes of length stand before it in the file."""
    file.seek(position)
    return unpack(file.read(int.from_bytes(file.read(4), "little")))
