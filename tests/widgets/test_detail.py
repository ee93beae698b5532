"""The lines of the event pane."""

from __future__ import annotations

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from parsers import UNPARSED, Layout, Value
from tests.widgets.windows import NOON, row
from tui.drawing.composing import compose, matches
from tui.drawing.detail import Style, read
from tui.drawing.page import InHead, InTail, Page
from tui.drawing.record import Folds
from tui.drawing.spans import pattern, width
from tui.drawing.times import Clock
from tui.drawing.wrap import joined
from tui.palette import UNICODE
from tui.window import Detail, Row

STYLE = Style(40, Clock(), UNICODE)
EVENT = row(
    5,
    summary="mira deleted Neptune cluster graph-a",
    target="graph-a",
    effect="destructive",
    outcome="AccessDenied",
)
RAW = b'{"eventName": "DeleteDBCluster", "tlsDetails": {"cipher": "x1"}, "list": [true, null], "n": 1.0}'


def page(raw: bytes = RAW, event: Row = EVENT, layouts: tuple[Layout, ...] = (), style: Style = STYLE) -> Page:
    return compose(read(Detail(event, raw, ("trail/a.json.gz #3",), layouts)), Folds(), style)


def text(found: Page) -> list[str]:
    return [joined(line).rstrip() for line in found.lines]


def test_a_record_from_top_to_bottom() -> None:
    assert text(page()) == [
        "mira deleted Neptune cluster graph-a",
        "2026-11-20 12:00:05Z  ✖ destructive  ✗",
        "AccessDenied",
        "",
        '  eventName: "DeleteDBCluster"',
        "▸ tlsDetails: {1}",
        "▾ list",
        "    0: true",
        "    1: null",
        "  n: 1.0",
        "",
        "trail/a.json.gz #3",
    ]


def test_the_headline_picks_out_who_and_what() -> None:
    assert page().lines[0] == (
        ("mira", "@mira"),
        (" ", "headline"),
        ("deleted", "destructive"),
        (" Neptune cluster ", "headline"),
        ("graph-a", "strong"),
    )


def test_queries_stand_under_their_titles() -> None:
    lines = text(page(layouts=(Layout("payload", "gremlin", "g.V()\r\n  .drop()\n"),)))
    assert lines[4:8] == ["payload · gremlin", "g.V()", "  .drop()", ""]


def test_a_text_record_shows_its_fields_and_its_text() -> None:
    lines = text(page(b"16, 10.0.0.1:4,\nWebsocket\x1b[2J", row(5, action="gremlin read", target=None)))
    assert '  action: "gremlin read"' in lines
    assert not any("target" in line for line in lines)
    assert lines[-5:] == ["raw", "16, 10.0.0.1:4,", "Websocket␛[2J", "", "trail/a.json.gz #3"]


def test_broken_json_says_why_and_shows_itself() -> None:
    lines = text(page(b'{"a": 1,}', Row(1, {"log": UNPARSED, "time": NOON, "summary": "not JSON"})))
    assert lines[0] == "unparsed: not JSON"
    assert any(line.startswith("not valid JSON") for line in lines)
    assert '{"a": 1,}' in lines


def test_a_huge_text_is_drawn_in_part_and_says_so() -> None:
    lines = text(page(b"x" * 300_000))
    assert lines[-3].startswith("… and 37,856 characters more")


def test_nodes_know_their_lines() -> None:
    found = page(b'{"long": "' + b"y" * 100 + b'", "after": 1}')
    assert [len(found.lines_of(i)) for i in range(2)] == [3, 1]
    first = found.starts[0]
    assert [found.node_at(line) for line in (first - 1, first, first + 2, first + 3, found.end)] == [
        None,
        0,
        0,
        1,
        None,
    ]
    assert found.place_of(("after",)) == 1
    assert (found.nearest_node(0), found.nearest_node(10_000)) == (0, 1)


@pytest.mark.parametrize(
    ("needle", "found"),
    [
        ("X1", [("tlsDetails", "cipher")]),
        ("deletedb", [("eventName",)]),
        ("graph-a", [InHead(0)]),
        ("json.gz", [InTail(1)]),
        ("nowhere", []),
        ("", []),
    ],
)
def test_searching_looks_into_what_is_folded(needle: str, found: list[object]) -> None:
    record = read(Detail(EVENT, RAW, ("trail/a.json.gz #3",)))
    assert matches(record, Style(40, Clock(), UNICODE, pattern(needle))) == found


VALUES = st.dictionaries(
    st.sampled_from(["log", "time", "summary", "actor", "target", "effect", "outcome"]),
    st.none() | st.text(max_size=30) | st.integers(),
)


@given(st.binary(max_size=60) | st.text(max_size=60).map(lambda s: b'{"k' + s.encode("utf-8", "replace")), VALUES)
@settings(max_examples=150)
def test_any_record_is_drawn_within_the_width(raw: bytes, values: dict[str, Value]) -> None:
    layouts = (Layout("\x1bq", "cql", raw.decode("latin-1")),)
    for line in page(raw, Row(1, values), layouts, Style(20, Clock(), UNICODE, pattern("k"))).lines:
        assert all(said.isprintable() for said, _ in line)
        assert width([(joined(line).rstrip(" "), "")]) <= 20
