"""The JSON framer: values one after another, and the records inside of those that are containers."""

from __future__ import annotations

from parsers.framing import pieces, shortcuts
from parsers.framing.damage import Damage
from parsers.framing.pieces import BLANK, BOM, Broken, Growing, Piece, Place, Record
from parsers.framing.scanner import (
    BETWEEN,
    CLOSE_ARRAY,
    OPEN_ARRAY,
    OPEN_OBJECT,
    WITHIN,
    Expect,
    Fault,
    Scan,
    end_of,
    shown,
)
from parsers.framing.transport import (
    ARRAY,
    CONTROL,
    FILTERED,
    HEAD,
    SUBSCRIPTION,
    Envelope,
    envelope,
    may_open,
    never_opens,
    opening,
    unwrapped,
)

STREAM = "stream"
"""The kind of a place between values."""

EVENT = b'{"eventVersion"'

CUT_OFF = "cut off: the file ends inside this record"
CUT_SHORT = "cut off: another record begins before this one ends"
NO_MORE = "cut off: the file ends where another record was to come"
NO_END = "cut off: the file ends after its last record, before the document does"


class Documents(Growing):
    """Cuts a stream of JSON values; where `kind` is set, it is inside that kind of container's array.

    `text` holds the bytes not yet consumed, and the next piece begins at `at`. While that is unfinished,
    `scan` (a value being read) or `damage` (bytes being skipped) remembers how far it is known.
    """

    def __init__(self, place: Place) -> None:
        super().__init__(place)
        self.at = 0
        self.kind = (place.kind or ARRAY) if place.inside else ""
        self.signature = place.signature
        self.scan: Scan | None = None
        self.damage: Damage | None = None
        self.swallowed: list[tuple[int, int]] = []  # whole lines inside of what is being skipped
        self.undecided = False  # the value being read may yet turn out to be a container
        self.tail = False  # what is being read is the rest of a container, after its array
        self.slow_until = [0, 0]  # between values, inside: no shortcut is tried before, for one failed

    @property
    def place(self) -> Place:
        """Where the first unfinished piece begins."""
        return Place(self.base + self.at, bool(self.kind), self.signature, self.kind or STREAM)

    @property
    def pending(self) -> int:
        """How many bytes of an unfinished piece are held."""
        return len(self.text) - self.at

    def go_on(self, *, final: bool) -> list[Piece]:
        """Takes step after step until none is possible."""
        out: list[Piece] = []
        while self.step(out, final):
            pass
        del self.text[: self.at]
        self.base += self.at
        self.at = 0
        return out

    def step(self, out: list[Piece], final: bool) -> bool:
        """Goes one piece, or many by a shortcut, further; false where that needs more bytes."""
        if self.damage:
            return self.skip(self.damage, out, final)
        if self.scan:
            return self.read(self.scan, out, final)
        return self.begin_element(out, final) if self.kind else self.begin_value(out, final)

    def begin_value(self, out: list[Piece], final: bool) -> bool:
        """Between values: looks what begins here."""
        self.at = end_of(BETWEEN, self.text, self.at)
        if not self.pending or (not final and BOM.startswith(self.text[self.at : self.at + len(BOM)])):
            return False
        char = self.text[self.at]
        # Most files are one container: what begins a stream is not first looked at as if it were many lines.
        found = None if self.signature else opening(self.text, self.at)
        if found:
            self.enter(found.kind, found.end)
        elif self.take_shortcut(out):
            pass
        elif char == OPEN_ARRAY:
            self.enter(ARRAY, self.at + 1)
        elif char == OPEN_OBJECT:
            self.scan, self.undecided = Scan(), True
        else:
            self.damage = Damage(f"not JSON: expected a record, found {shown(char)}", self.signature, inside=False)
        return True

    def begin_element(self, out: list[Piece], final: bool) -> bool:
        """Inside a container, between its records: looks what begins here."""
        begin = end_of(WITHIN, self.text, self.at)
        if begin == len(self.text):
            # A comma is consumed with the record after it: without one, it tells that the stream is cut off.
            if final:
                self.broken(out, self.pending, NO_MORE, BLANK)
                self.kind = ""
            return final
        self.at = begin
        char = self.text[begin]
        if char == CLOSE_ARRAY:
            self.leave()
        elif self.take_shortcut(out):
            pass
        elif char in (OPEN_OBJECT, OPEN_ARRAY):
            self.scan, self.undecided = Scan(), False
        else:
            self.damage = Damage(f"not JSON: expected a record, found {shown(char)}", self.signature, inside=True)
        return True

    def enter(self, kind: str, at: int) -> None:
        """Goes into a container."""
        self.kind, self.at, self.scan = kind, at, None

    def leave(self) -> None:
        """Comes to the `]` of a container; an object's other members follow, and are not records."""
        if self.kind == ARRAY:
            self.at += 1
            self.kind = ""
        else:
            self.scan, self.undecided, self.tail = Scan(b"{", Expect.NEXT, at=1), False, True

    def read(self, scan: Scan, out: list[Piece], final: bool) -> bool:
        """Reads on in a value."""
        if self.undecided:
            if found := opening(self.text, self.at):
                self.enter(found.kind, found.end)
                return True
            self.undecided = self.pending < HEAD and not final
        result = scan.run(self.text, self.at, pieces.LONGEST)
        if isinstance(result, int):
            self.whole(result, out)
        elif isinstance(result, Fault):
            if self.undecided and not never_opens(self.text, self.at):
                return False
            self.spoiled(scan, result)
        elif self.pending >= pieces.LONGEST:
            self.spoiled(scan, Fault(pieces.LONGEST, f"longer than {pieces.LONGEST >> 20} MiB"))
        elif final:
            self.cut_off(scan, out)
        else:
            return False
        return True

    def whole(self, size: int, out: list[Piece]) -> None:
        """A value, or the tail of a container, has been read to its end."""
        if self.tail:
            self.tail, self.kind = False, ""
        else:
            raw = bytes(self.text[self.at : self.at + size])
            self.value(raw, self.base + self.at, out)
        self.scan = None
        self.at += size

    def spoiled(self, scan: Scan, fault: Fault) -> None:
        """A value turns out not to be JSON, or too long."""
        self.learn_from(scan)
        signature, inside = b"" if fault.sound else self.signature, bool(self.kind) and not self.tail
        torn = inside and not (self.signature or fault.sound)
        self.damage = Damage(fault.reason, signature, inside=inside, torn=torn, scan=scan)
        self.swallowed = scan.marks
        self.scan = None

    def cut_off(self, scan: Scan, out: list[Piece]) -> None:
        """The stream ends inside a value."""
        self.learn_from(scan)
        if not self.kind:
            self.salvage(scan.marks, out)
        rest = bytes(self.text[self.at :]).rstrip(BLANK)
        if not (self.tail and rest == b"]"):
            self.broken(out, self.pending, NO_END if self.tail else CUT_OFF, BLANK)
        self.at = len(self.text)
        self.scan, self.tail, self.kind = None, False, ""

    def skip(self, damage: Damage, out: list[Piece], final: bool) -> bool:
        """Skips on in damage; hands out nothing before its end is known, so that a place is its start."""
        size = damage.run(self.text, self.at, pieces.LONGEST, final=final)
        too_long = size is None and damage.at >= pieces.LONGEST
        if too_long:
            size = pieces.LONGEST
            damage.moved(size)
        elif size is None and not final:
            return False
        end = len(self.text) if size is None else self.at + size
        self.salvage(self.swallowed, out)
        self.swallowed = []
        self.broken(out, end - self.at, damage.reason, BLANK + b"," if damage.inside else BLANK)
        if not too_long:
            self.damage = None
            self.kind = "" if damage.left else self.kind
            if self.tail:
                self.tail, self.kind = False, ""
        return True

    def salvage(self, marks: list[tuple[int, int]], out: list[Piece]) -> None:
        """Takes the whole lines that a damaged value has swallowed, if they begin as containers or other records do."""
        start = self.at
        for begin, end in marks:
            key = shortcuts.FIRST_KEY.match(self.text, start + begin, start + end)
            line = bytes(self.text[start + begin : start + end])
            if (key and key[1] == self.signature and not self.kind) or opening(line, 0):
                self.broken(out, start + begin - self.at, CUT_SHORT, BLANK)
                self.value(line, self.base + self.at, out)
                self.at = start + end

    def broken(self, out: list[Piece], size: int, reason: str, blank: bytes) -> None:
        """Hands out the next bytes as no record, without what is blank around them."""
        raw = bytes(self.text[self.at : self.at + size])
        kept = raw.lstrip(blank)
        if kept:
            out.append(Broken(kept.rstrip(blank), self.base + self.at + len(raw) - len(kept), reason))
        self.at += size

    def take_shortcut(self, out: list[Piece]) -> bool:
        """Takes as many whole values as possible at once."""
        inside = bool(self.kind)
        if self.base + self.at < self.slow_until[inside]:
            return False
        stop = min(len(self.text), self.at + shortcuts.WINDOW)
        cut = (shortcuts.elements if inside else shortcuts.lines)(self.text, self.at, stop)
        if not cut:
            self.slow_until[inside] = self.base + stop
            return False
        self.take(cut, out)
        return True

    def take(self, cut: shortcuts.Cut, out: list[Piece]) -> None:
        """Makes records of values, whose place follows from their sizes and what lies between."""
        chunk, at, values, end = cut
        offset = self.base + self.at - at
        plain = self.kind not in (SUBSCRIPTION, FILTERED, CONTROL)
        between = b",{" if self.kind else b"\n{"
        for value in values:
            after = at + len(value)
            raw = chunk[at:after]
            if plain and raw.startswith(EVENT):
                if not self.signature:
                    self.learn(raw)
                out.append(Record(raw, offset + at))
            elif raw[0] in (OPEN_OBJECT, OPEN_ARRAY):
                self.value(raw, offset + at, out)
            else:  # JSON, but no record: the scanner says so
                self.slow_until[bool(self.kind)] = self.base + end
                end = offset + at - self.base
                break
            at = after + 1 if chunk.startswith(between, after) else end_of(WITHIN, chunk, after)
        self.at = end

    def value(self, raw: bytes, offset: int, out: list[Piece]) -> None:
        """A whole value: a container's records, also where the one around it was torn off, or one record."""
        known = envelope(raw)
        if (raw[0] == OPEN_ARRAY and not self.kind) or (may_open(known) and opening(raw, 0)):
            container = Documents(Place(offset, signature=self.signature))
            out += container.feed(raw)
            out += container.flush()
            self.signature = container.signature
        else:
            self.record(raw, offset, out, None if self.kind in (SUBSCRIPTION, FILTERED) else known)

    def record(self, raw: bytes, offset: int, out: list[Piece], known: Envelope | None = None) -> None:
        """Hands out a whole element, unwrapped."""
        if not self.signature:
            self.learn(raw)
        inner = unwrapped(raw, self.kind, known)
        if inner is not None:
            out.append(Record(inner, offset))

    def learn(self, raw: bytes | bytearray) -> None:
        """Remembers how the first record begins."""
        key = None if self.signature else shortcuts.FIRST_KEY.match(raw)
        if key and len(key[1]) <= pieces.LONGEST_SIGNATURE:
            self.signature = key[1]

    def learn_from(self, scan: Scan) -> None:
        """The same, from a record that is not whole."""
        if not self.tail:
            self.learn(self.text[self.at : self.at + scan.at])
