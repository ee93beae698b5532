"""Our own automaton agrees with RE2, which DuckDB runs, and no pattern makes it slow."""

from __future__ import annotations

import re

import duckdb
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from tui.filter.automaton import Automaton, automaton
from tui.filter.regex import PatternError, check, literal

ENGINE = duckdb.connect(config={"autoinstall_known_extensions": False, "autoload_known_extensions": False})
ATOMS = st.sampled_from(
    [
        "a",
        "B",
        ".",
        r"\d",
        r"\W",
        r"\s",
        "[ab]",
        "[^a-c]",
        "[[:alpha:]_]",
        r"[\d-]",
        "^",
        "$",
        r"\b",
        r"\.",
        "é",
        r"\x41",
        "(?:a|)",
    ]
)
PATTERNS = st.recursive(
    ATOMS,
    lambda below: st.one_of(
        st.tuples(below, below).map("".join),
        st.tuples(below, below).map("|".join),
        below.map("({})".format),
        st.tuples(below.map("(?:{})".format), st.sampled_from(["*", "+", "?", "{2}", "{1,3}", "{0,}", "*?"])).map(
            "".join
        ),
    ),
    max_leaves=7,
)
TEXTS = st.text("aAbBcC1 _.é\n-", max_size=8)


def re2(pattern: str, text: str) -> bool:
    """What DuckDB finds."""
    found = ENGINE.execute("SELECT regexp_matches(?, ?, 'i')", [text, pattern]).fetchone()
    assert found is not None
    return bool(found[0])


@settings(max_examples=400, deadline=None)
@given(PATTERNS, st.lists(TEXTS, min_size=1, max_size=4))
def test_the_automaton_agrees_with_re2(pattern: str, texts: list[str]) -> None:
    check(pattern)
    for text in texts:
        assert Automaton(pattern).found(text) == re2(pattern, text), (pattern, text)


@settings(max_examples=500, deadline=None)
@given(st.text(r"ab()[]{}\?*+|^$.-,:0123dwsbQEpxPi<>=!", max_size=10))
def test_what_is_let_through_re2_runs_too(pattern: str) -> None:
    refused = problem(pattern)
    if refused:
        assert 0 <= refused.place <= len(pattern) + 1
    else:
        assert Automaton(pattern).found("ab1 -") == re2(pattern, "ab1 -"), pattern


def problem(pattern: str) -> PatternError | None:
    """Why a pattern is refused, where it is."""
    try:
        check(pattern)
    except PatternError as error:
        return error
    return None


@pytest.mark.parametrize(
    "pattern", ["(a+)+b", "(a|a)*b", "(a*)*b", "a*a*a*a*a*a*b", "(.*a){12}b", "^(([a-z])+.)+[A-Z]([a-z])+$1"]
)
def test_no_pattern_hangs(pattern: str) -> None:
    assert not automaton(pattern).found("a" * 20_000 + "!")


@pytest.mark.parametrize(
    ("pattern", "text"),
    [
        ("delete.*cluster", "cluster"),
        ("^abc$", "abc"),
        ("a|b", ""),
        ("(abc)d", "d"),
        ("ab+c", "a"),
        ("x[ab]yz", "yz"),
    ],
)
def test_a_pattern_names_text_that_must_be_there(pattern: str, text: str) -> None:
    assert literal(pattern) == text


@pytest.mark.parametrize(("pattern", "found"), [("(?s)a.b", True), ("a.b", False), ("(?i)A\nB", True), (r"a\nb", True)])
def test_a_dot_stops_at_a_line_unless_told(pattern: str, found: bool) -> None:
    assert (
        automaton(pattern).found("a\nb")
        == found
        == re2(pattern, "a\nb")
        == bool(re.search(pattern, "a\nb", re.IGNORECASE))
    )


@pytest.mark.parametrize("pattern", [".{900}", "[^a]{900}", "é{900}", r"(\w\s){300}", "(a|b|c){80}"])
def test_the_largest_patterns_are_small_enough_for_re2(pattern: str) -> None:
    check(pattern)
    assert re2(pattern, "a") is False
