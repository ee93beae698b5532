"""Worker processes that read files, and the same work done in this process where there is little of it."""

from __future__ import annotations

import os
from collections import deque
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from multiprocessing import get_context
from multiprocessing.connection import Connection, wait
from multiprocessing.process import BaseProcess
from typing import Protocol, TypeAlias

from tui.feed.batch import Batch, Encoder
from tui.feed.read import Report, Task, read

Message: TypeAlias = Batch | Report
"""What comes back: every row of a file in batches, then the file's report."""


class Crew(Protocol):
    """Whoever reads files: give it bundles of tasks, take messages until it is idle."""

    def give(self, bundle: tuple[Task, ...]) -> None:
        """Queue some files that are read together."""
        ...

    def take(self, timeout: float) -> Iterator[Message]:
        """What has come in, waiting `timeout` seconds at most for the first."""
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


def read_bundle(bundle: Iterable[Task], encoder: Encoder) -> Iterator[Message]:
    """All messages of some files. A report follows the batches that hold its file's rows."""
    reports: list[Report] = []
    for task in bundle:
        for message in read(task, encoder):
            if isinstance(message, Report):
                reports.append(message)
            else:
                yield message
    if encoder.waiting:
        yield encoder.batch()
    yield from reports


class Here:
    """A crew of one: reads in the calling thread."""

    def __init__(self) -> None:
        self._encoder = Encoder(0)
        self._queue: deque[tuple[Task, ...]] = deque()

    def give(self, bundle: tuple[Task, ...]) -> None:
        self._queue.append(bundle)

    def take(self, timeout: float) -> Iterator[Message]:  # noqa: ARG002 (a crew of one never waits)
        if self._queue:
            yield from read_bundle(self._queue.popleft(), self._encoder)

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


AHEAD = 2
"""Bundles a worker holds: one to read and one to go on with at once."""


class Processes:
    """Worker processes, each with its own dictionaries; bundles go to whoever has least to do."""

    def __init__(self, count: int) -> None:
        context = get_context("spawn")  # forking a process that runs threads is not safe
        self._workers: list[_Worker] = []
        self._queue: deque[tuple[Task, ...]] = deque()
        for number in range(1, count + 1):
            ours, theirs = context.Pipe()
            process = context.Process(
                target=_work, args=(theirs, number), daemon=True, name=f"reader {number}"
            )
            process.start()
            theirs.close()
            self._workers.append(_Worker(process, ours))

    def give(self, bundle: tuple[Task, ...]) -> None:
        self._queue.append(bundle)
        self._hand_out()

    def take(self, timeout: float) -> Iterator[Message]:
        by_pipe = {worker.pipe: worker for worker in self._workers}
        for pipe in wait(list(by_pipe), timeout):
            worker = by_pipe[pipe]  # type: ignore[index]
            try:
                message: Message | None = worker.pipe.recv()
            except (EOFError, OSError) as error:
                raise WorkerDiedError(
                    f"{worker.process.name} ended with code {worker.process.exitcode}"
                ) from error
            if message is None:
                worker.bundles -= 1
                self._hand_out()
            else:
                yield message

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
    encoder = Encoder(number)
    try:
        while True:
            for message in read_bundle(pipe.recv(), encoder):
                pipe.send(message)
            pipe.send(None)
    except (EOFError, BrokenPipeError, KeyboardInterrupt):
        return
