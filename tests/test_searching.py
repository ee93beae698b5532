"""The screen of events: searching without filtering."""

from __future__ import annotations

from tests.browse_support import opened
from tui.source import Source


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
