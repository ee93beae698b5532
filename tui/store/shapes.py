"""Queries that differ only in their values, counted as one: how often, since when, by whom."""

from __future__ import annotations

from collections.abc import Container, Mapping, Sequence
from typing import Any, cast

from msgspec import Struct
from msgspec.structs import replace

from parsers import NO_TIME, SUCCESS, Effect
from tui.filter.columns import Catalogue, Column
from tui.store.matches import Matches
from tui.store.words import Words

FIELD, QUERY = "fingerprint", "query"
"""The fields that hold the short name of a query's shape, and the query itself."""
MOST = 500
"""Shapes that are told; those beyond are the rarest."""
NEW = 10_000
"""Shapes that are told as new: where there are more, being new says nothing any more."""
ACTORS = 3
"""Principals of a shape that are named."""
LETTERS = 400
"""Characters of the example that a line may need."""


class Shape(Struct, frozen=True):
    """All queries of one fingerprint: the first and the last time in microseconds, and one of them as an example.

    `actors` are the principals that asked most, each with its count, of `people` in all; `example` is the row of the
    latest. It is `new` where no query of its shape had been met when the program had caught up with what was there.
    """

    fingerprint: str
    count: int
    first: int | None
    last: int | None
    actors: tuple[tuple[str, int], ...]
    people: int
    failed: int
    action: str
    effect: Effect | None
    example: int
    query: str
    new: bool = False


class Novelty:
    """Which fingerprints were never met before the program had caught up; codes are given in the order of arrival."""

    def __init__(self, known: Catalogue, words: Mapping[int, Words]) -> None:
        self._column = next(iter(known.resolve(FIELD)), None)
        self._words = words
        self._met: int | None = None

    @property
    def fingerprints(self) -> Sequence[str]:
        """The new ones, the latest `NEW` of them, as they came; none while what was there is still being read."""
        values = self._values
        return [] if self._met is None else cast("list[str]", values[max(self._met, len(values) - NEW) :])

    def caught_up(self) -> None:
        """All that was there has been read: what comes with another fingerprint after the first call is new."""
        self._met = len(self._values) if self._met is None else self._met

    @property
    def _values(self) -> Sequence[str | None]:
        words = self._words.get(self._column.number) if self._column else None
        return words.values if words else (None,)


def shapes(matches: Matches, new: Container[str] = ()) -> tuple[Shape, ...]:
    """The shapes of the queries among the matches, at most `MOST`, the most frequent first."""
    known = matches.catalogue
    shape, query = (next(iter(known.resolve(name)), None) for name in (FIELD, QUERY))
    if shape is None or query is None:
        return ()
    rows = matches.fetch(_counted(matches, shape))
    texts = _examples(matches, query, [row[-1] for row in rows])
    found = (_shape(matches, shape, row, texts) for row in rows)
    return tuple(replace(one, new=True) if one.fingerprint in new else one for one in found)


_WORST = (None, Effect.READ, Effect.WRITE, Effect.ADMIN, Effect.DESTRUCTIVE)
"""Effects from the least to the worst; a shape that was only explained once is still what it does when it runs."""


def _counted(matches: Matches, shape: Column) -> str:
    """SQL that counts by shape and actor first, so that who asked most is told without another scan."""
    time, actor, action, effect, outcome = map(matches.common, ("time", "actor", "action", "effect", "outcome"))
    failed = f"{outcome.sql} NOT IN (0, {matches.code(outcome, SUCCESS)})"
    worst = " ".join(f"WHEN {matches.code(effect, str(e))} THEN {n}" for n, e in enumerate(_WORST) if e)
    return (
        f"WITH asked AS (SELECT {shape.sql} AS shape, {actor.sql} AS actor, count(*) AS n, min({time.sql}) AS first,"
        f" max(nullif({time.sql}, {NO_TIME})) AS last, arg_max(id, {time.sql}) AS example,"
        f" arg_max({action.sql}, {time.sql}) AS action, max(CASE {effect.sql} {worst} ELSE 0 END) AS worst,"
        f" count(*) FILTER ({failed}) AS failed"
        f" FROM events WHERE {matches.where} AND {shape.sql} <> 0 GROUP BY ALL)"
        f" SELECT shape, sum(n)::BIGINT AS total, min(first), max(last),"
        f" max({{'n': n, 'actor': -actor}}, {ACTORS}) FILTER (actor <> 0), count(*) FILTER (actor <> 0),"
        " sum(failed)::BIGINT, arg_max(action, coalesce(last, 0)), max(worst), arg_max(example, coalesce(last, 0))"
        f" FROM asked GROUP BY shape ORDER BY total DESC, shape LIMIT {MOST}"
    )


def _examples(matches: Matches, query: Column, ids: Sequence[int]) -> dict[int, str]:
    """The queries of some rows, by their ids."""
    sql = f"SELECT id, left({query.sql}, {LETTERS}) FROM events WHERE id IN (SELECT unnest(?))"
    return dict(matches.db.execute(sql, [list(ids)]).fetchall())


def _shape(matches: Matches, column: Column, row: tuple[Any, ...], texts: Mapping[int, str]) -> Shape:
    code, count, first, last, actors, people, failed, action, worst, example = row
    actor = matches.common("actor")
    return Shape(
        fingerprint=matches.word(column, code),
        count=count,
        first=None if first == NO_TIME else first,
        last=last,
        actors=tuple((matches.word(actor, -pair["actor"]), pair["n"]) for pair in actors or ()),
        people=people,
        failed=failed,
        action=matches.word(matches.common("action"), action),
        effect=_WORST[worst],
        example=example,
        query=texts.get(example) or "",
    )
