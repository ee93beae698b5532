"""Runs the contract kit on a parser and says what it finds."""

from __future__ import annotations

import signal
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from pathlib import Path
from types import FrameType

from parsers import DeclarationError, Parser, all_parsers
from parsers.doors import Door, Refusal, enter, of_file
from parsers.testing import CHECKS, Check, Failure, speed
from parsers.testing.run import ran
from tui.visible import visible

PATIENCE = 60
"""Seconds that one check may take."""


class UnknownError(Exception):
    """There is no such parser; the message says which there are."""


class _TooSlowError(BaseException):
    """A check took too long; whatever the parser catches, not this."""


def named(name: str) -> tuple[Parser, ...]:
    """The parsers of a file, or the one of that name. Raises `UnknownError` and `DeclarationError`."""
    path = Path(name)
    if path.suffix in {".py", ".toml"}:
        return tuple(_of_file(path))
    found = tuple(parser for parser in all_parsers() if parser.name == name)
    if not found:
        known = ", ".join(parser.name for parser in all_parsers())
        raise UnknownError(f"no parser is called {name!r}; there is {known}, or name a .py or .toml file")
    return found


def _of_file(path: Path) -> Iterator[Parser]:
    for one in enter(0, Door(path.stem, str(path), lambda: of_file(path.resolve())), ()):
        if isinstance(one, Refusal):
            raise DeclarationError(str(one))
        yield one.parser


def lines(parser: Parser) -> Iterator[tuple[str, bool]]:
    """A line for each check as it is done, and whether all is well so far; at the end the speed."""
    others = [other for other in all_parsers() if other.name != parser.name]
    well = True
    for check in CHECKS:
        found = _failures(check, parser, others)
        well = well and not found
        yield f"{'✗' if found else '✓'} {check.__name__.replace('_', ' ')}", well
        for failure in found:
            yield f"    {visible(failure.problem)}", well
            if failure.record:
                yield f"    on {failure.record[:100]!r}", well
    if well:
        yield f"  {speed(parser)}", well


def _failures(check: Check, parser: Parser, others: Sequence[Parser]) -> tuple[Failure, ...]:
    try:
        with _within(PATIENCE):
            return tuple(ran(check, parser, others))
    except _TooSlowError:
        return (Failure(check.__name__, f"it was not done after {PATIENCE} s"),)


@contextmanager
def _within(seconds: int) -> Iterator[None]:
    """Give up what takes longer, where the system has a clock for that."""

    def late(number: int, frame: FrameType | None) -> None:  # noqa: ARG001 (a handler's signature)
        raise _TooSlowError

    if not hasattr(signal, "SIGALRM"):
        yield
        return
    before = signal.signal(signal.SIGALRM, late)
    signal.alarm(seconds)
    try:
        yield
    finally:
        signal.alarm(0)
        signal.signal(signal.SIGALRM, before)
