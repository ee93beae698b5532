"""The roll of files: what has been read of each, and what is to be read next."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, replace
from time import time_ns

from tui.feed.discover import Found
from tui.feed.read import Report, Task, name_of

QUIET = 2_000_000_000
"""Nanoseconds without a change after which a file's unfinished end is shown as cut off."""


@dataclass(slots=True)
class _Line:
    """One file under its current number; `taken` is what it looked like when it was last handed out to be read."""

    file: int
    name: str
    found: Found
    taken: Found | None = None
    report: Report | None = None
    reading: bool = False
    finished: bool = False
    provisional: bool = False
    """Whether there may be rows from behind the place where reading goes on."""


@dataclass(frozen=True, slots=True)
class Due:
    """A task, and whether rows from its place on must be taken back first: they were provisional."""

    task: Task
    retract: bool


class Roll:
    """Every file met, by path. A file that was replaced or cut short goes on under a new number."""

    def __init__(self, names: Mapping[str, str] | None = None, *, patient: bool = True) -> None:
        """`names` gives files whose name is not the last part of their path: standard input's.

        `patient`: what was written only now may go on, so an unfinished end is not yet told as cut off.
        """
        self._patience = QUIET if patient else -1
        self._lines: dict[str, _Line] = {}
        self._paths: dict[int, str] = {}
        self._names = names or {}

    def __len__(self) -> int:
        return len(self._paths)

    def path(self, file: int) -> str:
        """The path of the file with that number."""
        return self._paths[file]

    def paths(self) -> list[str]:
        """Every path on the roll."""
        return list(self._lines)

    def know(self, found: Found, report: Report) -> None:
        """Enter a file as it was when the session was open before; in order of the files' numbers."""
        name = self._names.get(found.path) or name_of(found.path)
        finished = not report.tail  # or its end may now be told as cut off
        self._lines[found.path] = _Line(report.file, name, found, found, report, finished=finished, provisional=True)
        self._paths[report.file] = found.path

    def pass_over(self, found: Found) -> int:
        """Enter a file that is not to be read, and return its number."""
        line = self._lines.get(found.path) or self._enter(found)
        line.taken, line.finished = found, True
        return line.file

    def due(self, found: Found, now: int | None = None) -> Due | None:
        """What is to be read of a file that looks like `found` now; `None` where there is nothing new."""
        line = self._lines.get(found.path)
        if line is None or _replaced(line, found):
            line = self._enter(found)
        line.found = found
        if line.reading or not self._news(line, time_ns() if now is None else now):
            return None
        return self._hand_out(line, time_ns() if now is None else now)

    def returned(self, report: Report) -> None:
        """A task has been done."""
        line = self._lines[self._paths[report.file]]
        if line.file == report.file:
            line.report, line.reading = report, False

    def unfinished(self) -> list[str]:
        """Paths of files to look at again: not known to be finished when they were read, or changed meanwhile."""
        return [
            path
            for path, line in self._lines.items()
            if not line.reading and (line.taken != line.found or not line.finished)
        ]

    def _enter(self, found: Found) -> _Line:
        name = self._names.get(found.path) or name_of(found.path)
        file = 1 + next(reversed(self._paths), -1)
        line = self._lines[found.path] = _Line(file, name, found)
        self._paths[file] = found.path
        return line

    def _news(self, line: _Line, now: int) -> bool:
        if line.taken is None or line.taken != line.found:
            return True
        return not line.finished and now - line.found.mtime > self._patience

    def _hand_out(self, line: _Line, now: int) -> Due:
        report = line.report
        final = self._patience < 0 or now - line.found.mtime > self._patience
        known = report is not None and bool(report.parser)
        retract = known and line.provisional
        line.taken, line.reading, line.finished, line.provisional = line.found, True, final, final
        task = Task(line.file, line.found.path, line.name, final=final)
        if report is not None and known:
            task = replace(task, parser=report.parser, place=report.place, ordinal=report.ordinal)
        return Due(task, retract)


def _replaced(line: _Line, found: Found) -> bool:
    return line.found.inode != found.inode or found.size < line.found.size
