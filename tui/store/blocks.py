"""Every raw record, byte for byte, in an append-only file of packed blocks."""

from __future__ import annotations

import os
import threading
from collections import OrderedDict
from pathlib import Path

from tui.packing import unpack
from tui.store.database import UnusableError

BLOCKS = "raw.blocks"
"""The file of raw records in a session's folder."""

KEPT = 64
"""Unpacked blocks that stay in memory, of a quarter of a megabyte each: the table and comparisons come back to them."""


class Blocks:
    """An append-only file; a block's position is where its four bytes of length stand. Any thread may read."""

    def __init__(self, path: Path) -> None:
        self._file = os.open(path, os.O_RDWR | os.O_CREAT | getattr(os, "O_BINARY", 0), 0o600)
        self._end = os.fstat(self._file).st_size
        self._unpacked: OrderedDict[int, bytes] = OrderedDict()
        self._lock = threading.Lock()

    @property
    def size(self) -> int:
        """Bytes on disk."""
        return self._end

    def append(self, packed: bytes) -> int:
        """Write one gzip-packed block and return its position."""
        position = self._end
        data = len(packed).to_bytes(4, "little") + packed
        with self._lock:
            os.lseek(self._file, position, os.SEEK_SET)
            while data:  # a disk may take less than it was given
                data = data[os.write(self._file, data) :]
            self._end = os.lseek(self._file, 0, os.SEEK_CUR)
        return position

    def read(self, position: int, start: int, length: int) -> bytes:
        """One raw record: `length` bytes from `start` of the unpacked block at `position`."""
        return self.block(position)[start : start + length]

    def block(self, position: int) -> bytes:
        """A whole unpacked block."""
        with self._lock:
            if position in self._unpacked:
                self._unpacked.move_to_end(position)
                return self._unpacked[position]
            os.lseek(self._file, position, os.SEEK_SET)
            size = int.from_bytes(os.read(self._file, 4), "little")
            packed = os.read(self._file, size)
        unpacked = unpack(packed)
        with self._lock:
            self._unpacked[position] = unpacked
            if len(self._unpacked) > KEPT:
                self._unpacked.popitem(last=False)
        return unpacked

    def cut(self, last: int | None) -> None:
        """Cut off what follows the block at `last`, which is the last that any row tells of.

        Blocks are written before the rows that tell of them: whoever was killed in between leaves some that nobody
        needs. Raises `UnusableError` where that last one is not whole.
        """
        end = 0
        if last is not None:
            os.lseek(self._file, last, os.SEEK_SET)
            end = last + 4 + int.from_bytes(os.read(self._file, 4), "little")
        if end > self._end:
            raise UnusableError(f"{BLOCKS} is damaged: {end:,} bytes were written, and {self._end:,} are there")
        os.ftruncate(self._file, end)
        self._end = end

    def close(self) -> None:
        """Let go of the file."""
        os.close(self._file)
