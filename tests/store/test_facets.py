"""Facets, compared with counting in Python."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Sequence

import pytest

from parsers import Value
from tests.store.rows import Row, SmallStore, column, random_rows
from tui.store.facets import TOGETHER, Facet, facets

ROWS = random_rows(seed=3, count=400)
NAMES = ("actor", "effect", "outcome", "log", "badge", "floor", "locked", "load", "ticket", "region")


@pytest.fixture(scope="module")
def store() -> Iterator[SmallStore]:
    store = SmallStore(ROWS)
    yield store
    store.close()


def spelled(value: Value) -> str:
    return str(value).lower() if isinstance(value, bool) else str(value)


def counted(rows: Sequence[Row], name: str) -> tuple[Counter[str], int]:
    """How often each value occurs, and how many rows do not say."""
    said = [spelled(v) for row in rows if (v := row.get(name)) is not None]
    return Counter(said), len(rows) - len(said)


@pytest.mark.parametrize("name", NAMES)
@pytest.mark.parametrize(
    ("clause", "keeps"),
    [
        ("true", lambda row: True),
        ("false", lambda row: False),
        ("{log} = 1", lambda row: row["log"] == ROWS[0]["log"]),
    ],
)
def test_facet_is_what_counting_gives(store: SmallStore, name: str, clause: str, keeps: object) -> None:
    rows = [row for row in ROWS if keeps(row)]  # type: ignore[operator]
    counts, silent = counted(rows, name)
    (facet,) = facets(store.matches(clause.format(log=column("log"))), [name])
    expected = sorted(counts.items(), key=lambda pair: (-pair[1], pair[0]))[:10]
    values = [pair for pair in facet.values if pair[0] is not None]
    assert facet.field == name
    assert facet.total == len(rows)
    assert facet.distinct == len(counts)
    assert sum(n for value, n in facet.values if value is None) == silent
    if name != "ticket":  # where more values tie than are shown, which of them are is not promised
        assert values == expected
    assert [n for _, n in values] == [n for _, n in expected]
    assert all(counts[str(value)] == n for value, n in values)


def test_fields_come_in_the_order_asked_each_once_and_only_those_there_are(store: SmallStore) -> None:
    found = facets(store.matches(), ["badge", "nonsense", "actor", "floor", "actor"])
    assert [facet.field for facet in found] == ["badge", "actor", "floor"]


def test_together_and_alone_give_the_same(store: SmallStore) -> None:
    matches = store.matches(f"{column('actor')} > ? OR false", 0)
    together = facets(matches, NAMES, top=3)
    assert together == tuple(facet for name in NAMES for facet in facets(matches, [name], top=3))


def test_more_fields_than_one_scan_takes(store: SmallStore, monkeypatch: pytest.MonkeyPatch) -> None:
    assert TOGETHER >= 8
    expected = facets(store.matches(), NAMES)
    monkeypatch.setattr("tui.store.facets.TOGETHER", 2)
    assert facets(store.matches(), NAMES) == expected


@pytest.mark.parametrize("name", ["actor", "floor"])
def test_top_of_none_only_counts(store: SmallStore, name: str) -> None:
    (facet,) = facets(store.matches(), [name], top=0)
    counts, silent = counted(ROWS, name)
    assert facet == Facet(name, len(counts), ((None, silent),), len(ROWS))


@pytest.mark.parametrize(
    ("name", "text", "found"),
    [
        ("actor", "OMAR", {"omar", "Omar"}),
        ("actor", "'", {"o'neil; DROP"}),
        ("actor", "%", set()),
        ("floor", "o", {"roof"}),
        ("locked", "tru", {"true"}),
    ],
)
def test_search_within_values(store: SmallStore, name: str, text: str, found: set[str]) -> None:
    (facet,) = facets(store.matches(), [name], holding=text)
    counts, _ = counted(ROWS, name)
    assert dict(facet.values) == {value: counts[value] for value in found}
    assert facet.distinct == len(found)


def test_time_is_spelled_as_a_filter_reads_it() -> None:
    store = SmallStore([{"log": "door", "time": 1_795_000_000_000_001}, {"log": "door", "time": None}])
    (facet,) = facets(store.matches(), ["time"])
    assert facet == Facet("time", 1, (("2026-11-18T11:06:40.000001Z", 1), (None, 1)), 2)
    store.close()


def test_empty_store_has_no_values() -> None:
    store = SmallStore([])
    assert facets(store.matches(), ["actor", "floor"]) == (Facet("actor", 0, (), 0), Facet("floor", 0, (), 0))
    store.close()
