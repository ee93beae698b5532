"""Decoding: what the lenses cost beside reading every event by its name alone, and both beside `orjson.loads`.

Processor time of one process; the three take turns in each round, so that a busy machine slows all of them.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from contextlib import AbstractContextManager, nullcontext
from itertools import islice
from statistics import median
from time import process_time
from unittest.mock import patch

import orjson

from parsers import parser_named
from parsers.cloudtrail import lenses
from tests.bench.data import Data
from tests.bench.records import records
from tests.bench.table import Line

EVENTS = 20_000
SYSTEMS = {
    "rds": "rds.amazonaws.com",
    "rds-data": "rdsdata.amazonaws.com",
    "keyspaces": "cassandra.amazonaws.com",
}
SHARE = 25.0
"""The most, in per cent of the time that decoding takes, that the lenses may cost."""


def lines(data: Data, repeat: int) -> Iterator[Line]:
    """Everything about the lenses."""
    events = list(records(range(EVENTS), EVENTS))
    bases, plain, lens = _rounds(events, repeat)
    yield Line("orjson.loads of an event", tuple(1e6 * base / EVENTS for base in bases), "µs")
    yield Line("decoding, every call by its name alone", _ratios(plain, bases), "× orjson.loads")
    yield Line("decoding, with lenses", _ratios(lens, bases), "× orjson.loads")
    shares = tuple(100 * (1 - a / b) for a, b in zip(plain, lens, strict=True))
    yield Line("the lenses' share of decoding", shares, "%", SHARE)
    for name, source in SYSTEMS.items():
        mark = f'"eventSource":"{source}"'.encode()
        if own := [raw for raw in events if mark in raw]:
            bases, plain, lens = _rounds(own, repeat)
            yield Line(f"decoding calls of {name} by their names", _ratios(plain, bases), "× orjson.loads")
            yield Line(f"decoding calls of {name} with their lens", _ratios(lens, bases), "× orjson.loads")
    yield _audit(data, repeat)


def _rounds(events: Sequence[bytes], repeat: int) -> tuple[list[float], list[float], list[float]]:
    """Seconds of every round: `orjson.loads`, decoding without lenses, decoding with them."""
    decode = parser_named("cloudtrail").decode
    ways: list[tuple[Callable[[bytes], object], Callable[[], AbstractContextManager[object]]]] = [
        (orjson.loads, nullcontext),
        (decode, lambda: patch.dict(lenses.BY_SOURCE, clear=True)),
        (decode, nullcontext),
    ]
    found: list[list[float]] = [[], [], []]
    for number in range(repeat + 1):
        for times, (work, setting) in zip(found, ways, strict=True):
            with setting():
                took = _seconds(work, events)
            if number:  # the first round fills what is remembered
                times.append(took)
    return found[0], found[1], found[2]


def _seconds(work: Callable[[bytes], object], events: Sequence[bytes]) -> float:
    """The median of three passes."""

    def once() -> float:
        began = process_time()
        for raw in events:
            work(raw)
        return process_time() - began

    return median(once() for _ in range(3))


def _ratios(times: Sequence[float], bases: Sequence[float]) -> tuple[float, ...]:
    return tuple(time / base for time, base in zip(times, bases, strict=True))


def _audit(data: Data, repeat: int) -> Line:
    with min(data.audit.iterdir()).open("rb") as file:
        found = list(islice(file, EVENTS))
    decode = parser_named("neptune_audit").decode
    return Line(
        "decoding a line of the Neptune audit log",
        tuple(1e6 * _seconds(decode, found) / len(found) for _ in range(repeat)),
        "µs",
    )
