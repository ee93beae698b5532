"""The event pane on a screen: a cursor in a tree that stays folded, searched and safe."""

from __future__ import annotations

import json
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager

import pytest
from textual.app import App, ComposeResult
from textual.pilot import Pilot

from parsers import Layout, Value
from tests.widgets.windows import row
from tui.widgets.event import EventPane
from tui.window import Detail

RECORD = {
    "eventName": "DeleteDBCluster",
    "userIdentity": {"type": "AssumedRole", "sessionContext": {"mfa": "false"}},
    "requestParameters": {"dBClusterIdentifier": "graph-a", "tags": [{"key": "team"}, {"key": "cost"}]},
    "tlsDetails": {"cipher": "x1"},
    "readOnly": False,
}


def detail(number: int = 1, record: object = RECORD, **values: Value) -> Detail:
    """An event with that record."""
    raw = record if isinstance(record, bytes) else json.dumps(record).encode()
    return Detail(row(number, summary="mira deleted graph-a", **values), raw, ("trail/a.json #1",), ())


class Screen(App[None]):
    """The pane alone, and the leaves it says."""

    def __init__(self) -> None:
        super().__init__()
        self.said: list[tuple[str, str]] = []

    def compose(self) -> ComposeResult:
        """The pane."""
        yield EventPane()

    def on_event_pane_leaf_moved(self, message: EventPane.LeafMoved) -> None:
        self.said.append((message.path, message.value))


@asynccontextmanager
async def screen(height: int = 24) -> AsyncIterator[tuple[EventPane, Pilot[None], list[tuple[str, str]]]]:
    """A focused pane that shows an event."""
    app = Screen()
    async with app.run_test(size=(50, height)) as pilot:
        pane = app.query_one(EventPane)
        pane.focus()
        await pilot.pause()
        pane.show(detail())
        await pilot.pause()
        yield pane, pilot, app.said


def lines(pane: EventPane) -> list[str]:
    """What is on the screen."""
    return [pane.render_line(y).text.rstrip() for y in range(pane.size.height)]


async def test_the_cursor_walks_the_tree_and_says_where_it_is() -> None:
    async with screen() as (pane, pilot, said):
        await pilot.press("down", "j", "down", "down", "k")
        await pilot.pause()
        assert said[0] == ("eventName", "DeleteDBCluster")
        assert said[2] == ("userIdentity.type", "AssumedRole")
        assert pane.current() == said[-1] == ("userIdentity.sessionContext", '{"mfa": "false"}')
        assert json.loads(pane.raw_json()) == RECORD


async def test_folds_are_remembered_from_event_to_event() -> None:
    async with screen() as (pane, pilot, _):
        await pilot.press("down", "enter")
        assert "▸ userIdentity: {2}" in lines(pane)
        pane.show(detail(2))
        assert "▸ userIdentity: {2}" in lines(pane)
        await pilot.press("right")
        assert '    type: "AssumedRole"' in lines(pane)
        await pilot.press("-")
        assert sum("▸" in line for line in lines(pane)) == 3
        await pilot.press("+")
        assert '    cipher: "x1"' in lines(pane)


async def test_left_goes_out_and_right_goes_in() -> None:
    async with screen() as (pane, pilot, _):
        await pilot.press("+")
        for _ in range(7):
            pane.action_move(1)
        assert pane.current() == ("requestParameters.tags", '[{"key": "team"}, {"key": "cost"}]')
        await pilot.press("right", "l")
        assert pane.current() == ("requestParameters.tags.key", "team")
        await pilot.press("left")
        assert pane.current() == ("requestParameters.tags", '{"key": "team"}')
        await pilot.press("h", "left")
        assert "  ▾ tags" in lines(pane)
        assert "    ▸ 0: {1}" in lines(pane)
        assert pane.current() == ("requestParameters.tags", '[{"key": "team"}, {"key": "cost"}]')


async def test_folding_all_keeps_the_cursor_on_what_holds_it() -> None:
    async with screen() as (pane, pilot, _):
        await pilot.press("down", "down", "-")
        current = pane.current()
        assert current is not None
        assert current[0] == "userIdentity"


async def test_the_cursor_stays_on_its_path_in_the_next_event() -> None:
    async with screen() as (pane, _, _):
        for _ in range(5):
            pane.action_move(1)
        assert pane.current() == ("requestParameters.dBClusterIdentifier", "graph-a")
        pane.show(detail(2, {"first": 1, "requestParameters": {"dBClusterIdentifier": "graph-b"}}))
        assert pane.current() == ("requestParameters.dBClusterIdentifier", "graph-b")
        pane.show(detail(3, {"first": 1}))
        assert pane.current() == ("first", "1")


async def test_searching_goes_round_and_opens_what_is_folded() -> None:
    async with screen() as (pane, pilot, _):
        assert pane.find("X1") == 1
        assert pane.next_match() == 1
        assert pane.current() == ("tlsDetails.cipher", "x1")
        assert pane.find("key") == 2
        assert [pane.next_match() for _ in range(3)] == [1, 2, 1]
        assert pane.previous_match() == 2
        assert pane.current() == ("requestParameters.tags.key", "cost")
        assert pane.find("nowhere") == pane.next_match() == pane.previous_match() == 0
        assert pane.find("a.json") == 1
        assert pane.next_match() == 1
        assert pane.find("") == 0
        await pilot.pause()


async def test_a_short_screen_shows_all_by_moving() -> None:
    async with screen(height=5) as (pane, pilot, _):
        await pilot.press("end")
        assert lines(pane)[-1] == "trail/a.json #1"
        await pilot.press("home")
        assert lines(pane)[0] == "mira deleted graph-a"
        seen: set[str] = set()
        for _ in range(30):
            seen.update(lines(pane))
            pane.action_move(1)
        assert {"mira deleted graph-a", "trail/a.json #1", "  readOnly: false"} <= seen
        for _ in range(8):
            await pane.run_action("page(-0.5)")
        assert lines(pane)[0] == "mira deleted graph-a"


async def test_a_click_moves_the_cursor_and_a_second_one_folds() -> None:
    async with screen() as (pane, pilot, _):
        y = lines(pane).index("▾ userIdentity")
        await pilot.click(EventPane, offset=(4, y))
        assert (pane.current() or ("",))[0] == "userIdentity"
        await pilot.click(EventPane, offset=(4, y), times=2)
        assert "▸ userIdentity: {2}" in lines(pane)


@pytest.mark.parametrize(
    "record",
    [
        b"[" * 10_000 + b"]" * 10_000,
        b'{"a": 1,}',
        b"",
        b"\xff\xfe\x00",
        b'{"\x1b[2J": "\xe2\x80\xae"}',
        b'{"\\u001b[2J\\u202e": "\\u001b]0;x\\u0007", "\\ud800": 1e999}',
        b"[]",
        b"{}",
        b'"text"',
        b"1629182128935, 10.0.0.1:4, [unknown]",
    ],
)
async def test_any_record_is_shown_safely(record: bytes) -> None:
    async with screen() as (pane, pilot, _):
        pane.show(detail(2, record, action="\x1b[31m\u202e"))
        for action in (
            "move(1)",
            "fold_or_unfold",
            "fold",
            "unfold",
            "fold_all(True)",
            "fold_all(False)",
            "last",
        ):
            await pane.run_action(action)
        pane.find("a")
        pane.next_match()
        await pilot.pause()
        assert all(line.isprintable() for line in lines(pane))
        pane.raw_json().encode("utf-8")


async def test_nothing_is_shown_for_no_event() -> None:
    async with screen() as (pane, pilot, _):
        pane.show(None)
        await pilot.press("down", "enter", "end", "pagedown", "-", "left")
        assert not any(lines(pane))
        assert (pane.current(), pane.raw_json(), pane.detail, pane.find("x")) == (None, "", None, 0)


async def test_it_wraps_again_when_resized() -> None:
    async with screen() as (pane, pilot, _):
        pane.show(detail(2, {"agent": "z" * 60}))
        wide = [line for line in lines(pane) if "z" in line]
        await pilot.resize_terminal(30, 24)
        await pilot.pause()
        narrow = [line for line in lines(pane) if "z" in line]
        assert len(narrow) > len(wide)
        assert sum(line.count("z") for line in narrow) == 60


async def test_queries_are_laid_out_above_the_record() -> None:
    async with screen() as (pane, pilot, _):
        shown = detail()
        pane.show(Detail(shown.row, shown.raw, shown.places, (Layout("payload", "gremlin", "g.V()\n  .drop()"),)))
        await pilot.pause()
        found = lines(pane)
        assert found.index("payload · gremlin") < found.index("  .drop()") < found.index("▾ userIdentity")
