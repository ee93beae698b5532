"""Standard input, copied to a file in the session's folder, and followed from there like any other."""

from __future__ import annotations

import os
import select
import threading
from pathlib import Path

SPOOL = "standard-input"
"""The file's name."""
PATIENCE = 0.2
"""Seconds that standard input is waited for before looking whether it is wanted any more."""


def copy(descriptor: int, to: Path, stopped: threading.Event) -> None:
    """Copy a stream to a file until it ends, or until the session does."""
    with to.open("ab", buffering=0) as spool:
        while not stopped.is_set():
            # Windows can wait for sockets only; there the thread dies with the program.
            if os.name == "posix" and not select.select([descriptor], [], [], PATIENCE)[0]:
                continue
            data = os.read(descriptor, 1 << 16)
            if not data:
                return
            spool.write(data)
