"""The tables of a session: one wide table of events, a dictionary of their words, duplicates, files.

Of the columns that logs have of their own only those of logs that were met take room.
"""

from __future__ import annotations

from collections.abc import Iterable
from hashlib import sha256

from parsers import COMMON, NO_TIME, Declaration, Field, Kind
from tui.filter.columns import ARRIVAL, Catalogue, Column

LOG = Field("log", width=12, description="which parser made the event")

PLACE = ("id", "file", "ordinal", "offset", "block", "start", "length", "arrival", "told_by")
"""The columns of `events` that no parser fills: where a row came from, where its raw record lies,
when it was read, and the event that told what it leaves open itself."""

_PLACE_TYPES = ("INTEGER", "INTEGER", "INTEGER", "BIGINT", "BIGINT", "INTEGER", "INTEGER", "BIGINT", "INTEGER")

FILES = {
    "file": "INTEGER",
    "path": "VARCHAR",
    "size": "BIGINT",
    "mtime": "BIGINT",
    "inode": "UBIGINT",
    "parser": "VARCHAR",
    "place": "VARCHAR",
    "begins": "BLOB",
    "ends": "BLOB",
    "read": "BIGINT",
    "tail": "BIGINT",
    "first": "BIGINT",
    "last": "BIGINT",
    "skipped": "VARCHAR",
    "trouble": "VARCHAR",
    "fault": "VARCHAR",
    "fits": "VARCHAR",
    "seen": "BIGINT",
    "finished": "BOOLEAN",
    "vanished": "BOOLEAN",
    "device": "UBIGINT",
    "changed": "BIGINT",
    "records": "BIGINT",
    "events": "BIGINT",
    "unparsed": "BIGINT",
    "duplicates": "BIGINT",
}
"""The columns of the `files` table."""

_TYPES = {
    Kind.TEXT: "VARCHAR",
    Kind.ADDRESS: "VARCHAR",
    Kind.ARN: "VARCHAR",
    Kind.TIME: "BIGINT",
    Kind.INTEGER: "BIGINT",
    Kind.REAL: "DOUBLE",
    Kind.BOOLEAN: "BOOLEAN",
}


def catalogue(parsers: Iterable[Declaration]) -> Catalogue:
    """The columns of these parsers: `log`, the common ones, then each parser's own, numbered in that order; arrival."""
    fields: list[tuple[str | None, Field]] = [(None, LOG), *((None, f) for f in COMMON)]
    fields += [(parser.name, f) for parser in parsers for f in parser.fields]
    arrival = Column(len(fields), ARRIVAL.name, None, ARRIVAL.kind, ARRIVAL.coded, stored="arrival")
    return Catalogue((*(_column(n, log, f) for n, (log, f) in enumerate(fields)), arrival))


def _column(number: int, log: str | None, field: Field) -> Column:
    return Column(number, field.name, log, field.kind, field.coded, verbatim=field.verbatim)


def sql_type(column: Column) -> str:
    """The type a column is stored with."""
    return "INTEGER" if column.coded else _TYPES[column.kind]


def statements(known: Catalogue) -> Iterable[str]:
    """The SQL that makes an empty session, with no log met yet."""
    yield _events(known)
    yield 'CREATE TABLE words ("column" INTEGER, code INTEGER, value VARCHAR)'
    yield (
        'CREATE TABLE duplicates ("of" INTEGER, file INTEGER, ordinal INTEGER, "offset" BIGINT,'
        " block BIGINT, start INTEGER, length INTEGER)"
    )
    files = ", ".join(f'"{name}" {kind}' for name, kind in FILES.items())
    yield f"CREATE TABLE files ({files}, PRIMARY KEY (file))"
    yield f"CREATE VIEW log AS {readable(known)}"


def meeting(known: Catalogue, log: str, *, first: bool) -> Iterable[str]:
    """The SQL that has the columns of a log stored: before its first event, or the `first` of all, is put in.

    Those of logs that were not met are worked out: stored, each would cost a row 30 ns, whatever it holds.
    """
    if first:  # one statement in place of sixty
        yield _events(known, log)
        return
    for column in known.columns:
        if column.log == log:
            yield f"ALTER TABLE events DROP COLUMN {column.sql}"
            yield f"ALTER TABLE events ADD COLUMN {_declared(column, stored=True)}"


def _events(known: Catalogue, met: str | None = None) -> str:
    place = [f'"{name}" {kind}' for name, kind in zip(PLACE, _PLACE_TYPES, strict=True)]
    own = [_declared(column, stored=column.log in {None, met}) for column in known.columns if not column.stored]
    return f"CREATE OR REPLACE TABLE events ({', '.join(place + own)})"


def _declared(column: Column, *, stored: bool) -> str:
    """A column as a table has it; a code of 0 says "does not say", so rows of other logs need no NULLs there."""
    kind = sql_type(column)
    silent = "0" if column.coded else f"NULL::{kind}"
    return f"{column.sql} {kind} {f'DEFAULT {silent}' if stored else f'AS ({silent}) VIRTUAL'}"


def fingerprint(known: Catalogue) -> str:
    """What tells one layout of the tables from another, and one meaning of their columns."""
    return sha256("\n".join([*statements(known), *map(repr, known.columns)]).encode()).hexdigest()


def readable(known: Catalogue) -> str:
    """A query that shows the events as plain text, by the names people know; names that clash get their log."""
    taken: set[str] = set()
    shown = ['e."id"', 'e."file"', 'e."ordinal"']
    taken |= {"id", "file", "ordinal"}
    for column in known.columns:
        name = column.name if column.name.lower() not in taken else f"{column.log}.{column.name}"
        while name.lower() in taken:  # DuckDB's names ignore case, AWS's do not: eventID, eventId
            name += "_"
        taken.add(name.lower())
        shown.append(f'{_shown(column)} AS "{name}"')
    return f"SELECT {', '.join(shown)} FROM events e"


def _shown(column: Column) -> str:
    if column.coded:
        return f'(SELECT value FROM words w WHERE w."column" = {column.number} AND w.code = e.{column.sql})'
    if column.kind is Kind.TIME:
        return f"make_timestamp(nullif(e.{column.sql}, {NO_TIME}))"
    return f"e.{column.sql}"
