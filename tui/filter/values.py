"""Whether one text is what a leaf asks for: how values are compared outside of SQL."""

from __future__ import annotations

import re
from collections.abc import Callable
from typing import TypeAlias, TypeVar

from tui.filter.automaton import automaton
from tui.filter.glob import fold
from tui.filter.networks import Networks
from tui.filter.tree import Asked, Cidr, Exists, InFile, Match, OneOf, Op, Range, Regex

NUMBER = r"-?[0-9]{1,300}(\.[0-9]{1,300})?"
"""What counts as a number where texts are compared; RE2 and Python read it alike."""
Test: TypeAlias = Callable[[str], bool]
Order = TypeVar("Order", str, float)


def numeric(text: str) -> bool:
    """Whether a text is a number."""
    return re.fullmatch(NUMBER, text) is not None


def tester(leaf: Asked) -> Test:
    """Says of one text value whether it is what the leaf asks for."""
    match leaf:
        case Match(_, value):
            wanted = value.folded
            return lambda text: wanted.fits(fold(text))
        case Exists():
            return lambda _: True
        case Range(_, op, bound):
            return ranged(op, bound)
        case Regex(_, pattern):
            return automaton(pattern).found
        case Cidr(_, network):
            return listed((network,))
        case OneOf(_, values):
            return listed(values)
        case InFile():
            raise TypeError("a list is read before it is asked")


def ranged(op: Op, bound: str) -> Test:
    """Compares numbers with a number, texts with anything else."""
    if numeric(bound):
        limit = float(bound)
        return lambda text: numeric(text) and stands(op, float(text), limit)
    folded = fold(bound)
    return lambda text: stands(op, fold(text), folded)


def stands(op: Op, one: Order, other: Order) -> bool:
    """Whether one value stands before or after the other."""
    if op in {Op.LT, Op.LE}:
        return one < other or (op is Op.LE and one == other)
    return one > other or (op is Op.GE and one == other)


def listed(values: tuple[str, ...]) -> Test:
    """Whether a text is one of these values, or an address in one of them."""
    folded = {fold(value) for value in values}
    networks = Networks(values)
    return lambda text: fold(text) in folded or networks.hold(text)


def as_text(value: object) -> str:
    """A JSON scalar as filters compare it."""
    if isinstance(value, bool):
        return "true" if value else "false"
    return value if isinstance(value, str) else str(value)
