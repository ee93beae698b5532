"""Histogram, compared with counting in Python."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from tests.store.rows import START, Row, SmallStore, column, random_rows
from tui.store.histogram import STEPS, extent, histogram, step

ROWS = random_rows(seed=5, count=400)
SECOND = 1_000_000
MINUTE, HOUR, DAY = 60 * SECOND, 3600 * SECOND, 86400 * SECOND

times = st.integers(-(2**53), 2**53)


@pytest.fixture(scope="module")
def store() -> Iterator[SmallStore]:
    store = SmallStore(ROWS)
    yield store
    store.close()


def worst(row: Row) -> str:
    if row.get("effect") == "destructive":
        return "destructive"
    return "failed" if row.get("outcome") not in {None, "success"} else "fine"


@pytest.mark.parametrize("buckets", [1, 7, 60, 500])
def test_bars_are_what_counting_gives(store: SmallStore, buckets: int) -> None:
    since, until = START + HOUR, START + 4 * HOUR + 17 * SECOND
    found = histogram(store.matches(), since, until, buckets)
    counts: Counter[tuple[str, int]] = Counter()
    for row in ROWS:
        time = row["time"]
        if isinstance(time, int) and found.since <= time < found.until:
            bar = (time - found.since) // found.width_us
            counts.update([("total", bar), (worst(row), bar)])
    assert len(found.total) * found.width_us == found.until - found.since
    assert len(found.total) <= max(2, buckets)
    for kind in ("total", "failed", "destructive"):
        assert getattr(found, kind) == tuple(counts[kind, bar] for bar in range(len(found.total)))
    assert sum(found.failed)
    assert sum(found.destructive)


def test_only_the_selection_is_counted(store: SmallStore) -> None:
    matches = store.matches(f"{column('outcome')} = ? OR false", 0)
    found = histogram(matches, START, START + 5 * HOUR, 50)
    expected = sum(row.get("outcome") is None and row["time"] is not None for row in ROWS)
    assert sum(found.total) == expected
    assert sum(found.failed) == 0


def test_unparsed_rows_are_counted_but_never_failed_or_destructive() -> None:
    row: Row = {"log": "unparsed", "time": START, "outcome": "Broken", "effect": "destructive"}
    store = SmallStore([row])
    found = histogram(store.matches(), START, START + 1, 10)
    assert (found.total, found.failed, found.destructive) == ((1,), (0,), (0,))
    store.close()


def test_extent_is_the_first_and_last_time_there_is(store: SmallStore) -> None:
    times = [time for row in ROWS if isinstance(time := row["time"], int)]
    assert extent(store.matches()) == (min(times), max(times))


def test_extent_of_rows_without_a_time_is_none(store: SmallStore) -> None:
    assert extent(store.matches(f"{column('time')} > {START + DAY}")) is None
    assert extent(store.matches("false")) is None


def test_extent_takes_the_whole_selection_with_its_time(store: SmallStore) -> None:
    later = START + 4 * HOUR
    found = extent(store.matches(f"false OR {column('time')} >= ?", later))
    assert found
    assert found[0] >= later


@pytest.mark.parametrize(
    ("length", "buckets", "width"),
    [
        (SECOND, 100, SECOND),
        (99 * SECOND, 100, SECOND),
        (3 * HOUR, 180, MINUTE),
        (3 * HOUR, 179, 2 * MINUTE),
        (3 * HOUR, 76, 3 * MINUTE),
        (3 * HOUR, 59, 5 * MINUTE),
        (DAY, 100, 15 * MINUTE),
        (30 * DAY, 100, 8 * HOUR),
        (365 * DAY, 100, 7 * DAY),
        (10 * 365 * DAY, 100, 56 * DAY),
    ],
)
def test_widths_are_what_people_count_in(length: int, buckets: int, width: int) -> None:
    midnight = START // DAY * DAY
    assert step(midnight, midnight + length, buckets) == width


@settings(max_examples=200)
@given(times, st.integers(1, 2**53), st.integers(2, 400))
def test_bars_cover_the_range_and_no_narrower_ones_would(since: int, length: int, buckets: int) -> None:
    until = since + length
    width = step(since, until, buckets)

    def needed(width: int) -> int:
        return -(-until // width) - since // width

    assert needed(width) <= buckets
    narrower = [s * SECOND for s in STEPS if s * SECOND < width] + [width // 2] * (width > 7 * DAY)
    assert all(needed(w) > buckets for w in narrower)


@pytest.mark.parametrize(("since", "until"), [(START, START), (START, START - HOUR)])
def test_empty_range_is_its_first_moment(store: SmallStore, since: int, until: int) -> None:
    found = histogram(store.matches(), since, until, 10)
    assert found.width_us == SECOND
    assert found.since <= since < found.until
