"""Event time in a column: what repeats from the line above is left out, so that the eye sees what changes."""

from __future__ import annotations

from datetime import UTC, datetime
from functools import lru_cache

from msgspec import Struct

from parsers import Value
from tui.drawing.human import duration
from tui.drawing.spans import Span

SECOND = 1_000_000
MINUTE = 60 * SECOND
TELLING = 99 * MINUTE
"""What came later than this was not delayed on its way, but read long afterwards."""


class Clock(Struct, frozen=True):
    """How times are told: in UTC or the machine's zone; with dates where a result spans days, and years."""

    utc: bool = True
    dated: bool = False
    yeared: bool = False

    @property
    def width(self) -> int:
        """Cells that a time takes: `HH:MM:SS`, with `MM-DD ` or `YYYY-MM-DD ` before it."""
        return 19 if self.yeared else 14 if self.dated else 8

    def moment(self, time: Value) -> Moment | None:
        """The parts of a time in microseconds since 1970 UTC; `None` where no calendar has it."""
        if not isinstance(time, int):
            return None
        minute = _minute(time // MINUTE, self.utc)
        return minute and Moment(*minute, time // SECOND % 60)

    def cell(self, time: Value, above: Value, *, first: bool) -> tuple[Span, ...]:
        """The time of a line, `width` cells, given the time of the line above; the `first` line says all."""
        now = self.moment(time)
        if now is None:
            return (("no time".rjust(self.width), "muted"),)
        before = None if first else self.moment(above)
        lead = " " * (self.width - 8)
        if before is not None and (before.day, before.minute) == (now.day, now.minute):
            return ((f"{lead}     :{now.second:02}", "repeat"),)
        clock = (now.clock, "time")
        if self.dated and (before is None or before.day != now.day):
            return (f"{now.day if self.yeared else now.day[5:]} ", "date"), clock
        return ((lead, "text"), clock) if lead else (clock,)

    def title(self, top: Value) -> str:
        """The title of the column: what the lines leave out of the time of the top line, and the zone."""
        now = self.moment(top)
        zone = _zone(now, top) if now and isinstance(top, int) and not self.utc else "UTC"
        if now is None:
            return "time"
        if self.yeared:
            return zone
        return f"{now.day[:4]} {zone}" if self.dated else f"{now.day[5:]} {zone}"

    def full(self, time: Value) -> str:
        """A time with everything: date, time of day to the microsecond where it has them, zone."""
        now = self.moment(time)
        if now is None or not isinstance(time, int):
            return "no time"
        rest = f".{time % SECOND:06}".rstrip("0").rstrip(".")
        zone = "Z" if self.utc else f" {_zone(now, time)}"
        return f"{now.day} {now.clock}{rest}{zone}"


def arrived(clock: Clock, arrival: Value, time: Value) -> str:
    """When an event came: how long after it happened, where that can be a delay; else the day."""
    came, happened = clock.moment(arrival), clock.moment(time)
    if came is None or not isinstance(arrival, int):
        return ""
    if happened is None or not isinstance(time, int) or not 0 <= arrival - time < TELLING:
        return f"{came.day[5:]} {came.clock}"
    return f"{came.clock} +{duration((arrival - time) / SECOND)}"


class Moment(Struct, frozen=True):
    """A time taken apart: `2026-11-20`, `12:03`, 11."""

    day: str
    minute: str
    second: int

    @property
    def clock(self) -> str:
        """The time of day: `12:03:11`."""
        return f"{self.minute}:{self.second:02}"


@lru_cache(maxsize=8192)
def _minute(minute: int, utc: bool) -> tuple[str, str] | None:
    try:
        when = datetime.fromtimestamp(minute * 60, UTC)
        when = when if utc else when.astimezone()
    except (OverflowError, ValueError, OSError):
        return None
    return f"{when:%Y-%m-%d}".rjust(10, "0"), f"{when:%H:%M}"


def _zone(_now: Moment, time: int) -> str:
    """The machine's zone at that time, as it calls it itself, or as an offset where that is long."""
    when = datetime.fromtimestamp(time // SECOND, UTC).astimezone()
    name = when.tzname() or ""
    return name if 0 < len(name) <= 4 else f"{when:%z}"[:3]
