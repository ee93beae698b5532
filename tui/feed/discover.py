"""Paths, globs and folders → the files to read, newest first."""

from __future__ import annotations

import fnmatch
import glob
import os
import re
from collections.abc import Iterable, Iterator, Mapping, Sequence
from datetime import UTC, datetime, timedelta
from pathlib import Path
from stat import S_ISDIR, S_ISREG

from msgspec import Struct

from parsers.delivery import delivery
from tui.case.names import in_session, session_among

STDIN = "-"


class NoSuchPathError(Exception):
    """A path or glob that names nothing; the message says which."""


class Found(Struct, frozen=True, gc=False):
    """A file as it lay on disk when it was looked at; sizes in bytes, times in nanoseconds.

    `changed` is when anything about it last was, its rights and its names too; nobody can set it back.
    """

    path: str
    size: int
    mtime: int
    inode: int
    device: int = 0
    changed: int = 0

    @property
    def identity(self) -> tuple[int, int]:
        """Which file it is, whatever it is called."""
        return self.device, self.inode


class Span(Struct, frozen=True):
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
    if not S_ISREG(stat.st_mode):
        return None
    return Found(path, stat.st_size, stat.st_mtime_ns, stat.st_ino, stat.st_dev, stat.st_ctime_ns)


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

    `ignore` is a folder that is never entered: our own session's. Those of other sessions are not, either.
    """
    seen: set[tuple[int, int]] = set()
    for root in roots:
        found = look(root)
        if found:
            yield found
        elif root != STDIN:
            yield from _below(root, seen, str(ignore.resolve()) if ignore else None)


class Scope(Struct, frozen=True):
    """What is looked at: files and folders, and patterns for what may yet appear; `ignore` is never entered."""

    roots: tuple[str, ...]
    patterns: tuple[str, ...] = ()
    ignore: Path | None = None

    def files(self) -> Iterator[Found]:
        """All files that there are now; one may come twice."""
        matches = [match for pattern in self.patterns for match in glob.glob(pattern, recursive=True)]  # noqa: PTH207
        return files([*self.roots, *matches], self.ignore)

    def at(self, path: str) -> Iterator[Found]:
        """The file at a path that changed; all files of a folder, since they may be older than the watch on it."""
        ours = self.ignore and Path(path).is_relative_to(self.ignore)
        inside = path not in self.roots and (ours or in_session(path))
        return iter(()) if inside or in_transit(os.path.basename(path)) else files([path], self.ignore)  # noqa: PTH119

    def names(self, path: str) -> bool:
        """Whether a path is one of the files given, or would be if it were there."""
        path, *names = map(os.path.abspath, (path, *self.roots, *self.patterns))
        return any(path == name or fnmatch.fnmatchcase(path, name) for name in names)

    def holds(self, path: str) -> bool:
        """Whether a path is among what is looked at, or would be if there were a file."""
        whole = Path(path).resolve()
        return self.names(path) or any(whole.is_relative_to(Path(folder).resolve()) for folder in self.folders()[0])

    def folders(self) -> tuple[list[str], list[str]]:
        """The folders to watch: with all that is below them, and only for what lies in them."""
        deep = [root for root in self.roots if os.path.isdir(root)]  # noqa: PTH112
        deep += [name for name in self.patterns if os.path.isdir(name)]  # noqa: PTH112
        named = [name for name in (*self.roots, *self.patterns) if name not in deep and name != STDIN]
        shallow = {os.path.dirname(os.path.abspath(name)) for name in named}  # noqa: PTH100, PTH120
        return deep, sorted(folder for folder in shallow if os.path.isdir(folder))  # noqa: PTH112


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
        if session_among(entry.name for entry in entries):
            continue
        for entry in entries:
            if _is_folder(entry):
                stack.append(entry.path)
            elif not in_transit(entry.name) and (found := look(entry.path)):
                yield found


def renamed(astray: Mapping[tuple[int, int], str]) -> Iterator[Found]:
    """Files that lie under another name in the folder where they were, by device and inode, and the path of then."""
    for folder in {os.path.dirname(path) for path in astray.values()}:  # noqa: PTH120
        try:
            entries = list(os.scandir(folder or "."))
        except OSError:
            continue
        inodes = {inode for _, inode in astray}
        same = (look(os.path.join(folder, entry.name)) for entry in entries if entry.inode() in inodes)  # noqa: PTH118
        yield from (found for found in same if found and found.identity in astray)


def _is_folder(entry: os.DirEntry[str]) -> bool:
    try:
        return entry.is_dir()
    except OSError:  # a link that leads back to itself
        return False


_TRANSIT = re.compile(r"^\..*\.[A-Za-z0-9]{6}$|\.(gz|json)\.[0-9A-Fa-f]{8}$|\.(part|partial|tmp|crdownload|filepart)$")


def in_transit(name: str) -> bool:
    """Whether a file is still being copied, by the names rsync, `aws s3 sync` and browsers give until they rename."""
    return bool(_TRANSIT.search(name))


_DAY = re.compile(r"[/\\](\d{4})[/\\](\d{2})[/\\](\d{2})[/\\]")
LATEST_DELIVERY = timedelta(hours=6)
"""Events were seen in files up to ten minutes after they happened; within this a name rules no file out."""


def delivered(path: str) -> bool:
    """Whether a file is called as CloudTrail calls what it delivers, once and for all."""
    return delivery(path) is not None


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
        if named := delivery(path):
            return named.at, named.at + timedelta(minutes=1) // timedelta(microseconds=1)
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
