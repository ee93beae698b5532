"""Which framer a stream is for: its own first line has the last word."""

from __future__ import annotations

import re

import msgspec

from parsers.framing.documents import STREAM, Documents
from parsers.framing.lines import LINES, Continues, Lines, Whole, never
from parsers.framing.pieces import BLANK, BOM, Framer, Piece, Place, Record
from parsers.framing.transport import prefix_size

FIRST_LINE = 1024
"""So much of the first line decides."""
BEGINNING = Place()
OBJECT = re.compile(rb"\{")


def framer(
    start: re.Pattern[bytes] | None, place: Place = BEGINNING, whole: Whole = bool, continues: Continues = never
) -> Framer:
    """The framer for a stream of JSON (no `start`) or of text whose records' first lines begin with `start`.

    `whole` tells whether lines of text are a complete record. Where transport hides the format, the stream
    decides: CloudWatch Logs JSON may hold text records, and lines with a time before them JSON ones.
    """
    if place.kind == LINES:
        return _lines(start, place, whole, continues)
    if place.kind or place.inside:
        return Documents(place)
    return Undecided(start, place, whole, continues)


def cut(data: bytes) -> list[Piece]:
    """The pieces of a whole JSON document, or of any whole JSON stream."""
    frames = framer(None)
    return frames.feed(data) + frames.flush()


def _lines(start: re.Pattern[bytes] | None, place: Place, whole: Whole, continues: Continues) -> Framer:
    return Lines(start, whole, place, continues) if start else PrefixedJson(place)


class Undecided(Framer):
    """Holds the first line until it tells which framer goes on."""

    def __init__(self, start: re.Pattern[bytes] | None, place: Place, whole: Whole, continues: Continues) -> None:
        self.start = start
        self.is_whole, self.continues = whole, continues
        self.begin = place
        self.head = b""
        self.chosen: Framer | None = None

    def feed(self, data: bytes) -> list[Piece]:
        """The pieces that are complete now that `data` has arrived."""
        if self.chosen:
            return self.chosen.feed(data)
        head = self.head + data
        self.chosen = self.choose(head, final=False)
        self.head = b"" if self.chosen else head
        return self.chosen.feed(head) if self.chosen else []

    def settle(self) -> list[Piece]:
        """What the chosen framer gives."""
        return self.chosen.settle() if self.chosen else []

    def flush(self) -> list[Piece]:
        """What is left, as pieces."""
        if self.chosen:
            return self.chosen.flush()
        self.chosen = self.choose(self.head, final=True) or Documents(self.begin)
        return self.chosen.feed(self.head) + self.chosen.flush()

    @property
    def place(self) -> Place:
        """Where to go on from."""
        return self.chosen.place if self.chosen else self.begin

    @property
    def pending(self) -> int:
        """How many bytes are held."""
        return self.chosen.pending if self.chosen else len(self.head)

    def choose(self, head: bytes, *, final: bool) -> Framer | None:
        """The framer for what the stream begins with, or `None` while that is not known."""
        first = head[:FIRST_LINE].lstrip(BLANK + BOM)
        if not first:
            return Documents(self.begin) if len(head) >= FIRST_LINE else None
        known = final or len(head) >= FIRST_LINE or b"\n" in first
        if self.start:
            if first[:1] not in b"{[":
                return Lines(self.start, self.is_whole, self.begin, self.continues)
            if known:
                text = self.start.match(first)
                return Lines(self.start, self.is_whole, self.begin, self.continues) if text else Documents(self.begin)
        elif not first[:1].isdigit():
            return Documents(self.begin)
        elif known:
            return PrefixedJson(self.begin) if prefix_size(first, OBJECT) else Documents(self.begin)
        return None


class PrefixedJson(Framer):
    """Cuts lines of JSON after an ISO time, as `aws logs tail` prints them."""

    def __init__(self, place: Place) -> None:
        self.lines = Lines(OBJECT, is_json, place)

    def feed(self, data: bytes) -> list[Piece]:
        """The pieces that are complete now that `data` has arrived."""
        return self.cut(self.lines.feed(data))

    def settle(self) -> list[Piece]:
        """Nothing: an unfinished record is kept."""
        return self.cut(self.lines.settle())

    def flush(self) -> list[Piece]:
        """What is left, as pieces."""
        return self.cut(self.lines.flush())

    @property
    def place(self) -> Place:
        """Where the first unfinished record or line begins."""
        return self.lines.place

    @property
    def pending(self) -> int:
        """How many bytes of an unfinished record or line are held."""
        return self.lines.pending

    def cut(self, found: list[Piece]) -> list[Piece]:
        """The records inside of what the lines hold."""
        out: list[Piece] = []
        for piece in found:
            if isinstance(piece, Record):
                message = Documents(Place(piece.offset, kind=STREAM))
                out += message.feed(piece.raw) + message.flush()
            else:
                out.append(piece)
        return out


def is_json(raw: bytes) -> bool:
    """Whether bytes are one whole JSON value."""
    try:
        return bool(msgspec.json.decode(raw, type=msgspec.Raw))
    except (msgspec.MsgspecError, RecursionError):
        return False
