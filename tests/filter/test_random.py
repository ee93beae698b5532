"""Random filters on random events: the engine finds what the slow evaluation does, needles lose nothing."""

from __future__ import annotations

import json
import pickle
from pathlib import Path

from hypothesis import given, settings
from hypothesis import strategies as st

from parsers import Kind
from tests.filter.mini import CATALOGUE, COLUMNS, Mini, both
from tests.filter.oracle import END, compare_text, micros
from tui.filter.glob import Glob
from tui.filter.parse import parse
from tui.filter.scan import Scan
from tui.filter.tree import And, Everything, Exists, Match, Node, Not, Op, Or, Range, Regex, Words

TEXTS = st.sampled_from(
    ["a", "A", "ab", "b a", "é", 'q"', "x\\y", "a/b", "%", "_", "10.0.0.1", "12", "1.5", "", "aXb", "a.b"]
)
NAMES = [
    "service",
    "action",
    "summary",
    "eventID",
    "userIdentity.arn",
    "p.a",
    "p",
    "p.b.a",
    "raw.q",
    "*a",
    "p.*",
    "code",
    "port",
]
VALUES = {
    Kind.BOOLEAN: st.booleans(),
    Kind.INTEGER: st.integers(-3, 12),
    Kind.REAL: st.sampled_from([1.5, 12.0, -3.0]),
}
TIMES = st.integers(-400, 400).map(lambda second: micros(END) + second * 1_000_000)
GLOBS = st.lists(st.sampled_from(["", "a", "B", "é", "/", '"', "\\", "1"]), min_size=1, max_size=4).map(tuple).map(Glob)
LEAVES = st.one_of(
    st.builds(Match, st.sampled_from(NAMES[:-2]), GLOBS | TEXTS.map(lambda text: Glob((text,)))),
    st.builds(Words, GLOBS.filter(lambda glob: any(glob.parts) and bool(glob.parts[0]) and bool(glob.parts[-1]))),
    st.builds(Exists, st.sampled_from([*NAMES, "time", "readOnly", "nothing"])),
    st.builds(
        Range,
        st.sampled_from(["service", "summary", "p.a", "code"]),
        st.sampled_from(Op),
        st.sampled_from(["a", "1.4", "12", "é"]),
    ),
    st.builds(Range, st.just("port"), st.sampled_from(Op), st.sampled_from(["1.5", "12", "-3"])),
    st.builds(
        Range,
        st.just("time"),
        st.sampled_from(Op),
        st.sampled_from(["12:05", "end-1m", "12:05:30", "2026-11-20"]),
    ),
    st.builds(
        Regex,
        st.sampled_from([*NAMES, None]),
        st.sampled_from(["^a", "b$", "a|1", "[^a]b", "é?b", r"\ba\b", "(a.)+", "x{1,2}"]),
    ),
)
NODES: st.SearchStrategy[Node] = st.recursive(
    LEAVES | st.just(Everything()),
    lambda below: st.one_of(
        st.lists(below, min_size=1, max_size=3).map(tuple).map(And),
        st.lists(below, min_size=1, max_size=3).map(tuple).map(Or),
        below.map(Not),
    ),
    max_leaves=6,
)
JSON = st.recursive(
    TEXTS | st.none() | st.booleans() | st.integers(-3, 12) | st.sampled_from([1.5, 12.0]),
    lambda below: (
        st.lists(below, max_size=2) | st.dictionaries(st.sampled_from(["a", "B", "a.b", "é"]), below, max_size=2)
    ),
    max_leaves=5,
)
RECORDS = st.builds(
    lambda record, ascii_only, slash: json.dumps(record, ensure_ascii=ascii_only).replace("/", slash),
    st.fixed_dictionaries({"p": JSON}, optional={"q": JSON, "service": TEXTS}),
    st.booleans(),
    st.sampled_from(["/", "\\/"]),
) | st.sampled_from(["plain a/b text", "é 1 b"])


@st.composite
def events(draw: st.DrawFn) -> tuple[dict[int, object], bytes]:
    """One event: some of its columns, and a record that need agree only with those that are verbatim."""
    columns: dict[int, object] = {}
    for column in COLUMNS:
        if draw(st.booleans()):
            columns[column.number] = draw(TIMES if column.kind is Kind.TIME else VALUES.get(column.kind, TEXTS))
    record = draw(RECORDS)
    for column in COLUMNS:
        if column.verbatim and column.number in columns:
            record = containing(record, column.name, str(columns[column.number]))
    return columns, record.encode()


def containing(record: str, name: str, value: str) -> str:
    """The record with a text in it."""
    if not record.startswith("{"):
        return f"{record} {value}"
    return f"{{{json.dumps(name)}: {json.dumps(value)}, {record[1:]}"


@settings(max_examples=60, deadline=None)
@given(st.lists(events(), min_size=1, max_size=4), st.lists(NODES, min_size=1, max_size=4))
def test_the_engine_finds_what_the_slow_evaluation_finds(
    found: list[tuple[dict[int, object], bytes]], nodes: list[Node]
) -> None:
    mini = Mini(found)
    for node in nodes:
        assert mini.ask(node) == mini.told(node)
        assert sorted(mini.ask(node) + mini.ask(Not(node))) == list(range(len(found)))


def test_a_key_with_dots_is_the_path_it_looks_like() -> None:
    mini = Mini([({}, b'{"p": {"a.b": "x"}}'), ({}, b'{"p": {"a": {"b": "x"}}}'), ({}, b'{"p.a": {"c": "x"}}')])
    asked = ("p.a.b:x", "p.a:x", "p.a.*:x", "p.a.c:*", "p.a.b.c:*")
    assert [both(mini, text) for text in asked] == [[0, 1], [0, 1, 2], [0, 1, 2], [2], []]


@settings(max_examples=300, deadline=None)
@given(RECORDS.map(str.encode), LEAVES.filter(lambda leaf: not isinstance(leaf, Range)))
def test_a_record_that_matches_holds_a_needle(raw: bytes, leaf: Words | Match | Exists | Regex) -> None:
    scan = pickle.loads(pickle.dumps(Scan(1, leaf)))
    needles = scan.needles()
    if scan.matches(raw) and needles:
        assert any(needle in raw.lower() for needle in needles)


@settings(max_examples=300, deadline=None)
@given(GLOBS, st.text('aBé/\\"1', max_size=6))
def test_a_glob_fits_as_its_pattern_does(glob: Glob, text: str) -> None:
    assert glob.folded.fits(text.lower()) == compare_text(Match("", glob), text)


def test_a_list_of_thousands_with_networks(tmp_path: Path) -> None:
    listed = tmp_path / "bad ips.txt"
    mini = Mini(
        [
            ({5: "10.1.2.3"}, b""),
            ({5: "192.0.2.7"}, b""),
            ({5: "AWS Internal"}, b""),
            ({5: "x"}, b'{"a":[{"b":"192.0.2.9"}]}'),
        ]
    )
    listed.write_text(
        "\n".join(["# seen before", "", " 10.1.2.3 ", "aws internal", *(f"198.51.100.{n}" for n in range(5000))])
    )
    assert both(mini, f'client:@"{listed}"') == [0, 2]
    assert both(mini, f'not client:@"{listed}"') == [1, 3]
    listed.write_text("192.0.2.0/24\nx # no comment\n")
    assert both(mini, f'client:@"{listed}"') == [1]
    assert both(mini, f'a.b:@"{listed}"') == [3]
    assert CATALOGUE.resolve("client")
    assert parse(f'client:@"{listed}"') == parse(f'client : @"{listed}"')
