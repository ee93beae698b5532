"""An event read briefly says what the whole event says."""

from __future__ import annotations

from typing import Any

import orjson
from hypothesis import given
from hypothesis import strategies as st

from parsers import Event, Unparsed
from parsers.cloudtrail import CloudTrail, parser
from parsers.cloudtrail.marks import stranger
from parsers.cloudtrail.record import record
from parsers.cloudtrail.sample import SAMPLE

EVENTS = tuple(orjson.loads(SAMPLE)["Records"])
NAMES = st.sampled_from(sorted({*parser.ELEMENTS, *parser.ASKED, *(name for event in EVENTS for name in event)}))
VALUES = st.sampled_from(
    (None, "", "-", 7, 1.5, True, "true", [], ["a"], {}, {"arn": "arn:aws:s3:::b"}, "é", "aws:s3", '{"name": "n"}')
)
CHANGES = st.dictionaries(NAMES, VALUES, max_size=4)


def the_long_way(raw: bytes) -> Event | Unparsed:
    event: dict[str, Any] = orjson.loads(raw)
    reason = stranger(event)
    return Unparsed(reason) if reason else parser.understood(event)


@given(st.sampled_from(EVENTS), CHANGES, st.sets(NAMES, max_size=3))
def test_both_ways_say_the_same(event: dict[str, Any], changes: dict[str, Any], gone: set[str]) -> None:
    raw = orjson.dumps({name: value for name, value in (event | changes).items() if name not in gone})
    assert CloudTrail().decode(raw) == the_long_way(raw)


@given(st.sampled_from(EVENTS), st.integers(0), st.integers(0, 127))
def test_damage_is_found(event: dict[str, Any], at: int, byte: int) -> None:
    raw = bytearray(orjson.dumps(event))
    raw[at % len(raw)] = byte
    try:
        expected = the_long_way(bytes(raw))
    except orjson.JSONDecodeError as error:
        expected = Unparsed(f"not JSON: {error}")
    assert CloudTrail().decode(bytes(raw)) == expected


def test_the_usual_event_is_read_briefly() -> None:
    brief = [record(orjson.dumps(event)) for event in EVENTS]
    assert brief.count(None) <= 1


def test_what_is_not_text_is_read_the_long_way() -> None:
    assert record(orjson.dumps({**EVENTS[0], "eventVersion": 1.1})) is None
    assert record('{"eventID": "é"}'.encode()) is None
