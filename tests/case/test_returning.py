"""Who comes back to a kept session sees what they left, before and after there is a store to ask."""

from __future__ import annotations

from functools import partial
from pathlib import Path

import pytest

from tests.browse_support import jsonl, opened, small_trail
from tests.conftest import event
from tui.case.folder import kept
from tui.session import Session
from tui.standing import Standing
from tui.view import View

ASKED = View("actor:alice", "cloudtrail", columns=("time", "actor", "target"))


def session(folder: Path, *paths: Path, follow: bool = True) -> Session:
    return Session([str(path) for path in paths], follow=follow, workers=0, folder=partial(kept, str(folder)))


@pytest.fixture
def logs(tmp_path: Path) -> Path:
    (tmp_path / "logs").mkdir()
    small_trail(tmp_path / "logs")
    return tmp_path / "logs"


async def test_how_a_screen_is_left(tmp_path: Path, logs: Path) -> None:
    with session(tmp_path / "case", logs) as first:
        async with opened(first, view=ASKED) as seen:
            await seen.total(20)
            await seen.until(lambda: seen.app.browse.leaving.left.rows)
            assert seen.app.browse.leaving.left.row is None
            await seen.press("g", "j")
            await seen.until(lambda: seen.app.browse.leaving.left.row is not None)
            left = seen.app.browse.leaving.left
            assert seen.table.cursor_row in left.rows
            await seen.until((first.folder / "view.json").exists)
    assert left.view == ASKED


def left_at(case: Path, logs: Path, view: View, place: int | None) -> Standing:
    """A session that was left with the cursor at a place of a view, or following the newest."""
    with session(case, logs, follow=False) as first:
        store = first.load()
        ids = store.select(view).ids.tolist()
        rows = store.rows(ids[-20:] if place is None else ids[:20])
        standing = Standing(view, None if place is None else ids[place], (ids[1],), tuple(rows))
        first.keep(standing)
    return standing


async def test_the_view_the_marks_and_the_row_under_the_cursor(tmp_path: Path, logs: Path) -> None:
    left = left_at(tmp_path / "case", logs, ASKED, 3)
    jsonl(logs / "trail.jsonl", *(event(number) for number in (70, 71)))
    with session(tmp_path / "case") as again:
        assert again.case.left == left
        async with opened(again, left=again.case.left) as seen:
            await seen.total(22)
            await seen.until(lambda: seen.table.cursor_row and seen.table.cursor_row.id == left.row)
            assert seen.app.browse.views.now == ASKED
            assert seen.filter == "actor:alice"
            assert tuple(seen.table.marks.marked) == left.marks
            assert not seen.table.following


@pytest.mark.parametrize("place", [None, 5])
async def test_what_was_on_the_screen_is_drawn_without_a_store(
    tmp_path: Path, logs: Path, place: int | None, monkeypatch: pytest.MonkeyPatch
) -> None:
    left = left_at(tmp_path / "case", logs, View(), place)
    with session(tmp_path / "case") as again:
        monkeypatch.setattr(again, "start", lambda: None)  # nobody loads
        async with opened(again, left=again.case.left) as seen:
            assert seen.table.total == 20
            assert seen.table.following is (place is None)
            row = seen.table.cursor_row
            assert row is not None
            assert ~row.id == (left.rows[-1].id if place is None else left.row)


def test_what_was_filled_without_a_screen_is_drawn_at_once_too(tmp_path: Path, logs: Path) -> None:
    with session(tmp_path / "case", logs, follow=False) as first:
        store = first.load()
        newest = store.select(View()).ids[-5:].tolist()
    with session(tmp_path / "case") as again:
        rows = again.case.left.rows
        assert [row.id for row in rows][-5:] == newest
        assert rows[-1].values["action"] == "gremlin drop"


def test_a_folder_that_takes_nothing_is_no_reason_to_stop(tmp_path: Path, logs: Path) -> None:
    with session(tmp_path / "case", logs) as first:
        (first.folder / "view.json.part").mkdir()
        first.keep(Standing(ASKED))
        assert first.case.left == Standing()
