"""The line grammar: eight fields, a comma and a blank between them, quoted only where needed.

The csv module is not used: it stops at 131,072 characters and cannot say what is wrong with a line.
"""

from __future__ import annotations

import re
from functools import lru_cache

from msgspec import Struct

from parsers.base import Unparsed

START = re.compile(rb"[0-9]{10,19}, ")
"""A record's first line begins so; an Aurora MySQL audit line has no blank after its comma."""

NAMES = (
    "timestamp",
    "clientHost",
    "serverHost",
    "connectionType",
    "callerIamArn",
    "authContext",
    "httpHeader",
    "payload",
)
"""The eight fields in the order of the current page; older editions put serverHost first."""

LINE_END = "\r\n "
NEPTUNE_PORT = ":8182"
MISSING = frozenset({"", "[unknown]", "null"})
"""What a field holds where the log has nothing to say."""

_MICROSECONDS = {10: (1_000_000, 1), 13: (1_000, 1), 16: (1, 1), 19: (1, 1_000)}
_QUOTED = r'"[^"]*+(?>(?:""[^"]*+)*)"'
_MAP = r"\{[^{}\r\n]*+\}(?= *,)"  # authContext may hold a comma without being quoted
# Atomic and possessive throughout: a hostile line is refused in linear time.
_FIELD = rf" *+((?>{_QUOTED}|{_MAP}|[^, \"\r\n][^,\r\n]*+|))"
_RECORD = re.compile(
    r"([0-9]{10,19}), " + rf"{_FIELD} *+," * 6 + rf" *+({_QUOTED}|(?!\").*)\Z",
    re.DOTALL,
)
_USUAL = re.compile(
    rf"([0-9]{{13}}), ([^, {{\"\r\n]+), ([^\"]{{1,500}}), \"([^\"]*+)\"(?:, ({_QUOTED}|[^ \"].*))?\Z",
    re.DOTALL,
)
"""Nearly all lines: nothing is quoted before httpHeader. The third group hardly changes from line to line."""
_FIELDS = re.compile(rf"{_FIELD} *+,")
_ONE_FIELD = re.compile(rf"{_FIELD} *+(?=,|\Z)")
_SURE = re.compile(rb"[0-9]+, [^,\r\n]*, *[^,\r\n]*, *(?:Websocket|HTTP_[A-Z]+|Bolt) *,", re.IGNORECASE)
_PERHAPS = re.compile(rb"[0-9]+, [^,\r\n]+:[0-9]+ *,(?:[^,\r\n]*,){5}")
_OPENS = re.compile(rb', *"(?>(?:"")*)[^"\r\n]')
_AUTHENTICATED = re.compile(r'authenticationSucceeded"?\s*[=:]\s*"?(true|false)', re.IGNORECASE)


class Line(Struct, frozen=True):
    """One record's fields, unquoted; `None` where the log says nothing; `time` in µs since 1970 UTC."""

    time: int
    client: str | None
    server: str | None
    connection: str | None
    caller: str | None
    auth: str | None
    header: str | None
    payload: str | None


def read(raw: bytes) -> Line | Unparsed:
    """The fields of one record."""
    try:
        text = raw.decode().rstrip(LINE_END)
    except UnicodeDecodeError as error:
        return Unparsed(f"not UTF-8: byte 0x{raw[error.start]:02x} at {error.start}")
    return _usual(text) or _any(raw, text)


def _usual(text: str) -> Line | None:
    """A line as nearly all are, read quickly; `None` where it needs another look."""
    found = _USUAL.match(text)
    if not found:
        return None
    stamp, client, between, quoted, payload = found.groups()
    rest = (*_unquoted(between), None if quoted in MISSING else quoted)
    if payload is not None:
        rest += (_plain(payload),)
    if len(rest) != len(NAMES) - 2 or client.endswith(NEPTUNE_PORT):
        return None
    return Line(int(stamp) * 1_000, None if client in MISSING else client, *rest)


@lru_cache(maxsize=2048)
def _unquoted(fields: str) -> tuple[str | None, ...]:
    """The fields from serverHost on, none of them quoted; none where a line ends among them, or a map does not."""
    found = _FIELDS.findall(fields + ",")
    if "\n" in fields or "\r" in fields or any(field[:1] == "{" and field[-1] != "}" for field in found):
        return ()
    return tuple(map(_plain, found))


def _any(raw: bytes, text: str) -> Line | Unparsed:
    found = _RECORD.match(text)
    if not found:
        return Unparsed(_complaint(raw, text))
    stamp, client, server, *rest = found.groups()
    scale = _MICROSECONDS.get(len(stamp))
    if not scale:
        return Unparsed(f"a timestamp of {len(stamp)} digits: not seconds, milli-, micro- or nanoseconds")
    if _port_is_ours(client) and not _port_is_ours(server):
        client, server = server, client
    return Line(int(stamp) * scale[0] // scale[1], *[_plain(field) for field in (client, server, *rest)])


def is_whole(raw: bytes) -> bool:
    """Whether the lines so far hold eight fields and every quote is closed."""
    if raw.count(b'"') % 2 == 0:
        return raw.count(b",") >= len(NAMES) - 1
    # A quote inside an unquoted field opens nothing, so an odd number alone proves nothing.
    return bool(_RECORD.match(raw.decode(errors="replace").rstrip(LINE_END)))


def is_inside(unfinished: bytes, line: bytes) -> bool:
    """Whether a line that begins like a record stands in an open quote of the record before it.

    Inside quotes every quote is doubled, so a line that opens a field with a single one is a record of its own,
    and the one before it was cut off.
    """
    return unfinished.count(b'"') % 2 == 1 and not _OPENS.search(line)


def likeness(head: bytes) -> float:
    """How surely `head` starts an audit record, 0 to 1; the connection type is what no other log has."""
    if not START.match(head):
        return 0.0
    if _SURE.match(head):
        return 0.98
    return 0.5 if _PERHAPS.match(head) else 0.0


@lru_cache(maxsize=256)
def authenticated(context: str | None) -> bool | None:
    """What authContext says, as Java map text (real lines) or JSON (AWS's page); `None` where it does not."""
    found = _AUTHENTICATED.search(context or "")
    return found[1].lower() == "true" if found else None


def _plain(field: str) -> str | None:
    if field in MISSING:
        return None
    text = field[1:-1].replace('""', '"') if field[0] == '"' else field.rstrip(" ")
    return None if text in MISSING else text


def _port_is_ours(field: str) -> bool:
    return field.rstrip(' "').endswith(NEPTUNE_PORT)


def _complaint(raw: bytes, text: str) -> str:
    """Why the line is not one of ours, in words; only broken records come here."""
    start = START.match(raw)
    if not start:
        return "does not begin with a timestamp, a comma and a blank"
    at = start.end()
    for number, name in enumerate(NAMES[1:], 2):
        found = _ONE_FIELD.match(text, at)
        if not found:
            return f"field {number} ({name}) has a quote that never closes, or text after its closing quote"
        if found.end() == len(text):
            return f"only {number} of {len(NAMES)} fields"
        at = found.end() + 1
    return "text after the closing quote of the payload"
