"""The first screenful: a few events of the newest files, decoded at once in this process."""

from __future__ import annotations

from collections.abc import Iterable, Iterator

from parsers import COMMON, NO_TIME, Parser, Unparsed, Value
from parsers.framing import Record, framer
from tui.feed.discover import Found
from tui.feed.read import name_of
from tui.feed.readers import own
from tui.feed.recognise import recognise
from tui.feed.stream import GONE, chunks

FILES = 12
"""Files that are looked into at most: ones that hold nothing must not delay the first paint."""
ENOUGH = 200
"""Rows that fill any screen."""
PIECE = 1 << 18
"""Bytes of a file that are looked at."""


def peek(found: Iterable[Found]) -> list[dict[str, Value]]:
    """Values by field name, `log` included, of a few events, in time order; what fails is left to the real reading."""
    rows: list[dict[str, Value]] = []
    for number, file in enumerate(found):
        if number >= FILES or len(rows) >= ENOUGH:
            break
        try:
            rows.extend(_events(file, ENOUGH - len(rows)))
        except GONE:
            continue
    return sorted(rows, key=_time)


def _time(row: dict[str, Value]) -> int:
    time = row["time"]
    return time if isinstance(time, int) else NO_TIME


def _events(file: Found, most: int) -> Iterator[dict[str, Value]]:
    data = _piece(file)
    parser = recognise(name_of(file.path), data, own()).parser
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
