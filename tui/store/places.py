"""Where the raw records of events lie: cut into stretches that are searched one after the other."""

from __future__ import annotations

from array import array
from collections.abc import Iterator
from typing import TYPE_CHECKING, Any

from msgspec import Struct
from msgspec.structs import replace

from parsers import NO_TIME
from tui.searching import Portion
from tui.store.ranges import Range

if TYPE_CHECKING:
    import duckdb

STRETCH = 4 << 20
"""Bytes of raw records in a stretch: a few milliseconds' work for one processor."""
CHUNK = 1 << 18
"""Rows fetched at a time: for so long nobody else can run Python."""
FIELDS = {"id": "int32", "block": "int64", "start": "int32", "length": "int32"}


class Stretch(Struct, frozen=True):
    """Events from id `first` up to `last`: the time of their newest, -1 without any, and the bytes of their records."""

    first: int
    last: int
    newest: int
    size: int


class Places:
    """Knows of every event where its raw record lies, once it is brought up to date."""

    def __init__(self, db: duckdb.DuckDBPyConnection, time: str) -> None:
        self._db, self._time = db, time
        self._columns = {name: Growing(kind) for name, kind in FIELDS.items()}
        self._stretches: list[Stretch] = []
        self.end = 0

    def extend(self, end: int) -> None:
        """Learn of the events below id `end`."""
        while self.end < end:
            last = min(end, self.end + CHUNK)
            sql = f"SELECT {', '.join(FIELDS)}, {self._time} AS time FROM events WHERE id >= {self.end} AND id < {last}"
            rows = self._db.execute(f"{sql} ORDER BY id").fetchnumpy()
            for name, column in self._columns.items():
                column.extend(rows[name])
            for piece in pieces(rows, self.end, last):
                self._lengthen(piece)
            self.end = last

    def _lengthen(self, piece: Stretch) -> None:
        if not self._stretches or self._stretches[-1].size >= STRETCH:
            self._stretches.append(piece)
            return
        open_ = self._stretches[-1]
        newest, size = max(open_.newest, piece.newest), open_.size + piece.size
        self._stretches[-1] = replace(open_, last=piece.last, newest=newest, size=size)

    def newest_first(self) -> list[Stretch]:
        """All stretches, the newest events before older ones."""
        return sorted(self._stretches, key=lambda stretch: stretch.newest, reverse=True)

    def portion(self, first: int, last: int) -> Portion:
        """The events of a range of ids."""
        ids, blocks, starts, lengths = self._rows(first, last)
        edges = runs(blocks, starts)
        counts = zip(edges, [*edges[1:], len(ids)], strict=False)  # all may have been taken back
        return Portion(
            tuple((int(blocks[first]), last - first) for first, last in counts),
            *(array("i", column.tobytes()) for column in (ids, starts, lengths)),
        )

    def cut(self, first: int, last: int, size: int) -> Iterator[Range]:
        """A range of ids in ranges of about `size` bytes."""
        import numpy as np

        ids, blocks, starts, lengths = self._rows(first, last)
        before = np.cumsum(lengths, dtype=np.int64) - lengths
        filled = 0
        for edge in runs(blocks, starts)[1:]:
            if before[edge] - filled >= size:
                yield first, int(ids[edge])
                first, filled = int(ids[edge]), int(before[edge])
        yield first, last

    def size(self, first: int, last: int) -> int:
        """Bytes of the records of a range of ids."""
        return int(self._rows(first, last)[3].sum(dtype="int64"))

    def close(self) -> None:
        """Let go of the database."""
        self._db.close()

    def _rows(self, first: int, last: int) -> list[Any]:
        import numpy as np

        ids = self._columns["id"].values
        # Numbers of another width would have all ids copied.
        rows = slice(*ids.searchsorted(np.array([first, last], dtype=ids.dtype)))
        return [column.values[rows] for column in self._columns.values()]


def pieces(rows: dict[str, Any], first: int, last: int) -> Iterator[Stretch]:
    """Rows in order of their ids as the smallest stretches: those side by side in one block.

    Together they are all of the range from `first` up to `last`; some of its events may have been taken back.
    """
    import numpy as np

    edges = runs(rows["block"], rows["start"])
    if not edges:
        yield Stretch(first, last, -1, 0)
        return
    newest = np.maximum.reduceat(np.where(rows["time"] < NO_TIME, rows["time"], -1), edges).tolist()
    sizes = np.add.reduceat(rows["length"], edges, dtype=np.int64).tolist()
    inner = rows["id"][edges[1:]].tolist()
    yield from map(Stretch, [first, *inner], [*inner, last], newest, sizes)


def runs(blocks: Any, starts: Any) -> list[int]:
    """The rows at which another block begins, or the same again from its start."""
    import numpy as np

    if not len(blocks):
        return []
    edges: list[int] = (np.flatnonzero((np.diff(blocks) != 0) | (np.diff(starts) < 0)) + 1).tolist()
    return [0, *edges]


class Growing:
    """An array that more is added to; what is there moves seldom."""

    def __init__(self, kind: str) -> None:
        import numpy as np

        self._held = np.empty(1024, dtype=kind)
        self._count = 0

    @property
    def values(self) -> Any:
        """What is in it."""
        return self._held[: self._count]

    def extend(self, values: Any) -> None:
        """Add some."""
        import numpy as np

        count = self._count + len(values)
        if count > len(self._held):
            held = np.empty(max(count, 2 * len(self._held)), dtype=self._held.dtype)
            held[: self._count] = self.values
            self._held = held
        self._held[self._count : count] = values
        self._count = count
