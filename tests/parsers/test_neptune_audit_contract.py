"""Whatever bytes come, the parser keeps what every parser promises."""

from __future__ import annotations

from time import perf_counter

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from parsers.base import COMMON, Effect, Kind, Unparsed
from tests.parsers.test_neptune_audit_line import NAMES, PARSER, RECORDS

KINDS = [field.kind for field in (*COMMON, *PARSER.fields)]
TYPES: dict[Kind, tuple[type, ...]] = {
    Kind.TIME: (int,),
    Kind.INTEGER: (int,),
    Kind.REAL: (float,),
    Kind.BOOLEAN: (bool,),
}


def check(raw: bytes) -> None:
    """The contract: an event of the declared length and kinds that can be stored, or a reason."""
    result = PARSER.decode(raw)
    PARSER.layouts(raw)
    PARSER.whole(raw)
    assert 0 <= PARSER.sniff(raw) <= 1
    if isinstance(result, Unparsed):
        assert result.reason
        return
    assert len(result) == len(NAMES)
    for kind, value in zip(KINDS, result, strict=True):
        assert value is None or type(value) in TYPES.get(kind, (str,)), (kind, value)
        if isinstance(value, str):
            value.encode()
    assert result[NAMES.index("effect")] in {None, *(effect.value for effect in Effect)}


def test_the_sample_keeps_the_contract() -> None:
    for raw in RECORDS:
        assert PARSER.whole(raw)
        assert isinstance(PARSER.decode(raw), tuple)
        check(raw)


@given(st.binary(max_size=300))
def test_any_bytes(raw: bytes) -> None:
    check(raw)


@given(st.lists(st.text(max_size=30), min_size=7, max_size=8), st.sampled_from([", ", ",", " , "]))
def test_any_fields(fields: list[str], comma: str) -> None:
    check(b"1718000000123, " + comma.join(fields).encode(errors="replace"))


@settings(max_examples=300)
@given(st.sampled_from(RECORDS), st.data())
def test_any_mutation_of_the_sample(raw: bytes, data: st.DataObject) -> None:
    start = data.draw(st.integers(0, len(raw)))
    stop = data.draw(st.integers(start, min(len(raw), start + 40)))
    check(raw[:start] + data.draw(st.binary(max_size=8) | st.sampled_from(RECORDS)) + raw[stop:])


@pytest.mark.parametrize(
    "piece",
    ['"', ",", ", ", " ", "{", '""', "\n", "&a=", "GET ", " Host: ", ", session=a", "%", "\\ud800", "[["],
)
@pytest.mark.parametrize(
    "shape",
    [
        "1718000000123, {}",
        "1718000000123, a, b, HTTP_POST, , , {}, x",
        '1718000000123, a, b, Websocket, , , , "RequestMessage{{gremlin={}"',
    ],
)
def test_hostile_repetition_is_answered_soon(shape: str, piece: str) -> None:
    raw = shape.format(piece * (60_000 // len(piece))).encode()
    started = perf_counter()
    check(raw)

    assert perf_counter() - started < 2


def test_every_field_is_described() -> None:
    assert all(field.description for field in PARSER.fields)
    assert {f.name for f in PARSER.fields if f.unique} == {
        "clientHost",
        "httpHeader",
        "payload",
        "query",
        "requestId",
    }
