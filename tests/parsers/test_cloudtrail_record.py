"""An event read briefly says what the whole event says."""

from __future__ import annotations

from typing import Any

import msgspec
import orjson
import pytest
from hypothesis import given
from hypothesis import strategies as st

from parsers import Event, Unparsed
from parsers.cloudtrail import CloudTrail, parser
from parsers.cloudtrail.marks import stranger
from parsers.cloudtrail.record import ELEMENTS, recorded
from parsers.cloudtrail.sample import SAMPLE

SAMPLES = tuple(orjson.loads(SAMPLE)["Records"])
EVENTS = (*SAMPLES, {**SAMPLES[0], "tlsDetails": {"clientProvidedHostHeader": "é€😀"}})
NAMES = st.sampled_from(sorted({*ELEMENTS, *(name for event in EVENTS for name in event)}))
VALUES = st.sampled_from(
    (None, "", "-", 7, 1.5, True, "true", [], ["a"], {}, {"arn": "arn:aws:s3:::b"}, "é", "aws:s3", '{"name": "n"}')
)
SCALARS = (
    *("7", "-0", "-0.0", "1e5", "1E+400", "01", "1.", "0.1", "18446744073709551615", "18446744073709551616"),
    *("9223372036854775808", "-9223372036854775808", "-9223372036854775809", "123456789012345678901234567890"),
    *(r'"\u00e9"', r'"\ud83d\ude00"', r'"\ud83d"', r'"\u0000"', r'"\x"', '"\t"', "true", "null", "nul", "[[]]", "[1,]"),
)
"""What parameters may hold, right and wrong, as it is written."""
CHANGES = st.dictionaries(NAMES, VALUES, max_size=4)


def the_long_way(raw: bytes) -> Event | Unparsed:
    event: dict[str, Any] = orjson.loads(raw)
    reason = stranger(event)
    return Unparsed(reason) if reason else parser.understood(event)


@given(st.sampled_from(EVENTS), CHANGES, st.sets(NAMES, max_size=3))
def test_both_ways_say_the_same(event: dict[str, Any], changes: dict[str, Any], gone: set[str]) -> None:
    raw = orjson.dumps({name: value for name, value in (event | changes).items() if name not in gone})
    assert CloudTrail().decode(raw) == the_long_way(raw)


@given(st.sampled_from(EVENTS), st.integers(0), st.integers(0, 255))
def test_damage_is_found(event: dict[str, Any], at: int, byte: int) -> None:
    raw = bytearray(orjson.dumps(event))
    raw[at % len(raw)] = byte
    try:
        expected = the_long_way(bytes(raw))
    except orjson.JSONDecodeError as error:
        expected = Unparsed(f"not JSON: {error}")
    assert CloudTrail().decode(bytes(raw)) == expected


@given(st.sampled_from(SCALARS), st.sampled_from(SCALARS))
def test_both_ways_read_the_same_parameters(one: str, other: str) -> None:
    raw = orjson.dumps({**EVENTS[1], "requestParameters": {"primaryKeys": "HERE", "tableName": "t"}})
    raw = raw.replace(b'"HERE"', f'{{"a": {one}, "b": [{other}], "a": {other}}}'.encode())
    try:
        expected = the_long_way(raw)
    except orjson.JSONDecodeError as error:
        expected = Unparsed(f"not JSON: {error}")
    assert CloudTrail().decode(raw) == expected


@pytest.mark.parametrize("event", EVENTS)
def test_the_usual_event_is_read_briefly(event: dict[str, Any], monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.delattr(parser, "understood")
    assert type(CloudTrail().decode(orjson.dumps(event))) is tuple


def test_what_is_not_text_is_read_the_long_way() -> None:
    with pytest.raises(msgspec.ValidationError):
        recorded(orjson.dumps({**EVENTS[0], "eventVersion": 1.1}))
