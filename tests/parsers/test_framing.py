"""Framing of JSON: containers, transport, and streams that grow."""

from __future__ import annotations

import json
from typing import Any

import pytest

from parsers.framing import Broken, Piece, Place, Record, cut, first_record, framer, pieces, shortcuts


def event(number: int, **more: Any) -> dict[str, Any]:
    return {"eventVersion": "1.08", "eventName": f"Call{number}", "userIdentity": {"type": "Root"}, **more}


def raw(value: Any, **how: Any) -> bytes:
    return json.dumps(value, ensure_ascii=False, **how).encode()


def records(found: list[Piece]) -> list[bytes]:
    return [piece.raw for piece in found if isinstance(piece, Record)]


def reasons(found: list[Piece]) -> list[str]:
    return [piece.reason for piece in found if isinstance(piece, Broken)]


ONE, TWO, THREE = (raw(event(number)) for number in (1, 2, 3))
LINES = b"\n".join((ONE, TWO, THREE)) + b"\n"
NEPTUNE = '1704357000123, 10.0.0.1:4711, 10.0.0.2:8182, HTTP_POST, [unknown], [unknown], "h", "g.V()"'


def lookup(*events: bytes) -> list[dict[str, Any]]:
    return [{"EventId": "e", "Resources": [{"ResourceName": "[db]"}], "CloudTrailEvent": e.decode()} for e in events]


def bridge(number: int) -> dict[str, Any]:
    return {
        "version": "0",
        "detail-type": "AWS API Call via CloudTrail",
        "detail": event(number),
        "account": "1",
    }


def subscription(*messages: str, kind: str = "DATA_MESSAGE") -> dict[str, Any]:
    events = [{"id": str(at), "timestamp": at, "message": message} for at, message in enumerate(messages)]
    return {"messageType": kind, "subscriptionFilters": ["all", "more"], "logEvents": events}


def filtered(*messages: str) -> dict[str, Any]:
    events = [{"logStreamName": "s", "timestamp": 1, "message": m, "ingestionTime": 2} for m in messages]
    return {"events": events, "searchedLogStreams": [{"logStreamName": "s", "searchedCompletely": True}]}


CONTAINERS: dict[str, tuple[bytes, list[bytes]]] = {
    "S3 delivery": (raw({"Records": [event(1), event(2)]}), [ONE, TWO]),
    "compact": (b'{"Records":[' + ONE + b"," + TWO + b"]}", [ONE, TWO]),
    "other members round the array": (
        raw({"v": 1, "x": None, "Records": [event(1)], "more": {"a": [1]}}) + b"\n" + TWO,
        [ONE, TWO],
    ),
    "key without quotes": (b"{ Records:[ " + ONE + b", " + TWO + b" ] }", [ONE, TWO]),
    "no records": (b'{"Records":[]}', []),
    "byte order mark": (b"\xef\xbb\xbf" + raw({"Records": [event(1)]}), [ONE]),
    "bare array": (raw([event(1), event(2)]), [ONE, TWO]),
    "arrays and objects in turn": (
        raw([event(1)]) + b"\n" + TWO + b"\n" + raw({"Records": [event(3)]}),
        [ONE, TWO, THREE],
    ),
    "single event": (ONE, [ONE]),
    "JSON Lines": (LINES, [ONE, TWO, THREE]),
    "CR LF, blank lines and commas": (ONE + b",\r\n\r\n" + TWO + b",\r\n", [ONE, TWO]),
    "side by side": (ONE + TWO + b" " + THREE, [ONE, TWO, THREE]),
    "lookup-events": (raw({"Events": lookup(ONE, TWO), "NextToken": "t"}, indent=4), [ONE, TWO]),
    "lookup-events with nothing": (raw({"Events": []}), []),
    "lookup-events items as lines": (b"\n".join(map(raw, lookup(ONE, TWO))), [ONE, TWO]),
    "EventBridge": (raw(bridge(1)), [ONE]),
    "EventBridge as lines": (raw(bridge(1)) + b"\n" + raw(bridge(2)) + b"\n", [ONE, TWO]),
    "EventBridge in an array": (raw([bridge(1), bridge(2)]), [ONE, TWO]),
    "subscription": (raw(subscription(ONE.decode(), NEPTUNE)), [ONE, NEPTUNE.encode()]),
    "subscription as lines": (
        b"\n".join(raw(subscription(one.decode())) for one in (ONE, TWO, THREE)) + b"\n",
        [ONE, TWO, THREE],
    ),
    "EventBridge in a subscription": (raw(subscription(json.dumps(bridge(1)))), [ONE]),
    "control message": (raw(subscription("CWL CONTROL MESSAGE", kind="CONTROL_MESSAGE")) + ONE, [ONE]),
    "filter-log-events": (raw(filtered(ONE.decode(), NEPTUNE)), [ONE, NEPTUNE.encode()]),
    "filter-log-events with nothing": (raw({"events": [], "searchedLogStreams": []}), []),
    "a message that is not whole": (raw(subscription('{"eventVersion": "1')), [b'{"eventVersion": "1']),
    "JSON after a time": (
        b"2024-01-04T08:30:00.123Z " + ONE + b"\n2024-01-04T08:30:01+00:00 my-stream " + TWO,
        [ONE, TWO],
    ),
    "text beyond ASCII": (raw(event(1, who="Zoë 😀")), [raw(event(1, who="Zoë 😀"))]),
    "bytes that are not UTF-8": (b'{"a":"\xff"}', [b'{"a":"\xff"}']),
}

KEPT: dict[str, bytes] = {
    "detail-type deeper down": raw({"awsRegion": "r", "requestParameters": bridge(1)}),
    "an event with EventBridge's keys": raw(event(1, **{"detail-type": "x", "detail": {"a": 1}})),
    "detail without detail-type": raw({"detail": {"a": 1}}),
    "a log with events of its own": raw({"service": "shop", "events": [{"name": "sold"}, {"name": "paid"}]}),
    "Events that are not lookup-events": raw({"Events": [{"EventId": "e"}]}),
    "no event in events": raw({"events": []}),
    "events after another array": raw({"a": [1], "events": [{"timestamp": 1, "message": "m"}]}),
    "Records too far inside": raw({"a": {"b": 1}, "Records": [1]}),
    "a digest": raw({"awsAccountId": "1", "logFiles": [{"s3Object": "o"}]}),
}


@pytest.mark.parametrize("name", CONTAINERS)
def test_records_come_out_of_their_container(name: str) -> None:
    document, expected = CONTAINERS[name]
    assert cut(document) == [Record(one, found.offset) for one, found in zip(expected, cut(document), strict=True)]


@pytest.mark.parametrize("name", CONTAINERS)
def test_offsets_are_where_the_outermost_bytes_begin(name: str) -> None:
    document, _ = CONTAINERS[name]
    for piece in cut(document):
        assert document[piece.offset : piece.offset + 1] in (b"{", b"2")


@pytest.mark.parametrize("name", KEPT)
def test_what_is_no_transport_stays_as_it_is(name: str) -> None:
    assert cut(KEPT[name]) == [Record(KEPT[name], 0)]
    assert cut(KEPT[name] + b"\n" + KEPT[name] + b"\n")[1:] == [Record(KEPT[name], len(KEPT[name]) + 1)]


@pytest.mark.parametrize("name", CONTAINERS)
def test_the_first_record_is_found_for_sniffing(name: str) -> None:
    document, expected = CONTAINERS[name]
    if expected and name != "control message":
        assert first_record(document).startswith(expected[0])


def test_the_first_record_of_a_cut_off_head_is_unwrapped_as_far_as_it_goes() -> None:
    for document in (
        raw({"Records": [event(1)]}),
        raw(bridge(1)),
        raw(subscription(ONE.decode())),
        raw(lookup(ONE)),
    ):
        head = document[: document.index(b"userIdentity") + 4]
        assert first_record(head).startswith(b'{"eventVersion": "1.08"')
    assert first_record(b"\xef\xbb\xbf \n" + NEPTUNE.encode()) == NEPTUNE.encode()
    assert first_record(b"2024-01-04T08:30:00Z db-1.audit " + NEPTUNE.encode()) == NEPTUNE.encode()
    assert first_record(b'{"Records":[]}') == b'{"Records":[]}'


def test_a_bare_array_without_a_newline_is_not_held(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(shortcuts, "WINDOW", 4096)
    frames = framer(None)
    document = raw([event(number) for number in range(500)])
    found = 0
    for at in range(0, len(document), 1000):
        found += len(frames.feed(document[at : at + 1000]))
        assert frames.pending < 200
    assert found == 500
    assert frames.flush() == []


def test_a_record_too_long_is_handed_out_in_pieces(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(shortcuts, "WINDOW", 4096)
    monkeypatch.setattr(pieces, "LONGEST", 1 << 20)
    long = b'{"eventVersion":"' + b"x" * (3 << 20) + b'"}'
    frames = framer(None)
    found: list[Piece] = []
    for at in range(0, len(long), 100_000):
        found += frames.feed(long[at : at + 100_000])
        assert frames.pending < (1 << 20) + 200_000
    found += frames.feed(b"\n" + ONE + b"\n")
    assert b"".join(piece.raw for piece in found[:-1]) == long
    assert set(reasons(found)) == {"longer than 1 MiB"}
    assert found[-1] == Record(ONE, len(long) + 1)


def test_a_place_is_enough_to_go_on_in_another_process() -> None:
    document = raw(subscription(ONE.decode(), TWO.decode(), THREE.decode()))
    middle = document.index(b'"id": "2"') + 3
    first = framer(None)
    found = first.feed(document[:middle]) + first.settle()
    assert records(found) == [ONE, TWO]
    assert first.place == Place(middle - 4, inside=True, signature=b'"id"', kind="logEvents")
    assert first.pending == 4
    second = framer(None, first.place)
    assert records(second.feed(document[first.place.offset :])) == [THREE]


def test_a_line_still_being_written_is_kept_back() -> None:
    frames = framer(None)
    assert records(frames.feed(ONE + b"\n" + TWO[:20])) == [ONE]
    assert frames.settle() == []
    assert (frames.place.offset, frames.pending) == (len(ONE) + 1, 20)
    assert records(frames.feed(TWO[20:] + b"\n")) == [TWO]
    assert (frames.flush(), frames.pending) == ([], 0)
