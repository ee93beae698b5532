"""The text framer: records that begin where a line begins with what the parser says, and may span lines."""

from __future__ import annotations

import re
from collections.abc import Callable
from typing import TypeAlias

from parsers.framing import pieces
from parsers.framing.pieces import BOM, Broken, Growing, Piece, Place, Record
from parsers.framing.transport import prefix_size

LINES = "lines"
"""The kind of a place in a text stream."""
NO_START = "not the start of a record"
TESTED = 64 << 10
"""A record longer than this is not tested for being whole at each line: that would take quadratic time."""


Whole: TypeAlias = Callable[[bytes], bool]
"""Whether lines of text are a complete record."""
Continues: TypeAlias = Callable[[bytes, bytes], bool]
"""Whether a line that begins like a record still belongs to the open one: (open record, line)."""


def never(_open: bytes, _line: bytes) -> bool:
    """A line that begins like a record is one."""
    return False


class Lines(Growing):
    """Cuts text into records; the time that CloudWatch Logs exports write before each is stripped.

    A record goes on until `whole` says so at a line's end, or another begins. `open` is where the unfinished
    record begins in `text`, or -1; `at` is the first line not yet seen.
    """

    def __init__(self, start: re.Pattern[bytes], whole: Whole, place: Place, continues: Continues = never) -> None:
        super().__init__(place)
        self.start = start
        self.is_whole = whole
        self.continues = continues
        self.at = 0
        self.open = -1
        self.prefix = 0  # bytes before the open record's start on its line
        self.tested = 0  # bytes of the open record when last tested
        self.overlong = False  # in the midst of a line too long to hold

    @property
    def place(self) -> Place:
        """Where the first unfinished record or line begins."""
        return Place(self.base, kind=LINES)

    @property
    def pending(self) -> int:
        """How many bytes of an unfinished record or line are held."""
        return len(self.text)

    def go_on(self, *, final: bool) -> list[Piece]:
        """Takes line after line."""
        out: list[Piece] = []
        self.ended(out)
        while self.at < len(self.text):
            end = self.text.find(b"\n", self.at, self.at + pieces.LONGEST + 1) + 1
            if not end and len(self.text) - self.at > pieces.LONGEST:
                self.too_long(out)
            elif end or final:
                stop = end or len(self.text)
                self.line(bytes(self.text[self.at : stop]).rstrip(b"\r\n"), stop, out)
            else:
                break
        if final:
            self.close(out)
        done = self.at if self.open < 0 else self.open
        del self.text[:done]
        self.base += done
        self.at -= done
        self.open = min(self.open, 0)
        return out

    def ended(self, out: list[Piece]) -> None:
        """Takes the lines that have ended, before one that is too long: nearly all are a record each."""
        begins, is_whole, marked = self.start.match, self.is_whole, self.text.find(BOM[0], self.at) >= 0
        with memoryview(self.text) as text:
            ended = bytes(text[self.at : self.text.rfind(b"\n", self.at) + 1])
        for line in ended.split(b"\n")[:-1]:
            if len(line) > pieces.LONGEST:
                return
            end, raw = self.at + len(line) + 1, line.rstrip(b"\r")
            if self.open < 0 and not (self.overlong or marked) and begins(raw) and is_whole(raw):
                out.append(Record(raw, self.base + self.at))
                self.at = end
            else:
                self.line(raw, end, out)

    def line(self, line: bytes, end: int, out: list[Piece]) -> None:
        """Takes one line, given without its line break, which ends before `end`."""
        begin, self.at = self.at, end
        prefix = -1 if self.overlong else self.begins(line)
        if prefix >= 0 and self.open >= 0 and self.continues(bytes(self.text[self.open : begin]), line[prefix:]):
            prefix = -1
        if prefix >= 0:
            self.at = begin
            self.close(out)
            self.at, self.open, self.prefix, self.tested = end, begin, prefix, 0
        if self.open >= 0:
            self.test(out)
        elif line.strip():
            out.append(Broken(line, self.base + begin, self.too_long_reason() if self.overlong else NO_START))
        self.overlong = False

    def begins(self, line: bytes) -> int:
        """How many bytes of a line come before the record that begins on it; -1 where none does."""
        bare = line.removeprefix(BOM)
        size = prefix_size(bare, self.start)
        return -1 if size is None else len(line) - len(bare) + size

    def test(self, out: list[Piece]) -> None:
        """Closes the open record if it is whole, or too long."""
        size = self.at - self.open
        if size > pieces.LONGEST:
            out.append(Broken(self.raw(0), self.base + self.open, self.too_long_reason()))
            self.open = -1
        elif size < TESTED or size > self.tested + self.tested // 16:
            self.tested = size
            if self.is_whole(self.raw(self.prefix)):
                self.close(out)

    def close(self, out: list[Piece]) -> None:
        """Hands out the open record."""
        if self.open >= 0:
            out.append(Record(self.raw(self.prefix), self.base + self.open))
            self.open = -1

    def raw(self, prefix: int) -> bytes:
        """The open record's bytes, without the last line break."""
        return bytes(self.text[self.open + prefix : self.at]).rstrip(b"\r\n")

    def too_long(self, out: list[Piece]) -> None:
        """Hands out the beginning of a line that is too long to hold, and the record that it belongs to."""
        if self.open >= 0:
            out.append(Broken(self.raw(0), self.base + self.open, self.too_long_reason()))
            self.open = -1
        end = self.at + pieces.LONGEST
        out.append(Broken(bytes(self.text[self.at : end]), self.base + self.at, self.too_long_reason()))
        self.at, self.overlong = end, True

    def too_long_reason(self) -> str:
        """What to say of a record that is longer than the longest."""
        return f"longer than {pieces.LONGEST >> 20} MiB"
