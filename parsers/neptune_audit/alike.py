"""Queries without some of their values, so that those that are alike then are read once.

What is left out decides neither what a query does nor its fingerprint.
"""

from __future__ import annotations

import re

from parsers.neptune_audit.effect import STEPS
from parsers.neptune_audit.lexicon import COMMENT, GREMLIN, OPENCYPHER, SPARQL, STRING, is_bytecode

_NUMBER = re.compile(r"[0-9](?<![\w.$?@:`][0-9])[0-9]*+(?![\w.])")
_UUID = re.compile(r"[0-9a-fA-F](?<!\w[0-9a-fA-F])[0-9a-fA-F]{7}(?:-[0-9a-fA-F]{4}){3}-[0-9a-fA-F]{12}(?!\w)")
"""Values, and no parts of a name; both patterns begin with what is rare, so that looking for them is quick."""

_SOLE = r"\b(?:V|E|hasId|within|is|eq|neq)\("
_LAST = r"\b(?:has|property)\((?:\w++, *+)?"
_TEXT = r"(?:'[^'\\]*+'|\"[^\"\\]*+\")"
_WORD = r"\s*+[^\[\](),\s][^\[\](),]*+"
_NO_STEP = rf"(?!\s*+(?:{'|'.join(sorted(STEPS))})\s*+\))"
_BYTECODE = "bytecode"
_TEXTS = {
    # In Gremlin other strings may be labels and keys; bytecode prints them without quotes.
    GREMLIN: rf"({_SOLE}|{_LAST}(?:{_TEXT}, *+){{1,2}}){_TEXT}(?=\))|{STRING[GREMLIN]}|{COMMENT[GREMLIN]}",
    _BYTECODE: rf"({_SOLE}|{_LAST}(?:{_WORD},){{1,2}}){_NO_STEP}{_WORD}(?=\))",
    SPARQL: rf"()(?:{STRING[SPARQL]})|<[^<>\"{{}}|^`\\\s]*+>|{COMMENT[SPARQL]}",
    OPENCYPHER: rf"()(?:{STRING[OPENCYPHER]})|`[^`]*+(?:`|\Z)|{COMMENT[OPENCYPHER]}",
}
_PATTERNS = {name: re.compile(pattern, re.DOTALL) for name, pattern in _TEXTS.items()}
"""A text that is a value, behind what stands before it in the group; or what else a quote may stand in."""


def without_numbers(query: str) -> str:
    """The same for queries that differ in whole numbers and UUIDs alone."""
    if query.count("-") > 3:
        query = _UUID.sub("0", query)
    return _NUMBER.sub("0", query)


def without_texts(language: str, query: str) -> str:
    """The same for queries that differ in texts alone, where these are surely values; slower."""
    if "\\" in query:  # it may hide a quote, or a letter of a name
        return query
    return _PATTERNS[_BYTECODE if is_bytecode(language, query) else language].sub(_emptied, query)


def _emptied(found: re.Match[str]) -> str:
    return found[0] if found[1] is None else f"{found[1]}' '"
