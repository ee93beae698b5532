"""Temporary sessions that were left: by a connection that dropped, or a program that was killed."""

from __future__ import annotations

import os
import shutil
import tempfile
from collections.abc import Iterator
from pathlib import Path
from stat import S_ISDIR
from time import time

from msgspec import Struct

from tui.case.folder import PREFIX, Folder, FolderError
from tui.case.lock import HeldError, Lock
from tui.case.names import ABOUT, HELD

WEEK = 7 * 24 * 3600
"""Seconds for which they stay."""


class Left(Struct, frozen=True):
    """A folder, and when something in it was changed last, in seconds since 1970."""

    path: Path
    changed: float

    @property
    def name(self) -> str:
        """What it is gone on with by."""
        return self.path.name.removeprefix(PREFIX)


def left() -> list[Left]:
    """This person's temporary sessions, whether somebody holds them or not, the newest first."""
    folder = Path(tempfile.gettempdir())
    found = [Left(path, changed) for path in folder.glob(f"{PREFIX}*") if (changed := _changed(path))]
    return sorted(found, key=lambda one: one.changed, reverse=True)


def _changed(path: Path) -> float | None:
    """When a session's folder was changed last; `None` for what is no session of this person's."""
    try:
        stat = path.lstat()
        # In a folder that everybody writes to, anybody may make one with such a name.
        if not S_ISDIR(stat.st_mode) or (hasattr(os, "getuid") and stat.st_uid != os.getuid()):
            return None
        if not (path / ABOUT).exists():
            return None
        return max(file.stat().st_mtime for file in path.iterdir() if file.name != HELD)
    except OSError:
        return None


def resumed(name: str = "") -> Folder:
    """The session of that name, or the newest that nobody holds; raises `FolderError`."""
    there = left()
    for one in there:
        if name in {"", one.name, one.path.name, str(one.path)}:
            try:
                return Folder(one.path, kept=False)
            except FolderError:
                if name:
                    raise
    known = "".join(_lines(there))
    wanted = f"no temporary session is called {name}" if name else "there is no temporary session to go on with"
    raise FolderError(f"{wanted}{'; there are:' if known else ''}{known}")


def _lines(there: list[Left]) -> Iterator[str]:
    for one in there:
        minutes = int(time() - one.changed) // 60
        yield f"\n  {one.name}  changed {minutes // 60} h {minutes % 60:02} min ago"


def sweep(now: float) -> None:
    """Remove those that nobody has touched for a week, and nobody holds."""
    for one in left():
        if now - one.changed > WEEK:
            try:
                lock = Lock(one.path)
            except (HeldError, OSError):
                continue
            shutil.rmtree(one.path, ignore_errors=True)
            lock.release()
