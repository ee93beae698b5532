"""Amazon Neptune's slow-query log: one JSON object a query.

Format: https://docs.aws.amazon.com/neptune/latest/userguide/slow-query-logs.html. Setting `info` gives the request, the
query and the times, `debug` all there is; null and empty attributes are left out, entries are in no order.
"""

from __future__ import annotations

from collections.abc import Mapping
from datetime import UTC, datetime
from typing import Any, TypeAlias

import orjson

from parsers.base import SUCCESS, Event, Field, Kind, Layout, Parser, Unparsed, Value
from parsers.neptune_audit.layout import TITLES, laid_out
from parsers.neptune_audit.lexicon import GREMLIN, LANGUAGES, OPENCYPHER, SPARQL
from parsers.neptune_audit.meaning import understood
from parsers.neptune_audit.query import asked
from parsers.neptune_audit.request import NONE
from parsers.neptune_audit.summary import did, shortened

Object: TypeAlias = Mapping[str, Any]
REQUEST, QUERY, TIMES = "requestResponseMetadata", "queryStats", "queryTimeStats"
"""The groups of attributes that also `info` gives."""

_NAMES = tuple(b'"%s"' % name.encode() for name in (REQUEST, QUERY, TIMES))
_ENDPOINTS = {GREMLIN: "/gremlin", SPARQL: "/sparql", OPENCYPHER: "/openCypher"}
_EPOCH = datetime(1970, 1, 1, tzinfo=UTC)
_START = "%d/%m/%Y %H:%M:%S.%f"
_NUMBERS = (
    (TIMES, "overallRunTimeMs", "milliseconds from the request to the answer"),
    (TIMES, "parsingTimeMs", "milliseconds of parsing"),
    (TIMES, "waitingTimeMs", "milliseconds that the query waited for its turn"),
    (TIMES, "executionTimeMs", "milliseconds of running"),
    (TIMES, "serializationTimeMs", "milliseconds of writing the answer"),
    ("memoryStats", "approximateUsedMemoryBytes", "bytes of memory used, about"),
    ("storageCounters", "statementsScannedInAllIndexes", "statements looked at in the indexes"),
)
"""Numbers that have a field: group, name, description."""


class NeptuneSlow(Parser):
    """Queries that took longer than `neptune_slow_query_log_threshold`, 5 seconds unless it is set."""

    name = "neptune_slow"
    title = "Amazon Neptune slow-query log"
    url = "https://docs.aws.amazon.com/neptune/latest/userguide/slow-query-logs.html"
    patterns = ("*slowquery*", "*slow_query*")
    columns = ("time", "action", "overallRunTimeMs", "outcome", "query")
    fields = (
        Field("requestId", width=36, description="the request's ID, as the audit log has it", unique=True),
        Field("requestType", width=10, description="HTTP_GET, HTTP_POST, WebSocket …"),
        Field("responseStatusCode", Kind.INTEGER, 6, "the HTTP status of the answer"),
        Field("exceptionClass", width=28, description="the error that the query ended with"),
        Field("language", width=10, description="gremlin, sparql or opencypher"),
        Field("query", width=60, description="the query, decoded", unique=True),
        Field("queryFingerprint", width=40, description="the query with its values taken out, as Neptune writes it"),
        Field("fingerprint", width=10, description="the same as the audit log's for the same query"),
        *(Field(name, Kind.INTEGER, 10, description) for _, name, description in _NUMBERS),
    )
    sample = (
        b'{"requestResponseMetadata":{"requestId":"0d6a7c52-5e1f-4a0a-9c55-6b8f5f0c1a01","requestType":"HTTP_POST",'
        b'"responseStatusCode":200},"queryStats":{"query":"gremlin=g.V().hasLabel(\'person\').out(\'knows\').count()",'
        b'"queryFingerprint":"g.V().hasLabel(string0).out(string1).count()","queryLanguage":"Gremlin"},'
        b'"queryTimeStats":{"startTime":"21/11/2026 09:15:02.250","overallRunTimeMs":7310,"executionTimeMs":7204}}\n'
        b'{"requestResponseMetadata":{"requestId":"77e3a5b4-8f0e-4c4e-8a41-0f3f1b1f2c02","requestType":"HTTP_POST",'
        b'"responseStatusCode":500,"exceptionClass":"QueryLimitExceededException"},"queryStats":{"query":'
        b'"query=MATCH (n) DETACH DELETE n","queryLanguage":"OpenCypher"},"queryTimeStats":{"startTime":'
        b'"21/11/2026 09:16:40.001","overallRunTimeMs":120004}}\n'
    )

    def sniff(self, head: bytes) -> float:
        """The three groups that every record has; the third may come late, after a long query."""
        found = [name in head for name in _NAMES]
        if not head.lstrip().startswith(b"{") or not found[0]:
            return 0.0
        return 0.95 if all(found) else 0.8 if found[1] else 0.4

    def decode(self, raw: bytes) -> Event | Unparsed:
        """The event of one query."""
        record = _record(raw)
        return record if isinstance(record, Unparsed) else _event(record)

    def layouts(self, raw: bytes) -> tuple[Layout, ...]:
        """The query, laid out in its language."""
        record = _record(raw)
        if isinstance(record, Unparsed):
            return ()
        language, query = _query(record)
        return (Layout(TITLES[language], language, laid_out(language, query)),) if language and query else ()


def _record(raw: bytes) -> Object | Unparsed:
    try:
        record = orjson.loads(raw)
    except orjson.JSONDecodeError as error:
        return Unparsed(f"not JSON: {error}")
    if not isinstance(record, dict) or not (QUERY in record or REQUEST in record):
        return Unparsed(f"neither {QUERY} nor {REQUEST}: not an entry of a slow-query log")
    return record


def _event(record: Object) -> Event:
    language, query = _query(record)
    said = understood(language, query) if language and query else None
    status = _number(record, REQUEST, "responseStatusCode")
    failure = _text(record, REQUEST, "exceptionClass")
    outcome = failure or (str(status) if status and status >= 400 else SUCCESS)
    action = f"{language or 'query'} {said[0].verb}" if said else language or "query"
    took = _number(record, TIMES, "overallRunTimeMs")
    return (
        _start(_text(record, TIMES, "startTime")),
        "neptune",
        action,
        *(None,) * 5,
        said[0].effect.value if said else None,
        outcome,
        None,
        None,
        _sentence(did(said[0]) if said else action, took, query, outcome),
        _text(record, REQUEST, "requestId"),
        _text(record, REQUEST, "requestType"),
        status,
        failure,
        language,
        query,
        _text(record, QUERY, "queryFingerprint"),
        said[1] if said else None,
        *(_number(record, group, name) for group, name, _ in _NUMBERS),
    )


def _query(record: Object) -> tuple[str | None, str | None]:
    """The language and the query, which is written as it was sent: a form, JSON or bare."""
    language = (_text(record, QUERY, "queryLanguage") or "").lower()
    known = language if language in LANGUAGES else None
    found = asked(None, _ENDPOINTS.get(language), NONE, _text(record, QUERY, "query"))
    return known or found.language, found.query


def _sentence(did_what: str, took: int | None, query: str | None, outcome: str) -> str:
    """`read for 7.3 s: g.V()…`."""
    time = f" for {took / 1000:,.1f} s" if took is not None else ""
    what = f": {shortened(query)}" if query else ""
    if outcome == SUCCESS:
        return f"{did_what}{time}{what}"
    return f"failed{time} ({outcome}), asked for but not done{what}"


def _value(record: Object, group: str, name: str) -> Value:
    attributes = record.get(group)
    found: Value = attributes.get(name) if isinstance(attributes, dict) else None
    return found


def _text(record: Object, group: str, name: str) -> str | None:
    found = _value(record, group, name)
    return found if isinstance(found, str) and found else None


def _number(record: Object, group: str, name: str) -> int | None:
    found = _value(record, group, name)
    return found if type(found) is int and found.bit_length() < 64 else None


def _start(text: str | None) -> int | None:
    """`23/02/2023 11:42:52.657`, in UTC."""
    try:
        since = datetime.strptime(text or "", _START).replace(tzinfo=UTC) - _EPOCH
    except ValueError:
        return None
    return (since.days * 86_400 + since.seconds) * 1_000_000 + since.microseconds
