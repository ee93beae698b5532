"""Feed → store: reads what is there, follows what changes, keeps the ledger. Runs in one thread."""

from __future__ import annotations

import os
import threading
from collections.abc import Iterable, Iterator, Sequence
from contextlib import contextmanager
from pathlib import Path
from time import monotonic

from msgspec import Struct
from msgspec.structs import replace

from parsers.doors import doors
from tui.choice import Choices
from tui.feed.batch import Batch
from tui.feed.bundles import bundles, weight
from tui.feed.discover import Found, Scope, Span, look, may_hold, newest_first, renamed
from tui.feed.follow import Follower
from tui.feed.line import Aside, Due
from tui.feed.peek import only_ours
from tui.feed.read import ROWS, Report, Task
from tui.feed.roll import Roll
from tui.feed.work import Crew, Here, Processes
from tui.feed.worker import Message, Order
from tui.ledger import Ledger
from tui.progress import Progress, State
from tui.remembered import found_of, report_of
from tui.store.counts import Counts
from tui.store.ledger import FileEntry
from tui.store.sent import Taker

LITTLE = 4 << 20
"""Up to this many unpacked bytes, starting worker processes costs more than they save."""
PORTION = 65_536
"""Records kept together: most of them in full groups of rows, which the database writes in their place and no log."""
PATIENCE = 3.0
"""Seconds that records may wait to be kept with others."""
IDLE = 0.25
"""Seconds to wait for something to happen before looking at files whose end was unfinished."""
LOOKING = 4
"""Looking at those may take one part in so many of the time."""
TELL = 1.0
"""Seconds between what is done now and then."""


class Plan(Struct, frozen=True):
    """What to load: existing files and folders, patterns for files that may yet appear, and how."""

    roots: tuple[str, ...]
    patterns: tuple[str, ...] = ()
    span: Span = Span()
    follow: bool = False
    workers: int | None = None
    ignore: Path | None = None
    parse: tuple[tuple[str, str], ...] = ()
    """Globs of files, and the parsers they are to be read with."""


class Loader:
    """Loads a plan into a store. `run` blocks; everything else may be called from other threads."""

    def __init__(self, plan: Plan, store: Taker, roll: Roll) -> None:
        self._plan, self._store, self._roll = plan, store, roll
        self._ledger, self._scope = Ledger(), Scope(plan.roots, plan.patterns, plan.ignore)
        self._follower: Follower | None = None
        self._renamed: set[str] = set()
        self._weights: dict[int, int] = {}
        self._provisional: dict[int, int] = {}
        self.choices = Choices(plan.parse)
        self._again: set[int] = set()
        self._state, self._began, self._took = State.LOADING, monotonic(), 0.0
        self._stop, self._halt = threading.Event(), threading.Event()
        # What was read when the session was open before is not read again; what was only met is met anew.
        for entry in (entry for entry in store.entries() if entry.place):
            self._roll.know(found_of(entry), report_of(entry), gone=entry.vanished)
            self._ledger.remember(entry)
        self._kept = self._ledger.totals.records

    def progress(self) -> Progress:
        """How far it is."""
        ledger = self._ledger
        return Progress(
            self._state,
            len(self._roll),
            ledger.done,
            ledger.totals,
            ledger.skipped,
            ledger.bytes_done,
            ledger.bytes_due,
            self._took or monotonic() - self._began,
            kept=self._kept,
            polling=bool(self._follower and self._follower.polling),
        )

    def entries(self) -> list[FileEntry]:
        """The ledger: a line for every file, in the order they were met."""
        return self._ledger.entries()

    def halt(self) -> None:
        """Leave unread what nobody has begun to read; files that change are still followed."""
        self._halt.set()

    def stop(self) -> None:
        """End `run` soon."""
        self._stop.set()

    def run(self) -> None:
        """Load everything there is; when following, go on until `stop`."""
        crew: Crew | None = None
        try:
            found = newest_first(self._scope.files())
            # Whoever follows begins before anything is read: what changes meanwhile is not missed.
            self._follower = Follower(self._scope, found) if self._plan.follow else None
            crew = self._crew(found)
            self._give(crew, found)
            self._load(crew)
            self._settled(State.FOLLOWING if self._follower else State.DONE)
            if self._follower:
                self._follow(crew, self._follower)
        finally:
            if self._follower:
                self._follower.close()
            if crew is not None:
                crew.close()

    def _load(self, crew: Crew) -> None:
        """Take in what there is in portions: small ones while somebody waits for the first rows, then large ones."""
        portion = 1
        while self._reading(crew) and not self._stop.is_set():
            self._reread(crew)
            with self._together():
                self._take_in(crew, portion)
            portion = min(2 * max(portion, ROWS), PORTION)

    def _take_in(self, crew: Crew, portion: int) -> None:
        rows, end = 0, monotonic() + PATIENCE
        while crew.busy and rows < portion and monotonic() < end and not self._stop.is_set():
            rows += self._step(crew, 0.1)

    def _reading(self, crew: Crew) -> bool:
        """Whether there is more to read of what was there."""
        if not crew.busy and not self._plan.follow:
            self._give(crew, [found for path in self._roll.waiting for found in self._look(path)])
        return crew.busy > 0

    def _crew(self, found: Sequence[Found]) -> Crew:
        wanted = self._plan.workers
        count = len(os.sched_getaffinity(0)) if hasattr(os, "sched_getaffinity") else os.cpu_count() or 1
        little = wanted is None and not self._plan.follow and sum(map(weight, found)) <= LITTLE
        if wanted == 0 or (little and not self._for_others(found)):
            return Here()
        return Processes(1 if little else wanted or min(count, 8))

    def _for_others(self, found: Sequence[Found]) -> bool:
        """Whether others' parsers may be needed: they are only run by processes that do nothing but read."""
        chosen = self._plan.parse or self._kept
        return bool(doors()) and bool(chosen or not only_ours(found))

    def _follow(self, crew: Crew, follower: Follower) -> None:
        self._roll.live = True
        self._store.recall()
        look = tell = monotonic()
        while not self._stop.is_set():
            self._reread(crew)
            if crew.busy:
                with self._together():
                    self._step(crew, 0.05)
            paths = follower.changes(0 if crew.busy else IDLE)
            if (now := monotonic()) >= look:
                paths.update(self._roll.unfinished())
                look = now + IDLE
            self._give(crew, [found for path in sorted(paths) for found in self._look(path)])
            look = max(look, now + LOOKING * (monotonic() - now))
            for file in self._roll.gone():
                self._ledger.vanished(file)
            if now > tell:
                self._tell(crew)
                tell = now + TELL

    def _look(self, path: str) -> Iterator[Found]:
        """What lies at a path that changed."""
        nothing = True
        for found in self._scope.at(path):
            nothing = False
            yield found
        if nothing:
            self._roll.vanished(path)

    def _tell(self, crew: Crew) -> None:
        """What is done now and then: renamed files are looked for, events learn from others, the ledger is noted."""
        astray = {key: path for key, path in self._roll.astray().items() if self._scope.names(path)}
        self._renamed.update(found.path for found in renamed(astray))
        self._give(crew, [found for path in sorted(self._renamed) for found in self._look(path)])
        self._store.tell()
        with self._together():
            pass

    def _give(self, crew: Crew, found: Iterable[Found]) -> None:
        tasks = [task for file in found if (task := self._due(file))]
        for bundle in bundles(tasks, self._weights):
            crew.give(Order(bundle, live=self._roll.live))

    def _due(self, found: Found) -> Task | None:
        if not may_hold(found.path, self._plan.span):
            reason = "not opened: by its name it lies outside --since and --until"
            self._ledger.set_aside(self._roll.pass_over(found), found, reason)
            return None
        due = self._roll.due(found)
        if isinstance(due, Aside):
            self._ledger.set_aside(due.file, found, due.reason)
        if not isinstance(due, Due):
            return None
        task = due.task
        wanted = "" if task.parser else self.choices.parser(task.file, found.path, task.name)
        if wanted:
            task = replace(task, parser=wanted)
        if due.retract:
            self._provisional[task.file] = task.place.offset
        self._ledger.due(task.file, found)
        if wanted:
            self._ledger.choose(task.file)
        self._weights[task.file] = weight(found)
        return task

    def _reread(self, crew: Crew) -> None:
        """Read files again that another parser was chosen for, and those that hold copies of what they held."""
        self._again.update(self.choices.granted())
        files = self._with_copies(self._again) if self._again else set()
        if any(map(self._roll.is_reading, files)):
            return
        self._again.clear()
        for file in files:
            with self._together():
                self._ledger.forget(file, self._store.retract(file, 0))
            self._provisional.pop(file, None)
            self._roll.again(file)
        self._give(crew, [found for file in sorted(files) if (found := look(self._roll.path(file)))])

    def _with_copies(self, files: Iterable[int]) -> set[int]:
        """Files that are there to be read, with those that hold copies of their events, and copies of these."""
        todo, met = list(files), set[int]()
        while todo:
            file = todo.pop()
            if file not in met and look(self._roll.path(file)):  # of one that is gone, what was read is all there is
                met.add(file)
                todo += self._store.copied(file)
        return met

    def _step(self, crew: Crew, timeout: float) -> int:
        """Take in what has come; how many records."""
        if self._halt.is_set():
            crew.drop()
        return sum(map(self._take_group, crew.take(timeout)))

    def _take_group(self, messages: Sequence[Message]) -> int:
        self._take_back(message for message in messages if isinstance(message, Report))
        return sum(map(self._take, messages))

    def _take_back(self, reports: Iterable[Report]) -> None:
        """What was shown as cut off has come whole, or in another way: in this group."""
        for report in reports:
            offset = self._provisional.pop(report.file, None)
            if offset is not None and not report.idle:
                self._ledger.count(report.file, Counts() - self._store.retract(report.file, offset))

    def _take(self, message: Message) -> int:
        if isinstance(message, Batch):
            found = self._store.append(message)
            for file, counts in found.items():
                self._ledger.count(file, counts)
            return sum(counts.records for counts in found.values())
        self._ledger.report(message)
        if not message.more:
            self._roll.returned(message)
        return 0

    @contextmanager
    def _together(self) -> Iterator[None]:
        """Rows and what the ledger says of them are kept together: whoever is killed here knows how far it had read."""
        with self._store.together():
            yield
            self._store.note(self._ledger.unnoted())
        self._ledger.settle()

    def _settled(self, state: State) -> None:
        self._store.tell()
        self._state, self._took = state, monotonic() - self._began
