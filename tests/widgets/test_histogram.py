"""The histogram on a screen."""

from __future__ import annotations

from collections.abc import AsyncIterator
from contextlib import asynccontextmanager

import pytest
from rich.style import Style
from textual import events, on
from textual.app import App, ComposeResult
from textual.pilot import Pilot
from textual.strip import Strip

from tests.widgets.spread import MINUTE, NINE, bars
from tui.drawing.brush import Brush
from tui.widgets.histogram import Histogram

TEN = bars((8, 4, 0, 2, 8, 8, 1, 8, 8, 16), failed={1: 1}, worst={9: 8})


class Shown(App[None]):
    def __init__(self) -> None:
        super().__init__()
        self.said: list[object] = []

    def compose(self) -> ComposeResult:
        yield Histogram()

    @on(Histogram.Brushed)
    def brushed(self, message: Histogram.Brushed) -> None:
        self.said.append((message.since, message.until))

    @on(Histogram.Cleared)
    def cleared(self) -> None:
        self.said.append("cleared")

    @on(Histogram.Picked)
    def picked(self, message: Histogram.Picked) -> None:
        self.said.append(message.at)


@asynccontextmanager
async def shown(brush: Brush | None = None, cursor: int | None = None) -> AsyncIterator[tuple[Pilot[None], Histogram]]:
    app = Shown()
    async with app.run_test(size=(40, 10)) as pilot:
        histogram = app.query_one(Histogram)
        histogram.show(TEN, brush, cursor)
        await pilot.pause()
        yield pilot, histogram


def said(pilot: Pilot[None]) -> list[object]:
    assert isinstance(pilot.app, Shown)
    return pilot.app.said


def texts(histogram: Histogram) -> list[str]:
    return [histogram.render_line(y).text for y in range(histogram.size.height)]


def style_at(strip: Strip, x: int) -> Style:
    (segment,) = strip.crop(x, x + 1)
    assert segment.style
    return segment.style


def at(minute: float) -> int:
    return NINE + round(minute * MINUTE)


async def test_bars_fill_the_width_and_the_axis_tells_the_ends() -> None:
    async with shown() as (_, histogram):
        assert histogram.buckets == 40
        top, bottom, axis = texts(histogram)
        assert top == " " * 36 + "████"
        assert bottom == "████▄▄▄▄    ▂▂▂▂████████▁▁▁▁████████████"
        assert axis.startswith("09:00")
        assert axis.endswith("09:10")


async def test_failures_and_destruction_have_their_own_colours_and_letters() -> None:
    async with shown() as (_, histogram):
        top, bottom = histogram.render_line(0), histogram.render_line(1)
        usual, failed, worst = (histogram.inks.style(n).color for n in ("bar", "failed", "destructive"))
        assert len({usual, failed, worst}) == 3
        assert style_at(top, 38).color == worst
        assert style_at(bottom, 38).color == usual
        assert style_at(bottom, 5).color == failed
        histogram.ascii = True
        assert texts(histogram)[:2] == [" " * 36 + "DDDD", "####xxxx    ....########....############"]


async def test_the_brush_is_brighter_and_labelled() -> None:
    async with shown((at(2), at(8))) as (_, histogram):
        line = histogram.render_line(1)
        lit = histogram.inks.style("lit").color
        bright = [x for x in range(40) if style_at(line, x).color == lit]
        assert bright == list(range(8, 32))
        assert texts(histogram)[2].index("[09:02") == 8
        assert texts(histogram)[2].index("09:08]") == 26


async def test_without_bars_it_is_blank() -> None:
    async with shown() as (_, histogram):
        histogram.show(None)
        assert "".join(texts(histogram)).strip() == ""
        histogram.zoom(1)
        histogram.shift(1)
        histogram.show(bars((0, 0, 0)))
        assert texts(histogram)[0].strip() == ""


@pytest.mark.parametrize(
    ("brush", "cursor", "method", "argument", "expected"),
    [
        (None, 4, "brush_left", (), [(at(4), None)]),
        ((at(1), at(8)), 4, "brush_left", (), [(at(4), at(8))]),
        ((at(1), at(8)), 4, "brush_right", (), [(at(1), at(4) + 1_000_000)]),
        (None, None, "brush_left", (), []),
        (None, None, "brush_right", (), []),
        ((at(2), at(4)), None, "shift", (1,), [(at(3), at(5))]),
        ((at(2), at(4)), None, "shift", (-1,), [(at(1), at(3))]),
        ((at(0), at(4)), None, "shift", (-1,), []),
        (None, None, "shift", (1,), []),
        (None, None, "zoom", (1,), [(at(2.5), at(7.5))]),
        ((at(2), at(9)), None, "zoom", (-1,), ["cleared"]),
        ((at(2), at(4)), None, "clear", (), ["cleared"]),
        (None, None, "clear", (), []),
    ],
)
async def test_the_brush_is_moved_by_its_methods(
    brush: Brush | None, cursor: int | None, method: str, argument: tuple[int, ...], expected: list[object]
) -> None:
    async with shown(brush, None if cursor is None else at(cursor)) as (pilot, histogram):
        getattr(histogram, method)(*argument)
        await pilot.pause()
        assert said(pilot) == expected


async def test_moves_go_on_from_each_other_before_anyone_answers() -> None:
    async with shown((at(2), at(4))) as (pilot, histogram):
        histogram.shift(1)
        histogram.shift(1)
        await pilot.pause()
        assert said(pilot) == [(at(3), at(5)), (at(4), at(6))]


async def test_shifting_stays_in_the_whole_even_where_the_bars_show_less() -> None:
    async with shown() as (pilot, histogram):
        histogram.show(TEN, (at(8), at(10)), whole=(at(0), at(100)))
        histogram.shift(1)
        await pilot.pause()
        assert said(pilot) == [(at(9), at(11))]


async def test_a_drag_brushes_whole_bars() -> None:
    async with shown() as (pilot, histogram):
        await pilot.mouse_down(histogram, offset=(9, 1))
        await pilot.hover(histogram, offset=(21, 1))
        assert "[09:02" in texts(histogram)[2]
        assert said(pilot) == []
        await pilot.mouse_up(histogram, offset=(21, 1))
        await pilot.pause()
        assert said(pilot) == [(at(2), at(6))]


async def test_a_click_picks_a_place() -> None:
    async with shown((at(2), at(4))) as (pilot, histogram):
        await pilot.click(histogram, offset=(21, 0))
        assert said(pilot) == [at(5)]


async def test_the_wheel_zooms_round_the_pointer() -> None:
    async with shown() as (pilot, histogram):
        for kind in (events.MouseScrollUp, events.MouseScrollDown):
            histogram.post_message(kind(histogram, 0, 1, 0, 0, 0, False, False, False))
        await pilot.pause()
        assert said(pilot) == [(None, at(5)), "cleared"]


async def test_gaps_and_the_cursor_have_grounds_of_their_own() -> None:
    async with shown() as (_, histogram):
        histogram.show(TEN, None, at(2.1), gaps=[(at(2), at(3))])
        line = histogram.render_line(0)
        grounds = [style_at(line, x).bgcolor for x in (7, 8, 9, 11, 12)]
        assert grounds[0] == grounds[4]
        assert grounds[2] == grounds[3]
        assert len(set(grounds)) == 3
        histogram.point(None)
        assert style_at(histogram.render_line(0), 8).bgcolor == grounds[2]


async def test_a_gap_without_events_is_seen_without_colours() -> None:
    async with shown() as (_, histogram):
        histogram.show(TEN, gaps=[(at(1), at(3))])  # of the two bars the second is empty
        ground = histogram.size.height - 2
        assert [text.count("╱") for text in texts(histogram)[:ground]] == [0] * ground
        assert texts(histogram)[ground][8:12] == "╱" * 4
        assert texts(histogram)[ground].count("╱") == 4
        histogram.ascii = True
        assert texts(histogram)[ground].count("~") == 4
