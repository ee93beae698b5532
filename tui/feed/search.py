"""Searching the raw records in worker processes, or in the calling thread where there is little to read."""

from __future__ import annotations

import os
import threading
from array import array
from bisect import bisect_right
from collections.abc import Callable, Iterator, Sequence
from contextlib import suppress
from dataclasses import dataclass, field
from multiprocessing import get_context
from multiprocessing.connection import Connection, wait
from multiprocessing.process import BaseProcess
from pathlib import Path
from typing import BinaryIO, Protocol

from tui.searching import Found, Portion, Question, Stopped

MOST = 4
"""Processes that search, at most."""
AHEAD = 2
"""Portions a worker holds: one to read and one to go on with at once."""


@dataclass(frozen=True, slots=True)
class Ready:
    """A question made ready to be asked of many records."""

    id: int
    needles: tuple[bytes, ...]
    enough: bytes
    matches: Callable[[bytes], bool]

    @classmethod
    def to_ask(cls, question: Question) -> Ready:
        """A question as it is asked."""
        return cls(question.id, question.needles(), question.enough(), question.matcher())


class Block:
    """The records of some rows in one block."""

    def __init__(self, data: bytes, ids: array[int], starts: array[int], lengths: array[int]) -> None:
        self._data, self._ids, self._starts, self._lengths = data, ids, starts, lengths
        self._lower: bytes | None = None
        self._near: dict[bytes, list[int]] = {}

    def matching(self, ready: Ready, stopped: Stopped) -> Iterator[int]:
        """The ids of the rows that match; ends early when `stopped`."""
        sure = set(self.near(ready.enough)) if ready.enough else set[int]()
        for row in self._candidates(ready.needles):
            if row in sure or ready.matches(self._record(row)):
                yield self._ids[row]
            if stopped():
                return

    def _record(self, row: int) -> bytes:
        return self._data[self._starts[row] : self._starts[row] + self._lengths[row]]

    def _candidates(self, needles: Sequence[bytes]) -> Sequence[int]:
        """The rows that hold one of some needles; all where there is none."""
        if not needles:
            return range(len(self._ids))
        return sorted(set[int]().union(*map(self.near, needles)))

    def near(self, needle: bytes) -> list[int]:
        """The rows whose record holds a needle, whatever its case; looked for once, whichever question asks."""
        if self._lower is None:
            self._lower = self._data.lower()
        if needle not in self._near:
            self._near[needle] = list(self._holding(self._lower, needle))
        return self._near[needle]

    def _holding(self, data: bytes, needle: bytes) -> Iterator[int]:
        starts, lengths = self._starts, self._lengths
        # Escapes are seldom and one byte is found ten times as fast as two: rows without a backslash are passed over.
        first = needle[:1] if needle.startswith(b"\\") else needle
        at = data.find(first, starts[0])
        while at >= 0:
            row = bisect_right(starts, at) - 1
            # Records stand side by side: what is found may lie across two, or in one that is not asked about.
            if data.find(needle, at, starts[row] + lengths[row]) >= 0:
                yield row
            at = data.find(first, starts[row + 1]) if row + 1 < len(starts) else -1


def search(path: Path, portion: Portion, asked: Sequence[Ready], stopped: Stopped) -> Found | None:
    """What matches among the rows of a portion of the file of blocks at `path`; `None` where it was stopped."""
    found = {ready.id: array("i") for ready in asked}
    with path.open("rb") as file:
        for block in blocks(file, portion):
            for ready in asked:
                found[ready.id].extend(block.matching(ready, stopped))
                if stopped():
                    return None
    return found


def blocks(file: BinaryIO, portion: Portion) -> Iterator[Block]:
    """The blocks of a portion, unpacked one after the other."""
    first = 0
    for position, count in portion.blocks:
        rows = slice(first, first + count)
        first += count
        yield Block(unpacked(file, position), portion.ids[rows], portion.starts[rows], portion.lengths[rows])


def unpacked(file: BinaryIO, position: int) -> bytes:
    """A block as it was before `tui.feed.batch` packed it; four bytes of length stand before it in the file."""
    from isal import igzip_lib

    file.seek(position)
    size = int.from_bytes(file.read(4), "little")
    data: bytes = igzip_lib.decompress(file.read(size), flag=igzip_lib.DECOMP_GZIP)
    return data


class Here:
    """Searches in the calling thread only."""

    crew = room = 0

    def __init__(self, path: Path) -> None:
        self._path = path
        self._asked: tuple[Question, ...] = ()
        self._ready: tuple[Ready, ...] = ()
        self._lock = threading.Lock()  # a question made ready remembers what it has met, and is for one thread

    def here(self, portion: Portion, questions: tuple[Question, ...], stopped: Stopped) -> Found | None:
        """Search a portion now."""
        with self._lock:
            if self._asked != questions:
                self._asked, self._ready = questions, tuple(map(Ready.to_ask, questions))
            return search(self._path, portion, self._ready, stopped)

    def open(self) -> None:
        """Nobody is to be started."""

    def give(self, number: int, portion: Portion, questions: tuple[Question, ...]) -> None:  # noqa: ARG002
        """There is nobody to give it to."""
        raise RuntimeError("a portion was given to nobody")

    def take(self, timeout: float) -> Iterator[tuple[int, Found | None]]:  # noqa: ARG002 (nothing ever comes)
        """Nothing comes."""
        return iter(())

    def drop(self) -> None:
        """Nothing was given."""

    def close(self) -> None:
        """Nothing is held."""


class Generation(Protocol):
    """A number that both sides see: portions of an earlier one are abandoned."""

    value: int


@dataclass(frozen=True, slots=True)
class Given:
    """A portion on its way to a worker; `questions` only where they are others than before."""

    number: int
    generation: int
    portion: Portion
    questions: tuple[Question, ...] | None


@dataclass(slots=True, eq=False)
class _Worker:
    process: BaseProcess
    pipe: Connection
    asks: tuple[Question, ...] = ()
    held: list[int] = field(default_factory=list)


class Searchers(Here):
    """Worker processes that search, started when they are first needed."""

    def __init__(self, path: Path, count: int) -> None:
        super().__init__(path)
        self._context = get_context("spawn")  # forking a process that runs threads is not safe
        self._generation: Generation = self._context.RawValue("q", 0)
        self._count = count
        self._workers: list[_Worker] | None = None

    @property
    def crew(self) -> int:  # type: ignore[override]
        """How many work, or would if they were started; workers that died are not replaced."""
        return self._count if self._workers is None else len(self._workers)

    @property
    def room(self) -> int:  # type: ignore[override]
        """How many more portions they take."""
        return sum(AHEAD - len(worker.held) for worker in self._workers or ())

    @property
    def processes(self) -> list[int]:
        """The numbers of the processes that run."""
        return [worker.process.pid or 0 for worker in self._workers or ()]

    def open(self) -> None:
        """Start the processes, unless they are there."""
        if self._workers is not None:
            return
        self._workers = []
        for number in range(self._count):
            ours, theirs = self._context.Pipe()
            arguments = (theirs, self._path, self._generation)
            process = self._context.Process(target=_work, args=arguments, daemon=True, name=f"searcher {number + 1}")
            process.start()
            theirs.close()
            self._workers.append(_Worker(process, ours))

    def give(self, number: int, portion: Portion, questions: tuple[Question, ...]) -> None:
        """Have a portion searched by whoever has least to do."""
        worker = min(self._workers or (), key=lambda worker: len(worker.held))
        worker.held.append(number)
        news = None if worker.asks == questions else questions
        worker.asks = questions
        with suppress(OSError):  # of one that has died `take` tells
            worker.pipe.send(Given(number, self._generation.value, portion, news))

    def take(self, timeout: float) -> Iterator[tuple[int, Found | None]]:
        """What has come back; the portions of a worker that died come as `None`."""
        by_pipe = {worker.pipe: worker for worker in self._workers or ()}
        for pipe in wait(list(by_pipe), timeout):
            worker = by_pipe[pipe]  # type: ignore[index]
            try:
                number, found = worker.pipe.recv()
            except (EOFError, OSError):
                yield from self._buried(worker)
            else:
                worker.held.remove(number)
                yield number, found

    def _buried(self, worker: _Worker) -> Iterator[tuple[int, None]]:
        self._workers = [other for other in self._workers or () if other is not worker]
        worker.pipe.close()
        worker.process.join()
        return ((number, None) for number in worker.held)

    def drop(self) -> None:
        """Have everything abandoned that was given."""
        self._generation.value += 1

    def close(self) -> None:
        """End the processes at once."""
        workers, self._workers = self._workers or (), []
        for worker in workers:
            worker.process.terminate()
            worker.pipe.close()
        for worker in workers:
            worker.process.join()


def processors() -> int:
    """How many this program may use."""
    return len(os.sched_getaffinity(0)) if hasattr(os, "sched_getaffinity") else os.cpu_count() or 1


def scanner(count: int | None, path: Path) -> Here:
    """Whoever searches the file of blocks at `path`: so many processes, by default one a processor, or none (0)."""
    count = processors() if count is None else count
    return Searchers(path, min(count, MOST)) if count else Here(path)


def _work(pipe: Connection, path: Path, generation: Generation) -> None:
    """A worker's life: portions in, what was found out."""
    import signal

    signal.signal(signal.SIGINT, signal.SIG_IGN)  # ctrl+c is the screen's to answer
    if hasattr(os, "nice"):
        os.nice(5)  # the screen comes first
    ready: tuple[Ready, ...] = ()
    try:
        while True:
            given: Given = pipe.recv()
            if given.questions is not None:
                ready = tuple(map(Ready.to_ask, given.questions))
            pipe.send((given.number, _answer(path, given, ready, generation)))
    except (EOFError, OSError, KeyboardInterrupt):
        return


def _answer(path: Path, given: Given, ready: tuple[Ready, ...], generation: Generation) -> Found | None:
    def stopped() -> bool:
        return generation.value != given.generation

    return None if stopped() else search(path, given.portion, ready, stopped)
