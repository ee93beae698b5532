"""How a stream of bytes is known again, whatever its file is called by now."""

from __future__ import annotations

from msgspec import Struct

HEAD = 1024
"""Bytes of a stream's beginning that are kept: they hold a time, and nearly always an id."""
TAIL = 256
"""Bytes kept from before the place where reading stopped."""


class Mark(Struct, frozen=True, gc=False):
    """What was read of a stream up to byte `at`: its first bytes and, of plain files, its last ones before `at`.

    All of them are unpacked, so that a log is known again when it has been compressed.
    """

    at: int = 0
    head: bytes = b""
    tail: bytes = b""


UNMARKED = Mark()
"""Nothing was read yet: any stream will do."""


def agree(one: bytes, other: bytes) -> bool:
    """Whether two beginnings may be those of one stream, as far as the shorter goes."""
    size = min(len(one), len(other))
    return one[:size] == other[:size]
