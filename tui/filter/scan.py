"""Questions that only the raw records can answer, for the workers that read them."""

from __future__ import annotations

import re
from collections.abc import Callable

from msgspec import Struct

from tui.filter import records, regex
from tui.filter.automaton import automaton
from tui.filter.glob import Glob, fold
from tui.filter.predicates import FALSE, Sql
from tui.filter.tree import Asked, Match, Regex, Words
from tui.filter.values import tester

SHORTEST = 3
"""A text shorter than this narrows nothing."""
NUMBERLIKE = re.compile(r"[0-9.einfa+\-]*")
"""Texts that a number may be written as in another way: 1e3 for 1000.0, Infinity never."""


class Scan(Struct, frozen=True):
    """A leaf of a filter and the number of the table, `scan_<id>(id)`, that is to hold the events it matches.

    Can be pickled; equal where the same is asked. `leaf.field` is a path of the JSON.
    """

    id: int
    leaf: Asked | Words
    columns: Sql = FALSE
    """What tells of events that match by a plain text of theirs, whatever their record says: SQL over `events`."""

    def needles(self) -> tuple[bytes, ...]:
        """Texts in lower case of which a matching record, its bytes in lower case, holds at least one.

        Empty where nothing is sure. `\\u` is among them since any letter may be written so, and `\\/` where
        the text has a slash. (Two letters beyond ASCII, the Kelvin sign and the dotted capital I, have ASCII
        ones as their lower case; a record that spells a word with those is passed over.)
        """
        text = fold(self.literal())
        if not text:
            return ()
        if not text.isascii():
            return needle(max(re.findall(r"[\x00-\x7f]*", text), key=len))
        return needle(text)

    def enough(self) -> bytes:
        """A text in lower case that is all a matching record need hold, as it stands; empty where there is none."""
        if not isinstance(self.leaf, Words) or self.leaf.text.literal is None:
            return b""
        text = fold(self.leaf.text.literal)
        return text.encode() if text.isascii() else b""

    def literal(self) -> str:
        """The text that the record must hold in some spelling; empty where there is none."""
        match self.leaf:
            case Words(text):
                number = text.literal is None and NUMBERLIKE.fullmatch(fold(text.longest)) is not None
                return "" if number else text.longest
            case Regex(None, pattern):
                return regex.literal(pattern)
            case Match(field, value):
                longest = value.longest
                telling = len(longest) >= SHORTEST and longest.lower() not in {"true", "false"}
                number = NUMBERLIKE.fullmatch(fold(longest)) is not None
                sure = not number or (value.literal is not None and longest.isdecimal())
                return longest if telling and sure else key_of(field)
            case leaf:
                return key_of(str(leaf.field))

    def matcher(self) -> Callable[[bytes], bool]:
        """Says of a record's bytes whether it is meant; made once for many records."""
        match self.leaf:
            case Words(text):
                return words(text.folded)
            case Regex(None, pattern):
                return spelled(automaton(pattern).found)
            case leaf:
                return at(leaf)

    def matches(self, raw: bytes) -> bool:
        """Whether one record is meant; for many, take `matcher`."""
        return self.matcher()(raw)


def needle(text: str) -> tuple[bytes, ...]:
    """The ways in which a text of ASCII may stand in a record."""
    if not text:
        return ()
    spelled = text.replace("\\", "\\\\").replace('"', '\\"')
    for short, control in records.SHORT.items():
        spelled = spelled.replace(control, "\\" + short)
    found = {text.encode(), spelled.encode(), b"\\u"} | ({b"\\/"} if "/" in text else set())
    return tuple(sorted(found, key=len, reverse=True))


def key_of(field: str) -> str:
    """The last name, or piece of one, on a path that tells something: the first ones stand in every record."""
    pieces = re.split(r"[.*]", field)
    return next((piece for piece in reversed(pieces) if len(piece) >= SHORTEST), max(pieces, key=len))


def spelled(found: Callable[[str], bool]) -> Callable[[bytes], bool]:
    """Asks of a record's text, as it is written and with its escapes read."""

    def matches(raw: bytes) -> bool:
        text = raw.decode("utf-8", "replace")
        return found(text) or ("\\" in text and found(records.unescaped(text)))

    return matches


def words(text: Glob) -> Callable[[bytes], bool]:
    """A text anywhere in the record; with a `*` in it, its pieces in order in one key or value of it."""
    if text.literal is not None:
        wanted = text.literal
        return spelled(lambda said: wanted in fold(said))

    def matches(raw: bytes) -> bool:
        record = records.loaded(raw)
        if not isinstance(record, dict | list):
            return text.within(fold(raw.decode("utf-8", "replace")))
        return any(text.within(fold(said)) for said in records.said(record))

    return matches


def at(leaf: Asked) -> Callable[[bytes], bool]:
    """Some value at the leaf's path is what it asks for."""
    test = tester(leaf)
    path = fold(str(leaf.field))
    names = tuple(path.split("."))
    pattern = Glob(tuple(path.split("*")))

    def matches(raw: bytes) -> bool:
        record = records.loaded(raw)
        values = records.at_path(record, names) if pattern.literal is not None else records.at_paths(record, pattern)
        return any(map(test, values))

    return matches
