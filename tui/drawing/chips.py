"""The clauses of a filter as chips in a row: which there are, which are switched off, which are seen."""

from __future__ import annotations

import re
from collections.abc import Sequence

from msgspec import Struct
from msgspec.structs import replace

from tui.drawing.spans import Span
from tui.filter.errors import FilterError
from tui.filter.explain import Clause, clauses, opposite, together
from tui.filter.parse import parse
from tui.filter.tree import Not
from tui.visible import fit, visible, width_of

WIDEST = 40
"""Cells that a chip takes at most, where there are others."""
GAP = 1
"""Cells between chips."""
PATH = re.compile(r"^(not )?[\w.]+\.(?=\w+\s*[:<>])")
"""What comes before the last name of a path, at the beginning of a clause."""


class Chip(Struct, frozen=True):
    """A clause, which may be switched `off`; or the range of time or the log, which have a `what`."""

    clause: Clause | None
    text: str
    off: bool = False
    what: str = ""

    @property
    def ink(self) -> str:
        """How it is drawn."""
        if self.off:
            return "off"
        if self.clause is None:
            return "other"
        return "not" if isinstance(self.clause.node, Not) else "clause"


def chip(text: str) -> Chip:
    """One clause by itself."""
    return Chip(Clause(text, parse(text)), text)


def merged(before: Sequence[Chip], text: str) -> tuple[Chip, ...]:
    """The clauses of a filter, and those of `before` that are switched off and not in it, about where they stood.

    An empty filter that is new has no clauses left, not even these. Raises `FilterError`.
    """
    if not text.strip() and written(before):
        return ()
    now = [chip(clause.text) for clause in clauses(text)]
    there = {one.text for one in now}
    for place, one in enumerate(before):
        if one.off and one.text not in there:
            now.insert(min(place, len(now)), one)
    return tuple(now)


def written(chips: Sequence[Chip]) -> str:
    """The filter that asks every clause that is not switched off."""
    on = [one.clause for one in chips if one.clause is not None and not one.off]
    return together(on) if on else ""


def toggled(chips: Sequence[Chip], place: int) -> tuple[Chip, ...]:
    """The chips with one switched off, or on again."""
    one = chips[place]
    return (*chips[:place], replace(one, off=not one.off), *chips[place + 1 :])


def inverted(chips: Sequence[Chip], place: int) -> tuple[Chip, ...]:
    """The chips with one clause turned into its opposite."""
    one = chips[place]
    if one.clause is None:
        return tuple(chips)
    other = opposite(one.clause, one.clause.text).text
    return (*chips[:place], replace(chip(other), off=one.off), *chips[place + 1 :])


def removed(chips: Sequence[Chip], place: int) -> tuple[Chip, ...]:
    """The chips without one."""
    return (*chips[:place], *chips[place + 1 :])


def same(chips: Sequence[Chip], text: str) -> bool:
    """Whether a filter is what the chips say already, or is none at all and so says nothing new."""
    try:
        return [one.text for one in chips if not one.off] == [clause.text for clause in clauses(text)]
    except FilterError:
        return True


def labels(chips: Sequence[Chip], cells: int) -> list[str]:
    """What the chips say, each short enough to be seen."""
    widest = cells if len(chips) == 1 else min(cells, WIDEST)
    return [f" {shortened(visible(one.text), max(1, widest - 2))} " for one in chips]


def shortened(said: str, cells: int) -> str:
    """A clause in at most so many cells; the end of its path says more than the beginning."""
    return fit(said if width_of(said) <= cells else PATH.sub(r"\1…", said), cells)


def row(chips: Sequence[Chip], cells: int, cursor: int) -> tuple[list[tuple[Span, int | None]], int]:
    """Spans with the chip that each belongs to, at most `cells` wide, and the first chip seen.

    The chip at the cursor is seen; `‹` and `›` say that there are others.
    """
    said = labels(chips, cells - 4)
    first = next((n for n in range(cursor + 1) if _cells(said[n : cursor + 1]) + 2 * (n > 0) <= cells - 2), cursor)
    spans: list[tuple[Span, int | None]] = [(("‹ ", "more"), None)] if first else []
    used = 2 * bool(first)
    for place in range(first, len(chips)):
        last = place == len(chips) - 1
        if used + width_of(said[place]) + (0 if last else 2) > cells:
            spans.append((("›", "more"), None))
            break
        spans += [((said[place], chips[place].ink), place), ((" " * GAP, "ground"), None)]
        used += width_of(said[place]) + GAP
    return spans, first


def _cells(said: Sequence[str]) -> int:
    return sum(width_of(one) + GAP for one in said)
