"""The JSON fallback: usual names, times in every unit, and what is no object."""

from __future__ import annotations

from typing import Any

import orjson
import pytest
from hypothesis import given
from hypothesis import strategies as st

from parsers.base import COMMON, Kind, Unparsed
from parsers.jsonlines import JsonLines, moment

PARSER = JsonLines()
FIELDS = (*COMMON, *PARSER.fields)
AT = 1718007330_250_000  # 2024-06-10T08:15:30.250Z


def said(record: object) -> dict[str, Any]:
    event = PARSER.decode(orjson.dumps(record))
    assert isinstance(event, tuple), event
    return dict(zip((field.name for field in FIELDS), event, strict=True))


@pytest.mark.parametrize(
    ("value", "expected"),
    [
        ("2024-06-10T08:15:30.250Z", AT),
        ("2024-06-10t08:15:30.25z", AT),
        ("2024-06-10 10:15:30,250+02:00", AT),
        ("2024-06-10T10:15:30.250+0200", AT),
        ("2024-06-10T08:15:30.250000999Z", AT),
        ("2024-06-10 08:15:30.250 UTC", AT),
        ("2024-06-10T08:15:30.250", AT),
        (" 2024-06-10T08:15:30.250Z ", AT),
        (1718007330.25, AT),
        (1718007330250, AT),
        (1718007330250000, AT),
        (1718007330250000000, AT),
        ("1718007330250", AT),
        ("1718007330.25", AT),
        (1718007330, AT - 250_000),
        ("2024-06-10", None),
        ("yesterday", None),
        ("2024-13-10T08:15:30Z", None),
        ("", None),
        (12, None),
        (1e300, None),
        (-1718007330250, -AT),
        (True, None),
        (None, None),
        ({"a": 1}, None),
    ],
)
def test_a_moment_in_any_dress(value: object, expected: int | None) -> None:
    assert moment(value) == expected


@pytest.mark.parametrize(
    "name",
    [
        "time",
        "timestamp",
        "@timestamp",
        "ts",
        "eventTime",
        "event_time",
        "date",
        "datetime",
        "created_at",
        "createdAt",
    ],
)
def test_the_usual_names_of_time(name: str) -> None:
    assert said({"x": 1, name: "2024-06-10T08:15:30.250Z"})["time"] == AT


def test_a_name_whose_value_is_no_time_is_passed_over() -> None:
    assert said({"time": "12 ms", "ts": 1718007330250})["time"] == AT
    assert said({"time": 12})["time"] is None


@pytest.mark.parametrize(
    ("record", "field", "expected"),
    [
        ({"eventName": "DropTable"}, "action", "DropTable"),
        ({"event": "login", "msg": "hello"}, "action", "login"),
        ({"msg": "hello"}, "action", "hello"),
        ({"user": "ann"}, "actor", "ann"),
        ({"user": {"id": 7, "name": "ann"}}, "actor", "ann"),
        ({"user": None, "user_name": "ann"}, "actor", "ann"),
        ({"userId": 42}, "actor", "42"),
        ({"principal": "arn:aws:iam::1:user/ann"}, "actor", "arn:aws:iam::1:user/ann"),
        ({"remote_addr": "192.0.2.7"}, "client", "192.0.2.7"),
        ({"sourceIPAddress": "192.0.2.7", "host": "web-1"}, "client", "192.0.2.7"),
        ({"host": "web-1"}, "client", None),
        ({"service.name": "shop"}, "service", "shop"),
        ({"logger": "shop.cart"}, "service", "shop.cart"),
        ({"path": "/cart"}, "target", "/cart"),
        ({"awsRegion": "eu-west-1"}, "region", "eu-west-1"),
        ({"accountId": "111122223333"}, "account", "111122223333"),
        ({"severity": "WARN"}, "level", "WARN"),
        ({"level": 30}, "level", "30"),
        ({"message": "a  b"}, "message", "a  b"),
        ({"message": "a\n b"}, "summary", "a b"),
        ({"a": 1, "b": "x", "c": [1], "d": None, "e": True}, "summary", "a=1 b=x d=null e=true"),
        ({"c": []}, "summary", "{}"),
        ({}, "summary", "{}"),
        ({"message": "x" * 500}, "summary", "x" * 199 + "…"),
    ],
)
def test_the_usual_names(record: dict[str, object], field: str, expected: str | None) -> None:
    assert said(record)[field] == expected


@pytest.mark.parametrize(
    ("record", "outcome"),
    [
        ({}, "success"),
        ({"level": "info", "status": 200}, "success"),
        ({"level": "ERROR"}, "error"),
        ({"level": "error", "error": "TimeoutError"}, "TimeoutError"),
        ({"errorCode": "AccessDenied"}, "AccessDenied"),
        ({"error": {"code": "E42", "x": 1}}, "E42"),
        ({"error": False}, "success"),
        ({"error": ""}, "success"),
        ({"error": None, "status_code": 503}, "503"),
        ({"status": "404"}, "404"),
        ({"status": True}, "success"),
        ({"result": "denied"}, "denied"),
        ({"outcome": "SUCCESS", "level": "info"}, "success"),
    ],
)
def test_the_outcome_where_a_record_says_one(record: dict[str, object], outcome: str) -> None:
    assert said(record)["outcome"] == outcome


@pytest.mark.parametrize(
    ("raw", "reason"),
    [
        (b"[1]", "an array"),
        (b'"text"', "a string"),
        (b"12", "a number"),
        (b"1.5", "a number"),
        (b"true", "a boolean"),
        (b"null", "null"),
        (b"", "not JSON"),
        (b"{", "not JSON"),
        (b"plain text", "not JSON"),
        (b'{"a":"\xff"}', "not JSON"),
        (b'{"a":' * 10_000, "not JSON"),
    ],
)
def test_what_is_no_object_is_not_an_event(raw: bytes, reason: str) -> None:
    result = PARSER.decode(raw)

    assert isinstance(result, Unparsed)
    assert reason in result.reason


@pytest.mark.parametrize(
    ("head", "recognised"),
    [
        (b'{"a":1}', True),
        (b'\n  {\n  "a": [', True),
        (b"{}", True),
        (b"{", True),
        (b"{authenticationSucceeded=true}", False),
        (b"[1]", False),
        (b'"a"', False),
        (b"1718000000123, a", False),
        (b"", False),
    ],
)
def test_sniff_is_sure_enough_for_objects_and_only_just(head: bytes, recognised: bool) -> None:
    score = PARSER.sniff(head)

    assert 0.3 <= score <= 0.4 if recognised else score == 0


def test_the_sample_is_read() -> None:
    events = [PARSER.decode(line) for line in PARSER.sample.splitlines()]

    assert [event[0] for event in events if isinstance(event, tuple)] == [AT, 1718007331_500_000]


VALUES = st.recursive(
    st.none()
    | st.booleans()
    | st.integers(-(2**63), 2**64 - 1)
    | st.floats(allow_nan=False, allow_infinity=False)
    | st.text(),
    lambda inner: st.lists(inner, max_size=3) | st.dictionaries(st.text(max_size=5), inner, max_size=3),
    max_leaves=6,
)
USUAL = st.sampled_from(
    [
        "time",
        "@timestamp",
        "ts",
        "level",
        "message",
        "error",
        "status",
        "user",
        "client_ip",
        "event",
        "service",
        "a",
        "",
    ]
)


def check(raw: bytes) -> None:
    """The contract: an event of the declared length and kinds that can be stored, or a reason."""
    result = PARSER.decode(raw)
    if isinstance(result, Unparsed):
        assert result.reason
        return
    assert len(result) == len(FIELDS)
    for field, value in zip(FIELDS, result, strict=True):
        assert value is None or type(value) is (int if field.kind is Kind.TIME else str), field
        if isinstance(value, int):
            assert abs(value) < 1 << 62
        if isinstance(value, str):
            value.encode()


@given(st.dictionaries(USUAL, VALUES, max_size=6))
def test_any_object(record: dict[str, object]) -> None:
    check(orjson.dumps(record))


@given(st.binary(max_size=100))
def test_any_bytes(raw: bytes) -> None:
    check(raw)
