"""From an event to the next of the same transaction, or of the same session, credentials or connection."""

from __future__ import annotations

from bisect import bisect_left, bisect_right
from collections.abc import Mapping, Sequence

from msgspec import Struct

from parsers import Value
from tui.filter import edit

LINKS = (
    ("transaction", "transaction"),
    ("userIdentity.accessKeyId", "session"),
    ("userIdentity.principalId", "principal"),
    ("clientHost", "connection"),
    ("callerIamArn", "principal"),
)
"""Fields that events of one course of action share, the closest first, and what that is called."""
LONG_LIVED = "AKIA"
"""How access keys begin that are no session's: they are used for years."""


class Chain(Struct, frozen=True):
    """Events that belong together: what they are called, and the filter that finds them."""

    name: str
    filter: str


def chains(values: Mapping[str, Value]) -> tuple[Chain, ...]:
    """The chains that an event with these values is a link of, the closest first."""
    found = []
    for field, called in LINKS:
        value = values.get(field)
        if isinstance(value, str) and value:
            name = "access key" if value.startswith(LONG_LIVED) else called
            found.append(Chain(f"{name} {value}", edit.keep("", field, value)))
    return tuple(found)


def closest(found: Sequence[Chain], totals: Sequence[int]) -> tuple[Chain, int]:
    """The first chain that has other links, with how many it has in all; the very first where none has."""
    both = list(zip(found, totals, strict=True))
    return next((pair for pair in both if pair[1] > 1), both[0])


def step(places: Sequence[int], here: int, way: int) -> int | None:
    """The next of the places (rising) on from `here`, or back from it; `None` at the end."""
    at = bisect_right(places, here) if way > 0 else bisect_left(places, here) - 1
    return places[at] if 0 <= at < len(places) else None


def told(chain: Chain, places: Sequence[int], total: int, place: int | None, way: int) -> str:
    """What is said of a step: `3 of 7 in transaction abc`, or that there is none."""
    hidden = total - len(places)
    beyond = f"; {hidden:,} more of it {'is' if hidden == 1 else 'are'} not in this view" if hidden > 0 else ""
    if place is not None:
        return f"{bisect_left(places, place) + 1:,} of {len(places):,} in {chain.name}{beyond}"
    if len(places) <= 1:
        return f"No other event of {chain.name}{' in this view' if hidden > 0 else ''}{beyond}"
    return f"This is the {'last' if way > 0 else 'first'} of {len(places):,} in {chain.name}{beyond}"
