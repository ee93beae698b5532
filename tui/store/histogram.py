"""How the events a view matches spread over time."""

from __future__ import annotations

from msgspec import Struct

from parsers import NO_TIME, SUCCESS, UNPARSED, Effect, Kind
from tui.store.matches import Matches

_SECOND, _MINUTE, _HOUR, _DAY = 1, 60, 3600, 86400

STEPS = (
    *(n * _SECOND for n in (1, 2, 3, 5, 10, 15, 20, 30)),
    *(n * _MINUTE for n in (1, 2, 3, 5, 10, 15, 20, 30)),
    *(n * _HOUR for n in (1, 2, 3, 4, 6, 8, 12)),
    *(n * _DAY for n in (1, 2, 7)),
)
"""Widths of a bar, in seconds, that people count in; beyond a week they double."""


class Histogram(Struct, frozen=True):
    """Bars of `width_us` microseconds from `since` up to `until`; the ends are multiples of the width.

    `total` counts rows; of those, `destructive` are destructive events, whatever came of them, and `failed`
    the other events that failed: no row is in both. Unparsed rows are in neither.
    """

    since: int
    until: int
    width_us: int
    total: tuple[int, ...]
    failed: tuple[int, ...]
    destructive: tuple[int, ...]


def extent(matches: Matches) -> tuple[int, int] | None:
    """The first and last time among the matches, in microseconds; `None` where none has a time."""
    time = matches.common("time").sql
    ((first, last),) = matches.fetch(
        f"SELECT min({time}), max({time}) FROM events WHERE {matches.where} AND {time} <> {NO_TIME}"
    )
    return None if first is None else (first, last)


def step(since: int, until: int, buckets: int) -> int:
    """The narrowest width, in microseconds, of which at most `buckets` (two or more) cover the range."""
    widths = (seconds * 1_000_000 for seconds in STEPS)
    width = next((w for w in widths if _needed(since, until, w) <= buckets), STEPS[-1] * 1_000_000)
    while _needed(since, until, width) > buckets:
        width *= 2
    return width


def _needed(since: int, until: int, width: int) -> int:
    return -(-until // width) - since // width


def histogram(matches: Matches, since: int, until: int, buckets: int) -> Histogram:
    """The histogram of the matches over a range, in at most `buckets` bars, or two.

    An empty range is taken as its first moment.
    """
    until = max(until, since + 1)
    width = step(since, until, max(2, buckets))
    first, last = since // width, -(-until // width)
    time, failed, destructive = matches.common("time").sql, _failed(matches), _destructive(matches)
    sql = (
        f"SELECT ({time} - {first * width}) // {width} AS bar, count(*),"
        f" count(*) FILTER ({failed} AND NOT {destructive}), count(*) FILTER ({destructive})"
        f" FROM events WHERE {matches.where} AND {time} >= {first * width} AND {time} < {last * width}"
        " GROUP BY bar"
    )
    bars = {bar: counts for bar, *counts in matches.fetch(sql)}
    counted = [bars.get(bar, (0, 0, 0)) for bar in range(last - first)]
    return Histogram(first * width, last * width, width, *zip(*counted, strict=True))


def _failed(matches: Matches) -> str:
    outcome = matches.common("outcome")
    harmless = (column.sql for column in matches.catalogue.resolve("benign") if column.kind is Kind.BOOLEAN)
    worth_a_look = "".join(f" AND {column} IS NOT TRUE" for column in harmless)
    return f"({outcome.sql} NOT IN (0, {matches.code(outcome, SUCCESS)}){worth_a_look} AND {_parsed(matches)})"


def _destructive(matches: Matches) -> str:
    effect = matches.common("effect")
    return f"({effect.sql} = {matches.code(effect, Effect.DESTRUCTIVE)} AND {_parsed(matches)})"


def _parsed(matches: Matches) -> str:
    log = matches.common("log")
    return f"{log.sql} <> {matches.code(log, UNPARSED)}"
