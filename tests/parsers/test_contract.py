"""Every registered parser keeps the contract, and the kit finds those that do not."""

from __future__ import annotations

import re
from time import process_time

import pytest

from parsers import API, Event, Field, Parser, Unparsed, all_parsers
from parsers.testing import CHECKS, Check, assert_contract, failures, speed
from parsers.testing.run import ran
from tests.parsers.doors import Doors
from tests.parsers.doors import event as doors_event

NAMES = [parser.name for parser in all_parsers()]


@pytest.mark.parametrize("check", CHECKS, ids=lambda check: check.__name__)
@pytest.mark.parametrize("parser", all_parsers(), ids=NAMES)
def test_every_parser_keeps_its_promises(parser: Parser, check: Check) -> None:
    others = [other for other in all_parsers() if other.name != parser.name]
    assert [str(failure) for failure in ran(check, parser, others)] == []


class Short(Doors):
    """Leaves out a value."""

    def decode(self, raw: bytes) -> Event | Unparsed:
        """One value less than is declared."""
        found = super().decode(raw)
        return found if isinstance(found, Unparsed) else found[:-1]


class Wrong(Doors):
    """Takes text for a time."""

    def decode(self, raw: bytes) -> Event | Unparsed:
        """An event whose time is text."""
        found = super().decode(raw)
        return found if isinstance(found, Unparsed) else ("yesterday", *found[1:])


class Raises(Doors):
    """Trusts its input."""

    def decode(self, raw: bytes) -> Event | Unparsed:
        """Raises where a line has no four words."""
        time, door, who, what = raw.decode().split()
        return doors_event(int(time), door, who, what)


class Greedy(Doors):
    """Takes what is others'."""

    def sniff(self, head: bytes) -> float:
        """Everything is a door."""
        return 1.0


class Modest(Doors):
    """Knows nothing."""

    def sniff(self, head: bytes) -> float:
        """Nothing is a door."""
        return 0.0


class Slow(Doors):
    """Takes long for what is long."""

    def decode(self, raw: bytes) -> Event | Unparsed:
        """A little more than is allowed, of processor time."""
        until = process_time() + 1.05 * (len(raw) > 50_000)
        while process_time() < until:
            pass
        return super().decode(raw)


class Moody(Doors):
    """Remembers how often it was asked."""

    def __init__(self) -> None:
        self.asked = 0

    def decode(self, raw: bytes) -> Event | Unparsed:
        """Another time each time."""
        self.asked += 1
        return doors_event(self.asked, "front", "alice", "opened")


class Newer(Doors):
    """Was written for what is to come."""

    api = (API[0], API[1] + 1)


class Twice(Doors):
    """Declares what is declared."""

    fields = (Field("actor", description="who"),)


@pytest.mark.parametrize(
    ("parser", "said"),
    [
        (Short(), "gave 13 values where 14 fields are declared"),
        (Wrong(), "gave 'yesterday' for the field time, which is time"),
        (Raises(), "raised ValueError: not enough values to unpack"),
        (Greedy(), "leaves others' samples: it takes that of"),
        (Modest(), "sniff says 0.00 of it"),
        (Slow(), "s is the most"),
        (Moody(), "another answer to the same record"),
        (Newer(), "written for version 1.1 of tailtrail's parsers, and this is 1.0: update"),
        (Twice(), "'actor' is declared already"),
    ],
    ids=lambda value: type(value).__name__ if isinstance(value, Parser) else "",
)
def test_a_broken_parser_is_told_what_is_wrong(parser: Parser, said: str) -> None:
    with pytest.raises(AssertionError, match=re.escape(said)):
        assert_contract(parser)


def test_a_good_one_is_told_nothing() -> None:
    assert failures(Doors()) == ()
    assert_contract(Doors())


def test_speed_is_measured_on_the_sample() -> None:
    found = speed(Doors())
    assert found.records > 1000
    assert found.bytes > found.records * 20
    assert "µs a record" in str(found)
