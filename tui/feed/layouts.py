"""Queries in the records of others' formats, laid out where others' code may run: in a process of its own."""

from __future__ import annotations

import threading
from multiprocessing import get_context
from multiprocessing.connection import Connection
from multiprocessing.process import BaseProcess

from msgspec import Struct

from parsers import Layout
from parsers.doors import Admission, admission
from tui.feed.loss import CLEAN
from tui.feed.readers import everybody

PATIENCE = 5.0
"""Seconds that an answer may take, the first one with the start of the process."""


class _Aide(Struct, frozen=True):
    process: BaseProcess
    pipe: Connection


class Layouts:
    """Asks the process, which is started when it is first needed; a parser that does not answer is not asked again."""

    def __init__(self) -> None:
        self._aide: _Aide | None = None
        self._silent: set[str] = set()
        self._lock = threading.Lock()

    def __call__(self, log: str, raw: bytes) -> tuple[Layout, ...]:
        """The queries in a record of that log; nothing where there are none, or no answer."""
        with self._lock:
            if log in self._silent:
                return ()
            aide = self._aide = self._aide or _started()
            try:
                aide.pipe.send((log, raw))
                if aide.pipe.poll(PATIENCE):
                    found: tuple[Layout, ...] = aide.pipe.recv()
                    return found
            except (EOFError, OSError):  # it ended
                pass
            self._silent.add(log)
            self._end()
            return ()

    def close(self) -> None:
        """End the process."""
        with self._lock:
            self._end()

    def _end(self) -> None:
        if self._aide is not None:
            self._aide.process.kill()
            self._aide.process.join()
            self._aide.pipe.close()
        self._aide = None


def _started() -> _Aide:
    context = get_context("spawn")  # forking a process that runs threads is not safe
    ours, theirs = context.Pipe()
    process = context.Process(target=_answer, args=(theirs, admission()), daemon=True, name="layouts")
    process.start()
    theirs.close()
    return _Aide(process, ours)


def _answer(pipe: Connection, let_in: Admission) -> None:
    """The life of the process: records in, what is in them out."""
    import signal

    signal.signal(signal.SIGINT, signal.SIG_IGN)  # ctrl+c is the screen's to answer
    readers = everybody(let_in, list(CLEAN))
    try:
        while True:
            log, raw = pipe.recv()
            parser = readers.named(log)
            pipe.send(parser.layouts(raw) if parser else ())
    except (EOFError, OSError):
        return
