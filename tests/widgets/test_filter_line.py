"""The line a filter is written on."""

from __future__ import annotations

from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from pathlib import Path

import pytest
from textual import on
from textual.app import App, ComposeResult
from textual.pilot import Pilot
from textual.widgets import Input, Static

from tests.filter.mini import CATALOGUE
from tui.filter.errors import FilterError
from tui.filter.parse import parse
from tui.history import History
from tui.widgets.filter_line import FilterLine
from tui.widgets.filter_line.offers import ROWS, Offers

SERVICES = (("s3", 11200), ("kms", 6475), ("neptune", 4018), ("rds", 150), ("rds-data", 12))
ACTORS = (("build role", 9120), ("alice", 37), *((f"svc-{n}", 1) for n in range(20)))


# On a screen


class Shown(App[None]):
    """A screen that asks each filter at once, and answers as the program's does."""

    def __init__(self, text: str, history: History) -> None:
        super().__init__()
        self.text, self.history = text, history
        self.said: list[str] = []

    def compose(self) -> ComposeResult:
        yield FilterLine(self.text, history=self.history)
        yield Input()

    @property
    def line(self) -> FilterLine:
        return self.query_one(FilterLine)

    @on(FilterLine.Typed)
    def typed(self, message: FilterLine.Typed) -> None:
        self.said.append(message.text)
        self.line.show(message.text)
        try:
            parse(message.text)
        except FilterError as error:
            self.line.complain(error)
        else:
            self.line.complain(None)

    @on(FilterLine.Kept)
    def kept(self) -> None:
        self.said.append("KEPT")

    @on(FilterLine.Left)
    def left(self) -> None:
        self.said.append("LEFT")

    @on(FilterLine.ValuesWanted)
    def wanted(self, message: FilterLine.ValuesWanted) -> None:
        values = {"service": SERVICES, "actor": ACTORS}.get(message.field, ())
        self.line.offer(message.field, [pair for pair in values if message.typed.lower() in pair[0]])


@asynccontextmanager
async def shown(
    text: str = "", history: History | None = None, *, completes: bool = True, size: tuple[int, int] = (80, 24)
) -> AsyncIterator[tuple[Pilot[None], Shown]]:
    app = Shown(text, history or History())
    async with app.run_test(size=size) as pilot:
        app.line.catalogue = CATALOGUE if completes else None
        app.line.write()
        await pilot.pause()
        yield pilot, app


def written(app: Shown) -> str:
    return app.query_one(FilterLine).query_one(Input).value


async def press(pilot: Pilot[None], keys: str) -> None:
    """Words are typed, names in angle brackets are keys."""
    for word in keys.split():
        await pilot.press(*([word[1:-1]] if word[0] == "<" and len(word) > 1 else word.replace("_", " ")))
    await pilot.pause()


@pytest.mark.parametrize(
    ("keys", "text"),
    [
        ("serv <tab>", "service:"),
        ("serv <tab> <tab>", "service:s3"),
        ("service: <down> <down> <enter>", "service:kms"),
        ("service: <down> <up> <up> <enter>", "service:rds-data"),
        ("service: <down> <down> r <enter>", "service:r"),
        ("service:rd <tab> _an <tab> acto <tab> ali <tab>", "service:rds and actor:alice"),
        ("actor:bui <tab>", 'actor:"build role"'),
        ("service:rds <left> <left> <tab> <tab>", "service:rds"),
        ("service:rds_ <tab> <down> <down> <tab>", "service:rds or "),
        ("no <tab> acti <tab>", "not action:"),
        ("zzz <tab>", "zzz"),
    ],
)
async def test_what_is_offered_is_put_in(keys: str, text: str) -> None:
    async with shown() as (pilot, app):
        await press(pilot, keys)
        assert written(app) == text
        assert app.said[-1] in {text, "KEPT"}


async def test_enter_keeps_and_escape_closes_the_list_before_it_leaves() -> None:
    async with shown() as (pilot, app):
        await press(pilot, "service:")
        assert app.query_one(Offers).display
        await press(pilot, "<escape>")
        assert (app.query_one(Offers).display, "LEFT" in app.said) == (False, False)
        await press(pilot, "<escape>")
        assert app.said[-1] == "LEFT"
        await press(pilot, "rds")
        assert app.query_one(Offers).display
        await press(pilot, "<enter>")
        assert app.said[-1] == "KEPT"
        assert not app.query_one(Offers).display


async def test_the_list_is_small_and_on_the_screen() -> None:
    async with shown() as (pilot, app):
        await press(pilot, "service:rds_and_not_(service:s3_or_service:kms)_and_client:10.0.0.0/8_and_actor:")
        region = app.query_one(Offers).region
        assert (region.height, region.y) == (ROWS, 1)
        assert region.right <= 80
        await press(pilot, "<down> " * 12)
        assert "svc-9" in str(app.query_one(Offers).render())


async def test_the_list_goes_with_the_caret_and_the_focus() -> None:
    async with shown() as (pilot, app):
        await press(pilot, "service: <left>")
        assert not app.query_one(Offers).display
        await press(pilot, "<right> <tab>")
        assert app.query_one(Offers).display
        app.query(Input).last().focus()
        await pilot.pause()
        assert not app.query_one(Offers).display


async def test_a_click_puts_in_what_is_clicked() -> None:
    async with shown() as (pilot, app):
        await press(pilot, "service:")
        await pilot.click(Offers, offset=(2, 2))
        await pilot.pause()
        assert written(app) == "service:neptune"
        assert app.line.writing


async def test_tab_before_the_values_are_here_puts_in_the_first_when_they_come() -> None:
    async with shown() as (pilot, app):
        await press(pilot, "client:19 <tab>")
        app.line.offer("client", [("192.0.2.7", 4), ("198.51.100.9", 2)])
        assert written(app) == "client:192.0.2.7"
        await press(pilot, "_client:1 <tab> 9")
        app.line.offer("client", [("192.0.2.9", 4)])
        assert written(app) == "client:192.0.2.7 client:19", "who types on has thought better of it"


async def test_without_a_catalogue_nothing_is_offered() -> None:
    async with shown(completes=False) as (pilot, app):
        await press(pilot, "service:r <tab>")
        assert not app.query_one(Offers).display
        assert written(app) == "service:r"


async def test_values_that_come_late_for_another_field_are_not_shown() -> None:
    async with shown() as (pilot, app):
        await press(pilot, "clie")
        app.line.offer("service", SERVICES)
        assert len(app.query_one(Offers)) == 1


async def test_filters_of_before_are_walked_through(tmp_path: Path) -> None:
    history = History(tmp_path / "filters")
    history.add("service:kms")
    history.add("actor:alice")
    async with shown(history=history) as (pilot, app):
        await press(pilot, "zz <up>")
        assert written(app) == "actor:alice"
        await press(pilot, "<up> <up>")
        assert written(app) == "service:kms"
        await press(pilot, "<down> <down> <down>")
        assert written(app) == "zz"
        await press(pilot, "<up> <enter>")
        assert app.said[-2:] == ["actor:alice", "KEPT"]
    assert History(tmp_path / "filters").filters == ("service:kms", "actor:alice")


async def test_only_filters_that_can_be_asked_are_remembered() -> None:
    async with shown() as (pilot, app):
        await press(pilot, "zz:( <enter>")
        assert not app.line.history.filters
        await press(pilot, "q) <enter>")
        assert app.line.history.filters == ("zz:(q)",)


def trouble(app: Shown) -> str:
    label = app.query_one("#filter-trouble", Static)
    return str(label.content) if label.display else ""


async def test_what_is_wrong_is_said_below_the_place() -> None:
    async with shown() as (pilot, app):
        await press(pilot, "service:rds_and_)")
        assert trouble(app).startswith("╰ `)` cannot stand here")
        label = app.query_one("#filter-trouble")
        assert (label.content_region.x, label.region.y) == (1 + 2 + len("service:rds and "), 1)
        await press(pilot, "<backspace> x")
        assert trouble(app) == ""
        app.line.complain("the list cannot be read")
        assert trouble(app) == "the list cannot be read"
        app.line.complain("")
        assert trouble(app) == ""


async def test_a_field_nearly_named_is_mentioned_while_it_is_written() -> None:
    async with shown() as (pilot, app):
        await press(pilot, "acton:x_ <escape>")
        assert "did you mean action" in trouble(app)
        app.query(Input).last().focus()
        await pilot.pause()
        assert trouble(app) == ""


async def test_nothing_moves_below_the_line() -> None:
    async with shown() as (pilot, app):
        below = app.query(Input).last()
        await press(pilot, "a")
        before = below.region
        for key in (":", ")", "<backspace>", "<tab>"):
            await press(pilot, key)
            assert below.region == before


async def test_what_is_typed_meanwhile_is_not_lost() -> None:
    async with shown() as (pilot, app):
        await press(pilot, "ab")
        app.line.query_one(Input).insert_text_at_cursor("c")
        app.line.query_one(Input).insert_text_at_cursor("d")
        await pilot.pause()
        assert written(app) == "abcd"
        assert app.said == ["a", "ab", "abc", "abcd"]


async def test_a_filter_from_elsewhere_is_shown_and_not_told() -> None:
    async with shown("a:b") as (pilot, app):
        app.line.show("c:d")
        await pilot.pause()
        assert (written(app), app.said) == ("c:d", [])
        app.query(Input).last().focus()
        await pilot.pause()
        app.line.show("")
        assert not app.line.display
        app.line.show("e")
        assert app.line.display
        assert not app.line.writing


async def test_what_a_log_says_does_not_act() -> None:
    async with shown('actor:"\x1b[31m\x07\u202e"', size=(60, 5)) as (_, app):
        text = app.line.query_one(Input).render_line(0).text
        assert text.startswith('actor:"␛[31m␇\ufffd"')


async def test_a_note_stands_at_the_end() -> None:
    async with shown() as (_, app):
        app.line.note("4,112 of 23,981")
        assert app.query_one("#filter-note").display
        app.line.note("")
        assert not app.query_one("#filter-note").display
