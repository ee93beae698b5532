"""The store's distinct values, as the filter's SQL writer asks for them."""

from __future__ import annotations

import threading
from collections.abc import Iterable, Mapping
from typing import TYPE_CHECKING

from tui.filter.columns import Column
from tui.store.words import Words

if TYPE_CHECKING:
    import duckdb


class Dictionary:
    """Answers from the `words` table, and from memory where no SQL can ask; to one thread after the other."""

    def __init__(self, db: duckdb.DuckDBPyConnection, words: Mapping[int, Words]) -> None:
        self._db, self._words = db, words
        self._lock = threading.Lock()

    def codes(self, where: str, params: tuple[object, ...]) -> Iterable[tuple[int, int]]:
        """Column and code of every word for which a SQL condition holds."""
        sql = f'SELECT "column", code FROM words WHERE {where}'
        with self._lock:
            found: list[tuple[int, int]] = self._db.execute(sql, list(params)).fetchall()
        return found

    def values(self, column: Column) -> Iterable[tuple[int, str]]:
        """A column's distinct values, with their codes where it has codes."""
        if not column.coded:
            sql = f"SELECT DISTINCT {column.sql} FROM events WHERE {column.sql} IS NOT NULL"
            with self._lock:
                return [(0, value) for (value,) in self._db.execute(sql).fetchall()]
        words = self._words.get(column.number)
        return [(code, str(value)) for code, value in enumerate(words.values) if code] if words else []
