"""The slow-query log, PostgreSQL's log and VPC flow logs, each by its page's facts, and in the folder of a session."""

from __future__ import annotations

import gzip
from pathlib import Path
from typing import Any

import orjson
import pytest

from parsers import COMMON, Parser, Unparsed
from parsers.neptune_slow import NeptuneSlow
from parsers.postgresql import PostgreSql
from parsers.testing import records
from parsers.vpc_flow import vpc_flow
from tui.session import Session
from tui.store.counts import Counts

SLOW, POSTGRES, FLOW = NeptuneSlow(), PostgreSql(), vpc_flow()
PREFIX = b"2026-11-21 09:15:02 UTC:10.20.30.40(51514):alice@orders:[4711]:"
FLOWN = b"2 111122223333 eni-1 10.0.0.1 10.0.0.2 51514 8182 6 12 4711 1795252502 1795252561 ACCEPT OK"


def said(parser: Parser, raw: bytes) -> dict[str, Any]:
    event = parser.decode(raw)
    assert not isinstance(event, Unparsed), event.reason
    return dict(zip((field.name for field in (*COMMON, *parser.fields)), event, strict=True))


def slow(**groups: dict[str, Any]) -> dict[str, Any]:
    return said(SLOW, orjson.dumps({"queryStats": {}, **groups}))


def audit(fields: str, level: str = "LOG") -> dict[str, Any]:
    return said(POSTGRES, PREFIX + f"{level}:  AUDIT: {fields}".encode())


def test_a_slow_query_says_what_ran_how_long_and_when_day_first() -> None:
    found = said(SLOW, records(SLOW)[0])
    assert found["time"] == 1_795_252_502_250_000
    assert (found["action"], found["effect"], found["overallRunTimeMs"]) == ("gremlin read", "read", 7310)
    assert found["summary"] == "read for 7.3 s: g.V().hasLabel('person').out('knows').count()"


def test_the_same_query_has_the_fingerprint_of_the_audit_log() -> None:
    query = {"query": "gremlin=g.V().has('code','AUS').limit(20)", "queryLanguage": "Gremlin"}
    other = {"query": "{\"gremlin\": \"g.V().has('code','FRA').limit(3)\"}", "queryLanguage": "Gremlin"}
    assert slow(queryStats=query)["fingerprint"] == slow(queryStats=other)["fingerprint"] is not None


def test_a_slow_query_that_failed_did_nothing() -> None:
    found = said(SLOW, records(SLOW)[1])
    assert (found["outcome"], found["effect"]) == ("QueryLimitExceededException", "destructive")
    assert "asked for but not done: MATCH (n) DETACH DELETE n" in found["summary"]
    assert slow(requestResponseMetadata={"responseStatusCode": 429})["outcome"] == "429"


def test_attributes_that_are_left_out_say_nothing() -> None:
    found = slow()
    assert (found["time"], found["query"], found["action"], found["outcome"]) == (None, None, "query", "success")
    assert isinstance(SLOW.decode(b'{"a": 1}'), Unparsed)


@pytest.mark.parametrize(
    ("fields", "action", "effect", "target"),
    [
        ("SESSION,1,1,READ,SELECT,TABLE,public.t,select 1,<none>", "SELECT", "read", "public.t"),
        ("SESSION,1,1,WRITE,INSERT,TABLE,public.t,insert,<none>", "INSERT", "write", "public.t"),
        ("OBJECT,1,1,WRITE,DELETE,TABLE,public.t,delete,<none>", "DELETE", "destructive", "public.t"),
        ("SESSION,1,1,WRITE,TRUNCATE TABLE,,,truncate t,<none>", "TRUNCATE TABLE", "destructive", "orders"),
        ("SESSION,1,1,DDL,DROP TABLE,TABLE,public.t,drop,<none>", "DROP TABLE", "destructive", "public.t"),
        ("SESSION,1,1,ROLE,DROP ROLE,,,drop role bob,<none>", "DROP ROLE", "admin", "orders"),
        ("SESSION,1,1,FUNCTION,DO,,,delete from t,<none>", "DO", "destructive", "orders"),
        ("SESSION,1,1,MISC,SHOW,,,show all,<not logged>", "SHOW", "read", "orders"),
    ],
)
def test_pgaudit_says_what_was_done_to_what(fields: str, action: str, effect: str, target: str) -> None:
    found = audit(fields)
    assert (found["action"], found["effect"], found["target"], found["actor"]) == (action, effect, target, "alice")


def test_a_statement_keeps_its_quotes_commas_and_lines() -> None:
    found = audit('SESSION,3,2,READ,SELECT,,,"select ""a"", b\n\tfrom t",<none>,12')
    assert (found["statement"], found["rows"], found["substatementId"]) == ('select "a", b\nfrom t', 12, 2)


def test_an_audit_record_that_is_cut_off_is_unparsed() -> None:
    cut = POSTGRES.decode(PREFIX + b"LOG:  AUDIT: SESSION,1,1,READ,SELECT,,")
    assert cut == Unparsed("an audit record of 7 whole fields, where there are 9")


def test_the_other_lines_of_the_log_are_events_too() -> None:
    failed = said(POSTGRES, PREFIX + b'FATAL:  password authentication failed for user "alice"')
    assert (failed["action"], failed["outcome"], failed["client"]) == ("connect", "FATAL", "10.20.30.40")
    quiet = said(POSTGRES, b"2026-11-21 09:15:30 UTC::@:[389]:LOG:  checkpoint starting: time")
    assert (quiet["action"], quiet["actor"], quiet["client"], quiet["summary"]) == (
        *("log", None, None, "checkpoint starting: time"),
    )


def test_a_log_may_begin_in_the_middle_of_a_message_but_text_that_quotes_one_is_none() -> None:
    line = PREFIX + b"LOG:  x\n"
    assert POSTGRES.sniff(b"\tfrom t\n\twhere a\n" + line) == 0.5
    assert POSTGRES.sniff(b"An example:\n" + line) == 0.0


def test_a_time_in_another_zone_is_not_guessed() -> None:
    found = POSTGRES.decode(PREFIX.replace(b"UTC", b"CET") + b"LOG:  x")
    assert found == Unparsed("its time is in CET, and only UTC is certain")


def test_a_flow_says_who_reached_whom_and_a_dash_says_nothing() -> None:
    found = said(FLOW, FLOWN)
    assert (found["client"], found["target"], found["dstport"]) == ("10.0.0.1", "10.0.0.2", 8182)
    assert found["protocol"] == "tcp"
    assert said(FLOW, FLOWN.replace(b"ACCEPT", b"REJECT"))["outcome"] == "REJECT"
    none = said(FLOW, b"2 111122223333 eni-1 - - - - - - - 1795252502 1795252561 - NODATA")
    assert (none["action"], none["client"], none["bytes"]) == ("no flow", None, None)


def exported(raw: bytes) -> bytes:
    """As an export of CloudWatch Logs to S3 writes it."""
    return b"".join(b"2026-11-21T09:15:02.000Z " + line for line in raw.splitlines(keepends=True))


def subscribed(*raws: bytes) -> bytes:
    """As a subscription of CloudWatch Logs delivers it."""
    events = [{"id": str(at), "timestamp": at, "message": raw.decode()} for at, raw in enumerate(raws)]
    return orjson.dumps({"messageType": "DATA_MESSAGE", "logEvents": events})


@pytest.mark.parametrize("parser", [SLOW, POSTGRES, FLOW], ids=lambda parser: parser.name)
def test_it_is_found_in_every_wrapping(parser: Parser, tmp_path: Path) -> None:
    raws = records(parser)
    (tmp_path / "plain.log").write_bytes(parser.sample)
    (tmp_path / "packed.gz").write_bytes(gzip.compress(parser.sample))
    (tmp_path / "exported").write_bytes(exported(b"\n".join(raw for raw in raws if b"\n" not in raw) + b"\n"))
    (tmp_path / "subscribed.json").write_bytes(subscribed(*raws))
    with Session([str(tmp_path)], workers=0) as session:
        session.load()
        assert {entry.parser for entry in session.entries()} == {parser.name}
        single = sum(b"\n" not in raw for raw in raws)
        assert session.progress().counts == Counts(3 * len(raws) + single, 0, 0)
