"""How late a log comes, measured on the files that came, and up to when it is therefore complete."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from itertools import pairwise
from math import ceil

from msgspec import Struct

from parsers.delivery import DELIVERED, delivery
from tui.store.ledger import FileEntry

MINUTE = 60_000_000
DAY = 24 * 60 * MINUTE
"""What is older than this in a file was not that long on its way: it was corrected, or its time is wrong."""
KEPT = 0.95
"""The lag that a mark goes by is the one that so many of the files kept."""
LOG = "cloudtrail"
"""Whose a delivered file is that has not been read yet."""
RHYTHM = 8
"""From so many pauses between deliveries on, it is known which are usual."""
USUAL, LONG = 0.9, 3
"""A pause is too long from this many times the one that so many of them do not exceed."""
PATIENCE = 15 * MINUTE
"""No shorter pause is too long: deliveries were seen 5 to 10 minutes apart."""


class Speaker(Struct, frozen=True, order=True):
    """Who is heard in files: a trail's account and region, or a log that names neither."""

    log: str
    account: str = ""
    region: str = ""


class Part(Struct, frozen=True):
    """One file of a speaker: when it came (the newest event's time, where nobody says), and the times it holds.

    `first` and `last` are `None` of a delivered file of which no time is known (yet).
    """

    at: int
    first: int | None
    last: int | None


class Silence(Struct, frozen=True):
    """Nothing came for longer than the rhythm explains: from the last event before it to the first one after it."""

    since: int
    until: int


class Mark(Struct, frozen=True):
    """What is known of a speaker; times and lengths in microseconds.

    `upto`: all that happened before is there, as far as `lag` tells, the longest way that 19 of 20 files took; `None`
    where it cannot be known. `last` is when the newest file came. A pause is not usual from `patience` on, `None`
    where there were too few to tell. `silent`: it is in such a pause now; `speaking`: it is in none. What
    happened after `due` may still be on its way.
    """

    speaker: Speaker
    upto: int | None
    lag: int | None
    last: int
    patience: int | None
    silences: tuple[Silence, ...]
    silent: bool = False
    speaking: bool = True
    due: int | None = None


class Complete(Struct, frozen=True):
    """Up to when everybody who is speaking is complete, if that is known, and how many fell silent."""

    upto: int | None = None
    silent: int = 0


def complete(marks: Iterable[Mark], log: str | None = None) -> Complete:
    """What holds for all speakers of a log, or of all logs."""
    meant = [mark for mark in marks if log in {None, mark.speaker.log}]
    known = [mark.upto for mark in meant if mark.speaking]
    upto = None if None in known else min((time for time in known if time is not None), default=None)
    return Complete(upto, sum(mark.silent for mark in meant))


def marks(entries: Iterable[FileEntry], now: int) -> tuple[Mark, ...]:
    """A mark for every speaker of a ledger; nobody is heard after `now` where only the events tell when."""
    heard: dict[Speaker, list[Part]] = {}
    for entry in entries:
        if found := part(entry, now):
            heard.setdefault(heard_in(entry), []).append(found)
    end = max((one.at for parts in heard.values() for one in parts), default=now)
    return tuple(mark(speaker, sorted(parts, key=_came), end) for speaker, parts in sorted(heard.items()))


def _came(part: Part) -> int:
    return part.at


def heard_in(entry: FileEntry) -> Speaker:
    """Who is heard in a file, by its name."""
    named = delivery(entry.path)
    return Speaker(entry.parser or LOG, named.account, named.region) if named else Speaker(entry.parser)


def part(entry: FileEntry, now: int) -> Part | None:
    """A file as a part of what its speaker says; `None` for one that is set aside, or of no known time."""
    if named := delivery(entry.path):
        return None if entry.skipped else Part(named.at, entry.first, entry.last)
    if entry.first is None or entry.last is None:
        return None
    last = min(entry.last, now)
    return Part(last, min(entry.first, last), last)


def mark(of: Speaker, parts: Sequence[Part], end: int) -> Mark:
    """What is known of a speaker whose parts came in this order, `end` being when anybody was heard last."""
    last = parts[-1].at
    pause = end - last
    if not of.account:
        upto = None if of.log in DELIVERED else last
        return Mark(of, upto, None, last, None, (), speaking=pause <= PATIENCE)
    lags = [one.at - one.first for one in parts if one.first is not None and one.at - one.first < DAY]
    lag = max(0, quantile(lags, KEPT)) if lags else None
    patience = rhythm([one.at for one in parts])
    silent = patience is not None and pause > patience
    speaking = pause <= (patience or PATIENCE)
    if lag is None:
        return Mark(of, None, None, last, patience, (), silent, speaking)
    quiet = silences(parts, patience) if patience is not None else []
    if silent:
        quiet.append(Silence(_until(parts) or last, end - lag))
    due = (last if speaking else end) - lag
    return Mark(of, last - lag, lag, last, patience, tuple(quiet), silent, speaking, due)


def rhythm(times: Iterable[int]) -> int | None:
    """From when on a pause between deliveries is not usual; `None` where there were too few to tell."""
    pauses = [later - earlier for earlier, later in pairwise(sorted(set(times)))]
    return max(PATIENCE, LONG * quantile(pauses, USUAL)) if len(pauses) >= RHYTHM else None


def silences(parts: Sequence[Part], patience: int) -> list[Silence]:
    """The pauses that were too long, between parts in order."""
    found = []
    for place, (before, after) in enumerate(pairwise(parts), 1):
        if after.at - before.at > patience:
            since = _until(parts[:place]) or before.at
            until = after.at if after.first is None else after.first
            found.append(Silence(since, max(since, until)))
    return found


def _until(parts: Iterable[Part]) -> int | None:
    """The time of the newest event in some parts."""
    return max((one.last for one in parts if one.last is not None), default=None)


def quantile(values: Sequence[int], share: float) -> int:
    """The least of the values that so large a share of them does not exceed."""
    found = sorted(values)
    return found[max(0, ceil(share * len(found)) - 1)]
