"""Framing of text records, whose beginnings a parser knows."""

from __future__ import annotations

import json
import re

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from parsers.framing import Broken, Piece, Place, Record, framer, pieces

START = re.compile(rb"\d{13}, ")


def whole(raw: bytes) -> bool:
    return raw.count(b'"') % 2 == 0


def cut_text(*chunks: bytes, place: Place | None = None) -> list[Piece]:
    frames = framer(START, place or Place(), whole)
    found: list[Piece] = []
    for chunk in chunks:
        found += frames.feed(chunk)
    return found + frames.flush()


A, B, C = (b'170435700%d000, host, "g.V()"' % number for number in range(3))
SPANNING = b'1704357009000, host, "g.V()\r\n\r\n .drop()"'

TEXT: dict[str, tuple[bytes, list[Piece]]] = {
    "lines": (A + b"\n" + B + b"\n", [Record(A, 0), Record(B, 29)]),
    "CR LF and blank lines": (A + b"\r\n\r\n" + B, [Record(A, 0), Record(B, 32)]),
    "byte order mark": (b"\xef\xbb\xbf" + A, [Record(A, 0)]),
    "a record that spans lines": (SPANNING + b"\n" + A, [Record(SPANNING, 0), Record(A, 41)]),
    "a record that never closes": (
        A[:-1] + b"\n .x()\n" + B,
        [Record(A[:-1] + b"\n .x()", 0), Record(B, 34)],
    ),
    "a line of something else": (
        b"  hello\n" + A + b"\nworld\n",
        [
            Broken(b"  hello", 0, "not the start of a record"),
            Record(A, 8),
            Broken(b"world", 37, "not the start of a record"),
        ],
    ),
    "a time before each": (
        b"2024-01-04T08:30:00.123Z " + A + b"\n2024-01-04T08:30:00+00:00 db-1.audit.log.0 " + B,
        [Record(A, 0), Record(B, 54)],
    ),
    "a start cut off": (A + b"\n17043", [Record(A, 0), Broken(b"17043", 29, "not the start of a record")]),
    "a record cut off": (A + b"\n" + B[:20], [Record(A, 0), Record(B[:20], 29)]),
    "nothing": (b"\n \r\n", []),
}


@pytest.mark.parametrize("name", TEXT)
def test_records_come_out_of_text(name: str) -> None:
    text, expected = TEXT[name]
    assert cut_text(text) == expected


def test_a_tail_is_kept_until_its_line_ends() -> None:
    frames = framer(START, Place(), whole)
    assert frames.feed(A + b"\n" + B) == [Record(A, 0)]
    assert frames.settle() == []
    assert (frames.place.offset, frames.pending) == (29, 28)
    assert frames.feed(b"\n") == [Record(B, 29)]


def test_text_inside_of_json_comes_from_the_same_framer() -> None:
    message = {"logEvents": [{"id": "1", "timestamp": 1, "message": A.decode()}]}
    assert cut_text(json.dumps(message).encode()) == [Record(A, 15)]


def test_a_line_too_long_is_handed_out_in_pieces(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(pieces, "LONGEST", 1 << 20)
    long = b"1704357000000, " + b"x" * (2 << 20)
    found = cut_text(A + b"\n" + long, b"x\n" + B)
    assert [found[0], found[-1]] == [Record(A, 0), Record(B, 29 + len(long) + 2)]
    assert b"".join(piece.raw for piece in found[1:-1]) == long + b"x"
    assert all(isinstance(piece, Broken) and piece.reason == "longer than 1 MiB" for piece in found[1:-1])


FRAGMENTS = st.sampled_from(
    [
        A,
        B + b"\n",
        C + b"\r\n",
        SPANNING + b"\n",
        b"\n",
        b'"',
        b"2024-01-04T08:30:00Z ",
        b"st ",
        b"17\n",
        b"\r",
        b" ",
        b"x\n",
    ]
)
STREAMS = st.lists(FRAGMENTS, max_size=12).map(b"".join)


@settings(max_examples=200, deadline=None)
@given(STREAMS, st.lists(st.integers(0, 400), max_size=6), st.booleans())
def test_pieces_do_not_depend_on_how_the_text_arrives(text: bytes, cuts: list[int], handed_over: bool) -> None:
    frames = framer(START, Place(), whole)
    found: list[Piece] = []
    seen = 0
    for end in [*sorted(min(one, len(text)) for one in cuts), len(text)]:
        found += frames.feed(text[seen:end]) + frames.settle()
        seen = end
        if handed_over:
            place = frames.place
            frames = framer(START, place, whole)
            found += frames.feed(text[place.offset : seen])
    assert found + frames.flush() == cut_text(text)


@settings(max_examples=200, deadline=None)
@given(STREAMS)
def test_no_text_is_lost(text: bytes) -> None:
    kept = b"".join(piece.raw for piece in cut_text(text))
    without_times = re.sub(rb"2024-01-04T08:30:00Z |st |\s", b"", text)
    assert re.sub(rb"2024-01-04T08:30:00Z |st |\s", b"", kept) == without_times
