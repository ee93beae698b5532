"""Two records, leaf by leaf."""

from __future__ import annotations

import orjson
import pytest
from hypothesis import given
from hypothesis import strategies as st

from tui.drawing.difference import Leaf, difference, leaf_lines, verdict
from tui.drawing.spans import width
from tui.window import Detail, Row


def detail(raw: bytes, **values: str) -> Detail:
    return Detail(Row(0, values), raw, ())


def between(one: object, other: object) -> list[Leaf]:
    return difference(detail(orjson.dumps(one)), detail(orjson.dumps(other)))


def test_every_place_of_both_in_the_order_of_the_records() -> None:
    one = {"who": "alice", "was": {"size": 1, "tags": ["a", "b"]}, "end": None}
    other = {"new": True, "who": "bob", "was": {"size": 1, "tags": ["a"], "more": {}}, "end": None}
    assert between(one, other) == [
        Leaf("new", None, "true"),
        Leaf("who", "alice", "bob"),
        Leaf("was.size", "1", "1"),
        Leaf("was.tags[0]", "a", "a"),
        Leaf("was.tags[1]", "b", None),
        Leaf("was.more", None, "{}"),
        Leaf("end", "null", "null"),
    ]


def test_records_that_are_no_json_are_compared_by_their_fields() -> None:
    one, other = detail(b"1,a", actor="alice", action="x"), detail(b"1,b", actor="bob", action="x")
    assert difference(one, other) == [Leaf("actor", "alice", "bob"), Leaf("action", "x", "x")]


@pytest.mark.parametrize(
    ("leaf", "said"),
    [
        (Leaf("a", "1", "2"), ["a  - 1  + 2"]),
        (Leaf("a", None, "2"), ["a  + 2"]),
        (Leaf("a", "x" * 34, "y"), ["a", "    - " + "x" * 34, "    + y"]),
        (Leaf("a", "x" * 50, None), ["a", "    - " + "x" * 34, "      " + "x" * 16]),
        (Leaf("a", "\x1b[2J", None), ["a  - ␛[2J"]),
    ],
)
def test_a_line_where_it_fits(leaf: Leaf, said: list[str]) -> None:
    assert ["".join(text for text, _ in line) for line in leaf_lines(leaf, 40)] == said


@pytest.mark.parametrize(
    ("leaves", "said"),
    [
        ([Leaf("a", "1", "1"), Leaf("b", "1", "2")], "1 of 2 places differ."),
        ([Leaf("a", "1", "1")], "They say the same in all 1 places."),
    ],
)
def test_the_verdict_counts(leaves: list[Leaf], said: str) -> None:
    assert verdict(leaves) == said


trees = st.recursive(
    st.none() | st.booleans() | st.integers(-9, 9) | st.text("ab\x1b", max_size=3),
    lambda inner: (
        st.lists(inner, max_size=3) | st.dictionaries(st.text("xy", min_size=1, max_size=2), inner, max_size=3)
    ),
    max_leaves=8,
).map(lambda value: {"root": value})


@given(trees, trees, st.integers(12, 60))
def test_nothing_is_left_out_or_told_twice_and_no_line_is_too_long(one: object, other: object, cells: int) -> None:
    leaves, back = between(one, other), between(other, one)
    paths = [leaf.path for leaf in leaves]
    assert len(set(paths)) == len(paths)
    assert {(leaf.path, leaf.before, leaf.after) for leaf in leaves} == {(b.path, b.after, b.before) for b in back}
    assert all(leaf.same for leaf in between(one, one))
    assert all(width(line) <= cells for leaf in leaves for line in leaf_lines(leaf, cells))
