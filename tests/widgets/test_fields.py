"""The fields pane on a screen."""

from __future__ import annotations

from collections.abc import AsyncIterator
from contextlib import asynccontextmanager

import pytest
from msgspec.structs import replace
from rich.color import Color
from textual import on
from textual.app import App, ComposeResult
from textual.pilot import Pilot

from tests.widgets.spread import ACTOR, EFFECT, OUTCOME
from tui.palette import hue
from tui.store.facets import Facet
from tui.widgets.fields import FieldsPane

CLIENT = Facet("client", 22, (), 1600)
FACETS = (ACTOR, EFFECT, OUTCOME, CLIENT)


class Shown(App[None]):
    def __init__(self) -> None:
        super().__init__()
        self.said: list[tuple[str, ...]] = []

    def compose(self) -> ComposeResult:
        yield FieldsPane()

    @on(FieldsPane.Keep)
    def keep(self, message: FieldsPane.Keep) -> None:
        self.said.append(("keep", message.field, str(message.value)))

    @on(FieldsPane.Drop)
    def drop(self, message: FieldsPane.Drop) -> None:
        self.said.append(("drop", message.field, str(message.value)))

    @on(FieldsPane.More)
    def more(self, message: FieldsPane.More) -> None:
        self.said.append(("more", message.field))


@asynccontextmanager
async def shown(height: int = 30) -> AsyncIterator[tuple[Pilot[None], FieldsPane]]:
    app = Shown()
    async with app.run_test(size=(40, height)) as pilot:
        pane = app.query_one(FieldsPane)
        pane.fold(["client"])
        pane.show(FACETS)
        pane.focus()
        await pilot.pause()
        yield pilot, pane


def said(pilot: Pilot[None]) -> list[tuple[str, ...]]:
    assert isinstance(pilot.app, Shown)
    return pilot.app.said


def on_line(pane: FieldsPane) -> str:
    line = pane.cursor_line
    return "" if line is None else f"{line.kind.value} {line.field} {line.value or ''}".strip()


@pytest.mark.parametrize(
    ("keys", "where"),
    [
        ("", "field actor"),
        ("j", "value actor build"),
        ("down down k", "value actor build"),
        ("k", "field actor"),
        ("j j j j j j", "rest actor"),
        ("j j j j j j j", "field effect"),
        ("j j j j j j j k", "rest actor"),
        ("G", "field client"),
        ("G j", "field client"),
        ("end home", "field actor"),
        ("pagedown pageup", "field actor"),
        ("j j h", "field actor"),
        ("left j", "field effect"),
        ("enter j enter j", "value effect read"),
    ],
)
async def test_the_cursor_walks_over_headings_and_values(keys: str, where: str) -> None:
    async with shown() as (pilot, pane):
        await pilot.press(*keys.replace("enter j enter j", "enter j j").split())
        assert on_line(pane) == where


@pytest.mark.parametrize(
    ("keys", "expected"),
    [
        ("j =", [("keep", "actor", "build")]),
        ("j j !", [("drop", "actor", "ines")]),
        ("= !", []),
        ("j j j j j j = !", []),
        ("j enter", []),
        ("j j j j j j enter", [("more", "actor")]),
        ("right", [("more", "actor")]),
        ("G enter", [("more", "client")]),
        ("G right", [("more", "client")]),
        ("left right right", [("more", "actor")]),
        ("left left", []),
    ],
)
async def test_what_keys_ask_for(keys: str, expected: list[tuple[str, ...]]) -> None:
    async with shown() as (pilot, _):
        await pilot.press(*keys.split())
        await pilot.pause()
        assert said(pilot) == expected


async def test_who_does_not_say_can_be_kept() -> None:
    async with shown() as (pilot, pane):
        await pilot.press("right", *("j" * 7))
        assert on_line(pane) == "value actor"
        await pilot.press("=")
        await pilot.pause()
        assert said(pilot)[-1] == ("keep", "actor", "None")


async def test_more_values_leave_the_cursor_on_the_first_of_them() -> None:
    async with shown() as (pilot, pane):
        await pilot.press(*("j" * 6), "enter")
        assert on_line(pane) == "value actor kim"
        pane.show((replace(ACTOR, values=(*ACTOR.values[:6], ("lea", 2), ("max", 1), (None, 60))), *FACETS[1:]))
        assert on_line(pane) == "value actor kim"


async def test_more_is_not_asked_for_where_all_is_known() -> None:
    async with shown() as (pilot, pane):
        pane.show((replace(ACTOR, distinct=6), EFFECT))
        await pilot.press(*("j" * 6), "enter")
        await pilot.pause()
        assert on_line(pane) == "value actor kim"
        assert said(pilot) == []


async def test_new_counts_leave_the_cursor_on_its_value_and_that_on_its_line() -> None:
    async with shown(height=8) as (pilot, pane):
        pane.show((replace(ACTOR, values=ACTOR.values[:3], distinct=3), EFFECT, OUTCOME))
        await pilot.press(*("j" * 9))
        await pilot.press("k", "k", "k", "k")
        assert on_line(pane) == "value effect read"
        assert pane.scroll_offset.y == 4
        larger = replace(EFFECT, values=(("write", 9000), *EFFECT.values[:1], *EFFECT.values[2:]))
        pane.show((ACTOR, larger, OUTCOME))
        await pilot.pause()
        assert on_line(pane) == "value effect read"
        assert pane.scroll_offset.y == 4 + 4


async def test_narrowed_to_a_text_and_back() -> None:
    async with shown() as (pilot, pane):
        await pilot.press(*("j" * 4))
        pane.narrow("oma")
        assert on_line(pane) == "value actor omar"
        assert pane.virtual_size.height == 2
        pane.narrow("")
        assert on_line(pane) == "value actor omar"
        pane.narrow("nothing at all")
        assert pane.cursor_line is None
        await pilot.press("j", "=", "!", "enter", "left", "right", "end")
        assert said(pilot) == []


async def test_the_mouse_folds_and_keeps() -> None:
    async with shown() as (pilot, pane):
        await pilot.click(pane, offset=(3, 8), times=1)
        assert pane.shut == {"client", "effect"}
        await pilot.click(pane, offset=(3, 2), times=2)
        await pilot.pause()
        assert on_line(pane) == "value actor ines"
        assert said(pilot) == [("keep", "actor", "ines")]
        await pilot.click(pane, offset=(3, 29))


async def test_it_is_drawn_with_cursor_hues_and_without_markup() -> None:
    async with shown() as (pilot, pane):
        hostile = Facet("target", 1, (("[b]\x1b[3m\u202e", 3),), 3)
        pane.show((ACTOR, hostile))
        await pilot.press("j")
        lines = [pane.render_line(y) for y in range(pane.size.height)]
        assert all(line.cell_length == pane.scrollable_content_region.width for line in lines)
        assert lines[1].text.startswith(" build")
        assert "[b]␛[3m" in lines[9].text
        cursor, other = (next(iter(lines[y])).style for y in (1, 2))
        assert cursor
        assert other
        assert cursor.bgcolor != other.bgcolor
        (actor,) = (segment.style for segment in lines[1] if segment.text == "build")
        assert actor
        assert actor.color == Color.parse(hue("build", pilot.app.theme_variables))
        pane.ascii = True
        assert "#####" in pane.render_line(1).text
