"""Lenient, incremental reading of bytes that are not JSON, up to where the next record can begin."""

from __future__ import annotations

import re
from functools import lru_cache

from parsers.framing.pieces import BLANK
from parsers.framing.scanner import (
    CLOSE_ARRAY,
    CLOSE_OBJECT,
    COMMA,
    NEWLINE,
    OPEN_ARRAY,
    OPEN_OBJECT,
    QUOTE,
    Scan,
)

MOST_BLANKS = 64
"""How many blanks a signature may hold between its brace and its key, so that it has a longest length."""


@lru_cache(maxsize=64)
def patterns(signature: bytes, lines: bool) -> tuple[re.Pattern[bytes], re.Pattern[bytes]]:
    """What to look for outside and inside of a string; the group `stop` is where a record or its line begins."""
    stops = [rb"(?<=\n)[{\[]"] if lines else []
    if signature:
        stops.append(rb"\{[ \t\r\n]{0,%d}" % MOST_BLANKS + re.escape(signature))
    stop = rb"(?P<stop>" + (b"|".join(stops) or rb"(?!)") + rb")"
    return re.compile(stop + rb'|["{}\[\],]'), re.compile(stop + rb'|\\[^\n]|["\n]')


class Damage:
    """Follows brackets and strings without believing them, from a fault to where the next record can begin.

    That is the first of: the signature of the stream's records; between values, a line that begins with a
    bracket; in a container, its own `]`, or an object after a comma once no bracket is left open. A container that is
    `torn`, before it was known how records begin, also ends where such a line does: another may begin there.
    It goes on from where a `scan` found the fault. Positions count from the start of what will be `Broken`.
    """

    def __init__(
        self, reason: str, signature: bytes, *, inside: bool, torn: bool = False, scan: Scan | None = None
    ) -> None:
        self.reason = reason
        self.inside, self.torn = inside, torn
        self.left = False
        """Whether it has come out of the container that it began in."""
        self.outside, self.within = patterns(signature, torn or not inside)
        self.signature = signature
        self.at = scan.at if scan else 0
        self.stack = bytearray(scan.stack if scan else b"")
        self.depths = {opening: self.stack.count(opening) for opening in (OPEN_OBJECT, OPEN_ARRAY)}
        self.quoted = bool(scan and scan.quoted)
        self.comma = -1  # where the last token was, if it was a comma

    def run(self, text: bytearray, start: int, limit: int, *, final: bool) -> int | None:
        """Where the damage ends, or `None` where that needs more bytes or lies beyond `limit`."""
        at = start + self.at
        stop = min(len(text) if final else self.sure(text, at), start + limit)
        while at < stop:
            found = (self.within if self.quoted else self.outside).search(text, at)
            if not found or found.start() >= stop:
                at = stop
            elif (found["stop"] and found.start() > start) or self.ends(text, start, found.start()):
                self.left = self.torn and bool(found["stop"])
                return found.start() - start
            else:
                at = found.start() + 1 if found["stop"] else found.end()
        self.at = max(self.at, at - start)
        return None

    def sure(self, text: bytearray, at: int) -> int:
        """Up to where more bytes cannot change what is found: before half an escape, or what may begin a signature."""
        end = len(text) - text.endswith(b"\\")
        begin = text.find(b"{", max(at, len(text) - MOST_BLANKS - len(self.signature) - 1))
        while self.signature and begin >= 0:
            if self.signature.startswith(text[begin + 1 :].lstrip(BLANK)):
                return min(begin, end)
            begin = text.find(b"{", begin + 1)
        return end

    def ends(self, text: bytearray, start: int, at: int) -> bool:
        """Takes in one token; whether the damage ends before it."""
        char = text[at]
        if self.quoted:
            self.quoted = char not in (QUOTE, NEWLINE)
            return False
        comma, self.comma = self.comma, -1
        if char == QUOTE:
            self.quoted = True
        elif char == COMMA:
            self.comma = at - start
        elif char in (OPEN_OBJECT, OPEN_ARRAY):
            alone = self.inside and not self.stack and comma >= 0 and char == OPEN_OBJECT
            if alone and not text[start + comma + 1 : at].strip():
                return True
            self.stack.append(char)
            self.depths[char] += 1
        elif not self.pop(OPEN_OBJECT if char == CLOSE_OBJECT else OPEN_ARRAY):
            return self.inside and char == CLOSE_ARRAY
        return False

    def pop(self, opening: int) -> bool:
        """Closes a bracket and everything left open inside it; false where no such bracket is open."""
        if not self.depths[opening]:
            return False
        while self.stack[-1] != opening:
            self.depths[self.stack.pop()] -= 1
        self.depths[self.stack.pop()] -= 1
        return True

    def moved(self, count: int) -> None:
        """Counts positions from `count` bytes further on: those before are gone."""
        self.at -= count
        self.comma = self.comma - count if self.comma >= count else -1
