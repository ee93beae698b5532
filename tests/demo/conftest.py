"""A written demo, shared by the tests that only read it."""

from __future__ import annotations

from datetime import UTC, datetime
from pathlib import Path

import pytest

from tui.demo import write_all

NOW = datetime(2031, 4, 17, 12, 3, 11, tzinfo=UTC)


@pytest.fixture
def now() -> datetime:
    """When the demos of these tests end."""
    return NOW


@pytest.fixture(scope="session")
def demo(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A folder with the whole demo, incident included."""
    folder = tmp_path_factory.mktemp("demo")
    write_all(folder, now=NOW)
    return folder
