"""A small store made row by row, that facets and histogram are asked about."""

from __future__ import annotations

import random
from collections.abc import Iterable, Mapping
from itertools import chain
from typing import Any

import duckdb

from parsers import NO_TIME, Declaration, Field, Kind, Value
from tui.filter.columns import Catalogue
from tui.store.matches import Matches
from tui.store.schema import catalogue, meeting, statements
from tui.store.select import Selection
from tui.store.words import Words

Row = Mapping[str, Value]


def _declared(name: str, *fields: Field) -> Declaration:
    return Declaration(name, name, "", (), fields, (), None, None, "built in")


_DOOR = _declared(
    "door",
    Field("floor", Kind.INTEGER),
    Field("badge"),
    Field("locked", Kind.BOOLEAN),
    Field("ticket", unique=True),
)
_LIFT = _declared("lift", Field("floor"), Field("badge"), Field("load", Kind.REAL), Field("rope"))

KNOWN: Catalogue = catalogue([_DOOR, _LIFT])

START = 1_795_000_000_000_000
"""A time in November 2026, in microseconds."""


class SmallStore:
    """An in-memory database in the layout of a session, with these rows."""

    def __init__(self, rows: Iterable[Row]) -> None:
        self.db = duckdb.connect(":memory:")
        self.words: dict[int, Words] = {}
        met = (meeting(KNOWN, log, first=False) for log in ("door", "lift"))
        for statement in chain(statements(KNOWN), *met):
            self.db.execute(statement)
        for id_, row in enumerate(rows):
            self._insert(id_, row)
        said = [(n, *word) for n, words in self.words.items() for word in enumerate(words.values[1:], 1)]
        if said:
            self.db.executemany("INSERT INTO words VALUES (?, ?, ?)", said)

    def _insert(self, id_: int, row: Row) -> None:
        stored: dict[str, Any] = {"id": id_}
        for column in KNOWN.of(str(row["log"])):
            value = row.get(column.name)
            if column.coded:
                words = self.words.setdefault(column.number, Words())
                stored[column.sql] = 0 if value is None else words.code(str(value))
            else:
                stored[column.sql] = NO_TIME if column.name == "time" and value is None else value
        marks = ", ".join("?" * len(stored))
        self.db.execute(f"INSERT INTO events ({', '.join(stored)}) VALUES ({marks})", list(stored.values()))

    def matches(self, clause: str = "true", *params: object) -> Matches:
        """The rows of a clause in SQL."""
        selection = Selection(clause, list(params), "0", "id", grows=False)
        return Matches(self.db, selection, KNOWN, self.words)

    def close(self) -> None:
        """Let go of the database."""
        self.db.close()


def column(name: str) -> str:
    """The SQL name of a field that has one column."""
    return KNOWN.resolve(name)[0].sql


def random_rows(seed: int, count: int) -> list[Row]:
    """Events of two logs and some unparsed records, in no order, over five hours."""
    chance = random.Random(seed)
    return [_random_row(chance) for _ in range(count)]


def _random_row(chance: random.Random) -> Row:
    log = chance.choice(["door", "door", "lift", "unparsed"])
    time = None if chance.random() < 0.05 else START + chance.randrange(5 * 3600 * 1_000_000)
    row: dict[str, Value] = {"log": log, "time": time, "summary": f"row {chance.random()}"}
    if log == "unparsed":
        return row
    row["actor"] = chance.choice(["ines", "omar", "Omar", "robot-7", "o'neil; DROP", None])
    row["effect"] = chance.choice(["read", "read", "write", "destructive", None])
    row["outcome"] = chance.choice(["success", "success", "AccessDenied", "Throttled", None])
    row["badge"] = chance.choice(["gold", "iron", None])
    if log == "door":
        row |= {"floor": chance.choice([1, 2, None]), "locked": chance.choice([True, False, None])}
        row["ticket"] = f"t-{chance.randrange(40)}"
    else:
        row |= {"floor": chance.choice(["1", "roof", None]), "load": chance.choice([0.5, 12.0, None])}
    return row
