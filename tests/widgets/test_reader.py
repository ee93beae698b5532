"""The newest question wins, who moves is not moved back, and nothing blocks the loop."""

from __future__ import annotations

import asyncio
import threading
from collections.abc import Sequence

import pytest

from tests.widgets.windows import Computed
from tui.drawing.pages import Arrival, Order, Stand, stand_at
from tui.drawing.reader import Reader, Request
from tui.window import Row


class Gated(Computed):
    """A window whose rows come only when its gate is opened."""

    def __init__(self, total: int) -> None:
        super().__init__(total, instant=False)
        self.entered = threading.Event()
        self.gate = threading.Event()

    def rows(self, start: int, stop: int) -> Sequence[Row]:
        """Rows, once the gate is open."""
        self.entered.set()
        assert self.gate.wait(10)
        return super().rows(start, stop)


class Broken(Gated):
    """A window that fails when its gate is opened."""

    def rows(self, start: int, stop: int) -> Sequence[Row]:
        """Nothing but an error."""
        super().rows(start, stop)
        raise RuntimeError("interrupted")


class Screen:
    """A reader's screen of ten lines, and what it has been told."""

    def __init__(self) -> None:
        self.cursor = 0
        self.shown: list[int] = []
        self.fetched = 0
        self.reader = Reader(self.stand, self.arrived, self.more)
        self.reader.want(0, 10)

    def stand(self) -> Stand:
        return stand_at(self.reader.pages.rows, self.cursor, 0, 10, following=False)

    def arrived(self, request: Request, arrival: Arrival) -> None:
        self.shown.append(arrival.total)

    def more(self) -> None:
        self.fetched += 1


async def entered(window: Gated) -> None:
    assert await asyncio.to_thread(window.entered.wait, 10)


def test_what_is_instant_is_done_at_once() -> None:
    screen = Screen()
    screen.reader.ask(Request(Computed(500)))
    assert not screen.reader.at_once()
    assert screen.shown == [500]
    screen.reader.want(300, 10)
    assert not screen.reader.at_once()
    assert screen.reader.pages.rows[300].id == 300


async def test_a_newer_question_throws_away_the_older_one_s_answer() -> None:
    screen, old, new = Screen(), Gated(100), Computed(7, instant=False)
    screen.reader.ask(Request(old))
    assert screen.reader.at_once()
    running = asyncio.create_task(screen.reader.run())
    await entered(old)
    screen.reader.ask(Request(new))
    old.gate.set()
    await running
    assert screen.shown == [7]


async def test_growth_does_not_throw_away_the_answer_in_hand() -> None:
    screen, first, grown = Screen(), Gated(100), Computed(110, instant=False)
    screen.reader.ask(Request(first))
    running = asyncio.create_task(screen.reader.run())
    await entered(first)
    screen.reader.ask(Request(grown, same_view=True))
    first.gate.set()
    await running
    assert screen.shown == [100, 110]


async def test_who_moved_meanwhile_is_not_moved_back() -> None:
    screen, window = Screen(), Gated(100)
    screen.reader.ask(Request(Computed(50)))
    screen.reader.at_once()
    screen.reader.ask(Request(window, same_view=True))
    running = asyncio.create_task(screen.reader.run())
    await entered(window)
    screen.cursor = 3
    window.gate.set()
    await running
    assert screen.shown == [50, 100]
    assert len(window.asked) > 1  # worked out once more, for where the cursor is now


async def test_an_error_of_a_question_given_up_is_no_failure() -> None:
    screen, broken = Screen(), Broken(100)
    screen.reader.ask(Request(broken))
    running = asyncio.create_task(screen.reader.run())
    await entered(broken)
    screen.reader.ask(Request(Computed(7, instant=False)))
    broken.gate.set()
    await running
    assert screen.shown == [7]


async def test_any_other_error_is_told() -> None:
    screen, broken = Screen(), Broken(100)
    broken.gate.set()
    screen.reader.ask(Request(broken))
    with pytest.raises(RuntimeError, match="interrupted"):
        await screen.reader.run()


def test_a_window_with_fewer_rows_than_it_says_is_not_asked_for_ever() -> None:
    class Short(Computed):
        def rows(self, start: int, stop: int) -> Sequence[Row]:
            return super().rows(start, min(stop, 5))

    screen = Screen()
    screen.reader.ask(Request(Short(500), Order()))
    assert not screen.reader.at_once()
    assert 4 in screen.reader.pages.rows
    assert 5 not in screen.reader.pages.rows


def test_an_unanswered_new_question_stays_new_when_it_grows() -> None:
    window = Computed(1)
    grown = Request(window, same_view=True).after(Request(window, same_view=False, goal=4))
    assert (grown.same_view, grown.goal) == (False, 4)
    assert Request(window, same_view=True).after(None).same_view
