"""One file → events: unpack, tell the format, cut into records, decode."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass, replace
from itertools import chain
from pathlib import PurePath
from typing import TypeAlias

from parsers import COMMON, NO_TIME, UNPARSED, Parser, Unparsed, Value
from parsers.framing import Framer, Piece, Place, Record, framer
from tui.feed.batch import Encoder, unparsed_event
from tui.feed.readers import Readers
from tui.feed.recognise import Recognition, Scores, is_json, recognise, refused
from tui.feed.unpack import CutOffError, UnpackError, chunks

HEAD = 1 << 16
"""Bytes of a file that are looked at to tell its format."""
ROWS = 16384
"""Events a batch holds at most, roughly: putting in a few costs the store nearly as much as putting in many."""
PATIENCE = 1000
"""Unparsed records that wait for a neighbour with a time; more are not held in memory."""
TIME = next(i for i, f in enumerate(COMMON) if f.name == "time")


@dataclass(frozen=True, slots=True)
class Task:
    """Read a file from `place` on.

    `name` is the file's name as it was written by whoever wrote it. `final` says that nothing is being appended: what
    is cut off at the end is shown as such. `parser` is empty until the file's format is known. `refused` says what a
    parser did that is not to be asked any more: if it had taken the file, what is left of that is shown as it is.
    """

    file: int
    path: str
    name: str
    parser: str = ""
    place: Place = Place()
    ordinal: int = 0
    final: bool = True
    refused: str = ""


@dataclass(frozen=True, slots=True)
class Report:
    """How reading a file ended or, where there is `more` to come, how far it is.

    `place` is where to go on when it grows; rows that start at or behind it are provisional. `read` counts unpacked
    bytes from the start of the file, `tail` those of an unfinished record. `skipped` says why the file was set aside
    whole, `trouble` what stopped the reading, `fault` what somebody else's parser did wrong. `scores` is empty where
    the format was known before.
    """

    file: int
    parser: str
    place: Place
    ordinal: int
    read: int
    tail: int = 0
    skipped: str = ""
    trouble: str = ""
    first: int | None = None
    last: int | None = None
    more: bool = False
    fault: str = ""
    scores: Scores = ()


def read(task: Task, encoder: Encoder, readers: Readers) -> Iterator[Report]:
    """Fill the encoder with what a file holds: a report each time that there is enough for a batch, and one at the end.

    Every row before a report's place has been given to the encoder, and none behind it but a provisional one.
    """
    parts = chunks(task.path, task.place.offset)
    head, trouble = _head(parts)
    if trouble and not head:
        yield _set_aside(task, f"cannot be read: {_why(trouble)}")
        return
    readers.begin(task.file)
    found = _parser(task, head[:HEAD], readers)
    if found.parser is None:
        fault = task.refused or readers.take_faults()
        yield replace(_set_aside(task, found.reason, read=len(head)), fault=fault, scores=found.scores)
        return
    encoder.know(found.parser)
    readers.take(found.parser)
    reading = _Reading(task, found.parser, encoder, head)
    for report in reading.run(chain([head], _failing(trouble) if trouble else parts)):
        yield replace(report, fault=task.refused or readers.take_faults(), scores=found.scores)


def _parser(task: Task, head: bytes, readers: Readers) -> Recognition:
    if not task.parser:
        return recognise(task.name, head, readers)
    known = None if task.refused else readers.named(task.parser)
    return Recognition(known or refused(task.parser, task.refused or f"the parser {task.parser} is not here"))


Trouble: TypeAlias = OSError | UnpackError


def _head(parts: Iterator[bytes]) -> tuple[bytes, Trouble | None]:
    """Enough of a file to tell its format, and what went wrong on the way; what came before that is kept."""
    head = b""
    try:
        for part in parts:
            head += part
            if len(head) >= HEAD:
                break
    except (OSError, UnpackError) as error:
        return head, error
    return head, None


def _failing(trouble: Trouble) -> Iterator[bytes]:
    raise trouble
    yield


def _set_aside(task: Task, reason: str, read: int = 0) -> Report:
    return Report(task.file, "", task.place, task.ordinal, read, skipped=reason)


def _why(error: Trouble) -> str:
    return error.strerror or str(error) if isinstance(error, OSError) else str(error)


class _Reading:
    """The state of reading one file: what has been counted, and the time that an unparsed row borrows."""

    def __init__(self, task: Task, parser: Parser, encoder: Encoder, head: bytes) -> None:
        self.task, self.parser, self.encoder = task, parser, encoder
        wrapped = parser.start is None or task.place.inside or is_json(head)
        self.framer: Framer = framer(None if wrapped else parser.start, task.place, parser.whole, parser.continues)
        self.ordinal = task.ordinal
        self.read = task.place.offset
        self.time: Value = None
        self.first, self.last = NO_TIME, -NO_TIME
        self.waiting: list[tuple[str, bytes, int, int]] = []

    def run(self, parts: Iterable[bytes]) -> Iterator[Report]:
        trouble, final = "", self.task.final
        try:
            for part in parts:
                self.read += len(part)
                self._take(self.framer.feed(part))
                if self.encoder.waiting >= ROWS:
                    self._give_up_waiting()
                    yield self._report(more=True)
        except CutOffError as error:
            trouble = str(error)
        except (OSError, UnpackError) as error:
            trouble, final = _why(error), True
        self._take(self.framer.settle())
        ended = self._report()
        if final:
            self._take(self.framer.flush())
        self._give_up_waiting()
        yield replace(ended, trouble=trouble, first=self._known(self.first), last=self._known(self.last))

    def _report(self, *, more: bool = False) -> Report:
        place, tail = self.framer.place, self.framer.pending
        first, last = self._known(self.first), self._known(self.last)
        return Report(
            self.task.file, self.parser.name, place, self.ordinal, self.read, tail, first=first, last=last, more=more
        )

    def _known(self, time: int) -> int | None:
        return time if self.first <= self.last else None

    def _take(self, pieces: list[Piece]) -> None:
        for piece in pieces:
            self._decode(piece)

    def _decode(self, piece: Piece) -> None:
        if not isinstance(piece, Record) and self.parser.header and self.parser.header.match(piece.raw):
            return
        ordinal, self.ordinal = self.ordinal, self.ordinal + 1
        if not isinstance(piece, Record):
            self._unparsed(piece.reason, piece.raw, ordinal, piece.offset)
            return
        event = self.parser.decode(piece.raw)
        if isinstance(event, Unparsed):
            self._unparsed(event.reason, piece.raw, ordinal, piece.offset)
            return
        self.encoder.add(self.parser.name, event, piece.raw, self.task.file, ordinal, piece.offset)
        time = event[TIME]
        if isinstance(time, int):
            self._keep_time(time)

    def _keep_time(self, time: int) -> None:
        self.time = time
        if not self.first <= time <= self.last:
            self.first, self.last = min(self.first, time), max(self.last, time)
        if self.waiting:
            self._give_up_waiting()

    def _unparsed(self, reason: str, raw: bytes, ordinal: int, offset: int) -> None:
        self.waiting.append((reason, raw, ordinal, offset))
        if self.time is not None or len(self.waiting) > PATIENCE:
            self._give_up_waiting()

    def _give_up_waiting(self) -> None:
        """An unparsed row stands at the time of its neighbour before it, or else of the first one after."""
        for reason, raw, ordinal, offset in self.waiting:
            self.encoder.add(UNPARSED, unparsed_event(reason, self.time), raw, self.task.file, ordinal, offset)
        self.waiting.clear()


def name_of(path: str) -> str:
    """The last part of a path: what file name patterns are matched against."""
    return PurePath(path).name
