"""What may stand at the caret: lark's parser, stopped there, knows it."""

from __future__ import annotations

from difflib import get_close_matches
from typing import TYPE_CHECKING, cast

from msgspec import Struct

from parsers import Kind
from tui.filter.columns import Catalogue
from tui.filter.errors import FilterError
from tui.filter.glob import fold
from tui.filter.parse import grammar
from tui.filter.tree import Node, Words, leaves
from tui.filter.written import bare, field_name, name, quoted

if TYPE_CHECKING:  # lark is imported when there is a filter
    from lark import Token
    from lark.parsers.lalr_interactive_parser import InteractiveParser

TIMES = ("now-15m", "now-1h", "now-1d", "end-15m", "end-1h")
TYPED = frozenset({"WORD", "FIELD", "COLONED", "VALUE", "FILE"})
"""Tokens that may still be growing when the caret stands at their end."""


class Completion(Struct, frozen=True):
    """What can replace `text[start:stop]`, of which `typed` is written so far.

    `fields` and `operators` are ready to be put in, and so are `values`, those a kind has anyway. `field`
    names the field whose values are wanted; they come from the store, and go through `quote` first.
    """

    start: int
    stop: int
    typed: str = ""
    fields: tuple[str, ...] = ()
    operators: tuple[str, ...] = ()
    values: tuple[str, ...] = ()
    field: str | None = None


class Place(Struct, frozen=True):
    """Where the parser stands: what it takes next, the last field named, the token being typed."""

    takes: frozenset[str]
    field: str
    start: int
    typed: str


def complete(text: str, caret: int, catalogue: Catalogue) -> Completion:
    """What may stand at the caret, whatever follows it; nothing where what is before it starts no filter."""
    place = stand(text[:caret])
    if place is None:
        return Completion(caret, caret)
    typed = fold(place.typed)
    if "VALUE" in place.takes:
        kinds = {column.kind for column in catalogue.resolve(place.field)}
        offered = TIMES if Kind.TIME in kinds else ("true", "false") if Kind.BOOLEAN in kinds else ()
        fitting = tuple(value for value in offered if value.startswith(typed))
        return Completion(place.start, caret, place.typed, values=fitting, field=place.field)
    names = named(typed, catalogue) if "FIELD" in place.takes else ()
    words = {"and": "_AND", "or": "_OR", "not": "NOT"}
    known = tuple(word for word, token in words.items() if token in place.takes and word.startswith(typed))
    return Completion(place.start, caret, place.typed, tuple(f"{field_name(n)}:" for n in names), known)


def stand(head: str) -> Place | None:
    """Reads the text before the caret, up to the token that is being typed."""
    from lark import UnexpectedInput

    reader = grammar().parse_interactive(head)
    field = ""
    try:
        for token in reader.iter_parse():
            if token.type in TYPED and token.end_pos == len(head):
                return Place(takes(reader), field, cast("int", token.start_pos), read(token))
            field = name(token) if token.type == "FIELD" else field
        return Place(takes(reader), field, len(head), "")
    except UnexpectedInput as error:
        place = error.pos_in_stream or 0
        if not head.startswith('"', place):
            return None
        return Place(takes(reader), field, place, quoted(head[place:] + '"'))
    except FilterError:
        return None


def takes(reader: InteractiveParser) -> frozenset[str]:
    """The tokens that could come next."""
    return frozenset(reader.accepts())  # type: ignore[no-untyped-call]  # lark has no annotation there


def read(token: Token) -> str:
    """What a growing token means so far."""
    return bare(token).written()


def named(typed: str, catalogue: Catalogue) -> list[str]:
    """The fields whose names begin with what is typed, then those that hold it."""
    names = [one for one in catalogue.names() if typed in fold(one)]
    return sorted(names, key=lambda one: not fold(one).startswith(typed))


def suggest(wanted: str, catalogue: Catalogue) -> tuple[str, ...]:
    """The names of fields nearest to one that there is not."""
    names = {fold(one): one for one in reversed(catalogue.names())}
    return tuple(names[one] for one in get_close_matches(fold(wanted), names, n=3, cutoff=0.6))


def strangers(node: Node, catalogue: Catalogue) -> dict[str, tuple[str, ...]]:
    """The fields of a filter that are no column, so sought in the records, each with the nearest that are."""
    asked = (str(leaf.field) for leaf in leaves(node) if not isinstance(leaf, Words) and leaf.field)
    unknown = (one for one in asked if "*" not in one and not catalogue.resolve(one))
    return {one: suggest(one, catalogue) for one in dict.fromkeys(unknown)}
