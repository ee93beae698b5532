"""The lines of the fields pane: headings, values with their bars and counts, and what is left out."""

from __future__ import annotations

import re
from collections.abc import Collection, Iterator, Sequence
from enum import Enum

from msgspec import Struct

from parsers import SUCCESS, Effect
from tui.drawing.bars import lying
from tui.drawing.human import number, short
from tui.drawing.spans import Span, mark, pad
from tui.store.facets import Facet
from tui.visible import fit

FEW = 5
"""Values that a field shows before it is asked for more."""

_COUNT = 6
"""Cells of a count."""

SILENT = "does not say"

COLOURED: Collection[str] = {Effect.WRITE, Effect.DESTRUCTIVE, Effect.ADMIN}
"""The effects that stand out here; what is only read does not."""


class Kind(Enum):
    """What a line is."""

    FIELD = "field"
    VALUE = "value"
    REST = "rest"  # how many values are not shown
    BLANK = "blank"


class Line(Struct, frozen=True):
    """One line of the pane. `share` is how long a value's bar is, from 0 to 1.

    `count` is of rows for a value, of distinct values for a field, of hidden ones for a rest.
    """

    kind: Kind
    field: str = ""
    value: str | None = None
    count: int = 0
    share: float = 0.0

    @property
    def key(self) -> tuple[Kind, str, str | None]:
        """What stays the same while counts change."""
        return self.kind, self.field, self.value


class Folds(Struct, frozen=True):
    """Which fields show no values, and which all that are known; the others show a few."""

    shut: frozenset[str] = frozenset()
    wide: frozenset[str] = frozenset()

    def toggled(self, field: str) -> Folds:
        """With a field shut that was not, or the other way about."""
        return Folds(self.shut ^ {field}, self.wide - {field})

    def widened(self, field: str) -> Folds:
        """With all values of a field."""
        return Folds(self.shut - {field}, self.wide | {field})


def lines_of(facets: Sequence[Facet], folds: Folds, narrow: str = "") -> list[Line]:
    """The lines for these facets.

    With `narrow`, only values that hold that text, of shut fields too, and fields that are named so.
    """
    blocks = [_block(facet, folds, narrow.casefold()) for facet in facets]
    out: list[Line] = []
    for block in filter(None, blocks):
        # Shut fields stand together; an open one stands apart.
        if out and (len(block) > 1 or out[-1].kind is not Kind.FIELD):
            out.append(Line(Kind.BLANK))
        out += block
    return out


def _block(facet: Facet, folds: Folds, narrow: str) -> list[Line]:
    heading = Line(Kind.FIELD, facet.field, count=facet.distinct)
    named = narrow in facet.field.casefold()
    values = [(v, n) for v, n in facet.values if not narrow or (v is not None and narrow in v.casefold())]
    if narrow and not values:
        return [heading] if named and facet.distinct else []
    if (facet.field in folds.shut and not narrow) or not facet.distinct:
        return [heading]
    return [
        heading,
        *_values(facet, values, everything=facet.field in folds.wide or bool(narrow), narrow=narrow),
    ]


def _values(facet: Facet, values: Sequence[tuple[str | None, int]], *, everything: bool, narrow: str) -> Iterator[Line]:
    most = max((n for v, n in facet.values if v is not None), default=1)
    shown = values if everything else [(v, n) for v, n in values if v is not None][:FEW]
    for value, count in shown:
        yield Line(Kind.VALUE, facet.field, value, count, count / most if value is not None else 0.0)
    hidden = facet.distinct - sum(value is not None for value, _ in shown)
    if hidden > 0 and not narrow:
        yield Line(Kind.REST, facet.field, count=hidden)


def nearest(lines: Sequence[Line], before: Sequence[Line], at: int) -> int:
    """Where the cursor goes when other lines take the place of those before: to what it stood on.

    Where that is gone, to the place it had among its field's lines, else as far down as it was.
    """
    if not before or not lines:
        return 0
    old = before[min(at, len(before) - 1)]
    same = next((i for i, line in enumerate(lines) if line.key == old.key), None)
    if same is not None:
        return same
    field = [i for i, line in enumerate(lines) if line.field == old.field]
    if field:
        start = next((i for i, line in enumerate(before) if line.field == old.field), at)
        return field[min(at - start, len(field) - 1)]
    at = min(at, len(lines) - 1)
    return at - 1 if lines[at].kind is Kind.BLANK else at


def drawn(
    line: Line, cells: int, wanted: re.Pattern[str] | None = None, *, folded: str = "", blocks: bool = True
) -> tuple[Span, ...]:
    """A line in exactly `cells` cells; `folded` is the sign of a field that is shut."""
    match line.kind:
        case Kind.FIELD:
            count = number(line.count)
            sign = f" {folded}" if folded else ""
            name = fit(line.field, cells - len(count) - len(sign) - 3)
            left: tuple[Span, ...] = ((" ", "text"), *mark(((name, "heading"),), wanted), (sign, "quiet"))
            return (*pad(left, cells - len(count) - 1), (f"{count} ", "heading"))
        case Kind.VALUE:
            return _drawn_value(line, cells, wanted, blocks=blocks)
        case Kind.REST:
            text = fit(f"{'…' if blocks else '...'} {number(line.count)} more", cells - 2)
            return pad(((f" {text}", "quiet"),), cells)
    return pad((), cells)


def _drawn_value(line: Line, cells: int, wanted: re.Pattern[str] | None, *, blocks: bool) -> tuple[Span, ...]:
    bar = max(0, min(12, (cells - 24) // 2 + 4)) if cells >= 20 else 0
    name = max(1, cells - _COUNT - bar - 2 - (bar > 0))
    text = SILENT if line.value is None else line.value
    said = pad(mark(((fit(text, name), ink_of(line)),), wanted), name)
    middle: tuple[Span, ...] = ((" ", "text"), (lying(line.share, bar, blocks=blocks), "bar")) if bar else ()
    spans = ((" ", "text"), *said, *middle, (f"{short(line.count):>{_COUNT}}", "quiet"))
    return pad(spans, cells)


def ink_of(line: Line) -> str:
    """The ink of a value: principals in their hue, effects and outcomes in their colours."""
    value = line.value
    if value is None:
        return "silent"
    if line.field == "actor":
        return "quiet" if value.endswith(".amazonaws.com") else f"@{value}"
    if line.field == "effect":
        return value if value in COLOURED else "text"
    if line.field == "outcome":
        return "text" if value == SUCCESS else "failed"
    return "text"
