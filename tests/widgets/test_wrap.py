"""Wrapping loses nothing and keeps to the width."""

from __future__ import annotations

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from tests.growth import LINEAR, growth
from tui.drawing.code import colour
from tui.drawing.spans import Span, mark, pattern, width
from tui.drawing.wrap import joined, wrap, wrap_words
from tui.visible import visible

SPANS = st.lists(st.tuples(st.text("ab c東é\u0301", max_size=30), st.sampled_from(["text", "key"])), max_size=4)


@given(SPANS, st.integers(4, 30), st.integers(0, 8))
@settings(max_examples=150)
def test_values_are_broken_anywhere(spans: list[Span], cells: int, hang: int) -> None:
    spans = [(visible(text), ink) for text, ink in spans]
    lines = wrap(spans, cells, hang)
    assert all(width(line) <= cells for line in lines)
    indent = min(hang, cells // 2)
    rest = [joined(line)[indent:] for line in lines[1:]]
    assert joined(lines[0]) + "".join(rest) == joined(spans)


@given(SPANS, st.integers(4, 30), st.integers(0, 8))
@settings(max_examples=150)
def test_sentences_are_broken_between_words(spans: list[Span], cells: int, hang: int) -> None:
    spans = [(visible(text), ink) for text, ink in spans]
    lines = wrap_words(spans, cells, hang)
    assert all(width([(joined(line).rstrip(" "), "")]) <= cells for line in lines)
    indent = min(hang, cells // 2)
    rest = [joined(line)[indent:] for line in lines[1:]]
    assert joined(lines[0]) + "".join(rest) == joined(spans)


@pytest.mark.parametrize(
    ("text", "cells", "lines"),
    [
        ("deleted the cluster", 11, ["deleted the ", "cluster"]),
        ("a-very-long-name yes", 6, ["a-very", "-long-", "name ", "yes"]),
        ("one", 10, ["one"]),
        ("", 10, [""]),
    ],
)
def test_words_stay_whole(text: str, cells: int, lines: list[str]) -> None:
    assert [joined(line) for line in wrap_words([(text, "text")], cells)] == lines


def test_a_word_of_two_inks_is_one_word() -> None:
    lines = wrap_words([("dropped ", "text"), ("graph", "match"), ("-prod", "strong")], 12)
    assert [joined(line) for line in lines] == ["dropped ", "graph-prod"]
    assert lines[1] == (("graph", "match"), ("-prod", "strong"))


def test_a_huge_value_costs_linear_time() -> None:
    assert len(wrap([("x" * 1_000_000, "string")], 50)) == 20_000
    assert growth(lambda size: wrap([("x" * size, "string")], 50), 100_000) < LINEAR


@pytest.mark.parametrize(
    ("line", "language", "inks"),
    [
        ("g.V().has('age', 3)", "gremlin", {"V": "keyword", "'age'": "string", "3": "number"}),
        ("g.V().drop()", "gremlin", {"drop": "destructive"}),
        (
            "SELECT ?s WHERE { ?s <http://e.x/p> 'o' }",
            "sparql",
            {"SELECT": "keyword", "<http://e.x/p>": "string"},
        ),
        (
            "MATCH (n:City) DETACH DELETE n // all",
            "openCypher",
            {"DELETE": "destructive", "// all": "comment"},
        ),
        ("DROP TABLE shop.orders", "cql", {"DROP": "destructive", "TABLE": "keyword", "shop": "text"}),
    ],
)
def test_queries_are_coloured(line: str, language: str, inks: dict[str, str]) -> None:
    assert dict(inks.items() & dict(colour(line, language)).items()) == inks


@given(st.text("ab1 \"'<>()#-/\\.\n", max_size=60), st.sampled_from(["sparql", "gremlin", "no such"]))
@settings(max_examples=150)
def test_colouring_changes_no_character(line: str, language: str) -> None:
    assert joined(colour(line, language)) == line


def test_an_endless_quote_costs_linear_time() -> None:
    assert growth(lambda size: colour('"' + "\\" * (2 * size + 1) + "<" * 2 * size, "sparql"), 5_000) < LINEAR


def test_marks_are_split_out() -> None:
    assert mark([("abcABC", "text")], pattern("bc")) == (
        ("a", "text"),
        ("bc", "match"),
        ("A", "text"),
        ("BC", "match"),
    )
    assert pattern("") is None
    assert mark([("a.b", "text")], pattern(".")) == (("a", "text"), (".", "match"), ("b", "text"))
