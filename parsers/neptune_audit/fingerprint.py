"""A short name for all queries that differ only in their values, spacing, comments and keyword case."""

from __future__ import annotations

import re
from collections.abc import Sequence
from functools import lru_cache
from hashlib import blake2b

from parsers.neptune_audit.lexicon import GREMLIN, SPARQL, is_bytecode

_SIZE = 5  # bytes: ten hexadecimal digits
_RUN = re.compile(r"\?(?: , \?)+")
_THING = re.compile(r"([^\"'?$]*[/#:])[^/#:<>0-9]*+[0-9][^/#:<>]*+>?\Z")
_QUOTES = frozenset("'\"")
_DIGITS = frozenset("0123456789")
_VALUES = _QUOTES | _DIGITS
_SIGNS = frozenset("[](),")

_NAMED_BY_ALL = frozenset(
    (
        *("addV", "addE", "hasLabel", "hasKey", "label", "out", "outE", "in", "inE", "both", "bothE"),
        *("values", "valueMap", "properties", "propertyMap", "elementMap"),
        *("as", "select", "by", "project", "from", "to"),
    )
)
"""Gremlin steps whose strings are labels and keys: part of the query's shape."""
_NAMED_BUT_LAST = frozenset({"has", "hasNot", "property"})
"""Gremlin steps whose last string is a value, unless it is the only one."""


def fingerprint(language: str, query: str, tokens: Sequence[str]) -> str:
    """Ten hexadecimal digits, the same on every machine; a list of values counts as one value."""
    if language == GREMLIN:
        shape = _gremlin(tokens, bytecode=is_bytecode(language, query))
    else:
        part = _sparql if language == SPARQL else _part
        shape = " ".join([part(token) for token in tokens])
    return _hashed(f"{language} {_RUN.sub('?', shape) if ', ?' in shape else shape}")


@lru_cache(maxsize=2048)
def _hashed(shape: str) -> str:
    return blake2b(shape.encode(errors="replace"), digest_size=_SIZE).hexdigest()


def _sparql(token: str) -> str:
    """A name whose last part has a digit is the name of one thing, not of a kind: `<urn:product:?>`, `shop:?`."""
    kind = _THING.match(token) if ":" in token else None
    return f"{kind[1]}?" if kind else _part(token)


def _part(token: str) -> str:
    """SPARQL and openCypher: values go, names stay, bare words are keywords and have no case."""
    first = token[0]
    if first in _VALUES:
        return "?"
    if ":" in token or first == ".":
        return "".join(token.split())
    return token.upper() if first.isalpha() else token


def _gremlin(tokens: Sequence[str], *, bytecode: bool) -> str:
    """Values go, labels and keys stay; in bytecode any word that is not called may be a string."""
    shape: list[str] = []
    calls: list[str] = []
    before = ""
    for word, after in zip(tokens, (*tokens[1:], ""), strict=False):
        first = word[0]
        if first in _VALUES or (bytecode and after != "(" and first not in _SIGNS):
            named = first not in _DIGITS and _is_name(calls[-1] if calls else "", before, after)
            shape.append(word.strip("'\"") if named else "?")
        else:
            shape.append(word)
            if first == "(":
                calls.append(before)
            elif first == ")" and calls:
                calls.pop()
        before = word
    return " ".join(shape)


def _is_name(step: str, before: str, after: str) -> bool:
    """Whether a string between these two tokens, in a call of `step`, is a label or a key."""
    return step in _NAMED_BY_ALL or (step in _NAMED_BUT_LAST and (after == "," or before == "("))
