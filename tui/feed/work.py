"""Worker processes that read files, and the same work done in this process where there is little of it."""

from __future__ import annotations

import os
from collections import deque
from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass
from io import BytesIO
from multiprocessing import get_context
from multiprocessing.connection import Connection, wait
from multiprocessing.process import BaseProcess
from pickle import HIGHEST_PROTOCOL, Pickler
from queue import Queue
from threading import Thread
from typing import Protocol, TypeAlias

from tui.feed.batch import Batch, Encoder
from tui.feed.read import Report, Task, read

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

    def __init__(self, worker: int) -> None:
        self._encoder = Encoder(worker)
        self._reports: list[Report] = []

    def read(self, bundle: Iterable[Task], more: Callable[[], bool]) -> Iterator[tuple[Message, ...]]:
        """What the files hold, in groups: a batch, and reports of all the files whose rows it holds.

        The last rows and reports wait for those of the next bundle while there is one: `more`.
        """
        for task in bundle:
            for report in read(task, self._encoder):
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
    """A crew of one: reads in the calling thread."""

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
    process: BaseProcess
    pipe: Connection
    bundles: int = 0


AHEAD = 4
"""Bundles a worker holds, one to read and some to go on with, however long the store takes to put things in."""


class Processes:
    """Worker processes, each with its own dictionaries; bundles go to whoever has least to do."""

    def __init__(self, count: int) -> None:
        context = get_context("spawn")  # forking a process that runs threads is not safe
        self._workers: list[_Worker] = []
        self._queue: deque[tuple[Task, ...]] = deque()
        for number in range(1, count + 1):
            ours, theirs = context.Pipe()
            process = context.Process(target=_work, args=(theirs, number), daemon=True, name=f"reader {number}")
            process.start()
            theirs.close()
            self._workers.append(_Worker(process, ours))

    def give(self, bundle: tuple[Task, ...]) -> None:
        self._queue.append(bundle)
        self._hand_out()

    def take(self, timeout: float) -> Iterator[tuple[Message, ...]]:
        by_pipe = {worker.pipe: worker for worker in self._workers}
        for pipe in wait(list(by_pipe), timeout):
            worker = by_pipe[pipe]  # type: ignore[index]
            try:
                messages: tuple[Message, ...] | None = worker.pipe.recv()
            except (EOFError, OSError) as error:
                raise WorkerDiedError(f"{worker.process.name} ended with code {worker.process.exitcode}") from error
            if messages is None:
                worker.bundles -= 1
                self._hand_out()
            else:
                yield messages

    def drop(self) -> None:
        self._queue.clear()

    @property
    def busy(self) -> int:
        return len(self._queue) + sum(worker.bundles for worker in self._workers)

    def close(self) -> None:
        self._queue.clear()
        for worker in self._workers:
            worker.pipe.close()
            worker.process.terminate()
        for worker in self._workers:
            worker.process.join()

    def _hand_out(self) -> None:
        while self._queue:
            idlest = min(self._workers, key=lambda worker: worker.bundles)
            if idlest.bundles >= AHEAD:
                return
            idlest.pipe.send(self._queue.popleft())
            idlest.bundles += 1


class WorkerDiedError(Exception):
    """A worker process ended without being asked to."""


def _work(pipe: Connection, number: int) -> None:
    """A worker's life: bundles in, messages out, `None` when a bundle is done."""
    import gc
    import signal

    gc.disable()  # decoded records hold no cycles, and looking for some costs a fifth of the time
    signal.signal(signal.SIGINT, signal.SIG_IGN)  # ctrl+c is the screen's to answer
    if hasattr(os, "nice"):
        os.nice(5)  # the screen comes first
    reader = Reader(number)
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
