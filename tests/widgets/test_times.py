"""Times leave out what repeats, and nothing else."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from parsers import NO_TIME, Value
from tests.widgets.windows import NOON, SECOND
from tui.drawing.spans import width
from tui.drawing.times import Clock, arrived

DAY = 24 * 3600 * SECOND


def said(clock: Clock, time: Value, above: Value, *, first: bool = False) -> str:
    return "".join(text for text, _ in clock.cell(time, above, first=first))


@pytest.mark.parametrize(
    ("time", "above", "first", "undated", "dated"),
    [
        (NOON, NOON, True, "12:00:00", "11-20 12:00:00"),
        (NOON + 59 * SECOND, NOON, False, "     :59", "           :59"),
        (NOON + 59 * SECOND, NOON, True, "12:00:59", "11-20 12:00:59"),
        (NOON + 60 * SECOND, NOON, False, "12:01:00", "      12:01:00"),
        (NOON + DAY, NOON, False, "12:00:00", "11-21 12:00:00"),
        (NOON, NOON + SECOND, False, "     :00", "           :00"),
        (NOON, None, False, "12:00:00", "11-20 12:00:00"),
        (None, NOON, False, " no time", "       no time"),
        (NO_TIME, NOON, False, " no time", "       no time"),
        (1, None, False, "00:00:00", "01-01 00:00:00"),
    ],
)
def test_cell(time: Value, above: Value, first: bool, undated: str, dated: str) -> None:
    assert said(Clock(), time, above, first=first) == undated
    assert said(Clock(dated=True), time, above, first=first) == dated


@given(st.none() | st.integers(-(1 << 63), 1 << 63), st.none() | st.integers(-(1 << 63), 1 << 63), st.booleans())
def test_a_cell_is_always_as_wide_as_the_column(time: Value, above: Value, dated: bool) -> None:
    clock = Clock(dated=dated)
    assert width(clock.cell(time, above, first=False)) == clock.width
    assert clock.full(time)
    assert clock.title(time)


def test_local_time_is_the_machine_s(monkeypatch: pytest.MonkeyPatch) -> None:
    import time

    from tui.drawing import times

    monkeypatch.setenv("TZ", "EST5")
    time.tzset()
    times._minute.cache_clear()
    try:
        assert said(Clock(utc=False), NOON, None) == "07:00:00"
        assert Clock(utc=False).title(NOON) == "11-20 EST"
        assert Clock(utc=False).full(NOON) == "2026-11-20 07:00:00 EST"
    finally:
        monkeypatch.undo()
        time.tzset()
        times._minute.cache_clear()


def test_the_title_says_what_the_lines_leave_out() -> None:
    assert Clock().title(NOON) == "11-20 UTC"
    assert Clock(dated=True).title(NOON) == "2026 UTC"
    assert Clock().title(None) == "time"


def test_a_full_time_keeps_its_fraction() -> None:
    assert Clock().full(NOON + 120_000) == "2026-11-20 12:00:00.12Z"
    assert Clock().full(NOON) == "2026-11-20 12:00:00Z"


@pytest.mark.parametrize(
    ("late", "said"),
    [
        (0, "12:00:00 +0 s"),
        (291, "12:04:51 +5 min"),
        (5_900, "13:38:20 +98 min"),
        (6_000, "11-20 13:40:00"),
        (86_400, "11-21 12:00:00"),
        (-1, "11-20 11:59:59"),
    ],
)
def test_an_arrival_tells_the_delay_where_it_can_be_one(late: int, said: str) -> None:
    assert arrived(Clock(), NOON + late * SECOND, NOON) == said


def test_an_arrival_of_an_event_without_time_tells_its_day_and_none_says_nothing() -> None:
    assert arrived(Clock(), NOON, None) == "11-20 12:00:00"
    assert arrived(Clock(), None, NOON) == ""
