"""Rows by their ids: what is looked at, and nothing else."""

from __future__ import annotations

import threading
from collections.abc import Container, Iterable, Iterator, Mapping, Sequence
from typing import TYPE_CHECKING, Any

from msgspec import Struct

from parsers import NO_TIME, Value
from tui.filter.columns import Catalogue, Column
from tui.store.blocks import Blocks
from tui.store.words import Words
from tui.window import Row, RowGoneError

if TYPE_CHECKING:
    import duckdb


class Origin(Struct, frozen=True):
    """Where a row came from: the file's number, the record's number and first byte in it."""

    file: int
    ordinal: int
    offset: int


class Fetching:
    """Answers with a cursor of its own, so that giving up a long question takes no page of rows with it."""

    def __init__(
        self, db: duckdb.DuckDBPyConnection, catalogue: Catalogue, words: Mapping[int, Words], blocks: Blocks
    ) -> None:
        self._db, self._catalogue, self._words, self._blocks = db, catalogue, words, blocks
        self._lock = threading.Lock()

    def rows(self, ids: Sequence[int], names: Sequence[str] | None = None) -> list[Row]:
        """Those of some rows that are there, in their order, with the fields `names`, or all that the records fill."""
        names = [c.name for c in self._catalogue.columns if not c.stored] if names is None else names
        columns = [c for c in self._catalogue.columns if c.name in names or c.number == 0]
        found = {row[0]: row for row in self.values(ids, [c.sql for c in columns])}
        return [Row(id_, self._decoded(columns, found[id_][1:])) for id_ in ids if id_ in found]

    def whole(self, id_: int) -> tuple[Row, bytes, int | None]:
        """A row with all its fields, its raw record, and the row it learned from; raises `RowGoneError`."""
        columns = self._catalogue.columns
        shown = ["block", "start", "length", "told_by", *(column.sql for column in columns)]
        for _, block, start, length, teller, *values in self.values([id_], shown):
            return Row(id_, self._decoded(columns, values)), self._blocks.read(block, start, length), teller
        raise RowGoneError

    def values(self, ids: Sequence[int], shown: Sequence[str]) -> list[tuple[Any, ...]]:
        """The columns `shown` of some rows, in any order, the id first."""
        names = ", ".join(f'"{name}"' for name in shown)
        sql = f"SELECT id, {names} FROM events WHERE id IN (SELECT unnest(?))"
        with self._lock:
            return self._db.execute(sql, [list(map(int, ids))]).fetchall()

    def _decoded(self, columns: Sequence[Column], values: Sequence[Any]) -> Mapping[str, Value]:
        log = self._words[0].values[values[0]]
        out: dict[str, Value] = {}
        for column, value in zip(columns, values, strict=True):
            if column.log in {None, log}:
                out[column.name] = self._plain(column, value)
        return out

    def _plain(self, column: Column, value: Any) -> Value:
        if column.coded:
            words = self._words.get(column.number)
            return words.values[value] if words else None
        if value == NO_TIME:
            return None
        plain: Value = value
        return plain

    def origins(self, ids: Sequence[int]) -> dict[int, list[Origin]]:
        """Where rows came from: the place of each, then those of its exact copies. Raises `RowGoneError`."""
        sql = (
            'SELECT id, 0, file, ordinal, "offset" FROM events WHERE id IN (SELECT unnest($ids))'
            ' UNION ALL SELECT "of", 1, file, ordinal, "offset" FROM duplicates WHERE "of" IN (SELECT unnest($ids))'
            " ORDER BY ALL"
        )
        with self._lock:
            found = self._db.execute(sql, {"ids": list(map(int, ids))}).fetchall()
        out: dict[int, list[Origin]] = {}
        for id_, _, *place in found:
            out.setdefault(id_, []).append(Origin(*place))
        _all_there(ids, out)
        return out

    def raws(self, ids: Sequence[int]) -> Iterator[bytes]:
        """The raw records of some rows, in their order; raises `RowGoneError`."""
        places = {row[0]: row[1:] for row in self.values(ids, ["block", "start", "length"])}
        _all_there(ids, places)
        return (self._blocks.read(*places[int(id_)]) for id_ in ids)

    def close(self) -> None:
        """Let go of the database, when whoever asks has been answered."""
        with self._lock:
            self._db.close()


def _all_there(ids: Iterable[int], found: Container[int]) -> None:
    """Raise `RowGoneError` where one of some rows was not found."""
    if not all(id_ in found for id_ in ids):
        raise RowGoneError
