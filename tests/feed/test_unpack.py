"""Compressed files, whole and damaged."""

from __future__ import annotations

import bz2
import gzip
import lzma
import sys
from collections.abc import Callable
from functools import cache
from pathlib import Path

import pytest

from tui.feed.stream import chunks
from tui.feed.unpack import CHUNK, CutOffError, UnpackError, packing

if sys.version_info >= (3, 14):
    from compression import zstd
else:
    from backports import zstd

TEXT = b"".join(b"%d line of a log\n" % n for n in range(150_000))
PACKERS: dict[str, Callable[[bytes], bytes]] = {
    "gzip": gzip.compress,
    "bzip2": bz2.compress,
    "xz": lzma.compress,
    "zstd": zstd.compress,
}


@cache
def packed(name: str) -> bytes:
    """All of the text; packing it takes longer than a test should."""
    return PACKERS[name](TEXT)


@pytest.mark.parametrize("name", PACKERS)
def test_what_was_packed_comes_out_in_bounded_chunks(tmp_path: Path, name: str) -> None:
    path = tmp_path / "no-telling-ending"
    path.write_bytes(packed(name))
    parts = list(chunks(str(path)))
    assert b"".join(parts) == TEXT
    assert max(map(len, parts)) <= CHUNK
    assert packing(path.read_bytes()[:8]) == name


@pytest.mark.parametrize("name", PACKERS)
def test_members_one_behind_the_other_are_one_stream(tmp_path: Path, name: str) -> None:
    path = tmp_path / "two"
    path.write_bytes(PACKERS[name](TEXT[:1000]) + PACKERS[name](TEXT[1000:3000]))
    assert b"".join(chunks(str(path))) == TEXT[:3000]


@pytest.mark.parametrize("name", PACKERS)
@pytest.mark.parametrize("offset", [0, 1, 999, CHUNK, CHUNK + 1, len(TEXT) - 1, len(TEXT), len(TEXT) + 5])
def test_reading_goes_on_from_an_offset_of_the_unpacked_stream(tmp_path: Path, name: str, offset: int) -> None:
    path = tmp_path / "packed"
    path.write_bytes(packed(name))
    assert b"".join(chunks(str(path), offset)) == TEXT[offset:]


def test_plain_files_too(tmp_path: Path) -> None:
    path = tmp_path / "plain.gz"  # the name is not asked
    path.write_bytes(TEXT)
    assert b"".join(chunks(str(path), 7)) == TEXT[7:]
    assert packing(path.read_bytes()[:8]) is None


@pytest.mark.parametrize("name", PACKERS)
def test_a_stream_that_ends_early_gives_what_there_is_and_says_so(tmp_path: Path, name: str) -> None:
    path = tmp_path / "cut"
    path.write_bytes(packed(name)[: len(packed(name)) * 2 // 3])
    parts: list[bytes] = []
    with pytest.raises(CutOffError, match="ends early"):
        parts.extend(chunks(str(path)))
    got: list[bytes] = []
    try:
        for part in chunks(str(path)):
            got.append(part)  # noqa: PERF402 (what came before the error is the point)
    except CutOffError:
        pass
    assert TEXT.startswith(b"".join(got))
    assert name == "xz" or got


def test_damage_in_the_middle_is_an_error_that_says_where(tmp_path: Path) -> None:
    path = tmp_path / "damaged.gz"
    data = bytearray(packed("gzip"))
    data[len(data) // 2 : len(data) // 2 + 64] = b"\xff" * 64
    path.write_bytes(data)
    with pytest.raises(UnpackError, match="damaged gzip data after"):
        list(chunks(str(path)))


def test_zeros_behind_the_last_member_are_padding(tmp_path: Path) -> None:
    path = tmp_path / "padded.gz"
    path.write_bytes(gzip.compress(b"abc") + b"\0" * 512)
    assert b"".join(chunks(str(path))) == b"abc"
