"""Auditing gaps and shapes of queries on the screen of events."""

from __future__ import annotations

from pathlib import Path
from typing import cast

import pytest
from textual.widgets import OptionList, Static

from tests.browse_support import MIDDLE, Seen, jsonl, loaded, opened
from tests.conftest import audit, event
from tui.progress import State
from tui.screens.gaps import Gaps
from tui.session import Session
from tui.view import View
from tui.widgets.notice import Notice


def trail(folder: Path, *, stopped: bool = True) -> None:
    """Sixty events a second apart; in the tenth second bob stops the trail, in the twentieth carol starts it."""
    switched = {10: ("bob", "StopLogging"), 20: ("carol", "StartLogging")} if stopped else {}
    jsonl(folder / "trail.jsonl", *(_one(n, *switched.get(n, ("alice", "LookupEvents"))) for n in range(60)))


def _one(number: int, user: str, name: str) -> dict[str, object]:
    who = {"type": "IAMUser", "userName": user, "accountId": "111122223333"}
    more = {"eventSource": "cloudtrail.amazonaws.com", "requestParameters": {"name": "main"}}
    return event(number, eventName=name, userIdentity=who, readOnly=name == "LookupEvents", **more)


def notice(seen: Seen) -> str:
    widget = seen.get(Notice)
    return widget.render_line(0).text.strip() if widget.display else ""


async def test_a_view_that_overlaps_a_gap_says_so_and_another_does_not(tmp_path: Path) -> None:
    trail(tmp_path)
    start = 1_795_176_000_000_000
    with loaded(tmp_path) as source:
        async with opened(source, MIDDLE) as seen:
            await seen.until(lambda: notice(seen))
            assert notice(seen).startswith("⚠ auditing was off 12:00:10–12:00:20 (trail main, by bob)")
            seen.app.browse.change(View(since=start + 30_000_000))
            await seen.until(lambda: not notice(seen))
            seen.app.browse.change(View(until=start + 15_000_000))
            await seen.until(lambda: notice(seen))


async def test_where_nothing_was_off_nothing_is_said(tmp_path: Path) -> None:
    trail(tmp_path, stopped=False)
    with loaded(tmp_path) as source:
        async with opened(source, MIDDLE) as seen:
            await seen.settled()
            assert not seen.get(Notice).display
            await seen.press("A")
            await seen.until(lambda: "No event says" in seen.said)


async def test_a_gap_is_listed_with_its_story_and_enter_shows_what_happened_meanwhile(tmp_path: Path) -> None:
    trail(tmp_path)
    with loaded(tmp_path) as source:
        async with opened(source, MIDDLE) as seen:
            await seen.until(lambda: notice(seen))
            await seen.press("A")
            await seen.until(lambda: isinstance(seen.app.screen, Gaps) and "carol started logging" in seen.said)
            assert "bob stopped logging of trail main" in seen.said
            assert seen.app.screen.query_one(OptionList).option_count == 1
            await seen.press("enter")
            await seen.until(lambda: seen.table.total == 11 and seen.second == 10)
            await seen.press("u")
            await seen.total(60)


@pytest.mark.parametrize("key", ["escape", "q", "A"])
async def test_the_screen_is_left_without_a_change(tmp_path: Path, key: str) -> None:
    trail(tmp_path)
    with loaded(tmp_path) as source:
        async with opened(source, MIDDLE) as seen:
            await seen.press("A", key)
            assert not isinstance(seen.app.screen, Gaps)
            assert seen.view == View()


async def test_gaps_come_and_end_while_the_list_is_open(tmp_path: Path) -> None:
    trail(tmp_path)
    with loaded(tmp_path) as source:
        async with opened(source, MIDDLE) as seen:
            blind = seen.app.browse.blind
            await seen.until(lambda: blind.gaps)
            whole, blind.gaps = blind.gaps, ()
            await seen.press("A")
            await seen.until(lambda: "No event says" in seen.said)
            blind.gaps = whole
            await seen.until(lambda: seen.app.screen.query_one(OptionList).option_count == 1)
            story = cast("Static", seen.app.screen.query_one("#gaps-story"))
            assert "carol" in str(story.content)


async def test_shapes_of_queries_are_listed_sorted_and_kept(tmp_path: Path) -> None:
    queries = ["g.V('1')", "g.V('2')", "g.V('3').drop()"]
    (tmp_path / "audit.log.0").write_bytes(b"".join(audit(n * 1000, query) for n, query in enumerate(queries)))
    with loaded(tmp_path) as source:
        async with opened(source, MIDDLE) as seen:
            await seen.press("P")
            await seen.until(lambda: "2 shapes of 3 queries   most frequent first" in seen.said)
            await seen.until(lambda: "asked by anonymous 2" in seen.said)
            await seen.press("s")
            await seen.until(lambda: "rarest first" in seen.said)
            assert seen.app.screen.query_one(OptionList).highlighted == 1  # the cursor stays on its shape
            await seen.press("k", "enter")
            await seen.total(1)
            assert seen.filter.startswith("fingerprint:")


async def test_where_there_are_no_queries_the_shapes_say_so(tmp_path: Path) -> None:
    trail(tmp_path)
    with loaded(tmp_path) as source:
        async with opened(source, MIDDLE) as seen:
            await seen.press("P")
            await seen.until(lambda: "No query with a shape" in seen.said)
            await seen.press("escape")
            assert seen.view == View()


async def test_a_query_whose_like_was_never_seen_is_marked(tmp_path: Path) -> None:
    log = tmp_path / "audit.log.0"
    log.write_bytes(audit(0, "g.V('1')"))
    with Session([str(tmp_path)], follow=True, workers=0) as session:
        async with opened(session, MIDDLE) as seen:
            await seen.until(lambda: session.progress().state is State.FOLLOWING)
            with log.open("ab") as file:
                file.write(audit(1000, "g.V('2')") + audit(2000, "g.V('1').drop()"))
            await seen.until(lambda: any("✦ gremlin drop" in row for row in seen.rows))
            assert sum("✦" in row for row in seen.rows) == 1
