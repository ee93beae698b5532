"""When auditing was off: events that stop and resume it, made into intervals."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from typing import TypeAlias

from msgspec import Struct
from msgspec.structs import replace

from parsers import NO_TIME
from tui.store.matches import Matches

FIELD = "gap"
"""The field in which events say that auditing stops, resumes or begins: `open:trail:main`."""
OPEN, CLOSE, NEW = "open", "close", "new"

TRAIL, SELECTORS, REGIONS, GLOBAL = "trail", "selectors", "regions", "global"
UNCERTAIN = (SELECTORS, REGIONS, GLOBAL)
"""What resumes these often only says again what held before: no proof that anything was off."""

NEPTUNE = "neptune_audit"
LOGS = {
    TRAIL: "cloudtrail",
    SELECTORS: "cloudtrail",
    REGIONS: "cloudtrail",
    GLOBAL: "cloudtrail",
    "store": "cloudtrail",
    "audit": NEPTUNE,
    "log-export": NEPTUNE,
}
"""The log that a gap of a kind leaves empty; activity streams are in none of ours."""

EXCLUDES = "excludes-"
"""How a risk begins that names what event selectors leave out."""

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
    """What one event says of auditing; `missing` is what event selectors leave out from here on."""

    act: Act
    way: str
    place: Place
    missing: tuple[str, ...] = ()


class Gap(Struct, frozen=True):
    """An interval in which `place` did not record, or not what is `missing`.

    `opened` is `None` where that happened before anything that is loaded, `closed` while it is open;
    `again` are the events that stopped meanwhile what was off already.
    """

    place: Place
    opened: Act | None
    closed: Act | None = None
    missing: tuple[str, ...] = ()
    again: tuple[Act, ...] = ()

    @property
    def kind(self) -> str:
        """Of what it is a gap: trail, selectors, regions, store, audit, log-export or activity-stream."""
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


def intervals(marks: Iterable[Mark]) -> tuple[Gap, ...]:
    """The gaps that events tell of, whatever order they come in; open ones first, then the latest."""
    open_: dict[Place, Gap] = {}
    met: set[Place] = set()
    done: list[Gap] = []
    # Times are told to the second, and files in no order: what is made and started in one second was made first.
    for mark in sorted(marks, key=lambda mark: (mark.act.time, mark.way != NEW, mark.act.id)):
        before = open_.pop(mark.place, None)
        if mark.way == OPEN:
            kept, ended = _opened(before, mark)
            open_[mark.place] = kept
            done += ended
        elif mark.way == NEW:
            open_ |= {mark.place: before} if before else {}  # a trail that is made does not record yet
            done += _made_anew(open_, mark)
        elif before:
            done.append(replace(before, closed=mark.act))
        elif mark.place not in met and mark.place[2] not in UNCERTAIN:
            done.append(Gap(mark.place, None, mark.act))
        met.add(mark.place)
    return tuple(sorted([*open_.values(), *done], key=_order))


def _opened(before: Gap | None, mark: Mark) -> tuple[Gap, list[Gap]]:
    """The gap from here on, and the one that ends because other things are left out now."""
    if before is None:
        return Gap(mark.place, mark.act, missing=mark.missing), []
    if before.missing == mark.missing:
        return replace(before, again=(*before.again, mark.act)), []
    return Gap(mark.place, mark.act, missing=mark.missing), [replace(before, closed=mark.act)]


def _made_anew(open_: dict[Place, Gap], mark: Mark) -> Iterable[Gap]:
    """What a trail of the same name left out is over: the new one has its own settings."""
    account, region, _, name = mark.place
    for kind in UNCERTAIN:
        if before := open_.pop((account, region, kind, name), None):
            yield replace(before, closed=mark.act)


def _order(gap: Gap) -> tuple[bool, int]:
    last = gap.closed or gap.opened
    return gap.closed is not None, -(last.time if last else 0)


def overlapping(gaps: Iterable[Gap], since: int | None, until: int | None, log: str | None) -> tuple[Gap, ...]:
    """The gaps that a range of time (half open, microseconds) and a log (all: `None`) have a part of."""
    return tuple(
        gap
        for gap in gaps
        if (log is None or LOGS.get(gap.kind) == log)
        and (until is None or gap.since is None or gap.since < until)
        and (since is None or gap.until is None or gap.until > since)
    )


SAID = ("id", "time", "actor", "action", "summary", FIELD, "risk", "account", "region")


def gaps(matches: Matches) -> tuple[Gap, ...]:
    """The gaps that the events of a selection tell of."""
    columns = [matches.catalogue.resolve(name)[0] for name in SAID[1:]]
    field = columns[SAID.index(FIELD) - 1]
    shown = ", ".join(column.sql for column in columns)
    rows = matches.fetch(f"SELECT id, {shown} FROM events WHERE {matches.where} AND {field.sql} <> 0")
    said = (
        {
            "id": id_,
            **{
                column.name: matches.word(column, value) if column.coded and value else value or ""
                for column, value in zip(columns, values, strict=True)
            },
        }
        for id_, *values in rows
    )
    return intervals(mark for row in said if (mark := marked(row)))


def marked(row: dict[str, str | int]) -> Mark | None:
    """What a row of `SAID` says of auditing; `None` where that has no time."""
    way, _, rest = str(row[FIELD]).partition(":")
    kind, _, name = rest.partition(":")
    time = int(row["time"])
    if time == NO_TIME:
        return None
    act = Act(int(row["id"]), time, str(row["actor"]), str(row["action"]), str(row["summary"]))
    place = (str(row["account"]), str(row["region"]), kind, name)
    return Mark(act, way, place, missing(str(row["risk"]).split(",")))


def missing(risks: Sequence[str]) -> tuple[str, ...]:
    """What is left out, as the risks of a change to event selectors name it: `rdsdata`, `read-events`."""
    return tuple(sorted(risk.removeprefix(EXCLUDES) for risk in risks if risk.startswith(EXCLUDES)))
