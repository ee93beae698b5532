"""What arrives late: marked in its place, listed in the order it came, and a column of its own."""

from __future__ import annotations

import gzip
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from functools import partial
from pathlib import Path

import pytest

from tests.browse_support import Seen, jsonl, opened
from tests.conftest import delivered, event, write_packed
from tui.case.folder import kept
from tui.filter.errors import FilterError
from tui.screens.browse.arrivals import Arrivals
from tui.session import Session
from tui.view import View

LOOKED = 1_795_176_000_000_001


@asynccontextmanager
async def live(folder: Path) -> AsyncIterator[Seen]:
    """A screen that follows a folder with sixty events in it, ten seconds apart."""
    jsonl(folder / "a.jsonl", *(event(10 * number) for number in range(60)))
    with Session([str(folder)], follow=True, workers=0) as session:
        async with opened(session) as seen:
            await seen.total(60)
            await seen.until(lambda: "LIVE" in seen.header)
            yield seen


async def come(seen: Seen, folder: Path, *numbers: int) -> None:
    """Have events arrive in a file of their own."""
    before = seen.table.total
    jsonl(folder / f"late-{numbers[0]}.jsonl", *map(event, numbers))
    await seen.total(before + len(numbers))


async def test_what_came_behind_who_follows_is_told_marked_and_then_seen(tmp_path: Path) -> None:
    async with live(tmp_path) as seen:
        await come(seen, tmp_path, 15, 16, 601)
        await seen.until(lambda: "◂2" in seen.header and seen.second == 601)
        await seen.press("g")
        await seen.until(lambda: [row[:9].strip("◂ ") for row in seen.rows if row[0] == "◂"] == [":15", ":16"])
        assert "◂2" in seen.header
        await seen.press("down")
        await seen.until(lambda: "◂" not in seen.header)
        assert not any("◂" in row for row in seen.rows)


async def test_nothing_of_what_was_there_at_the_start_is_late(tmp_path: Path) -> None:
    async with live(tmp_path) as seen:
        await come(seen, tmp_path, 601)
        assert "◂" not in seen.header
        assert seen.table.marks.late == 0


async def test_the_key_lists_what_arrived_and_goes_back(tmp_path: Path) -> None:
    async with live(tmp_path) as seen:
        await seen.press("L")
        await seen.until(lambda: "Nothing has arrived since" in seen.said)
        await come(seen, tmp_path, 301, 15)
        before = seen.view
        await seen.press("L")
        await seen.total(2)
        assert "arrival" in seen.table.render_line(0).text
        assert (seen.view.sort, seen.view.filter[:10]) == ("arrival", "arrival > ")
        await seen.press("L")
        await seen.total(62)
        assert seen.view == before
        assert seen.table.marks.late == 0
        await come(seen, tmp_path, 302)
        await seen.press("L")
        await seen.total(1)
        assert seen.second == 302


async def test_the_list_grows_by_what_arrives_at_its_end(tmp_path: Path) -> None:
    async with live(tmp_path) as seen:
        await come(seen, tmp_path, 301)
        await seen.press("L")
        await seen.total(1)
        jsonl(tmp_path / "more.jsonl", event(15))
        await seen.total(2)
        await seen.until(lambda: seen.second == 15)


def test_the_list_is_of_what_is_asked_and_stays_the_list_when_narrowed() -> None:
    now = View(filter="actor:alice or actor:bob", log="cloudtrail", descending=True)
    arrivals, listed = Arrivals(LOOKED).list(now, ("time", "action"))
    assert listed == View(
        filter="(actor:alice or actor:bob) and arrival > 2026-11-20T12:00:00.000001Z",
        log="cloudtrail",
        sort="arrival",
        columns=("time", "arrival", "action"),
    )
    assert arrivals.listed(listed.with_(filter=f"{listed.filter} and effect:write"))
    assert arrivals.listed(listed.with_(sort="actor"))
    assert not arrivals.listed(now)
    after, view = arrivals.back(LOOKED + 5)
    assert (after, view) == (Arrivals(LOOKED + 5), now)


def test_a_filter_that_is_none_lists_nothing() -> None:
    with pytest.raises(FilterError):
        Arrivals(LOOKED).list(View(filter="actor:("), ())


async def test_a_filter_half_written_is_said_to_be_in_the_way(tmp_path: Path) -> None:
    async with live(tmp_path) as seen:
        await come(seen, tmp_path, 301)
        await seen.press("slash")
        await seen.write("actor:(")
        await seen.press("enter")
        await seen.press("L")
        await seen.until(lambda: "must be whole first" in seen.said)


def test_arrivals_are_asked_for_like_any_time(tmp_path: Path) -> None:
    (tmp_path / "a.json").write_bytes(delivered(1, 2))
    with Session([str(tmp_path)], workers=0) as session:
        store = session.load()
        arrived = session.arrived
        assert arrived is not None
        assert store.count(View(filter="arrival >= now-1h")) == 2
        assert store.count(View(filter="not arrival:*")) == 0
        assert {row.values["arrival"] for row in store.rows([0, 1], ["arrival"])} == {arrived}


async def test_the_header_is_complete_up_to_what_the_deliveries_allow(tmp_path: Path) -> None:
    name = "111122223333_CloudTrail_eu-central-1_20261120T1208Z_abcdefghijklmnop.json.gz"
    path = write_packed(tmp_path / name, delivered(0, 60, 240))
    assert gzip.decompress(path.read_bytes())
    with Session([str(tmp_path)], follow=True, workers=0) as session:
        async with opened(session) as seen:
            await seen.until(lambda: "complete to 12:00:00" in seen.header)


async def test_in_a_kept_session_the_list_begins_where_the_one_before_left_off(tmp_path: Path) -> None:
    logs, case = tmp_path / "logs", partial(kept, str(tmp_path / "case"))
    logs.mkdir()
    jsonl(logs / "a.jsonl", event(1), event(2))
    with Session([str(logs)], workers=0, folder=case) as session:
        session.load()
    jsonl(logs / "b.jsonl", event(0), event(3))
    with Session([str(logs)], follow=True, workers=0, folder=case) as session:
        async with opened(session) as seen:
            await seen.total(4)
            await seen.until(lambda: "LIVE" in seen.header)
            await seen.press("L")
            await seen.total(2)
