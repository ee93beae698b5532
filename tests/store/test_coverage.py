"""Coverage: what there is of whom and when, and what is wrong with it."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path

import orjson
import pytest
from hypothesis import given
from hypothesis import strategies as st
from msgspec.structs import replace

from tests.conftest import audit, delivered, event, lines, write_packed
from tests.store.test_lag import NOON, NOW, came, every_five, name
from tui.session import Session
from tui.store.coverage import NAMED, Coverage, State, Tally, covered
from tui.store.lag import MINUTE, Speaker
from tui.store.ledger import FileEntry

FIVE = 5 * MINUTE
FIRST = NOON // FIVE
SIGNS = "·▆░▓-x"


def held(entries: Sequence[FileEntry]) -> list[Tally]:
    """One event in every bar from a file's first time to its last, in bars of five minutes after noon."""
    found = []
    for entry in entries:
        if entry.first is not None and entry.last is not None:
            bars = range(entry.first // FIVE - FIRST, entry.last // FIVE - FIRST + 1)
            found += [Tally(entry.file, "111122223333", "eu-central-1", bar, 1, 0) for bar in bars]
    return found


def made(entries: Sequence[FileEntry], bars: int, tallies: Sequence[Tally] | None = None) -> Coverage:
    """Coverage of the time from noon on."""
    found = held(entries) if tallies is None else tallies
    return covered(entries, [one for one in found if one.bar < bars], (FIRST, FIRST + bars, FIVE), NOW)


def drawn(found: Coverage) -> list[str]:
    """The cells of every strip."""
    return ["".join(SIGNS[cell.state] for cell in strip.cells) for strip in found.strips]


def test_what_is_there_is_present_and_what_may_come_is_due() -> None:
    assert drawn(made(every_five(10), 12)) == ["▆▆▆▆▆▆▆▆▆░░░"]


def test_a_gap_in_the_deliveries_is_missing() -> None:
    gap = [entry for entry in every_five(20) if not 6 <= entry.file < 12]
    assert drawn(made(gap, 22)) == ["▆▆▆▆▆▆▆-----▆▆▆▆▆▆▆░░░"]


def test_who_has_fallen_silent_is_missing_up_to_where_others_are_complete() -> None:
    silent = [replace(entry, path=entry.path.replace("eu-central", "us-east")) for entry in every_five(10)]
    others = every_five(20, start=100)
    found = made([*silent, *others], 22)
    assert drawn(found) == ["▆▆▆▆▆▆▆▆▆▆▆▆▆▆▆▆▆▆▆░░░", "▆▆▆▆▆▆▆▆▆▆▆---------░░"]
    assert [strip.mark.silent for strip in found.strips if strip.mark] == [False, True]


def test_what_came_much_later_than_usual_is_late() -> None:
    late = came(99, 55, 12, 48)
    found = made([*every_five(30), late], 10, [*held(every_five(30)), Tally(99, "", "", 2, 1, 0)])
    assert drawn(found) == ["▆▆▓▆▆▆▆▆▆▆"]
    assert found.strips[0].cells[2].delay == 40 * MINUTE


def test_broken_files_and_unparsed_records_stand_where_they_belong() -> None:
    entries = every_five(10)
    broken = replace(came(50, 31, 0, 0), first=None, last=None, trouble="not gzip after all")
    vain = replace(broken, file=51, path=name(41), trouble="", skipped="cannot be read", place="{}")
    aside = replace(vain, file=52, path=name(46), skipped="not opened: it lies outside --since", place="")
    lost = replace(broken, file=53, path="odd.json")
    bad = Tally(3, "111122223333", "eu-central-1", 3, 0, 2)
    found = made([*entries, broken, vain, aside, lost], 12, [*held(entries), bad])
    assert drawn(found) == ["▆▆▆x▆▆x▆x░░░"]
    cells = found.strips[0].cells
    assert (cells[3].unparsed, cells[6].files[-1], cells[8].files[-1]) == (2, 50, 51)
    assert found.unplaced == 1


def test_a_log_without_deliveries_is_present_or_not_and_nothing_more() -> None:
    entry = FileEntry(1, "audit.log.0", 1, 0, 0, parser="neptune_audit", first=NOON, last=NOON + 40 * MINUTE)
    found = made([entry], 10, [Tally(1, "111122223333", "", 0, 3, 0), Tally(1, "", "eu-west-1", 8, 1, 0)])
    assert drawn(found) == ["▆·······▆·"]
    assert found.strips[0].speaker == Speaker("neptune_audit")


def test_trails_whose_files_tell_nothing_are_told_apart_by_their_events() -> None:
    entry = FileEntry(1, "trail.jsonl", 1, 0, 0, parser="cloudtrail", first=NOON, last=NOON + 40 * MINUTE)
    found = made([entry], 3, [Tally(1, "111122223333", "eu-west-1", 0, 3, 0), Tally(1, "1", "us-east-1", 2, 1, 0)])
    assert drawn(found) == ["··▆", "▆··"]


BARS = st.lists(st.tuples(st.integers(0, 9), st.integers(0, 11), st.integers(0, 5), st.integers(0, 2)), max_size=40)


@given(BARS)
def test_every_event_is_counted_once_and_nothing_present_is_called_missing(
    told: list[tuple[int, int, int, int]],
) -> None:
    tallies = [Tally(file, "", "", bar, events, bad) for file, bar, events, bad in told]
    found = made(every_five(10), 12, tallies)
    cells = [cell for strip in found.strips for cell in strip.cells]
    assert sum(cell.events for cell in cells) == sum(one.events for one in tallies)
    assert sum(cell.unparsed for cell in cells) == sum(one.unparsed for one in tallies)
    assert not any(cell.events for cell in cells if cell.state in {State.MISSING, State.QUIET})
    assert all(cell.state is State.UNREADABLE for cell in cells if cell.unparsed)


@pytest.fixture
def session(tmp_path: Path) -> Session:
    """A delivered file, a broken one, a trail of JSON Lines, a Neptune audit log."""
    write_packed(tmp_path / Path(name(8)).name, delivered(0, 60, 240))
    broken = write_packed(tmp_path / Path(name(9)).name.replace("abcd", "zzzz"), delivered(250))
    broken.write_bytes(broken.read_bytes()[:30])
    (tmp_path / "trail.jsonl").write_bytes(lines(300, 301) + b'{"eventVersion": oops}\n')
    (tmp_path / "audit.log.0").write_bytes(audit(120_000))
    return Session([str(tmp_path)], workers=0)


def test_a_store_is_asked_for_what_it_holds(session: Session) -> None:
    with session:
        session.load()
        found = session.coverage((None, None), 20)
        assert found is not None
        assert (found.since, found.width) == (NOON, MINUTE // 2)
        strips = {strip.speaker: strip for strip in found.strips}
        trail = strips[Speaker("cloudtrail", "111122223333", "eu-central-1")]
        assert [place for place, cell in enumerate(trail.cells) if cell.events] == [0, 2, 8, 10]
        assert sum(cell.events for cell in trail.cells) == 5
        assert trail.cells[17].state is State.UNREADABLE
        assert strips[Speaker("cloudtrail")].cells[10].state is State.UNREADABLE
        assert [cell.events for cell in strips[Speaker("neptune_audit")].cells][4] == 1


def test_only_so_many_are_told_apart(tmp_path: Path) -> None:
    many = [event(n, awsRegion=f"r-{n}", recipientAccountId="1") for n in range(NAMED + 50)]
    often = [event(900 + n, awsRegion="often", recipientAccountId="1") for n in range(9)]
    (tmp_path / "a.json").write_bytes(orjson.dumps({"Records": [*many, *often]}))
    with Session([str(tmp_path)], workers=0) as session:
        session.load()
        found = session.coverage((None, None), 20)
        assert found is not None
        assert len(found.strips) == NAMED + 1
        counts = {strip.speaker.region: sum(cell.events for cell in strip.cells) for strip in found.strips}
        assert (counts["often"], counts[""], sum(counts.values())) == (9, 51, NAMED + 59)


def test_a_part_of_the_time_is_asked_for_alone(session: Session) -> None:
    with session:
        session.load()
        found = session.coverage((NOON + 4 * MINUTE, NOON + 6 * MINUTE), 10)
        assert found is not None
        assert (found.since, found.until) == (NOON + 4 * MINUTE, NOON + 6 * MINUTE)
        assert sum(cell.events for strip in found.strips for cell in strip.cells) == 3


def test_where_nothing_has_a_time_there_is_no_coverage(tmp_path: Path) -> None:
    (tmp_path / "a.jsonl").write_bytes(lines(1).replace(b"eventTime", b"eventTame"))
    with Session([str(tmp_path)], workers=0) as session:
        session.load()
        assert session.coverage((None, None), 10) is None
