"""Filters made by pressing keys on a value: keep it, drop it, or it too; a second press undoes the first."""

from __future__ import annotations

from collections.abc import Callable
from typing import TypeAlias

from parsers import Kind, Value
from tui.filter.clock import iso
from tui.filter.columns import Catalogue
from tui.filter.explain import Clause, clauses, together
from tui.filter.glob import Glob, fold
from tui.filter.parse import parse
from tui.filter.tree import Match, Node, Not, Or
from tui.filter.written import field_name, quote, spelled

Change: TypeAlias = Callable[[str, str, str | None], str]
"""What a key on a value does: filter, field and value → filter. Raises `FilterError` where the filter is none."""


def keep(text: str, field: str, value: str | None) -> str:
    """The filter with `field:value` added, or taken away again; `None` keeps the events without the field."""
    return toggled(text, question(field, value), negated=value is None)


def drop(text: str, field: str, value: str | None) -> str:
    """The filter with `not field:value` added, or taken away; `None` drops events without the field."""
    return toggled(text, question(field, value), negated=value is not None)


def only_or(text: str, field: str, value: str | None) -> str:
    """The filter with the value added to those its field may have, or taken from them: `field:(a or b)`."""
    if value is None:
        return keep(text, field, None)
    found = list(clauses(text))
    place = next((n for n, clause in enumerate(found) if alternatives(clause.node, field)), None)
    if place is None:
        return together([*found, made(question(field, value))])
    wanted = Glob((value,))
    before = alternatives(found[place].node, field)
    after = [one for one in before if one.folded != wanted.folded]
    after += [wanted] if len(after) == len(before) else []
    found[place : place + 1] = [made(either(field, after))] if after else []
    return together(found)


def narrowed(text: str, clause: str) -> str:
    """The filter with a clause added, unless it is there."""
    found, wanted = clauses(text), made(clause)
    return text if any(same(one.node, wanted.node) for one in found) else together([*found, wanted])


def cell(value: Value, kind: Kind) -> str | None:
    """What an event's value is called in a filter; a time is in microseconds."""
    if value is None:
        return None
    if kind is Kind.TIME and isinstance(value, int):
        return iso(value)
    return ("true" if value else "false") if isinstance(value, bool) else str(value)


def path(names: str, catalogue: Catalogue) -> str:
    """What a path of the JSON is called in a filter: `raw.` before it where a common field has its name."""
    common = any(column.log is None for column in catalogue.resolve(names))
    return f"raw.{names}" if common else names


def question(field: str, value: str | None) -> str:
    """`field:value` as it is written."""
    return f"{field_name(field)}:{'*' if value is None else quote(value)}"


def made(text: str) -> Clause:
    """A clause of our own."""
    return Clause(text, parse(text))


def toggled(text: str, asked: str, negated: bool) -> str:
    """The filter with a clause added and its opposite gone, or, where it is there, without the clause."""
    plain, inverse = made(asked), made(f"not {asked}")
    wanted, unwanted = (inverse, plain) if negated else (plain, inverse)
    found = clauses(text)
    kept = [clause for clause in found if not same(clause.node, wanted.node) and not same(clause.node, unwanted.node)]
    there = any(same(clause.node, wanted.node) for clause in found)
    return together(kept if there else [*kept, wanted])


def same(one: Node, other: Node) -> bool:
    """Whether two clauses ask the same of one field, whatever their case."""
    if isinstance(one, Not) and isinstance(other, Not):
        return same(one.part, other.part)
    if isinstance(one, Match) and isinstance(other, Match):
        return fold(one.field) == fold(other.field) and one.value.folded == other.value.folded
    return one == other


def alternatives(node: Node, field: str) -> list[Glob]:
    """The values that a clause allows the field, where that is all it says; else none."""
    parts = node.parts if isinstance(node, Or) else (node,)
    found = [part.value for part in parts if isinstance(part, Match) and fold(part.field) == fold(field)]
    return found if len(found) == len(parts) else []


def either(field: str, values: list[Glob]) -> str:
    """`field:(a or b)`, or `field:a` where there is one."""
    said = " or ".join(map(spelled, values))
    return f"{field_name(field)}:{said if len(values) == 1 else f'({said})'}"
