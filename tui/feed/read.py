"""One file → events: unpack, tell the format, cut into records, decode."""

from __future__ import annotations

import os
from collections.abc import Iterable, Iterator, Sequence
from itertools import chain

from msgspec import Struct
from msgspec.structs import replace

from parsers import COMMON, NO_TIME, UNPARSED, Event, Parser, Unparsed, Value
from parsers.framing import Broken, Framer, Piece, Place, Record, framer
from tui.feed.batch import Encoder, unparsed_event
from tui.feed.mark import UNMARKED, Mark
from tui.feed.readers import Readers
from tui.feed.recognise import Recognition, Scores, recognise, refused
from tui.feed.stream import GONE, Identity, MissedError, OtherFileError, Stream
from tui.feed.unpack import CutOffError

HEAD = 1 << 16
"""Bytes of a file that are looked at to tell its format."""
ROWS = 16384
"""Events a batch holds at most, roughly: putting in a few costs the store nearly as much as putting in many."""
RUN = 64
"""Records that are decoded and handed on together."""
PATIENCE = 1000
"""Unparsed records that wait for a neighbour with a time; more are not held in memory."""
TIME = next(i for i, f in enumerate(COMMON) if f.name == "time")


class Task(Struct, frozen=True):
    """Read a file from `place` on.

    `name` is the file's name as it was written by whoever wrote it. `final` says that nothing is being appended: what
    is cut off at the end is shown as such. `parser` is empty until the file's format is known. `refused` says what a
    parser did that is not to be asked any more: if it had taken the file, what is left of that is shown as it is.
    `mark` is what was read before `place`, and `identity` the file that is meant: another one at the path is not read.
    `again`: whoever read it has ended in the midst of it, once.
    """

    file: int
    path: str
    name: str
    parser: str = ""
    place: Place = Place()
    ordinal: int = 0
    final: bool = True
    refused: str = ""
    mark: Mark = UNMARKED
    identity: Identity | None = None
    again: bool = False


class Report(Struct, frozen=True, gc=False):
    """How reading a file ended or, where there is `more` to come, how far it is.

    `place` is where to go on when it grows; rows that start at or behind it are provisional. `read` counts unpacked
    bytes from the start of the file, `tail` those of an unfinished record. `skipped` says why the file was set aside
    whole, `trouble` what stopped the reading (`unreadable`: the system did), `fault` what somebody else's parser did
    wrong. `scores` is empty where the format was known before. `mark` is how the stream is known again.
    `shown`: the tail is, as cut off. `other`: the file holds something else by now. `missed`: the file lay elsewhere.
    `idle`: nothing could be read, and what was known stays. `final` is the task's.
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
    mark: Mark = UNMARKED
    packed: bool = False
    shown: bool = False
    unreadable: bool = False
    other: bool = False
    missed: bool = False
    idle: bool = False
    final: bool = True


def read(task: Task, encoder: Encoder, readers: Readers) -> Iterator[Report]:
    """Fill the encoder with what a file holds: a report each time that there is enough for a batch, and one at the end.

    Every row before a report's place has been given to the encoder, and none behind it but a provisional one.
    """
    try:
        stream = Stream(task.path, task.place.offset, task.mark, task.identity)
    except (OSError, MissedError) as trouble:
        yield _stopped(task, trouble)
    else:
        with stream:
            yield from _read(task, stream, encoder, readers)


def _read(task: Task, stream: Stream, encoder: Encoder, readers: Readers) -> Iterator[Report]:
    parts = stream.parts()
    head, trouble = _head(parts)
    if trouble and not head:
        yield _stopped(task, trouble)
        return
    if not head and stream.short:  # truncated, or about to be written again: what was shown of it stays
        yield replace(_untouched(task), idle=True)
        return
    readers.begin(task.file)
    found = _parser(task, head[:HEAD], readers)
    if found.parser is None:
        aside = replace(_untouched(task), skipped=found.reason, read=len(head), packed=bool(stream.packing))
        yield replace(aside, fault=task.refused or readers.take_faults(), scores=found.scores)
        return
    encoder.know(found.parser)
    readers.take(found.parser)
    reading = _Reading(task, found.parser, encoder, stream)
    for report in reading.run(chain([head], _failing(trouble) if trouble else parts)):
        yield replace(report, fault=task.refused or readers.take_faults(), scores=found.scores)
        readers.begin(task.file)  # others may have been read since the report
        readers.take(found.parser)


def _parser(task: Task, head: bytes, readers: Readers) -> Recognition:
    if not task.parser:
        return recognise(task.name, head, readers)
    known = None if task.refused else readers.named(task.parser)
    return Recognition(known or refused(task.parser, task.refused or f"the parser {task.parser} is not here"))


def _head(parts: Iterator[bytes]) -> tuple[bytes, Exception | None]:
    """Enough of a file to tell its format, and what went wrong on the way; what came before that is kept."""
    head = b""
    try:
        for part in parts:
            head += part
            if len(head) >= HEAD:
                break
    except GONE as error:
        return head, error
    return head, None


def _untouched(task: Task) -> Report:
    """What was known before."""
    return Report(task.file, task.parser, task.place, task.ordinal, task.place.offset, mark=task.mark, final=task.final)


def _stopped(task: Task, trouble: Exception) -> Report:
    """The report where trouble came before the first byte."""
    known = replace(_untouched(task), idle=True)
    if isinstance(trouble, MissedError):
        return replace(known, missed=True)
    if isinstance(trouble, OtherFileError):
        return replace(known, other=True)
    if isinstance(trouble, OSError):
        return replace(known, trouble=trouble.strerror or str(trouble), unreadable=True)
    return replace(known, trouble=str(trouble))


def _failing(trouble: Exception) -> Iterator[bytes]:
    raise trouble
    yield


class _Reading:
    """The state of reading one file: what has been counted, and the time that an unparsed row borrows."""

    def __init__(self, task: Task, parser: Parser, encoder: Encoder, stream: Stream) -> None:
        self.task, self.parser, self.encoder, self.stream = task, parser, encoder, stream
        self.framer: Framer = framer(parser.start, task.place, parser.whole, parser.continues)
        self.ordinal, self.final = task.ordinal, task.final
        self.end = replace(_untouched(task), parser=parser.name, packed=bool(stream.packing))
        self.read = task.place.offset
        self.time: Value = None
        self.first, self.last = NO_TIME, -NO_TIME
        self.waiting: list[tuple[str, bytes, int, int]] = []

    def run(self, parts: Iterable[bytes]) -> Iterator[Report]:
        try:
            for part in parts:
                self.read += len(part)
                self._take(self.framer.feed(part))
                if self.encoder.waiting >= ROWS:
                    self._give_up_waiting()
                    yield self._report(more=True)
        except GONE as trouble:
            self._stop(trouble)
        self._take(self.framer.settle())
        ended = self._report()
        if self.final:
            self._take(self.framer.flush())
        self._give_up_waiting()
        shown = self.final and ended.tail > 0
        yield replace(ended, shown=shown, first=self._known(self.first), last=self._known(self.last))

    def _stop(self, trouble: Exception) -> None:
        """What has come stays, and its end is shown as cut off; a packed file that ends early may yet go on."""
        self.final = self.final or not isinstance(trouble, CutOffError)
        why = _stopped(self.task, trouble)
        self.end = replace(self.end, trouble=why.trouble, unreadable=why.unreadable, other=why.other)

    def _report(self, *, more: bool = False) -> Report:
        place, mark = self.framer.place, self._mark(self.framer.place.offset)
        return replace(
            self.end,
            place=place,
            ordinal=self.ordinal,
            read=self.read,
            tail=self.framer.pending,
            first=self._known(self.first),
            last=self._known(self.last),
            mark=mark,
            more=more,
        )

    def _mark(self, at: int) -> Mark:
        try:
            return self.stream.mark(at)
        except GONE:
            self.end, self.final = replace(self.end, other=True), True
            return self.stream.known(at)

    def _known(self, time: int) -> int | None:
        return time if self.first <= self.last else None

    def _take(self, pieces: list[Piece]) -> None:
        decode = self.parser.decode
        for at in range(0, len(pieces), RUN):
            run = pieces[at : at + RUN]
            events = [decode(piece.raw) if type(piece) is Record else None for piece in run]
            times = [event[TIME] for event in events if type(event) is tuple]
            if len(times) == len(run) and set(map(type, times)) == {int}:
                self._keep(run, events, times)  # type: ignore[arg-type]
            else:
                for piece, event in zip(run, events, strict=True):
                    self._keep_one(piece, event)

    def _keep(self, run: Sequence[Piece], events: Sequence[Event], times: Sequence[int]) -> None:
        """Give on a run of events that all have a time: each by itself costs more than to decode it."""
        raws, offsets = [piece.raw for piece in run], [piece.offset for piece in run]
        self.encoder.add(self.parser.name, events, raws, self.task.file, self.ordinal, offsets)
        self.ordinal += len(run)
        self.first, self.last = min(self.first, *times), max(self.last, *times)
        if self.waiting:
            self.time = times[0]
            self._give_up_waiting()
        self.time = times[-1]

    def _keep_one(self, piece: Piece, event: Event | Unparsed | None) -> None:
        if not isinstance(piece, Record) and self.parser.header and self.parser.header.match(piece.raw):
            return
        ordinal, self.ordinal = self.ordinal, self.ordinal + 1
        if isinstance(piece, Broken):
            self._unparsed(piece.reason, piece.raw, ordinal, piece.offset)
        elif isinstance(event, Unparsed):
            self._unparsed(event.reason, piece.raw, ordinal, piece.offset)
        elif event is not None:
            self.encoder.add(self.parser.name, [event], [piece.raw], self.task.file, ordinal, [piece.offset])
            time = event[TIME]
            if isinstance(time, int):
                self._keep_time(time)

    def _keep_time(self, time: int) -> None:
        self.time = time
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
            self.encoder.add(UNPARSED, [unparsed_event(reason, self.time)], [raw], self.task.file, ordinal, [offset])
        self.waiting.clear()


def name_of(path: str) -> str:
    """The last part of a path: what file name patterns are matched against."""
    return os.path.basename(path)  # noqa: PTH119 (a path object keeps every part of it for good)
