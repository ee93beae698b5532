"""Temporary sessions that stay: found again, gone on with, and cleaned up after a week."""

from __future__ import annotations

import os
import tempfile
from functools import partial
from pathlib import Path
from time import time

import pytest

from tests.conftest import lines
from tui.case.folder import Folder, FolderError, temporary
from tui.case.left import WEEK, left, resumed, sweep
from tui.session import Session


@pytest.fixture(autouse=True)
def _nothing_left(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """A place for what is temporary that only this test knows."""
    (tmp_path / "temporary").mkdir()
    monkeypatch.setattr(tempfile, "tempdir", str(tmp_path / "temporary"))


def stayed(tmp_path: Path, number: int = 1) -> str:
    """The name of a session that was left."""
    log = tmp_path / f"{number}.jsonl"
    log.write_bytes(lines(number))
    with Session([str(log)], workers=0) as session:
        session.load()
        session.case.kept = True
    return session.case.name


def aged(name: str, seconds: float) -> None:
    """Make a session's files that much older."""
    folder = next(one.path for one in left() if one.name == name)
    for file in folder.iterdir():
        os.utime(file, (time() - seconds, time() - seconds))


def test_what_is_left_in_order_leaves_nothing(tmp_path: Path) -> None:
    with Session([str(tmp_path)], workers=0) as session:
        session.load()
        assert [one.path for one in left()] == [session.folder]
    assert left() == []


def test_the_newest_is_gone_on_with_or_the_one_of_that_name(tmp_path: Path) -> None:
    first, second = stayed(tmp_path, 1), stayed(tmp_path, 2)
    aged(first, 3600)
    with Session([], workers=0, folder=resumed) as again:
        assert again.case.name == second
        again.load()
        assert again.progress().counts.events == 1
        assert again.title.endswith("2.jsonl")
        with Session([], workers=0, folder=resumed) as other:  # the newest is held
            assert other.case.name == first
    assert left() == []
    third = stayed(tmp_path, 3)
    assert resumed(third).name == third


def test_what_cannot_be_gone_on_with_is_told(tmp_path: Path) -> None:
    with pytest.raises(FolderError, match="no temporary session to go on with"):
        resumed()
    name = stayed(tmp_path)
    aged(name, 7260)
    with pytest.raises(FolderError, match=f"is called other; there are:\n  {name}  changed 2 h 01 min ago"):
        resumed("other")
    with Session([], workers=0, folder=partial(resumed, name)), pytest.raises(FolderError, match="is open in another"):
        resumed(name)


def test_after_a_week_they_go_unless_somebody_holds_them(tmp_path: Path) -> None:
    old, young, held = (stayed(tmp_path, number) for number in (1, 2, 3))
    folder = resumed(held)
    for name in (old, held):
        aged(name, WEEK + 60)
    aged(young, WEEK - 60)
    sweep(time())
    assert {one.name for one in left()} == {young, held}
    folder.close()


def test_what_others_put_there_is_left_alone(tmp_path: Path) -> None:
    mine = Path(tempfile.mkdtemp(prefix="tailtrail-"))
    (mine / "notes.txt").write_text("not a session")
    os.utime(mine / "notes.txt", (0, 0))
    theirs = temporary()
    (Path(tempfile.gettempdir()) / "tailtrail-link").symlink_to(theirs.path)
    sweep(time() + 2 * WEEK)
    assert (mine / "notes.txt").exists()
    assert left() == []
    assert isinstance(theirs, Folder)
    theirs.close()
