"""Others' parsers, guarded: what one does wrong costs its own records and is told, never the program.

Only processes that read for others run this. A parser that raises or lies gives an unparsed record; one that takes too
long is interrupted, one that wants too much memory does not get it. What cannot be interrupted is ended by the
process that gave the work, which sees on the `Slate` who is being asked and since when.
"""

from __future__ import annotations

import signal
from collections.abc import Callable
from contextlib import suppress
from pathlib import Path
from time import monotonic
from types import FrameType
from typing import Protocol, TypeVar

from parsers import Event, Layout, Parser, Unparsed
from parsers.contract import Promise, shortened
from parsers.doors import Found

try:
    import resource
except ImportError:  # Windows sets a process no limits
    resource = None  # type: ignore[assignment]

T = TypeVar("T")

SECONDS = 1.0
"""Of the clock, for one answer: after that it is interrupted."""
HARD_SECONDS = 5.0
"""After so many the process is ended: the answer could not be interrupted."""
MEMORY = 512 << 20
"""Bytes that others' code may take in a process that reads."""
STRIKES = 3
"""So many answers that took too long, and a parser is not asked any more; one that took too much memory is enough."""

LONGEST_WORDS = 200
"""Characters of an exception's message."""

FILE, TAKER, DOOR, SINCE = range(4)
"""What stands where on a slate."""


class Slate(Protocol):
    """What a process that reads writes up for the one that gave it the work: numbers that both see.

    `FILE` is the file being read, `TAKER` the door of the parser that took it, `DOOR` that of the parser being asked,
    -1 for none and for our own; `SINCE` is when it was asked, by the monotonic clock, or 0.
    """

    def __setitem__(self, place: int, value: float, /) -> None: ...
    def __getitem__(self, place: int, /) -> float: ...


class TooSlowError(BaseException):
    """An answer took too long. Not an `Exception`, so that nobody's `except Exception` swallows it."""


class Limits:
    """The time and memory that one answer may take; one for the life of a process, made in its main thread."""

    def __init__(self, slate: Slate) -> None:
        self.slate = slate
        self._asking = False
        self._timed = hasattr(signal, "setitimer")
        if self._timed:
            signal.signal(signal.SIGALRM, self._late)
        self.measure()

    def measure(self) -> None:
        """Let the next answers take so much memory from here on: what somebody has taken is not to be others' loss."""
        size = _size()
        self._sized = bool(size)
        if self._sized:
            self._usual = resource.getrlimit(resource.RLIMIT_AS)
            self._tight = (size + MEMORY, self._usual[1])

    def begin(self, door: int) -> None:
        """Somebody is asked."""
        self.slate[DOOR], self.slate[SINCE] = door, monotonic()
        if self._sized:
            resource.setrlimit(resource.RLIMIT_AS, self._tight)
        self._asking = True
        if self._timed:
            signal.setitimer(signal.ITIMER_REAL, SECONDS, SECONDS)

    def end(self) -> None:
        """The answer is there."""
        self._asking = False
        if self._timed:
            signal.setitimer(signal.ITIMER_REAL, 0)
        if self._sized:
            resource.setrlimit(resource.RLIMIT_AS, self._usual)
        self.slate[SINCE], self.slate[DOOR] = 0, -1

    def _late(self, number: int, frame: FrameType | None) -> None:  # noqa: ARG002 (a handler's signature)
        if self._asking:
            raise TooSlowError


def _size() -> int:
    """Bytes of addresses that this process has; 0 where that is not told, and cannot be limited either."""
    with suppress(OSError, ValueError, IndexError):
        return int(Path("/proc/self/statm").read_bytes().split()[0]) * resource.getpagesize()
    return 0


class Guarded(Parser):
    """Stands for a parser that is not ours, declares what it declares, and keeps every promise for it."""

    parser: Parser
    door: int
    limits: Limits

    def __init__(self) -> None:
        self._promise = Promise(self.fields)
        self._strikes, self._given_up = 0, ""
        self._faults, self._fault = 0, ""

    def sniff(self, head: bytes) -> float:
        """What the parser says; nothing where that is no likeness."""
        return self._ask(lambda: self._likeness(head), 0.0)

    def _likeness(self, head: bytes) -> float:
        said = self.parser.sniff(head)
        if type(said) in {float, int} and 0 <= said <= 1:
            return said
        self._note(f"said of a file that it fits to {shortened(said)}; expected 0 to 1")
        return 0.0

    def decode(self, raw: bytes) -> Event | Unparsed:
        """The parser's event, if it is one that the store can take; else a reason that names the parser."""
        if self._given_up:
            self._note(self._given_up)
        return self._ask(lambda: self._decoded(raw), None) or Unparsed(f"the parser {self.name} {self._fault}")

    def _decoded(self, raw: bytes) -> Event | Unparsed | None:
        answer = self.parser.decode(raw)
        problem = self._promise.problem(answer)
        if problem:
            self._note(problem)
        return None if problem else answer

    def whole(self, raw: bytes) -> bool:
        """What the parser says; a record is whole where it fails."""
        return self._ask(lambda: bool(self.parser.whole(raw)), True)

    def continues(self, unfinished: bytes, line: bytes) -> bool:
        """What the parser says; a line begins a record where it fails."""
        return self._ask(lambda: bool(self.parser.continues(unfinished, line)), False)

    def aside(self, name: str, head: bytes) -> str | None:
        """Why the parser sets a file aside."""
        return self._ask(lambda: str(self.parser.aside(name, head) or ""), "") or None

    def layouts(self, raw: bytes) -> tuple[Layout, ...]:
        """What the parser lays out."""
        return self._ask(lambda: tuple(map(_plain, self.parser.layouts(raw))), ())

    def _ask(self, question: Callable[[], T], otherwise: T) -> T:
        if self._given_up:
            return otherwise
        try:
            self.limits.begin(self.door)
            try:
                return question()
            finally:
                self.limits.end()
        except TooSlowError:
            self.limits.end()  # it may have come before the end was reached
            self._strikes += 1
            if self._strikes < STRIKES:
                self._note(f"took more than {SECONDS:.0f} s")
            else:
                self._give_up(f"took more than {SECONDS:.0f} s {STRIKES} times")
        except MemoryError:
            self._give_up(f"took more than {MEMORY >> 20} MiB of memory")
            self.limits.measure()
        except BaseException as error:  # noqa: BLE001 (others' code may raise anything; it is told)
            self._note(f"raised {type(error).__name__}: {_words(error)}")
        return otherwise

    def _give_up(self, fault: str) -> None:
        self._given_up = f"{fault} and is not asked any more"
        self._note(self._given_up)

    def _note(self, fault: str) -> None:
        self._faults += 1
        self._fault = fault

    def take_faults(self) -> str:
        """What went wrong since this was last asked, with the parser's name; empty where nothing did."""
        count, self._faults = self._faults, 0
        times = f", {count:,} times" if count > 1 else ""
        return f"the parser {self.name} {self._fault}{times}" if count else ""


def guarded(found: Found, limits: Limits) -> Guarded:
    """A parser that came in by a door, guarded."""
    parser, said = found.parser, found.said
    declared: dict[str, object] = {"name": said.name, "title": said.title, "url": said.url, "patterns": said.patterns}
    declared |= {"fields": said.fields, "sample": parser.sample, "start": parser.start, "header": parser.header}
    for name in ("whole", "continues", "aside"):
        if getattr(type(parser), name) is getattr(Parser, name):  # what is ours needs no guard
            declared[name] = getattr(Parser, name)
    kind = type("Guarded", (Guarded,), {**declared, "parser": parser, "door": found.door, "limits": limits})
    made: Guarded = kind()
    return made


def _plain(layout: Layout) -> Layout:
    """A layout made of nothing but text, whatever classes of their own others use."""
    return Layout(str(layout.title), str(layout.language), str(layout.text))


def _words(error: BaseException) -> str:
    """What an exception says, on one line."""
    try:
        return " ".join(str(error).split())[:LONGEST_WORDS]
    except Exception:  # noqa: BLE001 (it is others' code that makes a text of it)
        return "…"
