"""What each clause of a filter takes away from those before it, and what to ask where nothing is left."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from itertools import islice
from typing import TypeAlias

from msgspec import Struct
from msgspec.structs import replace

from tui.filter.columns import Catalogue
from tui.filter.explain import Clause, clauses, together
from tui.filter.parse import parse
from tui.store.nearest import Values, replacements

Ask: TypeAlias = Callable[[Sequence[str]], Sequence[int]]
"""How many events each of some filters leaves, all asked at the same moment."""
MOST = 40
"""Clauses counted one by one; those beyond are the last step together."""
OFFERED = 8
"""How many ways out are offered."""
TRIED = 24
"""How many are counted to find those."""


class Step(Struct, frozen=True):
    """One clause: how many events are `left` with it, how many of those before it are `removed`.

    `alone` is how many the clause has by itself, whatever the others say.
    """

    clause: str
    left: int
    removed: int
    alone: int = 0


class Mend(Struct, frozen=True):
    """The filter with one clause `said` otherwise: events there are `here`, after it, and `left` at the end."""

    said: str
    filter: str
    here: int
    left: int


class Fall(Struct, frozen=True):
    """All of a waterfall: `total` events before the first clause, the steps, and the ways out if nothing is left.

    `emptied` is the place of the step that left nothing, `None` where something is left or nothing was there.
    `searched` is how much of the raw records these counts know of, from 0 to 1; `None` for all that matters.
    """

    filter: str
    total: int
    steps: tuple[Step, ...]
    emptied: int | None = None
    mends: tuple[Mend, ...] = ()
    searched: float | None = None


def waterfall(text: str, ask: Ask) -> tuple[Step, ...]:
    """The steps of a filter; raises `FilterError` where it is none."""
    return counted(text, ask).steps


def counted(text: str, ask: Ask) -> Fall:
    """The steps of a filter, and which of them left nothing; raises `FilterError`."""
    found = bounded(clauses(text))
    ways = [together(found[: n + 1]) for n in range(len(found))]
    counts = list(ask(["", *ways, *(clause.text for clause in found)]))
    left, alone = counts[: len(found) + 1], counts[len(found) + 1 :]
    # Events that come in meanwhile may not make a step that adds some.
    steps = tuple(
        Step(clause.text, left[n + 1], max(0, left[n] - left[n + 1]), alone[n]) for n, clause in enumerate(found)
    )
    emptied = next((n for n, step in enumerate(steps) if left[n] and not step.left), None)
    return Fall(text, left[0], steps, emptied)


def explained(text: str, ask: Ask, values: Values, catalogue: Catalogue) -> Fall:
    """The steps of a filter and, where one of them leaves nothing, what it could say to leave something."""
    return mended(counted(text, ask), ask, values, catalogue)


def mended(fall: Fall, ask: Ask, values: Values, catalogue: Catalogue) -> Fall:
    """The same with the ways out, where a step leaves nothing."""
    if fall.emptied is None:
        return fall
    return replace(fall, mends=mends(fall.filter, fall.emptied, ask, values, catalogue))


def mends(text: str, place: int, ask: Ask, values: Values, catalogue: Catalogue) -> tuple[Mend, ...]:
    """Filters nearest to `text` in which the clause at `place` leaves something.

    Those that leave something in the end, whatever the later clauses say, come first.
    """
    found = list(bounded(clauses(text)))
    before = together(found[:place]) if place else ""
    instead = replacements(found[place].text, before, values, catalogue)
    tried = list(islice({clause.text: clause for clause in instead}.values(), TRIED))
    if not tried:
        return ()
    here = [together([*found[:place], clause]) for clause in tried]
    whole = [together([*found[:place], clause, *found[place + 1 :]]) for clause in tried]
    counts = ask([*here, *whole])
    offered = [
        Mend(clause.text, filter_, there, left)
        for clause, filter_, there, left in zip(tried, whole, counts, counts[len(tried) :], strict=False)
        if there
    ]
    return tuple(sorted(offered, key=lambda mend: not mend.left)[:OFFERED])


def bounded(found: tuple[Clause, ...]) -> tuple[Clause, ...]:
    """At most `MOST` clauses, the last of which holds the rest."""
    if len(found) <= MOST:
        return found
    rest = together(found[MOST - 1 :])
    return (*found[: MOST - 1], Clause(rest, parse(rest)))
