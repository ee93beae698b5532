"""What is imported when: the way to the first paint must stay short, and this guards it without a clock."""

from __future__ import annotations

import subprocess
import sys
from pathlib import Path

import pytest

from tests.conftest import delivered

HEAVY = frozenset(
    {"duckdb", "numpy", "watchfiles", "isal", "multiprocessing", "importlib.metadata", "orjson", "json", "tomllib"}
)
"""Other people's modules that the first rows are drawn without."""

LATER = frozenset(
    {
        *("parsers.framing", "parsers.cloudtrail", "parsers.neptune_audit", "parsers.jsonlines"),
        *("tui.loading", "tui.feed.peek", "tui.feed.read", "tui.feed.work", "tui.feed.follow", "tui.feed.roll"),
        *("tui.store.store", "tui.store.window", "tui.headless", "tui.demo", "tui.filter.build", "tui.filter.trino"),
        *("tui.screens.help", "tui.screens.files", "tui.settings", "tui.overview", "tui.history"),
        *("tui.filter.tree", "tui.filter.edit", "tui.filter.clock", "tui.filter.written"),
        *("tui.widgets.filter_line", "tui.widgets.clauses", "tui.widgets.prompt", "tui.widgets.fields"),
        *("tui.widgets.notice", "tui.drawing.detail", "tui.drawing.facet_lines", "tui.drawing.chips"),
    }
)
"""Our own: all that reads, stores and asks, and what is not seen at first. Another process reads the first page."""

APP = """
from tui.app import Tailtrail
from tui.first import Page
from tui.run import show
from tui.session import Session
from tui.view import View
with Session([folder], follow=True) as session:
    Tailtrail(session, View(), Page(), title=session.title)
"""


def imported(code: str, folder: Path) -> set[str]:
    """The modules that a fresh Python has imported after some code, in which `folder` is a path."""
    code = f"import sys\nfolder = {str(folder)!r}\n{code}\nprint(*sys.modules)"
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)
    return set(done.stdout.split())


def test_the_command_line_alone_imports_nothing_heavy(tmp_path: Path) -> None:
    known = imported("import tui.cli", tmp_path)
    assert not known & {*HEAVY, *LATER, "textual", "asyncio", "lark", "orjson", "parsers", "tui.session"}


@pytest.mark.parametrize(
    "asked", [["--help"], ["--version"], ["query", "--help"], ["stats", "--help"], ["demo", "--help"]]
)
def test_help_and_version_are_told_at_once(tmp_path: Path, asked: list[str]) -> None:
    code = f"from tui.cli import main\ntry: main({asked})\nexcept SystemExit: pass"
    known = imported(code, tmp_path)
    assert "tui.cli" in known
    assert not known & {
        *HEAVY - {"importlib.metadata"},
        *LATER,
        "textual",
        "asyncio",
        "orjson",
        "msgspec",
        "parsers.base",
    }


def test_the_app_is_made_without_what_reads_and_stores(tmp_path: Path) -> None:
    known = imported(APP, tmp_path)
    assert "tui.screens.browse.screen" in known
    assert not known & {*HEAVY, *LATER}
    assert sum(name.partition(".")[0] in {"tui", "parsers"} for name in known) <= 95


def test_a_bare_count_needs_no_database(tmp_path: Path) -> None:
    (tmp_path / "trail.json").write_bytes(delivered(1, 2, 3))
    known = imported("from tui.cli import main\nmain(['query', folder, '--count'])", tmp_path)
    assert "3" in known
    assert not known & {"duckdb", "numpy", "lark", "textual", "tui.store.store", "tui.filter.sql"}
    assert "multiprocessing.popen_spawn_posix" not in known  # not for others' parsers, either: the file is surely ours
