"""Which parser a file is for."""

from __future__ import annotations

import re
from typing import TypeAlias

from msgspec import Struct

from parsers import Event, Parser, Unparsed
from parsers.framing import Beginning
from parsers.registry import SURE_ENOUGH, scores
from tui.feed.readers import Readers

Scores: TypeAlias = tuple[tuple[str, float], ...]
"""How well a file fits the parsers that know it at all, the best first."""


class Recognition(Struct, frozen=True):
    """Which parser a file is for and how well it fits each that knows it; without a parser, the `reason` why not."""

    parser: Parser | None
    reason: str = ""
    scores: Scores = ()


def recognise(name: str, head: bytes, readers: Readers) -> Recognition:
    """The parser for a file called `name` that begins with `head`, or why it is set aside."""
    if not head.strip(b"\xef\xbb\xbf \t\r\n"):
        return Recognition(None, "empty so far")
    for parser in readers.all:
        if reason := parser.aside(name, head):
            return Recognition(None, reason)
    if head.startswith((b"\xff\xfe", b"\xfe\xff")):
        return Recognition(None, "UTF-16 text: convert it to UTF-8 to read it")
    begins = Beginning(head)
    fitting = scores(name, begins, readers.all)
    said = tuple((parser.name, score) for parser, score in fitting)
    best, score = fitting[0] if fitting else (None, 0.0)
    # Text that merely talks of a format, source code say, is no log of it.
    if best is None or score < SURE_ENOUGH or (best.start is None and not is_json(begins.first_record())):
        return Recognition(None, "no parser recognises what is in it", said)
    return Recognition(best, scores=said)


def is_json(head: bytes) -> bool:
    """Whether a file holds JSON values (a text format's records may come wrapped in them)."""
    return head.lstrip(b"\xef\xbb\xbf \t\r\n")[:1] in {b"{", b"["}


class Refused(Parser):
    """Takes the place of a parser that cannot be asked: every line, or JSON value, is unparsed with the reason."""

    title, url, sample = "Unread", "", b""
    start = re.compile(b"")
    reason: str

    def sniff(self, head: bytes) -> float:  # noqa: ARG002 (whatever it is)
        """Nothing is recognised."""
        return 0.0

    def decode(self, raw: bytes) -> Event | Unparsed:  # noqa: ARG002 (whatever it is)
        """The reason."""
        return Unparsed(self.reason)


def refused(name: str, reason: str) -> Parser:
    """What reads in the place of a parser of that name."""
    made: Parser = type("Refused", (Refused,), {"name": name, "reason": reason})()
    return made
