"""Times as people write them, each as the span of time it means: a day, a minute, an instant.

A day written alone is the whole day: `time:2026-11-20` asks for that day, `time <= 2026-11-20` includes it.
"""

from __future__ import annotations

import re
from datetime import UTC, datetime, timedelta, timezone, tzinfo

from msgspec import Struct

SECOND = 1_000_000
UNITS = {
    "ms": 1_000,
    "s": SECOND,
    "m": 60 * SECOND,
    "h": 3600 * SECOND,
    "d": 86_400 * SECOND,
    "w": 604_800 * SECOND,
}
RELATIVE = re.compile(r"(now|end)((?:[+-]\d{1,9}(?:ms|[smhdw]))*)(?:/([smhd]))?", re.IGNORECASE)
STEP = re.compile(r"([+-]\d+)(ms|[smhdw])", re.IGNORECASE)
CLOCK = re.compile(r"(\d{1,2}):(\d\d)(?::(\d\d)(?:\.(\d{1,6}))?)?(z)?", re.IGNORECASE)
DATE = re.compile(
    r"(\d{4})(?:-(\d\d)(?:-(\d\d)(?:[t ](\d\d)(?::(\d\d)(?::(\d\d)(?:[.,](\d{1,9}))?)?)?)?)?)?"
    r"(z|[+-]\d\d:?\d\d)?",
    re.IGNORECASE,
)
EPOCH = re.compile(r"\d{10}|\d{13}|\d{16}")
EXAMPLES = ("2026-11-20", "2026-11-20T12:00Z", "12:00", "now-15m", "end-15m")


class Clock(Struct, frozen=True):
    """What times are relative to: `now` and `end`, the newest event, in microseconds UTC, and a zone."""

    now: int
    end: int | None = None
    zone: tzinfo = UTC

    def span(self, text: str) -> tuple[int, int]:
        """The half-open span, in microseconds, that a text means; raises `ValueError` where it is no time."""
        text = text.strip()
        if found := RELATIVE.fullmatch(text):
            return self.relative(found)
        if found := CLOCK.fullmatch(text):
            return self.on_the_day(found)
        if EPOCH.fullmatch(text):
            unit = 10 ** (16 - len(text))
            return int(text) * unit, (int(text) + 1) * unit
        if found := DATE.fullmatch(text):
            return self.dated(found)
        raise ValueError(text)

    @property
    def newest(self) -> int:
        """The newest event, or now where there is none."""
        return self.now if self.end is None else self.end

    def relative(self, found: re.Match[str]) -> tuple[int, int]:
        """`now-15m`, `end+1h30m`, `now/d`: as exact as a second."""
        start = self.now if found[1].lower() == "now" else self.newest
        start += sum(int(step[1]) * UNITS[step[2].lower()] for step in STEP.finditer(found[2]))
        if not 0 <= start < 1 << 60:
            raise ValueError(found[0])
        unit = UNITS[found[3].lower()] if found[3] else SECOND
        start -= start % unit if found[3] else 0
        return start, start + unit

    def on_the_day(self, found: re.Match[str]) -> tuple[int, int]:
        """`12:00`, on the day of the newest event."""
        zone = UTC if found[5] else self.zone
        day = datetime.fromtimestamp(self.newest // SECOND, zone)
        hour, minute, second = int(found[1]), int(found[2]), int(found[3] or 0)
        start = micros(day.replace(hour=hour, minute=minute, second=second, microsecond=0))
        return fraction(start, found[4]) if found[3] else (start, start + UNITS["m"])

    def dated(self, found: re.Match[str]) -> tuple[int, int]:
        """A date, or as much of one as was written."""
        given = [int(part) for part in found.groups()[:6] if part]
        year, month, day, hour, minute, second = given + [1, 1, 1, 0, 0, 0][len(given) :]
        start = datetime(year, month, day, hour, minute, second, tzinfo=self.offset(found[8]))
        match len(given):
            case 1:
                return micros(start), micros(start.replace(year=start.year + 1))
            case 2:
                later = start + timedelta(days=31)
                return micros(start), micros(later.replace(day=1))
            case 3:
                return micros(start), micros(start + timedelta(days=1))
            case 6:
                return fraction(micros(start), found[7])
            case parts:
                return micros(start), micros(start) + UNITS["h" if parts == 4 else "m"]

    def offset(self, written: str | None) -> tzinfo:
        """The zone of a written offset; ours where there is none."""
        if not written:
            return self.zone
        if written in "zZ":
            return UTC
        ahead = timedelta(hours=int(written[1:3]), minutes=int(written[-2:]))
        return timezone(-ahead if written[0] == "-" else ahead)


def micros(moment: datetime) -> int:
    """Microseconds since 1970 UTC, exactly."""
    return (moment - datetime(1970, 1, 1, tzinfo=UTC)) // timedelta(microseconds=1)


def fraction(second: int, digits: str | None) -> tuple[int, int]:
    """The span that a second with these digits behind its point means."""
    if not digits:
        return second, second + SECOND
    unit = 10 ** max(6 - len(digits), 0)
    start = second + int(digits[:6]) * unit
    return start, start + unit


def iso(moment: int) -> str:
    """A time in microseconds as ISO 8601 text in UTC, in the form that text comparisons of times use."""
    told = datetime(1970, 1, 1, tzinfo=UTC) + timedelta(microseconds=moment)
    return told.strftime("%Y-%m-%dT%H:%M:%S.%fZ")
