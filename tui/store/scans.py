"""Questions that only the raw records can answer: asked of each record once, the answers kept as tables."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence
from itertools import count
from time import monotonic
from typing import TYPE_CHECKING, Any

from msgspec import Struct, field

from tui.filter.predicates import FALSE
from tui.filter.scan import Scan
from tui.searching import Found
from tui.store.incoming import insert
from tui.store.ranges import Range, Ranges

if TYPE_CHECKING:
    import duckdb

KEPT = 32
"""Tables that are kept, the last ones asked for; and any that may be in use."""
IN_USE = 60.0
"""Seconds after which nobody still asks the SQL of an old question."""


class Asked(Struct):
    """How far one scan has come: ids that its table tells of, and those and the ones being searched.

    `told` is the end of the events about which an answer was given, as far as it was known then.
    """

    scan: Scan
    done: Ranges = field(default_factory=Ranges)
    taken: Ranges = field(default_factory=Ranges)
    told: int = 0
    at: float = 0.0


class Job(Struct, frozen=True):
    """The events from id `first` up to `last`, to be asked some questions."""

    first: int
    last: int
    scans: tuple[Scan, ...]


class Scans:
    """The tables `scan_<number>(id)` and how far each has come. Not for several threads at once, but for `number`."""

    def __init__(self, db: duckdb.DuckDBPyConnection, clock: Callable[[], float] = monotonic) -> None:
        self._db, self._clock = db, clock
        self._numbers: dict[object, int] = {}
        self._next = count()
        self._asked: dict[int, Asked] = {}

    def number(self, leaf: object) -> int:
        """The number of the scan that answers a leaf of a filter; the same as long as it is known."""
        known = self._numbers.get(leaf)
        return self._numbers.setdefault(leaf, next(self._next)) if known is None else known

    def open(self, scans: Iterable[Scan]) -> None:
        """Have a table for each of some scans."""
        now = self._clock()
        for scan in scans:
            if scan.id not in self._asked:
                self._db.execute(f"CREATE OR REPLACE TABLE scan_{scan.id:d} (id INTEGER)")
            # Put last, so that the first are those that nobody has asked for in the longest time.
            asked = self._asked.pop(scan.id, None) or Asked(scan)
            self._asked[scan.id], asked.at = asked, now
        self._forget(now)

    def new(self, scan: Scan) -> bool:
        """Whether nobody was ever answered."""
        return not self._asked[scan.id].told

    def _forget(self, now: float) -> None:
        old = [asked for asked in list(self._asked.values())[:-KEPT] if now - asked.at > IN_USE]
        for asked in old:
            del self._asked[asked.scan.id]
            self._numbers.pop(asked.scan.leaf, None)
            self._db.execute(f"DROP TABLE scan_{asked.scan.id:d}")

    def untaken(self, scan: Scan, first: int, last: int) -> list[Range]:
        """Of a range of events those that are neither searched nor being searched."""
        return self._asked[scan.id].taken.missing(first, last)

    def take(self, job: Job) -> None:
        """Note that events are being searched."""
        for asked in self._of(job.scans):
            asked.taken.add(job.first, job.last)

    def give_back(self, job: Job) -> None:
        """Note that they are not, after all."""
        for asked in self._of(job.scans):
            asked.taken.remove(job.first, job.last)
            for first, last in asked.done:
                asked.taken.add(first, last)

    def add(self, answers: Sequence[tuple[Job, Found]]) -> tuple[set[int], set[int]]:
        """Write down what was found; the scans that now know more of what they were answered for, and more events."""
        import numpy as np

        grown, hit = set[int](), set[int]()
        for asked in self._of({scan.id: scan for job, _ in answers for scan in job.scans}.values()):
            number = asked.scan.id
            mine = [(job, ids[number]) for job, ids in answers if number in ids]
            by_columns = self._by_columns(asked.scan, Ranges((job.first, job.last) for job, _ in mine))
            found = np.concatenate([by_columns, *(np.asarray(ids, dtype=np.int32) for _, ids in mine)])
            if len(found):
                insert(self._db, f"scan_{number:d}", {"id": found})
            for job, _ in mine:  # only now: what counts as done is found in the table
                asked.done.add(job.first, job.last)
                grown |= {number} if job.first < asked.told else set()
            hit |= {number} if len(found) and found.min() < asked.told else set()
        return grown, hit

    def _by_columns(self, scan: Scan, ranges: Ranges) -> Any:
        """The ids within some ranges of the events that match by a plain text of theirs."""
        import numpy as np

        if scan.columns == FALSE:
            return np.empty(0, dtype=np.int32)
        among = list(ranges)
        where = " OR ".join(f"(id >= {first} AND id < {last})" for first, last in among)
        between = f"id >= {among[0][0]} AND id < {among[-1][1]}"  # so that no more is read than must be
        sql = f"SELECT id FROM events WHERE {between} AND ({where}) AND {scan.columns.text}"
        return self._db.execute(sql, list(scan.columns.params)).fetchnumpy()["id"]

    def learned(self, ids: Sequence[int]) -> None:
        """Write down which of some events match by a plain text of theirs that was changed."""
        for asked in self._asked.values():
            columns, table = asked.scan.columns, f"scan_{asked.scan.id:d}"
            if columns != FALSE:
                some = "SELECT id FROM events WHERE id IN (SELECT unnest(?))"
                sql = f"INSERT INTO {table} {some} AND {columns.text} AND id NOT IN (FROM {table})"
                self._db.execute(sql, [list(ids), *columns.params])

    def _of(self, scans: Iterable[Scan]) -> list[Asked]:
        return [self._asked[scan.id] for scan in scans if scan.id in self._asked]

    def tell(self, scans: Iterable[Scan], end: int) -> None:
        """Note that an answer about the events below id `end` is given out."""
        for asked in self._of(scans):
            asked.told = max(asked.told, end)

    def missing(self, scan: Scan, end: int) -> list[Range]:
        """The events below id `end` that a scan's table does not tell of."""
        return self._asked[scan.id].done.missing(0, end)

    def close(self) -> None:
        """Let go of the database."""
        self._db.close()
