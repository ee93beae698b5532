"""The line grammar of the Neptune audit log by example; the other tests take their records from here."""

from __future__ import annotations

import csv
import io
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from parsers.base import COMMON, Unparsed
from parsers.neptune_audit import NeptuneAudit

PARSER = NeptuneAudit()
NAMES = [field.name for field in (*COMMON, *PARSER.fields)]
RECORDS = [b"17180" + rest for rest in PARSER.sample.split(b"17180")[1:]]

HEADER = (
    '"HttpObjectAggregator$AggregatedFullHttpRequest(decodeResult: {decoded}, version: HTTP/1.1, content: B)'
    " {line} HTTP/1.1 Host: {host} User-Agent: tool/1.0 (a, b) Accept: */*{more}"
    '"'
)
PROD = "graph-prod.cluster-c0ffee.eu-west-1.neptune.amazonaws.com:8182"


def header(line: str, host: str = PROD, decoded: str = "success", more: str = "") -> str:
    """An httpHeader field, quoted."""
    return HEADER.format(line=line, host=host, decoded=decoded, more=more)


PLAIN = {
    "time": "1718000000123",
    "client": "10.0.0.5:51000",
    "server": "10.0.0.9:8182",
    "connection": "Websocket",
    "caller": "[unknown]",
    "auth": "[unknown]",
    "sent": "[unknown]",
    "payload": "g.V()",
}


def record(**fields: str) -> bytes:
    """An audit record with these fields as they stand in the log; the others as in `PLAIN`."""
    assert fields.keys() <= PLAIN.keys()
    return ", ".join((PLAIN | fields).values()).encode()


def said(raw: bytes) -> dict[str, Any]:
    """The event of a record, by field name."""
    event = PARSER.decode(raw)
    assert isinstance(event, tuple), event
    return dict(zip(NAMES, event, strict=True))


def refused(raw: bytes) -> str:
    """Why a record is no event."""
    result = PARSER.decode(raw)
    assert isinstance(result, Unparsed)
    return result.reason


def http(path: str, payload: str = "[unknown]", method: str = "GET") -> bytes:
    """A record of an HTTP request."""
    return record(connection=f"HTTP_{method}", sent=header(f"{method} {path}"), payload=payload)


@pytest.mark.parametrize(
    ("digits", "expected"),
    [
        ("1718000000", 1718000000_000_000),
        ("1718000000123", 1718000000_123_000),
        ("1718000000123456", 1718000000_123_456),
        ("1718000000123456789", 1718000000_123_456),
    ],
)
def test_the_unit_of_a_timestamp_is_told_by_its_length(digits: str, expected: int) -> None:
    assert said(record(time=digits))["time"] == expected


@pytest.mark.parametrize("digits", ["17180000001", "171800000012", "171800000012345"])
def test_a_timestamp_of_another_length_is_not_guessed(digits: str) -> None:
    assert f"{len(digits)} digits" in refused(record(time=digits))


@pytest.mark.parametrize("end", [b"", b"\n", b"\r\n"])
def test_a_line_end_is_no_part_of_a_record(end: bytes) -> None:
    assert said(record() + end)["payload"] == "g.V()"


@pytest.mark.parametrize("nothing", ["[unknown]", "null", "", '""', '"null"'])
def test_a_missing_value_has_four_spellings(nothing: str) -> None:
    event = said(record(caller=nothing, auth=nothing, sent=nothing, server=nothing, payload=nothing))

    for name in ("callerIamArn", "authContext", "httpHeader", "payload", "serverHost", "query", "target"):
        assert event[name] is None
    assert (event["actor"], event["actor_type"], event["credentials"]) == ("anonymous", "unknown", "none")


@pytest.mark.parametrize(
    ("quoted", "expected"),
    [
        ('"g.V(""a"", 1)"', 'g.V("a", 1)'),
        ('"g.V()\r\n.count()"', "g.V()\r\n.count()"),
        ('"""g"""', '"g"'),
        ('"1718000000999, looks like, a record"', "1718000000999, looks like, a record"),
        ("a, b, c", "a, b, c"),
        ('a "b" c', 'a "b" c'),
    ],
)
def test_a_payload_is_unquoted(quoted: str, expected: str) -> None:
    assert said(record(payload=quoted))["payload"] == expected


def test_a_payload_may_be_longer_than_the_csv_module_reads() -> None:
    query = "g.V().has('name','" + "x" * 200_000 + "')"
    event = said(record(payload=f'"{query}"'))

    assert event["query"] == query
    assert event["effect"] == "read"
    assert len(event["summary"]) < 250


@pytest.mark.parametrize(
    ("raw", "reason"),
    [
        (b"", "does not begin with a timestamp"),
        (b"hello", "does not begin with a timestamp"),
        (
            b"1718000000123,db-1,admin,10.0.0.5,12,34,QUERY,shop,'select 1',0",
            "does not begin with a timestamp",
        ),
        (b"1718000000123456,db-1,admin,10.0.0.5,12,34,QUERY,shop,'select 1',0", "a comma and a blank"),
        (b"1718000000123, a, b", "only 3 of 8 fields"),
        (record(payload='"g.V()'), "never closes"),
        (record(payload='"g.V()" and more'), "text after"),
        (record(sent='"GET', payload="x"), "field 7 (httpHeader)"),
        (record() + b"\xff", "not UTF-8: byte 0xff"),
    ],
)
def test_a_broken_record_says_what_is_wrong(raw: bytes, reason: str) -> None:
    assert reason in refused(raw)


def test_a_record_is_whole_when_its_quotes_close() -> None:
    for raw in (
        record(),
        record(payload='"a\nb"'),
        record(sent=header("GET /status")),
        record(payload='it "is'),
    ):
        assert PARSER.whole(raw)
    for raw in (
        b"1718000000123, a, b",
        record(payload='"a\n'),
        record(payload='"a ""\n'),
        record(sent='"GET /'),
    ):
        assert not PARSER.whole(raw)


def test_the_start_of_a_record() -> None:
    assert PARSER.start.match(record())
    assert PARSER.start.match(b"1718000000, x")
    assert not PARSER.start.match(b"1718000000123456,db-1,admin")
    assert not PARSER.start.match(b" 1718000000123, x")
    assert not PARSER.start.match(b"171800000, x")


def test_sniff_knows_its_own_and_leaves_the_rest() -> None:
    for raw in RECORDS:
        assert PARSER.sniff(raw) > 0.9
        assert PARSER.sniff(raw[:110]) > 0.9
    assert PARSER.sniff(record(connection="Carrier_pigeon")) == 0.5
    for other in (
        b"1718000000123456,db-1,admin,10.0.0.5,12,34,QUERY,shop,'select 1',0\n",
        b"1718000000, 3, 4\n1718000001, 3, 5\n",
        b'{"Records":[]}',
        b"",
        b"\xff\xfe",
    ):
        assert PARSER.sniff(other) == 0


def test_the_csv_module_reads_the_same_fields() -> None:
    for raw in RECORDS:
        row = next(csv.reader(io.StringIO(raw.decode(), newline=""), skipinitialspace=True))
        event = said(raw)
        own = (
            "clientHost",
            "serverHost",
            "connectionType",
            "callerIamArn",
            "authContext",
            "httpHeader",
            "payload",
        )
        assert [event[name] for name in own] == [None if v in {"[unknown]", "null", ""} else v for v in row[1:]]


PIECES = st.sampled_from(
    [
        *(", ", ", ", ", ", ",", " ", '"', '""', "\n", "\r", "x", "a, b", "[unknown]", "null", "é", ":8182", '"x"'),
        *("{a=b, c=d}", "{", "}"),
    ]
)


@given(st.lists(PIECES, max_size=9).map("".join), st.booleans())
def test_a_quoted_address_is_read_as_a_bare_one(between: str, by_http: bool) -> None:
    end = f", {header('POST /sparql')}, query=ASK {{}}" if by_http else ', "g.V()"'
    rest = f", {between}, HTTP_POST, [unknown], {between}{end}"
    assert PARSER.decode(f"1718000000123, 10.0.0.5:1{rest}".encode()) == PARSER.decode(
        f'1718000000123, "10.0.0.5:1"{rest}'.encode()
    )
