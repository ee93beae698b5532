"""Brushing, shifting and zooming a range of time."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tui.drawing.brush import ALL, SECOND, Brush, closed, framing, from_here, shifted, until_here, zoomed

S = SECOND
WHOLE = (100 * S, 200 * S)

ends = st.integers(0, 300 * S)


def _brush(since: int | None, until: int | None, length: int) -> Brush:
    return since, until if until is None or since is None or since < until else since + length


brushes = st.builds(_brush, st.none() | ends, st.none() | ends, st.integers(1, 50 * S))


@pytest.mark.parametrize(
    ("brush", "at", "expected"),
    [
        (ALL, 150 * S + 7, (150 * S, None)),
        ((120 * S, 160 * S), 150 * S, (150 * S, 160 * S)),
        ((120 * S, 160 * S), 170 * S, (170 * S, None)),
    ],
)
def test_from_here(brush: Brush, at: int, expected: Brush) -> None:
    assert from_here(brush, at) == expected


@pytest.mark.parametrize(
    ("brush", "at", "expected"),
    [
        (ALL, 150 * S + 7, (None, 151 * S)),
        (ALL, 150 * S, (None, 151 * S)),
        ((120 * S, 160 * S), 150 * S, (120 * S, 151 * S)),
        ((120 * S, 160 * S), 110 * S, (None, 111 * S)),
    ],
)
def test_until_here_keeps_the_event_itself(brush: Brush, at: int, expected: Brush) -> None:
    assert until_here(brush, at) == expected


@pytest.mark.parametrize(
    ("brush", "way", "expected"),
    [
        ((120 * S, 140 * S), 1, (130 * S, 150 * S)),
        ((120 * S, 140 * S), -1, (110 * S, 130 * S)),
        ((105 * S, 125 * S), -1, (100 * S, 120 * S)),
        ((100 * S, 120 * S), -1, (100 * S, 120 * S)),
        ((150 * S, None), -1, (125 * S, 175 * S)),
        ((150 * S, None), 1, (150 * S, None)),
    ],
)
def test_shift_is_by_half_the_width_and_stays_within(brush: Brush, way: int, expected: Brush) -> None:
    assert shifted(brush, way, WHOLE) == expected


@pytest.mark.parametrize(
    ("brush", "way", "at", "expected"),
    [
        (ALL, 1, None, (125 * S, 175 * S)),
        (ALL, 1, 100 * S, (None, 150 * S)),
        ((120 * S, 140 * S), -1, None, (110 * S, 150 * S)),
        ((120 * S, 140 * S), -1, 120 * S, (120 * S, 160 * S)),
        ((110 * S, 180 * S), -1, None, ALL),
        ((120 * S, 121 * S), 1, None, (120 * S, 121 * S)),
        (ALL, -1, None, ALL),
    ],
)
def test_zoom(brush: Brush, way: int, at: int | None, expected: Brush) -> None:
    assert zoomed(brush, way, at, WHOLE) == expected


@given(brushes, st.sampled_from([1, -1]), st.none() | ends)
def test_a_range_is_never_empty(brush: Brush, way: int, at: int | None) -> None:
    for found in (zoomed(brush, way, at, WHOLE), shifted(brush, way, WHOLE)):
        assert found[0] is None or found[1] is None or found[0] < found[1]


@given(brushes, st.sampled_from([1, -1]))
def test_shifting_moves_no_further_out(brush: Brush, way: int) -> None:
    before, after = closed(brush, WHOLE), closed(shifted(brush, way, WHOLE), WHOLE)
    assert min(before[0], WHOLE[0]) <= after[0]
    assert after[1] <= max(before[1], WHOLE[1])
    assert after[1] - after[0] == before[1] - before[0]


def test_a_wide_brush_is_framed_by_the_whole() -> None:
    assert framing((120 * S, 140 * S), WHOLE) == WHOLE
    assert framing(ALL, WHOLE) == WHOLE


@given(st.integers(100, 199), st.integers(1, 3))
def test_a_narrow_brush_is_framed_by_what_is_round_it(since: int, length: int) -> None:
    brush = (since * S, min(200, since + length) * S)
    begin, end = framing(brush, WHOLE)
    assert WHOLE[0] <= begin <= brush[0]
    assert brush[1] <= end <= WHOLE[1]
    assert end - begin == 8 * (brush[1] - brush[0])
