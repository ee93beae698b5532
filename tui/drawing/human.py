"""Numbers in words short enough for a line."""

from __future__ import annotations


def number(count: int) -> str:
    """A count in full, by thousands: `23,981`."""
    return f"{count:,}"


def counted(count: int, noun: str) -> str:
    """A count in full with what is counted: `1 event`, `23,981 events`."""
    return f"{number(count)} {noun}{'' if count == 1 else 's'}"


def short(count: int) -> str:
    """A count in at most five cells: `9,120`, `11.2k`, `112k`, `1.1M`; never rounded up."""
    if count < 10_000:
        return number(count)
    for unit, size in (("k", 1_000), ("M", 1_000_000)):
        if count < 100 * size:
            return f"{count * 10 // size / 10}{unit}"
        if count < 1_000 * size:
            return f"{count // size}{unit}"
    return f"{count // 1_000_000_000}G"


def duration(seconds: float) -> str:
    """A length of time as one would say it: `8 s`, `3 min`, `2 h 10 min`."""
    whole = max(0, round(seconds))
    if whole < 100:
        return f"{whole} s"
    minutes = round(whole / 60)
    if minutes < 100:
        return f"{minutes} min"
    return f"{minutes // 60} h {minutes % 60} min"
