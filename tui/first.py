"""The first page of rows, which is read by a process of its own while this one imports what draws it."""

from __future__ import annotations

import os
import pickle
import threading
from collections.abc import Callable, Sequence
from contextlib import suppress
from typing import NoReturn, TypeVar

from msgspec import Struct

from tui.window import Row

T = TypeVar("T")


class Page(Struct, frozen=True):
    """A window of a few rows that are held whole, in the order they are shown."""

    held: tuple[Row, ...] = ()
    instant: bool = True

    @property
    def total(self) -> int:
        """How many rows there are."""
        return len(self.held)

    def rows(self, start: int, stop: int) -> Sequence[Row]:
        """The rows from `start` up to `stop`."""
        return self.held[start:stop]

    def position(self, row_id: int) -> int | None:
        """Where a row stands."""
        return next((i for i, row in enumerate(self.held) if row.id == row_id), None)


def ahead(work: Callable[[], T]) -> Callable[[], T | None]:
    """Begin some work on another processor; what is returned waits for the result, and gives `None` where it failed.

    The result is to be asked for once. Where a process cannot be forked, or not safely, the work is done then and here.
    """
    if not hasattr(os, "fork") or threading.active_count() > 1:
        return work
    ours, theirs = os.pipe()
    child = os.fork()
    if child == 0:
        _work(work, theirs)
    os.close(theirs)

    def result() -> T | None:
        with open(ours, "rb") as pipe:  # noqa: PTH123 (a descriptor has no path)
            said = pipe.read()
        with suppress(ChildProcessError):  # whoever started us may have us ignore what becomes of children
            os.waitpid(child, 0)
        with suppress(EOFError, pickle.UnpicklingError):
            found: T = pickle.loads(said)  # noqa: S301 (from our own child)
            return found
        return None

    return result


def _work(work: Callable[[], object], theirs: int) -> NoReturn:
    """A forked child's life; whatever goes wrong, it ends here, without a word and without the parent's cleaning up."""
    try:
        said = pickle.dumps(work(), pickle.HIGHEST_PROTOCOL)
        with open(theirs, "wb") as pipe:
            pipe.write(said)
    finally:
        os._exit(0)
