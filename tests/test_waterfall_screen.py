"""The waterfall on the screen."""

from __future__ import annotations

from collections.abc import AsyncIterator
from contextlib import asynccontextmanager

import pytest
from msgspec.structs import replace
from textual.app import App
from textual.pilot import Pilot
from textual.widgets import OptionList, Static

from tui.drawing.spans import Span, width
from tui.drawing.waterfall_lines import bar, beginning, mend_line, step_line, titles, verdict
from tui.filter.errors import FilterError
from tui.screens import waterfall
from tui.screens.waterfall import Waterfall
from tui.store.waterfall import Fall, Mend, Step
from tui.window import SupersededError

TEXT = "service:neptune and action:DeletDBCluster and client:10.0.0.0/8"
STEPS = (
    Step("service:neptune", 1000, 3000, 1000),
    Step("action:DeletDBCluster", 0, 1000, 0),
    Step("client:10.0.0.0/8", 0, 0, 900),
)
MENDS = (
    Mend("action:DeleteDBCluster", "service:neptune and action:DeleteDBCluster and client:10.0.0.0/8", 3, 2),
    Mend("action:DescribeDBClusters", "service:neptune and action:DescribeDBClusters and client:10.0.0.0/8", 31, 0),
)
EMPTY = Fall(TEXT, 4000, STEPS, 1, MENDS)
HOPELESS = Fall(TEXT, 4000, STEPS, 1)
FOUND = Fall("service:neptune", 4000, STEPS[:1])


def said(spans: tuple[Span, ...]) -> str:
    return "".join(text for text, _ in spans)


@pytest.mark.parametrize("cells", [40, 60, 76, 100, 200])
@pytest.mark.parametrize("blocks", [True, False])
def test_every_line_is_as_wide_as_asked(cells: int, blocks: bool) -> None:
    lines = [titles(cells), beginning(EMPTY, cells, blocks=blocks), *(mend_line(mend, cells) for mend in MENDS)]
    lines += [step_line(EMPTY, place, cells, blocks=blocks) for place in range(3)]
    assert {width(line) for line in lines} == {cells}


def test_a_line_says_how_many_are_removed_and_left() -> None:
    assert said(step_line(EMPTY, 0, 76)).split() == ["service:neptune", "████▊░░░░░░░░░░░░░░", "-3,000", "1,000"]
    assert said(beginning(EMPTY, 76)).split()[-1] == "4,000"
    assert "then none" in said(mend_line(MENDS[1], 76))


def test_the_clause_that_leaves_nothing_stands_out() -> None:
    inks = [{ink for _, ink in step_line(EMPTY, place, 76)} for place in range(3)]
    assert ["emptied" in ink for ink in inks] == [False, True, False]


@pytest.mark.parametrize(
    ("counts", "drawn"),
    [
        ((4, 0, 4), ("████████", "")),
        ((2, 2, 4), ("████", "░░░░")),
        ((1, 1, 4), ("██", "░░    ")),
        ((0, 0, 4), ("", "        ")),
        ((1, 0, 1000000), ("▏", "       ")),
        ((0, 1, 1000000), ("", "░       ")),
        ((0, 0, 0), ("", "        ")),
    ],
)
def test_a_bar_has_a_part_for_what_is_left_and_one_for_what_was_taken(
    counts: tuple[int, int, int], drawn: tuple[str, str]
) -> None:
    assert bar(*counts, 8) == drawn


@pytest.mark.parametrize(
    ("fall", "sentence"),
    [
        (FOUND, "1,000 of 4,000 events are left."),
        (EMPTY, "action:DeletDBCluster finds nothing."),
        (Fall("", 4000, ()), "There is no filter: every event is shown."),
        (Fall("a", 0, (Step("a", 0, 0, 0),)), "There is nothing to choose from"),
        (replace(FOUND, searched=0.25), "Still searching the records: 25%. So far 1,000 of 4,000 events are left."),
        (Fall("a b", 9, (Step("a", 3, 6, 3), Step("b", 0, 3, 7)), 1), "b finds 7 by itself, but none of them"),
    ],
)
def test_what_came_of_it_is_one_sentence(fall: Fall, sentence: str) -> None:
    assert verdict(fall).startswith(sentence)


class Shown(App[None]):
    """A waterfall that is counted again and again, until there is nothing more to come."""

    def __init__(self, *falls: Fall) -> None:
        super().__init__()
        self.got: list[str | None] = []
        self.falls = list(falls)

    def count(self) -> Fall:
        if not self.falls:
            raise SupersededError
        return self.falls.pop(0)


@asynccontextmanager
async def shown(fall: Fall | None, size: tuple[int, int] = (80, 24)) -> AsyncIterator[tuple[Pilot[None], Waterfall]]:
    app = Shown(*([fall] if fall else []))
    async with app.run_test(size=size) as pilot:
        screen = Waterfall(TEXT, app.count)
        await app.push_screen(screen, app.got.append)
        while app.falls:
            await pilot.pause()
        await pilot.pause()
        yield pilot, screen


def got(pilot: Pilot[None]) -> list[str | None]:
    assert isinstance(pilot.app, Shown)
    return pilot.app.got


@pytest.mark.parametrize(
    ("fall", "keys", "wanted"),
    [
        (EMPTY, "enter", [MENDS[0].filter]),
        (EMPTY, "down enter", [MENDS[1].filter]),
        (EMPTY, "up up delete", ["service:neptune and client:10.0.0.0/8"]),
        (EMPTY, "up backspace", ["service:neptune and action:DeletDBCluster"]),
        (EMPTY, "delete", []),
        (EMPTY, "up enter", []),
        (EMPTY, "escape", [None]),
        (HOPELESS, "delete", ["service:neptune and client:10.0.0.0/8"]),
        (HOPELESS, "enter", []),
        (FOUND, "escape", [None]),
        (None, "delete", []),
        (None, "escape", [None]),
    ],
)
async def test_it_is_left_with_the_filter_that_is_wanted(
    fall: Fall | None, keys: str, wanted: list[str | None]
) -> None:
    async with shown(fall) as (pilot, _):
        await pilot.press(*keys.split())
        await pilot.pause()
        assert got(pilot) == wanted


async def test_it_is_counted_again_until_it_is_exact(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(waterfall, "AGAIN", 0.001)
    async with shown(None) as (pilot, screen):
        verdict_ = screen.query_one("#waterfall-verdict", Static)
        assert str(verdict_.content) == "Counting…"
        assert isinstance(pilot.app, Shown)
        pilot.app.falls += [
            replace(EMPTY, searched=0.5, emptied=None, mends=()),
            replace(EMPTY, searched=0.9),
            EMPTY,
            FOUND,
        ]
        while str(verdict_.content) != "action:DeletDBCluster finds nothing.":
            await pilot.pause()
        assert pilot.app.falls == [FOUND], "what is exact is not counted again"
        await pilot.press("enter")
        assert got(pilot) == [MENDS[0].filter]


async def test_a_filter_that_is_none_is_told() -> None:
    def count() -> Fall:
        raise FilterError("nothing is asked", 3, ("a value",))

    async with Shown().run_test() as pilot:
        await pilot.app.push_screen(screen := Waterfall("a:", count))
        while "nothing is asked" not in str(screen.query_one("#waterfall-verdict", Static).content):
            await pilot.pause()


@pytest.mark.parametrize("size", [(40, 12), (80, 24), (200, 50)])
async def test_it_fits_its_screen(size: tuple[int, int]) -> None:
    async with shown(EMPTY, size) as (pilot, screen):
        region = screen.query_one("Vertical").region
        assert region.x >= 0
        assert region.right <= size[0]
        assert region.bottom <= size[1]
        await pilot.press("up")
        await pilot.resize_terminal(90, 30)
        await pilot.pause()
        option = screen.query_one(OptionList).highlighted_option
        assert option is not None
        assert option.id == "step:2", "a new size moves no cursor"


async def test_markup_in_a_clause_is_text() -> None:
    fall = Fall("[red]x[/red]", 5, (Step("[red]x[/red]\x1b", 0, 5, 0),), 0)
    async with shown(fall) as (_, screen):
        assert "[red]x[/red]␛" in str(screen.query_one("#waterfall-verdict", Static).content)
        assert "[red]x" in str(screen.query_one(OptionList).get_option("step:0").prompt)
