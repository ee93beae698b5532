"""Arrays → a table: the one way rows get into the database."""

from __future__ import annotations

from collections.abc import Mapping
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
