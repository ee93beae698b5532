"""Filters made by keys: keep, drop, or; quoting; clauses; completion; what fields may be called."""

from __future__ import annotations

from typing import cast

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from parsers import Kind, Value
from tests.filter.cases import few
from tests.filter.mini import CATALOGUE
from tui.filter import edit, explain
from tui.filter.complete import complete, strangers, suggest
from tui.filter.errors import FilterError
from tui.filter.glob import Glob
from tui.filter.parse import parse
from tui.filter.tree import Match, Or
from tui.filter.written import field_name, quote, spelled

STEPS = [
    ("keep", "", "actor", "alice", "actor:alice"),
    ("keep", "actor:alice", "actor", "alice", ""),
    ("keep", "actor:alice", "Actor", "ALICE", ""),
    ("keep", "not actor:alice", "actor", "alice", "actor:alice"),
    ("keep", "a or b", "actor", "alice", "(a or b) and actor:alice"),
    ("keep", "a b", "actor", "alice", "a and b and actor:alice"),
    ("keep", "x", "actor", "svc and co", 'x and actor:"svc and co"'),
    ("keep", "", "client", "10.0.0.0/8", 'client:"10.0.0.0/8"'),
    ("keep", "", "client", "2001:db8::5", "client:2001:db8::5"),
    ("keep", "", "userIdentity.arn", "arn:aws:iam::1:user/a", "userIdentity.arn:arn:aws:iam::1:user/a"),
    ("keep", "", "summary", "a*b", 'summary:"a*b"'),
    ("keep", "", "summary", "/x/", 'summary:"/x/"'),
    ("keep", "", "summary", "@x", 'summary:"@x"'),
    ("keep", "", "summary", "", 'summary:""'),
    ("keep", "", "outcome", None, "not outcome:*"),
    ("drop", "", "outcome", None, "outcome:*"),
    ("drop", "not outcome:*", "outcome", None, "outcome:*"),
    ("drop", "", "actor", "alice", "not actor:alice"),
    ("drop", "x and not actor:alice", "actor", "alice", "x"),
    ("drop", "actor:alice", "actor", "alice", "not actor:alice"),
    ("only_or", "", "actor", "bob", "actor:bob"),
    ("only_or", "actor:alice", "actor", "bob", "actor:(alice or bob)"),
    (
        "only_or",
        "x and actor:(alice or bob) and y",
        "actor",
        "eve",
        "x and actor:(alice or bob or eve) and y",
    ),
    ("only_or", "x actor:(alice or bob)", "actor", "bob", "x and actor:alice"),
    ("only_or", "x actor:bob", "actor", "bob", "x"),
    ("only_or", "actor:al*", "actor", "b o", 'actor:(al* or "b o")'),
    ("only_or", "not actor:alice", "actor", "bob", "not actor:alice and actor:bob"),
    ("only_or", "actor:alice or actor:bob", "actor", "eve", "actor:(alice or bob or eve)"),
    ("only_or", "actor:alice or service:s3", "actor", "eve", "(actor:alice or service:s3) and actor:eve"),
]


@pytest.mark.parametrize(("key", "text", "field", "value", "expected"), STEPS)
def test_a_key_makes_a_filter(key: str, text: str, field: str, value: str | None, expected: str) -> None:
    assert getattr(edit, key)(text, field, value) == expected


@pytest.mark.parametrize("key", ["keep", "drop", "only_or"])
@pytest.mark.parametrize("text", ["", "a", "a or b", "actor:(x or y)", "not (a b)", "/r/ (b)"])
def test_pressing_again_undoes(key: str, text: str) -> None:
    press = getattr(edit, key)
    once = press(text, "service", "s 3")
    assert parse(press(once, "service", "s 3")) == parse(text)


@settings(max_examples=500, deadline=None)
@given(st.text(st.characters(exclude_categories=["Cs"]), max_size=12) | st.text('a*:/@"\\() {}<>\t\n', max_size=8))
def test_quoting_means_just_the_text(value: str) -> None:
    assert parse(f"field:{quote(value)}") == Match("field", Glob((value,)))
    assert parse(f"field:(x or {quote(value)})") == Or((Match("field", Glob(("x",))), Match("field", Glob((value,)))))


@settings(max_examples=300, deadline=None)
@given(st.lists(st.text('a:/@"\\() {}<>\t\n\u2003', max_size=4), min_size=2, max_size=4))
def test_a_value_with_wildcards_is_spelled_as_it_is_read(parts: list[str]) -> None:
    parts = [part for n, part in enumerate(parts) if part or n in {0, len(parts) - 1}]
    if any(parts) and len(parts) > 1:
        assert parse(f"f:{spelled(Glob(tuple(parts)))}") == Match("f", Glob(tuple(parts)))


@pytest.mark.parametrize(
    "name",
    [
        "a",
        "a.b",
        "a b",
        "a:b",
        "tag(1)",
        'q"',
        "x<y",
        "and",
        "not",
        "arn",
        "f",
        "cafe",
        "12",
        "2026-11-20T12",
    ],
)
def test_any_name_of_a_field_can_be_written(name: str) -> None:
    for value in ("x", "aws:iam:", "1:2:3:4:5:6:7", ":1", "00"):
        assert parse(f"{field_name(name)}:{quote(value)}") == Match(name, Glob((value,)))


def test_cells_are_called_as_filters_compare_them() -> None:
    mini = few()
    for column in mini.events[0][0]:
        found = next(c for c in CATALOGUE.columns if c.number == column)
        value = edit.cell(cast("Value", mini.events[0][0][column]), found.kind)
        text = edit.keep("", found.name, value)
        assert 0 in mini.ask(parse(text)), text
    assert edit.cell(True, Kind.BOOLEAN) == "true"
    assert edit.cell(None, Kind.TEXT) is None
    assert edit.path("service", CATALOGUE) == "raw.service"
    assert edit.path("eventName", CATALOGUE) == "eventName"


def test_a_filter_is_walked_clause_by_clause() -> None:
    text = "a and (b or c) not d:(x or y)"
    assert [clause.text for clause in explain.clauses(text)] == ["a", "(b or c)", "not d:(x or y)"]
    assert explain.without(text, 1) == "a and not d:(x or y)"
    assert explain.inverted(text, 2) == "a and (b or c) and d:(x or y)"
    assert explain.inverted(text, 1) == "a and not (b or c) and not d:(x or y)"
    assert explain.inverted("a or b", 0) == "not (a or b)"
    assert [node for _, node in explain.waterfall(text)][2] == parse(text)
    assert explain.clauses("") == () == explain.waterfall("*")
    assert explain.without("a", 0) == ""
    with pytest.raises(FilterError):
        explain.clauses("a and")


@pytest.mark.parametrize(
    ("text", "typed", "field", "offered"),
    [
        ("", "", None, "time:"),
        ("out", "out", None, "outcome:"),
        ("a and out", "out", None, "outcome:"),
        ("(identity", "identity", None, "userIdentity.arn:"),
        ("a:b a", "a", None, "and"),
        ("service:x ", "", None, "or"),
        ("outcome:", "", "outcome", None),
        ("outcome: acc", "acc", "outcome", None),
        ('outcome:"no such', "no such", "outcome", None),
        ("outcome:(a or b", "b", "outcome", None),
        ("port >= 3", "3", "port", None),
        ("time >= now-1", "now-1", "time", "now-15m"),
        ("readOnly:t", "t", "readOnly", "true"),
        (")", "", None, None),
    ],
)
def test_completion_knows_what_may_stand_there(text: str, typed: str, field: str | None, offered: str | None) -> None:
    found = (
        complete(text + " ignored", len(text), CATALOGUE)
        if text.endswith(" ")
        else complete(text, len(text), CATALOGUE)
    )
    every = found.fields + found.operators + found.values
    assert (found.typed, found.field, found.stop) == (typed, field, len(text))
    assert offered in every if offered else not every


def test_a_name_that_there_is_not_gets_the_nearest() -> None:
    assert suggest("servcie", CATALOGUE) == ("service",)
    assert strangers(parse("evntName:x and service:y and a.b:c"), CATALOGUE) == {
        "evntName": ("eventName",),
        "a.b": (),
    }
