"""A process that reads files: orders in, batches and reports out."""

from __future__ import annotations

import os
from collections import deque
from collections.abc import Callable, Iterable, Iterator
from io import BytesIO
from multiprocessing.connection import Connection
from pickle import HIGHEST_PROTOCOL, Pickler
from queue import Queue
from threading import Thread
from typing import TypeAlias

from msgspec import Struct

from parsers.doors import Admission
from tui.feed.batch import Batch, Encoder
from tui.feed.guard import Slate
from tui.feed.read import Report, Task, read
from tui.feed.readers import Readers, everybody, own

Message: TypeAlias = Batch | Report
"""What comes back, in groups of a batch and the reports of its files: each says where what is in it ends."""


class Order(Struct, frozen=True):
    """Files that are read together; `live`: before what was ordered earlier, a large file's rest among it."""

    tasks: tuple[Task, ...]
    live: bool = False


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


def work(pipe: Connection, number: int, let_in: Admission, slate: Slate) -> None:
    """A worker's life: orders in, messages out, `None` when an order is done."""
    import gc
    import signal

    gc.disable()  # decoded records hold no cycles, and looking for some costs a fifth of the time
    signal.signal(signal.SIGINT, signal.SIG_IGN)  # ctrl+c is the screen's to answer
    if hasattr(os, "nice"):
        os.nice(10)  # the screen comes first
    reader = Reader(number, everybody(let_in, slate))
    outbox: Queue[bytes] = Queue(1)
    Thread(target=_post, args=(pipe, outbox), daemon=True).start()
    try:
        for messages in _turns(reader, pipe):
            outbox.put(_pickled(messages))
    except (EOFError, OSError, KeyboardInterrupt):
        return


def _turns(reader: Reader, pipe: Connection) -> Iterator[tuple[Message, ...] | None]:
    """What comes of the orders in a pipe; between two batches of one, a live one is done that has come meanwhile."""
    begun: deque[Iterator[tuple[Message, ...]]] = deque()
    while True:
        while not begun or pipe.poll():
            order: Order = pipe.recv()
            if order.live:
                begun.appendleft(reader.read(order.tasks, pipe.poll))
            else:
                begun.append(reader.read(order.tasks, lambda: len(begun) > 1 or pipe.poll()))
        messages = next(begun[0], None)
        if messages is None:
            begun.popleft()
        yield messages


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
