"""Paths, globs and folders → the files to read, newest first."""

from __future__ import annotations

import glob
import os
import re
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from pathlib import Path
from stat import S_ISDIR, S_ISREG

STDIN = "-"


class NoSuchPathError(Exception):
    """A path or glob that names nothing; the message says which."""


@dataclass(frozen=True, slots=True)
class Found:
    """A file as it lay on disk when it was looked at; sizes in bytes, `mtime` in nanoseconds."""

    path: str
    size: int
    mtime: int
    inode: int


@dataclass(frozen=True, slots=True)
class Span:
    """A half-open stretch of time in microseconds since 1970 UTC; `None` is no bound."""

    since: int | None = None
    until: int | None = None

    @property
    def bounded(self) -> bool:
        """Whether it leaves anything out."""
        return self.since is not None or self.until is not None


def look(path: str) -> Found | None:
    """What is at `path` now, or `None` where there is no readable regular file."""
    try:
        stat = os.stat(path)  # noqa: PTH116 (a Path for each of 10,000 files costs more than the stat)
    except OSError:
        return None
    return Found(path, stat.st_size, stat.st_mtime_ns, stat.st_ino) if S_ISREG(stat.st_mode) else None


def expand(paths: Sequence[str]) -> tuple[str, ...]:
    """The existing files and folders that `paths` name; raises `NoSuchPathError` for one that names nothing."""
    out: list[str] = []
    for path in paths:
        plain = os.path.expanduser(path)  # noqa: PTH111 (keeps a relative path as the person wrote it)
        if path == STDIN or Path(plain).exists():
            out.append(plain)
        elif matches := sorted(glob.glob(plain, recursive=True)):  # noqa: PTH207 (patterns may be absolute)
            out.extend(matches)
        else:
            raise NoSuchPathError(f"no such file or folder: {path}")
    return tuple(dict.fromkeys(out))


def files(roots: Iterable[str], ignore: Path | None = None) -> Iterator[Found]:
    """Every regular file at or below `roots`, each once, whatever loops symbolic links make.

    `ignore` is a folder that is never entered: our own session's.
    """
    seen: set[tuple[int, int]] = set()
    for root in roots:
        found = look(root)
        if found:
            yield found
        elif root != STDIN:
            yield from _below(root, seen, str(ignore.resolve()) if ignore else None)


def _below(folder: str, seen: set[tuple[int, int]], ignore: str | None) -> Iterator[Found]:
    stack = [folder]
    while stack:
        here = stack.pop()
        try:
            stat = os.stat(here)  # noqa: PTH116
            entries = list(os.scandir(here))
        except OSError:
            continue
        if not S_ISDIR(stat.st_mode) or (stat.st_dev, stat.st_ino) in seen:
            continue
        if ignore and os.path.realpath(here) == ignore:
            continue
        seen.add((stat.st_dev, stat.st_ino))
        for entry in entries:
            if _is_folder(entry):
                stack.append(entry.path)
            elif not in_transit(entry.name) and (found := look(entry.path)):
                yield found


def _is_folder(entry: os.DirEntry[str]) -> bool:
    try:
        return entry.is_dir()
    except OSError:  # a link that leads back to itself
        return False


_TRANSIT = re.compile(r"^\..*\.[A-Za-z0-9]{6}$|\.(gz|json)\.[0-9A-Fa-f]{8}$|\.(part|partial|tmp|crdownload|filepart)$")


def in_transit(name: str) -> bool:
    """Whether a file is still being copied, by the names rsync, `aws s3 sync` and browsers give until they rename."""
    return bool(_TRANSIT.search(name))


_DELIVERED = re.compile(r"_CloudTrail_[a-z0-9-]+_(\d{8})T(\d{4})Z_")
_DAY = re.compile(r"[/\\](\d{4})[/\\](\d{2})[/\\](\d{2})[/\\]")
LATEST_DELIVERY = timedelta(hours=6)
"""Events were seen in files up to ten minutes after they happened; within this a name rules no file out."""


def may_hold(path: str, span: Span) -> bool:
    """Whether a file can hold events of `span`, going by the date in its name or path.

    CloudTrail's file name ends in the minute of delivery; its folders in the day.
    """
    written = _written(path) if span.bounded else None
    if written is None:
        return True
    earliest, latest = written
    too_old = span.since is not None and latest < span.since
    too_new = span.until is not None and earliest - LATEST_DELIVERY // timedelta(microseconds=1) >= span.until
    return not (too_old or too_new)


def _written(path: str) -> tuple[int, int] | None:
    try:
        if match := _DELIVERED.search(path):
            minute = datetime.strptime("".join(match.groups()), "%Y%m%d%H%M").replace(tzinfo=UTC)
            return _micros(minute), _micros(minute + timedelta(minutes=1))
        if match := _DAY.search(path):
            day = datetime(*map(int, match.groups()), tzinfo=UTC)  # type: ignore[arg-type,misc]
            return _micros(day), _micros(day + timedelta(days=1))
    except ValueError:  # digits that are no date
        return None
    return None


def _micros(moment: datetime) -> int:
    return (moment - datetime(1970, 1, 1, tzinfo=UTC)) // timedelta(microseconds=1)


def newest_first(found: Iterable[Found]) -> list[Found]:
    """The order to read in: what was written last is what the person wants to see first."""
    return sorted(found, key=lambda f: (_newest(f), f.path), reverse=True)


def _newest(found: Found) -> int:
    written = _written(found.path)
    return written[1] if written else found.mtime // 1000
