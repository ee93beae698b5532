"""A line of the roll: one stream of records, what is to be done with it, and those that begin alike."""

from __future__ import annotations

from bisect import bisect_left, insort
from collections import Counter
from collections.abc import Iterator
from itertools import islice

from msgspec import Struct

from tui.feed.discover import Found
from tui.feed.read import Report, Task
from tui.feed.stream import Identity


class Line(Struct, gc=False):
    """One stream of records, under its number, wherever it lies.

    `found` is how its file looked last, `since` when that was new, `taken` how it looked when it was last handed out to
    be read. `provisional`: its last rows stand for an unfinished end. `refused`: a file that is not it after all.
    """

    file: int
    name: str
    found: Found
    since: int
    head: bytes = b""
    taken: Found | None = None
    report: Report | None = None
    asked: int = 0
    reading: bool = False
    finished: bool = False
    provisional: bool = False
    unreadable: bool = False
    gone: bool = False
    doubted: bool = False
    refused: Identity | None = None

    @property
    def known(self) -> Report | None:
        """The last report, once it holds records: before that, nothing is decided."""
        return self.report if self.report and self.report.ordinal else None

    @property
    def begun(self) -> bool:
        """Whether it is being read for the first time."""
        return self.reading and not self.known

    @property
    def offset(self) -> int:
        """Up to which byte it was read."""
        return self.known.place.offset if self.known else 0

    @property
    def packed(self) -> bool:
        """Whether its file is compressed."""
        return bool(self.report and self.report.packed)


class Due(Struct, frozen=True):
    """A task, and whether rows from its place on must be taken back when it is done: they were provisional."""

    task: Task
    retract: bool


class Aside(Struct, frozen=True):
    """A file that is not to be read, and why."""

    file: int
    reason: str


class Heads:
    """Streams by how they begin: found without looking at all of them, since there may be ten thousands."""

    def __init__(self) -> None:
        self._by: dict[bytes, dict[int, Line]] = {}
        self._sorted: list[bytes] = []
        self._sizes = Counter[int]()

    def keep(self, line: Line, head: bytes) -> None:
        """Note how a stream begins, as far as it was read."""
        if line.file in self._by.get(head, ()):
            return
        self._forget(line)
        line.head = head
        if line.packed:  # nothing but what lies at its own path goes on in it
            return
        if head not in self._by:
            self._by[head] = {}
            insort(self._sorted, head)
            self._sizes[len(head)] += 1
        self._by[head][line.file] = line

    def _forget(self, line: Line) -> None:
        same = self._by.get(line.head, {})
        if same.pop(line.file, None) and not same:
            del self._by[line.head], self._sorted[bisect_left(self._sorted, line.head)]
            self._sizes[len(line.head)] -= 1

    def alike(self, head: bytes) -> Iterator[Line]:
        """The streams that may begin so, as far as both are known."""
        for size, some in self._sizes.items():
            if some and size < len(head):
                yield from self._by.get(head[:size], {}).values()
        for longer in islice(self._sorted, bisect_left(self._sorted, head), None):
            if not longer.startswith(head):
                break
            yield from self._by[longer].values()
