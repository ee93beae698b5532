"""Worker processes that read files, and the same work done in this process where there is little of it."""

from __future__ import annotations

import os
from collections import deque
from collections.abc import Callable, Iterable, Iterator
from contextlib import suppress
from dataclasses import dataclass, field
from io import BytesIO
from multiprocessing import get_context
from multiprocessing.connection import Connection, wait
from multiprocessing.process import BaseProcess
from pickle import HIGHEST_PROTOCOL, Pickler
from queue import Queue, SimpleQueue
from threading import Thread
from typing import Protocol, TypeAlias

from msgspec.structs import replace

from parsers.doors import Admission, admission
from tui.feed.batch import Batch, Encoder
from tui.feed.guard import Slate
from tui.feed.loss import CLEAN, ended, going_on, is_stuck
from tui.feed.read import Report, Task, read
from tui.feed.readers import Readers, everybody, own

Message: TypeAlias = Batch | Report
"""What comes back, in groups of a batch and the reports of its files: each says where what is in it ends."""


class Crew(Protocol):
    """Whoever reads files: give it bundles of tasks, take messages until it is idle."""

    def give(self, bundle: tuple[Task, ...]) -> None:
        """Queue some files that are read together."""
        ...

    def take(self, timeout: float) -> Iterator[tuple[Message, ...]]:
        """The groups that have come in, waiting `timeout` seconds at most for the first."""
        ...

    def drop(self) -> None:
        """Forget the bundles that nobody has begun."""
        ...

    @property
    def busy(self) -> int:
        """How many bundles are queued or being read."""
        ...

    def close(self) -> None:
        """Stop at once."""
        ...


class Reader:
    """Reads bundles one after another, and sends few large batches: they cost the store less than many small ones."""

    def __init__(self, worker: int, readers: Readers | None = None) -> None:
        self._encoder, self._readers = Encoder(worker), readers or own()
        self._reports: list[Report] = []

    def read(self, bundle: Iterable[Task], more: Callable[[], bool]) -> Iterator[tuple[Message, ...]]:
        """What the files hold, in groups: a batch, and reports of all the files whose rows it holds.

        The last rows and reports wait for those of the next bundle while there is one: `more`.
        """
        for task in bundle:
            for report in read(task, self._encoder, self._readers):
                self._reports.append(report)
                if report.more:
                    yield self._rest()
        if (self._encoder.waiting or self._reports) and not more():
            yield self._rest()

    def _rest(self) -> tuple[Message, ...]:
        batches = [self._encoder.batch()] if self._encoder.waiting else []
        reports, self._reports = self._reports, []
        return (*batches, *reports)


class Here:
    """A crew of one: reads in the calling thread, with our own parsers only."""

    def __init__(self) -> None:
        self._reader = Reader(0)
        self._queue: deque[tuple[Task, ...]] = deque()

    def give(self, bundle: tuple[Task, ...]) -> None:
        self._queue.append(bundle)

    def take(self, timeout: float) -> Iterator[tuple[Message, ...]]:  # noqa: ARG002 (a crew of one never waits)
        if self._queue:
            yield from self._reader.read(self._queue.popleft(), more=lambda: False)

    def drop(self) -> None:
        self._queue.clear()

    @property
    def busy(self) -> int:
        return len(self._queue)

    def close(self) -> None:
        self._queue.clear()


@dataclass(slots=True, eq=False)
class _Worker:
    """`tasks` are those that it has not reported as done, by file, from where its rows are not yet known.

    `inbox` is emptied into the pipe by a thread: the worker may be waiting for us to read what it has sent.
    """

    process: BaseProcess
    pipe: Connection
    slate: Slate
    bundles: int = 0
    tasks: dict[int, Task] = field(default_factory=dict)
    inbox: SimpleQueue[tuple[Task, ...] | None] = field(default_factory=SimpleQueue)
    sender: Thread = field(init=False)

    def __post_init__(self) -> None:
        self.sender = Thread(target=_send, args=(self.pipe, self.inbox), daemon=True)
        self.sender.start()

    def let_go(self) -> None:
        """Close the pipe of a worker that has ended."""
        self.inbox.put(None)
        self.sender.join()
        self.pipe.close()

    def note(self, messages: Iterable[Message]) -> None:
        """What it has sent need not be read again."""
        for report in messages:
            if isinstance(report, Report):
                task = self.tasks.pop(report.file)
                if report.more:
                    self.tasks[report.file] = going_on(task, report)


AHEAD = 4
"""Bundles a worker holds, one to read and some to go on with, however long the store takes to put things in."""
DEATHS = 3
"""So many workers may end without a file that it can be laid to."""


class Processes:
    """Worker processes, each with its own dictionaries; bundles go to whoever has least to do."""

    def __init__(self, count: int) -> None:
        self._context = get_context("spawn")  # forking a process that runs threads is not safe
        self._queue: deque[tuple[Task, ...]] = deque()
        self._admission = admission()
        self._deaths, self._number = 0, 0
        self._workers = [self._started() for _ in range(count)]

    def _started(self) -> _Worker:
        self._number += 1
        ours, theirs = self._context.Pipe()
        slate = self._context.RawArray("d", CLEAN)
        arguments = (theirs, self._number, self._admission, slate)
        process = self._context.Process(target=_work, args=arguments, daemon=True, name=f"reader {self._number}")
        process.start()
        theirs.close()
        return _Worker(process, ours, slate)

    def give(self, bundle: tuple[Task, ...]) -> None:
        self._queue.append(bundle)
        self._hand_out()

    def take(self, timeout: float) -> Iterator[tuple[Message, ...]]:
        by_pipe = {worker.pipe: worker for worker in self._workers}
        for pipe in wait(list(by_pipe), timeout):
            worker = by_pipe[pipe]  # type: ignore[index]
            try:
                messages: tuple[Message, ...] | None = worker.pipe.recv()
            except (EOFError, OSError):
                yield self._replaced(worker)
                continue
            if messages is None:
                worker.bundles -= 1
                self._hand_out()
            else:
                worker.note(messages)
                yield messages
        for worker in self._workers:
            if is_stuck(worker.slate):
                worker.process.kill()  # its end comes through the pipe

    def _replaced(self, worker: _Worker) -> tuple[Message, ...]:
        """Put another in the place of a worker that ended: it reads what is left, and not with what ended the first."""
        worker.process.join()
        end = ended(worker.slate, worker.process.exitcode or 0)
        if end.file not in worker.tasks:
            self._deaths += 1
            if self._deaths > DEATHS:
                raise WorkerDiedError(f"{worker.process.name} {end.reason}")
        if end.door is not None:
            self._admission = replace(self._admission, shut=self._admission.shut | {end.door})
        worker.let_go()
        self._workers[self._workers.index(worker)] = self._started()
        given_up = worker.tasks.pop(end.file) if end.is_final(worker.tasks) else None
        self._queue.extendleft((end.mended(task),) for task in worker.tasks.values())
        self._hand_out()
        return (end.report(given_up),) if given_up else ()

    def drop(self) -> None:
        self._queue.clear()

    @property
    def busy(self) -> int:
        return len(self._queue) + sum(worker.bundles for worker in self._workers)

    def close(self) -> None:
        self._queue.clear()
        for worker in self._workers:
            worker.process.terminate()
        for worker in self._workers:
            worker.process.join()
            worker.let_go()

    def _hand_out(self) -> None:
        while self._queue:
            idlest = min(self._workers, key=lambda worker: worker.bundles)
            if idlest.bundles >= AHEAD:
                return
            bundle = self._queue.popleft()
            idlest.tasks.update((task.file, task) for task in bundle)
            idlest.bundles += 1
            idlest.inbox.put(bundle)


def _send(pipe: Connection, inbox: SimpleQueue[tuple[Task, ...] | None]) -> None:
    """Hand a worker its bundles, until there is `None`."""
    with suppress(OSError):  # of one that has ended `take` tells
        while (bundle := inbox.get()) is not None:
            pipe.send(bundle)


class WorkerDiedError(Exception):
    """A worker process ended without being asked to."""


def _work(pipe: Connection, number: int, let_in: Admission, slate: Slate) -> None:
    """A worker's life: bundles in, messages out, `None` when a bundle is done."""
    import gc
    import signal

    gc.disable()  # decoded records hold no cycles, and looking for some costs a fifth of the time
    signal.signal(signal.SIGINT, signal.SIG_IGN)  # ctrl+c is the screen's to answer
    if hasattr(os, "nice"):
        os.nice(5)  # the screen comes first
    reader = Reader(number, everybody(let_in, slate))
    outbox: Queue[bytes] = Queue(1)
    Thread(target=_post, args=(pipe, outbox), daemon=True).start()
    try:
        while True:
            for messages in reader.read(pipe.recv(), pipe.poll):
                outbox.put(_pickled(messages))
            outbox.put(_pickled(None))
    except (EOFError, OSError, KeyboardInterrupt):
        return


def _post(pipe: Connection, outbox: Queue[bytes]) -> None:
    """Send what is written, while the worker reads on: the store is not always ready to take it."""
    try:
        while True:
            pipe.send_bytes(outbox.get())
    except OSError:  # nobody is there to read it
        os._exit(0)


def _pickled(messages: tuple[Message, ...] | None) -> bytes:
    """What `recv` unpacks. No text comes twice in it, so none is looked for: that takes two thirds of the time."""
    packed = BytesIO()
    pickler = Pickler(packed, HIGHEST_PROTOCOL)
    pickler.fast = True
    pickler.dump(messages)
    return packed.getvalue()
