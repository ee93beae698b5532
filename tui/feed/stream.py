"""A file's unpacked bytes, from a place on, as long as it stays the file that it was."""

from __future__ import annotations

import os
from collections.abc import Iterator
from typing import TypeAlias

from tui.feed.mark import HEAD, TAIL, UNMARKED, Mark, agree
from tui.feed.unpack import CHUNK, UnpackError, packing, unpacked

LEAST = 1 << 16
"""Bytes that are asked for at the end, where there should be none: memory for many takes as long as a small file."""

Identity: TypeAlias = tuple[int, int]
"""Device and inode: which file it is, whatever it is called."""


class MissedError(Exception):
    """The file that was meant does not lie at its path any more."""


class OtherFileError(Exception):
    """The file holds something else than what was read of it."""


GONE = (OSError, UnpackError, MissedError, OtherFileError)
"""What may happen to whoever reads a file."""


class Stream:
    """Reads the file at `path` from byte `offset` of its unpacked content.

    Logs are rotated, truncated and replaced while they are read. So it is checked that the file is the one of that
    `identity` and goes on what `mark` tells of, and after every piece that it still begins so: what was read before the
    check belongs to it. Raises `OSError` where the file cannot be opened, and `MissedError` for another `identity`.
    """

    def __init__(self, path: str, offset: int = 0, mark: Mark = UNMARKED, identity: Identity | None = None) -> None:
        self._offset, self._mark = offset, mark
        try:
            self._file = open(path, "rb", buffering=0)  # noqa: SIM115, PTH123 (closed by `close`; a Path takes as long)
        except FileNotFoundError as error:
            raise MissedError(path) from error
        stat = os.fstat(self._file.fileno())
        if identity and os.name == "posix" and identity != (stat.st_dev, stat.st_ino):
            self.close()
            raise MissedError(path)
        self._size = stat.st_size
        self.packing = packing(self._at(0, 8))
        self._begins = b""  # on disk
        self._head = b""  # unpacked
        self._passed = 0

    def parts(self) -> Iterator[bytes]:
        """The bytes, in chunks of bounded size.

        Raises `OtherFileError`, and `UnpackError` where packed data ends early or is damaged, after the good part.
        """
        if self.packing is None:
            self._check()
            yield from self._read(self._offset)
        else:
            yield from self._skipped(unpacked(self._read(0), self.packing))

    @property
    def short(self) -> bool:
        """Whether the file, now that it is read, ends before the place from which it was to be read."""
        end = self._passed if self.packing else os.fstat(self._file.fileno()).st_size
        return end < self._offset

    def mark(self, at: int) -> Mark:
        """How the stream is known again when it was read up to byte `at`; raises `OtherFileError`."""
        if self.packing is not None:
            return self.known(at)
        tail = self._at(max(0, at - TAIL), min(at, TAIL))
        head = self._at(0, min(at, HEAD))
        if len(tail) < min(at, TAIL) or not agree(head, self._begins):
            raise OtherFileError(self._file.name)
        return Mark(at, head, tail)

    def known(self, at: int) -> Mark:
        """The same from what was read already, where the file has become another; it says less."""
        return Mark(at, (self._head or self._begins)[:at])

    def _read(self, offset: int) -> Iterator[bytes]:
        begins, tail = self._begins, self._mark.tail if offset else b""
        while part := self._at(offset, min(CHUNK, max(LEAST, self._size - offset))):
            if not offset:
                begins = self._begins = part[:HEAD]
            if self._at(0, len(begins)) != begins or self._at(self._mark.at - len(tail), len(tail)) != tail:
                raise OtherFileError(self._file.name)
            offset, tail = offset + len(part), b""
            yield part

    def _check(self) -> None:
        """Raise `OtherFileError` unless the file goes on what was read; one that is shorter may be about to."""
        self._begins, tail = self._mark.head, self._mark.tail
        begins = self._at(0, len(self._begins))
        if not agree(begins, self._begins) or not agree(self._at(self._mark.at - len(tail), len(tail)), tail):
            raise OtherFileError(self._file.name)

    def _skipped(self, parts: Iterator[bytes]) -> Iterator[bytes]:
        offset = self._offset
        for part in parts:
            self._passed += len(part)
            if len(self._head) < HEAD:
                self._head += part[: HEAD - len(self._head)]
                if not agree(self._head, self._mark.head):
                    raise OtherFileError(self._file.name)
            if offset < len(part):
                yield part[offset:]
            offset = max(0, offset - len(part))

    def _at(self, offset: int, size: int) -> bytes:
        if not size:
            return b""
        self._file.seek(offset)
        return self._file.read(size)

    def close(self) -> None:
        """Let go of the file."""
        self._file.close()

    def __enter__(self) -> Stream:
        return self

    def __exit__(self, *_: object) -> None:
        self.close()


def chunks(path: str, offset: int = 0) -> Iterator[bytes]:
    """What a file holds from `offset` of the unpacked stream on.

    Raises `UnpackError` where packed data ends early or is damaged, after the good part, and `OSError` or
    `MissedError` where the file cannot be read.
    """
    with Stream(path, offset) as stream:
        yield from stream.parts()


def beginning(path: str) -> bytes:
    """The first unpacked bytes of a file, as many as are kept of a stream; none where it cannot be read."""
    head = b""
    try:
        for part in chunks(path):
            head += part
            if len(head) >= HEAD:
                break
    except GONE:
        return head
    return head[:HEAD]
