"""What is let in by one test is not let in by the next."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest

from tui import formats


@pytest.fixture
def home(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[Path]:
    """An empty folder to work in, with settings of its own."""
    monkeypatch.setenv("XDG_CONFIG_HOME", str(tmp_path / "config"))
    monkeypatch.chdir(tmp_path)
    yield tmp_path
    formats.open_files([])
