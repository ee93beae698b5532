"""Batches → rows: words get their codes, duplicates are set apart, raw blocks are written.

Rows wait for those of the whole transaction: to put some in takes 6 ms, however few they are.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Sequence
from time import time_ns
from typing import TYPE_CHECKING, Any

from parsers import NO_TIME, UNPARSED, Declaration, Kind, Value
from tui.filter.columns import Catalogue, Column
from tui.store.blocks import Blocks
from tui.store.counts import Counts
from tui.store.duplicates import Seen, copies, records
from tui.store.incoming import insert, joined
from tui.store.schema import meeting, sql_type
from tui.store.sent import BatchLike, CodedLike, PartLike
from tui.store.stored import Stored, values
from tui.store.words import Translation, Vocabulary, Words

if TYPE_CHECKING:
    import duckdb
    import numpy as np
    from numpy.typing import NDArray

    Ints = NDArray[np.integer[Any]]


class Appender:
    """Writes batches, inside of a transaction of the store's. All of it runs in the thread that loads."""

    def __init__(
        self,
        db: duckdb.DuckDBPyConnection,
        blocks: Blocks,
        known: Catalogue,
        parsers: Iterable[Declaration],
        words: Vocabulary,
        before: Stored,
    ) -> None:
        self._db, self._blocks, self._words = db, blocks, words
        self.next_id, self.newest, self.arrived = before.next_id, before.newest, before.arrived
        self._before = before.next_id
        self._known, self._log_column = known, known.columns[0]
        self._columns = {p.name: self._of(known, p.name) for p in parsers} | {UNPARSED: self._of(known, None)}
        self._identity = {p.name: p.identity for p in parsers}
        self._seen: dict[str, Seen] = {}
        self._translations: dict[tuple[int, int], Translation] = {}
        self._waiting: dict[str, list[dict[str, Any]]] = {}

    @staticmethod
    def _of(known: Catalogue, log: str | None) -> tuple[Column, ...]:
        return tuple(known.of(log))[1:]

    def append(self, batch: BatchLike) -> dict[int, Counts]:
        """Take a batch, whose rows then wait for those of others, and return what became of its records, by file."""
        positions = [self._blocks.append(packed) for packed in batch.blocks]
        totals: dict[int, Counts] = {}
        for part in batch.parts:
            for file, counts in self._part(batch, part, positions).items():
                totals[file] = totals.get(file, Counts()) + counts
        return totals

    def settle(self) -> None:
        """Put in the rows that wait, and the words that are new in them: before the transaction ends or is asked."""
        waiting, self._waiting = self._waiting, {}
        for log, portions in waiting.items():
            casts = {c.sql: sql_type(c) for c in self._columns[log] if not c.coded}
            insert(self._db, "events", joined(portions, casts), casts)
        self._store_words()

    def _part(self, batch: BatchLike, part: PartLike, positions: list[int]) -> dict[int, Counts]:
        import numpy as np

        self._meet(part.log)
        copied = self._copied(batch, part)
        place = {
            "file": np.asarray(part.files),
            "ordinal": np.asarray(part.ordinals),
            "offset": np.asarray(part.offsets),
            "block": np.asarray(positions, dtype=np.int64)[np.asarray(part.blocks)],
            "start": np.asarray(part.starts),
            "length": np.asarray(part.lengths),
        }
        rows = place | self._values(batch.worker, part)
        keep = np.ones(len(part.files), dtype=bool)
        keep[list(copied)] = False
        self._wait(part.log, {name: array[keep] for name, array in rows.items()} if copied else rows)
        if copied:
            self._insert_duplicates(copied, keep, place)
        self.next_id += int(keep.sum())
        return _counts(part.log, place["file"], keep)

    def _meet(self, log: str) -> None:
        if self._words_of(self._log_column).known(log) is None:
            for statement in meeting(self._known, log, first=self.next_id == 0):
                self._db.execute(statement)

    def _copied(self, batch: BatchLike, part: PartLike) -> dict[int, int]:
        """Rows that are duplicates → id of the original, or ~row where that stands in this part."""
        named = self._named(part.log)
        if named is None:
            return {}
        at, column = named
        identities: Sequence[Value] = part.columns[at].values
        suspects = self._seen_of(part.log, column).suspects(identities)
        if not suspects:
            return {}

        def known(wanted: Sequence[str]) -> Iterable[tuple[str, int, bytes]]:
            self.settle()
            sql = f"SELECT {column.sql}, id, block, start, length FROM events WHERE {column.sql} IN (SELECT unnest(?))"
            for identity, id_, block, start, length in self._db.execute(sql, [wanted]).fetchall():
                yield identity, id_, self._blocks.read(block, start, length)

        return copies(identities, suspects, records(batch, part), known)

    def recall(self) -> None:
        """Have ready by what copies of the events that were there are known, before a new event waits for it."""
        for log in self._identity:
            if named := self._named(log):
                self._seen_of(log, named[1])

    def _named(self, log: str) -> tuple[int, Column] | None:
        """Which of a log's columns holds the identities of its events, if one does."""
        name = self._identity.get(log)
        return next(((i, c) for i, c in enumerate(self._columns[log]) if c.name == name), None)

    def _seen_of(self, log: str, column: Column) -> Seen:
        """What was met of a log, also by whoever had the session open before."""
        seen = self._seen.get(log)
        if seen is None:
            seen = self._seen[log] = Seen()
            for identities in values(self._db, column) if self._before else ():
                seen.note(identities)
        return seen

    def _values(self, worker: int, part: PartLike) -> dict[str, Any]:
        """The columns of a part as arrays, by SQL name, but for those that no row fills."""
        import numpy as np

        out: dict[str, Any] = {}
        for column, sent in zip(self._columns[part.log], part.columns, strict=True):
            if column.coded:
                codes = self._translate(worker, column, sent)
                if codes.any():
                    out[column.sql] = codes
            elif column.kind is Kind.TIME:
                out[column.sql] = times = np.asarray(sent.values, dtype=np.int64)
                if column.name == "time":
                    self._note_newest(times)
            elif sent.values[0] is not None or any(value is not None for value in sent.values):
                # Four times as fast as `np.array`, which looks for sequences among the values.
                out[column.sql] = np.fromiter(sent.values, dtype=object, count=len(sent.values))
        code = self._words_of(self._log_column).code(part.log)
        out[self._log_column.sql] = np.full(len(part.files), code, dtype=np.int32)
        return out

    def _note_newest(self, times: Ints) -> None:
        known = times[times < NO_TIME]
        if len(known):
            self.newest = max(self.newest or int(known[0]), int(known.max()))

    def _translate(self, worker: int, column: Column, sent: CodedLike) -> Ints:
        import numpy as np

        translation = self._translations.get((worker, column.number))
        if translation is None:
            translation = self._translations[worker, column.number] = Translation()
        translation.extend(sent.first, sent.new, self._words_of(column))
        return translation(np.asarray(sent.codes))

    def _words_of(self, column: Column) -> Words:
        return self._words[column.number]

    def _wait(self, log: str, values: dict[str, Any]) -> None:
        import numpy as np

        count = len(values["file"])
        if not count:
            return
        ids = np.arange(self.next_id, self.next_id + count, dtype=np.int32)
        self.arrived = max(self.arrived or 0, time_ns() // 1000)  # in order, even where the clock is put back
        arrival = np.full(count, self.arrived, dtype=np.int64)
        self._waiting.setdefault(log, []).append({"id": ids, "arrival": arrival} | values)

    def _insert_duplicates(self, copied: dict[int, int], keep: Any, place: dict[str, Any]) -> None:
        import numpy as np

        ids = self.next_id + np.cumsum(keep) - 1
        rows = list(copied)
        originals = [of if of >= 0 else int(ids[~of]) for of in copied.values()]
        incoming = {"of": np.asarray(originals, dtype=np.int32)} | {n: a[rows] for n, a in place.items()}
        insert(self._db, "duplicates", incoming)

    def _store_words(self) -> None:
        import numpy as np

        fresh = list(self._words.unstored())
        if not fresh:
            return
        numbers = [np.full(len(words), column, dtype=np.int32) for column, _, words in fresh]
        codes = [np.arange(first, first + len(words), dtype=np.int32) for _, first, words in fresh]
        incoming = {
            "column": np.concatenate(numbers),
            "code": np.concatenate(codes),
            "value": np.array([word for _, _, words in fresh for word in words], dtype=object),
        }
        insert(self._db, "words", incoming)


def _counts(log: str, files: Any, keep: Any) -> dict[int, Counts]:
    kept, copied = Counter(files[keep].tolist()), Counter(files[~keep].tolist())
    bad = log == UNPARSED
    return {file: Counts(0 if bad else kept[file], kept[file] if bad else 0, copied[file]) for file in kept | copied}
