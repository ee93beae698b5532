"""The header on a screen."""

from __future__ import annotations

import pytest
from textual.app import App, ComposeResult

from tests.widgets.spread import NINE
from tui.drawing.status import Status
from tui.progress import Progress, State
from tui.store.counts import Counts
from tui.widgets.header import Header


class Shown(App[None]):
    def compose(self) -> ComposeResult:
        yield Header()


def text(header: Header) -> str:
    return header.render_line(0).text


@pytest.mark.parametrize("cells", [80, 120, 240])
async def test_it_shows_what_it_is_told_over_the_whole_width(cells: int) -> None:
    app = Shown()
    async with app.run_test(size=(cells, 5)) as pilot:
        header = app.query_one(Header)
        assert header.size.height == 1
        counts = Counts(events=1234, unparsed=1)
        header.show(Status("trail", Progress(State.FOLLOWING, 1, 1, counts), live=True, newest=NINE))
        await pilot.pause()
        assert text(header).startswith("tailtrail  trail  ")
        assert "1,234 events" in text(header)
        assert text(header).endswith("● LIVE")
        assert len(text(header)) == cells


async def test_every_theme_colours_it_and_plain_signs_are_ascii() -> None:
    app = Shown()
    async with app.run_test(size=(100, 5)) as pilot:
        header = app.query_one(Header)
        header.show(Status("trail", Progress(State.FOLLOWING), paused=True, waiting=2))
        colours = set()
        for theme in ("textual-dark", "textual-light", "tokyo-night", "ansi-dark"):
            app.theme = theme
            await pilot.pause()
            mark = next(s for s in header.render_line(0) if "PAUSED" in s.text)
            assert mark.style
            assert mark.style.color
            colours.add(str(mark.style.color))
        assert len(colours) > 1
        header.ascii = True
        assert text(header).endswith("|| PAUSED +2")
