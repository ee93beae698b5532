"""Cells say what the row says, in exactly the columns' cells."""

from __future__ import annotations

from hypothesis import given, settings
from hypothesis import strategies as st

from parsers import UNPARSED, Value
from tests.widgets.windows import NOON, fields, row
from tui.drawing.cells import Drawing
from tui.drawing.columns import place
from tui.drawing.spans import Span, pattern, width
from tui.drawing.times import Clock
from tui.palette import UNICODE
from tui.window import Row

COLUMNS = place(fields("time service action actor target"), 120, 8)
DRAWING = Drawing(COLUMNS, Clock(), UNICODE)


def drawn(event: Row, drawing: Drawing = DRAWING) -> dict[str, list[Span]]:
    """What each cell says, without the blanks that fill it up."""
    cells = drawing.cells(event, None, first=True)
    return {name: [(text, ink) for text, ink in spans if text.strip()] for name, _, spans in cells}


def test_a_quiet_read() -> None:
    cells = drawn(row(7))
    assert cells["time"] == [("12:00:07", "time")]
    assert cells[""] == [("·", "read")]
    assert cells["action"] == [("Act7", "text")]
    assert cells["actor"] == [("mira", "@mira")]


def test_a_failed_deletion() -> None:
    cells = drawn(row(1, action="DeleteDBCluster", effect="destructive", outcome="AccessDenied"))
    assert cells[""] == [("✖", "destructive"), ("✗", "failed")]
    assert cells["action"] == [("DeleteDBCluster", "destructive"), ("AccessDenied", "failed")]


def test_the_error_is_not_said_twice() -> None:
    drawing = Drawing(place(fields("time action outcome"), 100, 8), Clock(), UNICODE)
    cells = drawn(row(1, outcome="AccessDenied"), drawing)
    assert cells["action"] == [("Act1", "text")]
    assert cells["outcome"] == [("AccessDenied", "failed")]


def test_services_stand_back() -> None:
    assert drawn(row(1, actor="lambda.amazonaws.com"))["actor"] == [("lambda.amazonaws.…", "muted")]
    assert drawn(row(1, actor_type="service"))["actor"] == [("mira", "muted")]


def test_a_record_that_is_no_event_says_why_across_the_columns() -> None:
    cells = drawn(Row(3, {"log": UNPARSED, "time": NOON, "summary": "not JSON at byte 4"}))
    assert cells["time"] == [("12:00:00", "time")]
    assert cells["service"] == [("unparsed: not JSON at byte 4", "unparsed")]
    assert "target" not in cells


def test_matches_are_picked_out_in_any_case() -> None:
    drawing = Drawing(COLUMNS, Clock(), UNICODE, pattern("DB"))
    assert drawn(row(1, target="a-db-b"), drawing)["target"] == [
        ("a-", "text"),
        ("db", "match"),
        ("-b", "text"),
    ]


def test_values_of_every_kind_are_said() -> None:
    drawing = Drawing(place(fields("region target"), 60, 8), Clock(), UNICODE)
    said: dict[str, Value] = {"region": True, "target": 1.5}
    assert drawn(Row(1, said), drawing)["target"] == [("1.5", "text")]
    assert drawn(Row(1, {}), drawing) == {"": [], "region": [], "target": []}


TEXT = st.none() | st.text(max_size=40)


@given(st.fixed_dictionaries(dict.fromkeys(("log", "service", "action", "actor", "target", "effect", "outcome"), TEXT)))
@settings(max_examples=150)
def test_any_row_fills_exactly_its_cells(values: dict[str, Value]) -> None:
    for cell, placed in zip(DRAWING.cells(Row(1, values), None, first=True), COLUMNS, strict=False):
        name, x, spans = cell
        assert (name, x) == (placed.field.name, placed.x)
        assert all(text.isprintable() for text, _ in spans)
        assert width(spans) == placed.width or values["log"] == UNPARSED


def test_an_error_that_tells_of_nothing_wrong_stands_back() -> None:
    cells = drawn(row(1, action="GetPolicy", effect="read", outcome="NoSuchPolicy", benign=True))
    assert cells[""] == [("·", "read")]
    assert cells["action"] == [("GetPolicy", "text"), ("NoSuchPolicy", "muted")]
    assert drawn(row(1, outcome="NoSuchPolicy", benign=False))[""][-1] == ("✗", "failed")
