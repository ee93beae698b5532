"""The coverage screen: strips, a cursor, and ways on from a cell."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st
from textual.widgets import Static

from tests.browse_support import MIDDLE, NARROW, WIDE, Seen, lines, loaded, opened
from tests.conftest import audit, delivered, write_packed
from tests.store.test_coverage import made
from tests.store.test_lag import NOON, came, every_five, name
from tui.drawing.coverage_lines import (
    files_between,
    head,
    layout,
    legend,
    note,
    room,
    row,
    sentence,
    title,
)
from tui.drawing.spans import Span, width
from tui.drawing.times import Clock
from tui.screens.coverage import Coverage
from tui.screens.files import Files
from tui.session import Session
from tui.source import Source
from tui.store.coverage import Coverage as Found
from tui.store.coverage import Tally
from tui.store.lag import MINUTE
from tui.store.ledger import FileEntry
from tui.widgets.coverage_grid import CoverageGrid

CLOCK = Clock()
GAP = [entry for entry in every_five(20) if not 6 <= entry.file < 12]


def text(spans: tuple[Span, ...]) -> str:
    return "".join(said for said, _ in spans)


def strip_line(found: Found, cells: int, *, plain: bool = False) -> str:
    """The first strip as it is drawn."""
    spans = row(found, found.strips[0], layout(found, cells), CLOCK, None, plain=plain)
    return "".join(said for (said, _), _ in spans)


def test_a_strip_names_who_is_heard_draws_the_cells_and_says_up_to_when() -> None:
    found = made(GAP, 22)
    assert strip_line(found, 48) == "eu-central-1  ▆▆▆▆▆▆▆╌╌╌╌╌▆▆▆▆▆▆▆▒▒░"
    assert strip_line(found, 48, plain=True) == "eu-central-1  #######_____#######::."
    assert strip_line(found, 120).endswith("▒▒▒▒▒▒░░░  complete to 13:38:00")
    assert text(title(found, CLOCK)) == "Coverage  account 111122223333  2026-11-20 12:00 – 13:50  a cell is 5 min"
    assert text(title(found, CLOCK, 0.4)).endswith("  still reading: 40% so far")
    assert text(title(None, CLOCK)) == "Coverage"


@pytest.mark.parametrize(
    ("place", "said"),
    [
        (0, "12:00 – 12:05  1 event in 1 file · complete to 13:38:00"),
        (8, "12:40 – 12:45  no event · silent from 12:33:00 to 13:03:00, usually not even 15 min"),
        (21, "13:45 – 13:50  no event · more may come: deliveries take up to 7 min"),
    ],
)
def test_a_cell_is_told_in_words(place: int, said: str) -> None:
    found = made(GAP, 22)
    told = text(sentence(found, found.strips[0], place, CLOCK))
    assert told == f"111122223333 eu-central-1  2026-11-20 {said}"


def test_what_came_late_and_what_is_unreadable_say_so() -> None:
    late = [*every_five(30), came(99, 55, 12, 48)]
    found = made(late, 10, [Tally(99, "", "", 2, 1, 0), Tally(3, "", "", 3, 5, 2)])
    assert "came at least 40 min late, usually within 7 min" in text(sentence(found, found.strips[0], 2, CLOCK))
    assert "5 events in 1 file · 2 unparsed" in text(sentence(found, found.strips[0], 3, CLOCK))


def test_an_empty_cell_leads_to_the_files_on_both_sides_of_it() -> None:
    strip = made(GAP, 22).strips[0]
    assert files_between(strip, 8) == (5, 12)
    assert files_between(strip, 21) == (19,)
    assert files_between(strip, 1) == strip.cells[1].files


def test_who_fell_silent_is_told_since_when() -> None:
    others = [came(entry.file + 50, 5 * n + 10, 5 * n + 3, 5 * n + 8, "us-east-1") for n, entry in enumerate(GAP)]
    found = made([*every_five(10), *others, came(200, 140, 133, 138, "us-east-1")], 30)
    assert note(found.strips[0], CLOCK) == ("silent since 12:53:00", "missing")


MORE = [*GAP, *(came(90 + n, n, n, n, "us-gov-west-1") for n in range(9))]


@given(st.integers(20, 250), st.sampled_from([GAP, MORE]))
def test_nothing_is_wider_than_the_screen(cells: int, entries: list[FileEntry]) -> None:
    bars = min(22, room(None, cells))
    found = made(entries, bars)
    assert room(found, cells) >= bars
    placed = layout(found, cells)
    assert width(head(found, placed, CLOCK)) <= cells
    assert len(strip_line(found, cells)) <= cells
    assert placed.cell_at(placed.span(bars - 1)[0]) == bars - 1
    assert placed.cell_at(0) is None


def test_what_a_log_calls_its_region_is_only_text() -> None:
    entry = FileEntry(1, "trail.jsonl", 1, 0, 0, parser="cloudtrail", first=NOON, last=NOON)
    found = made([entry], 3, [Tally(1, "1\x1b[31m", "eu\u202e\n" + "w" * 99, 0, 3, 0), Tally(1, "2", "東京", 0, 1, 0)])
    drawn = strip_line(found, 60) + text(sentence(found, found.strips[0], 0, CLOCK)) + text(title(found, CLOCK))
    assert "\x1b" not in drawn
    assert "\n" not in drawn
    for strip in found.strips:
        assert width([span for span, _ in row(found, strip, layout(found, 60), CLOCK, None, plain=False)]) <= 60


def test_the_legend_fits_the_narrowest_screen_with_signs_of_any_terminal() -> None:
    assert width(legend(plain=False)) <= NARROW[0]
    assert text(legend(plain=True)).isascii()


@pytest.fixture(scope="module")
def source(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Source]:
    """Thirteen deliveries two minutes apart with a gap of twenty, one of them broken, and a line of an audit log."""
    folder = tmp_path_factory.mktemp("trail")
    for n in (*range(10), 20, 21, 22):
        path = write_packed(folder / Path(name(2 * n + 4)).name, delivered(120 * n + 60, 120 * n + 120))
        if n == 4:
            path.write_bytes(path.read_bytes()[:30])
    (folder / "audit.log.0").write_bytes(audit(600_000))
    with loaded(folder) as source:
        yield source


async def shown(seen: Seen) -> CoverageGrid:
    """The grid, once it shows something."""
    await seen.press("C")
    grid = seen.app.screen.query_one(CoverageGrid)
    await seen.until(lambda: grid.found and told(seen))
    await seen.settled()
    return grid


def drawn(grid: CoverageGrid) -> list[str]:
    return [line for line in lines(grid) if line]


def told(seen: Seen) -> str:
    return str(seen.app.screen.query_one("#coverage-said", Static).content)


@pytest.mark.parametrize("size", [NARROW, MIDDLE, WIDE])
async def test_it_opens_on_the_newest_cell_and_shows_everybody(source: Source, size: tuple[int, int]) -> None:
    async with opened(source, size) as seen:
        grid = await shown(seen)
        assert [line.split()[0] for line in drawn(grid)[1:]] == ["eu-central-1", "neptune_audit"]
        assert {"╌", "✗", "▆"} <= set(drawn(grid)[1])
        await seen.until(lambda: "more may come" in told(seen))
        assert len(drawn(grid)[1]) <= size[0]


async def test_the_cursor_goes_from_trouble_to_trouble_and_opens_the_files_there(source: Source) -> None:
    async with opened(source, MIDDLE) as seen:
        grid = await shown(seen)
        await seen.press("n")
        await seen.until(lambda: "could not be read" in told(seen))
        await seen.press("n")
        await seen.until(lambda: "silent from" in told(seen))
        at = grid.place
        await seen.press("N", "n")
        assert grid.place == at
        await seen.press("enter")
        await seen.until(lambda: isinstance(seen.app.screen, Files))
        await seen.until(lambda: "2 files" in seen.said)
        await seen.press("escape")
        assert isinstance(seen.app.screen, Coverage)


async def test_a_file_that_is_picked_there_gives_its_events(source: Source) -> None:
    async with opened(source, MIDDLE) as seen:
        await shown(seen)
        await seen.press("g", "enter")
        await seen.until(lambda: isinstance(seen.app.screen, Files))
        await seen.until(lambda: "1 file" in seen.said)
        await seen.press("enter")
        await seen.total(2)
        assert seen.view.filter == "account:111122223333 and region:eu-central-1"
        assert (seen.view.since, seen.view.until) == (NOON + 60_000_000, NOON + 120_000_001)


async def test_a_file_without_events_says_so_and_the_screen_stays(source: Source) -> None:
    async with opened(source, MIDDLE) as seen:
        await shown(seen)
        await seen.press("n", "enter")
        await seen.until(lambda: isinstance(seen.app.screen, Files))
        await seen.until(lambda: "file" in str(seen.app.screen.query_one("#total", Static).content))
        await seen.press("enter")
        await seen.until(lambda: "No event of that file has a time" in seen.said)
        assert isinstance(seen.app.screen, Coverage)


async def test_a_cell_is_kept_as_a_view_that_can_be_undone(source: Source) -> None:
    async with opened(source, MIDDLE) as seen:
        await shown(seen)
        before = seen.view
        await seen.press("down", "n", "=")
        await seen.until(lambda: seen.view != before)
        assert seen.app.screen is seen.app.browse
        await seen.press("u")
        assert seen.view == before


async def test_it_zooms_round_the_cursor_and_back(source: Source) -> None:
    async with opened(source, MIDDLE) as seen:
        grid = await shown(seen)
        whole = grid.found
        assert whole is not None
        await seen.press("n", "+")
        await seen.until(lambda: grid.found and grid.found.width < whole.width)
        found = grid.found
        assert found is not None
        assert found.since <= NOON + 11 * MINUTE < found.until
        await seen.press("0")
        await seen.until(lambda: grid.found and (grid.found.since, grid.found.width) == (whole.since, whole.width))


async def test_it_goes_on_as_files_come(tmp_path: Path) -> None:
    write_packed(tmp_path / Path(name(10)).name, delivered(60))
    with Session([str(tmp_path)], follow=True, workers=0) as session:
        async with opened(session, MIDDLE) as seen:
            await seen.until(lambda: "LIVE" in seen.header)
            grid = await shown(seen)
            write_packed(tmp_path / Path(name(20, "us-east-1")).name, delivered(600))
            await seen.until(lambda: grid.found and len(grid.found.strips) == 2)
            assert grid.strip is not None
            assert grid.strip.speaker.region == "eu-central-1"


async def test_where_nothing_has_a_time_it_says_where_to_look(tmp_path: Path) -> None:
    (tmp_path / "a.json").write_bytes(delivered(1).replace(b"eventTime", b"eventTame"))
    with loaded(tmp_path) as source:
        async with opened(source) as seen:
            await seen.press("C")
            await seen.until(lambda: "Nothing that was read has a time yet" in told(seen))
