"""A filter as a tree: what the parser builds, and what SQL, scans and explanations are written from.

Every node remembers `at`, where it stands in the text: first character and one past the last, from 0. Two
nodes that ask the same are equal wherever they stand. Fields are named as written; `*` in a name is a
wildcard.
"""

from __future__ import annotations

from collections.abc import Iterator
from enum import StrEnum
from typing import TypeAlias

from msgspec import Struct
from msgspec.structs import replace

from tui.filter.glob import Glob

Span: TypeAlias = tuple[int, int]


class Op(StrEnum):
    """How a range compares."""

    LT = "<"
    LE = "<="
    GT = ">"
    GE = ">="


class Placed(Struct, frozen=True, eq=False, kw_only=True):
    """What all nodes are: where one stands is no part of what it asks."""

    at: Span = (0, 0)

    @property
    def asked(self) -> tuple[object, ...]:
        """All it is made of but its place."""
        return tuple(getattr(self, name) for name in self.__struct_fields__ if name != "at")

    def __eq__(self, other: object) -> bool:
        return type(self) is type(other) and isinstance(other, Placed) and self.asked == other.asked

    def __hash__(self) -> int:
        return hash((type(self), self.asked))


class Everything(Placed, frozen=True, eq=False):
    """Every event: an empty filter, `*`, `*:*`."""


class And(Placed, frozen=True, eq=False):
    """Every part holds."""

    parts: tuple[Node, ...]


class Or(Placed, frozen=True, eq=False):
    """Some part holds."""

    parts: tuple[Node, ...]


class Not(Placed, frozen=True, eq=False):
    """Exactly the events that `part` leaves out."""

    part: Node


class Words(Placed, frozen=True, eq=False):
    """Text somewhere in the event: in a text column, or in the record as it was written."""

    text: Glob


class Match(Placed, frozen=True, eq=False):
    """The field's whole value is this."""

    field: str
    value: Glob


class Exists(Placed, frozen=True, eq=False):
    """The event says something in this field."""

    field: str


class Range(Placed, frozen=True, eq=False):
    """The field's value stands before or after this one."""

    field: str
    op: Op
    value: str


class Regex(Placed, frozen=True, eq=False):
    """The pattern is found in the field's value; with no field, anywhere in the event, like `Words`."""

    field: str | None
    pattern: str


class Cidr(Placed, frozen=True, eq=False):
    """The field's value is an address in this network, or is the network itself as written."""

    field: str
    network: str


class InFile(Placed, frozen=True, eq=False):
    """The field's value stands in a file, one value or network a line."""

    field: str
    path: str


class OneOf(Placed, frozen=True, eq=False):
    """An `InFile` whose file has been read: the value is one of these, or an address in one of them."""

    field: str
    values: tuple[str, ...]


Asked: TypeAlias = Match | Exists | Range | Regex | Cidr | InFile | OneOf
"""A leaf that asks one field."""
Leaf: TypeAlias = Asked | Words
Node: TypeAlias = And | Or | Not | Leaf | Everything


def placed(node: Node, start: int, stop: int) -> Node:
    """The same node, said to stand elsewhere."""
    return replace(node, at=(start, stop))


def children(node: Node) -> tuple[Node, ...]:
    """The nodes directly below."""
    match node:
        case And(parts) | Or(parts):
            return parts
        case Not(part):
            return (part,)
        case _:
            return ()


def depth(node: Node) -> int:
    """How many nodes stand inside each other, counted level by level: no depth overflows the stack."""
    level: list[Node] = [node]
    deep = 0
    while level:
        deep += 1
        level = [child for above in level for child in children(above)]
    return deep


def denies(node: Node) -> bool:
    """Whether there is a `not` in it: knowing more may then mean that fewer events match."""
    level: list[Node] = [node]
    while level:
        if any(isinstance(one, Not) for one in level):
            return True
        level = [child for above in level for child in children(above)]
    return False


def leaves(node: Node) -> Iterator[Leaf]:
    """Every leaf, from left to right."""
    match node:
        case And() | Or() | Not():
            for child in children(node):
                yield from leaves(child)
        case Everything():
            return
        case _:
            yield node
