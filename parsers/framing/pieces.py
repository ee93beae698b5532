"""The values that framing hands out: records, what is no record, and where a framer stands."""

from __future__ import annotations

from abc import ABC, abstractmethod
from typing import TypeAlias

import msgspec
from msgspec import Struct

LONGEST = 64 << 20
"""A single record of more bytes is handed out as `Broken`, in pieces, so that memory stays bounded."""

LONGEST_SIGNATURE = 256
"""A first key of more bytes is not learned: looking for it must not need many bytes ahead."""

STEP = 1 << 20
"""Bytes taken in at once: what is held stays small, and in the processor's cache, however much is fed."""

BLANK = b" \t\r\n"
"""What JSON calls white space."""

BOM = b"\xef\xbb\xbf"
"""The byte order mark of UTF-8, which says nothing."""


class Record(msgspec.Struct, frozen=True, gc=False):
    """One whole raw record, innermost: transport is unwrapped.

    `offset` is where its outermost bytes start in the (decompressed) stream. A msgspec structure because that
    costs a sixth of a frozen dataclass, and there is one for every record of every file.
    """

    raw: bytes
    offset: int


class Broken(msgspec.Struct, frozen=True, gc=False):
    """Bytes that are no whole record, and why, in words for the person who reads it."""

    raw: bytes
    offset: int
    reason: str


Piece: TypeAlias = Record | Broken


class Place(Struct, frozen=True, gc=False):
    """Where a framer stands: enough to go on later, in another process, from byte `offset` of the stream."""

    offset: int = 0
    """The first byte not yet consumed."""
    inside: bool = False
    """Inside a container's array of records."""
    signature: bytes = b""
    """How this stream's records begin: their first key, in its quotes; found again, it ends damage."""
    kind: str = ""
    """Inside of what, once known: a container's key (`Records` …), `array`, `stream` or `lines`."""


class Framer(ABC):
    """Cuts a growing stream of bytes into records; the pieces depend on the bytes, not on how they arrive."""

    @abstractmethod
    def feed(self, data: bytes) -> list[Piece]:
        """The pieces that are complete now that `data` has arrived."""

    @abstractmethod
    def settle(self) -> list[Piece]:
        """No more bytes right now: the whole elements of an unfinished document; the partial tail is kept."""

    @abstractmethod
    def flush(self) -> list[Piece]:
        """The end of the stream: what is left, as pieces."""

    @property
    @abstractmethod
    def place(self) -> Place:
        """Where to go on from; valid after `settle`."""

    @property
    @abstractmethod
    def pending(self) -> int:
        """How many bytes of an unfinished record are held."""


class Growing(Framer):
    """A framer that decides by itself, at each step, what of the bytes it holds is complete."""

    def __init__(self, place: Place) -> None:
        self.text = bytearray()
        """The bytes not yet consumed, from offset `base` of the stream."""
        self.base = place.offset

    @abstractmethod
    def go_on(self, *, final: bool) -> list[Piece]:
        """Takes what is complete; everything, where these are the final bytes."""

    def feed(self, data: bytes) -> list[Piece]:
        """The pieces that are complete now that `data` has arrived."""
        out: list[Piece] = []
        for at in range(0, len(data), STEP):
            self.text += data[at : at + STEP]
            out += self.go_on(final=False)
        return out

    def settle(self) -> list[Piece]:
        """Nothing: `feed` already gave every whole element, also of an unfinished document."""
        return []

    def flush(self) -> list[Piece]:
        """What is left, as pieces."""
        return self.go_on(final=True)
