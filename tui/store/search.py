"""Has the raw records searched for who asks: a little at once, the rest by others while the first hits are shown."""

from __future__ import annotations

import threading
from collections import deque
from collections.abc import Iterable, Iterator, Sequence
from time import monotonic

from msgspec import Struct

from tui.filter.scan import Scan
from tui.searching import Found, Scanner, Stopped
from tui.store.places import Places
from tui.store.ranges import Range
from tui.store.scans import Job, Scans
from tui.window import SupersededError

AT_ONCE = 0.025
"""Seconds that who asks may search by itself: the first hits are on the screen before a process has started."""
SLICE = 1 << 19
"""Bytes it searches at a time."""
LITTLE = 1 << 20
"""Up to this many bytes, new records are searched by who asks and nobody is bothered."""
BEAT, SLOWEST = 0.05, 0.2
"""Seconds between writing down what was found: at first, and at most; each takes twice as long as the one before.

To ask the columns of a few events costs as much as to unpack many: 30 portions of a million take three times as long as
one, 100 six times.
"""
FIRST = "rows"
"""The asker whose new question makes those of all others moot."""


class Wanted(Struct, frozen=True, eq=False):
    """What somebody waits for: scans of the events below id `end`.

    `exact`: an answer changes also where nothing is found.
    """

    scans: tuple[Scan, ...]
    end: int
    exact: bool

    @property
    def numbers(self) -> set[int]:
        """The scans' numbers."""
        return {scan.id for scan in self.scans}


class Search:
    """Brings scans up to date. Several threads may ask; `interrupt`, `version` and `searched` never wait."""

    def __init__(self, scans: Scans, places: Places, scanner: Scanner) -> None:
        self._scans, self._places, self._scanner = scans, places, scanner
        self._changed = threading.Condition()
        self._wanted: dict[str, Wanted] = {}
        self._queue: deque[Job] = deque()
        self._given: dict[int, Job] = {}
        self._found: list[tuple[Job, Found]] = []
        self._written, self._beat = 0.0, BEAT
        self._eager = False
        self._jobs_given = 0
        self._interrupts = self._heard = 0
        self._closed = False
        self._thread: threading.Thread | None = None
        self.version = 0
        """Changes when more is known than was told."""
        self.searched: float | None = None
        """How much is searched of what is wanted, from 0 to 1; `None` when nothing is left."""

    def want(self, asker: str, scans: tuple[Scan, ...], end: int, *, exact: bool, whole: bool) -> None:
        """Have scans brought up to the events below id `end`, in place of what `asker` wanted before.

        The newest events are searched first. Returns soon, or with `whole` when all is searched. Raises
        `SupersededError` where it was interrupted.
        """
        interrupts = self._interrupts
        wanted = Wanted(scans, end, exact)
        with self._changed:
            self._hear()
            self._replace(asker, wanted)
            self._scans.open(scans)
            if new := any(map(self._scans.new, scans)):
                self._eager, self._beat, self._written = True, BEAT, monotonic()
            self._places.extend(end if scans else 0)
            self._queue = deque(self._jobs(self._wanted.values()))
            much = sum(self._places.size(job.first, job.last) for job in self._queue) > LITTLE
            self._measure()
            if much:
                self._start()  # others begin at once, with what comes after the newest
        if here := new or not much or not self._scanner.crew:
            self._search_here(interrupts)
        with self._changed:
            if here:
                self._write(self._found)
            self._scans.tell(scans, end)
            if self._interrupts != interrupts:
                self._hear()
                raise SupersededError
            if self._queue:
                self._start()
        if whole:
            self._wait(asker, wanted, interrupts)

    def prepare(self, end: int) -> None:
        """Have ready what a search of the events below id `end` takes: somebody is about to ask."""
        with self._changed:
            self._places.extend(end)
            if self._places.size(0, end) > LITTLE:
                self._start()

    def open(self, scans: Iterable[Scan]) -> None:
        """Have the tables of some scans, as far as they are known, without having anything searched."""
        with self._changed:
            self._scans.open(scans)

    def known(self, scans: Iterable[Scan], end: int) -> str:
        """SQL for the events below id `end` that all of some scans know of."""
        with self._changed:
            missing = {gap for scan in scans for gap in self._scans.missing(scan, end)}
        return " AND ".join([f"id < {end}", *(f"(id < {a} OR id >= {b})" for a, b in sorted(missing))])

    def learned(self, ids: Sequence[int]) -> None:
        """Have events found by what their plain texts say now, which is more than when they were searched."""
        with self._changed:
            self._scans.learned(ids)

    def interrupt(self) -> None:
        """Give up what is wanted: a newer question is about to come."""
        self._interrupts += 1
        self._scanner.drop()

    def close(self) -> None:
        """Stop at once."""
        with self._changed:
            self._closed = True
            self._scanner.drop()
            self._changed.notify_all()
        if self._thread is not None:
            self._thread.join()
        self._scanner.close()
        self._scans.close()
        self._places.close()

    # What is wanted

    def _replace(self, asker: str, wanted: Wanted) -> None:
        """Forget what an asker wanted before; what nobody wants any more is stopped."""
        before = self._wanted.get(asker)
        if asker == FIRST and before and before.numbers != wanted.numbers:
            self._wanted.clear()
        self._wanted[asker] = wanted
        left = set[int]().union(*(one.numbers for one in self._wanted.values()))
        if any(scan.id not in left for job in self._given.values() for scan in job.scans):
            self._scanner.drop()

    def _hear(self) -> None:
        """Do what an interruption asks for."""
        if self._heard != self._interrupts:
            self._heard = self._interrupts
            self._wanted.clear()
            self._queue.clear()
            self._measure()

    def _jobs(self, wanted: Iterable[Wanted]) -> Iterator[Job]:
        """What is still to be searched, the newest events first."""
        ends: dict[int, tuple[Scan, int]] = {}
        for one in wanted:
            for scan in one.scans:
                ends[scan.id] = scan, max(one.end, ends.get(scan.id, (scan, 0))[1])
        for stretch in self._places.newest_first() if ends else ():
            jobs: dict[Range, list[Scan]] = {}
            for scan, end in ends.values():
                for gap in self._scans.untaken(scan, stretch.first, min(stretch.last, end)):
                    jobs.setdefault(gap, []).append(scan)
            yield from (Job(first, last, tuple(scans)) for (first, last), scans in jobs.items())

    def _measure(self) -> None:
        pairs = [(scan, w.end) for w in self._wanted.values() for scan in w.scans]
        total = sum(end for _, end in pairs)
        missing = sum(last - first for scan, end in pairs for first, last in self._scans.missing(scan, end))
        self.searched = 1 - missing / total if missing else None

    def _wait(self, asker: str, wanted: Wanted, interrupts: int) -> None:
        def over() -> bool:
            return self._closed or self._interrupts != interrupts or self._wanted.get(asker) is not wanted

        def done() -> bool:
            return not any(self._scans.missing(scan, wanted.end) for scan in wanted.scans)

        with self._changed:
            while not self._changed.wait_for(lambda: over() or done(), BEAT):
                pass
            if not done():
                raise SupersededError

    # In the thread that asks

    def _search_here(self, interrupts: int) -> None:
        """Search the newest for a moment, or all where nobody else would."""
        until = monotonic() + AT_ONCE

        def stopped() -> bool:
            late = self._scanner.crew > 0 and monotonic() > until
            return late or self._interrupts != interrupts or self._closed

        while not stopped() and (job := self._slice()) is not None and self._one_here(job, stopped):
            pass

    def _slice(self) -> Job | None:
        """A little of what is to be searched next."""
        with self._changed:
            if not self._queue:
                return None
            job = self._queue.popleft()
            (first, last), *rest = self._places.cut(job.first, job.last, SLICE)
            if rest:
                self._queue.appendleft(Job(last, job.last, job.scans))
            taken = Job(first, last, job.scans)
            self._scans.take(taken)
            return taken

    def _one_here(self, job: Job, stopped: Stopped) -> bool:
        with self._changed:
            portion = self._places.portion(job.first, job.last)
        found = self._scanner.here(portion, job.scans, stopped)
        with self._changed:
            self._come(job, found)
        return found is not None

    # In the thread that waits for others

    def _start(self) -> None:
        """Have others begin."""
        if self._thread is None:
            self._thread = threading.Thread(target=self._run, name="search", daemon=True)
            self._thread.start()
        self._changed.notify_all()

    def _run(self) -> None:
        self._scanner.open()
        while self._step():
            pass

    def _step(self) -> bool:
        with self._changed:
            self._changed.wait_for(lambda: self._closed or self._queue or self._given)
            if self._closed:
                return False
            self._hear()
            self._hand_out()
        if not self._scanner.crew and (job := self._slice()) is not None:  # everybody else has died
            self._one_here(job, lambda: self._closed or self._heard != self._interrupts)
        came = list(self._scanner.take(BEAT))
        with self._changed:
            for number, found in came:
                self._come(self._given.pop(number), found)
            if self._eager and (hits := [one for one in self._found if any(map(len, one[1].values()))]):
                self._write(hits)  # who waits for the first is not held up by all that holds none
            if monotonic() - self._written > self._beat or not (self._queue or self._given):
                self._write(self._found)
        return True

    def _hand_out(self) -> None:
        """Give others as much as they take."""
        while self._queue and self._scanner.room > 0:
            job = self._queue.popleft()
            self._jobs_given += 1
            self._given[self._jobs_given] = job
            self._scans.take(job)
            self._scanner.give(self._jobs_given, self._places.portion(job.first, job.last), job.scans)

    def _come(self, job: Job, found: Found | None) -> None:
        if found is not None:
            self._found.append((job, found))
            return
        self._scans.give_back(job)
        if any(scan.id in w.numbers for w in self._wanted.values() for scan in job.scans):
            self._queue = deque(self._jobs(self._wanted.values()))

    def _write(self, found: Sequence[tuple[Job, Found]]) -> None:
        """Write down some of what was found; the version changes where a different answer could now be given."""
        written = set(map(id, found))
        self._found, self._written = [one for one in self._found if id(one) not in written], monotonic()
        if not found:
            return
        self._beat = min(2 * self._beat, SLOWEST)
        grown, hit = self._scans.add(found)
        self._eager &= not hit
        exact = {scan.id for w in self._wanted.values() if w.exact for scan in w.scans}
        self.version += bool(hit or grown & exact)
        self._measure()
        self._changed.notify_all()
