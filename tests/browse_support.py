"""The screen of events over a few logs, and what can be seen and done on it."""

from __future__ import annotations

import asyncio
import unicodedata
from collections.abc import AsyncIterator, Callable, Iterator
from contextlib import asynccontextmanager, contextmanager
from functools import cached_property
from pathlib import Path
from time import monotonic
from typing import Any, TypeVar, cast

import orjson
from msgspec.structs import replace
from textual import events
from textual.keys import KEY_NAME_REPLACEMENTS
from textual.pilot import Pilot
from textual.widget import Widget
from textual.widgets import Input, Static

import tui.app
from tests.conftest import audit, event
from tui.app import Tailtrail
from tui.config import Config
from tui.first import Page
from tui.progress import Progress, State
from tui.session import Session
from tui.source import Source
from tui.standing import Standing
from tui.view import View
from tui.widgets.event import EventPane
from tui.widgets.fields import FieldsPane
from tui.widgets.filter_line import FilterLine
from tui.widgets.header import Header
from tui.widgets.histogram import Histogram
from tui.widgets.table import EventTable

W = TypeVar("W", bound=Widget)

PATIENCE = 10.0
"""Seconds after which what was waited for does not come any more."""
NARROW, MIDDLE, WIDE = (80, 24), (120, 40), (240, 60)


class Loaded:
    """A session that is read already, so that many screens can be opened on it; it only pretends to follow."""

    def __init__(self, session: Session) -> None:
        self._session = session

    def __getattr__(self, name: str) -> Any:
        return getattr(self._session, name)

    def start(self) -> None:
        """Nothing is left to read."""

    def progress(self) -> Progress:
        """All is read, and changes are looked for."""
        return replace(self._session.progress(), state=State.FOLLOWING)


@contextmanager
def loaded(folder: Path) -> Iterator[Source]:
    """A source that holds all of a folder."""
    with Session([str(folder)], workers=0) as session:
        session.load()
        yield cast("Source", Loaded(session))


def jsonl(path: Path, *events: dict[str, object]) -> None:
    """Append events as JSON Lines."""
    with path.open("ab") as file:
        file.write(b"".join(orjson.dumps(one) + b"\n" for one in events))


def small_trail(folder: Path) -> None:
    """Sixty CloudTrail events a second apart, of three people, and two lines of a Neptune audit log after them."""
    people = ("alice", "bob", "carol")
    jsonl(
        folder / "trail.jsonl",
        *(
            event(
                number,
                userIdentity={"type": "IAMUser", "userName": people[number % 3], "accountId": "111122223333"},
                eventName="DeleteDBCluster" if number % 20 == 7 else "DescribeDBClusters",
                readOnly=number % 20 != 7,
                requestParameters={"dBClusterIdentifier": f"orders-{number}", "skipFinalSnapshot": number == 47},
            )
            for number in range(60)
        ),
    )
    (folder / "audit.log.0").write_bytes(audit(60_000) + audit(61_000, "g.V().drop()"))


class Told(Tailtrail):
    """The program, and all the notices it gives."""

    CSS_PATH = str(Path(tui.app.__file__).with_name("app.tcss"))

    def __init__(self, source: Source, view: View, left: Standing = Standing(), config: Config = Config()) -> None:
        first = Page(left.page()) if left.rows else source.first_page()
        super().__init__(source, view, first, title="~/trail", config=config, left=left)
        self.told: list[str] = []

    def notify(self, message: str, **more: Any) -> None:
        """Remember a notice."""
        self.told.append(message)
        super().notify(message, **more)


class Seen:
    """An open screen: its app, its keys, and what stands on it."""

    def __init__(self, app: Told, pilot: Pilot[None]) -> None:
        self.app, self.pilot = app, pilot

    @cached_property
    def table(self) -> EventTable:
        """The table."""
        return self.app.browse.query_one(EventTable)

    def get(self, kind: type[W]) -> W:
        """The one widget of a kind."""
        return self.app.browse.query_one(kind)

    @property
    def header(self) -> str:
        """The top line."""
        return self.get(Header).render_line(0).text

    @property
    def rows(self) -> list[str]:
        """The table's lines under its titles, those that say something."""
        return list(filter(None, lines(self.table)[1:]))

    @property
    def screen(self) -> str:
        """What the widgets that tell of log text draw."""
        shown = [self.get(kind) for kind in (Header, Histogram, FieldsPane, EventTable, EventPane)]
        return "\n".join(line for widget in shown if widget.is_on_screen for line in lines(widget))

    @property
    def event(self) -> str:
        """The event pane."""
        return "\n".join(lines(self.get(EventPane)))

    @property
    def filter(self) -> str:
        """What stands on the filter line, as far as it is seen."""
        line = self.get(FilterLine)
        return line.query_one(Input).value if line.display else ""

    @property
    def trouble(self) -> str:
        """What is said to be wrong with the filter."""
        label = self.get(FilterLine).query_one("#filter-trouble", Static)
        return str(label.content) if label.display else ""

    @property
    def said(self) -> str:
        """All that notices and the lines of text on the screen say."""
        texts = self.app.screen.query(Static).results(Static)
        return "\n".join([*self.app.told, *(str(text.content) for text in texts if text.is_on_screen)])

    @property
    def view(self) -> View:
        """The question that is asked."""
        return self.app.browse.views.now

    @property
    def second(self) -> int | None:
        """The row under the cursor, told by its time in seconds after twelve."""
        row = self.table.cursor_row
        time = row.values.get("time") if row else None
        return time // 1_000_000 - 1_795_176_000 if isinstance(time, int) else None

    def ready(self) -> bool:
        """Whether the rows are those of the store, if there is one yet, and no longer the first page."""
        if not self.app.browse.source.version:
            return True
        row = self.table.cursor_row
        return bool(self.app.browse.rows.shown) and (not self.table.total or (row is not None and row.id >= 0))

    async def until(self, condition: Callable[[], object]) -> None:
        """Wait until something is true."""
        deadline = monotonic() + PATIENCE
        while not condition():
            assert monotonic() < deadline, f"it never came true; on the screen:\n{self.screen}\n{self.said}"
            await asyncio.sleep(0.002)

    async def press(self, *keys: str) -> None:
        """Press keys, one by one, each heard before the next."""
        for key in keys:
            self.app.post_message(heard(key))
            await self._drained()
            if self.app.is_running:
                await self.pilot.pause(0)
                await self.pilot.pause(0)

    async def write(self, text: str) -> None:
        """Type a text."""
        await self.press(*text)

    async def _drained(self) -> None:
        """Wait until what was posted is dealt with; `Pilot.press` would wait for an idle processor."""
        heard = asyncio.Event()
        self.app.call_later(heard.set)
        await self.until(lambda: heard.is_set() or not self.app.is_running)

    async def settled(self) -> None:
        """Wait until all that was asked is answered, and what asks again when it is answered, too."""
        for _ in range(3):
            await self._drained()
            await self.until(lambda: all(worker.is_finished for worker in self.app.workers))

    async def total(self, count: int) -> None:
        """Wait until the result has that many rows."""
        await self.until(lambda: self.table.total == count)


async def to_actor(seen: Seen) -> None:
    """Put the cursor on the actor of the event of second 58, which is bob."""
    await seen.press("up", "up", "up")
    while seen.table.cursor_field != "actor":
        await seen.press("right")
    assert seen.second == 58


def heard(key: str) -> events.Key:
    """A key as a terminal tells of it, by its name, or by the character it writes."""
    if len(key) > 1:
        return events.Key(key, None)
    name = key if key.isalnum() else unicodedata.name(key).lower().replace(" ", "_").replace("-", "_")
    return events.Key(KEY_NAME_REPLACEMENTS.get(name, name), key)


def lines(widget: Widget) -> list[str]:
    """What a widget draws, without the blanks at the ends."""
    return [widget.render_line(y).text.rstrip() for y in range(widget.size.height)]


@asynccontextmanager
async def opened(
    source: Source,
    size: tuple[int, int] = NARROW,
    view: View = View(),
    left: Standing = Standing(),
    config: Config = Config(),
) -> AsyncIterator[Seen]:
    """The screen of events on a source, once the rows are there; `left`: as somebody left it."""
    app = Told(source, left.view if left.rows else view, left, config)
    async with app.run_test(size=size) as pilot:
        seen = Seen(app, pilot)
        await seen.until(seen.ready)
        yield seen
        if app.is_running:
            await seen.settled()
    # Threads that answer questions nobody waits for any more must be done before the source is closed.
    await asyncio.get_running_loop().shutdown_default_executor()
