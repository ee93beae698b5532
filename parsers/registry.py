"""Finds parsers, ours and others', through one entry-point group, and tells which one a file is for."""

from __future__ import annotations

import fnmatch
from functools import cache

from parsers.base import Parser

GROUP = "tailtrail.parsers"
SURE_ENOUGH = 0.3
"""A score below this is no recognition at all."""
NAME_BONUS = 0.15
"""What a matching file name adds to what the content says; a name alone never decides."""


@cache
def all_parsers() -> tuple[Parser, ...]:
    """Every installed parser, by name."""
    from importlib.metadata import entry_points

    found: dict[str, Parser] = {}
    for point in sorted(entry_points(group=GROUP), key=lambda p: p.name):
        parser: Parser = point.load()()
        found.setdefault(parser.name, parser)
    return tuple(found.values())


def parser_named(name: str) -> Parser:
    """The parser of that name; raises `KeyError` where there is none."""
    for parser in all_parsers():
        if parser.name == name:
            return parser
    raise KeyError(name)


def score(parser: Parser, name: str, head: bytes) -> float:
    """How well a file called `name` that begins with `head` fits the parser: 0 to 1.15."""
    from parsers.framing import first_record

    said = parser.sniff(first_record(head, parser.start))
    if said <= 0:
        return 0.0
    named = any(fnmatch.fnmatchcase(name, pattern) for pattern in parser.patterns)
    return said + NAME_BONUS * named


def detect(name: str, head: bytes) -> Parser | None:
    """The parser that fits best, or `None` where none is sure enough."""
    best = max(all_parsers(), key=lambda p: score(p, name, head), default=None)
    return best if best and score(best, name, head) >= SURE_ENOUGH else None
