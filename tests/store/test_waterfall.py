"""What each clause removes, and what to ask where nothing is left."""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence
from itertools import pairwise

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from parsers import NO_TIME
from tests.filter.mini import CATALOGUE, Mini, event
from tests.filter.oracle import END, micros
from tests.store.rows import START, SmallStore
from tui.filter.clock import iso
from tui.filter.errors import FilterError
from tui.filter.explain import clauses
from tui.filter.glob import Glob
from tui.filter.parse import parse
from tui.store.nearest import OFTEN, addresses, alike, known
from tui.store.waterfall import MOST, OFFERED, Fall, Step, explained, waterfall

T = micros(END)
MINI = Mini(
    [
        event({}, time=T, service="rds", action="DeleteDBCluster", actor="ines", client="192.0.2.7", outcome="success"),
        event(
            {}, time=T, service="rds", action="DeleteDBInstance", actor="ines", client="192.0.2.8", outcome="success"
        ),
        event({}, time=T - 10, service="rds", action="CreateDBCluster", actor="omar", client="198.51.100.9", port=5432),
        event({}, time=T - 20, service="s3", action="GetObject", actor="omar", outcome="AccessDenied", port=443),
        event({}, time=T - 30, service="s3", action="GetObject", actor="robot 7", outcome="success"),
        event({"requestParameters": {"engine": "neptune"}}, time=NO_TIME, service="rds", action="DescribeDBClusters"),
    ]
)
TOTAL = len(MINI.events)


def ask(filters: Sequence[str]) -> list[int]:
    return [len(MINI.ask(parse(text))) for text in filters]


def values(*, before: str, field: str) -> list[tuple[str, int]]:
    columns = CATALOGUE.resolve(field)
    said = (MINI.events[n][0].get(column.number) for column in columns for n in MINI.ask(parse(before)))
    found = Counter(value for value in said if value is not None)
    if field == "time":
        times = sorted(int(str(value)) for value in found if value != NO_TIME)
        return [(iso(times[-1]), 1), (iso(times[0]), 1)] if times else []
    return [(str(value), n) for value, n in found.most_common()]


def fell(text: str) -> Fall:
    return explained(text, ask, values, CATALOGUE)


def test_each_clause_is_counted_after_those_before_it() -> None:
    assert waterfall("service:rds and not actor:omar action:Delete*", ask) == (
        Step("service:rds", 4, 2, 4),
        Step("not actor:omar", 3, 1, 4),
        Step("action:Delete*", 2, 1, 2),
    )


@pytest.mark.parametrize(
    ("text", "total", "emptied"),
    [
        ("", TOTAL, None),
        ("service:rds", TOTAL, None),
        ("service:rds actor:nobody action:*", TOTAL, 1),
        ("actor:nobody service:nothing", TOTAL, 0),
        ("a or b or service:s3", TOTAL, None),
    ],
)
def test_the_clause_that_leaves_nothing_is_named(text: str, total: int, emptied: int | None) -> None:
    fall = fell(text)
    assert (fall.filter, fall.total, fall.emptied) == (text, total, emptied)
    assert bool(fall.mends) == (emptied is not None)


def test_where_there_was_nothing_no_clause_is_at_fault() -> None:
    assert explained("a:b", lambda filters: [0] * len(filters), values, CATALOGUE).emptied is None


def test_a_filter_that_is_none_has_no_steps() -> None:
    with pytest.raises(FilterError):
        waterfall("service:", ask)


PIECES = [
    "service:rds",
    "not service:s3",
    "(actor:ines or actor:omar)",
    "action:*DB*",
    "GetObject",
    "outcome:*",
    "port > 400",
    "time >= end-1m",
    "requestParameters.engine:*",
]


@settings(max_examples=40, deadline=None)
@given(st.lists(st.sampled_from(PIECES), max_size=6))
def test_what_is_removed_and_what_is_left_add_up(pieces: list[str]) -> None:
    text = " and ".join(pieces)
    steps = waterfall(text, ask)
    assert [step.clause for step in steps] == [clause.text for clause in clauses(text)]
    left = [TOTAL, *(step.left for step in steps)]
    assert [step.removed for step in steps] == [a - b for a, b in pairwise(left)]
    assert left[-1] == len(MINI.ask(parse(text)))
    assert [step.alone for step in steps] == ask(pieces)


def test_very_many_clauses_end_in_one_step() -> None:
    text = " ".join(f"x{n}" for n in range(MOST + 20))
    asked: list[int] = []

    def counting(filters: Sequence[str]) -> list[int]:
        asked.append(len(filters))
        return [5] * len(filters)

    steps = waterfall(text, counting)
    assert (len(steps), steps[-1].clause.count("and"), asked) == (MOST, 20, [2 * MOST + 1])


@pytest.mark.parametrize(
    ("text", "mended"),
    [
        ("actor:inez", "actor:ines"),
        ("service:rds actor:ine action:Delete*", "service:rds and actor:ines and action:Delete*"),
        ("action:DeletDBCluster", "action:DeleteDBCluster"),
        ("action:Delte*", "action:Delete*"),
        ("action:*Clustr", "action:DeleteDBCluster"),
        ("actor:robot7", 'actor:"robot 7"'),
        ("(actor:inez or actor:x)", "(actor:ines or actor:x)"),
        ("actor:(inez or x)", "actor:(ines or x)"),
        ("actor:(inez or x) service:rds", "actor:(ines or x) and service:rds"),
        ("outcome:denied", "outcome:AccessDenied"),
        ("actr:ines", "actor:ines"),
        ("client:192.0.2.128/25", "client:192.0.2.8"),
        ("client:203.0.113.9", "client:192.0.2.7"),
        ("port > 9000", "port >= 5432"),
        ("port < 22", "port <= 443"),
        ("port:5433", "port:5432"),
        ("DeletDBCluster", "DeleteDBCluster"),
        ('"robot 8"', '"robot 7"'),
        ("action:/^Drop/ actor:ines", "action:DeleteDBInstance and actor:ines"),
        ("time > now-1m", "time > end-1m"),
        ("time >= now+1h service:s3", "time >= end-15m and service:s3"),
        ("time:2027-01-01", "time >= end-15m"),
        ("time < 2020-01-01", "time <= 2026-11-20T12"),
        ("service:s3 action:DeleteDBCluster", "service:s3 and action:GetObject"),
    ],
)
def test_the_nearest_that_there_is_is_offered(text: str, mended: str) -> None:
    fall = fell(text)
    assert fall.emptied is not None
    assert mended in [mend.filter for mend in fall.mends]


@pytest.mark.parametrize("text", ["actor:inez", "action:DeletDBCluster", "actor:(inez or x)", "DeletDBCluster"])
def test_the_likeliest_stands_first(text: str) -> None:
    first = fell(text).mends[0]
    assert first.filter == text.replace("inez", "ines").replace("Delet", "Delete")


def test_every_offer_finds_what_it_says() -> None:
    for text in ["actor:inez service:rds", "service:s3 actor:ine action:Nothing", "time > now actor:ines"]:
        fall = fell(text)
        assert 0 < len(fall.mends) <= OFFERED
        for mend in fall.mends:
            place = fall.emptied or 0
            before = [clause.text for clause in clauses(mend.filter)][: place + 1]
            assert (mend.here, mend.left) == tuple(ask([" and ".join(before), mend.filter]))
            assert mend.here
            assert clauses(mend.filter)[place].text == mend.said


def test_offers_that_find_something_in_the_end_come_first() -> None:
    left = [mend.left > 0 for mend in fell("actor:nobody action:GetObject").mends]
    assert left == sorted(left, reverse=True)
    assert set(left) == {True, False}


@pytest.mark.parametrize("text", ["not service:*", "service:rds not action:*", "code:*", "nothing.like.it:x"])
def test_nothing_is_offered_where_nothing_is_near(text: str) -> None:
    fall = fell(text)
    assert (fall.emptied is not None, fall.mends) == (True, ())


WILD = st.text(alphabet='ine*-: \\"/()@7s.', min_size=1, max_size=12)


@settings(max_examples=60, deadline=None)
@given(st.sampled_from(["actor", "client", "port", "time", "action", "x.y"]), WILD, st.lists(WILD, max_size=3))
def test_whatever_is_asked_and_whatever_there_is_the_offers_are_filters(
    field: str, asked: str, there: list[str]
) -> None:
    text = f"{field}:{asked}"
    try:
        parse(text)
    except FilterError:
        return

    def counting(filters: Sequence[str]) -> list[int]:
        return [9, *([0] * (len(filters) - 1))] if filters[0] == "" else [1] * len(filters)

    fall = explained(text, counting, lambda **_: [(value, 1) for value in there], CATALOGUE)
    for mend in fall.mends:
        assert mend.said in [clause.text for clause in clauses(mend.filter)]
        assert len(clauses(mend.filter)) == len(clauses(text))


@pytest.mark.parametrize(
    ("wanted", "found"),
    [
        ("ines", ["ines"]),
        ("INEZ", ["ines"]),
        ("robt", ["robot-7"]),
        ("robot-7-of-nine", ["robot-7"]),
        ("obo", ["robot-7"]),
        ("zzzz", []),
    ],
)
def test_texts_that_are_alike(wanted: str, found: list[str]) -> None:
    assert alike(Glob((wanted,)), [("ines", 3), ("robot-7", 2), ("ab", 1)])[:1] == found


def test_addresses_by_how_near_they_are() -> None:
    there = ["198.51.100.1", "192.0.2.200", "2001:db8::1", "rds.amazonaws.com", "192.0.3.1"]
    assert addresses("192.0.2.0/25", there) == ["192.0.2.200", "192.0.3.1", "198.51.100.1"]
    assert addresses("2001:db8:1::/48", there) == ["2001:db8::1"]


def test_the_stores_values_for_it() -> None:
    store = SmallStore(
        [
            {"log": "door", "time": START, "actor": "ines"},
            {"log": "door", "time": START + 7, "actor": "ines"},
            {"log": "lift", "time": None, "actor": "omar"},
            {"log": "lift", "time": START + 3},
        ]
    )
    matches = store.matches()
    assert list(known(matches, "actor")) == [("ines", 2), ("omar", 1)]
    assert known(matches, "time") == [(iso(START + 7), 3), (iso(START), 3)]
    assert known(store.matches("false"), "time") == []
    assert known(matches, "nonsense") == []
    store.close()


def test_frequent_values_are_offered_beside_the_near() -> None:
    offered = [mend.said for mend in fell("action:Zzz").mends]
    assert offered[0] == "action:GetObject"
    assert len(offered) == OFTEN
