"""Compressed data, unpacked as it is read, in chunks of bounded size."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from typing import Protocol

CHUNK = 1 << 20
"""Bytes a chunk holds at most, packed or unpacked."""
MOST = 16 << 30
"""Bytes that one packed file may grow to; a larger one is taken for a bomb."""


class UnpackError(Exception):
    """The file cannot be read further; the message says why. Every chunk before it is good."""


class CutOffError(UnpackError):
    """The compressed stream ends early: damaged, or still being written."""


class Unpacker(Protocol):
    """What the decompressors of gzip, bzip2, xz and zstd have in common."""

    @property
    def eof(self) -> bool: ...
    @property
    def needs_input(self) -> bool: ...
    @property
    def unused_data(self) -> bytes: ...
    def decompress(self, data: bytes, max_length: int = -1) -> bytes: ...


def _gzip() -> Unpacker:
    from isal import igzip_lib

    return igzip_lib.IgzipDecompressor(flag=igzip_lib.DECOMP_GZIP)


def _bzip2() -> Unpacker:
    import bz2

    return bz2.BZ2Decompressor()


def _xz() -> Unpacker:
    import lzma

    return lzma.LZMADecompressor()


def _zstd() -> Unpacker:
    import sys

    if sys.version_info >= (3, 14):
        from compression.zstd import ZstdDecompressor
    else:
        from backports.zstd import ZstdDecompressor

    unpacker: Unpacker = ZstdDecompressor()
    return unpacker


PACKINGS: tuple[tuple[bytes, str, Callable[[], Unpacker]], ...] = (
    (b"\x1f\x8b", "gzip", _gzip),
    (b"BZh", "bzip2", _bzip2),
    (b"\xfd7zXZ\x00", "xz", _xz),
    (b"\x28\xb5\x2f\xfd", "zstd", _zstd),
)


def packing(head: bytes) -> str | None:
    """The compression that a file's first bytes tell of, or `None`; an extension is never asked."""
    return next((name for magic, name, _ in PACKINGS if head.startswith(magic)), None)


def unpacked(parts: Iterator[bytes], name: str) -> Iterator[bytes]:
    """What data packed by `name` unpacks to, in chunks.

    Raises `UnpackError` where it ends early or is damaged, after the good part.
    """
    new = next(new for _, known, new in PACKINGS if known == name)
    unpacker, grown = new(), 0
    for packed in parts:
        data = packed
        while data or not unpacker.needs_input:
            if unpacker.eof:  # members may follow one another, as `cat a.gz b.gz` makes them
                unpacker = new()
            try:
                part = unpacker.decompress(data, CHUNK)
            except Exception as error:
                raise UnpackError(f"damaged {name} data after {grown:,} bytes: {error}") from error
            data = unpacker.unused_data.lstrip(b"\0") if unpacker.eof else b""
            grown += len(part)
            if grown > MOST:
                raise UnpackError(f"unpacks to more than {MOST >> 30} GiB: stopped there")
            if part:
                yield part
            if unpacker.eof and not data:
                break
    if not unpacker.eof:
        raise CutOffError(f"the {name} data ends early, after {grown:,} unpacked bytes")
