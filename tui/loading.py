"""Feed → store: reads what is there, follows what changes, keeps the ledger. Runs in one thread."""

from __future__ import annotations

import os
import threading
from collections.abc import Iterable, Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass, replace
from pathlib import Path
from time import monotonic

from parsers.doors import doors
from tui.feed.batch import Batch
from tui.feed.discover import Found, Span, files, in_transit, may_hold, newest_first
from tui.feed.follow import Follower
from tui.feed.read import Report, Task
from tui.feed.roll import Due, Roll
from tui.feed.work import Crew, Here, Message, Processes
from tui.progress import Progress, State
from tui.remembered import found_of, place_text, report_of
from tui.store.counts import Counts
from tui.store.ledger import FileEntry
from tui.store.sent import Taker

BUNDLE_FILES = 80
BUNDLE_BYTES = 8 << 20
"""What a worker reads at a time, as far as files can be bundled: fewer bundles, fewer messages."""
PACKED = 10
"""About how many times smaller a log is when it is packed."""
LITTLE = 4 << 20
"""Up to this many unpacked bytes, starting worker processes costs more than they save."""
RESCAN = 1.0
"""Seconds, at least, between looks at every file: what notifications missed comes late, never not at all."""
SHARE = 50
"""Looking at every file may take one part in so many of the time."""
IDLE = 0.25
"""Seconds to wait for something to happen before looking at files whose end was unfinished."""


@dataclass(frozen=True, slots=True)
class Plan:
    """What to load: existing files and folders, patterns for files that may yet appear, and how."""

    roots: tuple[str, ...]
    patterns: tuple[str, ...] = ()
    span: Span = Span()
    follow: bool = False
    workers: int | None = None
    ignore: Path | None = None


class Loader:
    """Loads a plan into a store. `run` blocks; everything else may be called from other threads."""

    def __init__(self, plan: Plan, store: Taker, roll: Roll) -> None:
        self._plan, self._store, self._roll = plan, store, roll
        self._entries: dict[int, FileEntry] = {}
        self._changed: set[int] = set()
        self._totals = self._counted = Counts()
        self._weights: dict[int, int] = {}
        self._read_sizes: dict[int, int] = {}
        self._due_bytes = self._done_bytes = self._done = self._skipped = 0
        self._state, self._began, self._took = State.LOADING, monotonic(), 0.0
        self._stop, self._halt = threading.Event(), threading.Event()
        self._remember(store.entries())

    def _remember(self, entries: Sequence[FileEntry]) -> None:
        """What was read when the session was open before is not read again."""
        for entry in entries:
            self._roll.know(found_of(entry), report_of(entry))
            self._entries[entry.file] = entry
            self._counted += entry.counts
            self._read_sizes[entry.file] = entry.size
            self._skipped += bool(entry.skipped)
        self._totals, self._done, self._kept = self._counted, len(entries), self._counted.records

    def progress(self) -> Progress:
        """How far it is."""
        return Progress(
            self._state,
            len(self._roll),
            self._done,
            self._totals,
            self._skipped,
            self._done_bytes,
            self._due_bytes,
            self._took or monotonic() - self._began,
            kept=self._kept,
        )

    def entries(self) -> list[FileEntry]:
        """The ledger: a line for every file, in the order they were met."""
        entries = dict(self._entries)
        return [entries[file] for file in sorted(entries)]

    def halt(self) -> None:
        """Leave unread what nobody has begun to read; files that change are still followed."""
        self._halt.set()

    def stop(self) -> None:
        """End `run` soon."""
        self._stop.set()

    def run(self) -> None:
        """Load everything there is; when following, go on until `stop`."""
        plan = self._plan
        follower = Follower(plan.roots, plan.patterns) if plan.follow else None
        crew: Crew | None = None
        try:
            found = newest_first(files(plan.roots, plan.ignore))
            crew = self._crew(found)
            self._give(crew, found)
            while crew.busy and not self._stop.is_set():
                self._step(crew, 0.1)
            self._settled(State.FOLLOWING if follower else State.DONE)
            if follower:
                self._follow(crew, follower)
        finally:
            if follower:
                follower.close()
            if crew is not None:
                crew.close()

    def _crew(self, found: Sequence[Found]) -> Crew:
        wanted, foreign = self._plan.workers, bool(doors())
        count = len(os.sched_getaffinity(0)) if hasattr(os, "sched_getaffinity") else os.cpu_count() or 1
        little = wanted is None and not self._plan.follow and sum(map(_weight, found)) <= LITTLE
        if wanted == 0 or (little and not foreign):
            return Here()
        return Processes(1 if little else wanted or min(count, 8))

    def _follow(self, crew: Crew, follower: Follower) -> None:
        rescan = monotonic() + RESCAN
        while not self._stop.is_set():
            if crew.busy:
                self._step(crew, 0.05)
            paths = {*follower.changes(0 if crew.busy else IDLE), *self._roll.unfinished()}
            self._give(crew, [found for path in sorted(paths) for found in self._look(path)])
            if (now := monotonic()) > rescan:
                self._give(crew, files(self._plan.roots, self._plan.ignore))
                self._store.tell()
                rescan = now + max(RESCAN, SHARE * (monotonic() - now))

    def _look(self, path: str) -> Iterable[Found]:
        """The file at a path that changed; all files of a folder, since they may be older than the watch on it."""
        plan = self._plan
        if path not in plan.roots and plan.ignore and Path(path).is_relative_to(plan.ignore):
            return ()
        return () if in_transit(Path(path).name) else files([path], plan.ignore)

    def _give(self, crew: Crew, found: Iterable[Found]) -> None:
        tasks = [due.task for file in found if (due := self._due(file))]
        for bundle in bundles(tasks, self._weights):
            crew.give(bundle)

    def _due(self, found: Found) -> Due | None:
        if not may_hold(found.path, self._plan.span):
            self._pass_over(found)
            return None
        due = self._roll.due(found)
        if due is None:
            return None
        file = due.task.file
        if due.retract:
            with self._together():
                self._count(file, Counts() - self._store.retract(file, due.task.place.offset))
        known = self._entries.get(file) or FileEntry(file, found.path, 0, 0, 0)
        self._entries[file] = replace(known, size=found.size, mtime=found.mtime, inode=found.inode)
        self._weights[file] = _weight(found)
        self._due_bytes += max(0, found.size - known.size)
        return due

    def _pass_over(self, found: Found) -> None:
        file = self._roll.pass_over(found)
        if file not in self._entries:
            reason = "not opened: by its name it lies outside --since and --until"
            self._entries[file] = FileEntry(file, found.path, found.size, found.mtime, found.inode, skipped=reason)
            self._skipped += 1
            self._done += 1

    def _step(self, crew: Crew, timeout: float) -> None:
        if self._halt.is_set():
            crew.drop()
        for messages in crew.take(timeout):
            with self._together():
                for message in messages:
                    self._take(message)

    def _take(self, message: Message) -> None:
        if isinstance(message, Batch):
            for file, counts in self._store.append(message).items():
                self._count(file, counts)
        else:
            self._report(message)

    @contextmanager
    def _together(self) -> Iterator[None]:
        """Rows and what the ledger says of them are kept together: whoever is killed here knows how far it had read."""
        with self._store.together():
            yield
            self._store.note([self._entries[file] for file in sorted(self._changed)])
            self._changed.clear()
        self._totals = self._counted

    def _count(self, file: int, counts: Counts) -> None:
        self._counted += counts
        self._entries[file] = self._entries[file].counted(counts)
        self._changed.add(file)

    def _report(self, report: Report) -> None:
        before = self._entries[report.file]
        entry = replace(
            before,
            parser=report.parser,
            place=place_text(report),
            read=report.read,
            tail=report.tail,
            first=_least(before.first, report.first),
            last=_most(before.last, report.last),
            skipped=report.skipped,
            trouble=report.trouble,
            fault=report.fault or before.fault,
            fits=", ".join(f"{name} {score:.2f}" for name, score in report.scores) or before.fits,
        )
        self._entries[report.file] = entry
        self._changed.add(report.file)
        if report.more:
            return
        self._roll.returned(report)
        self._skipped += bool(entry.skipped) - bool(before.skipped)
        if report.file not in self._read_sizes:
            self._done += 1
        self._done_bytes += max(0, entry.size - self._read_sizes.get(report.file, 0))
        self._read_sizes[report.file] = entry.size

    def _settled(self, state: State) -> None:
        self._store.tell()
        self._state, self._took = state, monotonic() - self._began


def bundles(tasks: Sequence[Task], weights: dict[int, int]) -> Iterator[tuple[Task, ...]]:
    """Tasks in groups that are worth a worker's while; the first groups are small, so that the first rows come soon."""
    bundle: list[Task] = []
    weight, given = 0, 0
    for task in tasks:
        bundle.append(task)
        weight += weights[task.file]
        most = BUNDLE_BYTES if given > 1 else BUNDLE_BYTES // 8
        if len(bundle) >= BUNDLE_FILES or weight >= most:
            yield tuple(bundle)
            bundle, weight, given = [], 0, given + 1
    if bundle:
        yield tuple(bundle)


def _weight(found: Found) -> int:
    packed = found.path.endswith((".gz", ".bz2", ".xz", ".zst"))
    return found.size * (PACKED if packed else 1)


def _least(a: int | None, b: int | None) -> int | None:
    return min((t for t in (a, b) if t is not None), default=None)


def _most(a: int | None, b: int | None) -> int | None:
    return max((t for t in (a, b) if t is not None), default=None)
