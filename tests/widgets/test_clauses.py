"""The active clauses as one line."""

from __future__ import annotations

from collections.abc import AsyncIterator
from contextlib import asynccontextmanager

import pytest
from textual import on
from textual.app import App, ComposeResult
from textual.pilot import Pilot

from tui.drawing.chips import Chip, chip, merged, row, shortened, toggled, written
from tui.drawing.spans import width
from tui.filter.errors import FilterError
from tui.filter.parse import parse
from tui.widgets.clauses import Clauses

THREE = "service:rds and not actor:omar and (action:Delete* or action:Drop*)"


def said(chips: tuple[Chip, ...]) -> list[str]:
    return [("-" if one.off else "") + one.text for one in chips]


@pytest.mark.parametrize(
    ("before", "off", "text", "after"),
    [
        ("", [], THREE, ["service:rds", "not actor:omar", "(action:Delete* or action:Drop*)"]),
        ("a b c", [1], "a c", ["a", "-b", "c"]),
        ("a b c", [1], "c", ["c", "-b"]),
        ("a b c", [0, 2], "b", ["-a", "b", "-c"]),
        ("a b c", [1], "a c d", ["a", "-b", "c", "d"]),
        ("a b c", [1], "a b", ["a", "b"]),
        ("a b", [0], "", []),
        ("a b", [0, 1], "", ["-a", "-b"]),
        ("a", [], "b or c", ["b or c"]),
    ],
)
def test_what_is_switched_off_stays_about_where_it_was(
    before: str, off: list[int], text: str, after: list[str]
) -> None:
    chips = merged((), before)
    for place in off:
        chips = toggled(chips, place)
    assert said(merged(chips, text)) == after


def test_a_filter_that_is_none_is_refused() -> None:
    with pytest.raises(FilterError):
        merged((), "a:")


@pytest.mark.parametrize("text", ["", "a", "a or b", THREE, 'x:(1 or 2) "a b"', "not (a or b)", "((a or b)) c"])
def test_chips_say_the_filter_they_were_made_of(text: str) -> None:
    assert parse(written(merged((), text))) == parse(text)


def test_the_chip_at_the_cursor_is_seen_in_any_width() -> None:
    chips = tuple(chip(f"field_{n}:value-{n}") for n in range(12))
    for cells in (12, 30, 79, 400):
        for cursor in range(len(chips)):
            spans, first = row(chips, cells, cursor)
            seen = {place for _, place in spans if place is not None}
            assert cursor in seen
            assert width(span for span, _ in spans) <= cells + 1, "a gap at the end may be cut"
            assert (first > 0) == (spans[0][0][0] == "‹ ")
            assert (max(seen) < len(chips) - 1) == (spans[-1][0][0] == "›")


@pytest.mark.parametrize(
    ("text", "cells", "short"),
    [
        ("actor:ines", 20, "actor:ines"),
        ("requestParameters.dBClusterIdentifier:graph", 30, "…dBClusterIdentifier:graph"),
        ("not requestParameters.engine:neptune", 24, "not …engine:neptune"),
        ("summary:averylongvaluethatgoeson", 12, "summary:ave…"),
        ("client > 10.0.0.1.2.3.4", 12, "client > 10…"),
    ],
)
def test_a_path_is_shortened_at_its_beginning(text: str, cells: int, short: str) -> None:
    assert shortened(text, cells) == short


class Shown(App[None]):
    def __init__(self, text: str, time: str = "", log: str = "") -> None:
        super().__init__()
        self.text, self.time, self.log_name = text, time, log
        self.said: list[str] = []

    def compose(self) -> ComposeResult:
        yield Clauses()

    def show(self) -> None:
        self.query_one(Clauses).show(self.text, time=self.time, log=self.log_name)

    @on(Clauses.Changed)
    def changed(self, message: Clauses.Changed) -> None:
        self.text = message.filter
        self.said.append(message.filter)
        self.show()

    @on(Clauses.Lifted)
    def lifted(self, message: Clauses.Lifted) -> None:
        self.said.append(f"lifted {message.what}")
        self.time = "" if message.what == "time" else self.time
        self.log_name = "" if message.what == "log" else self.log_name
        self.show()

    @on(Clauses.Edit)
    def edit(self) -> None:
        self.said.append("edit")

    @on(Clauses.Left)
    def left(self) -> None:
        self.said.append("left")


@asynccontextmanager
async def shown(text: str, time: str = "", log: str = "") -> AsyncIterator[tuple[Pilot[None], Clauses]]:
    app = Shown(text, time, log)
    async with app.run_test(size=(100, 5)) as pilot:
        app.show()
        app.query_one(Clauses).focus()
        await pilot.pause()
        yield pilot, app.query_one(Clauses)


def heard(pilot: Pilot[None]) -> list[str]:
    assert isinstance(pilot.app, Shown)
    return pilot.app.said


@pytest.mark.parametrize(
    ("keys", "messages"),
    [
        ("delete", ["not actor:omar and (action:Delete* or action:Drop*)"]),
        ("right backspace", ["service:rds and (action:Delete* or action:Drop*)"]),
        ("l l h delete", ["service:rds and (action:Delete* or action:Drop*)"]),
        ("right right right right right delete", ["service:rds and not actor:omar"]),
        ("left i", ["not service:rds and not actor:omar and (action:Delete* or action:Drop*)"]),
        ("right i", ["service:rds and actor:omar and (action:Delete* or action:Drop*)"]),
        ("right i i", ["service:rds and actor:omar and (action:Delete* or action:Drop*)", THREE]),
        ("d", ["not actor:omar and (action:Delete* or action:Drop*)"]),
        ("d d", ["not actor:omar and (action:Delete* or action:Drop*)", THREE]),
        ("d i d", [THREE.replace("service:rds and ", ""), f"not {THREE}"]),
        ("d delete", ["not actor:omar and (action:Delete* or action:Drop*)"]),
        ("enter", ["edit"]),
        ("escape", ["left"]),
        ("down", ["left"]),
    ],
)
async def test_clauses_are_changed_from_the_keyboard(keys: str, messages: list[str]) -> None:
    async with shown(THREE) as (pilot, _):
        await pilot.press(*keys.split())
        await pilot.pause()
        assert heard(pilot) == messages


async def test_everything_may_be_switched_off_and_on_again() -> None:
    async with shown("a b") as (pilot, clauses):
        await pilot.press("d", "right", "d")
        assert heard(pilot) == ["b", ""]
        assert clauses.display
        await pilot.press("d", "left", "d")
        assert heard(pilot)[2:] == ["b", "a and b"]


async def test_the_range_of_time_and_the_log_are_lifted() -> None:
    async with shown("a", time="12:00 to 12:05", log="neptune_audit") as (pilot, clauses):
        await pilot.press("right", "d", "i", "delete", "delete", "delete")
        await pilot.pause()
        assert heard(pilot) == ["lifted time", "lifted log", "", "left"]
        assert not clauses.display


async def test_it_is_there_while_there_is_a_clause() -> None:
    async with shown("") as (_, clauses):
        assert not clauses.display
        clauses.show("a:")
        assert not clauses.display
        clauses.show("", log="cloudtrail")
        assert clauses.display
        clauses.show("a")
        clauses.show("a b:")
        assert clauses.display, "what is being typed changes nothing before it is a filter"
        clauses.show("")
        assert not clauses.display


async def test_what_a_log_says_does_not_act() -> None:
    async with shown('actor:"\x1b[31m\u202e[red]"') as (_, clauses):
        text = clauses.render_line(0).text
        assert "\x1b" not in text
        assert "\u202e" not in text
        assert "[red]" in text


async def test_a_click_goes_to_a_clause() -> None:
    async with shown("aaa bbb ccc") as (pilot, clauses):
        await pilot.click(Clauses, offset=(9, 0))
        assert clauses.current == chip("bbb")
