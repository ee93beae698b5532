"""What there is of every speaker over time: present, late, still on its way, missing, unreadable."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from enum import IntEnum

from msgspec import Struct

from parsers import NO_TIME, UNPARSED
from parsers.delivery import DELIVERED, NAME, Delivery, delivery
from tui.store.histogram import extent, step
from tui.store.lag import MINUTE, Mark, Speaker, heard_in, marks
from tui.store.ledger import FileEntry
from tui.store.matches import Matches

NAMED = 200
"""So many accounts and regions are told apart, the commonest."""
LATE = 2
"""What took so many times the lag that 19 of 20 files keep is late."""


class State(IntEnum):
    """What there is in a cell; where several hold, the greatest counts."""

    QUIET = 0
    PRESENT = 1
    DUE = 2
    LATE = 3
    MISSING = 4
    UNREADABLE = 5


class Cell(Struct, frozen=True):
    """One speaker in one stretch of time: its events and unparsed records, and the files that they are in.

    `delay`: the longest that any of them took for sure, in microseconds; 0 where nobody says.
    """

    state: State = State.QUIET
    events: int = 0
    unparsed: int = 0
    files: tuple[int, ...] = ()
    delay: int = 0


class Strip(Struct, frozen=True):
    """A speaker's cells, from the first to the last; `mark` is what its deliveries tell, if there are any."""

    speaker: Speaker
    mark: Mark | None
    cells: tuple[Cell, ...]


class Coverage(Struct, frozen=True):
    """Cells of `width` microseconds from `since` on; `unplaced` files are unreadable and nobody knows of when."""

    since: int
    until: int
    width: int
    strips: tuple[Strip, ...] = ()
    unplaced: int = 0


class Tally(Struct, frozen=True):
    """So many events and unparsed records of an account and region stand in a file, in one bar."""

    file: int
    account: str
    region: str
    bar: int
    events: int
    unparsed: int


def coverage(
    matches: Matches, entries: Sequence[FileEntry], within: tuple[int | None, int | None], buckets: int, now: int
) -> Coverage | None:
    """What there is within a range of time, or in all, in at most `buckets` cells; `None` where nothing has a time."""
    since, until = _range(matches, entries, within)
    if since is None or until is None:
        return None
    width = step(since, until, max(2, buckets))
    first, last = since // width, -(-until // width)
    return covered(entries, tallies(matches, first, last, width), (first, last, width), now)


def _range(
    matches: Matches, entries: Iterable[FileEntry], within: tuple[int | None, int | None]
) -> tuple[int | None, int | None]:
    since, until = within
    times = list(extent(matches) or ())
    times += [named.at for entry in entries if (named := delivery(entry.path))]
    since = min(times, default=None) if since is None else since
    until = max(times, default=-1) + 1 if until is None else until
    return (since, max(until, since + 1)) if since is not None else (None, None)


def tallies(matches: Matches, first: int, last: int, width: int) -> list[Tally]:
    """What was read, by file, account, region and bar, from bar `first` up to `last`.

    Files that tell it by their name are not asked for account and region. Of the others, one that is not among the
    commonest goes unnamed: whoever writes a log chooses how many there are.
    """
    account, region, log = (matches.common(name) for name in ("account", "region", "log"))
    time, bad = matches.common("time").sql, f"{log.sql} = {matches.code(log, UNPARSED)}"
    within = f"{time} >= {first * width} AND {time} < {min(last * width, NO_TIME)}"
    sql = (
        "WITH unnamed AS (SELECT file AS u FROM files WHERE NOT regexp_matches(path, ?)),"
        f" common AS (SELECT {account.sql} AS a, {region.sql} AS r FROM events SEMI JOIN unnamed ON file = u"
        f" WHERE {within} GROUP BY ALL ORDER BY count(*) DESC LIMIT {NAMED})"
        f" SELECT file, coalesce(a, 0), coalesce(r, 0), {time} // {width} - {first} AS bar,"
        f" count(*) FILTER (NOT {bad}), count(*) FILTER ({bad}) FROM events LEFT JOIN unnamed ON file = u"
        f" LEFT JOIN common ON u IS NOT NULL AND a = {account.sql} AND r = {region.sql} WHERE {within} GROUP BY ALL"
    )
    return [
        Tally(
            file,
            matches.word(account, of) if of else "",
            matches.word(region, where) if where else "",
            *counts,
        )
        for file, of, where, *counts in matches.fetch(sql, NAME.pattern)
    ]


def covered(entries: Sequence[FileEntry], found: Iterable[Tally], bars: tuple[int, int, int], now: int) -> Coverage:
    """The cells of every speaker; `bars` are the first and the one after the last, and their width."""
    first, last, width = bars
    ledger = {entry.file: entry for entry in entries}
    named = {file: delivery(entry.path) for file, entry in ledger.items()}
    heard: dict[Speaker, list[_Open]] = {}
    for tally in found:
        entry, by = ledger.get(tally.file), named.get(tally.file)
        speaker = _speaker(entry.parser if entry else "", by, tally)
        row = heard.setdefault(speaker, [_Open() for _ in range(last - first)])
        delay = by.at - (first + tally.bar + 1) * width if by else 0
        row[tally.bar].add(tally, delay)
    unplaced = 0
    for entry in entries:
        if unreadable(entry) and _put(entry, heard, bars) is None:
            unplaced += 1
    known = {mark.speaker: mark for mark in marks(entries, now)}
    strips = [
        Strip(one, mark := known.get(one) or known.get(Speaker(one.log)), cells(row, mark, bars))
        for one, row in sorted(heard.items())
    ]
    return Coverage(first * width, last * width, width, tuple(strips), unplaced)


class _Open:
    """A cell that is being filled."""

    def __init__(self) -> None:
        self.events = self.unparsed = self.delay = 0
        self.files: set[int] = set()
        self.bad = False

    def add(self, tally: Tally, delay: int) -> None:
        self.events += tally.events
        self.unparsed += tally.unparsed
        self.files.add(tally.file)
        self.delay = max(self.delay, delay)


def _speaker(log: str, named: Delivery | None, tally: Tally) -> Speaker:
    """Who is heard: by the file's name or, where a log that is delivered does not tell it so, by the events."""
    if named is None and log not in DELIVERED:
        return Speaker(log)
    return Speaker(log, (named or tally).account, (named or tally).region)


def unreadable(entry: FileEntry) -> bool:
    """Whether a file is not what it should be: broken, or by its name a delivery and looked into in vain."""
    return bool(entry.trouble or (entry.skipped and entry.place and delivery(entry.path)))


def _put(entry: FileEntry, heard: dict[Speaker, list[_Open]], bars: tuple[int, int, int]) -> bool | None:
    """Put an unreadable file into its cell; whether that is in sight, `None` where nobody knows of when it is."""
    first, last, width = bars
    named = delivery(entry.path)
    time = entry.last if entry.last is not None else named.at - 1 if named else None
    if time is None:
        return None
    place = time // width - first
    if not 0 <= place < last - first:
        return False
    cell = heard.setdefault(heard_in(entry), [_Open() for _ in range(last - first)])[place]
    cell.bad = True
    cell.files.add(entry.file)
    return True


def cells(row: Sequence[_Open], mark: Mark | None, bars: tuple[int, int, int]) -> tuple[Cell, ...]:
    """A speaker's cells with what is known of each."""
    first, _, width = bars
    return tuple(
        Cell(
            state(one, mark, ((first + place) * width, (first + place + 1) * width)),
            one.events,
            one.unparsed,
            tuple(sorted(one.files)),
            one.delay,
        )
        for place, one in enumerate(row)
    )


def state(cell: _Open, mark: Mark | None, span: tuple[int, int]) -> State:
    """What is known of a cell from one time up to another."""
    since, until = span
    if cell.bad or cell.unparsed:
        return State.UNREADABLE
    if mark and not cell.events and any(one.since < until and since < one.until for one in mark.silences):
        return State.MISSING
    if mark and mark.lag is not None:
        if cell.delay > LATE * max(mark.lag, MINUTE):
            return State.LATE
        if mark.due is not None and mark.due < until:
            return State.DUE
    return State.PRESENT if cell.events else State.QUIET
