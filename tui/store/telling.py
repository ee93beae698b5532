"""What one event tells of another: the engine of a cluster that a later call names by its identifier alone."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from typing import TYPE_CHECKING

from parsers import Declaration, Telling
from tui.filter.columns import Catalogue
from tui.store.words import Words

if TYPE_CHECKING:
    import duckdb


class Tellings:
    """Fills in what events leave open, from others about the same thing; `told_by` says from which."""

    def __init__(
        self,
        db: duckdb.DuckDBPyConnection,
        known: Catalogue,
        words: Mapping[int, Words],
        parsers: Iterable[Declaration],
    ) -> None:
        self._db, self._known, self._words = db, known, words
        self._rules = [(p.name, p.telling) for p in parsers if p.telling]

    def fill(self) -> list[int]:
        """Fill in what can be told by now; the ids of the events that learned something. Coded fields only."""
        return [id_ for log, telling in self._rules for id_ in self._fill(log, telling)]

    def _column(self, name: str, log: str) -> str:
        return next(c.sql for c in self._known.resolve(name) if c.log in {None, log})

    def _fill(self, log: str, telling: Telling) -> list[int]:
        code = self._words[0].known(log) if 0 in self._words else None
        if code is None:
            return []
        keys = [self._column(name, log) for name in telling.keys]
        told = [self._column(name, log) for name in telling.told]
        time = self._column("time", log)
        of_log = f"{self._known.columns[0].sql} = {code} AND {' AND '.join(f'{key} <> 0' for key in keys)}"
        # Of all that say the same of a thing the first is asked; where they differ over time, the one before the silent
        # event and nearest to it, or else the first after it.
        self._db.execute(
            f"CREATE OR REPLACE TEMP TABLE learned AS"
            f" WITH tellers AS (SELECT {', '.join(keys)}, {', '.join(told)},"
            f"  min({time}) AS said, arg_min(id, {time}) AS teller FROM events"
            f"  WHERE {of_log} AND {told[0]} <> 0 AND told_by IS NULL GROUP BY ALL),"
            f" silent AS (SELECT id, {time} AS happened, {', '.join(keys)}"
            f"  FROM events WHERE {of_log} AND {told[0]} = 0)"
            f" SELECT id, {', '.join(f'arg_min({c}, far) AS {c}' for c in told)}, arg_min(teller, far) AS teller"
            f" FROM (SELECT *, abs(happened - said) + CASE WHEN said > happened THEN {1 << 62} ELSE 0 END AS far"
            f"  FROM silent JOIN tellers USING ({', '.join(keys)})) GROUP BY id"
        )
        # All rows are fetched: a result with more to give keeps the connection from taking anything in.
        learned = [id_ for (id_,) in self._db.execute("SELECT id FROM learned").fetchall()]
        if learned:
            changes = ", ".join(f"{column} = learned.{column}" for column in told)
            summary, params = self._summary(log, telling)
            self._db.execute(
                f"UPDATE events SET {changes}, {summary}, told_by = learned.teller"
                " FROM learned WHERE events.id = learned.id",
                params,
            )
        return learned

    def _summary(self, log: str, telling: Telling) -> tuple[str, list[str | int]]:
        """SQL that says in the summary what an event learned, and its parameters."""
        summary = self._column("summary", log)
        told = next(c for c in self._known.resolve(telling.told[0]) if c.log in {None, log})
        words = self._words[told.number]
        codes = ((words.known(value), old, new) for value, old, new in telling.retold)
        known = [retold for retold in codes if retold[0] is not None]
        cases = f" WHEN learned.{told.sql} = ? THEN replace({summary}, ?, ?)" * len(known)
        changed = f"CASE{cases} ELSE {summary} END" if known else summary
        return f"{summary} = {changed}", [param for retold in known for param in retold if param is not None]
