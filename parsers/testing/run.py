"""Runs all checks on a parser."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from parsers.base import Parser
from parsers.registry import all_parsers
from parsers.testing.checks import CHECKS, Check, Failure, declares_itself


def failures(parser: Parser, others: Sequence[Parser] | None = None) -> tuple[Failure, ...]:
    """What a parser does not keep; empty for a good one. `others` are those installed, where none are given."""
    known = all_parsers() if others is None else others
    rest = [other for other in known if other.name != getattr(parser, "name", None)]
    undeclared = tuple(declares_itself(parser, rest))
    if undeclared:
        return undeclared
    return tuple(failure for check in CHECKS[1:] for failure in ran(check, parser, rest))


def ran(check: Check, parser: Parser, others: Sequence[Parser]) -> Iterator[Failure]:
    """What one check finds; an exception of the parser's is a failure too."""
    try:
        yield from check(parser, others)
    except Exception as error:  # noqa: BLE001 (whatever a parser raises is what is looked for)
        yield Failure(check.__name__.replace("_", " "), f"raised {type(error).__name__}: {error}")


def assert_contract(parser: Parser, others: Sequence[Parser] | None = None) -> None:
    """Raise `AssertionError` that lists what a parser does not keep."""
    found = failures(parser, others)
    if found:
        raise AssertionError("\n".join(map(str, found)))
