"""Builds the tree while lark reads: a method for each rule, called with what its parts became."""

from __future__ import annotations

from typing import cast

from lark import Token, Transformer
from msgspec.structs import replace

from tui.filter import regex
from tui.filter.errors import FilterError
from tui.filter.glob import Glob
from tui.filter.tree import (
    And,
    Asked,
    Cidr,
    Everything,
    Exists,
    InFile,
    Match,
    Node,
    Not,
    Op,
    Or,
    Range,
    Regex,
    Words,
    children,
    depth,
    placed,
)
from tui.filter.written import bare, name, network, quoted, sound

DEEPEST = 150
"""How many brackets and nots may stand inside each other: more than anyone writes, less than a stack."""
NO_FIELD = ""
"""The field of a value in a list until the list's own field is known."""


def span(first: Token, last: Token) -> tuple[int, int]:
    """From the first character of one token to the end of another."""
    return cast("int", first.start_pos), cast("int", last.end_pos)


class Build(Transformer[Token, Node]):
    """The grammar's rules as constructors; `children` are tokens and the nodes already built."""

    def start(self, parts: list[Node]) -> Node:
        """The whole filter."""
        return shallow(parts[0]) if parts else Everything()

    def query(self, parts: list[Node]) -> Node:
        """One thing or another."""
        return parts[0] if len(parts) == 1 else Or(tuple(parts), at=(parts[0].at[0], parts[-1].at[1]))

    def both(self, parts: list[Node]) -> Node:
        """One thing and another."""
        return parts[0] if len(parts) == 1 else And(tuple(parts), at=(parts[0].at[0], parts[-1].at[1]))

    def negation(self, parts: tuple[Token, Node]) -> Node:
        """Anything but."""
        word, part = parts
        return Not(part, at=(span(word, word)[0], part.at[1]))

    def group(self, parts: tuple[Token, Node, Token]) -> Node:
        """What stands in brackets, brackets included."""
        opening, inside, closing = parts
        return placed(inside, *span(opening, closing))

    def about(self, parts: tuple[Token, Node]) -> Node:
        """A field and what it must be."""
        field, wanted = parts
        node = named(shallow(wanted), name(field))
        return placed(node, span(field, field)[0], wanted.at[1])

    def compared(self, parts: tuple[Token, Token, Range]) -> Node:
        """A field before or after a value."""
        field, op, bound = parts
        return Range(name(field), Op(op), bound.value, at=(span(field, field)[0], bound.at[1]))

    def bound(self, parts: tuple[Token]) -> Range:
        """The value of a comparison; a star is a star in it."""
        return Range(NO_FIELD, Op.GE, bare(parts[0]).written(), at=span(*parts * 2))

    def quoted_bound(self, parts: tuple[Token]) -> Range:
        """The value of a comparison, in quotes."""
        return Range(NO_FIELD, Op.GE, quoted(parts[0]), at=span(*parts * 2))

    def word(self, parts: tuple[Token]) -> Node:
        """A bare word: found anywhere, so stars at its ends say nothing."""
        pieces = bare(parts[0]).parts
        kept = pieces[not pieces[0] : len(pieces) - (not pieces[-1])] if len(pieces) > 1 else pieces
        return Words(Glob(kept), at=span(*parts * 2)) if any(kept) else Everything(at=span(*parts * 2))

    def phrase(self, parts: tuple[Token]) -> Node:
        """A bare phrase: every character is meant."""
        text = quoted(parts[0])
        return Words(Glob((text,)), at=span(*parts * 2)) if text else Everything(at=span(*parts * 2))

    def found(self, parts: tuple[Token]) -> Node:
        """A bare pattern."""
        return Regex(None, pattern_in(parts[0]), at=span(*parts * 2))

    def value(self, parts: tuple[Token]) -> Node:
        """A field's value without quotes: anything, a network, or text with or without wildcards."""
        text = bare(parts[0])
        if text.anything:
            return Exists(NO_FIELD, at=span(*parts * 2))
        if network(parts[0]):
            return Cidr(NO_FIELD, str(parts[0]), at=span(*parts * 2))
        return Match(NO_FIELD, text, at=span(*parts * 2))

    def exact(self, parts: tuple[Token]) -> Node:
        """A field's value in quotes."""
        return Match(NO_FIELD, Glob((quoted(parts[0]),)), at=span(*parts * 2))

    def pattern(self, parts: tuple[Token]) -> Node:
        """A pattern for a field's value."""
        return Regex(NO_FIELD, pattern_in(parts[0]), at=span(*parts * 2))

    def file(self, parts: tuple[Token]) -> Node:
        """A file of values; it is read when the filter is asked, not here."""
        path = parts[0][1:]
        read = quoted(path) if path.startswith('"') else bare(path).written()
        return InFile(NO_FIELD, read, at=span(*parts * 2))


def shallow(node: Node) -> Node:
    """The node, where it is not nested beyond reason; else raises `FilterError`."""
    if depth(node) > DEEPEST:
        raise FilterError(f"nested more than {DEEPEST} deep", node.at[0] + 1, ("fewer brackets",))
    return node


def named(node: Node, field: str) -> Node:
    """The values of a list as questions to its field."""
    match node:
        case And() | Or():
            return replace(node, parts=tuple(named(part, field) for part in children(node)))
        case Not():
            return replace(node, part=named(node.part, field))
        case Exists() if field == "*":
            return Everything(at=node.at)
        case _:
            return replace(cast("Asked", node), field=field)


def pattern_in(token: Token) -> str:
    """The pattern between the slashes; raises `FilterError` where no linear-time engine can run it."""
    pattern = sound(token[1:-1]).replace("\\/", "/")
    try:
        regex.check(pattern)
    except regex.PatternError as error:
        raise FilterError(str(error), span(token, token)[0] + 2 + error.place) from error
    return pattern
