"""The screen of events: logs, order and ranges of time."""

from __future__ import annotations

from tests.browse_support import opened, to_actor
from tui.source import Source
from tui.view import View


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
