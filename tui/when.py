"""Moments as people write them on a command line."""

from __future__ import annotations

import re
from datetime import UTC, datetime, timedelta

from parsers import Value
from tui.view import View

_AGO = re.compile(r"(?:now-|last )?(\d+)\s*(s|m|h|d|w)(?: ago)?", re.IGNORECASE)
_MOVES = re.compile(r"\b(?:last|now|end)\b", re.IGNORECASE)
_DATED = re.compile(r"\b\d{4}(?:-|\b)")
SECOND = 1_000_000
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


def iso(time: Value) -> str | None:
    """Microseconds since 1970 as `2026-11-20T12:01:45Z`, with as much of a second as there is."""
    if not isinstance(time, int):
        return None
    try:
        moment = datetime(1970, 1, 1, tzinfo=UTC) + timedelta(microseconds=time)
    except OverflowError:
        return None
    return moment.isoformat().replace("+00:00", "Z")


def spoken(view: View) -> str:
    """A view's range of time in words; nothing for all times."""
    since, until = (
        str(iso(t)).removesuffix("Z").replace("T", " ") if t is not None else "" for t in (view.since, view.until)
    )
    return view.within or (f"{since} .. {until}".strip() if view.ranged else "")


def written(view: View) -> str:
    """A view's range of time so that `ranged` reads it again; empty for all times."""
    if view.within or not view.ranged:
        return view.within
    since = _exact(view.since, _unit(view.since)) if view.since is not None else ""
    # The last minute, second or microsecond that is in it: `12:00..12:04` ends where 12:05 begins.
    until = _exact(view.until - _unit(view.until), _unit(view.until)) if view.until is not None else ""
    return f"{since}..{until}"


def _unit(time: int) -> int:
    """The longest of a minute, a second and a microsecond that a time is a multiple of."""
    return next((unit for unit in (60 * SECOND, SECOND) if not time % unit), 1)


def _exact(time: int, unit: int) -> str:
    """A time as the span of a unit that begins there."""
    said = str(iso(time))[: 16 if unit > SECOND else 19]
    return f"{said}.{time % SECOND:06}Z" if unit == 1 else f"{said}Z"


def ranged(view: View, text: str, now: int, end: int | None) -> View:
    """The view in a range of time as it was written; what moves, stays in words. Raises `ValueError`.

    A bare `12:00` is kept in words, too, while there is no newest event whose day it could mean.
    """
    since, until = span(text, now, end)
    if _MOVES.search(text) or (end is None and not _DATED.search(text)):
        return view.at_any_time().with_(within=" ".join(text.split()))
    return view.at_any_time().with_(since=since, until=until)


def bounds(view: View, now: int, end: int | None) -> tuple[int | None, int | None]:
    """A view's range of time as it is now, in microseconds, half open."""
    return span(view.within, now, end) if view.within else (view.since, view.until)


def span(text: str, now: int, end: int | None) -> tuple[int | None, int | None]:
    """A half-open range in microseconds from `last 15m`, `12:00..12:05`, `12:00..`, `..12:05`, a day or a minute.

    `now` is the clock; a bare `12:00` is on the day of `end`, the newest event. Raises `ValueError`.
    """
    from tui.filter.clock import Clock

    clock, written = Clock(now, end), text.strip()
    try:
        if last := re.fullmatch(r"last\s+(\d+\s*[smhdw])", written, re.IGNORECASE):
            return clock.span(f"end-{last[1].replace(' ', '')}" if end else f"now-{last[1]}")[0], None
        first, dots, second = written.partition("..")
        if dots:
            since = clock.span(first)[0] if first.strip() else None
            return since, clock.span(second)[1] if second.strip() else None
        return clock.span(written) if written else (None, None)
    except (ValueError, OverflowError):
        raise ValueError("write last 15m, 12:00..12:05, 12:00.., 2026-11-20 or 12:01") from None
