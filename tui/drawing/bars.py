"""Bars made of blocks: upright ones of stacked parts, and lying ones."""

from __future__ import annotations

from collections.abc import Sequence
from itertools import pairwise
from typing import TypeAlias

UPRIGHT = " ▁▂▃▄▅▆▇█"
LYING = " ▏▎▍▌▋▊▉█"
_PLAIN = " ..:::###"
"""The same eighths for terminals without blocks."""

FULL = 8
"""Eighths of a cell."""

SEEN = 4
"""Eighths that even one event of the worst kind takes: less is not seen among a thousand others."""

Cell: TypeAlias = tuple[str, int, int | None]
"""A character, the part it is drawn in, and the part whose colour is behind it, if any."""

_EMPTY: Cell = (" ", 0, None)


def stack(counts: Sequence[int], peak: int, rows: int) -> tuple[int, ...]:
    """The heights of a bar's parts in eighths of a cell, where `peak` is as high as `rows` cells.

    `counts` run from the usual to the worst, and are stacked in that order from the ground up. What is
    there is seen: a bar has at least one eighth, and its worst part at least `SEEN`, if it is that high.
    Parts between are as high as they are: a few failures among many calls are the usual thing.
    """
    total = sum(counts)
    if not total or peak <= 0:
        return (0,) * len(counts)
    left = min(rows * FULL, max(1, round(total * rows * FULL / peak)))
    heights: list[int] = []
    for part, count in reversed(list(enumerate(counts))[1:]):
        least = SEEN if count and part == len(counts) - 1 else 0
        wished = max(least, round(count * rows * FULL / peak))
        heights.append(min(left, wished))
        left -= heights[-1]
    return (left, *reversed(heights))


def upright(heights: Sequence[int], row: int) -> Cell:
    """The cell of a bar at a row counted from the ground.

    A cell can show two parts, if together they fill it; where more than that meets, the worst takes it.
    """
    bottom, top = row * FULL, (row + 1) * FULL
    here: list[tuple[int, int]] = []
    floor = 0
    for part, height in enumerate(heights):
        amount = min(top, floor + height) - max(bottom, floor)
        if amount > 0:
            here.append((part, amount))
        floor += height
    if not here:
        return _EMPTY
    filled = sum(amount for _, amount in here)
    if len(here) == 2 and filled == FULL:
        (lower, amount), (upper, _) = here
        return UPRIGHT[amount], lower, upper
    return UPRIGHT[filled], here[-1][0], None


def plain(cell: Cell, marks: Sequence[str]) -> Cell:
    """A cell without blocks; `marks` are the letters of the parts, a blank for one that needs none."""
    text, part, behind = cell
    worst = part if behind is None else behind
    mark = marks[worst].strip() if text != " " else ""
    return mark or _PLAIN[UPRIGHT.index(text)], worst, None


def lying(share: float, cells: int, *, blocks: bool = True) -> str:
    """A bar from the left, of `share` of `cells`; anything above zero is seen."""
    if share <= 0 or cells <= 0:
        return " " * max(0, cells)
    if not blocks:
        return ("#" * max(1, round(min(1.0, share) * cells))).ljust(cells)
    eighths = max(1, round(min(1.0, share) * cells * FULL))
    rest = LYING[eighths % FULL] if eighths % FULL else ""
    return ("█" * (eighths // FULL) + rest).ljust(cells)


def share_out(counts: Sequence[int], cells: int) -> list[int]:
    """Bars over so many cells: wider where there are fewer bars than cells, added up where there are more."""
    bars = len(counts)
    starts = [cell * bars // cells for cell in range(cells + 1)]
    return [sum(counts[a : max(a + 1, b)]) for a, b in pairwise(starts)]
