"""Nothing in log text acts on the terminal or hides in it."""

from __future__ import annotations

import unicodedata

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from rich.cells import cell_len

from tui.visible import MARKS_ON_A_LETTER, fit, visible, width_of

HOSTILE = st.text(st.characters(codec=None) | st.sampled_from("\x1b\x9b\u202e\u200b\u200d\ufe0f\u0301\u0300\n\t字"))


@pytest.mark.parametrize(
    ("text", "shown"),
    [
        ("DeleteDBCluster", "DeleteDBCluster"),
        ("größe 東京", "größe 東京"),
        ("\x1b[31mred", "␛[31mred"),
        ("one\ntwo\tthree\r", "one␊two␉three␍"),
        ("\x00\x7f", "␀␡"),
        ("\x9b31m", "‹U+009B›31m"),
        ("user\u202egpj.exe", "user‹U+202E›gpj.exe"),
        ("a\u200bb\ufeffc", "a‹U+200B›b‹U+FEFF›c"),
        ("a\u2028b", "a‹U+2028›b"),
        ("a\u00a0b", "a‹U+00A0›b"),
        ("\ue000", "‹U+E000›"),
        ("\ud800", "‹U+D800›"),
        ("\u3164\u2800", "‹U+3164›‹U+2800›"),
        ("❤\ufe0f", "❤‹U+FE0F›"),
        ("\U000e0041", "‹U+E0041›"),
        (b"ab\xff".decode("utf-8", "surrogateescape"), "ab‹FF›"),
        ("e\u0301", "e\u0301"),
        ("\u0301e", "‹U+0301›e"),
        ("e\u0301\u0301\u0301", "e\u0301\u0301‹U+0301›"),
    ],
)
def test_shows_what_would_act_or_hide(text: str, shown: str) -> None:
    assert visible(text) == shown


@given(HOSTILE)
@settings(max_examples=200)
def test_every_character_is_one_that_can_be_seen(text: str) -> None:
    shown = visible(text)
    assert shown.isprintable()
    assert not any(unicodedata.category(c)[0] == "C" for c in shown)
    marks = [unicodedata.category(c) in {"Mn", "Me"} for c in shown]
    towers = range(len(marks) - MARKS_ON_A_LETTER)
    assert not any(all(marks[i : i + MARKS_ON_A_LETTER + 1]) for i in towers)
    shown.encode("utf-8")


@given(HOSTILE, st.integers(-1, 40))
@settings(max_examples=200)
def test_fits_its_cells(text: str, width: int) -> None:
    shown = fit(text, width)
    assert shown.isprintable()
    assert cell_len(shown) <= max(0, width)


@given(st.text(max_size=30), st.integers(1, 40))
@settings(max_examples=100)
def test_cuts_only_what_does_not_fit_and_says_so(text: str, width: int) -> None:
    whole = visible(text)
    assert fit(text, width) == whole if cell_len(whole) <= width else fit(text, width).endswith("…")


def test_a_wide_letter_is_not_cut_in_half() -> None:
    assert fit("東京都", 4) == "東…"
    assert fit("東京都", 6) == "東京都"


def test_a_huge_value_is_cut_before_it_is_examined() -> None:
    assert fit("x" * 10_000_000, 5) == "xxxx…"


def test_width_counts_cells() -> None:
    assert [width_of(text) for text in ("", "abc", "東京", "e\u0301")] == [0, 3, 4, 1]
