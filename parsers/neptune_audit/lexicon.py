"""What the words of the three query languages look like, so that no string or comment is taken for a call.

A string or comment that never ends goes on to the end of the query: the server runs no such query.
"""

from __future__ import annotations

import re

GREMLIN, SPARQL, OPENCYPHER = "gremlin", "sparql", "opencypher"
LANGUAGES = (GREMLIN, SPARQL, OPENCYPHER)


def _string(quote: str, end: str = r"\\?\Z", but: str = "") -> str:
    return rf"{quote}[^{quote}\\{but}]*+(?>(?:\\.[^{quote}\\{but}]*+)*)(?:{quote}|{end})"


def _long_string(quote: str) -> str:
    return rf"{quote * 3}(?>(?:[^{quote}\\]|\\.|{quote}(?!{quote * 2}))*)(?:{quote * 3}|\\?\Z)"


_LONG = "|".join(map(_long_string, "'\""))
_SHORT = "|".join(map(_string, "'\""))
_ON_ONE_LINE = "|".join(_string(quote, r"(?=[\r\n])|\\?\Z", r"\r\n") for quote in "'\"")
_C_COMMENT = r"//[^\r\n]*+|/\*(?>(?:[^*]|\*(?!/))*)(?:\*/|\Z)"

STRING = {GREMLIN: f"{_LONG}|{_SHORT}", SPARQL: f"{_LONG}|{_ON_ONE_LINE}", OPENCYPHER: _SHORT}
COMMENT = {GREMLIN: _C_COMMENT, SPARQL: r"\#[^\r\n]*+", OPENCYPHER: _C_COMMENT}
NAME = {
    GREMLIN: r"[^\W\d][\w$]*+",
    # IRIs, prefixed names, variables, blank nodes and language tags are names whatever word they hold.
    SPARQL: r"<[^<>\"{}|^`\\\s]*+>|[?$]\w++|@[A-Za-z-]++"
    r"|(?:\w[\w.-]{0,255}+)?:[\w.%:-]*+(?>(?:\\[^\w\s][\w.%:-]*+)*)",
    # So are quoted names, parameters, properties, map keys, and labels and types after a colon.
    OPENCYPHER: r"`[^`]*+(?:`|\Z)|\$\w++|\.\s*+[^\W\d]\w*+"
    r"|(?>(?:[^\W\d]\w*+\s*+)?):(?>(?:\s*+(?:`[^`]*+`|[^\W\d]\w*+)"
    r"(?>(?:\s*+[|&]\s*+:?\s*+(?:`[^`]*+`|\w++))*))?)",
}
_NUMBER = r"[0-9]+(?>(?:\.[0-9]+)?)\w*+"
_TOKENS = {
    # What is met most comes first; a comment is matched outside the group, and so left out.
    language: re.compile(
        rf"({NAME[language]}|[()\[\]{{}},;]|{STRING[language]}|{_NUMBER}|\w++|(?!{COMMENT[language]})[^\s\w])"
        rf"|{COMMENT[language]}",
        re.DOTALL,
    )
    for language in LANGUAGES
}
_BYTECODE = re.compile(r"\s*([\[\](),]|[^\[\](),]++)")
_ESCAPED_LETTER = re.compile(r"\\u++00([4-7][0-9A-Fa-f])|\\U000000([4-7][0-9A-Fa-f])")


def tokens(language: str, query: str) -> list[str]:
    """The words, strings, numbers and signs of a query, without comments and white space."""
    if is_bytecode(language, query):
        return [word for word in map(str.strip, _BYTECODE.findall(query)) if word]
    if "\\u" in query or "\\U" in query:  # SPARQL 1.1 §19.2: `\u0044ROP` is DROP; and in Groovy `\u0064rop` is drop
        query = _ESCAPED_LETTER.sub(_letter, query)
    found = _TOKENS[language].findall(query)
    return [token for token in found if token] if "" in found else found


def is_bytecode(language: str, query: str) -> bool:
    """Whether a Gremlin query is a list of instructions, as drivers send it; its strings are unquoted."""
    return language == GREMLIN and query.startswith("[[")


def _letter(found: re.Match[str]) -> str:
    character = chr(int(found[1] or found[2], 16))
    return character if character.isalnum() else found[0]
