"""Events on their way to the store: columns of codes, and the raw records packed into blocks."""

from __future__ import annotations

import struct
from array import array
from collections.abc import Iterable, Sequence
from itertools import accumulate, repeat

from msgspec import Struct

from parsers import COMMON, NO_TIME, UNPARSED, Event, Field, Kind, Parser, Value
from tui.packing import pack

BLOCK = 1 << 18
"""Bytes of raw records that are packed together."""
FEW = 128
"""Events that are made into columns at a time, while they are still in the processor's cache."""


class Coded(Struct, frozen=True):
    """A column of codes, of one byte or of four; 0 is "does not say". `new` are the values of those from `first` on."""

    codes: array[int]
    first: int
    new: tuple[str, ...]


class Plain(Struct, frozen=True):
    """A column of the values themselves; times as microseconds, `NO_TIME` where the event does not say."""

    values: tuple[Value, ...] | array[int]


class Part(Struct, frozen=True):
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


class Batch(Struct, frozen=True):
    """What one worker sends at a time: `blocks` are gzip-packed; codes are those of `worker`."""

    worker: int
    parts: tuple[Part, ...]
    blocks: tuple[bytes, ...]


class Words(dict[Value, int]):
    """Codes of a column's values, given out as they are met; they last as long as the worker.

    `None`, which is 0, is put in when it is met: where all keys are text they are found faster.
    """

    def __init__(self) -> None:
        super().__init__()
        self._last = 0
        self._met: list[str] = []

    def __missing__(self, value: Value) -> int:
        code = 0
        if value is not None:
            code = self._last = self._last + 1
            self._met.append(str(value))
        self[value] = code
        return code

    def unsent(self) -> tuple[int, tuple[str, ...]]:
        """The values met since this was last asked, and the code of the first."""
        met, self._met = tuple(self._met), []
        return self._last + 1 - len(met), met


def _extend(column: array[int], numbers: Iterable[int], count: int) -> None:
    """Add so many numbers to a column: `array.extend` takes twice as long."""
    column.frombytes(struct.pack(f"{count}{column.typecode}", *numbers))


class _Codes:
    """A growing column of codes: of bytes, which are made and sent faster, until there is one that does not fit."""

    def __init__(self, words: Words) -> None:
        self._words, self._codes = words, array("B")

    def extend(self, values: Sequence[Value]) -> None:
        if values[0] is None and values.count(None) == len(values):  # what hardly any event says
            self._codes.frombytes(bytes(self._codes.itemsize * len(values)))
        elif self._codes.itemsize > 1:
            _extend(self._codes, map(self._words.__getitem__, values), len(values))
        else:
            try:
                self._codes.frombytes(bytes(map(self._words.__getitem__, values)))
            except ValueError:
                self._codes = array("i", self._codes)
                self.extend(values)

    def column(self) -> Coded:
        return Coded(self._codes, *self._words.unsent())


class _Times:
    """A growing column of times."""

    def __init__(self) -> None:
        self._times = array("q")

    def extend(self, values: Sequence[Value]) -> None:
        _extend(self._times, [NO_TIME if v is None else int(v) for v in values], len(values))

    def column(self) -> Plain:
        return Plain(self._times)


class _Values:
    """A growing column of the values themselves."""

    def __init__(self) -> None:
        self._values: list[Value] = []

    def extend(self, values: Sequence[Value]) -> None:
        self._values.extend(values)

    def column(self) -> Plain:
        return Plain(tuple(self._values))


class _Rows:
    """The rows of one log that wait to be sent: as columns, except for the few latest."""

    def __init__(self, columns: Sequence[_Codes | _Times | _Values]) -> None:
        self._columns = columns
        self._places = [array(kind) for kind in "iiqiii"]
        self._events: list[Event] = []

    def add(self, events: Sequence[Event], places: Iterable[Iterable[int]]) -> None:
        """Take some rows; `places` are the columns of a part that say where they came from."""
        self._events += events
        for column, numbers in zip(self._places, places, strict=True):
            _extend(column, numbers, len(events))
        if len(self._events) >= FEW:
            self._turn()

    def _turn(self) -> None:
        """Make columns of the latest rows."""
        for column, values in zip(self._columns, zip(*self._events, strict=True), strict=False):
            column.extend(values)
        self._events.clear()

    def part(self, log: str) -> Part:
        """All of the rows."""
        self._turn()
        return Part(log, tuple(column.column() for column in self._columns), *self._places)


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
        self._fields[parser.name] = COMMON + parser.fields

    def add(
        self, log: str, events: Sequence[Event], raws: Sequence[bytes], file: int, ordinal: int, offsets: Sequence[int]
    ) -> None:
        """Take some rows of a file, the first of them its record `ordinal`; they are sent with the next `batch`."""
        rows = self._rows.get(log) or self._begun(log)
        count, sizes = len(events), list(map(len, raws))
        if count > 1 and sum(sizes) > BLOCK:  # a block is closed behind them
            half = count // 2
            self.add(log, events[:half], raws[:half], file, ordinal, offsets[:half])
            self.add(log, events[half:], raws[half:], file, ordinal + half, offsets[half:])
            return
        ordinals, blocks = range(ordinal, ordinal + count), repeat(len(self._blocks), count)
        starts = list(accumulate(sizes, initial=self._filled))
        self._filled = starts.pop()
        rows.add(events, (repeat(file, count), ordinals, offsets, blocks, starts, sizes))
        self._open += raws
        self.waiting += count
        if self._filled >= BLOCK:
            self._close_block()

    def batch(self) -> Batch:
        """All rows taken since the last batch."""
        self._close_block()
        parts = tuple(rows.part(log) for log, rows in self._rows.items())
        batch = Batch(self.worker, parts, tuple(self._blocks))
        self._rows, self._blocks, self.waiting = {}, [], 0
        return batch

    def _close_block(self) -> None:
        if self._open:
            self._blocks.append(pack(b"".join(self._open)))
            self._open, self._filled = [], 0

    def _begun(self, log: str) -> _Rows:
        columns = [self._column(log, index, declared) for index, declared in enumerate(self._fields[log])]
        rows = self._rows[log] = _Rows(columns)
        return rows

    def _column(self, log: str, index: int, declared: Field) -> _Codes | _Times | _Values:
        if declared.kind is Kind.TIME:
            return _Times()
        if not declared.coded:
            return _Values()
        # A common field's values are alike in all logs, so all logs share its codes.
        return _Codes(self._words.setdefault(("" if index < len(COMMON) else log, index), Words()))


def unparsed_event(reason: str, time: Value) -> Event:
    """The row that stands for a record which could not become an event, at the time of its neighbour."""
    values: dict[str, Value] = {"time": time, "summary": reason}
    return tuple(values.get(f.name) for f in COMMON)
