"""Choosing columns."""

from __future__ import annotations

from textual.app import App

from parsers import COMMON
from tui.columns import choosable, usual
from tui.screens.columns import Columns


async def chosen(*keys: str) -> tuple[str, ...] | None:
    said: list[tuple[str, ...] | None] = []
    app = App[None]()
    async with app.run_test(size=(100, 40)) as pilot:
        app.push_screen(Columns(COMMON, ["time", "actor", "action"]), said.append)
        await pilot.pause()
        await pilot.press(*keys)
        await pilot.pause()
    return said[0]


async def test_what_is_shown_comes_first_and_stays_in_its_order() -> None:
    assert await chosen("enter") == ("time", "actor", "action")


async def test_space_takes_away_and_adds() -> None:
    assert await chosen("down", "space", "end", "space", "enter") == ("time", "action", "summary")


async def test_the_usual_ones_and_none_at_all() -> None:
    assert await chosen("u") == ()
    assert await chosen("escape") is None


def test_every_name_is_offered_once_and_a_common_field_wins() -> None:
    names = [field.name for field in choosable(None)]
    assert len(names) == len(set(names))
    assert set(usual(None)) <= set(names)
    assert {"eventName", "clientHost"} <= set(names)
    assert "clientHost" not in {field.name for field in choosable("cloudtrail")}
