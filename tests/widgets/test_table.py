"""The table on a screen: exact at any size, still while it grows, and quick."""

from __future__ import annotations

from collections.abc import AsyncIterator
from contextlib import asynccontextmanager

import pytest
from textual.app import App, ComposeResult
from textual.message import Message
from textual.pilot import Pilot

from tests.widgets.windows import Computed, Listed, fields, numbered, row
from tui.widgets.table import EventTable

MILLIONS = 10_000_000
Driven = tuple[EventTable, Pilot[None], list[Message]]


class Screen(App[None]):
    """A table alone, and all it says."""

    def __init__(self) -> None:
        super().__init__()
        self.said: list[Message] = []

    def compose(self) -> ComposeResult:
        """The table."""
        yield EventTable()

    def on_event_table_moved(self, message: EventTable.Moved) -> None:
        self.said.append(message)

    def on_event_table_opened(self, message: EventTable.Opened) -> None:
        self.said.append(message)

    def on_event_table_follow_changed(self, message: EventTable.FollowChanged) -> None:
        self.said.append(message)

    def on_event_table_header_pressed(self, message: EventTable.HeaderPressed) -> None:
        self.said.append(message)


@asynccontextmanager
async def screen(width: int = 80, height: int = 24) -> AsyncIterator[Driven]:
    """A focused table on a screen of that size."""
    app = Screen()
    async with app.run_test(size=(width, height)) as pilot:
        table = app.query_one(EventTable)
        table.columns = fields("time service action actor target")
        table.focus()
        await pilot.pause()
        yield table, pilot, app.said


def lines(table: EventTable) -> list[str]:
    """What is on the screen, without the blanks at the ends."""
    return [table.render_line(y).text.rstrip() for y in range(table.size.height)]


def actions(table: EventTable) -> list[str]:
    """The action of each row on the screen."""
    return [word for line in lines(table)[1:] for word in line.split() if word.startswith("Act")]


async def test_ten_million_rows_are_exact_to_the_last() -> None:
    async with screen() as (table, pilot, _):
        window = Computed(MILLIONS)
        table.show(window, same_view=False)
        await pilot.pause()
        assert table.cursor_index == MILLIONS - 1
        assert actions(table) == [f"Act{i}" for i in range(MILLIONS - 23, MILLIONS)]
        await pilot.press("home")
        assert actions(table) == [f"Act{i}" for i in range(23)]
        table.move_to(7_654_321)
        assert "Act7654321" in actions(table)
        assert table.cursor_row == row(7_654_321)
        assert sum(map(len, window.asked)) < 2000


async def test_the_header_and_the_columns_are_aligned() -> None:
    async with screen() as (table, pilot, _):
        table.show(numbered(*range(5)), same_view=False)
        await pilot.pause()
        header, first, second, *_ = lines(table)
        assert header.split() == ["11-20", "UTC", "▲", "service", "action", "actor", "target"]
        for title, value in (("service", "rds"), ("action", "Act0"), ("actor", "mira"), ("target", "db-0")):
            assert header.index(title) == first.index(value)
        assert first.startswith(" 12:00:00 ·")
        assert second.startswith("      :01 ·")


async def test_days_show_when_there_is_more_than_one() -> None:
    async with screen() as (table, pilot, _):
        table.show(numbered(0, 1, 43_200), same_view=False)
        await pilot.pause()
        assert [line[:16].strip() for line in lines(table)[1:4]] == [
            "11-20 12:00:00",
            ":01",
            "11-21 00:00:00",
        ]


@pytest.mark.parametrize(("width", "height"), [(80, 24), (120, 40), (240, 60), (20, 3), (1, 1)])
async def test_every_size_fills_its_lines(width: int, height: int) -> None:
    async with screen() as (table, pilot, _):
        table.show(Computed(MILLIONS), same_view=False)
        await pilot.resize_terminal(width, height)
        await pilot.pause()
        assert table.size == (width, height)
        widths = {table.render_line(y).cell_length for y in range(height)}
        assert widths == {table.scrollable_content_region.width}
        assert height == 1 or table.cursor_index - table.scroll_offset.y < max(1, height - 1)
        if height > 2 and width >= 80:
            assert actions(table) == [f"Act{i}" for i in range(MILLIONS - height + 1, MILLIONS)]


async def test_growth_keeps_the_cursor_on_its_row_and_line() -> None:
    async with screen() as (table, pilot, said):
        table.show(numbered(*range(10, 200, 2)), same_view=False)
        await pilot.press("up", "up", "up", "left")
        await pilot.pause()
        said.clear()
        held, before = table.cursor_row, actions(table)
        at = before.index("Act192")
        table.show(numbered(*range(200)), same_view=True)  # rows come between, before and after
        await pilot.pause()
        assert held is not None
        assert table.cursor_row == held
        assert table.cursor_index == 192
        assert actions(table)[at] == "Act192"
        assert said == []


async def test_growth_keeps_the_screen_where_the_wheel_took_it() -> None:
    async with screen() as (table, pilot, _):
        table.show(numbered(*range(0, 200, 2)), same_view=False)
        await pilot.pause()
        table.scroll_to(y=30, animate=False)
        await pilot.pause()
        assert not table.following
        table.show(numbered(*range(200)), same_view=True)
        await pilot.pause()
        assert actions(table)[0] == "Act60"
        assert table.cursor_row == row(198)


async def test_following_stays_at_the_end_until_moved_away() -> None:
    async with screen() as (table, pilot, said):
        for total in (5, 50, 500):
            table.show(Computed(total), same_view=True)
            await pilot.pause()
            assert table.cursor_index == total - 1
            assert actions(table)[-1] == f"Act{total - 1}"
        assert table.following
        await pilot.press("k")
        table.show(Computed(600), same_view=True)
        await pilot.pause()
        assert table.cursor_index == 498
        await pilot.press("down")
        assert not table.following
        await pilot.press("G")
        assert (table.following, table.cursor_index) == (True, 599)
        changes = [m.following for m in said if isinstance(m, EventTable.FollowChanged)]
        assert changes == [False, True]


async def test_the_newest_first_is_followed_at_the_top() -> None:
    async with screen() as (table, pilot, _):
        table.show(numbered(*range(50, 0, -1)), same_view=False, descending=True)
        await pilot.pause()
        table.show(numbered(*range(60, 0, -1)), same_view=True, descending=True)
        await pilot.pause()
        assert (table.cursor_index, table.cursor_row) == (0, row(60))
        await pilot.press("end")
        assert not table.following
        await pilot.press("home")
        assert table.following


async def test_a_new_question_keeps_the_row_it_still_has() -> None:
    async with screen() as (table, pilot, _):
        table.show(Computed(100), same_view=False)
        table.move_to(12)
        table.show(numbered(*range(0, 100, 3)), same_view=False)
        await pilot.pause()
        assert table.cursor_row == row(12)
        table.show(numbered(*range(1, 100, 4)), same_view=False)
        await pilot.pause()
        assert table.cursor_row == row(13)  # the nearest in time


async def test_keys_move_rows_pages_and_cells() -> None:
    async with screen(height=12) as (table, pilot, said):
        table.show(Computed(1000), same_view=False)
        await pilot.press("home", "j", "j", "k", "pagedown", "ctrl+d", "ctrl+u", "l")
        assert (table.cursor_index, table.cursor_field) == (11, "actor")
        await pilot.press("h", "h", "h", "h")
        assert table.cursor_field == "time"
        await pilot.press("enter")
        await pilot.pause()
        assert said[-1] == EventTable.Opened(row(11))
        moves = [m for m in said if isinstance(m, EventTable.Moved)]
        assert moves[-1] == EventTable.Moved(row(11), "time")


async def test_a_click_selects_a_cell_and_a_title() -> None:
    async with screen() as (table, pilot, said):
        table.show(Computed(10), same_view=False)
        await pilot.pause()
        x = lines(table)[0].index("target")
        await pilot.click(EventTable, offset=(x + 1, 3))
        await pilot.pause()
        assert (table.cursor_index, table.cursor_field) == (2, "target")
        await pilot.click(EventTable, offset=(x + 1, 0))
        await pilot.pause()
        assert said[-1] == EventTable.HeaderPressed("target")
        await pilot.click(EventTable, offset=(x + 1, 20))  # below the last row
        assert table.cursor_index == 2


async def test_nothing_to_show_is_said() -> None:
    async with screen() as (table, pilot, said):
        table.say("No event matches. Press Esc to take the filter back.\n\x1b[2J")
        table.show(Listed([]), same_view=False)
        await pilot.press("up", "down", "enter", "home", "end", "right", "pagedown")
        text = "\n".join(lines(table))
        assert "No event matches." in text
        assert "\x1b" not in text
        assert table.cursor_row is None
        assert EventTable.Moved(None, "action") in said


async def test_what_arrived_behind_the_reader_is_marked_until_seen() -> None:
    async with screen() as (table, pilot, _):
        table.show(Computed(100), same_view=False)
        await pilot.press("home")
        table.show(Computed(103), same_view=True)
        table.mark_new([100, 101, 102])
        table.mark([0])
        assert lines(table)[1][0] == "◆"
        table.move_to(102)
        assert [line[0] for line in lines(table)[-4:]] == [" ", "▎", "▎", "▎"]
        await pilot.press("home")
        table.move_to(102)
        assert not any("▎" in line for line in lines(table))


async def test_local_time_and_plain_glyphs_can_be_asked_for() -> None:
    async with screen() as (table, pilot, _):
        table.show(Listed([row(0, effect="write", outcome="AccessDenied")]), same_view=False)
        table.ascii = True
        await pilot.pause()
        assert " wx rds" in lines(table)[1]
        assert lines(table)[0].isascii()


async def test_select_goes_to_a_row() -> None:
    async with screen() as (table, pilot, _):
        table.show(Computed(1000), same_view=False)
        table.select(400)
        await pilot.pause()
        assert table.cursor_row == row(400)
        assert "Act400" in actions(table)
        assert not table.following


async def test_a_window_that_blocks_is_asked_in_a_thread() -> None:
    async with screen() as (table, pilot, said):
        table.show(Computed(MILLIONS, instant=False), same_view=False)
        assert lines(table)[1:] == [""] * 23
        await pilot.app.workers.wait_for_complete()
        await pilot.pause()
        assert actions(table)[-1] == f"Act{MILLIONS - 1}"
        await pilot.press("home")
        await pilot.app.workers.wait_for_complete()
        await pilot.pause()
        assert actions(table) == [f"Act{i}" for i in range(23)]
        assert said[-1] == EventTable.Moved(row(0), "action")


async def test_a_search_is_highlighted_without_filtering() -> None:
    async with screen() as (table, pilot, _):
        table.show(Computed(50), same_view=False)
        table.highlight("ACT4")
        await pilot.pause()
        found = [segment.text for y in range(24) for segment in table.render_line(y)]
        assert found.count("Act4") == 10
        assert table.total == 50


async def test_hostile_text_never_reaches_the_terminal() -> None:
    bad = "\x1b]0;owned\x07\u202e\x9b"
    async with screen() as (table, pilot, _):
        values = dict.fromkeys(("service", "action", "actor", "target", "effect", "outcome"), bad)
        table.show(Listed([row(0, **values), row(1, log="unparsed", summary=bad)]), same_view=False)
        await pilot.pause()
        assert all(line.isprintable() for line in lines(table))


async def test_a_theme_is_taken_over_at_once() -> None:
    async with screen() as (table, pilot, _):
        table.show(Computed(5), same_view=False)
        await pilot.pause()
        dark = table.render_line(1)
        pilot.app.theme = "textual-light"
        await pilot.pause()
        assert table.render_line(1) != dark
