"""The sentence an analyst would say aloud about a request."""

from __future__ import annotations

from parsers.base import SUCCESS, Effect
from parsers.neptune_audit.effect import Verdict

_QUERY = 120  # characters of the query that a summary shows
_LOOKED_AT = 4 * _QUERY
_PAST = {"drop": "dropped", "delete": "deleted", "clear": "cleared", "move": "moved", "copy": "overwrote"}


def sentence(who: str, phrase: str, query: str | None, target: str | None, outcome: str) -> str:
    """`alice (IAM user) read: g.V().limit(10) on graph-prod`.

    `phrase` is a verb with its object where there is a query; without one, a cluster's name ends it.
    """
    where = target or "an unnamed cluster"
    done = f"{phrase}: {shortened(query)} on {where}" if query else f"{phrase} {where}"
    return f"{who} {done}" if outcome == SUCCESS else f"{who} failed ({outcome}), asked for but not done: {done}"


def shortened(query: str) -> str:
    """The query on one line, cut where it is long."""
    line = " ".join(query[:_LOOKED_AT].split())
    cut = len(line) > _QUERY or len(query) > _LOOKED_AT
    return line[: _QUERY - 1] + "…" if cut else line


def did(verdict: Verdict) -> str:
    """What a query did, as a verb and its object."""
    if verdict.everything:
        return "dropped everything"
    match verdict.effect:
        case Effect.DESTRUCTIVE:
            return f"{_PAST[verdict.verb]} data"
        case Effect.WRITE:
            return "wrote"
    return "read"
