"""SQL as logs hold it: what it does, and how it reads best; no grammar of any one engine.

Only what MySQL and PostgreSQL share is known: strings, quoted names, comments, and what a statement begins with.
"""

from __future__ import annotations

import re
from collections.abc import Iterator

from parsers.base import Effect

READ, WRITE, DESTRUCTIVE, ADMIN = (effect.value for effect in Effect)

EFFECTS = {
    **dict.fromkeys(("select", "show", "explain", "describe", "desc", "values", "table", "use", "set"), READ),
    **dict.fromkeys(("begin", "start", "commit", "rollback", "savepoint", "fetch", "declare"), READ),
    **dict.fromkeys(("delete", "drop", "truncate"), DESTRUCTIVE),
    **dict.fromkeys(("grant", "revoke"), ADMIN),
}
"""What a statement does, by the word it begins with; any other writes."""
BEYOND = {"with": READ, "explain": READ}
"""What may begin a statement that does more: `WITH gone AS (DELETE …) SELECT`, `EXPLAIN ANALYZE DELETE`."""
CHANGES = {"insert": WRITE, "update": WRITE, "merge": WRITE, "delete": DESTRUCTIVE, "into": WRITE}
PEOPLE = frozenset({"user", "role"})
"""Who is created or altered is given or denied access."""
WORST = (READ, WRITE, ADMIN, DESTRUCTIVE)

CLAUSES = (
    r"select|from|where|group\s+by|order\s+by|having|limit|offset|union(?:\s+all)?|intersect|except|insert\s+into|values"
    r"|returning|for\s+update|update|set|delete\s+from|on\s+(?:conflict|duplicate\s+key\s+update)|with(?:\s+recursive)?"
    r"|(?:(?:left|right|full)(?:\s+outer)?\s+|inner\s+|cross\s+|natural\s+)?join|and|or"
)
INNER = re.compile(r"and|or", re.IGNORECASE)
"""Clauses that stand a step further in."""
TOKEN = re.compile(
    r"(?P<text>'(?>(?:[^'\\]|\\.|'')*)(?:'|\\?\Z)|\"[^\"]*+(?:\"|\Z)|`[^`]*+(?:`|\Z)|\$(?P<tag>\w*)\$.*?(?:\$(?P=tag)\$|\Z))"
    r"|(?P<comment>--[^\r\n]*+|/\*.*?(?:\*/|\Z))"
    rf"|(?P<clause>(?:{CLAUSES})\b)|(?P<word>[\w.:@]++)|(?P<space>\s++)|(?P<sign>.)",
    re.IGNORECASE | re.DOTALL,
)
LONGEST = 100_000
"""Characters that are looked at; CloudTrail leaves out what is longer."""


def effect_of(sql: str) -> str | None:
    """The worst of what the statements do, whatever their strings and comments say; `None` where there is none."""
    found = [_effect(words) for words in _statements(sql[:LONGEST]) if words]
    return max(found, key=WORST.index, default=None)


def _statements(sql: str) -> Iterator[list[str]]:
    """The words of each statement, in lower case, without strings, quoted names and comments."""
    words: list[str] = []
    for token in TOKEN.finditer(sql):
        if token["word"] or token["clause"]:
            words += token[0].lower().split()
        elif token["sign"] == ";":
            yield words
            words = []
    yield words


def _effect(words: list[str]) -> str:
    first = words[0]
    if first in BEYOND:
        return max((CHANGES.get(word, READ) for word in words), key=WORST.index)
    if first in {"create", "alter"} and not PEOPLE.isdisjoint(words[1:3]):
        return ADMIN
    if first == "select" and "into" in words:
        return WRITE
    return EFFECTS.get(first, WRITE)


def laid_out(sql: str) -> str:
    """The statements with one clause a line; only white space outside strings and comments changes."""
    parts: list[str] = []
    for piece in _pieces(sql.strip()):
        if piece.isspace():
            while "\n" in piece and parts and parts[-1].isspace():
                parts.pop()
            if not parts or parts[-1].isspace():
                continue
        parts.append(piece)
    return "".join(parts).rstrip()


def _pieces(sql: str) -> Iterator[str]:
    """Words, blanks and line breaks: a break before each clause that stands in no parenthesis."""
    depth, between = 0, False
    for token in TOKEN.finditer(sql[:LONGEST]):
        kind, text = token.lastgroup, " " if token["space"] else token[0]
        if kind == "clause" and depth == 0 and not between:
            yield "\n  " if INNER.fullmatch(text) else "\n"
        yield " ".join(text.split()) if kind == "clause" else text
        if text.startswith("--") or (text == ";" and depth == 0):
            yield "\n"
        depth += (text == "(") - (text == ")" and depth > 0)
        word = text.lower()
        between = word == "between" or (between and word != "and")
    yield sql[LONGEST:]
