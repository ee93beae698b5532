"""What a query does to the graph, from its own words."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from itertools import pairwise

from msgspec import Struct

from parsers.base import Effect
from parsers.neptune_audit.lexicon import GREMLIN, OPENCYPHER, SPARQL, is_bytecode


class Verdict(Struct, frozen=True):
    """An effect and the word for it in an action; `everything` where a query empties the whole graph."""

    effect: Effect
    verb: str
    everything: bool = False


READ = Verdict(Effect.READ, "read")
WRITE = Verdict(Effect.WRITE, "write")

_DROP = "drop"
STEPS = frozenset({_DROP, "addV", "addE", "mergeV", "mergeE", "property", "io"})
"""Gremlin steps that change the graph; `io(…).read()` loads a file."""
_SPELLINGS = STEPS | {f"{quote}{step}{quote}" for step in STEPS for quote in "'\""}
"""The same as Groovy calls them, too: `g.V().'drop'()`."""

_KEYWORDS: Mapping[str, Mapping[str, Effect]] = {
    SPARQL: {
        "drop": Effect.DESTRUCTIVE,
        "clear": Effect.DESTRUCTIVE,
        "delete": Effect.DESTRUCTIVE,
        "move": Effect.DESTRUCTIVE,  # MOVE and COPY first empty their destination (SPARQL 1.1 Update §3.2)
        "copy": Effect.DESTRUCTIVE,
        "insert": Effect.WRITE,
        "load": Effect.WRITE,
        "create": Effect.WRITE,
        "add": Effect.WRITE,
    },
    OPENCYPHER: {
        "delete": Effect.DESTRUCTIVE,
        "create": Effect.WRITE,
        "merge": Effect.WRITE,
        "set": Effect.WRITE,
        "remove": Effect.WRITE,
    },
}

_TRIPLE = r"[?$]\w+ [?$]\w+ [?$]\w+"  # whatever there is: nothing in it is named
_EVERYTHING = {
    GREMLIN: re.compile(
        r"g \. V \( \) \. drop \( \)(?: \. (?:iterate|toList|next|none) \( \))?(?: ;)?"
        r"|\[ \[ (?:.* )?\] , \[ V \( \) , drop \( \)(?: , none \( \))? \] \]"
    ),
    SPARQL: re.compile(
        r"(?:.* )?(?:drop|clear)(?: silent)? all(?: ;.*)?"
        rf"|(?!(?:.* )?with <)(?:.* )?delete (?:where \{{ {_TRIPLE}(?: \.)? \}}"
        rf"|\{{ ({_TRIPLE})(?: \.)? \}} where \{{ \1(?: \.)? \}})(?: ;.*)?"
    ),
    OPENCYPHER: re.compile(r"match \( (\w+) \) detach delete \1(?: ;)?"),
}


def verdict(language: str, query: str, tokens: Sequence[str]) -> Verdict:
    """What the query does, whatever its strings, comments and names say; `tokens` are the query's."""
    if language == GREMLIN:
        found = _of_steps(_instructions(tokens) if is_bytecode(language, query) else _called(tokens))
    else:
        found = _of_keywords(_KEYWORDS[language], tokens)
    if found.effect is Effect.DESTRUCTIVE and _is_everything(language, tokens):
        return Verdict(found.effect, found.verb, everything=True)
    return found


def _called(tokens: Sequence[str]) -> set[str]:
    """The names that a parenthesis follows."""
    if _SPELLINGS.isdisjoint(tokens):
        return set()
    return {name.strip("'\"") for name, mark in pairwise(tokens) if mark == "("}


def _instructions(tokens: Sequence[str]) -> set[str]:
    """What is called directly in a list and not in an argument, since bytecode prints its strings unquoted.

    Every called word, where a string's brackets make the nesting doubtful.
    """
    if STEPS.isdisjoint(tokens):
        return set()
    names: set[str] = set()
    inside: list[str] = []
    for before, mark in pairwise(("", *tokens)):
        if mark == "(":
            if not before.isidentifier():
                return _called(tokens)
            if inside[-1:] == ["["]:
                names.add(before)
        if mark in {"(", "["}:
            inside.append(mark)
        elif mark in {")", "]"} and (not inside or inside.pop() + mark not in {"()", "[]"}):
            return _called(tokens)
    return _called(tokens) if inside else names


def _of_steps(called: set[str]) -> Verdict:
    if _DROP in called:
        return Verdict(Effect.DESTRUCTIVE, _DROP)
    steps = called & STEPS
    return READ if not steps or (steps == {"io"} and "read" not in called) else WRITE


def _of_keywords(keywords: Mapping[str, Effect], tokens: Sequence[str]) -> Verdict:
    """The strongest keyword, the first of its strength."""
    words = [word for word in map(str.lower, tokens) if word in keywords]
    destructive = next((word for word in words if keywords[word] is Effect.DESTRUCTIVE), None)
    if destructive:
        return Verdict(Effect.DESTRUCTIVE, destructive)
    return WRITE if words else READ


def _is_everything(language: str, tokens: Sequence[str]) -> bool:
    shape = " ".join("''" if token[0] in "'\"" else token for token in tokens)
    return _EVERYTHING[language].fullmatch(shape if language == GREMLIN else shape.lower()) is not None
