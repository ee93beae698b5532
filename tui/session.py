"""One look at some logs: the store, whoever fills it, and the folder it lies in."""

from __future__ import annotations

import logging
import os
import threading
from collections.abc import Callable, Iterator, Sequence
from contextlib import closing
from functools import cached_property, partial
from time import time
from typing import TYPE_CHECKING

from msgspec.structs import replace

from tui.answers import Answers
from tui.case.folder import About, Folder, FolderError, temporary
from tui.case.sources import sources
from tui.case.spool import SPOOL, copy
from tui.feed.discover import STDIN, Scope, Span, files, may_hold, newest_first
from tui.first import Page
from tui.formats import is_foreign
from tui.progress import Progress, State
from tui.standing import Standing
from tui.view import View
from tui.window import Detail, Row, RowGoneError, Window

if TYPE_CHECKING:  # all that reads and all that stores is imported after the first paint
    from parsers import Layout
    from tui.export import Record
    from tui.feed.layouts import Layouts
    from tui.feed.roll import Roll
    from tui.loading import Loader
    from tui.store.fetching import Origin
    from tui.store.ledger import FileEntry
    from tui.store.sent import Taker
    from tui.store.store import Store


SCREENFUL = 60
"""Rows that fill a screen."""
PAGE = 1000
"""Events fetched at a time to be written: a result is never held whole."""


class Session(Answers):
    """Reads what `paths` name into the store in a folder, beside what was read into it before.

    `folder` makes or opens it: a temporary one, if not told otherwise. Without `paths` those go on that were read then;
    and without a `span`, that of then. `follow`: go on with what is appended and what appears. `workers` is how many
    processes read: as many as there are processors where none is given; with 0, this one. `parse` are globs of
    files with the names of the parsers to read them with. `wait`: a path may appear later.
    Raises `NoSuchPathError` for a path that names nothing, and `FolderError`.
    """

    def __init__(
        self,
        paths: Sequence[str],
        *,
        span: Span = Span(),
        follow: bool = False,
        workers: int | None = None,
        stdin: int = 0,
        folder: Callable[[], Folder] = temporary,
        parse: Sequence[tuple[str, str]] = (),
        wait: bool = False,
    ) -> None:
        self._parse = tuple(parse)
        self._sources = sources(About(), paths, span, wait=wait)  # what cannot be opened leaves no folder behind
        self.case = folder()
        if self.case.about.paths:
            self._sources = sources(self.case.about, paths, span, wait=wait)
        self.case.write(self._sources.about)
        self.folder = self.case.path
        self._spool, self._stdin = self.folder / SPOOL, stdin
        self._stopped, self._failure = threading.Event(), ""
        self._thread: threading.Thread | None = None
        self._copying: threading.Thread | None = None
        self._copies = STDIN in paths
        if self._copies:
            self._spool.touch(mode=0o600)
        self._roots = (*self._sources.roots, *([str(self._spool)] if self._spool.exists() else []))
        self._follow, self._workers = follow, workers
        self.notice = ""
        """What is to be said of how the folder was found."""
        self._loader: Loader | None = None
        self._layouts: Layouts | None = None

    @property
    def store(self) -> Store:
        """The store; opened when it is first asked for, because that takes a tenth of a second."""
        if self._store is None:
            from tui.case.opening import opened
            from tui.feed.search import scanner

            self._store, self.notice = opened(self.folder, partial(scanner, self._workers))
        return self._store

    @cached_property
    def _roll(self) -> Roll:
        from tui.feed.roll import Roll

        return Roll({str(self._spool): STDIN}, patient=self._follow)

    def progress(self) -> Progress:
        """How far it is."""
        progress = self._loader.progress() if self._loader else Progress()
        if self._store is not None and (searched := self._store.searched) is not None:
            progress = replace(progress, searched=searched)
        return replace(progress, state=State.FAILED, trouble=self._failure) if self._failure else progress

    @property
    def title(self) -> str:
        """What was opened, as the person wrote it."""
        return self._sources.title

    @property
    def version(self) -> int:
        """Changes whenever there is more to ask; 0 before there is anything."""
        return self._store.end + self._store.epoch if self._loader and self._store else 0

    def first_page(self) -> Window:
        """A few of the newest events, decoded at once in this process; their ids are below 0."""
        from tui.feed.peek import peek

        found = newest_first(files(self._roots, self.folder))
        rows = peek(file for file in found if may_hold(file.path, self._sources.span))
        return Page(tuple(Row(~number, values) for number, values in enumerate(rows)))

    def entries(self) -> list[FileEntry]:
        """The ledger: a line for every file."""
        return self._loader.entries() if self._loader else []

    def shown(self, path: str) -> str:
        """A file's path as the person knows it."""
        return STDIN if path == str(self._spool) else self._sources.shown(path)

    def places_of(self, row_ids: Sequence[int]) -> list[tuple[str, ...]]:
        """Where rows came from, in words: for each where it stands first, then its exact copies."""
        origins = self.store.origins(row_ids)
        return [tuple(map(self._words, origins[row_id])) for row_id in row_ids]

    def records(self, rows: Window | Sequence[int], *, whole: bool = True) -> Iterator[Record]:
        """The events of a window in its order, or those of some ids in order of time; `whole`, or their rows alone."""
        ids = self.ids_of(rows)
        for start in range(0, len(ids), PAGE):
            yield from self._written(ids[start : start + PAGE], whole=whole)

    def _written(self, ids: Sequence[int], *, whole: bool) -> list[Record]:
        """Those of some events that are there, to be written."""
        from tui.export import Record

        known = self.store.rows(ids)
        if not whole:
            return list(map(Record, known))
        here = [row.id for row in known]
        try:
            return list(map(Record, known, self.store.raws(here), self.places_of(here)))
        except RowGoneError:  # one was taken back between two questions
            return self._written(here, whole=whole)

    def reads(self, path: str) -> bool:
        """Whether a file at a path would be read as one of the logs."""
        return Scope(self._roots, self._sources.patterns).holds(path)

    def _words(self, origin: Origin) -> str:
        path = self.shown(self._roll.path(origin.file))
        return f"{path} #{origin.ordinal + 1}, byte {origin.offset:,}"

    def detail(self, row_id: int) -> Detail:
        """Everything about one row."""
        (places,) = self.places_of([row_id])
        detail = self.store.detail(row_id, (places[0], *(f"and the same in {copy}" for copy in places[1:])))
        log = str(detail.row.values["log"])
        return replace(detail, layouts=self._laid_out(log, detail.raw)) if is_foreign(log) else detail

    def _laid_out(self, log: str, raw: bytes) -> tuple[Layout, ...]:
        if self._layouts is None:
            from tui.feed.layouts import Layouts

            self._layouts = Layouts()
        return self._layouts(log, raw)

    def keep(self, standing: Standing) -> None:
        """Note how the screen stands."""
        self.case.keep(standing)

    def start(self) -> None:
        """Begin to load, in a thread of its own."""
        from tui.feed.prepare import prepare

        prepare()
        self._thread = threading.Thread(target=self._guarded, name="load", daemon=True)
        self._thread.start()

    def load(self) -> Store:
        """Load everything in this thread and return the store; for a session that does not follow."""
        if self._copies:
            copy(self._stdin, self._spool, self._stopped)
        self._run(self.store)
        self.store.questions.patient = True
        if self.case.kept and self.case.left.view == View() and self.case.left.row is None:
            self.keep(replace(self.case.left, rows=self._newest_rows()))
        return self.store

    def _newest_rows(self) -> tuple[Row, ...]:
        """What somebody would see who opened the screen now."""
        from tui.columns import fields_of, names_of

        ids = self.store.select(View()).ids[-SCREENFUL:].tolist()
        return tuple(self.store.rows(ids, names_of(fields_of(View()))))

    def tally(self) -> None:
        """Count everything, in this thread. Where nothing is kept the ledger alone is made, which needs no database."""
        from tui.formats import declared
        from tui.store.tally import Tally

        if self.case.kept:
            self.load()
            return
        if self._copies:
            copy(self._stdin, self._spool, self._stopped)
        with closing(Tally(self.folder, declared)) as tally:
            self._run(tally)

    def parse(self, file: int, parser: str) -> None:
        """Have a file read again with a parser."""
        if self._loader:
            self._loader.choices.wish(file, parser)

    def halt(self) -> None:
        """Stop loading and keep what is loaded."""
        if self._loader:
            self._loader.halt()

    def close(self) -> None:
        """End it, and remove its folder unless that is kept."""
        self._stopped.set()
        if self._loader:
            self._loader.stop()
        for thread in (self._thread, self._copying if os.name == "posix" else None):
            if thread is not None:
                thread.join()
        if self._layouts is not None:
            self._layouts.close()
        if self._store is not None:
            self._store.close(pack=self.case.kept)
        self.case.close()

    def __enter__(self) -> Session:
        return self

    def __exit__(self, *_: object) -> None:
        self.close()

    def _guarded(self) -> None:
        from tui.case.left import sweep
        from tui.filter.parse import grammar

        if self._copies:
            arguments = (self._stdin, self._spool, self._stopped)
            self._copying = threading.Thread(target=copy, args=arguments, name="stdin", daemon=True)
            self._copying.start()
        try:
            sweep(time())
            grammar()  # built now, not when the first letter is typed
            self._run(self.store)
        except FolderError as error:
            self._failure = str(error)
        except Exception as error:
            logging.getLogger(__name__).exception("loading stopped")
            self._failure = f"{type(error).__name__}: {error}"

    def _run(self, taker: Taker) -> None:
        from tui.loading import Loader, Plan

        read = self._sources
        plan = Plan(self._roots, read.patterns, read.span, self._follow, self._workers, self.folder, self._parse)
        loader = self._loader = Loader(plan, taker, self._roll)
        if self._stopped.is_set():  # closed before there was a loader to tell
            loader.stop()
        loader.run()
