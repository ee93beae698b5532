"""The header's line."""

from __future__ import annotations

import pytest
from hypothesis import example, given, settings
from hypothesis import strategies as st
from msgspec.structs import replace

from tests.widgets.spread import NINE
from tui.drawing.status import Status, header_line
from tui.progress import Progress, State
from tui.store.counts import Counts
from tui.visible import width_of

COUNTS = Counts(23_981, 2, 6_496)
FOLLOWING = Progress(State.FOLLOWING, 3_872, 3_872, COUNTS)
LOADING = Progress(State.LOADING, 3_872, 12, COUNTS, bytes_done=40, bytes_due=100, seconds=3.0)
LIVE = Status("~/trail", FOLLOWING, live=True, upto=NINE + 191_000_000)


def line(status: Status, cells: int, *, plain: bool = False) -> str:
    return "".join(text for text, _ in header_line(status, cells, plain=plain))


def said(status: Status, cells: int) -> str:
    return " ".join(line(status, cells).split())


@pytest.mark.parametrize(
    ("cells", "words"),
    [
        (80, "tailtrail ~/trail 23,981 events 2 unparsed complete to 09:03:11 ● LIVE"),
        (100, "tailtrail ~/trail 23,981 events 6,496 duplicates 2 unparsed complete to 09:03:11 ● LIVE"),
        (
            120,
            "tailtrail ~/trail 3,872 files 23,981 events 6,496 duplicates 2 unparsed complete to 09:03:11 ● LIVE",
        ),
        (
            160,
            "tailtrail ~/trail 3,872 files 23,981 events 6,496 duplicates 2 unparsed"
            " complete to 2026-11-19 09:03:11 UTC ● LIVE",
        ),
        (
            240,
            "tailtrail ~/trail 3,872 files 23,981 events 6,496 duplicates 2 unparsed"
            " complete to 2026-11-19 09:03:11 UTC ● LIVE",
        ),
        (60, "tailtrail ~/trail 23,981 2 unparsed →09:03:11 ● LIVE"),
    ],
)
def test_parts_give_way_as_it_gets_narrow(cells: int, words: str) -> None:
    assert said(LIVE, cells) == words
    assert width_of(line(LIVE, cells)) == cells


@pytest.mark.parametrize(
    ("cells", "words"),
    [
        (240, "━━━━━━━━──────────── 40% 10.1k/s 4 s left"),
        (80, "━━━━────── 40% 4 s left"),
        (60, "40% 4 s left"),
    ],
)
def test_while_loading_the_right_side_is_the_progress(cells: int, words: str) -> None:
    assert said(Status("~/trail", LOADING), cells).endswith(words)


@pytest.mark.parametrize(
    ("status", "ending"),
    [
        (replace(LIVE, paused=True, waiting=37), "complete to 09:03:11 ❚❚ PAUSED +37"),
        (replace(LIVE, paused=True), "complete to 09:03:11 ❚❚ PAUSED"),
        (replace(LIVE, live=False), "complete to 09:03:11 End follows"),
        (replace(LIVE, live=False, waiting=1200), "complete to 09:03:11 End follows +1,200"),
        (replace(LIVE, progress=replace(FOLLOWING, state=State.DONE)), "complete to 09:03:11"),
        (replace(LIVE, upto=None), "2 unparsed ● LIVE"),
        (replace(LIVE, upto=None, newest=NINE), "2 unparsed newest 09:00:00 ● LIVE"),
        (replace(LIVE, newest=NINE + 10**9, late=1200), "◂1,200 late complete to 09:03:11 ● LIVE"),
        (replace(LIVE, silent=2, late=3), "◂3 late 2 silent complete to 09:03:11 ● LIVE"),
        (Status("~/trail"), "0 events looking for files"),
        (
            Status("~/trail", replace(FOLLOWING, state=State.FAILED, trouble="the disk is full")),
            "stopped: the disk is full",
        ),
        (Status("~/trail", replace(FOLLOWING, state=State.FAILED)), "stopped: for no known reason"),
    ],
)
def test_right_side_says_how_it_goes(status: Status, ending: str) -> None:
    assert said(status, 110).endswith(ending)


@pytest.mark.parametrize(
    ("progress", "shown", "words"),
    [
        (FOLLOWING, 412, "412 of 23,981 events"),
        (
            replace(FOLLOWING, counts=Counts(events=1, duplicates=1), files=1),
            None,
            "1 file 1 event 1 duplicate",
        ),
        (replace(FOLLOWING, skipped=3), None, "2 unparsed 3 skipped"),
        (replace(FOLLOWING, counts=Counts(7)), None, "files 7 events complete"),
    ],
)
def test_left_side_counts(progress: Progress, shown: int | None, words: str) -> None:
    assert words in said(replace(LIVE, progress=progress, shown=shown), 160)


def test_a_long_title_loses_its_beginning() -> None:
    status = replace(LIVE, title="/srv/archive/organisation/trail/CloudTrail/us-east-1")
    assert said(status, 100).startswith("tailtrail …il/CloudTrail/us-east-1 23,981 events 2 unparsed complete")


def test_a_hostile_title_is_only_text() -> None:
    text = line(replace(LIVE, title="a\x1b[31m\u202eb"), 120)
    assert "a␛[31m‹U+202E›b" in text


def test_plain_signs_are_ascii() -> None:
    for status in (LIVE, replace(LIVE, paused=True), replace(LIVE, live=False, late=5), Status("~", LOADING)):
        assert all(line(status, cells, plain=True).isascii() for cells in (30, 60, 80, 240))


def test_inks_say_what_needs_attention() -> None:
    spans = dict(header_line(LIVE, 160))
    assert spans["2 unparsed"] == "warning"
    assert spans["● LIVE"] == "live"
    assert dict(header_line(replace(LIVE, paused=True), 160))["❚❚ PAUSED"] == "paused"


progresses = st.builds(
    Progress,
    st.sampled_from(State),
    st.integers(0, 10**6),
    st.just(0),
    st.builds(Counts, *[st.integers(0, 10**8)] * 3),
    st.integers(0, 99),
    st.integers(0, 10**12),
    st.integers(0, 10**12),
    st.just(0.0) | st.floats(0.001, 10**5),
    st.text(max_size=50),
)
statuses = st.builds(
    Status,
    st.text(max_size=60),
    progresses,
    st.booleans(),
    st.booleans(),
    st.integers(0, 10**6),
    st.none() | st.integers(0, 10**8),
    st.none() | st.integers(-(10**17), 10**17),
    st.none() | st.integers(-(10**17), 10**17),
    st.integers(0, 10**3),
    st.integers(0, 10**6),
    st.booleans(),
)


CROWDED = Status(
    "0" * 11, replace(FOLLOWING, files=0, counts=Counts(unparsed=1000)), newest=0, waiting=10, silent=100, late=1000
)


@settings(max_examples=150)
@given(statuses, st.integers(1, 250))
@example(CROWDED, 80)
def test_the_line_is_exactly_as_wide_and_cuts_no_number(status: Status, cells: int) -> None:
    counts, text = status.progress.counts, line(status, cells)
    assert width_of(text) == cells
    if cells >= 80:
        assert f"{counts.events if status.shown is None else status.shown:,}" in text
        assert not counts.unparsed or f"{counts.unparsed:,} unparsed" in text
