"""Marks: to come back to, to compare with, to write out."""

from __future__ import annotations

from functools import partial
from pathlib import Path

import orjson
import pytest
from textual.widgets import Input, OptionList, Static

from tests.browse_support import Seen, opened
from tui.screens.difference import Difference
from tui.screens.exporting import Exporting
from tui.source import Source
from tui.window import Detail, RowGoneError


async def mark(seen: Seen, *seconds: int) -> None:
    for second in seconds:
        while seen.second != second:
            await seen.press("up" if (seen.second or 0) > second else "down")
        await seen.press("m")


async def test_marks_are_gone_round_and_taken_away(trail: Source) -> None:
    async with opened(trail) as seen:
        await mark(seen, 58, 50)
        found = []
        for _ in range(3):
            await seen.press("M")
            await seen.settled()
            found.append(seen.second)
        assert found == [58, 50, 58]
        await seen.press("m", "M")
        await seen.settled()
        assert seen.second == 50
        await seen.press("m", "M")
        assert "No event is marked" in seen.said


async def test_two_events_are_compared(trail: Source) -> None:
    async with opened(trail, (120, 40)) as seen:
        await seen.press("d")
        assert "m marks an event" in seen.said
        await mark(seen, 47)
        await seen.press("up", "d")
        await seen.until(lambda: isinstance(seen.app.screen, Difference))
        await seen.until(lambda: "places differ" in seen.said)
        places = seen.app.screen.query_one(OptionList)
        texts = [str(option.prompt) for option in places.options]
        assert "requestParameters.dBClusterIdentifier  - orders-47  + orders-46" in texts
        assert not any(text.startswith("eventVersion") for text in texts)
        await seen.press("a")
        assert len(places.options) > len(texts)
        await seen.press("d")
        assert seen.app.screen is seen.app.browse


async def test_an_event_that_was_taken_back_is_not_compared(trail: Source, monkeypatch: pytest.MonkeyPatch) -> None:
    async with opened(trail, (120, 40)) as seen:
        await mark(seen, 47)
        await seen.press("up")
        await seen.settled()

        def gone(_: int) -> Detail:
            raise RowGoneError

        with monkeypatch.context() as patched:
            patched.setattr(trail, "detail", gone, raising=False)
            await seen.press("d")
            await seen.until(partial(told, seen, "there no longer"))
            await seen.press("d")


async def test_the_marked_or_all_are_written(trail: Source, tmp_path: Path) -> None:
    async with opened(trail) as seen:
        await mark(seen, 58, 50)
        for name, more, ids in (("marked", "", ("50", "58")), ("all", "m", None)):
            path = tmp_path / f"{name}.jsonl"
            await seen.press("e", *more)
            await to(seen, path)
            await seen.until(lambda: seen.app.screen is seen.app.browse)
            rows = [orjson.loads(line) for line in path.read_bytes().splitlines()]
            assert [row["eventID"][-2:] for row in rows] == list(ids) if ids else len(rows) == 62
            await seen.until(partial(told, seen, f"Wrote {len(rows)} events"))


def told(seen: Seen, text: str) -> bool:
    return text in seen.said


async def to(seen: Seen, path: Path) -> None:
    """Choose the form under the cursor, and write to a path."""
    await seen.until(lambda: isinstance(seen.app.screen, Exporting))
    await seen.press("enter")
    seen.app.screen.query_one(Input).value = str(path)
    await seen.press("enter")


async def test_nothing_is_overwritten_or_put_among_the_logs(trail: Source, tmp_path: Path) -> None:
    there = tmp_path / "there.jsonl"
    there.write_text("precious")
    async with opened(trail) as seen:
        logs = Path(trail.entries()[0].path).parent
        await seen.press("e")
        for path, why in (
            (there, "There is a file of that name"),
            (tmp_path / "no" / "x", "Not written"),
            (logs / "x", "being read as logs"),
        ):
            seen.app.screen.query_one(OptionList).focus()
            await to(seen, path)
            await seen.until(partial(told, seen, why))
        assert there.read_text() == "precious"
        assert not (logs / "x").exists()
        await seen.press("escape")
        assert seen.app.screen is seen.app.browse


async def test_the_question_is_copied_for_athena(trail: Source) -> None:
    async with opened(trail) as seen:
        await seen.press("/", *"effect:write", "enter", "e", "up", "enter")
        note = seen.app.screen.query_one("#exporting-note", Static)
        assert "cannot say this" in str(note.content)
        await seen.press("escape", "escape", "e", "up", "enter")
        await seen.until(lambda: seen.app.screen is seen.app.browse)
        assert seen.app.clipboard.startswith("SELECT *")
