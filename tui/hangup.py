"""When the connection drops or the machine is shut down, the program leaves in good order, or at least leaves."""

from __future__ import annotations

import os
import signal
import sys
import threading
from collections.abc import Callable
from contextlib import suppress
from types import FrameType

STATUS = 128
"""What the exit status of a program that a signal ended is above, by the custom of shells."""
GRACE = 5.0
"""Seconds that leaving in good order may take. What was read stays on disk in any case."""


def on_hang_up(leave: Callable[[int], object]) -> None:
    """Have `leave` called with an exit status when a signal says to end, by the main thread, whatever it waits for.

    Who writes to a terminal that has gone may wait for ever, so the process ends in any case.
    """
    if os.name != "posix":
        return

    def ended(number: int, _: FrameType | None) -> None:
        status = STATUS + number
        latest = threading.Timer(GRACE, os._exit, [status])
        latest.daemon = True
        latest.start()
        if number == signal.SIGHUP:
            _silence()
        leave(status)

    for number in (signal.SIGHUP, signal.SIGTERM):
        signal.signal(number, ended)


def _silence() -> None:
    """Have what is still written to the terminal go nowhere: it has gone, and to write to it is an error."""
    with suppress(OSError):
        nowhere = os.open(os.devnull, os.O_WRONLY)
        for stream in (sys.__stdout__, sys.__stderr__):
            if stream is not None:
                os.dup2(nowhere, stream.fileno())
        os.close(nowhere)
