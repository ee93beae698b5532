"""What is a copy of what."""

from __future__ import annotations

from collections.abc import Iterable, Sequence

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tui.store.duplicates import Seen, copies, same_value


@pytest.mark.parametrize(
    ("a", "b", "same"),
    [
        (b'{"a":1,"b":2}', b'{"b": 2, "a": 1}', True),
        (b'{"a":1}', b'{"a":1.0}', False),
        (b'{"a":true}', b'{"a":1}', False),
        (b'{"a":[1,2]}', b'{"a":[2,1]}', False),
        (b'{"a":"\\u00e9"}', '{"a":"é"}'.encode(), True),
        (b"not json", b"not json", True),
        (b"not json", b"nor this", False),
    ],
)
def test_equal_json_values(a: bytes, b: bytes, same: bool) -> None:
    assert same_value(a, b) is same


def nothing_known(_: Sequence[str]) -> Iterable[tuple[str, int, bytes]]:
    return ()


def test_the_same_id_with_another_content_is_no_duplicate() -> None:
    rows = [("x", b'{"n":1}'), ("x", b'{"n":2}'), ("x", b'{ "n": 1 }')]
    ids = [i for i, _ in rows]
    found = copies(ids, Seen().suspects(ids), lambda row: rows[row][1], nothing_known)
    assert found == {2: ~0}


def test_an_event_without_an_id_is_never_a_duplicate() -> None:
    seen = Seen()
    assert seen.suspects([None, None, None]) == []
    assert seen.suspects([None, "x"]) == []


def test_copies_of_stored_events_are_found_by_what_was_stored() -> None:
    seen = Seen()
    seen.suspects(["x", "y"])
    stored = {"x": (40, b"{}"), "y": (41, b"[]")}

    def known(wanted: Sequence[str]) -> Iterable[tuple[str, int, bytes]]:
        return [(w, *stored[w]) for w in wanted]

    ids = ["a", "y", "x"]
    assert copies(ids, seen.suspects(ids), lambda row: b"{}", known) == {2: 40}


@given(st.lists(st.tuples(st.sampled_from(["a", "b", "c", None]), st.sampled_from([b"1", b"2"])), max_size=30))
def test_as_a_slow_search_finds_them(rows: list[tuple[str | None, bytes]]) -> None:
    ids = [i for i, _ in rows]
    found = copies(ids, Seen().suspects(ids), lambda row: rows[row][1], nothing_known)
    slow = {n: ~rows.index(row) for n, row in enumerate(rows) if row[0] is not None and row in rows[:n]}
    assert found == slow


@given(st.lists(st.lists(st.none() | st.text("abc", max_size=3), min_size=1)))
def test_suspects_are_the_rows_whose_id_came_before(batches: list[list[str | None]]) -> None:
    seen, before = Seen(), set[str]()
    for batch in batches:
        expected = []
        for row, identity in enumerate(batch):
            if identity is not None and identity in before:
                expected.append(row)
            before |= {identity} if identity is not None else set()
        assert seen.suspects(batch) == expected


@given(st.lists(st.lists(st.integers(0, 999).map(str))))
def test_what_was_noted_has_been_met(portions: list[list[str]]) -> None:
    seen = Seen()
    for portion in portions:
        seen.note(portion)
    met = [identity for portion in portions for identity in portion]
    assert seen.suspects(["other", *met]) == list(range(1, len(met) + 1))
