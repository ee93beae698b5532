"""The lines of the fields pane."""

from __future__ import annotations

import pytest
from hypothesis import assume, given
from hypothesis import strategies as st
from msgspec.structs import replace

from tests.widgets.spread import ACTOR, EFFECT, OUTCOME
from tui.drawing.facet_lines import Folds, Kind, Line, drawn, ink_of, lines_of, nearest
from tui.drawing.spans import pattern, width
from tui.store.facets import Facet

FACETS = (ACTOR, EFFECT, OUTCOME)
CLIENT = Facet("client", 2211, (), 1600)
NEVER = Facet("never", 0, ((None, 1600),), 1600)


def told(lines: list[Line]) -> list[str]:
    return [_told(line) for line in lines]


def _told(line: Line) -> str:
    match line.kind:
        case Kind.FIELD:
            return f"# {line.field}"
        case Kind.VALUE:
            return str(line.value)
        case Kind.REST:
            return f"+{line.count}"
    return ""


def test_a_field_shows_a_few_values_and_how_many_more_there_are() -> None:
    lines = lines_of((ACTOR, EFFECT), Folds())
    expected = ["# actor", "build", "ines", "s3.amazonaws.com", "omar", "Ina", "+3", ""]
    assert told(lines) == [*expected, "# effect", "read", "write", "destructive"]


def test_a_wide_field_shows_all_that_is_known_and_who_does_not_say() -> None:
    lines = lines_of((ACTOR,), Folds(wide=frozenset({"actor"})))
    assert told(lines)[6:] == ["kim", "None", "+2"]


def test_shut_fields_and_those_without_values_stand_close_together() -> None:
    lines = lines_of((EFFECT, OUTCOME, CLIENT, NEVER), Folds(shut=frozenset({"outcome", "client"})))
    assert told(lines) == ["# effect", "read", "write", "destructive", "", "# outcome", "# client", "# never"]


def test_toggled_twice_is_shut_and_open_again() -> None:
    once = Folds().widened("actor").toggled("actor")
    assert once == Folds(shut=frozenset({"actor"}))
    assert once.toggled("actor") == Folds()
    assert once.widened("actor") == Folds(wide=frozenset({"actor"}))


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("IN", ["# actor", "ines", "Ina"]),
        ("denied", ["# outcome", "AccessDenied"]),
        ("eff", ["# effect"]),
        ("SUCC", ["# outcome", "success"]),
        ("nothing", []),
    ],
)
def test_narrowed_to_a_text(text: str, expected: list[str]) -> None:
    assert told(lines_of(FACETS, Folds(shut=frozenset({"outcome"})), text)) == expected


def test_bars_are_measured_against_the_most_frequent_value() -> None:
    lines = lines_of((EFFECT,), Folds())
    assert [line.share for line in lines[1:]] == [1.0, 95 / 1500, 5 / 1500]


@pytest.mark.parametrize(
    ("line", "text"),
    [
        (Line(Kind.FIELD, "actor", count=1041), " actor                1,041 "),
        (Line(Kind.VALUE, "actor", "ines", 500, 0.5), " ines          ███      500 "),
        (Line(Kind.VALUE, "actor", "a-very-long-role-name", 12_345, 1.0), " a-very-long-… ██████ 12.3k "),
        (Line(Kind.VALUE, "actor", None, 60), " does not say            60 "),
        (Line(Kind.REST, "actor", count=36), " … 36 more                  "),
        (Line(Kind.BLANK), " " * 28),
    ],
)
def test_drawn(line: Line, text: str) -> None:
    assert "".join(said for said, _ in drawn(line, 28)) == text


def test_a_shut_field_has_its_sign() -> None:
    text = "".join(said for said, _ in drawn(Line(Kind.FIELD, "client", count=2211), 28, folded="▸"))
    assert text == " client ▸             2,211 "


def test_matches_are_marked() -> None:
    spans = drawn(Line(Kind.VALUE, "action", "DeleteDBCluster", 3, 1.0), 40, pattern("db"))
    assert ("DB", "match") in spans


@given(
    st.builds(
        Line,
        st.sampled_from(Kind),
        st.text(max_size=30),
        st.none() | st.text(max_size=60),
        st.integers(0, 10**9),
        st.floats(0, 1),
    ),
    st.integers(16, 80),
    st.booleans(),
)
def test_every_line_is_exactly_as_wide_and_shows_nothing_that_acts(line: Line, cells: int, blocks: bool) -> None:
    spans = drawn(line, cells, blocks=blocks)
    assert width(spans) == cells
    assert all(text.isprintable() for text, _ in spans)


@pytest.mark.parametrize(
    ("field", "value", "ink"),
    [
        ("actor", "ines", "@ines"),
        ("actor", "s3.amazonaws.com", "quiet"),
        ("actor", None, "silent"),
        ("effect", "read", "text"),
        ("effect", "destructive", "destructive"),
        ("effect", "nonsense", "text"),
        ("outcome", "success", "text"),
        ("outcome", "AccessDenied", "failed"),
        ("service", "rds", "text"),
    ],
)
def test_inks(field: str, value: str | None, ink: str) -> None:
    assert ink_of(Line(Kind.VALUE, field, value)) == ink


def at(lines: list[Line], value: str) -> int:
    return next(i for i, line in enumerate(lines) if value in {line.value, line.field} - {""})


def test_the_cursor_stays_on_its_value_when_counts_change_their_order() -> None:
    before = lines_of(FACETS, Folds())
    grown = replace(ACTOR, values=(("omar", 2000), *(pair for pair in ACTOR.values if pair[0] != "omar")))
    after = lines_of((EFFECT, grown, OUTCOME), Folds())
    assert after[nearest(after, before, at(before, "omar"))].value == "omar"
    assert after[nearest(after, before, at(before, "effect"))].field == "effect"


def test_the_cursor_stays_in_its_field_when_its_value_is_gone() -> None:
    before = lines_of(FACETS, Folds())
    fewer = replace(ACTOR, values=ACTOR.values[:2], distinct=2)
    after = lines_of((fewer, EFFECT), Folds())
    assert after[nearest(after, before, at(before, "omar"))].value == "ines"
    assert after[nearest(after, before, at(before, "build"))].value == "build"


@given(
    st.permutations([*FACETS, CLIENT]),
    st.integers(0, 4),
    st.integers(0, 40),
    st.sampled_from(["", "in", "zz"]),
)
def test_the_cursor_never_stands_on_nothing(facets: list[Facet], kept: int, cursor: int, text: str) -> None:
    before = lines_of(FACETS, Folds())
    after = lines_of(facets[:kept], Folds(shut=frozenset({"effect"})), text)
    cursor = min(cursor, len(before) - 1)
    assume(before[cursor].kind is not Kind.BLANK)
    found = nearest(after, before, cursor)
    assert found == 0 or after[found].kind is not Kind.BLANK
    assert 0 <= found < max(1, len(after))
