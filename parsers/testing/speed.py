"""How fast a parser is, in this process."""

from __future__ import annotations

from time import process_time

from msgspec import Struct

from parsers.base import Parser
from parsers.testing.reading import records

LEAST = 0.2
"""Seconds of work that are measured, at least."""


class Speed(Struct, frozen=True):
    """Measured over `seconds` of processor time: how many records of the sample were decoded, and their bytes."""

    records: int
    bytes: int
    seconds: float

    def __str__(self) -> str:
        each = self.seconds / self.records * 1e6 if self.records else 0.0
        return f"{each:.1f} µs a record, {self.bytes / max(self.seconds, 1e-9) / 1e6:.1f} MB/s of processor time"


def speed(parser: Parser) -> Speed:
    """Decode the sample again and again; an exception of the parser's goes through."""
    raws = records(parser)
    done, began = 0, process_time()
    while raws and (took := process_time() - began) < LEAST:
        for raw in raws:
            parser.decode(raw)
        done += 1
    took = process_time() - began
    return Speed(done * len(raws), done * sum(map(len, raws)), took)
