"""A disk that is full."""

from __future__ import annotations

import os
import resource
import signal
from pathlib import Path


def full_after(path: Path, data: bytes, room: int) -> int:
    """Append to a file as far as there is room, and find that there is no more; returns the bytes written.

    The limit is that on the size of a file: the system cuts a write short at it and refuses the next, as a full disk
    does.
    """
    signal.signal(signal.SIGXFSZ, signal.SIG_IGN)
    usual = resource.getrlimit(resource.RLIMIT_FSIZE)
    with path.open("ab", buffering=0) as file:
        resource.setrlimit(resource.RLIMIT_FSIZE, (os.fstat(file.fileno()).st_size + room, usual[1]))
        try:
            written = file.write(data)
            try:
                file.write(data[written:])
            except OSError:
                return written
        finally:
            resource.setrlimit(resource.RLIMIT_FSIZE, usual)
    raise AssertionError("there was room after all")
