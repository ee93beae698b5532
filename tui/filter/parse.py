"""Text → tree."""

from __future__ import annotations

from functools import cache
from typing import TYPE_CHECKING, cast

from tui.filter.errors import FilterError
from tui.filter.tree import Everything, Node

if TYPE_CHECKING:  # lark is imported when the first filter is read
    from lark import Lark, UnexpectedInput

EXPECTED = (
    ({"WORD", "FIELD", "COLONED"}, "a word or field:value"),
    ({"_COLON"}, "`:`"),
    ({"VALUE"}, "a value"),
    ({"RPAR"}, "`)`"),
    ({"_AND", "_OR"}, "`and`, `or`"),
    ({"$END"}, "the end"),
)
"""What the grammar's terminals are called when a person is told what could stand somewhere."""


@cache
def grammar() -> Lark:
    """The parser, built when the first filter is read."""
    from lark import Lark

    from tui.filter.build import Build
    from tui.filter.grammar import GRAMMAR

    return Lark(GRAMMAR, parser="lalr", lexer="contextual", maybe_placeholders=False, transformer=Build(), cache=False)


def parse(text: str) -> Node:
    """The tree of a filter; raises `FilterError`, and nothing else, where it is none."""
    if not text.strip():  # no grammar is built to learn that nothing was asked
        return Everything()
    from lark import UnexpectedInput

    try:
        return cast("Node", grammar().parse(text))
    except UnexpectedInput as error:
        raise explained(error, text) from None


def explained(error: UnexpectedInput, text: str) -> FilterError:
    """What lark found wrong, for a person."""
    from lark import UnexpectedCharacters, UnexpectedToken

    match error:
        case UnexpectedToken() if error.token.type == "$END":
            return FilterError("the filter is not finished", len(text) + 1, expectations(set(error.expected)))
        case UnexpectedToken():
            return FilterError(
                f"`{error.token}` cannot stand here",
                cast("int", error.token.start_pos) + 1,
                expectations(set(error.expected)),
            )
        case UnexpectedCharacters():
            return stuck(text, error.pos_in_stream or 0, set(error.allowed))
    return FilterError("this is no filter", 1)


def stuck(text: str, place: int, allowed: set[str]) -> FilterError:
    """What is wrong where not even a token could be read."""
    found = text[place]
    if found == '"' and "PHRASE" in allowed:
        return FilterError("this quotation mark is never closed", place + 1, ('`"`',))
    if found in "{}":
        return FilterError(
            f"`{found}` has no meaning here", place + 1, (*expectations(allowed), f'`"{found}"` in quotes')
        )
    return FilterError(f"`{found}` cannot stand here", place + 1, expectations(allowed))


def expectations(terminals: set[str]) -> tuple[str, ...]:
    """What could have stood there, in words."""
    return tuple(said for names, said in EXPECTED if names & terminals)
