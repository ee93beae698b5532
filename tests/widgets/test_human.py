"""Numbers in words."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tui.drawing.human import duration, number, short


@pytest.mark.parametrize(
    ("count", "said"),
    [
        (0, "0"),
        (9_999, "9,999"),
        (10_000, "10.0k"),
        (99_999, "99.9k"),
        (100_000, "100k"),
        (999_999, "999k"),
        (1_000_000, "1.0M"),
        (123_456_789, "123M"),
        (5_000_000_000, "5G"),
    ],
)
def test_short(count: int, said: str) -> None:
    assert short(count) == said


@given(st.integers(0, 10**12))
def test_short_is_short(count: int) -> None:
    assert len(short(count)) <= 5


def test_number() -> None:
    assert number(1_234_567) == "1,234,567"


@pytest.mark.parametrize(
    ("seconds", "said"),
    [(-1, "0 s"), (0.4, "0 s"), (99, "99 s"), (100, "2 min"), (3_600, "60 min"), (7_800, "2 h 10 min")],
)
def test_duration(seconds: float, said: str) -> None:
    assert duration(seconds) == said
