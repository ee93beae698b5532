"""A filter's text as its tokens: what each stretch of it is, for colouring and for completing."""

from __future__ import annotations

from collections.abc import Iterator
from functools import lru_cache
from typing import TYPE_CHECKING, cast

from msgspec import Struct

from tui.filter.errors import FilterError
from tui.filter.parse import grammar
from tui.visible import visible

if TYPE_CHECKING:  # lark is imported when there is a filter
    from lark import Token

KINDS = {
    "FIELD": "field",
    "_COLON": "sign",
    "RANGE": "sign",
    "LPAR": "sign",
    "RPAR": "sign",
    "_AND": "keyword",
    "_OR": "keyword",
    "NOT": "keyword",
    "VALUE": "value",
    "PHRASE": "value",
    "FILE": "value",
    "PATTERN": "pattern",
    "WORD": "word",
    "COLONED": "word",
}
"""The inks of the grammar's terminals."""
LONGEST = 4_000
"""Characters; what is longer was pasted, and stays without colours and help, so that no key has to wait."""


class Mark(Struct, frozen=True):
    """`text[start:stop]` is one token, drawn in `ink`."""

    start: int
    stop: int
    ink: str


@lru_cache(maxsize=64)
def marks(text: str) -> tuple[Mark, ...]:
    """The tokens of a filter, from left to right, up to where it stops being one."""
    # A token that is one, but may not stand where it does, comes twice: last as what is wrong.
    return tuple({mark.start: mark for mark in _marks(text)}.values()) if len(text) <= LONGEST else ()


def _marks(text: str) -> Iterator[Mark]:
    from lark import UnexpectedInput, UnexpectedToken

    reader = grammar().parse_interactive(text)
    try:
        for token in reader.iter_parse():
            yield _mark(token)
    except UnexpectedToken as error:
        if error.token.type != "$END":
            start = cast("int", error.token.start_pos)
            yield Mark(start, cast("int", error.token.end_pos), "wrong")
    except UnexpectedInput as error:
        start = error.pos_in_stream or 0
        # What is between quotation marks is a value before the second one is there.
        yield Mark(start, len(text), "value") if text[start] == '"' else Mark(start, start + 1, "wrong")
    except FilterError:
        return


def _mark(token: Token) -> Mark:
    return Mark(cast("int", token.start_pos), cast("int", token.end_pos), KINDS.get(token.type, "word"))


def one_for_one(text: str) -> str:
    """The text with every character that would act or hide in place of it, one for each, so that places stay."""
    return text if visible(text) == text else "".join(map(_stand_in, text))


def _stand_in(character: str) -> str:
    shown = visible(character)
    return shown if len(shown) == 1 else "\ufffd"
