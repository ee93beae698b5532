"""What a clause that finds nothing might have meant: the same question with a value, field or time that there is."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Sequence
from difflib import get_close_matches
from ipaddress import ip_address, ip_network
from typing import Protocol, TypeAlias, cast

from msgspec import Struct

from parsers import NO_TIME, Kind
from tui.filter.clock import RELATIVE, iso
from tui.filter.columns import Catalogue
from tui.filter.complete import suggest
from tui.filter.explain import Clause
from tui.filter.glob import Glob, fold
from tui.filter.parse import parse
from tui.filter.tree import Asked, Cidr, Exists, Leaf, Match, Node, Not, Op, Range, Words, children
from tui.filter.values import numeric
from tui.filter.written import field_name, quote, spelled
from tui.store.facets import facets
from tui.store.matches import Matches

Counted: TypeAlias = Sequence[tuple[str, int]]
KNOWN = 10_000
"""Distinct values of a field that are compared with what was asked for."""
CLOSE = 5
"""How many values that look like what was asked for are named."""
OFTEN = 3
"""How many are named because they are frequent."""
ALIKE = 0.55
"""How much of a text must be the same, by difflib's measure."""
SPOKEN = ("action", "actor", "service", "target", "outcome")
"""The fields whose values people write without the field."""
SPANS = ("15m", "1h", "1d", "7d")


class Values(Protocol):
    """Whoever knows what there is."""

    def __call__(self, *, before: str, field: str) -> Counted:
        """The values of a field among the events that the filter `before` leaves, the most frequent first."""
        ...


def known(matches: Matches, field: str) -> Counted:
    """The values of a field as `Values` has them; of times the first and the last."""
    columns = matches.catalogue.resolve(field)
    times = [column.sql for column in columns if column.kind is Kind.TIME]
    if times:
        told = f"FROM (SELECT {times[0]} AS t FROM events WHERE {matches.where}) WHERE t < {NO_TIME}"
        ((first, last, count),) = matches.fetch(f"SELECT min(t), max(t), count(t) {told}")
        return [(iso(last), count), (iso(first), count)] if count else []
    found = facets(matches, [field], KNOWN)
    return [(value, n) for facet in found for value, n in facet.values if value is not None]


def replacements(text: str, before: str, values: Values, catalogue: Catalogue) -> Iterator[Clause]:
    """A clause with one of its questions asked otherwise, the likeliest first; `before` are the clauses before it."""
    search = Search(text, before, values, catalogue)
    for leaf in asserted(parse(text)):
        start, stop = leaf.at
        for said in search.instead(leaf):
            other = text[:start] + said + text[stop:]
            yield Clause(other, parse(other))


def asserted(node: Node) -> Iterator[Leaf]:
    """The questions that a clause answers with yes: none of those inside a `not`."""
    match node:
        case Not():
            return
        case _ if below := children(node):
            for child in below:
                yield from asserted(child)
        case _ if node != parse(""):
            yield cast("Leaf", node)


class Search(Struct, frozen=True):
    """Looks for what the questions of one clause could be instead."""

    text: str
    before: str
    values: Values
    catalogue: Catalogue

    def instead(self, leaf: Leaf) -> Iterator[str]:
        """What could be written in place of a question."""
        if isinstance(leaf, Words):
            yield from self.words(leaf.text)
            return
        columns = self.catalogue.resolve(str(leaf.field))
        if not columns or leaf.field is None:
            yield from self.named(leaf)
        elif any(column.kind is Kind.TIME for column in columns):
            yield from times(leaf, self.values(before=self.before, field=leaf.field))
        elif not isinstance(leaf, Exists):
            counted = self.values(before=self.before, field=leaf.field)
            alone = parse(self.written(leaf)) == leaf  # not one of a list, which has its field before it
            for said in self.valued(leaf, counted):
                yield asking(leaf, said) if alone else said

    def written(self, leaf: Leaf) -> str:
        """How a question is written."""
        return self.text[slice(*leaf.at)]

    def words(self, text: Glob) -> Iterator[str]:
        """Words that look like those that were searched for."""
        counted = Counter[str]()
        for field in SPOKEN:
            counted.update(dict(self.values(before=self.before, field=field)))
        yield from map(quote, alike(text, counted.most_common()))

    def named(self, leaf: Asked) -> Iterator[str]:
        """The question asked of a field that there is."""
        said, name = self.written(leaf), field_name(str(leaf.field))
        if said.startswith(name):
            for other in suggest(str(leaf.field), self.catalogue):
                yield field_name(other) + said[len(name) :]

    def valued(self, leaf: Asked, counted: Counted) -> Iterator[str]:
        """Values that there are as a filter spells them, the nearest to what was asked for first."""
        match leaf:
            case Match(_, value):
                yield from map(spelled, begun(value, counted))
                yield from map(quote, alike(value, counted))
            case Cidr(_, network):
                yield from map(quote, addresses(network, [value for value, _ in counted])[:CLOSE])
            case Range(_, _, bound) if numeric(bound):
                numbers = [value for value, _ in counted if numeric(value)]
                near = sorted(numbers, key=lambda value: abs(float(value) - float(bound)))
                yield from map(quote, near[:OFTEN])
        yield from (quote(value) for value, _ in counted[:OFTEN])


def asking(leaf: Asked, said: str) -> str:
    """`field:value`, or for a comparison one that just includes the value."""
    name = field_name(str(leaf.field))
    if isinstance(leaf, Range):
        return f"{name} {'<=' if leaf.op in {Op.LT, Op.LE} else '>='} {said}"
    return f"{name}:{said}"


def begun(wanted: Glob, counted: Counted) -> list[Glob]:
    """For `text*`, the beginnings of values that look like the text."""
    if len(wanted.parts) != 2 or wanted.parts[1] or not wanted.parts[0]:
        return []
    asked = fold(wanted.parts[0])
    heads = {fold(value[:cells]): value[:cells] for value, _ in counted for cells in (len(asked), len(asked) + 1)}
    return [Glob((heads[one], "")) for one in get_close_matches(asked, heads, OFTEN, ALIKE)]


def alike(wanted: Glob, counted: Counted) -> list[str]:
    """The values that hold what was asked for, or are held by it, or look like it."""
    asked = fold("".join(wanted.parts))
    values = {fold(value): value for value, _ in reversed(counted)}
    inside = [value for one, value in values.items() if asked in one or (len(one) > 3 and one in asked)]
    look = [values[one] for one in get_close_matches(asked, values, CLOSE, ALIKE)]
    return list(dict.fromkeys([*look, *reversed(inside)]))[:CLOSE]


def addresses(network: str, values: Sequence[str]) -> list[str]:
    """The values that are addresses, those nearest to a network first."""
    wanted = ip_network(network, strict=False)
    found: list[tuple[int, str]] = []
    for value in values:
        try:
            address = ip_address(value)
        except ValueError:
            continue
        if address.version == wanted.version:
            found.append((int(address) ^ int(wanted.network_address), value))
    return [value for _, value in sorted(found)]


def times(leaf: Asked, counted: Counted) -> Iterator[str]:
    """Times at which there is something: by the newest event and not the clock, or the first and last hour."""
    name = field_name(str(leaf.field))
    bound = leaf.value if isinstance(leaf, Range) else ""
    if isinstance(leaf, Range) and RELATIVE.fullmatch(bound) and bound.lower().startswith("now"):
        yield f"{name} {leaf.op} end{bound[3:]}"
    backwards = isinstance(leaf, Range) and leaf.op in {Op.LT, Op.LE}
    if not backwards:
        yield from (f"{name} >= end-{span}" for span in SPANS)
    for value, _ in reversed(counted) if backwards else counted:
        sign = f" {'<=' if backwards else '>='} " if isinstance(leaf, Range) else ":"
        yield f"{name}{sign}{quote(value[:13])}"
