"""What a database that was filled before holds: its tables are made once, and gone on with when it is opened again."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from typing import TYPE_CHECKING

from msgspec import Struct

from parsers import NO_TIME
from tui.filter.columns import Catalogue, Column
from tui.store.database import UnusableError
from tui.store.schema import fingerprint, statements
from tui.store.words import Vocabulary

if TYPE_CHECKING:
    import duckdb

PORTION = 5_000
"""Rows that are fetched at a time: more would keep the screen waiting while they become objects."""


class OtherLayoutError(UnusableError):
    """The tables were made by another set of parsers' fields than that of now; `paths` of the files read into them."""

    def __init__(self, paths: Sequence[str]) -> None:
        super().__init__("it was made with other parsers, whose fields are not those of now")
        self.paths = tuple(paths)


class Stored(Struct, frozen=True):
    """Of all rows: the id after the last, the newest event's time, the last arrival, the last block that any is in."""

    next_id: int
    newest: int | None
    arrived: int | None
    block: int | None


def prepare(db: duckdb.DuckDBPyConnection, known: Catalogue) -> None:
    """Make the tables, all or none, or find them made; raises `OtherLayoutError`."""
    tables = [name for (name,) in db.execute("SELECT table_name FROM duckdb_tables()").fetchall()]
    if "layout" in tables:
        ((made,),) = db.execute("SELECT mark FROM layout").fetchall()
        if made != fingerprint(known):
            raise OtherLayoutError([path for (path,) in db.execute("SELECT path FROM files").fetchall()])
        for name in tables:
            if name.startswith("scan_"):  # the answers to questions of who had it open before
                db.execute(f"DROP TABLE {name}")
        return
    db.begin()
    for statement in statements(known):
        db.execute(statement)
    db.execute("CREATE TABLE layout AS SELECT ? AS mark", [fingerprint(known)])
    db.commit()


def stored(db: duckdb.DuckDBPyConnection, known: Catalogue) -> Stored:
    """What the tables hold."""
    time = known.resolve("time")[0].sql
    known_times = f"max({time}) FILTER ({time} < {NO_TIME})"
    sql = f"SELECT max(id), max(told_by), max(block), {known_times}, max(arrival) FROM events"
    ((id_, teller, block, newest, arrived),) = db.execute(sql).fetchall()
    ((original, copy),) = db.execute('SELECT max("of"), max(block) FROM duplicates').fetchall()
    # Rows that were taken back may still be told of: no id is given out twice.
    last = max((id_ for id_ in (id_, teller, original) if id_ is not None), default=-1)
    return Stored(last + 1, newest, arrived, max((at for at in (block, copy) if at is not None), default=None))


def vocabulary(db: duckdb.DuckDBPyConnection, known: Catalogue, before: Stored) -> Vocabulary:
    """The words of the coded columns, fetched by a cursor that nobody else uses."""

    def words(column: int) -> list[str]:
        if not before.next_id:
            return []
        db.execute('SELECT value FROM words WHERE "column" = ? ORDER BY code', [column])
        return [value for portion in _portions(db) for value in portion]

    return Vocabulary([column.number for column in known.columns if column.coded], words)


def values(db: duckdb.DuckDBPyConnection, column: Column) -> Iterator[list[str]]:
    """Every value of a column that is not coded, in portions."""
    db.execute(f"SELECT {column.sql} FROM events WHERE {column.sql} IS NOT NULL")
    yield from _portions(db)


def _portions(db: duckdb.DuckDBPyConnection) -> Iterator[list[str]]:
    while rows := db.fetchmany(PORTION):
        yield [value for (value,) in rows]
