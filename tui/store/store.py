"""A session's store: what is in it, put in by one thread and asked by another."""

from __future__ import annotations

import threading
from collections.abc import Callable, Iterable, Iterator, Sequence
from contextlib import contextmanager, suppress
from pathlib import Path
from typing import Any

from msgspec.structs import replace

from parsers import UNPARSED, Declaration, Layout
from parsers.doors import built_in
from tui.filter.columns import Catalogue
from tui.searching import Scanner
from tui.store.append import Appender
from tui.store.blocks import BLOCKS, Blocks
from tui.store.counting import Asked, Counting
from tui.store.counts import Counts
from tui.store.database import DATABASE, UnusableError, connect, cursor
from tui.store.dictionary import Dictionary
from tui.store.fetching import Fetching, Origin
from tui.store.ledger import FileEntry, read_entries, write_entries
from tui.store.places import Places
from tui.store.questions import Questions
from tui.store.result import Result
from tui.store.scans import Scans
from tui.store.schema import catalogue
from tui.store.search import FIRST, Search
from tui.store.select import Selection
from tui.store.sent import BatchLike
from tui.store.stored import prepare, stored, vocabulary
from tui.store.telling import Tellings
from tui.view import View
from tui.when import iso
from tui.window import Detail, Row, SupersededError


class Store:
    """The database and the raw blocks of one session folder.

    One thread appends; any other may ask. DuckDB keeps them apart, and its work is done without the GIL.
    """

    def __init__(self, folder: Path, parsers: Iterable[Declaration], scanner: Callable[[Path], Scanner]) -> None:
        self.parsers = tuple(parsers)
        self.catalogue: Catalogue = catalogue(self.parsers)
        self._db = connect(folder / DATABASE)
        self._blocks = Blocks(folder / BLOCKS)
        try:
            prepare(self._db, self.catalogue)
            before = stored(self._db, self.catalogue)
            self._blocks.cut(before.block)
        except UnusableError:
            self._db.close()
            self._blocks.close()
            raise
        self._words = vocabulary(cursor(self._db), self.catalogue, before)
        self._appender = Appender(self._db, self._blocks, self.catalogue, self.parsers, self._words, before)
        # Long questions and short ones apart: giving up a long one must not take a page of rows with it.
        self._asking, self._asking_lock = cursor(self._db), threading.Lock()
        self._fetching = Fetching(cursor(self._db), self.catalogue, self._words, self._blocks)
        scans, dictionary = Scans(cursor(self._db)), Dictionary(cursor(self._db), self._words)
        places = Places(cursor(self._db), self.catalogue.resolve("time")[0].sql)
        self._search = Search(scans, places, scanner(folder / BLOCKS))
        self.questions = Questions(self.catalogue, dictionary, scans, self._search)
        self.counting = Counting(cursor(self._db), self.catalogue, self._words, self._counted)
        self._tellings = Tellings(self._db, self.catalogue, self._words, self.parsers)
        self.newest = before.newest
        """The time of the newest event there is."""
        self.arrived = self.left_off = before.arrived
        """When the row read last arrived, now and when the folder was opened; `None` where there was none."""
        self.end = before.next_id
        """Rows that are there: ids run from 0 up to this."""
        self._rewritten = 0
        self._together, self._taken_back = False, 0

    @property
    def epoch(self) -> int:
        """Changes when rows were taken back or more was found in their records: results must be made anew."""
        return self._rewritten + self._search.version

    @property
    def searched(self) -> float | None:
        """How much of the raw records is searched for what is asked, from 0 to 1; `None` when nothing is left."""
        return self._search.searched

    @contextmanager
    def together(self) -> Iterator[None]:
        """All that is put in inside is kept or nothing of it, and it is seen when it is all there."""
        import duckdb

        if self._together:
            yield
            return
        self._together = True
        self._db.begin()
        try:
            yield
            self._appender.settle()
            self._db.commit()
        except BaseException:
            with suppress(duckdb.Error):  # what went wrong is told, not that there is nothing to undo
                self._db.rollback()
            raise
        finally:
            self._together = False
        self.newest, self.arrived, self.end = self._appender.newest, self._appender.arrived, self._appender.next_id
        self._rewritten += self._taken_back
        self._taken_back = 0

    def append(self, batch: BatchLike) -> dict[int, Counts]:
        """Take a batch in; what became of its records, by file."""
        with self.together():
            return self._appender.append(batch)

    def entries(self) -> list[FileEntry]:
        """The ledger, as it was noted last."""
        return read_entries(self._db)

    def prepare(self) -> None:
        """Have ready what a search of the raw records takes: somebody is about to ask."""
        self._search.prepare(self.end)

    def note(self, entries: Sequence[FileEntry]) -> None:
        """Write the ledger's lines of some files."""
        write_entries(self._db, entries)

    def tell(self) -> None:
        """Let events learn from others what they leave open themselves."""
        if learned := self._tellings.fill():
            self._search.learned(learned)
            self._rewritten += 1
        self.counting.novelty.caught_up()

    def recall(self) -> None:
        """Have ready by what copies of the events that were there are known: 1.8 s a million of them."""
        self._appender.recall()

    def retract(self, file: int, offset: int) -> Counts:
        """Take back what was provisional: a file's rows from byte `offset` on; how many there were."""
        where = 'file = ? AND "offset" >= ?'
        log = self.catalogue.columns[0]
        unparsed = self._words[log.number].known(UNPARSED) or -1
        sql = f"SELECT count(*), count(*) FILTER ({log.sql} = {unparsed}) FROM events WHERE {where}"
        counted = f"SELECT count(*) FROM duplicates WHERE {where}"
        with self.together():
            self._appender.settle()
            ((rows, bad),) = self._db.execute(sql, [file, offset]).fetchall()
            ((copies,),) = self._db.execute(counted, [file, offset]).fetchall()
            for table in ("events", "duplicates"):
                self._db.execute(f"DELETE FROM {table} WHERE {where}", [file, offset])
            self._taken_back += rows
        return Counts(rows - bad, bad, copies)

    def copied(self, file: int) -> Sequence[int]:
        """The other files in which there are copies of a file's events: they stand on these."""
        sql = 'SELECT DISTINCT file FROM duplicates WHERE file <> ? AND "of" IN (SELECT id FROM events WHERE file = ?)'
        return [row[0] for row in self._db.execute(sql, [file, file]).fetchall()]

    def check(self, view: View) -> None:
        """Raise `FilterError` where a view's filter cannot be understood."""
        self.questions.check(view, self.newest)

    def question(self, view: View, asker: str = "", end: int | None = None) -> Selection:
        """A view as SQL, for the events below id `end`; see `Questions.ask`. Raises `FilterError`."""
        (asked,) = self.questions.ask([view], self.newest, self.end if end is None else end, asker)
        return asked

    def _counted(self, views: Sequence[View], asker: str, end: int | None) -> Asked:
        asked = self.questions.ask(views, self.newest, self.end if end is None else end, asker)
        if end is not None:
            asked = [replace(selection, where=f"id < {end} AND ({selection.where})") for selection in asked]
        return Asked(asked, self.searched)

    def select(self, view: View, before: Result | None = None, asker: str = FIRST, end: int | None = None) -> Result:
        """The rows below id `end` a view matches; `before`, an earlier result of the view, is brought up to date."""
        end = self.end if end is None else end
        question, epoch = self.question(view, asker, end), self.epoch
        grows = before is not None and before.epoch == epoch and question.grows
        since = before.seen if before and grows else 0
        if before and grows and since == end:
            return before
        found = self._fetch(question, since, end)
        if before and grows:
            return before.merged(found["id"], found["key"], end)
        return Result(found["id"], found["key"], end, epoch)

    def _fetch(self, question: Selection, since: int, end: int) -> dict[str, Any]:
        sql = (
            f"SELECT id, {question.key} AS key FROM events"
            f" WHERE id >= {since} AND id < {end} AND ({question.where}) ORDER BY {question.order}"
        )
        return self._asked(sql, question.params)

    def _asked(self, sql: str, params: list[Any]) -> dict[str, Any]:
        """A long question's answer, as arrays; raises `SupersededError` where it was interrupted."""
        import duckdb

        with self._asking_lock:
            try:
                found: dict[str, Any] = self._asking.execute(sql, params).fetchnumpy()
            except duckdb.InterruptException as error:
                raise SupersededError from error
        return found

    def places(self, view: View, result: Result, clause: str) -> Sequence[int]:
        """Where in a view's result, rising, the rows stand that match another clause, too."""
        import numpy as np

        both = view.with_(filter=f"({view.filter}) and {clause}" if view.filter.strip() else clause)
        try:
            found = self.select(both, asker="places")
        except SupersededError:  # the rows that were shown are about to be others
            return ()
        places: list[int] = np.flatnonzero(np.isin(result.ids, found.ids)).tolist()
        return places

    def count(self, view: View, logs: str = "events") -> int:
        """How many events (not unparsed records, unless `logs` is "all") a view matches."""
        question = self.question(view)
        only = "" if logs == "all" else f" AND {self._not_unparsed()}"
        sql = f"SELECT count(*) AS n FROM events WHERE ({question.where}){only}"
        return int(self._asked(sql, question.params)["n"][0])

    def _not_unparsed(self) -> str:
        log = self.catalogue.columns[0]
        code = self._words[log.number].known(UNPARSED)
        return "true" if code is None else f"{log.sql} <> {code}"

    def rows(self, ids: Sequence[int], names: Sequence[str] | None = None) -> list[Row]:
        """Rows in the order of `ids`, with the fields `names`, or all that the records fill."""
        return self._fetching.rows(ids, names)

    def origins(self, ids: Sequence[int]) -> dict[int, list[Origin]]:
        """Where rows came from: the place of each, then those of its exact copies. Raises `RowGoneError`."""
        return self._fetching.origins(ids)

    def raw(self, id_: int) -> bytes:
        """A row's raw record, byte for byte; raises `RowGoneError`."""
        (raw,) = self._fetching.raws([id_])
        return raw

    def raws(self, ids: Sequence[int]) -> Iterator[bytes]:
        """The raw records of some rows, in their order; raises `RowGoneError`."""
        return self._fetching.raws(ids)

    def detail(self, id_: int, places: tuple[str, ...]) -> Detail:
        """Everything about one row; raises `RowGoneError`."""
        row, raw, teller = self._fetching.whole(id_)
        log = row.values["log"]
        layouts = _layouts(str(log), raw)
        return Detail(row, raw, places, layouts, self._notes(row, teller))

    def _notes(self, row: Row, teller: int | None) -> tuple[str, ...]:
        """What the row learned from another event, and from which."""
        telling = next((p.telling for p in self.parsers if p.name == row.values["log"]), None)
        if telling is None or teller is None:
            return ()
        name, by = telling.told[0], "an event that was read again since"
        for told in self.rows([teller], ["action", "time"]):
            by = f"{told.values['action']} {iso(told.values['time']) or 'without a time'}"
        return (f"{name} {row.values[name]}: known from {by}",)

    def interrupt(self) -> None:
        """Give up the question that is being answered: a newer one has come."""
        self._search.interrupt()
        self._asking.interrupt()

    def close(self, *, pack: bool = False) -> None:
        """Let go of the folder, when whoever asks something has been answered.

        `pack`: what was written lately is put in order for whoever opens it next, which takes as long as it is much.
        """
        if not pack:
            self._db.execute("PRAGMA disable_checkpoint_on_shutdown")
        self._search.close()
        self.interrupt()
        with self._asking_lock:
            self._asking.close()
        self._fetching.close()
        self.counting.close()
        self._db.close()
        self._blocks.close()


def _layouts(log: str, raw: bytes) -> tuple[Layout, ...]:
    """The queries in a record, laid out by one of our own parsers: others' code never runs here."""
    return next((parser.layouts(raw) for parser in built_in() if parser.name == log), ())
