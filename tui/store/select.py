"""A view → the SQL that answers it."""

from __future__ import annotations

from typing import Any

from msgspec import Struct

from tui.filter.clock import Clock
from tui.filter.columns import Catalogue, Column
from tui.filter.sql import Query
from tui.view import View
from tui.when import bounds


class Selection(Struct, frozen=True):
    """Parts of a SELECT over `events`. `grows`: later rows may be merged in by `key`, without asking anew."""

    where: str
    params: list[Any]
    key: str
    order: str
    grows: bool


def selection(view: View, known: Catalogue, query: Query, clock: Clock) -> Selection:
    """What a view asks, its filter being `query`."""
    clauses, params = [query.where], list(query.params)
    time = known.resolve("time")[0].sql
    if view.log is not None:
        clauses.append(f'{known.columns[0].sql} = (SELECT code FROM words WHERE "column" = 0 AND value = ?)')
        params.append(view.log)
    since, until = bounds(view, clock.now, clock.end)
    if since is not None:
        clauses.append(f"{time} >= {int(since)}")
    if until is not None:
        clauses.append(f"{time} < {int(until)}")
    # What depends on the time of asking cannot be brought up to date, only asked again.
    moves = view.within or any(word in view.filter for word in ("now", "end"))
    key, order, grows = _order(view, known, time)
    return Selection(" AND ".join(f"({c})" for c in clauses), params, key, order, grows and not moves)


def _order(view: View, known: Catalogue, time: str) -> tuple[str, str, bool]:
    columns = known.resolve(view.sort)
    if view.sort in {"time", "arrival"}:
        key = columns[0].sql
        # Newest first is the same order read backwards: keys fall where ids rise, so ties stay in file order.
        return (f"-{key}", f"-{key}, id", True) if view.descending else (key, f"{key}, id", True)
    word = f"coalesce({', '.join(map(_word, columns))})" if columns else "NULL"
    way = "DESC" if view.descending else "ASC"
    return "0::BIGINT", f"{word} {way} NULLS LAST, {time}, id", False


def _word(column: Column) -> str:
    if column.coded:
        return f'(SELECT value FROM words WHERE "column" = {column.number} AND code = events.{column.sql})'
    return f"{column.sql}::VARCHAR" if column.kind != "time" else column.sql
