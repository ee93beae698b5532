"""A dozen of the kills that `python -m tests.kills` makes hundreds of."""

from __future__ import annotations

import sys
from pathlib import Path

import pytest

from tests.kills import campaign


@pytest.mark.timeout(300)
@pytest.mark.skipif(sys.platform == "win32", reason="nobody is killed like that there")
def test_killed_at_any_moment_nothing_is_lost_and_nothing_doubled(tmp_path: Path) -> None:
    (said,) = campaign(kills=12, seed=3, scratch=tmp_path, events=500)
    assert "killed 12 times" in said
