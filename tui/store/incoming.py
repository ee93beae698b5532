"""Arrays → a table: the one way rows get into the database."""

from __future__ import annotations

from collections.abc import Container, Mapping, Sequence
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    import duckdb


def insert(
    db: duckdb.DuckDBPyConnection,
    table: str,
    arrays: Mapping[str, Any],
    casts: Mapping[str, str] | None = None,
    *,
    replace: bool = False,
) -> None:
    """Add rows given as one array a column; columns that are not given get their default.

    `casts` gives the SQL type of arrays of objects: one whose values are all missing has none of its own.
    `replace` puts rows in place of those with the same key.
    """
    names = ", ".join(f'"{name}"' for name in arrays)
    shown = ", ".join(f'"{name}"::{casts[name]}' if casts and name in casts else f'"{name}"' for name in arrays)
    db.register("incoming", dict(arrays))
    try:
        db.execute(f"INSERT {'OR REPLACE ' if replace else ''}INTO {table} ({names}) SELECT {shown} FROM incoming")
    finally:
        db.unregister("incoming")


def joined(portions: Sequence[Mapping[str, Any]], plain: Container[str]) -> Mapping[str, Any]:
    """Some portions of rows as one, each given as one array a column.

    In a column that only others have, the rows of a portion say nothing: `None` in one that is `plain`, else code 0.
    """
    import numpy as np

    if len(portions) == 1:
        return portions[0]

    def column(name: str, rows: Mapping[str, Any]) -> Any:
        if name in rows:
            return rows[name]
        return np.full(len(rows["id"]), None) if name in plain else np.zeros(len(rows["id"]), dtype=np.int32)

    names = dict.fromkeys(name for rows in portions for name in rows)
    return {name: np.concatenate([column(name, rows) for rows in portions]) for name in names}
