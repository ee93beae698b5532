"""A parser for a log of doors, as somebody else would write it, and what may be wrong with such a one."""

from __future__ import annotations

import re
from typing import ClassVar

from parsers import COMMON, Event, Field, Parser, Unparsed, Value


class Doors(Parser):
    """A line a door: when, which, who, what."""

    name = "doors"
    title = "Door log"
    url = "https://example.com/doors"
    patterns = ("doors*.log",)
    fields: ClassVar[tuple[Field, ...]] = (Field("door", description="which one"),)
    sample = b"1795176000 front alice opened\n1795176060 back bob closed\n"
    start = re.compile(rb"\d{10} ")

    def sniff(self, head: bytes) -> float:
        """A time in seconds, and three words."""
        return 0.9 if re.match(rb"\d{10} \w+ \w+ (opened|closed)", head) else 0.0

    def decode(self, raw: bytes) -> Event | Unparsed:
        """The four words of a line."""
        try:
            time, door, who, what = raw.decode().split()
            moment = int(time) * 1_000_000
        except ValueError:
            return Unparsed("a line has a time and three words")
        return event(moment, door, who, what)


def event(moment: int, door: str, who: str, what: str) -> Event:
    """What somebody did to a door."""
    said: dict[str, Value] = {
        "time": moment if abs(moment) < 1 << 60 else None,
        "service": "doors",
        "action": what,
        "actor": who,
        "target": door,
        "effect": "write",
        "outcome": "success",
        "summary": f"{who} {what} the {door} door",
    }
    return (*(said.get(field.name) for field in COMMON), door)
