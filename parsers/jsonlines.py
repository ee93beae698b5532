"""The fallback: any log whose records are JSON objects, read by the names that such logs usually use."""

from __future__ import annotations

import math
import re
from collections.abc import Iterable, Mapping
from datetime import UTC, datetime
from functools import lru_cache
from typing import ClassVar, TypeAlias

import orjson

from parsers.base import SUCCESS, Event, Field, Parser, Unparsed

Object: TypeAlias = Mapping[str, object]

_TIME = (
    *(
        "time",
        "timestamp",
        "ts",
        "eventtime",
        "datetime",
        "date",
        "createdat",
        "created",
        "starttime",
        "logtime",
    ),
    *("timestampms", "epoch", "when", "t"),
)
_ACTION = ("action", "eventname", "event", "operation", "method", "eventtype", "type")
_MESSAGE = ("message", "msg", "log", "text", "description")
_ACTOR = (
    "actor",
    "user",
    "username",
    "principal",
    "userid",
    "userarn",
    "subject",
    "email",
    "login",
    "caller",
)
_CLIENT = (
    *(
        "clientip",
        "client",
        "sourceip",
        "sourceipaddress",
        "srcip",
        "remoteaddr",
        "remoteaddress",
        "remoteip",
    ),
    *("ipaddress", "ip", "clienthost"),
)
_SERVICE = (
    "service",
    "servicename",
    "logger",
    "loggername",
    "app",
    "application",
    "component",
    "module",
    "program",
)
_TARGET = ("target", "resource", "resourceid", "resourcename", "object", "path", "uri", "url")
_LEVEL = ("level", "severity", "loglevel", "levelname", "lvl")
_STATUS = ("status", "statuscode", "httpstatus", "responsecode")
_ERROR = ("error", "errorcode", "err", "exception", "errormessage")
_OUTCOME = ("outcome", "result")
_ACCOUNT = ("account", "accountid", "awsaccountid", "recipientaccountid")
_REGION = ("region", "awsregion")
_NAME_OF = ("name", "id", "arn", "username", "email", "ip", "address", "message", "code", "type")
"""What stands for an object where text is wanted."""

_FAILED_LEVELS = frozenset({"error", "err", "critical", "crit", "fatal", "panic", "alert", "emergency", "emerg"})
_FINE = frozenset({"success", "succeeded", "ok", "true", "allow", "allowed", "pass", "passed", "completed"})
_HTTP_ERRORS = range(400, 600)

_SECONDS_AGO_ENOUGH = 100_000_000  # an epoch below this (March 1973) is a duration or a counter
_UNITS = ((10**17, 1e-3), (10**14, 1), (10**11, 10**3), (_SECONDS_AGO_ENOUGH, 10**6))
"""From this number on it is nano-, micro-, milliseconds, seconds; and what makes microseconds of it."""
_LATEST = 1 << 61  # microseconds; far beyond any calendar
_ISO = re.compile(r"[0-9]{4}-[0-9]{2}-[0-9]{2}[T t]")
_FRACTION = re.compile(r"([.,][0-9]{6})[0-9]+")
_SUMMARY = 200  # characters
_START = re.compile(rb"\s*\{\s*(?:\"|\}|\Z)")


class JsonLines(Parser):
    """Any other JSON log; what has no usual name stays in the record and can be filtered there."""

    name: ClassVar[str] = "jsonlines"
    title: ClassVar[str] = "JSON log"
    url: ClassVar[str] = "https://jsonlines.org/"
    patterns = ("*.jsonl", "*.ndjson", "*.json", "*.log")
    columns = ("time", "service", "action", "actor", "client", "message")
    sample: ClassVar[bytes] = (
        b'{"ts":"2024-06-10T08:15:30.250Z","level":"info","logger":"shop","msg":"order in","user":"ann"}\n'
        b'{"ts":1718007331.5,"level":"error","logger":"shop","msg":"refused","remote_addr":"192.0.2.7"}\n'
    )
    fields: ClassVar[tuple[Field, ...]] = (
        Field("message", width=60, description="the record's text", unique=True),
        Field("level", width=8, description="the level or severity, as the record writes it"),
    )

    def sniff(self, head: bytes) -> float:
        """Just enough for what starts as a JSON object, so that every other format comes first."""
        return 0.35 if _START.match(head) else 0.0

    def decode(self, raw: bytes) -> Event | Unparsed:
        """The event of one JSON object."""
        try:
            record = orjson.loads(raw)
        except orjson.JSONDecodeError as error:
            return Unparsed(f"not JSON: {error}")
        if not isinstance(record, dict):
            return Unparsed(f"JSON, but {_KINDS.get(type(record), 'null')} and not an object")
        return _event(record)


_KINDS: Mapping[type, str] = {
    list: "an array",
    str: "a string",
    int: "a number",
    float: "a number",
    bool: "a boolean",
}


def _event(record: Object) -> Event:
    names = _by_plain_name(tuple(record))
    message = _first(record, names, _MESSAGE)
    action = _first(record, names, _ACTION) or message
    level = _first(record, names, _LEVEL)
    return (
        _time(record, names),
        _first(record, names, _SERVICE),
        action,
        _first(record, names, _ACTOR),
        None,
        None,
        _first(record, names, _CLIENT),
        _first(record, names, _TARGET),
        None,
        _outcome(record, names, level),
        _first(record, names, _ACCOUNT),
        _first(record, names, _REGION),
        _cut(message or _pairs(record)),
        message,
        level,
    )


@lru_cache(maxsize=1024)
def _by_plain_name(keys: tuple[str, ...]) -> Mapping[str, str]:
    """Keys by their letters alone: `@timestamp`, `time_stamp`, `timeStamp` are one name; the first wins."""
    found: dict[str, str] = {}
    for key in keys:
        found.setdefault("".join(c for c in key.lower() if c.isalnum()), key)
    return found


def _values(record: Object, names: Mapping[str, str], wanted: Iterable[str]) -> Iterable[object]:
    return (record[names[name]] for name in wanted if name in names)


def _first(record: Object, names: Mapping[str, str], wanted: Iterable[str]) -> str | None:
    """The first value there is under these names, as text."""
    return next(filter(None, (_text(value) for value in _values(record, names, wanted))), None)


def _text(value: object) -> str | None:
    """A value as text; of an object, its name."""
    if isinstance(value, str):
        return value
    if isinstance(value, bool):
        return "true" if value else "false"
    if isinstance(value, int | float):
        return str(value)
    if isinstance(value, dict):
        return next((v for v in map(value.get, _NAME_OF) if isinstance(v, str) and v), None)
    return None


def _time(record: Object, names: Mapping[str, str]) -> int | None:
    """The first usual name whose value is a time."""
    return next((t for t in map(moment, _values(record, names, _TIME)) if t is not None), None)


def moment(value: object) -> int | None:
    """ISO text (no offset: UTC) or an epoch in s, ms, µs or ns as microseconds since 1970 UTC, or `None`."""
    if isinstance(value, str):
        return _of_iso(value.strip()) if not _is_number(value) else _of_epoch(float(value))
    if isinstance(value, bool) or not isinstance(value, int | float):
        return None
    return _of_epoch(value)


def _is_number(text: str) -> bool:
    return text.replace(".", "", 1).isdecimal() and text.isascii()


def _of_epoch(number: float) -> int | None:
    if not math.isfinite(number):
        return None
    scale = next((scale for least, scale in _UNITS if abs(number) >= least), None)
    if scale is None:
        return None
    micros = int(number) // 1000 if scale < 1 else round(number * scale)
    return micros if abs(micros) < _LATEST else None


def _of_iso(text: str) -> int | None:
    if not _ISO.match(text):
        return None
    try:
        at = datetime.fromisoformat(_FRACTION.sub(r"\1", text.upper().replace(",", ".")).removesuffix(" UTC"))
    except ValueError:
        return None
    since = (at if at.tzinfo else at.replace(tzinfo=UTC)) - _EPOCH
    return (since.days * 86_400 + since.seconds) * 1_000_000 + since.microseconds


_EPOCH = datetime(1970, 1, 1, tzinfo=UTC)


def _outcome(record: Object, names: Mapping[str, str], level: str | None) -> str:
    """The error where there is one; an HTTP status, result or level that says failure; else success."""
    error = _first(record, names, _ERROR)
    if error and error.lower() not in {"false", "0", "null", "none"}:
        return _cut(error)
    for status in _values(record, names, _STATUS):
        number = int(status) if isinstance(status, str) and status.isdecimal() and len(status) == 3 else status
        if isinstance(number, int) and number in _HTTP_ERRORS:
            return str(number)
    result = _first(record, names, _OUTCOME)
    if result and result.lower() not in _FINE:
        return _cut(result)
    return level.lower() if level and level.lower() in _FAILED_LEVELS else SUCCESS


def _pairs(record: Object) -> str:
    """The record's plain values as `key=value`, for a record without a message."""
    plain = ((key, value) for key, value in record.items() if not isinstance(value, dict | list))
    return " ".join(f"{key}={'null' if value is None else _text(value)}" for key, value in plain) or "{}"


def _cut(text: str) -> str:
    """The text on one line, cut where it is long."""
    line = " ".join(text[: 2 * _SUMMARY].split())
    return line if len(line) <= _SUMMARY and len(text) <= 2 * _SUMMARY else line[: _SUMMARY - 1] + "…"
