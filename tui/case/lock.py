"""A folder is held by one program at a time; whoever comes second is told who that is."""

from __future__ import annotations

import os
import sys
from pathlib import Path

from tui.case.names import HELD

FAR = 1 << 30
"""The byte that is locked on Windows, where nobody else can read what is locked."""


class HeldError(Exception):
    """Another program holds the folder; `process` is its id, as far as it is known."""

    def __init__(self, process: str) -> None:
        super().__init__(process)
        self.process = process


class Lock:
    """Holds a folder until it is let go, or this process ends in whatever way. Raises `HeldError`, `OSError`."""

    def __init__(self, folder: Path) -> None:
        self._file = os.open(folder / HELD, os.O_RDWR | os.O_CREAT, 0o600)
        try:
            _lock(self._file)
        except OSError as error:
            process = os.read(self._file, 20).decode("ascii", "replace").strip()
            os.close(self._file)
            raise HeldError(process) from error
        os.ftruncate(self._file, 0)
        os.write(self._file, f"{os.getpid()}\n".encode())

    def release(self) -> None:
        """Let go of the folder."""
        os.close(self._file)


def _lock(file: int) -> None:
    """Lock a file or raise `OSError`; the system lets go of it when the process ends."""
    if sys.platform == "win32":
        import msvcrt

        os.lseek(file, FAR, os.SEEK_SET)
        msvcrt.locking(file, msvcrt.LK_NBLCK, 1)
        os.lseek(file, 0, os.SEEK_SET)
    else:
        import fcntl

        fcntl.flock(file, fcntl.LOCK_EX | fcntl.LOCK_NB)
