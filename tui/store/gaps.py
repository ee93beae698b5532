"""When auditing was off: what stops and resumes it, made into intervals."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from typing import TypeAlias

from msgspec import Struct
from msgspec.structs import replace

OPEN, CLOSE, NEW, KEEPS = "open", "close", "new", "keeps"
"""What becomes of what is recorded: it stops, it resumes, a trail is made, or this is all that is left of it."""

TRAIL, SELECTORS, REGIONS, GLOBAL = "trail", "selectors", "regions", "global"
DATA, BUCKET, VALIDATION, CLOUDWATCH = "data", "bucket", "validation", "cloudwatch"
UNCERTAIN = (SELECTORS, REGIONS, GLOBAL, DATA, BUCKET, VALIDATION, CLOUDWATCH)
"""What resumes these often only says again what held before: no proof that anything was off."""
OF_A_TRAIL = (SELECTORS, REGIONS, GLOBAL, VALIDATION, CLOUDWATCH)
"""What a trail left out, and is over when one of its name is made anew: the new one has its own settings."""
WHOLE = (SELECTORS, DATA, BUCKET)
"""Events about these say all that is left out from here on: what they do not name is recorded again."""
MANAGEMENT = "management-events"
"""Where all of these are left out, what was left out of them before is not told again."""

NEPTUNE = "neptune_audit"
TRAILS = "cloudtrail"
LOGS = {
    **dict.fromkeys((TRAIL, SELECTORS, REGIONS, GLOBAL, DATA, BUCKET, "store"), TRAILS),
    **dict.fromkeys(("audit", "log-export"), NEPTUNE),
}
"""The log that a gap of a kind leaves empty; activity streams are in none of ours."""
ELSEWHERE = (VALIDATION, CLOUDWATCH)
"""What leaves nothing out of any log, only its proof or its copy."""

Place: TypeAlias = tuple[str, str, str, str]
"""What records: account, region, kind and name."""


class Act(Struct, frozen=True):
    """An event that stopped auditing, or resumed it: its row, its time in microseconds, who did what."""

    id: int
    time: int
    actor: str = ""
    action: str = ""
    summary: str = ""


class Mark(Struct, frozen=True):
    """What one event says of auditing.

    `what` is left out from here on, or all that is kept; each with the event that last said that it was recorded,
    where only that tells of its loss.
    """

    act: Act
    way: str
    place: Place
    what: Mapping[str, Act | None] = {}


class Gap(Struct, frozen=True):
    """An interval in which `place` did not record, or not what is `missing`.

    `opened` is `None` where that happened before anything that is loaded, `closed` while it is open;
    `again` are the events that stopped meanwhile what was off already. `known` is the event that said that
    what is missing was recorded before, where the one that opened the gap does not say so itself.
    """

    place: Place
    opened: Act | None
    closed: Act | None = None
    missing: tuple[str, ...] = ()
    again: tuple[Act, ...] = ()
    known: Act | None = None

    @property
    def kind(self) -> str:
        """Of what it is a gap: trail, selectors, data, regions, store, audit, log-export, activity-stream …"""
        return self.place[2]

    @property
    def name(self) -> str:
        """The name of what did not record."""
        return self.place[3]

    @property
    def since(self) -> int | None:
        """When it began, in microseconds; `None` where nothing loaded tells."""
        return self.opened.time if self.opened else None

    @property
    def until(self) -> int | None:
        """When it ended; `None` while it is open."""
        return self.closed.time if self.closed else None


def in_order(marks: Iterable[Mark]) -> list[Mark]:
    """Times are told to the second, and files in no order: what is made and started in one second was made first."""
    return sorted(marks, key=lambda mark: (mark.act.time, mark.way != NEW, mark.act.id))


def intervals(marks: Iterable[Mark]) -> tuple[Gap, ...]:
    """The gaps that events tell of, whatever order they come in; open ones first, then the latest."""
    open_: dict[tuple[Place, str], Gap] = {}
    met: set[Place] = set()
    done: list[Gap] = []
    for mark in in_order(marks):
        ended = [key for key in open_ if _ends(mark, *key)]
        done += [replace(open_.pop(key), closed=mark.act) for key in ended]
        if mark.way == OPEN:
            for key in ((mark.place, what) for what in mark.what or ("",)):
                open_[key] = _opened(open_.get(key), mark, key[1])
        elif mark.way == CLOSE and not ended and mark.place not in met and mark.place[2] not in UNCERTAIN:
            done.append(Gap(mark.place, None, mark.act))
        met.add(mark.place)
    return tuple(sorted(_together([*open_.values(), *done]), key=_order))


def _ends(mark: Mark, place: Place, what: str) -> bool:
    """Whether an event ends the gap of a place in which this is missing."""
    if mark.way == NEW:
        account, region, kind, name = place
        return kind in OF_A_TRAIL and (account, region, name) == (*mark.place[:2], mark.place[3])
    if mark.place != place or mark.way == CLOSE:
        return mark.place == place
    return place[2] in WHOLE and what not in mark.what and MANAGEMENT not in mark.what


def _opened(before: Gap | None, mark: Mark, what: str) -> Gap:
    if before is None:
        return Gap(mark.place, mark.act, missing=(what,) if what else (), known=mark.what.get(what))
    return replace(before, again=(*before.again, mark.act))


def _together(gaps: Iterable[Gap]) -> Iterator[Gap]:
    """One gap of those in which the same events left out several things."""
    missing: dict[Gap, set[str]] = {}
    for gap in gaps:
        missing.setdefault(replace(gap, missing=()), set()).update(gap.missing)
    return (replace(gap, missing=tuple(sorted(what))) for gap, what in missing.items())


def _order(gap: Gap) -> tuple[bool, int]:
    last = gap.closed or gap.opened
    return gap.closed is not None, -(last.time if last else 0)


def overlapping(gaps: Iterable[Gap], since: int | None, until: int | None, log: str | None) -> tuple[Gap, ...]:
    """The gaps that a range of time (half open, microseconds) and a log (all: `None`) have a part of."""
    return tuple(
        gap
        for gap in gaps
        if (LOGS.get(gap.kind) == log if log else gap.kind not in ELSEWHERE)
        and (until is None or gap.since is None or gap.since < until)
        and (since is None or gap.until is None or gap.until > since)
    )
