"""The rows a selection matches, with all that is needed to count them."""

from __future__ import annotations

from collections.abc import Mapping
from typing import TYPE_CHECKING, Any

from msgspec import Struct

if TYPE_CHECKING:
    import duckdb

    from tui.filter.columns import Catalogue, Column
    from tui.store.select import Selection
    from tui.store.words import Words


class Matches(Struct, frozen=True):
    """A selection, and the database, columns and words it is about; who asks holds the cursor's lock."""

    db: duckdb.DuckDBPyConnection
    selection: Selection
    catalogue: Catalogue
    words: Mapping[int, Words]

    @property
    def where(self) -> str:
        """The clause that picks the rows; its values are the selection's `params`."""
        return f"({self.selection.where})"

    def fetch(self, sql: str, *more: object) -> list[tuple[Any, ...]]:
        """The answer to SQL that holds `where` once; `more` is bound after the values of the selection."""
        rows: list[tuple[Any, ...]] = self.db.execute(sql, [*self.selection.params, *more]).fetchall()
        return rows

    def common(self, name: str) -> Column:
        """The column of a field that every event has."""
        return self.catalogue.resolve(name)[0]

    def word(self, column: Column, code: int) -> str:
        """The word of a code."""
        return str(self.words[column.number].values[code])

    def code(self, column: Column, word: str) -> int:
        """The code of a word, or one that no row has."""
        known = self.words[column.number].known(word) if column.number in self.words else None
        return -1 if known is None else known
