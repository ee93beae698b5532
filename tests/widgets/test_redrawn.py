"""A step draws the lines that it changes and no others: what stands on the screen is what would be drawn anew."""

from __future__ import annotations

from random import Random

import pytest
from textual.geometry import Region
from textual.strip import Strip

from tests.widgets.test_table import actions, lines, screen
from tests.widgets.windows import Computed, Listed, row
from tui.widgets.table import EventTable

KEYS = ("up", "down", "left", "right", "pageup", "pagedown", "home", "end", "G")
STEPS = 40


def drawn(table: EventTable) -> list[str]:
    """The lines as they were drawn last, with their styles."""
    return [repr(list(strip)) for strip in table.render_lines(Region(0, 0, *table.size))]


def grow(table: EventTable, chance: Random) -> None:
    """Some rows arrive at the end, one of them may have come late."""
    total = table.total + chance.randrange(1, 4)
    table.mark_new(range(table.total, total), [chance.randrange(total)] if chance.random() < 0.5 else ())
    table.show(Computed(total), same_view=True)


@pytest.mark.parametrize("seed", range(5))
async def test_nothing_stale_is_left_on_the_screen(seed: int) -> None:
    chance = Random(seed)
    async with screen(80, 12) as (table, pilot, _):
        table.show(Computed(40), same_view=False)
        for _ in range(STEPS):
            match chance.randrange(12):
                case 0 | 1:
                    grow(table, chance)
                case 2:
                    table.scroll_to(y=chance.randrange(table.total), animate=False)
                case 3:
                    table.mark([chance.randrange(table.total)])
                case _:
                    await pilot.press(chance.choice(KEYS))
            await pilot.pause()
            shown = drawn(table)
            table.refresh()
            assert shown == drawn(table)


async def test_what_was_found_out_of_a_row_is_shown_in_its_place() -> None:
    async with screen() as (table, pilot, _):
        table.show(Listed([row(0), row(1)]), same_view=False)
        await pilot.pause()
        assert "rds" in lines(table)[1]
        table.show(Listed([row(0, service="neptune"), row(1)]), same_view=True)
        await pilot.pause()
        assert "neptune" in lines(table)[1]


async def test_a_step_draws_two_lines(monkeypatch: pytest.MonkeyPatch) -> None:
    asked: list[int] = []
    render = EventTable.render_line

    def noted(table: EventTable, y: int) -> Strip:
        asked.append(y)
        return render(table, y)

    async with screen() as (table, pilot, _):
        table.show(Computed(100), same_view=False)
        await pilot.press("up", "up")
        await pilot.pause()
        monkeypatch.setattr(EventTable, "render_line", noted)
        await pilot.press("up")
        await pilot.pause()
        assert sorted(asked) == [20, 21]


async def test_a_result_that_grows_is_no_new_layout_once_there_is_a_scrollbar() -> None:
    async with screen() as (table, pilot, _):
        layouts: list[object] = []
        pilot.app.screen.screen_layout_refresh_signal.subscribe(table, layouts.append)
        table.show(Computed(5), same_view=False)
        await pilot.pause()
        assert (layouts, table.show_vertical_scrollbar) == ([], False)
        table.show(Computed(100), same_view=True)
        await pilot.pause()
        assert table.show_vertical_scrollbar
        while layouts:  # of the scrollbar that has come
            layouts.clear()
            await pilot.pause()
        table.show(Computed(1000), same_view=True)
        await pilot.pause()
        assert layouts == []
        assert table.vertical_scrollbar.window_virtual_size == table.virtual_size.height == 1001
        table.show(Computed(5), same_view=False)
        await pilot.pause()
        assert not table.show_vertical_scrollbar
        assert actions(table) == [f"Act{i}" for i in range(5)]
