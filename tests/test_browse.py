"""The screen of events: its panes, and what else the keys do."""

from __future__ import annotations

import time
from pathlib import Path

import pytest

from tests.browse_support import MIDDLE, NARROW, WIDE, jsonl, lines, loaded, opened, small_trail, to_actor
from tests.conftest import event
from tui.session import Session
from tui.source import Source
from tui.widgets.event import EventPane
from tui.widgets.fields import FieldsPane
from tui.widgets.lines import Summary


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
