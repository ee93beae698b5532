"""Queries laid out for reading: only white space outside strings and comments changes."""

from __future__ import annotations

import re

from parsers.neptune_audit.lexicon import COMMENT, GREMLIN, NAME, OPENCYPHER, SPARQL, STRING, is_bytecode

TITLES = {GREMLIN: "Gremlin", SPARQL: "SPARQL", OPENCYPHER: "openCypher"}

_INDENT = "  "
_GREMLIN = re.compile(rf"({STRING[GREMLIN]})|({COMMENT[GREMLIN]})|(\s+)|(\.(?=\s*[A-Za-z_]))|(.)", re.DOTALL)
_BYTECODE = re.compile(r"[\[\](){}]|,\s*|[^\[\](){},]+")
_SPARQL_CLAUSES = (
    r"prefix|base|select|construct|ask|describe|from|delete\s+(?:where|data)|insert\s+data|insert|delete|where"
    r"|with|using|load|clear|drop|create|add|move|copy|optional|union|minus|filter|bind|service|values"
    r"|group\s+by|order\s+by|having|limit|offset"
)
_CYPHER_CLAUSES = (
    r"optional\s+match|match|where|return|unwind|with|on\s+(?:create|match)\s+set|create|merge|set|remove"
    r"|detach\s+delete|delete|order\s+by|skip|limit|union(?:\s+all)?|call|yield|foreach"
)
_NOT_CLAUSES = {SPARQL: r"(?!)", OPENCYPHER: r"(?:starts|ends)\s+with\b|on\s+(?:create|match)(?!\s+set)\b"}
_CLAUSES = {SPARQL: _SPARQL_CLAUSES, OPENCYPHER: _CYPHER_CLAUSES}
_KEYWORDS = {
    language: re.compile(
        rf"({STRING[language]})|({COMMENT[language]})|({NAME[language]})|({_NOT_CLAUSES[language]}|[0-9][\w.]*+)"
        rf"|((?:{_CLAUSES[language]})\b)|(\w++)|(\s++)|(.)",
        re.DOTALL | re.IGNORECASE,
    )
    for language in (SPARQL, OPENCYPHER)
}
"""The groups: string, comment, name, what only looks like a clause, clause, word, space, sign."""


def laid_out(language: str, query: str) -> str:
    """The query with one Gremlin step, or one SPARQL or openCypher clause, a line."""
    if language == GREMLIN:
        return _bytecode(query) if is_bytecode(language, query) else _gremlin(query)
    return _sparql(query) if language == SPARQL else _opencypher(query)


class _Page:
    """Text that grows by words and line breaks; a break at the start of a line is none."""

    def __init__(self) -> None:
        self.parts: list[str] = []
        self.fresh = True

    def add(self, text: str) -> None:
        if self.fresh and text == " ":
            return
        self.parts.append(text)
        self.fresh = False

    def line(self, depth: int = 0) -> None:
        if self.parts and self.parts[-1] == " ":
            self.parts.pop()
        if self.fresh and self.parts:
            self.parts.pop()
        if self.parts:
            self.parts.append("\n" + _INDENT * max(depth, 0))
        self.fresh = True

    def comment(self, text: str, depth: int = 0) -> None:
        """A comment; one that only a line's end closes gets it."""
        self.add(text)
        if not text.startswith("/*"):
            self.line(depth)

    def __str__(self) -> str:
        return "".join(self.parts).rstrip()


def _gremlin(query: str) -> str:
    """One step of the outermost traversal a line; a traversal inside a step stays with it."""
    page, depth, called = _Page(), 0, False
    for string, comment, space, dot, other in _GREMLIN.findall(query):
        if comment:
            page.comment(comment, 1)
        elif space:
            if depth == 0 and "\n" in space:
                page.line()
            else:
                page.add(" ")
        elif dot and depth == 0 and called:
            page.line(1)
            page.add(dot)
        else:
            called = called and not page.fresh  # a new line that no step begins is a new statement
            page.add(string or dot or other)
            depth += (other in {"(", "[", "{"}) - (other in {")", "]", "}"})
            called = called or other == ")"
            if other == ";" and depth == 0:
                page.line()
                called = False
    return str(page)


def _bytecode(query: str) -> str:
    """One instruction of the outermost traversal a line; its strings are unquoted, so other space stays."""
    page, inside = _Page(), ""
    for token in _BYTECODE.findall(query):
        if token[0] in "[({":
            inside += token
        elif token in {"]", ")", "}"}:
            inside = inside[:-1]
        page.add(token)
        if token[0] == "," and inside in {"[", "[["}:
            page.line(len(inside))
    return str(page)


def _sparql(query: str) -> str:
    """One clause or pattern a line, indented by the braces round it; the author's own lines stay lines."""
    page, depth, parens = _Page(), 0, 0
    for string, comment, name, number, clause, word, space, mark in _parts(SPARQL, query):
        if comment:
            page.comment(comment, depth)
        elif "\n" in space:
            page.line(depth)
        elif clause and not parens:
            page.line(depth)
            page.add(clause)
        elif mark == "{":
            depth += 1
            page.add(mark)
            page.line(depth)
        elif mark == "}":
            depth -= 1
            page.line(depth)
            page.add(mark)
            page.line(depth)
        else:
            page.add(" " if space else string or name or number or clause or word or mark)
            parens += (mark == "(") - (mark == ")")
            if mark in {".", ";"} and not parens:
                page.line(depth)
    return str(page)


def _opencypher(query: str) -> str:
    """One clause a line; what stands in brackets stays together, unless its author broke the line."""
    page, depth = _Page(), 0
    for string, comment, name, other, clause, word, space, mark in _parts(OPENCYPHER, query):
        if comment:
            page.comment(comment)
            continue
        if "\n" in space:
            page.line(depth > 0)
            continue
        if clause and depth <= 0:
            page.line()
        page.add(" " if space else string or name or other or clause or word or mark)
        depth += (mark in {"(", "[", "{"}) - (mark in {")", "]", "}"})
    return str(page)


def _parts(language: str, query: str) -> list[tuple[str, ...]]:
    return [found.groups("") for found in _KEYWORDS[language].finditer(query)]
