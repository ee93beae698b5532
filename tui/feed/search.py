"""Searching the raw records in worker processes, or in the calling thread where there is little to read."""

from __future__ import annotations

import os
import threading
from collections.abc import Iterator
from contextlib import suppress
from multiprocessing import get_context
from multiprocessing.connection import Connection, wait
from multiprocessing.process import BaseProcess
from pathlib import Path
from typing import Protocol

from msgspec import Struct, field

from tui.feed.block import Folded, Ready, search
from tui.searching import Found, Portion, Question, Stopped

MOST = 4
"""Processes that search, at most."""
AHEAD = 2
"""Portions a worker holds: one to read and one to go on with at once."""


class Here:
    """Searches in the calling thread only."""

    crew = room = 0

    def __init__(self, path: Path) -> None:
        self._path = path
        self._asked: tuple[Question, ...] = ()
        self._ready: tuple[Ready, ...] = ()
        self._folded = Folded()
        self._lock = threading.Lock()  # a question made ready remembers what it has met, and is for one thread

    def here(self, portion: Portion, questions: tuple[Question, ...], stopped: Stopped) -> Found | None:
        """Search a portion now."""
        with self._lock:
            if self._asked != questions:
                self._asked, self._ready = questions, tuple(map(Ready.to_ask, questions))
            return search(self._path, portion, self._ready, stopped, self._folded)

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


class Given(Struct, frozen=True):
    """A portion on its way to a worker; `questions` only where they are others than before."""

    number: int
    generation: int
    portion: Portion
    questions: tuple[Question, ...] | None


class _Worker(Struct, eq=False):
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
    folded = Folded()
    try:
        while True:
            given: Given = pipe.recv()
            if given.questions is not None:
                ready = tuple(map(Ready.to_ask, given.questions))
            pipe.send((given.number, _answer(path, given, ready, generation, folded)))
    except (EOFError, OSError, KeyboardInterrupt):
        return


def _answer(path: Path, given: Given, ready: tuple[Ready, ...], generation: Generation, folded: Folded) -> Found | None:
    def stopped() -> bool:
        return generation.value != given.generation

    return None if stopped() else search(path, given.portion, ready, stopped, folded)
