"""A waterfall as lines: a clause, a bar of what it leaves and what it takes, and both as numbers."""

from __future__ import annotations

from tui.drawing.bars import lying
from tui.drawing.human import number
from tui.drawing.spans import Span, pad
from tui.store.waterfall import Fall, Mend, Step
from tui.visible import fit, visible

COUNT = 11
"""Cells of a number."""
BAR = 24
"""Cells of a bar at most."""
GAP = "  "


def bar_cells(cells: int) -> int:
    """How wide the bars are on lines of so many cells."""
    return max(6, min(BAR, cells // 4))


def titles(cells: int) -> tuple[Span, ...]:
    """The line above the steps."""
    rest = cells - 2 * COUNT
    return (*pad((("clause", "quiet"),), rest), ("removes".rjust(COUNT), "quiet"), ("leaves".rjust(COUNT), "quiet"))


def beginning(fall: Fall, cells: int, *, blocks: bool = True) -> tuple[Span, ...]:
    """The line of all that the clauses choose from."""
    return _line(("without any clause", "quiet"), (fall.total, 0, fall.total), "", cells, blocks=blocks)


def step_line(fall: Fall, place: int, cells: int, *, blocks: bool = True) -> tuple[Span, ...]:
    """The line of one step; the one that left nothing is in the ink of failures."""
    step = fall.steps[place]
    ink = "emptied" if place == fall.emptied else "text"
    removed = f"-{number(step.removed)}" if step.removed else "0"
    return _line((step.clause, ink), (step.left, step.removed, fall.total), removed, cells, blocks=blocks)


def _line(said: Span, counts: tuple[int, int, int], removes: str, cells: int, *, blocks: bool) -> tuple[Span, ...]:
    left, removed, total = counts
    wide = bar_cells(cells)
    words = cells - wide - 2 * COUNT - len(GAP)
    kept, lost = bar(left, removed, total, wide, blocks=blocks)
    return (
        *pad(((fit(visible(said[0]), words), said[1]),), words),
        (GAP, "text"),
        (kept, "bar"),
        (lost, "lost"),
        (removes.rjust(COUNT), "quiet"),
        (number(left).rjust(COUNT), said[1]),
    )


def bar(left: int, removed: int, total: int, cells: int, *, blocks: bool = True) -> tuple[str, str]:
    """What is left and what was taken as a bar in two parts, of `cells` cells that stand for `total`."""
    kept = lying(left / total if total else 0, cells, blocks=blocks).rstrip(" ")
    upto = round((left + removed) / total * cells) if total else 0
    gone = max(bool(removed) and len(kept) < cells, upto - len(kept))
    return kept, (("░" if blocks else ".") * gone).ljust(cells - len(kept))


def mend_line(mend: Mend, cells: int) -> tuple[Span, ...]:
    """The line of one way out."""
    words = cells - 2 * COUNT - 2
    found = f"{number(mend.left)} event{'s' * (mend.left != 1)}" if mend.left else f"{number(mend.here)}, then none"
    return (("  ", "text"), *pad(((fit(visible(mend.said), words), "mend"),), words), (found.rjust(2 * COUNT), "quiet"))


def verdict(fall: Fall) -> str:
    """What came of it, in a sentence."""
    if not fall.steps:
        return "There is no filter: every event is shown."
    if fall.searched is not None:
        so_far = f"{number(fall.steps[-1].left)} of {number(fall.total)} events are left"
        return f"Still searching the records: {fall.searched:.0%}. So far {so_far}."
    if not fall.total:
        return "There is nothing to choose from: no event is in this range of time and log."
    if fall.emptied is None:
        left = fall.steps[-1].left
        return f"{number(left)} of {number(fall.total)} events are left."
    return _emptied(fall.steps[fall.emptied], first=fall.emptied == 0)


def _emptied(step: Step, *, first: bool) -> str:
    clause = visible(step.clause)
    if first or not step.alone:
        return f"{clause} finds nothing."
    return f"{clause} finds {number(step.alone)} by itself, but none of them are among those before it."
