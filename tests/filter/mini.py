"""A store of a few events, laid out as the real one is: coded and plain columns, words, scan tables."""

from __future__ import annotations

import json
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field

import duckdb

from parsers import Kind
from tests.filter import oracle
from tui.filter.clock import Clock
from tui.filter.columns import NO_TIME, Catalogue, Column
from tui.filter.parse import parse
from tui.filter.sql import Query, to_sql
from tui.filter.tree import Node

COLUMNS = (
    Column(1, "time", None, Kind.TIME, False),
    Column(2, "service", None, Kind.TEXT, True),
    Column(3, "action", None, Kind.TEXT, True),
    Column(4, "actor", None, Kind.TEXT, True),
    Column(5, "client", None, Kind.ADDRESS, True),
    Column(6, "outcome", None, Kind.TEXT, True),
    Column(7, "summary", None, Kind.TEXT, False),
    Column(8, "eventID", "cloudtrail", Kind.TEXT, False, verbatim=True),
    Column(9, "eventName", "cloudtrail", Kind.TEXT, True),
    Column(10, "userIdentity.arn", "cloudtrail", Kind.ARN, True),
    Column(11, "readOnly", "cloudtrail", Kind.BOOLEAN, False),
    Column(12, "port", "cloudtrail", Kind.INTEGER, False),
    Column(13, "port", "other", Kind.REAL, False),
    Column(14, "code", "cloudtrail", Kind.INTEGER, False),
    Column(15, "code", "other", Kind.TEXT, True),
    Column(16, "eventId", "other", Kind.TEXT, False),
    Column(17, "serverHost", "other", Kind.ADDRESS, False),
    Column(18, "started", "other", Kind.TIME, False),
)
CATALOGUE = Catalogue(COLUMNS)
TYPES = {Kind.TIME: "BIGINT", Kind.BOOLEAN: "BOOLEAN", Kind.INTEGER: "BIGINT", Kind.REAL: "DOUBLE"}
CLOCK = Clock(oracle.micros(oracle.NOW), oracle.micros(oracle.END))


@dataclass
class Mini:
    """Events by number, each as its values by column number and its raw record."""

    events: Sequence[tuple[Mapping[int, object], bytes]]
    coded: dict[int, dict[str, int]] = field(default_factory=dict)

    def __post_init__(self) -> None:
        """Lays out the tables."""
        self.engine = duckdb.connect(config={"autoinstall_known_extensions": False, "autoload_known_extensions": False})
        kinds = ", ".join(f"{c.sql} {'INTEGER' if c.coded else TYPES.get(c.kind, 'VARCHAR')}" for c in COLUMNS)
        self.engine.execute(f"CREATE TABLE events (id INTEGER, {kinds})")
        self.engine.execute('CREATE TABLE words ("column" INTEGER, code INTEGER, value VARCHAR)')
        marks = ", ".join("?" * (len(COLUMNS) + 1))
        rows = [
            [n, *(self.stored(c, event.get(c.number)) for c in COLUMNS)] for n, (event, _) in enumerate(self.events)
        ]
        if rows:
            self.engine.executemany(f"INSERT INTO events VALUES ({marks})", rows)
        words = [[column, code, value] for column, found in self.coded.items() for value, code in found.items()]
        if words:
            self.engine.executemany("INSERT INTO words VALUES (?, ?, ?)", words)

    def stored(self, column: Column, value: object) -> object:
        """A value as its column keeps it."""
        if not column.coded:
            return NO_TIME if value is None and column.number == 1 else value
        if value is None:
            return 0
        found = self.coded.setdefault(column.number, {})
        return found.setdefault(str(value), len(found) + 1)

    def values(self, column: Column) -> Iterable[tuple[int, str]]:
        """The distinct values of a text column."""
        if column.coded:
            return [(code, value) for value, code in self.coded.get(column.number, {}).items()]
        return [(0, str(event[column.number])) for event, _ in self.events if event.get(column.number) is not None]

    def codes(self, where: str, params: tuple[object, ...]) -> list[tuple[int, int]]:
        """The columns and codes of the words that SQL picks."""
        return self.engine.execute(f'SELECT "column", code FROM words WHERE {where}', params).fetchall()

    def query(self, node: Node) -> Query:
        """The filter as SQL."""
        return to_sql(node, CATALOGUE, CLOCK, self)

    def ask(self, node: Node) -> list[int]:
        """The events that the engine finds."""
        query = self.query(node)
        for scan in query.scans:
            self.engine.execute(f"CREATE OR REPLACE TABLE scan_{scan.id} (id INTEGER)")
            matches, needles = scan.matcher(), scan.needles()
            for n, (_, raw) in enumerate(self.events):
                lowered = raw.lower()
                if (not needles or any(needle in lowered for needle in needles)) and matches(raw):
                    self.engine.execute(f"INSERT INTO scan_{scan.id} VALUES (?)", [n])
            told = f"INSERT INTO scan_{scan.id} SELECT id FROM events WHERE {scan.columns.text}"
            self.engine.execute(told, scan.columns.params)
        sure = self.engine.execute(f"SELECT count(*) FROM events WHERE ({query.where}) IS NULL", query.params)
        assert sure.fetchall() == [(0,)], "a filter must never be NULL"
        found = self.engine.execute(f"SELECT id FROM events WHERE {query.where} ORDER BY id", query.params)
        return [row[0] for row in found.fetchall()]

    def told(self, node: Node) -> list[int]:
        """The events that the oracle finds."""
        return [n for n, (event, raw) in enumerate(self.events) if oracle.matches(node, event, raw, CATALOGUE)]


def event(raw: dict[str, object] | str, **named: object) -> tuple[dict[int, object], bytes]:
    """An event: its record, and its columns by name, `_` for a dot; `name__log` names one log's column."""
    columns: dict[int, object] = {}
    for key, value in named.items():
        name, _, log = key.partition("__")
        name = name.replace("_", ".")
        columns |= {c.number: value for c in COLUMNS if c.name == name and (not log or c.log == log)}
    text = raw if isinstance(raw, str) else json.dumps(raw, separators=(",", ":"))
    return columns, text.encode()


def both(mini: Mini, text: str) -> list[int]:
    """What a filter finds, engine and oracle agreed."""
    node = parse(text)
    found = mini.ask(node)
    assert found == mini.told(node), text
    return found
