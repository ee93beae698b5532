"""Framing of JSON that is damaged: what is whole is kept, and a person is told what is not and why."""

from __future__ import annotations

import json
from collections.abc import Callable
from typing import Any

import pytest

from parsers.framing import Broken, Piece, Record, cut, framer
from parsers.framing.scanner import VALUES, Scan


def raw(value: Any) -> bytes:
    return json.dumps(value).encode()


def event(number: int) -> dict[str, Any]:
    return {"eventVersion": "1.08", "eventName": f"Call{number}", "userIdentity": {"type": "Root"}}


def records(found: list[Piece]) -> list[bytes]:
    return [piece.raw for piece in found if isinstance(piece, Record)]


def reasons(found: list[Piece]) -> list[str]:
    return [piece.reason for piece in found if isinstance(piece, Broken)]


ONE, TWO, THREE = (raw(event(number)) for number in (1, 2, 3))


def missing_brace(number: int) -> bytes:
    return raw(event(number))[:-1]


DAMAGE: dict[str, tuple[bytes, list[bytes], list[tuple[bytes, str]]]] = {
    "a brace too few": (
        b'{"Records": [' + ONE + b", " + missing_brace(2) + b", " + THREE + b"]}",
        [ONE, THREE],
        [(missing_brace(2), "a `}` is missing")],
    ),
    "a brace too few in the last": (
        b'{"Records": [' + ONE + b", " + missing_brace(2) + b"]}\n" + THREE,
        [ONE, THREE],
        [(missing_brace(2), "a `}` is missing")],
    ),
    "a brace too many": (
        b'{"a": {"b": 1}}, "c": {"d": [1, {}]}, "e": 2 }\n' + ONE,
        [b'{"a": {"b": 1}}', ONE],
        [(b'"c": {"d": [1, {}]}, "e": 2 }', "not JSON: expected a record")],
    ),
    "a brace too many, in a container": (
        b'[{"a": {}}, "c": {"d": [1, {}]}, "e": 2}, {"a": 3}]',
        [b'{"a": {}}', b'{"a": 3}'],
        [(b'"c": {"d": [1, {}]}, "e": 2}', "not JSON: expected a record")],
    ),
    "a comma too many": (
        b'[{"a": 1, "b": {"c": 2, }}, {"a": 2}]',
        [b'{"a": 2}'],
        [(b'{"a": 1, "b": {"c": 2, }}', "a comma with nothing between it and `}` at byte 23")],
    ),
    "a bracket too few": (
        b'[{"a": [1, {"a": 2}, {"a": 3}]',
        [],
        [(b'{"a": [1, {"a": 2}, {"a": 3}]', "cut off")],
    ),
    "a bracket too few, closed by a brace": (
        b'[{"a": ["x"}, {"a": 2}]',
        [b'{"a": 2}'],
        [(b'{"a": ["x"}', "a `]` is missing: found `}` at byte 10")],
    ),
    "a quote too few": (
        b'[{"a": "x, "b": "}{"}, {"a": 2}]',
        [b'{"a": 2}'],
        [(b'{"a": "x, "b": "}{"}', "not JSON: expected a comma or `}`, found `b`")],
    ),
    "a key without quotes": (
        b'[{a: 1}, {"a": 2}]',
        [b'{"a": 2}'],
        [(b"{a: 1}", "expected a key in quotes, found `a`")],
    ),
    "a line break in a string": (
        b'{"a": "x\ny"}\n{"a": 2}',
        [b'{"a": 2}'],
        [(b'{"a": "x\ny"}', "a line ends inside")],
    ),
    "half a line": (
        b'{"a": 1, "b\n{"a": 2}\n',
        [b'{"a": 2}'],
        [(b'{"a": 1, "b', "a line ends inside a string")],
    ),
    "half a line that would swallow the next": (
        b'{"a": [1,\n{"a": 2}\n{"a": 3}\n',
        [b'{"a": 2}', b'{"a": 3}'],
        [(b'{"a": [1,', "another record begins")],
    ),
    "half a line before the last": (
        b'{"a": [1,\n{"a": 2}\n',
        [b'{"a": 2}'],
        [(b'{"a": [1,', "another record begins")],
    ),
    "values that are no records": (
        b'[1, "x", {"a": 1}, true]',
        [b'{"a": 1}'],
        [(b'1, "x"', "found `1`"), (b"true", "found `t`")],
    ),
    "lines of text": (
        ONE + b"\nTraceback:\n  boom\n" + TWO,
        [ONE, TWO],
        [(b"Traceback:\n  boom", "found `T`")],
    ),
    "nested too deep": (
        b'{"Records":[{"a":1},' + b'{"a":' * 10_000 + b"1" + b"}" * 10_000 + b',{"a":2}]}',
        [b'{"a":1}', b'{"a":2}'],
        [(b'{"a":' * 10_000 + b"1" + b"}" * 10_000, "nested too deep")],
    ),
    "cut off in a record": (
        b'{"Records": [' + ONE + b", " + TWO[:50],
        [ONE],
        [(TWO[:50], "the file ends inside")],
    ),
    "cut off in an only record": (TWO[:50], [], [(TWO[:50], "the file ends inside this record")]),
    "cut off after a comma": (b'{"Records": [' + ONE + b", ", [ONE], [(b",", "another record was to come")]),
    "cut off between": (b'{"Records": [' + ONE, [ONE], []),
    "cut off before the last brace": (b'{"Records": [' + ONE + b"]", [ONE], []),
    "cut off after the records": (
        b'{"Records": [' + ONE + b'], "Nex',
        [ONE],
        [(b'], "Nex', "after its last record")],
    ),
    "the rest of a container damaged": (
        b'{"Records": [' + ONE + b"],}",
        [ONE],
        [(b"],}", "a comma with nothing")],
    ),
}


@pytest.mark.parametrize("name", DAMAGE)
def test_damage_costs_only_what_is_damaged(name: str) -> None:
    document, whole, broken = DAMAGE[name]
    found = cut(document)
    assert records(found) == whole
    assert [piece.raw for piece in found if isinstance(piece, Broken)] == [one for one, _ in broken]
    for reason, (_, words) in zip(reasons(found), broken, strict=True):
        assert words in reason
    for piece in found:
        assert document[piece.offset :].startswith(piece.raw)


def test_damage_in_a_large_document_leaves_the_rest_whole() -> None:
    every = [raw(event(number)) for number in range(3000)]
    document = b'{"Records":[' + b",".join(every[:1500]) + b"}," + b",".join(every[1500:]) + b"]}"
    found = cut(document)
    assert records(found) == every
    assert [(piece.raw, piece.offset) for piece in found if isinstance(piece, Broken)] == [
        (b"}", document.index(b"}}},{") + 2)
    ]


TORN: dict[str, tuple[bytes, bytes, bytes]] = {
    "events": (ONE, TWO, THREE),
    "short lines": (b'{"a":[1,{"b":"x\\u00e9"}],"c":true}', b'{"a":2}', b'{"a":3}'),
    "EventBridge": (
        raw({"version": "0", "resources": [], "detail-type": "t", "detail": event(1)}),
        raw({"version": "0", "id": "2"}),
        raw({"version": "0", "id": "3"}),
    ),
    "a log with events of its own": (
        b'{"service":"shop","events":[{"name":"sold"},{"name":"paid"}],"total":1.5}',
        b'{"service":"shop","events":["paid"]}',
        b'{"service":"shop","events":[]}',
    ),
}


def arriving(stream: bytes, size: int) -> tuple[list[Piece], list[Piece]]:
    """The pieces of a stream that comes `size` bytes at a time, and those that only its end gives."""
    frames = framer(None)
    live = [piece for at in range(0, len(stream), size) for piece in frames.feed(stream[at : at + size])]
    return live, frames.flush()


def awaits_value(half: bytes) -> bool:
    """Whether an object on the next line would go on validly with half a record."""
    scan = Scan()
    return scan.run(bytearray(half + b"\n"), 0, len(half) + 1) is None and scan.expect in VALUES


@pytest.mark.parametrize("size", [1, 13, 10_000])
@pytest.mark.parametrize("name", TORN)
def test_a_line_torn_anywhere_does_not_hide_the_next_while_a_file_grows(name: str, size: int) -> None:
    torn, second, third = TORN[name]
    for end in range(1, len(torn)):
        half = torn[:end].rstrip()
        live, at_end = arriving(half + b"\n" + second + b"\n" + third + b"\n", size)
        assert [piece.raw for piece in live] == [half, second, third]
        assert reasons(live)
        assert not at_end
        live, at_end = arriving(half + b"\n" + second + b"\n", size)
        assert [piece.raw for piece in live] == ([] if awaits_value(half) else [half, second])
        assert [piece.raw for piece in live + at_end] == [half, second]


CONTAINERS: dict[str, Callable[[list[bytes]], bytes]] = {
    "deliveries": lambda events: b'{"Records":[' + b",".join(events) + b"]}",
    "lookup-events": lambda events: raw(
        {"Events": [{"EventId": "x", "CloudTrailEvent": one.decode()} for one in events]}
    ),
}


@pytest.mark.parametrize("size", [13, 10_000])
@pytest.mark.parametrize("name", CONTAINERS)
def test_a_container_torn_anywhere_hides_none_on_the_lines_behind_it(name: str, size: int) -> None:
    contain = CONTAINERS[name]
    torn = contain([ONE, TWO])
    for end in range(1, len(torn)):
        half = torn[:end].rstrip()
        live, at_end = arriving(b"\n".join([half, contain([THREE, TWO]), contain([THREE]), b""]), size)
        found = records(live + at_end)
        assert found[-3:] == [THREE, TWO, THREE]
        assert set(found[:-3]) <= {ONE, TWO}


@pytest.mark.parametrize(
    "document",
    [
        b'{"a": [\n{"b": 1},\n{"b": 2}\n],\n"c":\n{"d":\n{"e": 3}\n}}',
        b'{\n"service": "shop",\n"events": [\n{"name": "sold"},\n{"name": "paid"}\n]\n}',
    ],
)
def test_lines_that_go_on_with_a_value_stay_in_it(document: bytes) -> None:
    for size in (1, 13, 10_000):
        assert arriving(document + b"\n" + ONE + b"\n", size) == (
            [Record(document, 0), Record(ONE, len(document) + 1)],
            [],
        )
