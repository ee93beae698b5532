"""Records that are almost right: what a hostile or damaged log holds. The same ones for the same seed."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from random import Random

BITS = (
    *(
        b'"',
        b"'",
        b"\\",
        b",",
        b", ",
        b" ",
        b"\t",
        b"\n",
        b"\r\n",
        b"=",
        b":",
        b";",
        b"{",
        b"}",
        b"[",
        b"]",
        b"(",
        b")",
    ),
    *(
        b"\x00",
        b"\x1b[31m",
        b"\xff",
        b"\xe2\x82",
        b"\xed\xa0\x80",
        b"\\ud800",
        b'\\"',
        b"%",
        b"%zz",
        b"null",
        b"{}",
        b"[]",
    ),
    *(b"0", b"-1", b"9" * 30, b"1e999", b"NaN", b"true", b"", b"\xef\xbb\xbf", b"2024-02-30T25:61:61Z"),
)
"""What a grammar trips over."""
LONG = 60_000
"""Bytes of a record that repeats one thing."""


def cuts(raw: bytes, most: int) -> Iterator[bytes]:
    """A record cut off, at `most` places spread over it, and without its beginning."""
    step = max(1, len(raw) // most)
    for at in range(0, len(raw), step):
        yield raw[:at]
        yield raw[at:]


def mutations(raws: Sequence[bytes], count: int, seed: int) -> Iterator[bytes]:
    """Records with a stretch replaced by something else, also by a part of another record."""
    random = Random(seed)  # noqa: S311 (no secret: the same ones each time)
    for _ in range(count):
        raw = random.choice(raws)
        for _ in range(random.randint(1, 3)):
            raw = _changed(raw, raws, random)
        yield raw


def _changed(raw: bytes, raws: Sequence[bytes], random: Random) -> bytes:
    start = random.randint(0, len(raw))
    stop = min(len(raw), start + random.choice((0, 0, 1, 2, 8, 40)))
    other = random.choice(raws)
    at = random.randint(0, len(other))
    piece = random.choice((random.choice(BITS), random.randbytes(random.randint(0, 4)), other[at : at + 40]))
    return raw[:start] + piece + raw[stop:]


def repetitions(raws: Sequence[bytes], seed: int) -> Iterator[bytes]:
    """Long records: one of those given with a bit of it, or a thing that grammars trip over, many times."""
    random = Random(seed)  # noqa: S311 (no secret: the same ones each time)
    for bit in filter(None, BITS):
        raw = random.choice(raws)
        at = random.randint(0, len(raw))
        yield raw[:at] + bit * (LONG // len(bit)) + raw[at:]
