"""What wraps a record on its way: the containers it travels in and the envelopes around it."""

from __future__ import annotations

import re
from typing import NamedTuple

import msgspec

from parsers.framing.pieces import BLANK, BOM
from parsers.framing.scanner import Scan
from parsers.framing.shortcuts import elements, lines

HEAD = 4096
"""What a value is, is decided on this many of its first bytes."""
FIRST = 8192
"""A file's first record is looked for in so many bytes before it is looked for slowly."""
MOST_WRAPPINGS = 4
"""An event may lie in an EventBridge envelope in a log message in an export; deeper is nobody's shape."""

LOOKUP, FILTERED, SUBSCRIPTION = "Events", "events", "logEvents"
ARRAY = "array"
CONTROL = "CONTROL_MESSAGE"
"""The kinds of container, by the key of their array, besides `Records`; a control message has no records."""

_W = rb"[ \t\r\n]*+"
_STRING = rb'"(?>(?:[^"\\\x00-\x1f]++|\\.)*)"'
_SIMPLE = rb"(?:" + _STRING + rb"|[-+.\w]++)"
_FLAT = rb"\[(?>(?:" + _W + _SIMPLE + _W + rb",?)*)" + _W + rb"\]"
_LISTED = rb"\[(?>(?:[^\[\]\"]|" + _STRING + rb")*)\]"
_NAME = rb"(?:" + _STRING + rb"|[A-Za-z_][\w-]*+)"
_ARRAY_KEY = rb'(?P<quote>"?)(?P<key>Records|Events|events|logEvents)(?P=quote)' + _W + rb":" + _W + rb"\["
_IS_ARRAY = rb'"?(?:Records|Events|events|logEvents)"?' + _W + rb":" + _W + rb"\["


def _members(value: bytes) -> bytes:
    return rb"(?:(?!" + _IS_ARRAY + rb")" + _NAME + _W + rb":" + _W + value + _W + rb"," + _W + rb")"


_OPENING = re.compile(
    rb"\{" + _W + rb"(?>" + _members(rb"(?:" + _SIMPLE + rb"|(?P<flat>" + _FLAT + rb"))") + rb"*)" + _ARRAY_KEY
)
_MEMBER = _members(rb"(?:" + _SIMPLE + rb"|" + _LISTED + rb")")
_ITEM = _W + rb"\{" + _W
_LOOKUP_ITEM = re.compile(_ITEM + _MEMBER + rb'*?"CloudTrailEvent"' + _W + rb":")
_FILTERED_ITEM = re.compile(
    _ITEM + rb"(?=" + _MEMBER + rb'*?"timestamp"' + _W + rb":)(?=" + _MEMBER + rb'*?"message"' + _W + rb":)"
)
_ITEMS = rb'(?:"(?:Events|events)"|(?:Events|events))' + _W + rb":" + _W + rb"\[" + _W + rb"(?=[{\]])"
_BEFORE = rb"\{(?>(?:(?!" + _ITEMS + rb")(?:" + _STRING + rb'|[^"{}]))*)'
_IN_ITEM = rb"\{(?>(?:" + _STRING + rb"|" + _LISTED + rb'|[^"{}\[])*)'
_TORN = rb'"(?>(?:[^"\\\x00-\x1f]|\\.)*)\\?[\x00-\x1f]'
_NEVER_OPENS = re.compile(_BEFORE + rb"(?:" + _ITEMS + _IN_ITEM + rb")?(?:[{}]|" + _TORN + rb")")
"""A brace or a torn string, where neither can be: before the array of records, or in its first item."""
_NO_ITEMS = _W + rb"\]" + _W + rb"," + _W + rb'"(?:NextToken|nextToken|searchedLogStreams|ResponseMetadata)"'
_NO_LOOKUP_ITEMS = re.compile(_NO_ITEMS + rb"|" + _W + rb"\]" + _W + rb"\}")
_NO_FILTERED_ITEMS = re.compile(_NO_ITEMS)
_IS_CONTROL = re.compile(rb'"messageType"' + _W + rb":" + _W + rb'"CONTROL_MESSAGE"')
_IS_EVENT = re.compile(rb"\{" + _W + rb'"eventVersion"')


class Opening(NamedTuple):
    """A container's head: which kind it is, and where its array's first element may begin."""

    kind: str
    end: int


def opening(text: bytes | bytearray, start: int) -> Opening | None:
    """The container that begins at `start`, if its first bytes say that it is one; more bytes never unsay it.

    `{"Records":[…]}` (S3 delivery), `{"Events":[…]}` (lookup-events), `{"events":[…]}` (filter-log-events),
    `{…,"logEvents":[…]}` (CloudWatch Logs subscription); AWS's own examples have keys without quotes.
    """
    found = None if _IS_EVENT.match(text, start) else _OPENING.match(text, start, start + HEAD)
    if not found:
        return None
    kind, end = found["key"].decode(), found.end()
    if kind in (LOOKUP, FILTERED):
        item, none = (_LOOKUP_ITEM, _NO_LOOKUP_ITEMS) if kind == LOOKUP else (_FILTERED_ITEM, _NO_FILTERED_ITEMS)
        shaped = item.match(text, end, start + HEAD) or none.match(text, end, start + HEAD)
        if found["flat"] is not None or not shaped:
            return None
    if kind == SUBSCRIPTION and _IS_CONTROL.search(text, start, end):
        kind = CONTROL
    return Opening(kind, end)


def never_opens(text: bytearray, start: int) -> bool:
    """Whether a value that is no container yet, for `opening`, cannot be one however it goes on.

    What is no JSON may still be a container, which a value torn in the midst of its line must not wait for.
    """
    return bool(_NEVER_OPENS.match(text, start, start + HEAD))


class Envelope(msgspec.Struct, gc=False):
    """The top-level keys by which an EventBridge event, an item of lookup-events or a container is known."""

    detail: msgspec.Raw = msgspec.Raw()
    detail_type: msgspec.Raw = msgspec.field(name="detail-type", default=msgspec.Raw())
    event: msgspec.Raw = msgspec.field(name="CloudTrailEvent", default=msgspec.Raw())

    records: msgspec.Raw = msgspec.field(name="Records", default=msgspec.Raw())
    lookup: msgspec.Raw = msgspec.field(name=LOOKUP, default=msgspec.Raw())
    filtered: msgspec.Raw = msgspec.field(name=FILTERED, default=msgspec.Raw())
    subscription: msgspec.Raw = msgspec.field(name=SUBSCRIPTION, default=msgspec.Raw())


class Message(msgspec.Struct, gc=False):
    """An item of CloudWatch Logs."""

    message: str


_ENVELOPE = msgspec.json.Decoder(Envelope)
_MESSAGE = msgspec.json.Decoder(Message)
_TEXT = msgspec.json.Decoder(str)
UNREADABLE = (msgspec.MsgspecError, UnicodeDecodeError, RecursionError)


NOTHING = Envelope()


def envelope(raw: bytes) -> Envelope:
    """The keys of a whole value by which transport is known; an event begins with its version."""
    if raw[:1] != b"{" or _IS_EVENT.match(raw):
        return NOTHING
    try:
        return _ENVELOPE.decode(raw)
    except UNREADABLE:
        return NOTHING


def may_open(found: Envelope) -> bool:
    """Whether a whole value may be a container, to ask `opening` only then."""
    return found is NOTHING or bool(found.records or found.lookup or found.filtered or found.subscription)


def unwrapped(raw: bytes, kind: str = "", known: Envelope | None = None) -> bytes | None:
    """The innermost record of one whole element of a container of that kind; `None` where it carries none."""
    if kind == CONTROL:
        return None
    if kind in (SUBSCRIPTION, FILTERED):
        raw = _message(raw)
    for _ in range(MOST_WRAPPINGS):
        inner = _inner(known or envelope(raw))
        if inner is None:
            break
        raw, known = inner, None
    return raw


def _message(raw: bytes) -> bytes:
    try:
        return _MESSAGE.decode(raw).message.encode() or raw
    except UNREADABLE:
        return raw


def _inner(found: Envelope) -> bytes | None:
    """What lies in an envelope."""
    if found.event:
        return _text(bytes(found.event))
    detail = bytes(found.detail) if found.detail_type else b""
    return detail if detail[:1] == b"{" else None


def _text(raw: bytes) -> bytes | None:
    """What a JSON string says; an object in its place is taken as it is."""
    if raw[:1] == b"{":
        return raw
    try:
        return _TEXT.decode(raw).encode() or None
    except UNREADABLE:
        return None


_BODY = rb'"((?>(?:[^"\\\x00-\x1f]++|\\u[0-9a-fA-F]{4}|\\[^u])*))'
_HALF_EVENT = re.compile(rb'(?<!\\)"CloudTrailEvent"' + _W + rb":" + _W + _BODY)
_HALF_MESSAGE = re.compile(rb'(?<!\\)"message"' + _W + rb":" + _W + _BODY)
_HALF_DETAIL = re.compile(rb'(?<!\\)"detail"' + _W + rb":" + _W + rb"(?=\{)")
_TIME = re.compile(rb"\d{4}-\d\d-\d\d[T ]\d\d:\d\d:\d\d(?:[.,]\d{1,9})?(?:Z|[+-]\d\d:?\d\d)?[ \t]+")
_STREAM = re.compile(rb'[^\s:*"\'{}\[\],]{1,512}[ \t]+')
"""A log stream's name: AWS forbids `:` and `*` in it, and quotes, brackets and commas belong to a message."""


def prefix_size(line: bytes, start: re.Pattern[bytes]) -> int | None:
    """How many bytes come before the message that begins with `start`, or `None` where none does.

    `aws logs tail` and exports to S3 write a time before each message; the log stream's name may follow it.
    """
    if start.match(line):
        return 0
    time = _TIME.match(line)
    if not time:
        return None
    if start.match(line[time.end() :]):
        return time.end()
    stream = _STREAM.match(line, time.end())
    return stream.end() if stream and start.match(line[stream.end() :]) else None


_BEGINS = re.compile(rb"[{\[]|\d{13}")


class Beginning:
    """The first bytes of a stream, of which every parser asks what the first record is: it is looked for once."""

    def __init__(self, head: bytes) -> None:
        self._text = head.removeprefix(BOM).lstrip(BLANK)
        self._line = self._text[:HEAD].split(b"\n", 1)[0]
        time = _TIME.match(self._line)
        size = prefix_size(self._line, _BEGINS)
        self._innermost = _first_of_value(self._text[size if size is not None else time.end() if time else 0 :])

    def first_record(self, start: re.Pattern[bytes] | None = None) -> bytes:
        """The first record, innermost, as far as it goes; else all bytes.

        For a text format `start` is what its records begin with, which may itself be a time.
        """
        own = prefix_size(self._line, start) if start else None
        return self._innermost if own is None else self._text[own:]


def first_record(head: bytes, start: re.Pattern[bytes] | None = None) -> bytes:
    """The first record of a stream that begins with `head`."""
    return Beginning(head).first_record(start)


def _first_of_value(text: bytes) -> bytes:
    found = opening(text, 0)
    kind, start = (found.kind, found.end) if found else (ARRAY, 1) if text[:1] == b"[" else ("", 0)
    element = text[start:].lstrip(BLANK + b",")
    if element[:1] not in (b"{", b"["):
        return text
    whole = _first_of_many(element, inside=start > 0)
    if whole is None:
        size = Scan().run(bytearray(element), 0, len(element))
        whole = element[:size] if isinstance(size, int) else None
    return _half(element, kind) if whole is None else unwrapped(whole, kind) or text


def _first_of_many(text: bytes, *, inside: bool) -> bytes | None:
    """The first of the values that begin a text, where the bytes are valid: most files begin so."""
    window = bytearray(text[:FIRST])
    found = (elements if inside else lines)(window, 0, len(window))
    return bytes(found.values[0]) if found and found.values else None


def _half(text: bytes, kind: str) -> bytes:
    """The same for an element that is not whole, as well as its bytes allow."""
    if kind in (SUBSCRIPTION, FILTERED):
        text = _half_text(_HALF_MESSAGE, text)
    if not _IS_EVENT.match(text):
        text = _half_text(_HALF_EVENT, text)
        detail = _HALF_DETAIL.search(text) if b'"detail-type"' in text else None
        text = text[detail.end() :] if detail else text
    return text


def _half_text(pattern: re.Pattern[bytes], text: bytes) -> bytes:
    found = pattern.search(text)
    return (_text(b'"' + found[1] + b'"') or text) if found else text
