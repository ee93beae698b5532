"""Five hundred sequences of what happens to logs while they are followed."""

from __future__ import annotations

import sys
from pathlib import Path

import pytest

from tests.faults.campaign import campaign
from tests.faults.day import day


@pytest.mark.skipif(sys.platform == "win32", reason="open files are not renamed or deleted there")
@pytest.mark.timeout(180)
def test_whatever_happens_to_a_log_every_record_is_stored_once(tmp_path: Path) -> None:
    outcome = campaign(tmp_path / "logs", seed=4, first=0, count=500, workers=2)
    assert outcome.records > 20_000


def test_a_day_of_deliveries_adds_up_while_it_is_browsed(tmp_path: Path) -> None:
    came = day(tmp_path, files=80, seed=1, workers=0)
    assert came.copies > 50
