"""The first screenful: a few events of the newest files, decoded at once in this process."""

from __future__ import annotations

from collections.abc import Iterable, Iterator

from parsers import COMMON, NO_TIME, Parser, Unparsed, Value
from parsers.doors import each_built_in
from parsers.framing import Record, framer
from parsers.registry import MOST
from tui.feed.discover import Found
from tui.feed.read import name_of
from tui.feed.readers import Readers
from tui.feed.recognise import recognise
from tui.feed.stream import GONE, chunks

FILES = 12
"""Files that are looked into at most: ones that hold nothing must not delay the first paint."""
ENOUGH = 200
"""Rows that fill any screen."""
PIECE = 1 << 18
"""Bytes of a file that are looked at."""


class Ours:
    """Our parsers, of which none is made before the ones before it were not certain of a file: that takes time."""

    def __init__(self) -> None:
        self._made: list[Parser] = []
        self._rest = each_built_in()

    def recognise(self, name: str, data: bytes) -> Parser | None:
        """The parser for a file called `name` that holds `data`."""
        return self.certain(name, data) or recognise(name, data, Readers(tuple(self._made))).parser

    def certain(self, name: str, data: bytes) -> Parser | None:
        """The same where it fits as well as anything can: nobody else's parser would be taken."""
        for parser in self._each():
            found = recognise(name, data, Readers((parser,)))
            if found.parser and found.scores[0][1] >= MOST:
                return parser
        return None

    def _each(self) -> Iterator[Parser]:
        yield from tuple(self._made)
        for parser in self._rest:
            self._made.append(parser)
            yield parser


def only_ours(found: Iterable[Found]) -> bool:
    """Whether all files are certainly ours to read, so that nobody else's parser need be asked."""
    ours = Ours()
    try:
        return all(ours.certain(name_of(file.path), _piece(file)) for file in found)
    except GONE:
        return False


def peek(found: Iterable[Found]) -> list[dict[str, Value]]:
    """Values by field name, `log` included, of a few events, in time order; what fails is left to the real reading."""
    rows: list[dict[str, Value]] = []
    ours = Ours()
    for number, file in enumerate(found):
        if number >= FILES or len(rows) >= ENOUGH:
            break
        try:
            rows.extend(_events(file, ours, ENOUGH - len(rows)))
        except GONE:
            continue
    return sorted(rows, key=_time)


def _time(row: dict[str, Value]) -> int:
    time = row["time"]
    return time if isinstance(time, int) else NO_TIME


def _events(file: Found, ours: Ours, most: int) -> Iterator[dict[str, Value]]:
    data = _piece(file)
    parser = ours.recognise(name_of(file.path), data)
    if parser is None:
        return
    names = [f.name for f in COMMON + parser.fields]
    for raw in _records(parser, data)[-most:]:
        event = parser.decode(raw)
        if not isinstance(event, Unparsed):
            yield {"log": parser.name, **dict(zip(names, event, strict=True))}


def _records(parser: Parser, data: bytes) -> list[bytes]:
    cutter = framer(parser.start, whole=parser.whole, continues=parser.continues)
    pieces = cutter.feed(data) + cutter.settle()
    return [piece.raw for piece in pieces if isinstance(piece, Record)]


def _piece(file: Found) -> bytes:
    """The beginning of a file; of a plain one that is longer, the end, where the newest lines are."""
    parts = chunks(file.path)
    head = next(parts, b"")[:PIECE]
    if file.size <= PIECE or head[:1] not in {b"{", *(b"%d" % d for d in range(10))} or b"\n" not in head:
        return head
    tail = b"".join(chunks(file.path, file.size - PIECE))
    return tail[tail.find(b"\n") + 1 :]
