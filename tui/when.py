"""Moments as people write them on a command line."""

from __future__ import annotations

import re
from datetime import UTC, datetime, timedelta

_AGO = re.compile(r"(?:now-|last )?(\d+)\s*(s|m|h|d|w)(?: ago)?", re.IGNORECASE)
_UNITS = {"s": "seconds", "m": "minutes", "h": "hours", "d": "days", "w": "weeks"}


def moment(text: str, now: datetime) -> int:
    """Microseconds since 1970 UTC of `2026-11-20`, `2026-11-20T12:00`, `12:00` (today), `15m`, `now-2h` or `now`.

    Times without an offset are UTC. Raises `ValueError` with what was expected.
    """
    written = text.strip()
    if written.lower() == "now":
        return micros(now)
    try:
        if ago := _AGO.fullmatch(written):
            return micros(now - timedelta(**{_UNITS[ago[2].lower()]: int(ago[1])}))
        if re.fullmatch(r"\d{1,2}:\d{2}(:\d{2})?", written):
            written = f"{now:%Y-%m-%d}T{written:0>5}"
        found = datetime.fromisoformat(written)
    except (ValueError, OverflowError):
        raise ValueError(f"{text!r} is no time: write 2026-11-20, 2026-11-20T12:00, 12:00, 15m or now-2h") from None
    return micros(found if found.tzinfo else found.replace(tzinfo=UTC))


def micros(time: datetime) -> int:
    """Microseconds since 1970 UTC."""
    return (time - datetime(1970, 1, 1, tzinfo=UTC)) // timedelta(microseconds=1)
