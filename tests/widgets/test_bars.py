"""Bars of blocks."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tui.drawing.bars import FULL, SEEN, lying, plain, share_out, stack, upright

counts = st.integers(0, 10_000)


@pytest.mark.parametrize(
    ("parts", "peak", "rows", "heights"),
    [
        ((0, 0, 0), 0, 2, (0, 0, 0)),
        ((0, 0, 0), 9, 2, (0, 0, 0)),
        ((1, 0, 0), 10_000, 2, (1, 0, 0)),
        ((10, 0, 0), 10, 2, (16, 0, 0)),
        ((5, 0, 0), 10, 2, (8, 0, 0)),
        ((5, 0, 5), 10, 2, (8, 0, 8)),
        ((999, 0, 1), 1000, 2, (12, 0, 4)),
        ((0, 0, 1), 1000, 2, (0, 0, 1)),
        ((900, 99, 1), 1000, 2, (10, 2, 4)),
        ((30, 0, 1), 1000, 3, (0, 0, 1)),
    ],
)
def test_parts_are_as_high_as_they_are_many_and_what_is_bad_is_seen(
    parts: tuple[int, ...], peak: int, rows: int, heights: tuple[int, ...]
) -> None:
    assert stack(parts, peak, rows) == heights


@given(st.tuples(counts, counts, counts), st.integers(0, 10_000), st.integers(1, 4))
def test_a_bar_fits_and_is_seen(parts: tuple[int, int, int], higher: int, rows: int) -> None:
    heights = stack(parts, sum(parts) + higher, rows)
    assert min(heights) >= 0
    assert sum(heights) <= rows * FULL
    assert (sum(heights) > 0) == (sum(parts) > 0)
    if parts[2]:
        assert heights[2] >= min(SEEN, sum(heights))


@pytest.mark.parametrize(
    ("heights", "rows"),
    [
        ((0, 0, 0), [(" ", 0, None), (" ", 0, None)]),
        ((5, 0, 0), [("▅", 0, None), (" ", 0, None)]),
        ((16, 0, 0), [("█", 0, None), ("█", 0, None)]),
        ((5, 0, 4), [("▅", 0, 2), ("▁", 2, None)]),
        ((8, 3, 0), [("█", 0, None), ("▃", 1, None)]),
        ((8, 4, 4), [("█", 0, None), ("▄", 1, 2)]),
        ((2, 3, 3), [("█", 2, None), (" ", 0, None)]),
        ((2, 0, 3), [("▅", 2, None), (" ", 0, None)]),
    ],
)
def test_a_cell_shows_two_parts_if_they_fill_it_and_else_the_worst(
    heights: tuple[int, ...], rows: list[tuple[str, int, int | None]]
) -> None:
    assert [upright(heights, row) for row in range(2)] == rows


@pytest.mark.parametrize(
    ("cell", "shown"),
    [
        ((" ", 0, None), (" ", 0, None)),
        (("▁", 0, None), (".", 0, None)),
        (("▅", 0, None), (":", 0, None)),
        (("█", 0, None), ("#", 0, None)),
        (("▂", 1, None), ("x", 1, None)),
        (("▅", 0, 2), ("D", 2, None)),
    ],
)
def test_without_blocks_the_worst_has_a_letter(
    cell: tuple[str, int, int | None], shown: tuple[str, int, int | None]
) -> None:
    assert plain(cell, (" ", "x", "D")) == shown


@pytest.mark.parametrize(
    ("share", "cells", "bar"),
    [
        (0.0, 4, "    "),
        (0.0001, 4, "▏   "),
        (0.5, 4, "██  "),
        (0.55, 4, "██▎ "),
        (1.0, 4, "████"),
        (7.0, 4, "████"),
        (1.0, 0, ""),
    ],
)
def test_lying_bar(share: float, cells: int, bar: str) -> None:
    assert lying(share, cells) == bar


@given(st.floats(0, 1), st.integers(0, 40), st.booleans())
def test_lying_bar_fills_its_cells(share: float, cells: int, blocks: bool) -> None:
    assert len(lying(share, cells, blocks=blocks)) == cells


@pytest.mark.parametrize(
    ("bars", "cells", "shared"),
    [([1, 2], 4, [1, 1, 2, 2]), ([1, 2, 3, 4], 2, [3, 7]), ([5], 3, [5, 5, 5]), ([1, 2, 3], 3, [1, 2, 3])],
)
def test_bars_take_all_cells(bars: list[int], cells: int, shared: list[int]) -> None:
    assert share_out(bars, cells) == shared
