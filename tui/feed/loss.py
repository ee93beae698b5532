"""What becomes of the files of a worker process that ended: who is to blame, and what is read again by another."""

from __future__ import annotations

import signal
from collections.abc import Mapping
from time import monotonic

from msgspec import Struct
from msgspec.structs import replace

from parsers.doors import doors
from tui.feed.guard import DOOR, FILE, HARD_SECONDS, SINCE, TAKER, Slate
from tui.feed.read import Report, Task

CLEAN = (-1.0, -1.0, -1.0, 0.0)
"""A slate on which nothing stands."""
UNKNOWN = "unread"
"""What reads in the place of a parser of our own that ended the process before it was known which."""


class End(Struct, frozen=True):
    """How a worker ended: while it read `file` (-1: none), asking the parser behind `door` (`None`: one of ours).

    `taken`: whether the file had been taken by that parser, and was not only looked at by it.
    """

    file: int
    door: int | None
    taken: bool
    reason: str

    def mended(self, task: Task) -> Task:
        """A task of the worker's as another is to do it: the same once more, where nobody's parser is to blame."""
        if task.file != self.file:
            return task
        if self.door is None and not task.again:
            return replace(task, again=True)
        if self.door is None:
            return replace(task, parser=task.parser or UNKNOWN, refused=self.reason)
        return replace(task, parser=doors()[self.door].name if self.taken else "", refused=self.reason)

    def is_final(self, tasks: Mapping[int, Task]) -> bool:
        """Whether the file was being read for the last time, without any parser, and is given up."""
        return self.door is None and self.file in tasks and bool(tasks[self.file].refused)

    def report(self, task: Task) -> Report:
        """What there is to say of a file that is given up."""
        known = Report(task.file, task.parser, task.place, task.ordinal, task.place.offset, mark=task.mark)
        return replace(known, trouble=self.reason)


def is_stuck(slate: Slate) -> bool:
    """Whether a worker waits for an answer that could not be interrupted."""
    since = slate[SINCE]
    return bool(since) and monotonic() - since > HARD_SECONDS


def ended(slate: Slate, code: int) -> End:
    """What a worker's slate says of its end."""
    door = int(slate[DOOR])
    if door < 0:
        return End(int(slate[FILE]), None, taken=False, reason=f"reading it ended the process: {_how(code)}")
    how = f"gave no answer for {HARD_SECONDS:.0f} s" if is_stuck(slate) else f"ended the process: {_how(code)}"
    reason = f"the parser {doors()[door].name} {how}; it is not asked any more"
    return End(int(slate[FILE]), door, taken=int(slate[TAKER]) == door, reason=reason)


def _how(code: int) -> str:
    """An exit code in words; below 0 it is a signal's number."""
    if code >= 0:
        return f"it left with code {code}"
    return f"killed by {signal.Signals(-code).name}" if -code in {*signal.Signals} else f"killed by signal {-code}"


def going_on(task: Task, report: Report) -> Task:
    """The same task from where a report says that all rows before are stored."""
    return replace(task, parser=report.parser, place=report.place, ordinal=report.ordinal, mark=report.mark)
