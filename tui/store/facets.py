"""How often each value of a field occurs among the events a view matches."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence

from msgspec import Struct

from parsers import NO_TIME, Kind
from tui.filter.columns import Column
from tui.store.matches import Matches

TOGETHER = 32
"""Fields counted in one scan; the groups of all of them are in memory at once."""


class Facet(Struct, frozen=True):
    """One field's values among `total` rows: how many differ, and the most frequent with their counts.

    Values stand by falling count, equal counts by the value. Rows that do not say are no value and not
    in `distinct`; where there are any, the last of `values` is `(None, how many)`.
    """

    field: str
    distinct: int
    values: tuple[tuple[str | None, int], ...]
    total: int


def facets(matches: Matches, names: Sequence[str], top: int = 10, holding: str = "") -> tuple[Facet, ...]:
    """The facets of these fields, in their order, each with its `top` values; names of no column give none.

    `holding` asks only for values that contain this text, in any case.
    """
    meant = {name: found for name in names if (found := matches.catalogue.resolve(name))}
    quick = [] if holding else [n for n, found in meant.items() if len(found) == 1 and found[0].coded]
    out: dict[str, Facet] = {}
    for at in range(0, len(quick), TOGETHER):
        together = {name: meant[name][0] for name in quick[at : at + TOGETHER]}
        out |= {facet.field: facet for facet in _coded(matches, together, top)}
    for name, columns in meant.items():
        if name not in out:
            out[name] = _spelled(matches, name, columns, top, holding)
    return tuple(out[name] for name in meant)


def _coded(matches: Matches, columns: Mapping[str, Column], top: int) -> Iterator[Facet]:
    """Facets of coded columns in one scan: codes are counted, and only the top ones become words."""
    coded = ", ".join(column.sql for column in columns.values())
    sets = ", ".join(f"({column.sql})" for column in columns.values())
    # The greatest of (n, -code) are the most frequent codes, of equal ones those that were met first.
    sql = (
        f"SELECT grouped, sum(n)::BIGINT, count(*) FILTER (code <> 0), sum(n) FILTER (code = 0)::BIGINT,"
        f" max({{'n': n, 'code': -code}}, {max(1, top)}) FILTER (code <> 0)"
        f" FROM (SELECT grouping_id({coded}) AS grouped, coalesce({coded}, 0) AS code, count(*) AS n"
        f" FROM events WHERE {matches.where} GROUP BY GROUPING SETS ({sets})) GROUP BY grouped"
    )
    found = {grouped: counts for grouped, *counts in matches.fetch(sql)}
    for place, (name, column) in enumerate(columns.items()):
        # In a grouping's number, read as bits from the left, the column that it groups by is the zero.
        grouped = (1 << len(columns)) - 1 - (1 << (len(columns) - 1 - place))
        total, distinct, silent, counts = found.get(grouped, (0, 0, 0, None))
        values = [(matches.word(column, -pair["code"]), pair["n"]) for pair in counts or ()]
        yield _facet(name, distinct, values[:top], silent or 0, total)


def _spelled(matches: Matches, name: str, columns: Sequence[Column], top: int, holding: str) -> Facet:
    """The facet of a name that means several columns, or of values that are not coded: counted as text."""
    shown = ", ".join(column.sql for column in columns)
    groups = " UNION ALL ".join(map(_grouped, columns))
    sql = (
        f"WITH hits AS MATERIALIZED (SELECT {shown} FROM events WHERE {matches.where}),"
        f" said AS (SELECT value, sum(n)::BIGINT AS n FROM ({groups}) GROUP BY value),"
        " held AS (SELECT * FROM said WHERE contains(lower(value), lower(?)))"
        " SELECT (SELECT count(*) FROM hits), (SELECT coalesce(sum(n), 0)::BIGINT FROM said),"
        " (SELECT count(*) FROM held),"
        f" (SELECT list({{'value': value, 'n': n}}) FROM (FROM held ORDER BY n DESC, value LIMIT {top}))"
    )
    ((total, said, distinct, counts),) = matches.fetch(sql, holding)
    values = [(str(pair["value"]), pair["n"]) for pair in counts or ()]
    # A log whose fields differ only in case may answer twice for one row.
    return _facet(name, distinct, values, 0 if holding else max(0, total - said), total)


def _grouped(column: Column) -> str:
    """SQL for the values of one column of `hits` as text, and how often each occurs."""
    if column.coded:
        return (
            f"SELECT value, n FROM (SELECT {column.sql} AS code, count(*) AS n FROM hits GROUP BY code) g"
            f' JOIN words w ON w."column" = {column.number} AND w.code = g.code'
        )
    return f"SELECT {_text(column)} AS value, count(*) AS n FROM hits GROUP BY value HAVING value IS NOT NULL"


def _text(column: Column) -> str:
    if column.kind is Kind.TIME:
        return f"strftime(make_timestamp(nullif({column.sql}, {NO_TIME})), '%Y-%m-%dT%H:%M:%S.%fZ')"
    return f"{column.sql}::VARCHAR"


def _facet(name: str, distinct: int, values: list[tuple[str, int]], silent: int, total: int) -> Facet:
    values.sort(key=lambda pair: (-pair[1], pair[0]))
    ending = ((None, silent),) if silent else ()
    return Facet(name, distinct, (*values, *ending), total)
