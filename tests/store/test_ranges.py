"""Ranges, compared with a set of numbers."""

from __future__ import annotations

from itertools import pairwise

from hypothesis import given
from hypothesis import strategies as st

from tui.store.ranges import Ranges

RANGE = st.tuples(st.integers(0, 30), st.integers(0, 30))


@given(st.lists(st.tuples(st.booleans(), RANGE), max_size=12), RANGE)
def test_ranges_are_a_set_of_numbers(changes: list[tuple[bool, tuple[int, int]]], asked: tuple[int, int]) -> None:
    ranges, numbers = Ranges(), set[int]()
    for add, (first, last) in changes:
        (ranges.add if add else ranges.remove)(first, last)
        numbers = numbers | set(range(first, last)) if add else numbers - set(range(first, last))
    found = list(ranges)
    assert [n for first, last in found for n in range(first, last)] == sorted(numbers)
    assert all(before[1] < after[0] for before, after in pairwise(found))
    gaps = ranges.missing(*asked)
    assert [n for first, last in gaps for n in range(first, last)] == sorted(set(range(*asked)) - numbers)
    assert ranges.count(20) == len([n for n in numbers if n < 20])
