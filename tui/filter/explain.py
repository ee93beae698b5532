"""A filter as the clauses it is made of: to walk, switch off, turn round, and count one after the other."""

from __future__ import annotations

from collections.abc import Sequence

from msgspec import Struct

from tui.filter.parse import parse
from tui.filter.tree import And, Everything, Leaf, Node, Not, Or, leaves


class Clause(Struct, frozen=True):
    """One of the conditions that must all hold, as it is written."""

    text: str
    node: Node

    @property
    def closed(self) -> str:
        """The text as it can stand beside others: in brackets where it needs them."""
        loose = isinstance(self.node, And | Or) and self.node.at[0] == self.node.parts[0].at[0]
        return f"({self.text})" if loose else self.text


def clauses(text: str) -> tuple[Clause, ...]:
    """The clauses of a filter, none for an empty one; raises `FilterError` where it is no filter."""
    node = parse(text)
    if isinstance(node, Everything):
        return ()
    parts = node.parts if isinstance(node, And) else (node,)
    whole = len(parts) == 1 and parts[0] is node
    return tuple(Clause(text.strip() if whole else text[slice(*part.at)], part) for part in parts)


def together(found: Sequence[Clause]) -> str:
    """The filter that asks all of the clauses."""
    return found[0].text if len(found) == 1 else " and ".join(clause.closed for clause in found)


def without(text: str, index: int) -> str:
    """The filter without one of its clauses."""
    found = clauses(text)
    return together(found[:index] + found[index + 1 :])


def inverted(text: str, index: int) -> str:
    """The filter with one of its clauses turned into its opposite."""
    found = list(clauses(text))
    found[index] = opposite(found[index], text)
    return together(found)


def opposite(clause: Clause, text: str) -> Clause:
    """Exactly what a clause of `text` leaves out; twice is the clause itself."""
    if isinstance(clause.node, Not):
        part = clause.node.part
        return Clause(text[slice(*part.at)], part)
    return Clause(f"not {clause.closed}", Not(clause.node))


def waterfall(text: str) -> tuple[tuple[Clause, Node], ...]:
    """Each clause with the tree of all clauses up to it: what is left when it has been asked too."""
    found = clauses(text)
    return tuple((clause, And(tuple(c.node for c in found[: n + 1]))) for n, clause in enumerate(found))


def asks(text: str) -> tuple[Leaf, ...]:
    """Every single question in a filter, from left to right."""
    return tuple(leaves(parse(text)))
