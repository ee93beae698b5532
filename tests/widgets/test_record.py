"""A record as a tree: exactly what was written, whatever was written."""

from __future__ import annotations

import json
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from tui.drawing.record import Folds, Node, NotATreeError, Path, parse, scalar_text, walk

RECORD = b"""{"eventName": "DeleteDBCluster",
 "userIdentity": {"type": "AssumedRole", "sessionContext": {"mfa": "false"}},
 "resources": [{"ARN": "a"}, {"ARN": "b"}], "empty": {}, "ratio": 1.50, "big": 12345678901234567890123}"""

JSON = st.recursive(
    st.none() | st.booleans() | st.integers() | st.text(),
    lambda inside: st.lists(inside, max_size=4) | st.dictionaries(st.text(max_size=5), inside, max_size=4),
    max_leaves=20,
)


def paths(value: Any, folds: Folds | None = None) -> list[Path]:
    return [node.path for node in walk(value, folds)]


def test_numbers_stay_as_written() -> None:
    value = parse(RECORD)
    assert scalar_text(value["ratio"]) == "1.50"
    assert scalar_text(value["big"]) == "12345678901234567890123"
    assert scalar_text(parse(b"[1e400]")[0]) == "1e400"


def test_a_repeated_key_hides_nothing() -> None:
    value = parse(b'{"user": "mira", "user": "root", "user": 3}')
    assert value == {"user": "mira", "user (2)": "root", "user (3)": 3}


@pytest.mark.parametrize(
    ("raw", "reason"),
    [
        (b"1629182128935, 10.0.0.1:4, ...", "^$"),
        (b"", "^$"),
        (b'{"a": 1,}', "not valid JSON: .* at character 8"),
        (b'{"a": ', "not valid JSON"),
        (b"[" * 10_000 + b"]" * 10_000, "too deep"),
        (b'[{"a":' * 10_000, "too deep"),
        (b"[" + b"9" * 10_000 + b"]", "number is too long"),
        (b"[" + b" " * (4 << 20) + b"]", "too large for a tree: 4.0 MB"),
    ],
)
def test_what_is_no_tree_says_why(raw: bytes, reason: str) -> None:
    with pytest.raises(NotATreeError, match=reason):
        parse(raw)


def test_bytes_that_are_not_text_do_not_fail_it() -> None:
    assert parse(b'{"a": "\xff\\ud800"}') == {"a": "\udcff\ud800"}


@given(JSON)
@settings(max_examples=100)
def test_walking_finds_every_value(value: Any) -> None:
    found = {node.path: node.value for node in walk(value, None)}
    for path, held in found.items():
        inside = value
        for part in path:
            inside = inside[part]
        assert inside is held
    leaves = [held for held in found.values() if not isinstance(held, dict | list)]
    assert len(leaves) == _leaves(value)


def _leaves(value: Any) -> int:
    if isinstance(value, dict):
        return sum(map(_leaves, value.values()))
    return sum(map(_leaves, value)) if isinstance(value, list) else 1


def test_folded_children_are_put_away_and_keys_keep_their_order() -> None:
    value = parse(RECORD)
    assert paths(value, Folds()) == [
        ("eventName",),
        ("userIdentity",),
        ("userIdentity", "type"),
        ("userIdentity", "sessionContext"),  # quiet at first
        ("resources",),
        ("resources", 0),
        ("resources", 0, "ARN"),
        ("resources", 1),
        ("resources", 1, "ARN"),
        ("empty",),
        ("ratio",),
        ("big",),
    ]


def test_a_fold_is_remembered_until_all_are_changed() -> None:
    folds, value = Folds(), parse(RECORD)
    folds.fold(("resources",), True)
    assert ("resources", 0) not in paths(value, folds)
    folds.fold_all(False)
    assert ("userIdentity", "sessionContext", "mfa") in paths(value, folds)
    folds.fold_all(True)
    assert len(paths(value, folds)) == 6
    folds.reveal(("userIdentity", "sessionContext", "mfa"))
    assert ("userIdentity", "sessionContext", "mfa") in paths(value, folds)
    assert ("resources", 0) not in paths(value, folds)


def test_what_holds_much_is_folded_at_first() -> None:
    value = {"few": {str(i): i for i in range(5)}, "many": {str(i): i for i in range(50)}}
    assert len(paths(value, Folds())) == 7


def test_a_list_is_filtered_by_any_of_its_elements() -> None:
    assert Node(("resources", 1, "ARN"), "b").name == "resources.ARN"


def test_a_container_s_text_is_json() -> None:
    assert json.loads(scalar_text(parse(RECORD)["resources"])) == [{"ARN": "a"}, {"ARN": "b"}]
    assert [scalar_text(v) for v in (True, None, "a b", 3)] == ["true", "null", "a b", "3"]


def test_a_value_alone_is_one_node() -> None:
    assert paths("text") == [()]
    assert paths({}) == [()]
