"""Results that grow."""

from __future__ import annotations

import numpy as np
from hypothesis import given
from hypothesis import strategies as st

from tui.store.result import Result

TIMES = st.lists(st.integers(0, 20), max_size=40)


def made(times: list[int], first: int) -> tuple[list[int], list[int]]:
    order = sorted(range(len(times)), key=lambda i: (times[i], i))
    return [first + i for i in order], [times[i] for i in order]


def result(ids: list[int], keys: list[int], seen: int) -> Result:
    return Result(np.array(ids, dtype=np.int32), np.array(keys, dtype=np.int64), seen, 0)


@given(TIMES, TIMES)
def test_merging_is_the_same_as_asking_anew(before: list[int], later: list[int]) -> None:
    ids, keys = made(later, len(before))
    grown = result(*made(before, 0), len(before)).merged(
        np.array(ids, dtype=np.int32), np.array(keys, dtype=np.int64), len(before) + len(later)
    )
    assert (grown.ids.tolist(), grown.keys.tolist()) == made(before + later, 0)
    assert grown.seen == len(before) + len(later)


def test_rows_know_where_they_stand() -> None:
    found = result([5, 3, 9], [1, 2, 2], 10)
    assert found.position(3) == 1
    assert found.position(4) is None


@given(TIMES, TIMES)
def test_what_came_behind_stands_before_something_that_was_there(before: list[int], later: list[int]) -> None:
    ids, keys = made(before + later, 0)
    behind = {len(before) + n for n, time in enumerate(later) if before and time < max(before)}
    assert set(result(ids, keys, len(ids)).behind(len(before), newest_first=False)) == behind
    newest_first = result(ids[::-1], [-key for key in reversed(keys)], len(ids))
    assert behind <= set(newest_first.behind(len(before), newest_first=True))
