"""Events on their way to the store: columns of codes, and the raw records packed into blocks."""

from __future__ import annotations

from array import array
from collections.abc import Sequence
from dataclasses import dataclass, field

from parsers import COMMON, NO_TIME, UNPARSED, Event, Field, Kind, Parser, Value

BLOCK = 1 << 18
"""Bytes of raw records that are packed together."""


def is_coded(declared: Field) -> bool:
    """Whether a field's values are sent once and then referred to by number."""
    return not declared.unique and declared.kind in {Kind.TEXT, Kind.ADDRESS, Kind.ARN}


@dataclass(frozen=True, slots=True)
class Coded:
    """A column of codes; 0 is "does not say". `new` are the values of the codes from `first` on."""

    codes: array[int]
    first: int
    new: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Plain:
    """A column of the values themselves; times as microseconds, `NO_TIME` where the event does not say."""

    values: tuple[Value, ...] | array[int]


@dataclass(frozen=True, slots=True)
class Part:
    """Rows of one log. `columns` are in the order of `COMMON` and then the parser's fields.

    Row i came from file `files[i]`, where it was number `ordinals[i]` and started at byte `offsets[i]`; its raw record
    is `lengths[i]` bytes from `starts[i]` of block `blocks[i]` of the batch.
    """

    log: str
    columns: tuple[Coded | Plain, ...]
    files: array[int]
    ordinals: array[int]
    offsets: array[int]
    blocks: array[int]
    starts: array[int]
    lengths: array[int]

    def __len__(self) -> int:
        return len(self.files)


@dataclass(frozen=True, slots=True)
class Batch:
    """What one worker sends at a time: `blocks` are gzip-packed; codes are those of `worker`."""

    worker: int
    parts: tuple[Part, ...]
    blocks: tuple[bytes, ...]


class Words(dict[Value, int]):
    """Codes of a column's values, given out as they are met; they last as long as the worker."""

    def __init__(self) -> None:
        super().__init__({None: 0})
        self._met: list[str] = []

    def __missing__(self, value: Value) -> int:
        code = len(self)
        self[value] = code
        self._met.append(str(value))
        return code

    def unsent(self) -> tuple[str, ...]:
        """The values met since this was last asked."""
        met, self._met = tuple(self._met), []
        return met


@dataclass(slots=True)
class _Rows:
    """The rows of one log that wait to be sent."""

    events: list[Event] = field(default_factory=list)
    places: list[tuple[int, ...]] = field(default_factory=list)


class Encoder:
    """Gathers events and raw records and makes batches of them; one for the life of a worker."""

    def __init__(self, worker: int) -> None:
        self.worker = worker
        self._words: dict[tuple[str, int], Words] = {}
        self._rows: dict[str, _Rows] = {}
        self._fields: dict[str, tuple[Field, ...]] = {UNPARSED: COMMON}
        self._blocks: list[bytes] = []
        self._open: list[bytes] = []
        self._filled = 0
        self.waiting = 0

    def know(self, parser: Parser) -> None:
        """Learn a parser's fields before its events are added."""
        self._fields.setdefault(parser.name, COMMON + parser.fields)

    def add(self, log: str, event: Event, raw: bytes, file: int, ordinal: int, offset: int) -> None:
        """Take one row; it is sent with the next `batch`."""
        rows = self._rows.get(log)
        if rows is None:
            rows = self._rows[log] = _Rows()
        rows.events.append(event)
        rows.places.append((file, ordinal, offset, len(self._blocks), self._filled, len(raw)))
        self._open.append(raw)
        self._filled += len(raw)
        self.waiting += 1
        if self._filled >= BLOCK:
            self._close_block()

    def batch(self) -> Batch:
        """All rows taken since the last batch."""
        self._close_block()
        parts = tuple(self._part(log, rows) for log, rows in self._rows.items())
        batch = Batch(self.worker, parts, tuple(self._blocks))
        self._rows, self._blocks, self.waiting = {}, [], 0
        return batch

    def _close_block(self) -> None:
        from isal import igzip_lib

        if self._open:
            self._blocks.append(igzip_lib.compress(b"".join(self._open), 1, flag=igzip_lib.COMP_GZIP))
            self._open, self._filled = [], 0

    def _part(self, log: str, rows: _Rows) -> Part:
        columns = zip(self._fields[log], zip(*rows.events, strict=True), strict=True)
        made = tuple(self._column(log, i, declared, values) for i, (declared, values) in enumerate(columns))
        files, ordinals, offsets, blocks, starts, lengths = zip(*rows.places, strict=True)
        return Part(
            log,
            made,
            array("i", files),
            array("i", ordinals),
            array("q", offsets),
            array("i", blocks),
            array("i", starts),
            array("i", lengths),
        )

    def _column(self, log: str, index: int, declared: Field, values: Sequence[Value]) -> Coded | Plain:
        if declared.kind is Kind.TIME:
            return Plain(array("q", [NO_TIME if v is None else int(v) for v in values]))
        if not is_coded(declared):
            return Plain(tuple(values))
        # A common field's values are alike in all logs, so all logs share its codes.
        words = self._words.setdefault(("" if index < len(COMMON) else log, index), Words())
        first = len(words)
        codes = array("i", map(words.__getitem__, values))
        return Coded(codes, first, words.unsent())


def unparsed_event(reason: str, time: Value) -> Event:
    """The row that stands for a record which could not become an event, at the time of its neighbour."""
    values: dict[str, Value] = {"time": time, "summary": reason}
    return tuple(values.get(f.name) for f in COMMON)
