"""The screen of events: the filter written, values kept and dropped, undo."""

from __future__ import annotations

import pytest
from textual.widgets import Input

from tests.browse_support import MIDDLE, Seen, heard, lines, opened, to_actor
from tui.source import Source
from tui.view import View
from tui.widgets.event import EventPane
from tui.widgets.fields import FieldsPane


async def test_a_filter_shows_its_rows_while_it_is_written_and_enter_keeps_it(trail: Source) -> None:
    async with opened(trail) as seen:
        await seen.press("/")
        await seen.write("actor:alice")
        await seen.total(20)
        await seen.until(lambda: "20 of 62 events" in seen.header)
        await seen.press("enter")
        assert seen.table.has_focus
        assert seen.filter == "actor:alice"
        assert all("alice" in row for row in seen.rows)


async def test_letters_that_are_keys_elsewhere_are_written(trail: Source) -> None:
    async with opened(trail) as seen:
        await seen.press("/")
        await seen.write("quoxts1")
        assert seen.filter == "quoxts1"
        assert seen.app.is_running


@pytest.mark.parametrize(("key", "typed"), [("/", "jq:fool V1"), ("J", "12:00:58"), ("ctrl+f", "n0!")])
async def test_what_is_typed_in_one_breath_with_the_key_is_written(trail: Source, key: str, typed: str) -> None:
    async with opened(trail) as seen:
        for one in (key, *typed):
            seen.app.post_message(heard(one))
        await seen.until(lambda: isinstance(seen.app.focused, Input) and seen.app.focused.value == typed)
        assert seen.app.screen is seen.app.browse


async def test_escape_leaves_the_line_and_then_clears_it(trail: Source) -> None:
    async with opened(trail, view=View(filter="actor:bob")) as seen:
        await seen.total(20)
        await seen.press("/", "escape")
        assert seen.table.has_focus
        assert seen.filter == "actor:bob"
        await seen.press("escape")
        await seen.total(62)
        assert seen.filter == ""


async def test_a_bad_filter_says_where_and_the_last_result_stays(trail: Source) -> None:
    async with opened(trail) as seen:
        await seen.press("/")
        await seen.write("actor:bob")
        await seen.total(20)
        await seen.write(" (")
        await seen.until(lambda: seen.trouble)
        assert "finished" in seen.trouble or "expected" in seen.trouble
        assert seen.table.total == 20
        await seen.press("backspace")
        await seen.until(lambda: not seen.trouble)


async def test_no_match_is_told_with_what_to_do(trail: Source) -> None:
    async with opened(trail, MIDDLE, View(filter="effect:read actor:alic")) as seen:
        await seen.until(lambda: "No event matches: actor:alic finds nothing." in " ".join(seen.screen.split()))
        assert "Nearest that there is: actor:alice." in " ".join(seen.screen.split())
        await seen.press("escape")
        await seen.total(62)


@pytest.mark.parametrize(
    ("keys", "said", "count"),
    [
        (["=", "="], "", 62),
        (["=", "!"], "not actor:bob", 42),
        (["!"], "not actor:bob", 42),
        (["o", "o"], "", 62),
    ],
)
async def test_keys_keep_and_drop_the_value_of_a_cell(trail: Source, keys: list[str], said: str, count: int) -> None:
    async with opened(trail) as seen:
        await to_actor(seen)
        for key in keys:
            await seen.press(key)
            await seen.until(lambda: seen.table.cursor_row)
            if key != keys[-1]:
                await seen.total(20)
        assert seen.view.filter == said
        await seen.total(count)


async def test_o_lets_another_value_be_there_too(trail: Source) -> None:
    async with opened(trail, view=View(filter="actor:alice")) as seen:
        await seen.total(20)
        await seen.press("/")
        await seen.write(" or actor:bob")
        await seen.press("enter")
        await seen.total(40)
        await to_bob_or_carol(seen)
        assert seen.view.filter in {"actor:alice", "actor:bob"}
        await seen.total(20)


async def to_bob_or_carol(seen: Seen) -> None:
    """Take the actor under the cursor out of those that may be there."""
    while seen.table.cursor_field != "actor":
        await seen.press("right")
    await seen.press("o")


async def test_a_leaf_of_the_record_can_be_kept(trail: Source) -> None:
    async with opened(trail) as seen:
        await seen.press("up", "up", "enter")
        pane = seen.get(EventPane)
        await seen.until(lambda: pane.detail and pane.detail.row.id == getattr(seen.table.cursor_row, "id", None))
        await walk_to(seen, "requestParameters.dBClusterIdentifier")
        await seen.press("=")
        await seen.total(1)
        assert seen.view.filter == "requestParameters.dBClusterIdentifier:orders-59"
        assert pane.has_focus
        await seen.press("=")
        await seen.total(62)


async def walk_to(seen: Seen, path: str) -> None:
    """Go down the record to a leaf."""
    pane = seen.get(EventPane)
    for _ in range(60):
        if (pane.current() or ("",))[0] == path:
            return
        await seen.press("down")
    pytest.fail(f"{path} is not in the event pane:\n{seen.event}")


async def test_a_value_of_the_fields_pane_can_be_kept_and_dropped(trail: Source) -> None:
    async with opened(trail) as seen:
        await seen.press("f")
        await seen.until(lambda: "carol" in "\n".join(lines(seen.get(FieldsPane))))
        assert seen.get(FieldsPane).has_focus
        await seen.press("down", "=")
        await seen.total(20)
        kept = seen.view.filter
        assert kept.startswith("actor:")
        await seen.press("!")
        await seen.total(42)
        assert seen.view.filter == f"not {kept}"


async def test_undo_and_redo_walk_through_the_views(trail: Source) -> None:
    async with opened(trail) as seen:
        await to_actor(seen)
        await seen.press("=")
        await seen.total(20)
        await seen.press("/")
        await seen.write(" action:Delete*")
        await seen.press("enter")
        await seen.total(1)
        await seen.press("u")
        await seen.total(20)
        await seen.press("u")
        await seen.total(62)
        assert seen.filter == ""
        await seen.press("u", "U")
        await seen.total(20)
        await seen.press("U", "U")
        await seen.total(1)
