"""A filter as a tree: what the parser builds, and what SQL, scans and explanations are written from.

Every node remembers `at`, where it stands in the text: first character and one past the last, from 0. Two
nodes that ask the same are equal wherever they stand. Fields are named as written; `*` in a name is a
wildcard.
"""

from __future__ import annotations

import dataclasses
from collections.abc import Iterator
from dataclasses import dataclass, replace
from enum import StrEnum
from typing import TypeAlias

from tui.filter.glob import Glob

Span: TypeAlias = tuple[int, int]


class Op(StrEnum):
    """How a range compares."""

    LT = "<"
    LE = "<="
    GT = ">"
    GE = ">="


@dataclass(frozen=True, slots=True)
class Everything:
    """Every event: an empty filter, `*`, `*:*`."""

    at: Span = dataclasses.field(default=(0, 0), compare=False, repr=False)


@dataclass(frozen=True, slots=True)
class And:
    """Every part holds."""

    parts: tuple[Node, ...]
    at: Span = dataclasses.field(default=(0, 0), compare=False, repr=False)


@dataclass(frozen=True, slots=True)
class Or:
    """Some part holds."""

    parts: tuple[Node, ...]
    at: Span = dataclasses.field(default=(0, 0), compare=False, repr=False)


@dataclass(frozen=True, slots=True)
class Not:
    """Exactly the events that `part` leaves out."""

    part: Node
    at: Span = dataclasses.field(default=(0, 0), compare=False, repr=False)


@dataclass(frozen=True, slots=True)
class Words:
    """Text somewhere in the event: in a text column, or in the record as it was written."""

    text: Glob
    at: Span = dataclasses.field(default=(0, 0), compare=False, repr=False)


@dataclass(frozen=True, slots=True)
class Match:
    """The field's whole value is this."""

    field: str
    value: Glob
    at: Span = dataclasses.field(default=(0, 0), compare=False, repr=False)


@dataclass(frozen=True, slots=True)
class Exists:
    """The event says something in this field."""

    field: str
    at: Span = dataclasses.field(default=(0, 0), compare=False, repr=False)


@dataclass(frozen=True, slots=True)
class Range:
    """The field's value stands before or after this one."""

    field: str
    op: Op
    value: str
    at: Span = dataclasses.field(default=(0, 0), compare=False, repr=False)


@dataclass(frozen=True, slots=True)
class Regex:
    """The pattern is found in the field's value; with no field, anywhere in the event, like `Words`."""

    field: str | None
    pattern: str
    at: Span = dataclasses.field(default=(0, 0), compare=False, repr=False)


@dataclass(frozen=True, slots=True)
class Cidr:
    """The field's value is an address in this network, or is the network itself as written."""

    field: str
    network: str
    at: Span = dataclasses.field(default=(0, 0), compare=False, repr=False)


@dataclass(frozen=True, slots=True)
class InFile:
    """The field's value stands in a file, one value or network a line."""

    field: str
    path: str
    at: Span = dataclasses.field(default=(0, 0), compare=False, repr=False)


@dataclass(frozen=True, slots=True)
class OneOf:
    """An `InFile` whose file has been read: the value is one of these, or an address in one of them."""

    field: str
    values: tuple[str, ...]
    at: Span = dataclasses.field(default=(0, 0), compare=False, repr=False)


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
