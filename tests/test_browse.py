"""The screen of events: what the keys do, and what is to be seen of it."""

from __future__ import annotations

import time
from collections.abc import AsyncIterator, Iterator
from contextlib import asynccontextmanager
from pathlib import Path

import pytest

from tests.browse_support import MIDDLE, NARROW, WIDE, Seen, jsonl, lines, loaded, opened, small_trail
from tests.conftest import audit, event
from tui.session import Session
from tui.source import Source
from tui.view import View
from tui.widgets.event import EventPane
from tui.widgets.fields import FieldsPane
from tui.widgets.lines import Summary


@pytest.fixture(scope="module")
def trail(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Source]:
    """Sixty-two events, read already; see `small_trail`."""
    folder = tmp_path_factory.mktemp("trail")
    small_trail(folder)
    with loaded(folder) as source:
        yield source


@asynccontextmanager
async def live(folder: Path) -> AsyncIterator[Seen]:
    """A screen that really follows a folder with three events in it."""
    jsonl(folder / "a.jsonl", *map(event, range(3)))
    with Session([str(folder)], follow=True, workers=0) as session:
        async with opened(session) as seen:
            await seen.total(3)
            await seen.until(lambda: "LIVE" in seen.header)
            yield seen


# Following


async def test_it_opens_at_the_newest_event_and_follows(trail: Source) -> None:
    async with opened(trail) as seen:
        assert seen.second == 61
        assert "gremlin drop" in seen.rows[-1]
        assert "62 events" in seen.header
        assert "LIVE" in seen.header


async def test_who_follows_is_taken_along_and_who_reads_is_left_where_they_are(tmp_path: Path) -> None:
    async with live(tmp_path) as seen:
        jsonl(tmp_path / "a.jsonl", event(3))
        await seen.until(lambda: seen.second == 3)
        await seen.press("up", "up")
        assert seen.second == 1
        await seen.until(lambda: "LIVE" not in seen.header)
        jsonl(tmp_path / "a.jsonl", event(4), event(5))
        await seen.total(6)
        assert seen.second == 1
        await seen.press("end")
        await seen.until(lambda: seen.second == 5 and "LIVE" in seen.header)


async def test_pause_holds_the_picture_and_loses_nothing(tmp_path: Path) -> None:
    async with live(tmp_path) as seen:
        await seen.press("space")
        jsonl(tmp_path / "a.jsonl", event(3), event(4))
        await seen.until(lambda: "PAUSED +2" in seen.header)
        assert (seen.table.total, seen.second) == (3, 2)
        await seen.press("space")
        await seen.until(lambda: (seen.table.total, seen.second) == (5, 4))
        assert "PAUSED" not in seen.header
        assert "2 came while it was paused" in seen.said


async def test_of_what_came_in_a_pause_it_is_told_how_much_matches(tmp_path: Path) -> None:
    async with live(tmp_path) as seen:
        await seen.press("/", *"eventID:*4 or eventID:*1", "enter")
        await seen.total(1)
        await seen.press("space")
        jsonl(tmp_path / "a.jsonl", event(3), event(4), event(5))
        await seen.until(lambda: "PAUSED +3" in seen.header)
        await seen.press("space")
        await seen.until(lambda: "3 came while it was paused; the view shows 1" in seen.said)


async def test_an_empty_folder_says_so_and_waits(tmp_path: Path) -> None:
    with Session([str(tmp_path)], follow=True, workers=0) as session:
        async with opened(session) as seen:
            await seen.until(lambda: "Nothing here yet. Waiting for CloudTrail" in " ".join(seen.screen.split()))
            (tmp_path / "audit.log.0").write_bytes(audit(0))
            await seen.until(lambda: "gremlin read" in seen.screen)


async def test_where_everything_was_set_aside_it_says_that(tmp_path: Path) -> None:
    (tmp_path / "LICENSE").write_text("Permission is hereby granted to whoever asks nicely.\n")
    with loaded(tmp_path) as source:
        async with opened(source) as seen:
            await seen.until(lambda: "set aside" in " ".join(seen.screen.split()))
            assert seen.header.count("1 skipped") == 1


# Filters


async def test_a_filter_shows_its_rows_while_it_is_written_and_enter_keeps_it(trail: Source) -> None:
    async with opened(trail) as seen:
        await seen.press("/")
        await seen.write("actor:alice")
        await seen.total(20)
        await seen.until(lambda: "20 of 62 events" in seen.header)
        await seen.press("enter")
        assert seen.table.has_focus
        assert seen.filter == "actor:alice"
        assert all("alice" in row for row in seen.rows)


async def test_letters_that_are_keys_elsewhere_are_written(trail: Source) -> None:
    async with opened(trail) as seen:
        await seen.press("/")
        await seen.write("quoxts1")
        assert seen.filter == "quoxts1"
        assert seen.app.is_running


async def test_escape_leaves_the_line_and_then_clears_it(trail: Source) -> None:
    async with opened(trail, view=View(filter="actor:bob")) as seen:
        await seen.total(20)
        await seen.press("/", "escape")
        assert seen.table.has_focus
        assert seen.filter == "actor:bob"
        await seen.press("escape")
        await seen.total(62)
        assert seen.filter == ""


async def test_a_bad_filter_says_where_and_the_last_result_stays(trail: Source) -> None:
    async with opened(trail) as seen:
        await seen.press("/")
        await seen.write("actor:bob")
        await seen.total(20)
        await seen.write(" (")
        await seen.until(lambda: seen.trouble)
        assert "finished" in seen.trouble or "expected" in seen.trouble
        assert seen.table.total == 20
        await seen.press("backspace")
        await seen.until(lambda: not seen.trouble)


async def test_no_match_is_told_with_what_to_do(trail: Source) -> None:
    async with opened(trail, MIDDLE, View(filter="effect:read actor:alic")) as seen:
        await seen.until(lambda: "No event matches: actor:alic finds nothing." in " ".join(seen.screen.split()))
        assert "Nearest that there is: actor:alice." in " ".join(seen.screen.split())
        await seen.press("escape")
        await seen.total(62)


@pytest.mark.parametrize(
    ("keys", "said", "count"),
    [
        (["=", "="], "", 62),
        (["=", "!"], "not actor:bob", 42),
        (["!"], "not actor:bob", 42),
        (["o", "o"], "", 62),
    ],
)
async def test_keys_keep_and_drop_the_value_of_a_cell(trail: Source, keys: list[str], said: str, count: int) -> None:
    async with opened(trail) as seen:
        await to_actor(seen)
        for key in keys:
            await seen.press(key)
            await seen.until(lambda: seen.table.cursor_row)
            if key != keys[-1]:
                await seen.total(20)
        assert seen.view.filter == said
        await seen.total(count)


async def to_actor(seen: Seen) -> None:
    """Put the cursor on the actor of the event of second 58, which is bob."""
    await seen.press("up", "up", "up")
    while seen.table.cursor_field != "actor":
        await seen.press("right")
    assert seen.second == 58


async def test_o_lets_another_value_be_there_too(trail: Source) -> None:
    async with opened(trail, view=View(filter="actor:alice")) as seen:
        await seen.total(20)
        await seen.press("/")
        await seen.write(" or actor:bob")
        await seen.press("enter")
        await seen.total(40)
        await to_bob_or_carol(seen)
        assert seen.view.filter in {"actor:alice", "actor:bob"}
        await seen.total(20)


async def to_bob_or_carol(seen: Seen) -> None:
    """Take the actor under the cursor out of those that may be there."""
    while seen.table.cursor_field != "actor":
        await seen.press("right")
    await seen.press("o")


async def test_a_leaf_of_the_record_can_be_kept(trail: Source) -> None:
    async with opened(trail) as seen:
        await seen.press("up", "up", "enter")
        pane = seen.get(EventPane)
        await seen.until(lambda: pane.detail and pane.detail.row.id == getattr(seen.table.cursor_row, "id", None))
        await walk_to(seen, "requestParameters.dBClusterIdentifier")
        await seen.press("=")
        await seen.total(1)
        assert seen.view.filter == "requestParameters.dBClusterIdentifier:orders-59"
        assert pane.has_focus
        await seen.press("=")
        await seen.total(62)


async def walk_to(seen: Seen, path: str) -> None:
    """Go down the record to a leaf."""
    pane = seen.get(EventPane)
    for _ in range(60):
        if (pane.current() or ("",))[0] == path:
            return
        await seen.press("down")
    pytest.fail(f"{path} is not in the event pane:\n{seen.event}")


async def test_a_value_of_the_fields_pane_can_be_kept_and_dropped(trail: Source) -> None:
    async with opened(trail) as seen:
        await seen.press("f")
        await seen.until(lambda: "carol" in "\n".join(lines(seen.get(FieldsPane))))
        assert seen.get(FieldsPane).has_focus
        await seen.press("down", "=")
        await seen.total(20)
        kept = seen.view.filter
        assert kept.startswith("actor:")
        await seen.press("!")
        await seen.total(42)
        assert seen.view.filter == f"not {kept}"


async def test_undo_and_redo_walk_through_the_views(trail: Source) -> None:
    async with opened(trail) as seen:
        await to_actor(seen)
        await seen.press("=")
        await seen.total(20)
        await seen.press("/")
        await seen.write(" action:Delete*")
        await seen.press("enter")
        await seen.total(1)
        await seen.press("u")
        await seen.total(20)
        await seen.press("u")
        await seen.total(62)
        assert seen.filter == ""
        await seen.press("u", "U")
        await seen.total(20)
        await seen.press("U", "U")
        await seen.total(1)


# Logs, order, time


async def test_numbers_choose_a_log(trail: Source) -> None:
    async with opened(trail) as seen:
        for key, count in {"3": 2, "2": 60, "1": 62, "9": 62}.items():
            await seen.press(key)
            await seen.total(count)


async def test_s_sorts_up_then_down_then_by_time_again(trail: Source) -> None:
    async with opened(trail) as seen:
        await to_actor(seen)
        first = []
        for _ in range(3):
            await seen.press("s")
            await seen.settled()
            await seen.press("home")
            await seen.settled()
            first.append((seen.table.cursor_row.values["actor"], seen.second) if seen.table.cursor_row else None)
        assert first == [("alice", 0), ("carol", 2), ("alice", 0)]


async def test_a_range_is_typed_and_a_bad_one_is_explained(trail: Source) -> None:
    async with opened(trail) as seen:
        await seen.press("t")
        await seen.write("yesterdayish")
        await seen.press("enter")
        await seen.until(lambda: "last 15m" in seen.said)
        assert seen.table.total == 62
        await seen.press("ctrl+u", *["backspace"] * 12)
        await seen.write("12:01..")
        await seen.press("enter")
        await seen.total(2)
        assert seen.table.has_focus
        await seen.press("0")
        await seen.total(62)


async def test_brackets_begin_and_end_the_range_at_the_cursor(trail: Source) -> None:
    async with opened(trail) as seen:
        await seen.settled()
        await seen.press("home", *["down"] * 10)
        await seen.until(lambda: seen.second == 10)
        await seen.press("[")
        await seen.total(52)
        await seen.press(*["down"] * 10)
        await seen.until(lambda: seen.second == 20)
        await seen.press("]")
        await seen.until(lambda: seen.table.total <= 11)
        await seen.press("0")
        await seen.total(62)


async def test_context_goes_round_and_comes_back(trail: Source) -> None:
    async with opened(trail, view=View(filter="action:Delete* service:rds")) as seen:
        await seen.total(3)
        came = seen.view
        counts = []
        for _ in range(4):
            await seen.press("c")
            await seen.settled()
            counts.append(seen.table.total)
            assert seen.second == 47
        assert counts == [62, 20, 1, 3]
        assert seen.view == came


# Searching


async def test_search_goes_from_match_to_match_and_round(trail: Source) -> None:
    async with opened(trail) as seen:
        await seen.press("home", "ctrl+f")
        await seen.write("orders-5")
        await seen.press("enter")
        await seen.until(lambda: seen.second == 5)
        assert seen.table.total == 62
        found = []
        for key in ("n", "n", "N", "N", "N"):
            await seen.press(key)
            await seen.settled()
            found.append(seen.second)
        assert found == [50, 51, 50, 5, 59]


async def test_after_the_filter_changed_matches_are_those_of_the_new_rows(trail: Source) -> None:
    async with opened(trail) as seen:
        await seen.press("ctrl+f")
        await seen.write("orders-5")
        await seen.press("enter")
        await seen.settled()
        await seen.press("escape", "/")
        await seen.write("actor:alice")
        await seen.press("enter")
        await seen.total(20)
        await seen.settled()
        before = seen.second
        await seen.press("n")
        await seen.settled()
        assert seen.second in {before, 51, 54, 57}


async def test_what_is_nowhere_is_told(trail: Source) -> None:
    async with opened(trail) as seen:
        await seen.press("ctrl+f")
        await seen.write("xyzzy")
        await seen.press("enter")
        await seen.until(lambda: "nowhere" in seen.said)
        assert seen.second == 61


# Panes


@pytest.mark.parametrize("size", [NARROW, MIDDLE])
async def test_the_event_opens_and_closes(trail: Source, size: tuple[int, int]) -> None:
    async with opened(trail, size) as seen:
        pane = seen.get(EventPane)
        beside = size != NARROW
        assert pane.display is beside
        await seen.press("enter")
        await seen.until(lambda: "g.V()" in seen.event)
        assert pane.has_focus
        assert seen.table.is_on_screen is beside
        await seen.press("escape")
        assert seen.table.has_focus
        assert seen.table.is_on_screen
        assert pane.display is beside
        await seen.press("v")
        assert pane.display is not beside


async def test_the_summary_is_read_where_the_event_is_shut(trail: Source) -> None:
    async with opened(trail, MIDDLE) as seen:
        await seen.settled()
        await seen.press("v")
        summary = seen.get(Summary)
        await seen.until(lambda: summary.is_on_screen and summary.size.width)
        await seen.until(lambda: "g.V().drop()" in "\n".join(lines(summary)))


async def test_where_there_is_no_room_beside_escape_leads_from_the_fields_to_the_table(trail: Source) -> None:
    async with opened(trail) as seen:
        await seen.press("f")
        await seen.until(lambda: seen.get(FieldsPane).is_on_screen)
        await seen.press("escape")
        assert seen.table.has_focus
        assert seen.table.is_on_screen


async def test_a_smaller_terminal_keeps_the_row_and_shows_it(trail: Source) -> None:
    async with opened(trail, WIDE) as seen:
        await seen.press(*["up"] * 30)
        await seen.until(lambda: seen.second == 31)
        await seen.pilot.resize_terminal(*NARROW)
        await seen.until(lambda: seen.app.size.width == 80)
        if not seen.table.is_on_screen:
            await seen.press("escape")
        await seen.until(lambda: any("orders-31" in row for row in seen.rows))
        assert seen.second == 31


# The rest


async def test_copying_puts_it_on_the_clipboard(trail: Source) -> None:
    async with opened(trail) as seen:
        await to_actor(seen)
        await seen.press("y")
        assert seen.app.clipboard == "bob"
        await seen.press("Y")
        await seen.until(lambda: seen.app.clipboard.startswith('{"eventVersion"'))
        assert '"orders-58"' in seen.app.clipboard


async def test_times_are_told_in_utc_or_by_the_clock_on_the_wall(
    trail: Source, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("TZ", "XXX-05:30")
    time.tzset()
    try:
        async with opened(trail) as seen:
            assert seen.rows[-2].startswith(" 12:01:00")
            await seen.press("Z")
            assert seen.rows[-2].startswith(" 17:31:00")
            await seen.press("Z")
            assert seen.rows[-2].startswith(" 12:01:00")
    finally:
        monkeypatch.undo()
        time.tzset()


async def test_help_tells_the_keys_of_where_one_is(trail: Source) -> None:
    async with opened(trail) as seen:
        await seen.press("?")
        await seen.until(lambda: "Copy the raw record" in seen.said)
        assert "Fold all" not in seen.said
        await seen.press("escape", "enter", "?")
        await seen.until(lambda: "Fold all" in seen.said)


HOSTILE = "\x1b]0;owned\x07\x1b[2Jevil\u202egnp.exe\u200b[bold]\r\nx\x9b31m"


async def test_log_text_cannot_act_on_the_terminal(tmp_path: Path) -> None:
    who = {"type": "IAMUser", "userName": HOSTILE, "accountId": HOSTILE}
    jsonl(tmp_path / "a.jsonl", event(1, userIdentity=who, eventName=HOSTILE, requestParameters={HOSTILE: HOSTILE}))
    with loaded(tmp_path) as source:
        async with opened(source, WIDE) as seen:
            await seen.until(lambda: "evil" in seen.event and "evil" in "\n".join(seen.rows))
            await seen.until(lambda: "owned" in "\n".join(lines(seen.get(FieldsPane))))
            for line in (seen.screen + seen.said).split("\n"):
                assert line.isprintable(), repr(line)


async def test_a_record_that_is_none_shows_its_reason_and_its_bytes(tmp_path: Path) -> None:
    jsonl(tmp_path / "a.jsonl", event(1))
    with (tmp_path / "a.jsonl").open("ab") as file:
        file.write(b'{"eventVersion": broken}\n')
    with loaded(tmp_path) as source:
        async with opened(source, MIDDLE) as seen:
            await seen.until(lambda: "broken" in seen.event)
            assert "unparsed" in seen.event
            assert "1 unparsed" in seen.header


@pytest.mark.parametrize("last", [event(1, eventTime="2019-03-04T12:00:01Z"), event(1, eventTime=None)])
async def test_rows_of_different_days_are_told_apart(tmp_path: Path, last: dict[str, object]) -> None:
    jsonl(tmp_path / "a.jsonl", event(1, eventTime="2014-01-02T12:00:01Z"), event(2, eventTime="2014-01-03T12:00:01Z"))
    jsonl(tmp_path / "a.jsonl", last | {"eventID": "another"})
    with loaded(tmp_path) as source:
        async with opened(source) as seen:
            await seen.total(3)
            await seen.until(lambda: any("01-03" in row for row in seen.rows))
            assert last["eventTime"] is None or any("2019" in row for row in seen.rows)


async def test_q_quits(trail: Source) -> None:
    async with opened(trail) as seen:
        await seen.press("q")
        await seen.until(lambda: not seen.app.is_running)


def test_the_first_rows_are_there_before_anything_is_read(tmp_path: Path) -> None:
    small_trail(tmp_path)
    with Session([str(tmp_path)], workers=0) as session:
        assert session.first_page().total
        assert session.version == 0
