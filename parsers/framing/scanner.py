"""Strict, incremental reading of one JSON value (RFC 8259): the truth about where a record ends.

It accepts exactly what msgspec accepts, down to surrogate pairs: msgspec is a shortcut, not another opinion.
"""

from __future__ import annotations

import re
import sys
from enum import Enum, auto
from functools import cache

from msgspec import Struct

DEEPEST = 1024
"""How deeply brackets may nest: orjson's own limit, above the recursion limit at which msgspec gives up."""

OPEN_OBJECT, CLOSE_OBJECT, OPEN_ARRAY, CLOSE_ARRAY = b"{}[]"
QUOTE, COMMA, COLON, ESCAPE, NEWLINE = b'",:\\\n'
CLOSES = {OPEN_OBJECT: CLOSE_OBJECT, OPEN_ARRAY: CLOSE_ARRAY}

_W = rb"[ \t\r\n]*+"
_HEX = rb"[0-9a-fA-F]"
_UNICODE = (
    rb"\\u(?:[0-9a-ce-fA-CE-F]" + _HEX + rb"{3}|[dD][0-7]" + _HEX + rb"{2}"
    rb"|[dD][89abAB]" + _HEX + rb"{2}\\u[dD][c-fC-F]" + _HEX + rb"{2})"
)
_BODY = rb'(?>(?:[^"\\\x00-\x1f]++|\\["\\/bfnrt]|' + _UNICODE + rb")*)"
_WORD = rb"(?:-?(?:0|[1-9][0-9]*+)(?:\.[0-9]++)?(?:[eE][+-]?[0-9]++)?|true|false|null)(?=[ \t\r\n,\]}])"
_KEY = rb'"' + _BODY + rb'"' + _W + rb":" + _W

BLANKS = re.compile(_W)
WITHIN = re.compile(rb"[ \t\r\n,]*+")
BETWEEN = re.compile(rb"(?>(?:[ \t\r\n,]|\xef\xbb\xbf)*)")
"""What is tolerated between a container's records and between values."""
BODY = re.compile(_BODY)
HALF_ESCAPE = re.compile(
    rb"\\(?:u(?:"
    + _HEX
    + rb"{0,3}|[dD][89abAB]"
    + _HEX
    + rb"{2}(?:\\(?:u(?:[dD](?:[c-fC-F]"
    + _HEX
    + rb"?)?)?)?)?))?\Z"
)
WORD = re.compile(_WORD)
DELIMITER = re.compile(rb'[ \t\r\n,:\[\]{}"]')
TOO_DEEP = f"nested too deep: more than {DEEPEST:,} levels"
AHEAD = 4
"""How many levels of brackets are read at once, by one regular expression; deeper ones token by token."""


def _value(levels: int) -> bytes:
    """A value of at most so many levels, no object in which begins a line: those must be seen one by one."""
    simple = rb'"' + _BODY + rb'"|' + _WORD
    if not levels:
        return rb"(?:" + simple + rb")"
    value = _value(levels - 1)
    members = rb"(?>(?:" + _KEY + value + _W + rb"(?:," + _W + rb'(?=")|(?=\})))*)\}'
    items = rb"(?>(?:" + value + _W + rb"(?:," + _W + rb"(?!\])|(?=\])))*)\]"
    return rb"(?:" + simple + rb"|(?<!\n)\{" + _W + members + rb"|\[" + _W + items + rb")"


@cache  # compiled when first needed: that takes 15 ms, and where all bytes are valid nothing is scanned
def several(key: bytes) -> re.Pattern[bytes]:
    """Any number of `, value` at once, each after a `key`: most of an event."""
    return re.compile(rb"(?>(?:" + _W + rb"," + _W + key + _value(AHEAD) + rb")*)")


class Expect(Enum):
    """What the grammar allows next, in words that finish "expected …"."""

    VALUE = auto()
    FIRST_VALUE = auto()  # or the `]` of an empty array
    KEY = auto()
    FIRST_KEY = auto()  # or the `}` of an empty object
    COLON = auto()
    NEXT = auto()  # a comma, or the bracket that closes


VALUES = (Expect.VALUE, Expect.FIRST_VALUE)
KEYS = (Expect.KEY, Expect.FIRST_KEY)


class Fault(Struct, frozen=True):
    """Where a value stops being JSON, counted from its start, and why; `sound` if its brackets are."""

    at: int
    reason: str
    sound: bool = False


class Scan:
    """Reads one value that begins with a bracket, and goes on where it stopped when more bytes have arrived.

    All positions count from the value's start. `marks` are the closed objects inside it that began a line:
    where the value turns out to be damaged, they are the whole lines that it swallowed.
    """

    def __init__(self, stack: bytes = b"", expect: Expect = Expect.VALUE, at: int = 0) -> None:
        self.stack = bytearray(stack)
        self.expect = expect
        self.at = at
        self.quoted = False
        self.marks: list[tuple[int, int]] = []
        self.begun: list[tuple[int, int]] = []

    def run(self, text: bytearray, start: int, limit: int) -> int | Fault | None:
        """The value's end, or its fault, or `None` where more bytes are needed; reads `limit` at most."""
        stop = min(len(text), start + limit)
        while self.stack or not self.at:
            wrong = self.string(text, start, stop) if self.quoted else self.token(text, start, stop)
            if wrong is None:
                return None
            if wrong:
                return Fault(self.at, f"{wrong} at byte {self.at:,}", wrong == TOO_DEEP)
        return self.at

    def token(self, text: bytearray, start: int, stop: int) -> str | None:
        """Reads one token: `""`, or what is wrong with it, or `None` where the bytes run out."""
        at = end_of(BLANKS, text, start + self.at, stop)
        if self.expect is Expect.NEXT and text.startswith(b",", at, stop) and len(self.stack) <= DEEPEST - AHEAD:
            at = end_of(several(_KEY if self.stack[-1] == OPEN_OBJECT else b""), text, at, stop)
            at = end_of(BLANKS, text, at, stop)
        self.at = at - start
        if at >= stop:
            return None
        char = text[at]
        if char in (OPEN_OBJECT, OPEN_ARRAY):
            return self.open(char, begins_line=text[at - 1 : at] == b"\n")
        if char in (CLOSE_OBJECT, CLOSE_ARRAY):
            return self.close(char)
        if char == QUOTE and self.expect in (*VALUES, *KEYS):
            self.quoted = True
        elif char == COMMA and self.expect is Expect.NEXT:
            self.expect = Expect.KEY if self.stack[-1] == OPEN_OBJECT else Expect.VALUE
        elif char == COLON and self.expect is Expect.COLON:
            self.expect = Expect.VALUE
        elif self.expect in VALUES:
            return self.word(text, start, stop)
        else:
            return self.unexpected(char)
        self.at += 1
        return ""

    def string(self, text: bytearray, start: int, stop: int) -> str | None:
        """Reads on inside a string."""
        at = end_of(BODY, text, start + self.at, stop)
        self.at = at - start
        if at >= stop or HALF_ESCAPE.match(text, at, stop):
            return None
        if text[at] == ESCAPE:
            return "not JSON: an escape that does not exist"
        if text[at] != QUOTE:
            return "a line ends inside a string" if text[at] in b"\r\n" else "a control character inside a string"
        self.quoted = False
        self.expect = Expect.COLON if self.expect in KEYS else Expect.NEXT
        self.at += 1
        return ""

    def word(self, text: bytearray, start: int, stop: int) -> str | None:
        """Reads a number, `true`, `false` or `null`."""
        at = start + self.at
        if found := WORD.match(text, at, stop):
            self.at = found.end() - start
            self.expect = Expect.NEXT
            return ""
        return self.unexpected(text[at]) if DELIMITER.search(text, at, stop) else None

    def open(self, char: int, *, begins_line: bool) -> str:
        """Goes one bracket deeper."""
        if self.expect in KEYS and char == OPEN_OBJECT:
            return "a `}` is missing: found `{` where a key was expected"
        if self.expect not in VALUES:
            return self.unexpected(char)
        if len(self.stack) >= DEEPEST:
            return TOO_DEEP
        if begins_line and self.stack and char == OPEN_OBJECT:
            self.begun.append((self.at, len(self.stack)))
        self.stack.append(char)
        self.expect = Expect.FIRST_KEY if char == OPEN_OBJECT else Expect.FIRST_VALUE
        self.at += 1
        return ""

    def close(self, char: int) -> str:
        """Comes back out of a bracket."""
        top = self.stack[-1]
        if char != CLOSES[top]:
            return f"a `{CLOSES[top]:c}` is missing: found `{char:c}`"
        empty = Expect.FIRST_KEY if char == CLOSE_OBJECT else Expect.FIRST_VALUE
        if self.expect not in (Expect.NEXT, empty):
            return self.unexpected(char)
        self.stack.pop()
        self.expect = Expect.NEXT
        self.at += 1
        if self.begun and self.begun[-1][1] == len(self.stack):
            self.mark(self.begun.pop()[0])
        return ""

    def mark(self, start: int) -> None:
        """Remembers a closed object that began a line, in place of those inside it."""
        while self.marks and self.marks[-1][0] > start:
            self.marks.pop()
        self.marks.append((start, self.at))

    def unexpected(self, char: int) -> str:
        """What to say of a byte that the grammar does not allow here."""
        after_comma = self.expect is Expect.KEY or (self.expect is Expect.VALUE and self.stack[-1] == OPEN_ARRAY)
        if after_comma and char in (CLOSE_OBJECT, CLOSE_ARRAY):
            return f"not JSON: a comma with nothing between it and `{char:c}`"
        closing = chr(CLOSES[self.stack[-1]])
        words = {Expect.COLON: "a colon", Expect.NEXT: f"a comma or `{closing}`"}
        wanted = words.get(self.expect) or ("a key in quotes" if self.expect in KEYS else "a value")
        return f"not JSON: expected {wanted}, found {shown(char)}"


def end_of(pattern: re.Pattern[bytes], text: bytes | bytearray, at: int, stop: int = sys.maxsize) -> int:
    """Where a pattern that matches everywhere, if only nothing, stops matching."""
    found = pattern.match(text, at, stop)
    return found.end() if found else at


def shown(char: int) -> str:
    """A byte as a person can read it."""
    return f"`{char:c}`" if 0x21 <= char < 0x7F else f"byte 0x{char:02X}"
