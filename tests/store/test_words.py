"""Words and their codes."""

from __future__ import annotations

import numpy as np
import pytest

from tui.store.words import Translation, Words


def test_a_word_keeps_its_code_and_nought_is_no_word() -> None:
    words = Words()
    assert [words.code(w) for w in ("a", "b", "a")] == [1, 2, 1]
    assert words.values == [None, "a", "b"]
    assert words.known("b") == 2
    assert words.known("c") is None


def test_each_word_is_to_be_stored_once() -> None:
    words = Words(["a"])
    words.code("a")
    words.code("b")
    assert words.unstored() == (2, ["b"])
    assert words.unstored() == (3, [])


def test_two_workers_codes_become_the_same_ones() -> None:
    words, first, second = Words(), Translation(), Translation()
    first.extend(1, ["a", "b"], words)
    second.extend(1, ["b", "c"], words)
    first.extend(3, ["c"], words)
    assert first(np.array([0, 1, 2, 3])).tolist() == [0, 1, 2, 3]
    assert second(np.array([0, 1, 2])).tolist() == [0, 2, 3]


def test_a_gap_in_a_workers_codes_is_an_error_not_a_wrong_word() -> None:
    with pytest.raises(ValueError, match="from 5 came where 1 were known"):
        Translation().extend(5, ["a"], Words())
