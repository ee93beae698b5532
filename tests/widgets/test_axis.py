"""Times under the histogram."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tests.widgets.spread import MINUTE, NINE
from tui.drawing.axis import Axis, axis_line
from tui.drawing.brush import ALL, Brush
from tui.drawing.spans import width
from tui.drawing.times import Clock

HOUR, DAY = 60 * MINUTE, 24 * 60 * MINUTE


def text(length: int, cells: int, brush: Brush = ALL) -> str:
    axis = Axis(NINE, NINE + length, cells, Clock())
    return "".join(said for said, _ in axis_line(axis, brush))


@pytest.mark.parametrize(
    ("length", "cells", "words"),
    [
        (3 * HOUR, 72, "09:00 10:00 11:00 12:00"),
        (3 * HOUR, 80, "09:00 09:30 10:00 10:30 11:00 11:30 12:00"),
        (3 * HOUR, 30, "09:00 10:00 12:00"),
        (MINUTE, 70, "09:00:00 09:00:15 09:00:30 09:01:00"),
        (DAY, 50, "11-19 09:00 16:00 11-20 11-20 09:00"),
        (10 * DAY, 40, "11-19 11-26 11-29"),
        (730 * DAY, 60, "2026-11-19 2027-08-26 2028-11-18"),
        (HOUR, 4, ""),
    ],
)
def test_times_stand_at_round_places(length: int, cells: int, words: str) -> None:
    assert " ".join(text(length, cells).split()) == words


def test_a_time_stands_where_it_is() -> None:
    assert text(3 * HOUR, 80).index("10:30") == 40


def test_times_are_told_in_the_zone_of_the_clock() -> None:
    axis = Axis(NINE, NINE + 3 * HOUR, 20, Clock(utc=False))
    local = Clock(utc=False).moment(NINE)
    assert local
    assert axis_line(axis)[0][0] == local.minute


def test_both_ends_of_the_range_are_told() -> None:
    assert text(3 * HOUR, 40).startswith("09:00  ")
    assert text(3 * HOUR, 40).endswith("  12:00")


@pytest.mark.parametrize(
    ("brush", "label", "x"),
    [
        ((60, 120), "[10:00        11:00]", 20),
        ((60, 75), "[10:00 … 10:15]", 15),
        ((60, None), "[10:00 …", 20),
        ((None, 120), "… 11:00]", 32),
        ((0, 1), "[09:00 … 09:01]", 0),
        ((179, 180), "[11:59 … 12:00]", 45),
    ],
)
def test_ends_of_the_brush_stand_where_they_are(brush: tuple[int | None, int | None], label: str, x: int) -> None:
    since, until = (None if m is None else NINE + m * MINUTE for m in brush)
    found = text(3 * HOUR, 60, (since, until))
    assert found.find(label) == x


def test_seconds_are_told_where_the_brush_has_them_and_days_where_there_are_more() -> None:
    assert "[09:10:00 … 09:10:01]" in text(HOUR, 60, (NINE + 10 * MINUTE, NINE + 10 * MINUTE + 1_000_000))
    assert "[11-20 09:00 … 10:00]" in text(9 * DAY, 60, (NINE + DAY, NINE + DAY + HOUR))
    assert "[11-20 09:00 … 11-21 09:00]" in text(30 * DAY, 60, (NINE + DAY, NINE + 2 * DAY))


@given(
    st.integers(1, 10**16),
    st.integers(1, 250),
    st.none() | st.integers(NINE - 10**16, NINE + 10**16),
    st.integers(1, 10**16),
)
def test_the_line_never_runs_over(length: int, cells: int, since: int | None, wide: int) -> None:
    axis = Axis(NINE, NINE + length, cells, Clock())
    line = axis_line(axis, (since, None if since is None else since + wide))
    assert width(line) <= cells
