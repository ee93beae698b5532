"""Crews that read files: worker processes, or this one where there is little to read."""

from __future__ import annotations

from collections import deque
from collections.abc import Iterable, Iterator
from contextlib import suppress
from dataclasses import dataclass, field
from multiprocessing import get_context
from multiprocessing.connection import Connection, wait
from multiprocessing.process import BaseProcess
from queue import SimpleQueue
from threading import Thread
from typing import Protocol

from msgspec.structs import replace

from parsers.doors import admission
from tui.feed.guard import Slate
from tui.feed.loss import CLEAN, ended, going_on, is_stuck
from tui.feed.read import Report, Task
from tui.feed.worker import Message, Order, Reader, work


class Crew(Protocol):
    """Whoever reads files: give it orders, take messages until it is idle."""

    def give(self, order: Order) -> None:
        """Queue some files."""
        ...

    def take(self, timeout: float) -> Iterator[tuple[Message, ...]]:
        """The groups that have come in, waiting `timeout` seconds at most for the first."""
        ...

    def drop(self) -> None:
        """Forget the orders that nobody has begun."""
        ...

    @property
    def busy(self) -> int:
        """How many orders are queued or being read."""
        ...

    def close(self) -> None:
        """Stop at once."""
        ...


class Here:
    """A crew of one: reads in the calling thread, with our own parsers only."""

    def __init__(self) -> None:
        self._reader = Reader(0)
        self._queue: deque[Order] = deque()

    def give(self, order: Order) -> None:
        self._queue.append(order)

    def take(self, timeout: float) -> Iterator[tuple[Message, ...]]:  # noqa: ARG002 (a crew of one never waits)
        if self._queue:
            yield from self._reader.read(self._queue.popleft().tasks, more=lambda: False)

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
    orders: int = 0
    tasks: dict[int, Task] = field(default_factory=dict)
    inbox: SimpleQueue[Order | None] = field(default_factory=SimpleQueue)
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
"""Orders a worker holds, one to read and some to go on with, however long the store takes to put things in."""
DEATHS = 3
"""So many workers may end without a file that it can be laid to."""


class Processes:
    """Worker processes, each with its own dictionaries; orders go to whoever has least to do."""

    def __init__(self, count: int) -> None:
        self._context = get_context("spawn")  # forking a process that runs threads is not safe
        self._queue: deque[Order] = deque()
        self._admission = admission()
        self._deaths, self._number = 0, 0
        self._workers = [self._started() for _ in range(count)]

    def _started(self) -> _Worker:
        self._number += 1
        ours, theirs = self._context.Pipe()
        slate = self._context.RawArray("d", CLEAN)
        arguments = (theirs, self._number, self._admission, slate)
        process = self._context.Process(target=work, args=arguments, daemon=True, name=f"reader {self._number}")
        process.start()
        theirs.close()
        return _Worker(process, ours, slate)

    def give(self, order: Order) -> None:
        self._queue.append(order)
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
                worker.orders -= 1
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
        self._queue.extendleft(Order((end.mended(task),)) for task in worker.tasks.values())
        self._hand_out()
        return (end.report(given_up),) if given_up else ()

    def drop(self) -> None:
        self._queue.clear()

    @property
    def busy(self) -> int:
        return len(self._queue) + sum(worker.orders for worker in self._workers)

    def close(self) -> None:
        self._queue.clear()
        for worker in self._workers:
            worker.process.terminate()
        for worker in self._workers:
            worker.process.join()
            worker.let_go()

    def _hand_out(self) -> None:
        while self._queue:
            idlest = min(self._workers, key=lambda worker: worker.orders)
            if idlest.orders >= AHEAD:
                return
            order = self._queue.popleft()
            idlest.tasks.update((task.file, task) for task in order.tasks)
            idlest.orders += 1
            idlest.inbox.put(order)


def _send(pipe: Connection, inbox: SimpleQueue[Order | None]) -> None:
    """Hand a worker its orders, until there is `None`."""
    with suppress(OSError):  # of one that has ended `take` tells
        while (order := inbox.get()) is not None:
            pipe.send(order)


class WorkerDiedError(Exception):
    """A worker process ended without being asked to."""
