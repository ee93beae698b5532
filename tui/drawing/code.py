"""Light colouring of the query languages found in records: enough to read a query, no grammar."""

from __future__ import annotations

import re
from collections.abc import Mapping

from tui.drawing.spans import Span

_WORDS: Mapping[str, str] = {
    "sparql": "select construct ask describe where prefix base from named graph filter optional union minus "
    "bind values service order by group having limit offset distinct reduced as insert data with using into",
    "opencypher": "match optional where return with unwind as order by skip limit asc desc create merge set "
    "on and or not xor in contains starts ends is null distinct union all call yield case when then else end",
    "cql": "select from where and order by limit allow filtering insert into values using ttl timestamp set "
    "update create table keyspace type index if not exists primary key with replication alter add in token",
    "sql": "select from where and or not in is null as on join left right inner outer cross full natural using "
    "group order by having limit offset union all distinct insert into values update set with recursive returning "
    "case when then else end like between exists asc desc create table view index alter grant revoke begin commit "
    "rollback explain analyze",
    "gremlin": "true false null within without gt gte lt lte eq neq between",
}
_DESTROYS = frozenset({"drop", "delete", "detach", "remove", "clear", "truncate"})
_TOKEN = re.compile(
    r"""(?P<comment>//[^\n]*|--[^\n]*|(?<!\S)\#[^\n]*)
      |(?P<string>"(?:[^"\\]|\\.)*"|'(?:[^'\\]|\\.)*'|<[^<>\s]*>)
      |(?P<number>\b\d+(?:\.\d+)?\b)
      |(?P<word>[^\W\d]\w*)
      |(?P<punctuation>[^\w\s"'<]+)""",
    re.VERBOSE,
)


def colour(line: str, language: str) -> tuple[Span, ...]:
    """One line of a query as spans; what the line does not close is left plain."""
    words = frozenset(_WORDS.get(language.lower(), "").split())
    spans: list[Span] = []
    at = 0
    for found in _TOKEN.finditer(line):
        if found.start() > at:
            spans.append((line[at : found.start()], "text"))
        spans.append((found.group(), _ink(found, words)))
        at = found.end()
    if at < len(line):
        spans.append((line[at:], "text"))
    return tuple(spans)


def _ink(found: re.Match[str], words: frozenset[str]) -> str:
    if found.lastgroup != "word":
        return found.lastgroup or "text"
    word = found.group().lower()
    if word in _DESTROYS:
        return "destructive"
    called = found.string.startswith("(", found.end())
    return "keyword" if word in words or called else "text"
