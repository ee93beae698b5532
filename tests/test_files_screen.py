"""The files screen: the lines of the ledger, and a calm list of any length."""

from __future__ import annotations

import asyncio
from collections.abc import AsyncIterator, Sequence
from contextlib import asynccontextmanager
from pathlib import Path
from threading import Event

import pytest
from hypothesis import given
from hypothesis import strategies as st
from msgspec.structs import replace
from textual.app import App
from textual.pilot import Pilot
from textual.widgets import OptionList, Static

from parsers import NO_TIME
from tui.drawing.file_lines import Line, Standing, columns, fit_end, head, listing, row, sentence, standing, total
from tui.drawing.spans import Span, width
from tui.drawing.times import Clock
from tui.formats import known
from tui.palette import ASCII, UNICODE
from tui.screens.files import Files
from tui.screens.parsers import Parsers
from tui.session import Session
from tui.store.counts import Counts
from tui.store.ledger import FileEntry
from tui.visible import width_of
from tui.widgets.file_list import FileList

NOON = 1_795_176_000_000_000
"""2026-11-20 12:00:00 UTC."""
HOUR = 3_600_000_000

READ = FileEntry(
    1,
    "/logs/a_20261120T1205Z.json.gz",
    900,
    0,
    0,
    parser="cloudtrail",
    fits="cloudtrail 1.15, jsonlines 0.50",
    place="{}",
    counts=Counts(events=1234, duplicates=6),
    read=5_600_000,
    first=NOON,
    last=NOON + HOUR,
    seen=NOON + 2 * HOUR,
    finished=True,
)
UNPARSED = replace(READ, file=2, path="/logs/b.json", counts=Counts(7, 2, 0), tail=312)
SKIPPED = FileEntry(3, "/logs/digest.json.gz", 9, 0, 0, skipped="a digest: it holds no events")
TROUBLE = FileEntry(4, "/logs/z.json.gz", 9, 0, 0, trouble="not gzip after all")
IN_PART = replace(READ, file=5, path="/logs/y.json.gz", trouble="the gzip data end in the middle")
WAITING = FileEntry(6, "/logs/c.json", 9, 0, 0)
ALL = (READ, UNPARSED, SKIPPED, TROUBLE, IN_PART, WAITING)


def shown(path: str) -> str:
    """Paths as they are."""
    return path


def text(spans: Sequence[Span]) -> str:
    return "".join(said for said, _ in spans)


def drawn(entry: FileEntry, cells: int = 120, *others: FileEntry) -> str:
    """A file's line at that width."""
    found = listing([entry, *others], shown)
    line = next(line for line in found.lines if line.entry is entry)
    return text(row(line, columns(found, cells), UNICODE, Clock())).rstrip()


def test_what_is_wrong_comes_first_then_the_path() -> None:
    lines = listing(ALL, shown).lines
    assert [line.entry.file for line in lines] == [5, 4, 2, 3, 1, 6]
    assert [standing(e) for e in ALL] == [
        Standing.READ,
        Standing.UNPARSED,
        Standing.SKIPPED,
        Standing.TROUBLE,
        Standing.TROUBLE,
        Standing.WAITING,
    ]


def test_a_line_tells_where_what_and_how_much() -> None:
    placed = columns(listing(ALL, shown), 155)
    titles, line = text(head(placed)), drawn(READ, 155, *ALL[1:])
    cells = {c.title: (titles[c.x : c.x + c.width].strip(), line[c.x : c.x + c.width].strip()) for c in placed}
    assert line.startswith("· /logs/a_")
    assert cells == {
        "file": ("file", "/logs/a_20261120T1205Z.json.gz"),
        "parser": ("parser", "cloudtrail"),
        "score": ("score", "1.15"),
        "events": ("events", "1,234"),
        "unparsed": ("unparsed", "0"),
        "duplicates": ("duplicates", "6"),
        "records": ("records", "1,240"),
        "bytes": ("bytes", "5.6M"),
        "state": ("state", "complete"),
        "first – last": ("first – last", "11-20 12:00 – 13:00"),
    }


@pytest.mark.parametrize(
    ("entry", "said"),
    [
        (SKIPPED, "- /logs/digest.json.gz  a digest: it holds no events"),
        (TROUBLE, "✗ /logs/z.json.gz  not gzip after all"),
        (WAITING, "/logs/c.json  not read yet"),
        (IN_PART, "✗ /logs/y.json.gz  cloudtrail  1.15  1,234  0  6  1,240  5.6M  in part  the gzip data end in the…"),
        (UNPARSED, "? /logs/b.json  cloudtrail  1.15  7  2  0  9  5.6M  partial 312  11-20 12:00 – 13:00"),
        (
            replace(READ, path="/logs/d", last=NOON + 24 * HOUR),
            "· /logs/d  cloudtrail  1.15  1,234  0  6  1,240  5.6M  complete  11-20 12:00 – 11-21 12:00",
        ),
        (
            replace(READ, path="/logs/e", first=NO_TIME, last=NO_TIME),
            "· /logs/e  cloudtrail  1.15  1,234  0  6  1,240  5.6M  complete",
        ),
        (
            replace(READ, path="/logs/f", finished=False),
            "· /logs/f  cloudtrail  1.15  1,234  0  6  1,240  5.6M  growing  11-20 12:00 – 13:00",
        ),
        (
            replace(READ, path="/logs/g", vanished=True),
            "· /logs/g  cloudtrail  1.15  1,234  0  6  1,240  5.6M  vanished  11-20 12:00 – 13:00",
        ),
    ],
)
def test_where_nothing_is_counted_the_reason_stands(entry: FileEntry, said: str) -> None:
    words = [part.strip() for part in drawn(entry, 150).split("  ") if part.strip()]
    assert "  ".join(words) == said


@pytest.mark.parametrize("cells", [0, 5, 20, 60, 80, 100, 120, 160, 240])
def test_a_narrow_screen_keeps_the_name_and_the_records(cells: int) -> None:
    found = listing([*ALL, replace(READ, file=9, counts=Counts(123_456_789, 1, 1))], shown)
    placed = columns(found, cells)
    assert {"file", "records"} <= {c.title for c in placed}
    for line in found.lines:
        assert width(row(line, placed, UNICODE, Clock())) <= max(cells, 2 + 4 + 2 + 11)
    if cells >= 60:
        assert width(head(placed)) == cells
        line = next(line for line in found.lines if line.entry is READ)
        assert "T1205Z.json.gz" in text(row(line, placed, ASCII, Clock()))


def test_the_sum_shows_its_arithmetic_at_any_width() -> None:
    found = listing(ALL, shown)
    sum_line = "2,489 records = 2,475 events + 2 unparsed + 12 duplicates"
    whole = f"{sum_line}  ·  6 files, 2 in trouble, 1 set aside, 16,800,000 bytes"
    assert text(total(found, 120)) == whole
    for cells in range(40, 120):
        said = text(total(found, cells))
        assert said.startswith(sum_line)
        assert whole.startswith(said)
        assert len(said) <= max(cells, len(sum_line))
    assert text(total(listing([READ], shown), 90)).endswith("  ·  1 file, 5,600,000 bytes")


def test_of_one_file_everything_is_said() -> None:
    clock = Clock()
    said = {e.file: text(sentence(Line(e, e.path, standing(e)), clock)) for e in ALL}
    span, seen = "2026-11-20 12:00:00Z – 2026-11-20 13:00:00Z", " · last read 2026-11-20 14:00:00Z"
    fits = "fits cloudtrail 1.15, jsonlines 0.50"
    assert said == {
        1: f"{span}{seen} · {fits}",
        2: f"{span} · its last 312 bytes are no whole record yet{seen} · {fits}",
        3: "set aside: a digest: it holds no events",
        4: "cannot be read: not gzip after all",
        5: f"read in part: the gzip data end in the middle · {span}{seen} · {fits}",
        6: "not read yet",
    }


def test_what_was_read_of_a_file_that_vanished_is_still_told() -> None:
    gone = replace(UNPARSED, vanished=True)
    said = text(sentence(Line(gone, gone.path, standing(gone)), Clock()))
    assert said.startswith("vanished: what was read of it stays · 2026-11-20 12:00:00Z")
    assert "its last 312 bytes were no whole record" in said
    assert "1 vanished" in text(total(listing([READ, gone], shown), 120))


def test_nothing_that_a_file_is_called_or_says_acts() -> None:
    evil = replace(TROUBLE, path="/x/\x1b[31m\u202e[red]\udcff.json", trouble="\x1b]0;owned\x07 \u200bx", parser="\x1b")
    for entry in (evil, replace(evil, trouble="", skipped=evil.trouble), replace(evil, counts=Counts(1))):
        line = Line(entry, entry.path, standing(entry))
        said = text(row(line, columns(listing([entry], shown), 160), UNICODE, Clock())) + text(sentence(line, Clock()))
        assert said.isprintable()
        assert "␛" in said


@pytest.mark.parametrize(
    ("path", "cells", "said"),
    [
        ("/a/b.json", 9, "/a/b.json"),
        ("/a/b.json", 8, "…/b.json"),
        ("/日本語.json", 9, "…語.json"),
        ("/日本語.json", 8, "…語.json"),
        ("xe\u0301.gz", 4, "….gz"),
        ("/a", 1, "…"),
        ("/a", 0, ""),
    ],
)
def test_a_path_keeps_its_end(path: str, cells: int, said: str) -> None:
    assert fit_end(path, cells) == said


@given(path=st.text(), cells=st.integers(0, 30))
def test_no_path_is_wider_than_its_column(path: str, cells: int) -> None:
    assert width_of(fit_end(path, cells)) <= cells


def test_the_ledger_of_a_session_adds_up(incident: Path) -> None:
    with Session([str(incident)], workers=0) as session:
        session.load()
        found = listing(session.entries(), session.shown)
        assert found.counts == session.progress().counts
        assert found.skipped == session.progress().skipped == 1
        assert found.lines[0].standing is Standing.UNPARSED
        assert "first – last" not in {c.title for c in columns(found, 80)}


class Ledger(App[None]):
    """The files of a list that the test may change."""

    def __init__(self, entries: Sequence[FileEntry]) -> None:
        super().__init__()
        self.entries = list(entries)
        self.picked: list[int | None] = []
        self.reparsed: list[FileEntry] = []

    def on_mount(self) -> None:
        self.push_screen(Files(lambda: list(self.entries), shown, self.reparsed.append), self.picked.append)


Shown = tuple[Ledger, Pilot[None]]


@asynccontextmanager
async def screen(entries: Sequence[FileEntry], width: int = 120, height: int = 30) -> AsyncIterator[Shown]:
    app = Ledger(entries)
    async with app.run_test(size=(width, height)) as pilot:
        await pilot.pause()
        yield app, pilot


def lines(app: Ledger) -> list[str]:
    table = app.screen.query_one(FileList)
    return [table.render_line(y).text.rstrip() for y in range(table.size.height)]


def current(app: Ledger) -> str:
    return str(app.screen.query_one("#path", Static).content)


def many(count: int) -> list[FileEntry]:
    return [replace(READ, file=n, path=f"/logs/{n:06}.json.gz", counts=Counts(9)) for n in range(count)]


async def test_ten_thousand_files_are_listed() -> None:
    entries = many(10_000)
    async with screen(entries, 80, 24) as (app, pilot):
        assert "/logs/000000.json.gz" in lines(app)[1]
        await pilot.press("G")
        assert "/logs/009999.json.gz" in lines(app)[-1]
        assert current(app) == "/logs/009999.json.gz"
        assert "10,000 files" in str(app.screen.query_one("#total", Static).content)


async def test_the_keys_move_and_pick() -> None:
    async with screen(many(100)) as (app, pilot):
        await pilot.press("j", "j", "down", "k")
        assert current(app) == "/logs/000002.json.gz"
        await pilot.press("pagedown")
        assert current(app) == f"/logs/{2 + len(lines(app)) - 2:06}.json.gz"
        await pilot.press("g", "up", "end", "down", "ctrl+u", "home", "j", "enter")
        await pilot.pause()
        assert app.picked == [1]


@pytest.mark.parametrize("key", ["q", "escape"])
async def test_closing_picks_nothing_and_ends_nothing(key: str) -> None:
    async with screen([]) as (app, pilot):
        assert str(app.screen.query_one("#said", Static).content) == "No files yet"
        await pilot.press("enter", key)
        await pilot.pause()
        assert app.picked == [None]
        assert app.is_running


async def look(app: Ledger) -> None:
    """What the clock does every half second."""
    assert isinstance(app.screen, Files)
    await app.screen.look()


async def test_as_the_list_grows_the_file_under_the_cursor_stays() -> None:
    async with screen(many(100)) as (app, pilot):
        await look(app)
        await pilot.press("G", "k", "k")
        place = next(y for y, line in enumerate(lines(app)) if "/logs/000097" in line)
        app.entries += [replace(TROUBLE, file=1000 + n, path=f"/bad/{n}") for n in range(5)]
        await look(app)
        await pilot.pause()
        assert current(app) == "/logs/000097.json.gz"
        assert "/logs/000097" in lines(app)[place]


async def test_who_scrolls_away_from_the_cursor_is_not_taken_back() -> None:
    async with screen(many(100)) as (app, pilot):
        app.screen.query_one(FileList).scroll_to(y=50, animate=False, force=True)
        await pilot.pause()
        before = lines(app)
        app.entries.append(TROUBLE)
        await look(app)
        await pilot.pause()
        assert "/logs/000050" in before[1]
        assert [line.split("  ")[0] for line in lines(app)] == [line.split("  ")[0] for line in before]


async def test_until_the_person_moves_the_worst_is_shown() -> None:
    async with screen(many(100)) as (app, pilot):
        app.entries.append(TROUBLE)
        await look(app)
        await pilot.pause()
        assert current(app) == TROUBLE.path
        assert "not gzip after all" in lines(app)[1]
        assert str(app.screen.query_one("#said", Static).content) == "cannot be read: not gzip after all"


async def test_it_follows_a_new_size() -> None:
    async with screen(many(100)) as (app, pilot):
        await pilot.press("G")
        await pilot.resize_terminal(80, 24)
        await pilot.pause()
        assert "/logs/000099" in lines(app)[-1]
        assert all(width_of(line) <= 80 for line in lines(app))


async def test_closing_while_the_list_is_put_in_order_does_no_harm() -> None:
    begun, go_on, closed = Event(), Event(), asyncio.Event()
    async with screen([]) as (app, pilot):
        files = app.screen
        assert isinstance(files, Files)

        def slowly(path: str) -> str:
            begun.set()
            go_on.wait(10)
            return path

        def close() -> None:
            files.dismiss()
            closed.set()

        files.shown = slowly
        app.entries.append(READ)
        files.call_next(files.look)
        await asyncio.to_thread(begun.wait, 10)
        app.call_next(close)
        await closed.wait()
        go_on.set()
        await pilot.pause()
        assert app.picked == [None]
        assert app.is_running


def test_what_a_parser_did_wrong_and_who_chose_it_is_said() -> None:
    fault = "the parser doors raised KeyError: 'x', 3 times"
    entry = replace(READ, parser="doors", fits="chosen", fault=fault, first=None)
    assert drawn(entry, 160).split("  ")[:2] == ["✗ /logs/a_20261120T1205Z.json.gz", ""]
    assert "doors" in drawn(entry, 160)
    assert "chosen" in drawn(entry, 160)
    assert (
        text(sentence(Line(entry, entry.path, standing(entry)), Clock()))
        == f"{fault} · last read 2026-11-20 14:00:00Z · its parser was chosen"
    )


async def test_p_asks_for_another_parser_of_the_file_under_the_cursor() -> None:
    async with screen([READ, replace(READ, file=2, path="/logs/z.json")]) as (app, pilot):
        await pilot.press("j", "p")
        assert [entry.file for entry in app.reparsed] == [2]


async def test_the_parsers_that_know_the_file_come_first_with_their_scores() -> None:
    app = Ledger([])
    async with app.run_test(size=(100, 30)) as pilot:
        chosen: list[str | None] = []
        choice = Parsers(known().declared, READ.scores)
        await app.push_screen(choice, chosen.append)
        first, second = (str(choice.query_one(OptionList).get_option_at_index(at).prompt) for at in (0, 1))
        assert first.split()[:2] == ["cloudtrail", "1.15"]
        assert second.split()[:2] == ["jsonlines", "0.50"]
        await pilot.press("j", "enter")
        await app.push_screen(Parsers(known().declared, {}), chosen.append)
        await pilot.press("end", "enter")
        await app.push_screen(Parsers(known().declared, {}), chosen.append)
        await pilot.press("escape")
        await pilot.pause()
        assert chosen == ["jsonlines", "", None]
