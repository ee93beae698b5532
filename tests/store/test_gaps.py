"""When auditing was off."""

from __future__ import annotations

from itertools import permutations
from pathlib import Path

import orjson
import pytest

from parsers import NO_TIME
from tests.conftest import event
from tui.session import Session
from tui.store.gaps import Act, Gap, Mark, intervals, overlapping
from tui.store.losses import told
from tui.store.marks import SAID, marked

SECOND = 1_000_000
PLACE = ("1", "eu-central-1")


def mark(time: int, said: str, *left_out: str) -> Mark:
    way, kind, name = said.split(":")
    return Mark(Act(time, time, "ada"), way, (*PLACE, kind, name), dict.fromkeys(left_out))


def brief(gaps: tuple[Gap, ...]) -> list[str]:
    return [f"{gap.kind} {gap.name} {gap.since}-{gap.until}" + "".join(f" {m}" for m in gap.missing) for gap in gaps]


STORIES = [
    ("open:trail:main", ["trail main 1-None"]),
    ("open:trail:main close:trail:main", ["trail main 1-2"]),
    ("open:trail:main open:trail:main close:trail:main", ["trail main 1-3"]),
    ("open:trail:a open:trail:b close:trail:a", ["trail b 2-None", "trail a 1-3"]),
    ("open:trail:main close:trail:main open:trail:main", ["trail main 3-None", "trail main 1-2"]),
    # What began before anything that is loaded, where its end proves that it was off.
    ("close:trail:main", ["trail main None-1"]),
    ("close:audit:group", ["audit group None-1"]),
    ("close:trail:main close:trail:main", ["trail main None-1"]),
    ("close:selectors:main", []),
    ("close:regions:main", []),
    ("close:selectors:main open:selectors:main", ["selectors main 2-None"]),
    # A trail that is made does not record yet, and nobody stopped it.
    ("new:trail:main close:trail:main", []),
    ("open:trail:main new:trail:main close:trail:main", ["trail main 1-3"]),
    ("open:selectors:main new:trail:main", ["selectors main 1-2"]),
    ("open:selectors:main new:trail:other", ["selectors main 1-None"]),
]


@pytest.mark.parametrize(("story", "expected"), STORIES)
def test_events_become_intervals(story: str, expected: list[str]) -> None:
    marks = [mark(time, said) for time, said in enumerate(story.split(), 1)]
    for order in permutations(marks):  # files come in any order
        assert brief(intervals(order)) == expected


def test_a_trail_that_is_made_and_started_in_one_second_was_made_first() -> None:
    started, made = (Mark(Act(n, 5), way, (*PLACE, "trail", "main")) for n, way in enumerate(("close", "new")))
    assert intervals([started, made]) == ()


def test_what_was_off_and_is_stopped_again_is_one_gap_that_tells_so() -> None:
    (gap,) = intervals([mark(1, "open:trail:main"), mark(2, "open:trail:main"), mark(3, "close:trail:main")])
    assert [act.time for act in gap.again] == [2]


def test_other_things_left_out_are_another_gap() -> None:
    kms = mark(2, "open:selectors:main", "kms")
    gaps = intervals([mark(1, "open:selectors:main", "rdsdata"), kms, mark(3, "close:selectors:main")])
    assert brief(gaps) == ["selectors main 2-3 kms", "selectors main 1-2 rdsdata"]
    assert gaps[1].closed == kms.act


def test_another_account_or_region_is_another_trail() -> None:
    there = Mark(Act(2, 2), "close", ("1", "us-east-1", "trail", "main"))
    assert brief(intervals([mark(1, "open:trail:main"), there])) == ["trail main 1-None", "trail main None-2"]


def test_what_is_left_out_longer_than_the_rest_is_a_gap_of_its_own() -> None:
    story = [("rdsdata",), ("kms", "rdsdata"), ("kms",), ("kms", "read-events", "write-events")]
    gaps = intervals(mark(time, "open:selectors:main", *what) for time, what in enumerate(story, 1))
    assert brief(gaps) == [
        "selectors main 4-None read-events write-events",
        "selectors main 2-None kms",
        "selectors main 1-3 rdsdata",
    ]


def test_what_is_left_out_stays_so_where_nothing_is_recorded_at_all() -> None:
    left_out = ("rdsdata",), ("management-events",)
    gaps = intervals(mark(time, "open:selectors:main", *what) for time, what in enumerate(left_out, 1))
    assert brief(gaps) == ["selectors main 2-None management-events", "selectors main 1-None rdsdata"]


ROW: dict[str, str | int] = dict.fromkeys(SAID, "") | {"id": 1, "time": 5}


def test_an_event_says_several_things_of_auditing() -> None:
    said = "open:regions:main close:global:main open:selectors:a%20b%3A%25=kms,rdsdata keeps:data:main= garbage"
    found = [(mark.way, *mark.place[2:], *mark.what) for mark in marked(ROW | {"gap": said})]
    assert found == [
        ("open", "regions", "main"),
        ("close", "global", "main"),
        ("open", "selectors", "a b:%", "kms", "rdsdata"),
        ("keeps", "data", "main"),
        ("garbage", "", ""),
    ]
    assert intervals(told(marked(ROW | {"gap": "garbage"}))) == ()
    assert list(marked(ROW | {"gap": "open:trail:main", "time": NO_TIME})) == []


@pytest.mark.parametrize(
    ("since", "until", "log", "seen"),
    [
        (None, None, None, 2),
        (30, None, None, 1),
        (None, 10, None, 0),
        (None, 11, None, 1),
        (19, 20, None, 1),
        (20, 25, None, 0),
        (None, None, "cloudtrail", 1),
        (None, None, "neptune_audit", 1),
        (None, None, "jsonlines", 0),
    ],
)
def test_a_view_overlaps_gaps_of_its_range_and_log(
    since: int | None, until: int | None, log: str | None, seen: int
) -> None:
    gaps = intervals([mark(10, "open:trail:main"), mark(20, "close:trail:main"), mark(25, "open:audit:group")])
    assert len(overlapping(gaps, since, until, log)) == seen


def stopping(number: int, name: str, **more: object) -> dict[str, object]:
    source = "cloudtrail.amazonaws.com"
    return event(number, eventName=name, eventSource=source, requestParameters={"name": "main"}, readOnly=False, **more)


def test_a_session_tells_gaps_and_an_older_file_makes_them_whole(tmp_path: Path) -> None:
    def write(name: str, *events: dict[str, object]) -> None:
        (tmp_path / name).write_bytes(b"".join(orjson.dumps(e) + b"\n" for e in events))

    start = 1_795_176_000 * SECOND
    write("b.jsonl", stopping(60, "StartLogging"), stopping(61, "StopLogging", errorCode="AccessDenied"))
    with Session([str(tmp_path)], workers=0) as session:
        session.load()
        (gap,) = session.gaps()
        assert (gap.opened, gap.until) == (None, start + 60 * SECOND)
    write("a.jsonl", stopping(5, "StopLogging"))
    with Session([str(tmp_path)], workers=0) as session:
        session.load()
        (gap,) = session.gaps()
        assert (gap.since, gap.until, gap.again) == (start + 5 * SECOND, start + 60 * SECOND, ())
        assert gap.opened is not None
        assert (gap.opened.actor, gap.opened.action) == ("alice", "StopLogging")
        assert gap.opened.summary == "alice stopped logging of trail main"
