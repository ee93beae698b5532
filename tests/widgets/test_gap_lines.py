"""Auditing gaps in words."""

from __future__ import annotations

import pytest

from tests.widgets.spread import NINE
from tui.drawing.gap_lines import line, notice, recorder, story, titles
from tui.drawing.spans import Span, width
from tui.drawing.times import SECOND, Clock
from tui.store.gaps import Act, Gap
from tui.visible import width_of

UTC = Clock()
STOPPED = Act(7, NINE, "ada", "StopLogging", "ada stopped logging of trail main")
STARTED = Act(9, NINE + 184 * SECOND, "bo", "StartLogging", "bo started logging of trail main")
TRAIL = ("1", "eu-central-1", "trail", "main")
CLOSED = Gap(TRAIL, STOPPED, STARTED)
STILL = Gap(("1", "eu-central-1", "selectors", "main"), STOPPED, missing=("rdsdata", "kms"))
BEFORE = Gap(("1", "eu-central-1", "audit", "graph-params"), None, STARTED)
HOSTILE = Gap(("1", "", "trail", "ma\u202ein\x1b[2J"), Act(1, NINE, "\x1b]0;x", "a", "b\x1bc"))
GAPS = (CLOSED, STILL, BEFORE, HOSTILE)


def text(spans: tuple[Span, ...]) -> str:
    return "".join(said for said, _ in spans)


@pytest.mark.parametrize(
    ("gap", "said"),
    [
        (CLOSED, "auditing was off 09:00:00–09:03:04 (trail main, by ada)"),
        (STILL, "auditing is partly off since 09:00:00 (trail main without RDS Data API, KMS, by ada)"),
        (
            BEFORE,
            "auditing may have been off until 09:03:04 (query audit of parameter group graph-params, started by bo)",
        ),
    ],
)
def test_a_notice_says_when_what_and_who(gap: Gap, said: str) -> None:
    assert notice([gap], UTC, NINE, 160) == f"⚠ {said}   A tells more"
    assert notice([gap], UTC, NINE, 160, plain=True) == f"! {said.replace('–', '-')}   A tells more"


def test_a_notice_counts_the_others_and_names_the_day_where_it_is_another() -> None:
    assert notice([CLOSED, STILL], UTC, NINE, 160).endswith(" and 1 more   A lists them")
    assert "off 2026-11-19 09:00:00–09:03:04 (" in notice([CLOSED], UTC, NINE + 86_400 * SECOND, 160)
    assert notice([], UTC, NINE, 160) == ""


@pytest.mark.parametrize("cells", [20, 40, 78, 118])
def test_whatever_there_is_fits(cells: int) -> None:
    for gap in GAPS:
        assert width_of(notice(GAPS, UTC, NINE, cells)) <= cells
        assert {width(line(gap, UTC, max(78, cells))), width(titles(max(78, cells)))} == {max(78, cells)}


def test_nothing_in_a_log_acts() -> None:
    said = notice([HOSTILE], UTC, NINE, 160) + text(line(HOSTILE, UTC, 118)) + text(story(HOSTILE, UTC))
    assert "\x1b" not in said
    assert "\u202e" not in said


def test_a_line_says_from_when_until_when() -> None:
    assert text(line(CLOSED, UTC, 100)).split()[4:7] == ["3", "min", "ada"]
    assert text(line(STILL, UTC, 100)).startswith("11-19 09:00:00 – still open ")
    assert text(line(BEFORE, UTC, 100)).startswith("? – 11-19 09:03:04 ")


def test_a_story_tells_every_event_and_what_is_not_there() -> None:
    again = tuple(Act(n, NINE + n * SECOND, "ada", "DeleteTrail", f"time {n}") for n in range(1, 9))
    told = text(story(Gap(TRAIL, STOPPED, None, again=again), UTC))
    assert "opened   2026-11-19 09:00:00Z  ada stopped logging of trail main" in told
    assert "time 5" in told
    assert "time 6" not in told
    assert "3 times more" in told
    assert "still open" in told
    assert "nothing here says by whom" in text(story(BEFORE, UTC))


def test_what_is_left_out_is_named_with_what_records() -> None:
    said = {
        ("data", "AWS::S3::Object/reads", "AWS::S3::Object/writes"): "trail x without data events of AWS::S3::Object",
        ("data", "some AWS::S3::Object/writes"): "trail x without data events of some AWS::S3::Object/writes",
        ("selectors", "management-events"): "trail x without any management events",
        ("bucket", "elsewhere"): "trail x, which delivers to bucket elsewhere",
        ("validation",): "trail x without log file validation",
        ("cloudwatch",): "trail x without CloudWatch Logs",
    }
    for (kind, *missing), expected in said.items():
        assert recorder(Gap(("", "", kind, "x"), STOPPED, missing=tuple(missing))) == expected


def test_the_event_that_told_of_recording_before_is_part_of_the_story() -> None:
    gap = Gap(("1", "", "data", "main"), STARTED, missing=("AWS::S3::Object/reads",), known=STOPPED)
    assert "before   2026-11-19 09:00:00Z  ada stopped" in text(story(gap, UTC))


def test_what_records_is_named_by_its_kind() -> None:
    kinds = ("store", "log-export", "activity-stream", "regions", "global", "something-new")
    assert [recorder(Gap(("", "", kind, "x"), STOPPED)) for kind in kinds] == [
        "event data store x",
        "audit log export of x",
        "activity stream of x",
        "trail x without other regions",
        "trail x without global services",
        "something-new x",
    ]
