"""The roll of files: what has been read of each, and what is to be read next."""

from __future__ import annotations

import os
from collections.abc import Callable, Iterator, Mapping
from time import time_ns

from msgspec.structs import replace

from tui.feed.discover import Found, delivered, look
from tui.feed.line import Aside, Due, Heads, Line
from tui.feed.mark import agree
from tui.feed.read import Report, Task, name_of
from tui.feed.stream import Identity, beginning

QUIET = 2_000_000_000
"""Nanoseconds without a change after which a file's unfinished end is shown as cut off."""
RETRY = 5_000_000_000
"""Nanoseconds after which a file that the system did not let us read is tried again."""
GROWTH = 1.25
"""A packed file that is being written is read anew when it has become so many times larger, or is quiet."""


class Roll:
    """Every stream of records met, by number.

    A number stays with its stream: when the file is renamed, when it is copied and then truncated, packed and then
    deleted, or replaced by a longer copy. What else comes to lie at its path gets a number of its own.
    """

    def __init__(
        self,
        names: Mapping[str, str] | None = None,
        *,
        patient: bool = True,
        look: Callable[[str], Found | None] = look,
        begins: Callable[[str], bytes] = beginning,
    ) -> None:
        """`names` gives files whose name is not the last part of their path: standard input's.

        `patient`: what was written only now may go on, so an unfinished end is not yet told as cut off.
        `look` and `begins` say how a path looks now, and how what lies there begins.
        """
        self._patience = QUIET if patient else -1
        self._names, self._look, self._begins = names or {}, look, begins
        self._lines: dict[int, Line] = {}
        self._at: dict[str, Line] = {}
        self._identities: dict[Identity, Line] = {}
        self._held: dict[str, tuple[Found, int]] = {}
        self._open: set[str] = set()
        self._begun: dict[str, Line] = {}
        self._heads = Heads()
        self._gone: set[int] = set()
        self.live = False
        """Whether the first look at everything is over: what appears now may be the rest of something known."""

    def __len__(self) -> int:
        return len(self._lines)

    def path(self, file: int) -> str:
        """Where the file with that number lies, or lay last."""
        return self._lines[file].found.path

    def know(self, found: Found, report: Report, *, gone: bool = False) -> None:
        """Enter a file as it was when the session was open before; in order of the files' numbers."""
        name = self._names.get(found.path) or name_of(found.path)
        line = Line(report.file, name, found, 0, report.mark.head, found if report.final else None, report)
        # Whoever was killed while the file was read had not come to its end; there may be rows from behind its place.
        line.finished, line.provisional = report.final, True
        self._lines[line.file], self._identities[found.identity], self.live = line, line, True
        self._settle(line, found)
        if line.known:
            self._heads.keep(line, line.head)
        line.gone = gone

    def pass_over(self, found: Found) -> int:
        """Enter a file that is not to be read, and return its number."""
        line = self._at.get(found.path)
        if line is None or line.found.identity != found.identity:
            line = self._enter(found, 0, known=False)
        line.taken, line.finished = found, True
        return line.file

    def due(self, found: Found, now: int | None = None) -> Due | Aside | None:
        """What is to be read of a file that looks like `found` now; `None` where there is nothing new."""
        now = time_ns() if now is None else now
        self._open.discard(found.path)
        line = self._line(found, now)
        if not isinstance(line, Line):
            return line
        if line.found != found:
            line.found, line.since = found, now
        due = self._hand_out(line, now) if not line.reading and self._news(line, now) else None
        self._note_open(line)
        return due

    def returned(self, report: Report) -> None:
        """A task has been done."""
        line = self._lines[report.file]
        line.reading, line.unreadable = False, report.unreadable
        if self._begun.get(line.found.path) is line:
            del self._begun[line.found.path]
        if not report.idle:
            line.report, line.provisional = replace(report, scores=()), report.shown
            if line.known:
                self._heads.keep(line, report.mark.head)
            elif self.live:
                line.head = self._begins(line.found.path)
        if report.missed:
            line.taken, line.doubted = None, True
        elif report.other:
            self._lose(line)
        self._note_open(line)

    def is_reading(self, file: int) -> bool:
        """Whether a file is handed out to be read."""
        return self._lines[file].reading

    def again(self, file: int) -> None:
        """A file is to be read from its beginning, as if it never had been."""
        line = self._lines[file]
        line.report, line.taken, line.finished, line.provisional = None, None, False, False

    def vanished(self, path: str) -> None:
        """Nothing lies at a path any more."""
        self._held.pop(path, None)
        self._open.discard(path)
        line = self._at.get(path)
        if line and line.found.path == path:
            self._go(line)

    def gone(self) -> set[int]:
        """The numbers of files that were found to be gone since this was last asked: deleted, or replaced."""
        gone, self._gone = self._gone, set()
        return gone

    def astray(self) -> dict[Identity, str]:
        """Files that were read and are no longer where they were: the path that each had."""
        return {key: line.found.path for key, line in self._identities.items() if line.gone and line.known}

    @property
    def waiting(self) -> list[str]:
        """Paths of files that may be the rest of something known: who they are is not decided."""
        return list(self._held)

    def unfinished(self) -> list[str]:
        """Paths of files to look at again: not known to be finished when they were read, or changed meanwhile."""
        return [*self._open, *self._held]

    def _line(self, found: Found, now: int) -> Line | Aside | None:
        """Whose file it is; `None` where that cannot be told yet."""
        line = self._identities.get(found.identity)
        if line is None:
            return self._stranger(found, now)
        back, moved = line.gone, self._at.get(found.path) is not line
        # The number of a file that was deleted is soon another's: only what it holds tells which of them it is.
        if moved or (back and line.head):
            if self._lies(line):
                self._held.pop(found.path, None)
                return Aside(self.pass_over(found), f"another name of {line.found.path}: read there")
            head = self._begins(found.path) if line.head and not line.reading else b""
            same = agree(line.head, head)
            waits = self._waits(found, now) and same and len(head) < len(line.head)
            if line.reading or waits:
                return None
            # Many files begin with less than a record of this one: whoever has more in common with it comes first.
            better = not line.known and any(other is not line for other in self._alike(found, head))
            if better or not same or len(head) < max(1, len(line.head)):
                del self._identities[found.identity]
                return self._stranger(found, now)
        if moved or back:
            self._move(line, found, now)
            line.taken = None if back else line.taken  # what became of it meanwhile is not known
        return line

    def _stranger(self, found: Found, now: int) -> Line | None:
        """The line of a file that was not met before: a new one, or one that goes on in it.

        It waits while it may be a copy of what still lies elsewhere: that may be about to be truncated or deleted.
        """
        head = self._begins(found.path) if self.live and not delivered(found.path) else b""
        alike = sorted(self._alike(found, head), key=lambda line: -line.offset) if self.live else []
        if not alike:
            return self._enter(found, now, head)
        quiet = not self._waits(found, now)
        for line in alike:  # of a shorter one the name has to say that it is a copy: many logs begin alike
            whole = len(head) >= len(line.head) or (quiet and found.path.startswith(line.found.path))
            if head and whole and not line.reading and not self._lies(line, found.path):
                self._move(line, found, now)
                return line
        wait = any(line.reading for line in alike) or (not quiet and any(line.head for line in alike))
        return None if wait else self._enter(found, now, head)

    def _alike(self, found: Found, head: bytes) -> Iterator[Line]:
        """The streams that may go on in a file: the one that lay at its path, and plain ones from anywhere.

        What is being read for the first time is known by its name alone: its beginning may have changed meanwhile.
        """
        here = self._at.get(found.path)
        if here and here.refused != found.identity and (here.begun or (here.head and agree(here.head, head))):
            yield here
        if delivered(found.path):
            return
        for line in self._heads.alike(head):
            if line is not here and not line.packed and line.refused != found.identity:
                yield line
        shorter = [found.path[:size] for size in range(1, len(found.path))] if self._begun else []
        yield from (self._begun[path] for path in shorter if path in self._begun)

    def _waits(self, found: Found, now: int) -> bool:
        """Let a file wait; whether it may still change, as it did a moment ago."""
        held = self._held.get(found.path)
        since = held[1] if held and held[0] == found else now
        self._held[found.path] = found, since
        return now - since <= self._patience

    def _lies(self, line: Line, but: str = "") -> bool:
        """Whether a stream still lies where it was seen last, and has not been truncated."""
        there = self._look(line.found.path) if line.found.path != but and not line.gone else None
        same = there and there.identity == line.found.identity
        return bool(there and same and (line.packed or there.size >= line.offset))

    def _enter(self, found: Found, now: int, head: bytes = b"", *, known: bool = True) -> Line:
        name = self._names.get(found.path) or name_of(found.path)
        line = Line(1 + next(reversed(self._lines), -1), name, found, now, head)
        self._lines[line.file] = line
        self._settle(line, found)
        if known:
            self._identities[found.identity] = line
        return line

    def _move(self, line: Line, found: Found, now: int) -> None:
        """A stream goes on in another file, or under another name, or is back."""
        if self._at.get(line.found.path) is line:
            del self._at[line.found.path]
        if self._identities.get(line.found.identity) is line:
            del self._identities[line.found.identity]
        self._identities[found.identity] = line
        line.since = now
        self._settle(line, found)

    def _settle(self, line: Line, found: Found) -> None:
        """A stream lies at a path; what lay there before does not any more."""
        self._held.pop(found.path, None)
        before = self._at.get(found.path)
        if before and before is not line and before.found.path == found.path:
            self._go(before)
        self._at[found.path] = line
        line.found, line.gone = found, False
        self._gone.discard(line.file)

    def _go(self, line: Line) -> None:
        """A stream does not lie any more where it was."""
        if not line.gone:
            line.gone = True
            self._gone.add(line.file)

    def _lose(self, line: Line) -> None:
        """A stream's file holds something else by now."""
        path, there = line.found.path, self._look(line.found.path)
        if there and there.identity == line.found.identity:
            self._go(line)
            line.refused = there.identity
            if self._identities.get(there.identity) is line:
                del self._identities[there.identity]
        if there:
            self._open.add(path)

    def _news(self, line: Line, now: int) -> bool:
        if line.taken is None:
            return True
        if line.taken != line.found:
            waits = line.packed and not self._quiet(line, now) and line.found.size < GROWTH * line.taken.size
            return line.finished or not waits
        if line.unreadable:
            return now - line.asked > RETRY
        return not line.finished and self._quiet(line, now)

    def _quiet(self, line: Line, now: int) -> bool:
        """Whether a file has not changed for a while, by its own clock or by ours: they may differ."""
        return now - min(line.found.mtime, line.since) > self._patience

    def _hand_out(self, line: Line, now: int) -> Due:
        found, final, known = line.found, self._quiet(line, now), line.known
        line.taken, line.asked, line.reading, line.finished = found, now, True, final
        if not known:
            self._begun[found.path] = line
        identity = None if line.doubted or os.name != "posix" else found.identity
        line.doubted = False
        task = Task(line.file, found.path, line.name, final=final, identity=identity)
        if known:
            task = replace(task, parser=known.parser, place=known.place, ordinal=known.ordinal, mark=known.mark)
        return Due(task, line.provisional)

    def _note_open(self, line: Line) -> None:
        path = line.found.path
        done = line.finished and line.taken == line.found and not line.unreadable
        if not (line.gone or line.reading or done) and self._at.get(path) is line:
            self._open.add(path)
