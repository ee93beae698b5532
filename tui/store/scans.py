"""Questions that only the raw records can answer: asked of each record once, the answers kept as tables."""

from __future__ import annotations

from bisect import bisect_right
from collections.abc import Callable, Iterator
from typing import TYPE_CHECKING, Any

from tui.filter.scan import Scan
from tui.store.blocks import Blocks
from tui.store.incoming import insert

if TYPE_CHECKING:
    import duckdb


class Scans:
    """The tables `scan_<number>(id)`: which events a scan's question is true of, up to the event each has come to."""

    def __init__(self, db: duckdb.DuckDBPyConnection, blocks: Blocks) -> None:
        self._db, self._blocks = db, blocks
        self._numbers: dict[object, int] = {}
        self._done: dict[int, int] = {}

    def number(self, leaf: object) -> int:
        """The number of the scan that answers a leaf of a filter; the same whenever it is asked."""
        return self._numbers.setdefault(leaf, len(self._numbers))

    def bring(self, scan: Scan, end: int, stopped: Callable[[], bool] = lambda: False) -> None:
        """Bring a scan's table up to the events below id `end`; gives up, to go on later, when `stopped`."""
        import numpy as np

        since = self._done.get(scan.id)
        if since is None:
            self._db.execute(f"CREATE TABLE scan_{scan.id:d} (id INTEGER)")
            since = self._done[scan.id] = 0
        if since >= end:
            return
        found: list[int] = []
        for ids in self._matching(scan, since, end):
            found += ids
            if stopped():
                return
        if found:
            insert(self._db, f"scan_{scan.id:d}", {"id": np.asarray(found, dtype=np.int32)})
        self._done[scan.id] = end

    def _matching(self, scan: Scan, since: int, end: int) -> Iterator[list[int]]:
        """The ids that match, block by block."""
        matches, needles = scan.matcher(), scan.needles()
        for position, rows in self._by_block(since, end):
            data = self._blocks.block(position)
            near = _near(data.lower(), rows["start"], needles) if needles else range(len(rows["id"]))
            yield [
                int(rows["id"][i])
                for i in near
                if matches(data[rows["start"][i] : rows["start"][i] + rows["length"][i]])
            ]

    def _by_block(self, since: int, end: int) -> Iterator[tuple[int, dict[str, Any]]]:
        import numpy as np

        sql = f"SELECT id, block, start, length FROM events WHERE id >= {since} AND id < {end} ORDER BY block, start"
        rows = self._db.execute(sql).fetchnumpy()
        if not len(rows["id"]):
            return
        edges = [0, *(np.flatnonzero(np.diff(rows["block"])) + 1).tolist(), len(rows["id"])]
        for first, last in zip(edges, edges[1:], strict=False):
            yield int(rows["block"][first]), {name: array[first:last] for name, array in rows.items()}


def _near(data: bytes, starts: Any, needles: tuple[bytes, ...]) -> list[int]:
    """The rows of a block in which a needle stands; `starts` are where they begin, rising."""
    edges, found = starts.tolist(), set[int]()
    for needle in needles:
        at = data.find(needle)
        while at >= 0:
            row = bisect_right(edges, at) - 1
            found.add(max(row, 0))
            after = edges[row + 1] if row + 1 < len(edges) else len(data)
            at = data.find(needle, max(at + 1, after))
    return sorted(found)
