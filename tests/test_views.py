"""Saved views on the screen: saved with their range of time, chosen, and opened with."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest
from textual.widgets import OptionList

from tests.browse_support import Seen, jsonl, lines, loaded, opened
from tests.conftest import event
from tui.config import default_path, load
from tui.run import named
from tui.settings import save_view
from tui.source import Source
from tui.view import View
from tui.widgets.clauses import Clauses


@pytest.fixture(scope="module")
def minute(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Source]:
    """Sixty events, one a second."""
    folder = tmp_path_factory.mktemp("minute")
    jsonl(folder / "a.jsonl", *(event(second) for second in range(60)))
    with loaded(folder) as source:
        yield source


@pytest.fixture(autouse=True)
def _settings(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("XDG_CONFIG_HOME", str(tmp_path / "config"))


async def saved(seen: Seen, written: str, total: int, name: str) -> None:
    """Show a range of time as it is written, and save the view."""
    await seen.press("t")
    await seen.write(written)
    await seen.press("enter")
    await seen.total(total)
    await seen.press("W")
    await seen.write(name)
    await seen.press("enter")
    await seen.until(lambda: f"Saved as {name}" in seen.said)


async def test_a_view_is_saved_with_its_time_and_chosen_again(minute: Source) -> None:
    async with opened(minute) as seen:
        await saved(seen, "last 10s", 11, "late")
        await saved(seen, "12:00:05..12:00:06", 2, "early")
        assert (seen.view.since is not None, seen.view.within) == (True, "")
        await seen.press("0")
        await seen.total(60)
        await seen.press("V", *["j"] * 5)
        assert "last 10s" in str(seen.app.screen.query_one(OptionList).get_option("late").prompt)
        await seen.press("enter")
        await seen.total(11)
        assert seen.view.within == "last 10s"
        seen.app.show_view("early")
        await seen.total(2)
        seen.app.show_view("failures")
        await seen.total(0)
        assert seen.view.since is not None, "a view that says nothing of time leaves it as it is"
        assert any(command.title == "View: late" for command in seen.app.get_system_commands(seen.app.screen))
    assert load().views["late"] == View(within="last 10s")
    assert f"{default_path()}".endswith("tailtrail/config.toml")


async def test_a_view_with_a_time_that_moves_is_opened_with(minute: Source) -> None:
    save_view(default_path(), "late", View(within="last 20s", columns=("time", "actor")))
    async with opened(minute, view=named(load(), "late")) as seen:
        await seen.total(21)
        await seen.until(lambda: "last 20s" in "".join(lines(seen.get(Clauses))))
        assert seen.table.cursor_field == "time"
