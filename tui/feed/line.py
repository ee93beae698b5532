"""A line of the roll: one stream of records, what is to be done with it, and those that begin alike."""

from __future__ import annotations

from collections.abc import Iterator

from msgspec import Struct

from tui.feed.discover import Found
from tui.feed.mark import agree
from tui.feed.read import Report, Task
from tui.feed.stream import Identity

FIRST = 32
"""Bytes of a head by which streams are kept apart: an audit log's first time and client."""


class Line(Struct):
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
    """Streams by how they begin."""

    def __init__(self) -> None:
        self._by: dict[bytes, dict[int, Line]] = {}

    def keep(self, line: Line, head: bytes) -> None:
        """Note how a stream begins, as far as it was read."""
        self._by.get(line.head[:FIRST], {}).pop(line.file, None)
        line.head = head
        self._by.setdefault(head[:FIRST], {})[line.file] = line

    def alike(self, head: bytes) -> Iterator[Line]:
        """The streams that may begin so, as far as both are known."""
        for first, lines in self._by.items():
            if agree(first, head):
                yield from (line for line in lines.values() if agree(line.head, head))
