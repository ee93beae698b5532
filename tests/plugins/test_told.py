"""A plug-in that cannot be used is named where the person is."""

from __future__ import annotations

from pathlib import Path

import pytest

from tests.conftest import lines
from tui import formats
from tui.app import Tailtrail
from tui.cli import main
from tui.first import Page
from tui.session import Session
from tui.view import View

REFUSED = "was refused: it was written for version 9.0 of tailtrail's parsers, and this is 1.0: update"


@pytest.fixture
def newer(home: Path) -> Path:
    """Settings with a plug-in that was written for what is to come, and a log beside them."""
    folder = home / "config" / "tailtrail" / "parsers"
    folder.mkdir(parents=True)
    path = folder / "newer.py"
    path.write_text("from tests.parsers.doors import Doors\n\n\nclass Newer(Doors):\n    api = (9, 0)\n")
    (home / "log.jsonl").write_bytes(lines(1))
    return path


def test_on_standard_error_and_what_was_asked_is_answered(newer: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["query", "log.jsonl", "--filter", "actor:alice", "--limit", "1"]) == 0
    said = capsys.readouterr()
    assert said.out.count("\n") == 1
    assert said.err == f"tailtrail: the parser newer ({newer}) {REFUSED}\n"


async def test_on_the_screen(newer: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    formats.open_files([str(newer)])
    with Session(["log.jsonl"], follow=True, workers=1) as session:
        app = Tailtrail(session, View(), Page(), title="")
        said: list[str] = []
        monkeypatch.setattr(app, "notify", lambda message, **_: said.append(message))
        async with app.run_test() as pilot:
            await app.workers.wait_for_complete([w for w in app.workers if w.name == "formats"])
            await pilot.pause()
            assert said == [f"the parser newer ({newer}) {REFUSED}"]
