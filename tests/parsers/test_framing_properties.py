"""What holds of framing whatever the bytes are."""

from __future__ import annotations

import json
from unittest.mock import patch

import msgspec
from hypothesis import given, settings
from hypothesis import strategies as st

from parsers.framing import Broken, Piece, Record, cut, first_record, framer, pieces, shortcuts, transport
from parsers.framing.scanner import Scan

SCALARS = st.one_of(
    st.none(),
    st.booleans(),
    st.integers(-9, 9),
    st.floats(allow_nan=False, allow_infinity=False),
    st.sampled_from(["", "x", '}{"', "é\n"]),
)
VALUES = st.recursive(
    SCALARS,
    lambda inner: st.one_of(st.lists(inner, max_size=3), st.dictionaries(st.sampled_from("abc"), inner, max_size=3)),
    max_leaves=8,
)
EVENTS = st.dictionaries(st.sampled_from(["eventVersion", "b", "c"]), VALUES, min_size=1, max_size=4)
DOCUMENTS = st.one_of(
    EVENTS,
    st.lists(EVENTS, max_size=4),
    st.lists(EVENTS, max_size=4).map(lambda events: {"v": 1, "Records": events, "z": {}}),
    EVENTS.map(lambda event: {"detail-type": "t", "detail": event}),
    st.lists(EVENTS.map(lambda event: {"EventId": "i", "CloudTrailEvent": json.dumps(event)}), max_size=3).map(
        lambda items: {"Events": items, "NextToken": "t"}
    ),
    st.lists(EVENTS.map(lambda event: {"id": "1", "timestamp": 1, "message": json.dumps(event)}), max_size=3).map(
        lambda items: {"messageType": "DATA_MESSAGE", "logEvents": items}
    ),
)
FRAGMENTS = st.sampled_from(
    [
        *'{}[],:"\\\n 1x',
        '{"a":1}',
        '{"a":1}\n',
        '\n{"a":',
        '{"Records":[',
        "]}",
        '{"a":[1,',
        "\\u12",
        "\r\n",
        "\ufeff",
    ]
)


@st.composite
def streams(draw: st.DrawFn, damaged: bool = True, indents: tuple[int | None, ...] = (None, 0, 2)) -> bytes:
    """A few documents, written as people write them, and some of their bytes damaged."""
    indent = draw(st.sampled_from(indents))
    between = draw(st.sampled_from(["\n", "\n", "\r\n", "", ",\n"]))
    text = between.join(json.dumps(one, indent=indent) for one in draw(st.lists(DOCUMENTS, min_size=1, max_size=4)))
    for _ in range(draw(st.integers(0, 3)) if damaged else 0):
        at = draw(st.integers(0, len(text)))
        text = text[:at] + draw(FRAGMENTS) + text[at + draw(st.integers(0, 9)) :]
    return text.encode()


ANY_STREAM = st.one_of(streams(), st.lists(FRAGMENTS, max_size=30).map(lambda parts: "".join(parts).encode()))
CUTS = st.lists(st.integers(0, 500), max_size=6)


def arriving(stream: bytes, cuts: list[int], *, handed_over: bool = False) -> list[Piece]:
    """The pieces of a stream that arrives in parts; handed over, each part goes to a new framer."""
    frames = framer(None)
    found: list[Piece] = []
    seen = 0
    for end in [*sorted(min(one, len(stream)) for one in cuts), len(stream)]:
        found += frames.feed(stream[seen:end]) + frames.settle()
        seen = end
        if handed_over:
            place = frames.place
            frames = framer(None, place)
            found += frames.feed(stream[place.offset : seen])
    return found + frames.flush()


@settings(max_examples=300, deadline=None)
@given(ANY_STREAM, CUTS)
def test_pieces_do_not_depend_on_how_the_bytes_arrive(stream: bytes, cuts: list[int]) -> None:
    assert arriving(stream, cuts) == cut(stream)


@settings(max_examples=300, deadline=None)
@given(ANY_STREAM, CUTS)
def test_pieces_do_not_depend_on_who_goes_on(stream: bytes, cuts: list[int]) -> None:
    assert arriving(stream, cuts, handed_over=True) == cut(stream)


@settings(max_examples=300, deadline=None)
@given(ANY_STREAM, st.sampled_from([0, 30, 100]))
def test_shortcuts_change_nothing(stream: bytes, window: int) -> None:
    expected = cut(stream)
    with patch.object(shortcuts, "WINDOW", window):
        assert cut(stream) == expected


@settings(max_examples=150, deadline=None)
@given(streams(), CUTS)
def test_long_records_do_not_depend_on_how_the_bytes_arrive(stream: bytes, cuts: list[int]) -> None:
    with (
        patch.object(pieces, "LONGEST", 100),
        patch.object(shortcuts, "WINDOW", 60),
        patch.object(transport, "HEAD", 60),
        patch("parsers.framing.documents.HEAD", 60),
    ):
        assert arriving(stream, cuts) == cut(stream)


@settings(max_examples=200, deadline=None)
@given(ANY_STREAM)
def test_pieces_are_in_order_and_apart(stream: bytes) -> None:
    found = cut(stream)
    offsets = [piece.offset for piece in found]
    assert offsets == sorted(set(offsets))
    for piece, following in zip(found, offsets[1:], strict=False):
        if isinstance(piece, Broken):
            assert stream[piece.offset :].startswith(piece.raw)
            assert piece.offset + len(piece.raw) <= following


@settings(max_examples=200, deadline=None)
@given(streams(damaged=False, indents=(None, 2)), st.integers(0, 500))
def test_truncation_costs_the_last_record_at_most(stream: bytes, at: int) -> None:
    full, short = cut(stream), cut(stream[:at])
    tail = short.pop() if short and isinstance(short[-1], Broken) else None
    assert short == full[: len(short)]
    if len(short) < len(full) and full[len(short)].offset < at:
        assert isinstance(tail, Broken)
        assert tail.offset <= full[len(short)].offset
        assert "cut off" in tail.reason


@settings(max_examples=200, deadline=None)
@given(st.lists(EVENTS, min_size=1, max_size=5), st.integers(0, 300), FRAGMENTS, st.integers(0, 9))
def test_no_byte_of_damaged_lines_is_lost(events: list[object], at: int, fragment: str, gone: int) -> None:
    text = "\n".join(json.dumps(event) for event in events)
    stream = (text[:at] + fragment + text[at + gone :]).encode().replace(b"Records", b"R")
    left = bytearray(stream)
    for piece in cut(stream):
        left[piece.offset : piece.offset + len(piece.raw)] = b" " * len(piece.raw)
    if stream[:1] == b"{" and b"[" not in stream:
        assert not left.replace(b"\xef\xbb\xbf", b"").strip(b" ,\r\n")


@settings(max_examples=100, deadline=None)
@given(st.lists(EVENTS, min_size=2, max_size=6), st.data())
def test_a_line_cut_short_costs_itself_alone(events: list[dict[str, object]], data: st.DataObject) -> None:
    lines = [json.dumps({"eventVersion": 1, **event}).encode() for event in events]
    spoiled = data.draw(st.integers(0, len(lines) - 1))
    keep = data.draw(st.integers(18, len(lines[spoiled]) - 1))
    lines[spoiled] = lines[spoiled][:keep]
    found = cut(b"\n".join(lines) + b"\n")
    assert [piece.raw for piece in found if isinstance(piece, Record)] == [
        line for number, line in enumerate(lines) if number != spoiled
    ]


HEADS = st.lists(
    st.sampled_from(
        [
            *'{}[]",\\\n x1',
            '"a":1,',
            '"a":"events:[ {",',
            "xevents:[1],",
            "x-Events:[{",
            '"Resources":[{"a":"b"},{"c":1}],',
            '"Events":[',
            "Events:[",
            '{"EventId":"e",',
            '"CloudTrailEvent":',
            '"events":[',
            '{"timestamp":1,"message":',
            "Records:[",
            '"logEvents":[',
            '],"NextToken"',
        ]
    ),
    max_size=9,
).map(lambda parts: "".join(["{", *parts]).encode())


@settings(max_examples=500, deadline=None)
@given(HEADS)
def test_what_is_said_never_to_open_never_does(head: bytes) -> None:
    ends = range(1, len(head) + 1)
    never = [transport.never_opens(bytearray(head[:end]), 0) and not transport.opening(head[:end], 0) for end in ends]
    assert not transport.opening(head, 0) or not any(never)


@settings(max_examples=200, deadline=None)
@given(st.one_of(st.binary(max_size=300), st.text(max_size=100).map(lambda text: text.encode("utf-16"))))
def test_garbage_never_raises(garbage: bytes) -> None:
    for piece in cut(garbage):
        assert piece.raw
    assert isinstance(first_record(garbage), bytes)


@settings(max_examples=400, deadline=None)
@given(streams().filter(lambda stream: stream[:1] in (b"{", b"[")))
def test_the_scanner_accepts_what_msgspec_accepts(text: bytes) -> None:
    try:
        msgspec.json.decode(text, type=msgspec.Raw)
        valid = True
    except msgspec.MsgspecError:
        valid = False
    end = Scan().run(bytearray(text), 0, len(text))
    assert (isinstance(end, int) and not text[end:].strip(b" \t\r\n")) == valid
