"""Tells which parser a file is for, among all there are."""

from __future__ import annotations

import fnmatch
from collections.abc import Iterable
from functools import cache
from typing import TYPE_CHECKING

from parsers.base import Parser
from parsers.doors import built_in, plugins

if TYPE_CHECKING:
    from parsers.framing import Beginning

SURE_ENOUGH = 0.3
"""A score below this is no recognition at all."""
NAME_BONUS = 0.15
"""What a matching file name adds to what the content says; a name alone never decides."""
MOST = 1 + NAME_BONUS
"""No file fits a parser better; and of equal scores the first wins, so that ours is taken before others'."""


@cache
def all_parsers() -> tuple[Parser, ...]:
    """Every parser there is, by name; loads those of others into this process."""
    return (*built_in(), *(found.parser for found in plugins().found))


def parser_named(name: str) -> Parser:
    """The parser of that name; raises `KeyError` where there is none."""
    for parser in all_parsers():
        if parser.name == name:
            return parser
    raise KeyError(name)


def score(parser: Parser, name: str, head: bytes) -> float:
    """How well a file called `name` that begins with `head` fits the parser: 0 to 1.15."""
    from parsers.framing import first_record

    return _score(parser, name, first_record(head, parser.start))


def _score(parser: Parser, name: str, record: bytes) -> float:
    said = parser.sniff(record)
    if said <= 0:
        return 0.0
    named = any(fnmatch.fnmatchcase(name, pattern) for pattern in parser.patterns)
    return said + NAME_BONUS * named


def scores(name: str, begins: Beginning, parsers: Iterable[Parser]) -> list[tuple[Parser, float]]:
    """The parsers that a file fits at all, the best first."""
    found = [(parser, _score(parser, name, begins.first_record(parser.start))) for parser in parsers]
    return sorted((one for one in found if one[1] > 0), key=lambda one: -one[1])


def detect(name: str, head: bytes) -> Parser | None:
    """The parser that fits best, or `None` where none is sure enough."""
    from parsers.framing import Beginning

    best = next(iter(scores(name, Beginning(head), all_parsers())), None)
    return best[0] if best and best[1] >= SURE_ENOUGH else None
