"""Which columns fit a width, and how wide each is."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from msgspec import Struct

from parsers import Field

GLYPHS = Field("", width=2, description="effect and outcome")
"""The column of effect and outcome: drawn, never chosen by the cell cursor."""

_LEAST: Mapping[str, int] = {
    "service": 9,
    "action": 18,
    "actor": 10,
    "target": 10,
    "client": 13,  # half an address says nothing
    "summary": 24,
    "arrival": 15,
}
"""Below these a column says nothing, and the last one goes instead."""

_GREED: Mapping[str, int] = {"action": 2, "target": 2, "client": 1, "summary": 6}
"""How the flexible columns share what is left when every wish is met."""

_ENOUGH: Mapping[str, int] = {"action": 56, "client": 39}
"""Beyond this a flexible column only pushes the next one away."""

_NO_LIMIT = 1 << 16


class Placed(Struct, frozen=True):
    """A column on the screen: where it begins, and its width without the gap after it, in cells."""

    field: Field
    x: int
    width: int


def place(columns: Sequence[Field], width: int, time_width: int) -> tuple[Placed, ...]:
    """The columns that fit in `width`, from the left, after a gutter of one cell.

    The glyphs come after the time, or first where there is no time. Widths are between what a column
    needs to say anything and its wish; what is left over goes to those that are flexible.
    """
    fields = _with_glyphs(columns)
    kept: list[Field] = []
    used = 1
    for field in fields:
        needs = _least(field, time_width)
        if kept and used + needs > width:
            break
        kept.append(field)
        used += needs + _gap(field)
    if not kept:
        return ()
    spare = width - used + _gap(kept[-1])
    return _placed(kept, _widths(kept, spare, time_width))


def _with_glyphs(columns: Sequence[Field]) -> list[Field]:
    fields = list(columns)
    at = next((i + 1 for i, field in enumerate(fields) if field.name == "time"), 0)
    fields.insert(at, GLYPHS)
    return fields


def _placed(fields: Sequence[Field], widths: Sequence[int]) -> tuple[Placed, ...]:
    placed = []
    x = 1
    for field, width in zip(fields, widths, strict=True):
        placed.append(Placed(field, x, width))
        x += width + _gap(field)
    return tuple(placed)


def _gap(field: Field) -> int:
    return 1 if field.name in {"time", GLYPHS.name} else 2


def _least(field: Field, time_width: int) -> int:
    if field.name == "time":
        return time_width
    return min(field.width, _LEAST.get(field.name, max(8, len(field.name))))


def _widths(fields: Sequence[Field], spare: int, time_width: int) -> list[int]:
    """The least widths, then towards the wishes evenly, then the flexible ones by their greed."""
    widths = [_least(field, time_width) for field in fields]
    if spare < 0:  # one column only, and not even that fits
        return [max(1, widths[0] + spare)]
    wishes = [w if f.name == "time" else max(w, f.width) for f, w in zip(fields, widths, strict=True)]
    spare = _grow(widths, wishes, [wish - w for wish, w in zip(wishes, widths, strict=True)], spare)
    limits = [_ENOUGH.get(field.name, _NO_LIMIT) for field in fields]
    _grow(widths, limits, [_GREED.get(field.name, 0) for field in fields], spare)
    return widths


def _grow(widths: list[int], limits: Sequence[int], weights: Sequence[int], spare: int) -> int:
    """Widen columns by weight up to their limits; how many cells are still left then."""
    while spare > 0 and (growing := [i for i, w in enumerate(widths) if weights[i] > 0 and w < limits[i]]):
        cells, total = spare, sum(weights[i] for i in growing)
        for i in growing:
            more = min(limits[i] - widths[i], max(1, cells * weights[i] // total), spare)
            widths[i] += more
            spare -= more
    return spare
