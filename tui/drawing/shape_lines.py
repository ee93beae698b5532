"""Shapes of queries as lines: how often, when last and first, who, and what it looks like."""

from __future__ import annotations

from collections.abc import Sequence
from enum import StrEnum

from parsers import Layout
from tui.drawing.code import colour
from tui.drawing.human import number
from tui.drawing.spans import Span, pad
from tui.drawing.times import Clock
from tui.palette import Glyphs
from tui.store.shapes import MOST, Shape
from tui.visible import fit, visible

COUNT, WHEN, WHO = 9, 16, 18
"""Cells of the columns; the query takes the rest."""
BOTH = 110
"""From this many cells on, the first time stands beside the last."""
TEXT_LINES = 40
"""Lines of the example that are shown."""


class Order(StrEnum):
    """What comes first."""

    COUNT = "most frequent"
    RARE = "rarest"
    LAST = "last seen"
    FIRST = "latest comer"

    @property
    def next(self) -> Order:
        """The order after this one, round and round."""
        orders = list(Order)
        return orders[(orders.index(self) + 1) % len(orders)]


def ordered(shapes: Sequence[Shape], order: Order) -> list[Shape]:
    """The shapes in an order; of equal ones the most frequent first. New ones always stand above the others."""

    def key(shape: Shape) -> tuple[bool, int, int]:
        when = {Order.LAST: shape.last, Order.FIRST: shape.first}.get(order)
        first = shape.count if order is Order.RARE else -(when or 0)
        return not shape.new, first, -shape.count

    return sorted(shapes, key=key)


def titles(cells: int) -> tuple[Span, ...]:
    """The titles over the lines."""
    first = f"{'first':<{WHEN}}" if cells >= BOTH else ""
    return pad([(f"  {'count':>{COUNT - 2}}  {'last':<{WHEN}}{first}{'by':<{WHO}}  query", "quiet")], cells)


def line(shape: Shape, clock: Clock, glyphs: Glyphs, cells: int) -> tuple[Span, ...]:
    """A shape's line."""
    times = (shape.last, shape.first) if cells >= BOTH else (shape.last,)
    rest = cells - 2 - COUNT - WHEN * len(times) - WHO - 2
    ink = str(shape.effect) if shape.effect else "text"
    query = " ".join(shape.query.split()) or shape.action
    return (
        (f"{glyphs.novel if shape.new else ' '} ", "novel"),
        (f"{number(shape.count):>{COUNT - 2}}  ", "text"),
        *(part for time in times for part in pad([(_when(time, clock), "quiet")], WHEN)),
        *pad([(fit(people(shape), WHO - 2), "text")], WHO),
        (f"{glyphs.of_effect(shape.effect)} ", ink),
        *pad([(fit(query, rest), "destructive" if ink == "destructive" else "text")], rest),
    )


def _when(time: int | None, clock: Clock) -> str:
    moment = clock.moment(time)
    return f"{moment.day[5:]} {moment.clock}" if moment else "no time"


def people(shape: Shape) -> str:
    """Who asked: the one who did most, and how many others."""
    if not shape.actors:
        return "nobody named"
    others = shape.people - 1
    return f"{shape.actors[0][0]}{f' +{others}' if others else ''}"


def facts(shape: Shape, clock: Clock) -> tuple[Span, ...]:
    """What there is to say of a shape beside its line."""
    spans: list[Span] = [(f"{visible(shape.action)}", str(shape.effect) if shape.effect else "text")]
    if shape.new:
        spans.append(("  never seen before this program had caught up", "novel"))
    spans.append((f"  fingerprint {shape.fingerprint}", "quiet"))
    spans.append((f"\n{clock.full(shape.first)} first, {clock.full(shape.last)} last", "quiet"))
    if shape.failed:
        spans.append((f", {number(shape.failed)} failed", "failed"))
    asked = ", ".join(f"{visible(actor)} {number(count)}" for actor, count in shape.actors)
    more = shape.people - len(shape.actors)
    if asked:
        spans.append((f"\nasked by {asked}{f' and {number(more)} more' if more > 0 else ''}", "text"))
    return tuple(spans)


def example(layouts: Sequence[Layout]) -> tuple[Span, ...]:
    """One query of the shape, laid out in its language's colours."""
    spans: list[Span] = []
    for layout in layouts[:1]:
        lines = layout.text.replace("\r\n", "\n").split("\n")
        for text in lines[:TEXT_LINES]:
            spans += [("\n", "text"), *colour(visible(text.expandtabs(4).rstrip(" ")), layout.language)]
        if len(lines) > TEXT_LINES:
            spans.append((f"\n… and {len(lines) - TEXT_LINES} lines more", "quiet"))
    return tuple(spans)


def total(shapes: Sequence[Shape], order: Order) -> str:
    """What the list holds."""
    if not shapes:
        return "Query shapes"
    queries, new = sum(shape.count for shape in shapes), sum(shape.new for shape in shapes)
    least = "at least " if len(shapes) >= MOST else ""
    said = f"{least}{number(len(shapes))} shape{'s' * (len(shapes) != 1)} of {number(queries)} queries"
    return f"Query shapes   {said}{f', {number(new)} new' if new else ''}   {order} first".replace(
        "latest first", "latest"
    )
