"""Many whole JSON values at once, through msgspec, wherever the bytes are valid: the common case."""

from __future__ import annotations

import re
from typing import NamedTuple

import msgspec

from parsers.framing.pieces import BLANK
from parsers.framing.scanner import BODY

WINDOW = 256 << 10
"""Bytes tried at once: when a record in them is damaged, no more than these go the slow way."""

CLOSE = 64
"""So near to its end a document's array closes; so many blanks may follow a record's comma."""

FIRST_KEY = re.compile(rb'\{[ \t\r\n]*+("' + BODY.pattern + rb'")')
"""How an object begins; the group is its first key, quotes included."""

_CLOSING = re.compile(rb"\][ \t\r\n]*+(?:\}[ \t\r\n]*+)?\Z")
_ELEMENTS = msgspec.json.Decoder(list[msgspec.Raw])
_LINES = msgspec.json.Decoder(msgspec.Raw)
_INVALID = (msgspec.MsgspecError, RecursionError)


class Cut(NamedTuple):
    """Values found in `chunk`, the first at `first`; the text is consumed up to `end`."""

    chunk: bytes
    first: int
    values: list[msgspec.Raw]
    end: int


def elements(text: bytearray, at: int, stop: int) -> Cut | None:
    """The elements of an array from `at`, where one begins, to the last that surely ends before `stop`."""
    if stop == len(text) and (closing := _CLOSING.search(text, max(at, stop - CLOSE))):
        end = closing.start()
        if found := _elements(text, at, end, end):
            return found
    last = _begin(text, at, stop)
    before = bytes(text[max(at, last - CLOSE) : last]).rstrip(BLANK)
    return _elements(text, at, max(at, last - CLOSE) + len(before) - 1, last) if before.endswith(b",") else None


def _begin(text: bytearray, at: int, stop: int) -> int:
    """Where the last record before `stop` may begin, if it begins as the one at `at`; else `at`."""
    begins = FIRST_KEY.match(text, at, stop)
    return max(at, text.rfind(begins[0], begins.end(), stop)) if begins else at


def _elements(text: bytearray, at: int, stop: int, end: int) -> Cut | None:
    with memoryview(text) as view:
        array = b"".join((b"[", view[at:stop], b"]"))
    try:
        return Cut(array, 1, _ELEMENTS.decode(array), end)
    except _INVALID:
        return None


def lines(text: bytearray, at: int, stop: int) -> Cut | None:
    """The values from `at`, where one begins, to the last line before `stop` that may end one."""
    end = text.rfind(b"\n", at, stop) + 1
    last = max(at, text.rfind(b"\n", at, end - 1) + 1)
    if end and text[last] not in b"{}[]":  # in the midst of an indented value
        end = text.rfind(b"\n{", at, end) + 1
    end = end or _begin(text, at, stop)
    if end <= at:
        return None
    chunk = bytes(text[at:end])
    try:
        return Cut(chunk, 0, _LINES.decode_lines(chunk), end)
    except _INVALID:
        return None
