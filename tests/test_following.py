"""The screen of events: what it opens with, and how it keeps up."""

from __future__ import annotations

from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from pathlib import Path

from tests.browse_support import Seen, jsonl, loaded, opened
from tests.conftest import audit, event
from tui.session import Session
from tui.source import Source
from tui.view import View


@asynccontextmanager
async def live(folder: Path) -> AsyncIterator[Seen]:
    """A screen that really follows a folder with three events in it."""
    jsonl(folder / "a.jsonl", *map(event, range(3)))
    with Session([str(folder)], follow=True, workers=0) as session:
        async with opened(session) as seen:
            await seen.total(3)
            await seen.until(lambda: "LIVE" in seen.header)
            yield seen


async def test_it_opens_at_the_newest_event_and_follows(trail: Source) -> None:
    async with opened(trail) as seen:
        assert seen.second == 61
        assert "gremlin drop" in seen.rows[-1]
        assert "62 events" in seen.header
        assert "LIVE" in seen.header


async def test_who_follows_is_taken_along_and_who_reads_is_left_where_they_are(tmp_path: Path) -> None:
    async with live(tmp_path) as seen:
        jsonl(tmp_path / "a.jsonl", event(3))
        await seen.until(lambda: seen.second == 3)
        await seen.press("up", "up")
        assert seen.second == 1
        await seen.until(lambda: "LIVE" not in seen.header)
        jsonl(tmp_path / "a.jsonl", event(4), event(5))
        await seen.total(6)
        assert seen.second == 1
        await seen.press("end")
        await seen.until(lambda: seen.second == 5 and "LIVE" in seen.header)


async def test_pause_holds_the_picture_and_loses_nothing(tmp_path: Path) -> None:
    async with live(tmp_path) as seen:
        await seen.press("space")
        jsonl(tmp_path / "a.jsonl", event(3), event(4))
        await seen.until(lambda: "PAUSED +2" in seen.header)
        assert (seen.table.total, seen.second) == (3, 2)
        await seen.press("space")
        await seen.until(lambda: (seen.table.total, seen.second) == (5, 4))
        assert "PAUSED" not in seen.header
        assert "2 came while it was paused" in seen.said


async def test_a_pause_lets_rows_be_known_better_and_lets_none_in(tmp_path: Path) -> None:
    def cluster(number: int, name: str, engine: str | None = None) -> dict[str, object]:
        named = {"dBClusterIdentifier": "graph"}
        return event(number, eventName=name, requestParameters=named, responseElements=named | {"engine": engine})

    async with live(tmp_path) as seen:
        jsonl(tmp_path / "a.jsonl", cluster(3, "ModifyDBCluster"))
        await seen.total(4)
        await seen.until(lambda: "rds" in seen.rows[-1])
        await seen.press("space")
        jsonl(tmp_path / "a.jsonl", cluster(4, "CreateDBCluster", "neptune"))
        await seen.until(lambda: "neptune" in seen.rows[-1])
        assert "PAUSED +1" in seen.header
        assert (seen.table.total, seen.second) == (4, 3)
        counted = seen.app.source.overview(View(), (), 5, 10, end=4).histogram
        assert counted is not None
        assert sum(counted.total) == 4
        await seen.press("space")
        await seen.total(5)


async def test_of_what_came_in_a_pause_it_is_told_how_much_matches(tmp_path: Path) -> None:
    async with live(tmp_path) as seen:
        await seen.press("/", *"eventID:*4 or eventID:*1", "enter")
        await seen.total(1)
        await seen.press("space")
        jsonl(tmp_path / "a.jsonl", event(3), event(4), event(5))
        await seen.until(lambda: "PAUSED +3" in seen.header)
        await seen.press("space")
        await seen.until(lambda: "3 came while it was paused; the view shows 1" in seen.said)


async def test_an_empty_folder_says_so_and_waits(tmp_path: Path) -> None:
    with Session([str(tmp_path)], follow=True, workers=0) as session:
        async with opened(session) as seen:
            await seen.until(lambda: "Nothing here yet. Waiting for CloudTrail" in " ".join(seen.screen.split()))
            (tmp_path / "audit.log.0").write_bytes(audit(0))
            await seen.until(lambda: "gremlin read" in seen.screen)


async def test_where_everything_was_set_aside_it_says_that(tmp_path: Path) -> None:
    (tmp_path / "LICENSE").write_text("Permission is hereby granted to whoever asks nicely.\n")
    with loaded(tmp_path) as source:
        async with opened(source) as seen:
            await seen.until(lambda: "set aside" in " ".join(seen.screen.split()))
            assert seen.header.count("1 skipped") == 1
