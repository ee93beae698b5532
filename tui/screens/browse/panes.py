"""The panes of the screen of events, and how they are kept up to date."""

from __future__ import annotations

import asyncio
import sys
from collections.abc import Sequence
from functools import partial
from time import time_ns
from typing import TYPE_CHECKING, TypeVar

from textual import on
from textual.app import ComposeResult
from textual.containers import Horizontal, Vertical
from textual.widget import Widget
from textual.widgets import Input

from parsers import Field
from tui.columns import FACETS, facets, fields_of, names_of
from tui.config import Config
from tui.drawing.brush import Whole
from tui.newest import Work, unless_superseded
from tui.progress import Progress, State
from tui.screens.browse.counts import Counts, Wanted
from tui.screens.browse.empty import nothing
from tui.screens.browse.leaving import Leaving
from tui.screens.browse.parts import ALL_THREE, Parts
from tui.screens.browse.rows import Answer, Question, Rows
from tui.screens.browse.why import Why
from tui.source import Source
from tui.view import View
from tui.views import Views
from tui.when import bounds, spoken
from tui.widgets.event import EventPane
from tui.widgets.header import Header
from tui.widgets.histogram import Histogram
from tui.widgets.lines import Summary
from tui.widgets.table import EventTable
from tui.window import Row, Window

if TYPE_CHECKING:
    from tui.overview import Overview

BEAT = 0.1
"""Seconds between looks at what is new: often enough to feel live, seldom enough to cost nothing."""
BESIDE = 100
"""From this many columns on, the event stands beside the table."""
HIGH = 30
"""From this many lines on, there is room for the histogram from the start."""
TOP = 5
"""Values of a field that are shown at first."""


class Panes(Parts):
    """Shows what a source holds as the newest view asks for it; what keys do is said by `Browse`."""

    AUTO_FOCUS = "EventTable"

    def __init__(self, source: Source, view: View, first: Window, title: str, config: Config = Config()) -> None:
        super().__init__()
        self.source, self.first, self.source_title, self.config = source, first, title, config
        self.views = Views(view)
        self.leaving = Leaving()
        self.rows = Rows(source, lambda it: self.beside("rows", it.run), self._show_rows)
        self.counts = Counts(source, lambda it: self.beside("counts", it.run), self._show_counts)
        self.why = Why(source, lambda it: self.beside("why", it.run), self._why_known)
        self.paused = False
        self.holding = ""
        """What the values in the fields pane are to hold."""
        self.left_at = sys.maxsize
        """How many rows there were when the person left the newest one."""
        self.unseen: Sequence[Whole] = ()  # ranges of time that the logs may not tell of
        self.top = TOP

    def compose(self) -> ComposeResult:
        """The panes, from the top down."""
        width, height = self.app.size
        # All classes are set before there is a widget: each one set later styles every widget again.
        self.set_class(width >= BESIDE, "-event")
        self.set_class(width >= ALL_THREE, "-fields")
        self.add_class("-narrow" if width < BESIDE else "-medium" if width < ALL_THREE else "-wide")
        yield Header()
        if self.views.now.filter:
            yield self.filter_line
        yield _shown(Histogram(), wanted=height >= HIGH)
        with Horizontal(id="panes"):
            if width >= ALL_THREE:
                yield self.fields_pane
            yield EventTable()
            yield _shown(EventPane(), wanted=width >= BESIDE)
        yield Summary()
        yield Vertical(id="keys")

    def on_mount(self) -> None:
        """Show what there is at once."""
        self.table.columns = self.fields()
        self.table.utc = self.event_pane.utc = self.histogram.utc = self.config.utc
        for widget in (self.table, self.event_pane, self.histogram, self.query_one(Header)):
            widget.ascii = self.config.ascii
        self.table.say("Looking for logs…")
        if self.first.total:
            self.table.show(self.first, same_view=False)
        self.leaving.return_to(self.table, before_store=True)
        self.head(self.source.progress())
        self.call_after_refresh(self._begin)

    async def _begin(self) -> None:
        """Begin to load, and make what is not seen at first."""
        self.source.start()
        self.make_parts()
        self.logs.current = self.views.now.log or "all"
        if self.views.now.ranged:
            self.show_clauses()
        self.tell(self.source.progress())
        self.set_interval(BEAT, self.beat)
        await self.tell_keys()

    @property
    def table(self) -> EventTable:
        """The table of events."""
        return self.query_one(EventTable)

    @property
    def event_pane(self) -> EventPane:
        """The event under the cursor."""
        return self.query_one(EventPane)

    @property
    def histogram(self) -> Histogram:
        """The events over time."""
        return self.query_one(Histogram)

    def open_pane(self, pane: Widget, style: str, *, wanted: bool) -> None:
        """Show or hide a pane; the stylesheet goes by `style`."""
        self.set_class(wanted, style)
        if pane.has_focus and not wanted:
            self.table.focus()
        pane.display = wanted

    def fields(self) -> tuple[Field, ...]:
        """The fields that the table shows."""
        view = self.views.now
        if not view.columns and view.log is None:
            view = view.with_(columns=self.config.columns)
        return fields_of(view)

    def beside(self, group: str, work: Work, *, exclusive: bool = False) -> None:
        """Do some work beside what is drawn; the function is handed on, since a coroutine never begun warns."""
        self.run_worker(unless_superseded(work), group=group, exclusive=exclusive)  # type: ignore[arg-type]  # its union confuses mypy

    def newest(self, group: str, work: Work) -> None:
        """The same, in place of what the group is doing."""
        self.beside(group, work, exclusive=True)

    # The rows

    def ask(self) -> None:
        """Ask for the rows of the newest view, and show what it is."""
        view = self.views.now
        self.logs.current = view.log or "all"
        self.filter_line.show(view.filter)
        self.show_clauses()
        self.table.columns = self.fields()
        self.rows.ask(view, names_of(self.fields()))

    def show_clauses(self, *, wanted: bool = False) -> None:
        """Show the clauses when they say what the filter line does not, or when they are `wanted`."""
        view, clauses = self.views.now, self.clauses
        clauses.show(view.filter, time=spoken(view), log=view.log or "")
        clauses.display = clauses.display and (wanted or view.ranged or clauses.has_focus)

    def beat(self) -> None:
        """Look whether there is more to show."""
        progress = self.source.progress()
        if progress.state is not State.LOADING:
            self.rows.settle()
        if self.rows.behind(held=self.paused):
            self.rows.ask(self.views.now, names_of(self.fields()), grown=True, held=self.paused)
        if self.rows.shown:
            self.ask_counts()
        if not self.table.total:
            self._say_why_nothing(progress)
        self.tell(progress)
        if standing := self.leaving.now(self.views.now, self.table, self.rows.shown):
            self.newest("keep", partial(asyncio.to_thread, self.source.keep, standing))

    def _say_why_nothing(self, progress: Progress) -> None:
        view = self.views.now
        if self.rows.view == view and progress.searched is None and not self.writing:
            self.why.ask(view, self.rows.shown)
        self.table.say(nothing(view, progress, self.source_title, self.why.of(view)))

    def _why_known(self) -> None:
        if self.is_attached and not self.table.total:
            self._say_why_nothing(self.source.progress())

    def head(self, progress: Progress) -> None:
        """Say how it goes, in the header."""

    def tell(self, progress: Progress) -> None:
        """Say how it goes, over the table."""

    def _show_rows(self, question: Question, answer: Answer) -> None:
        if not self.is_attached:  # the answer came when the screen had gone
            return
        if question.view.filter == self.views.now.filter:  # of what is written now; an older answer knows nothing of it
            self.filter_line.complain(answer.error)
        if answer.window is None:
            return
        view = question.view
        self.table.say(nothing(view, self.source.progress(), self.source_title, self.why.of(view)))
        if not question.grown and not self.table.following:
            self.left_at = answer.window.total
        self.table.mark_new(self.rows.fresh, self.rows.late)
        self.table.show(answer.window, same_view=question.grown, sort=view.sort, descending=view.descending)
        self.leaving.return_to(self.table)
        self.rows_shown()

    def rows_shown(self) -> None:
        """The rows on the screen are others, or there are more."""
        self.ask_counts()

    def on_resize(self) -> None:
        """Where there is no longer room for all, the table comes first."""
        if self.app.size.width < BESIDE:
            self.open_pane(self.fields_pane, "-fields", wanted=self.fields_pane.has_focus)
            self.open_pane(self.event_pane, "-event", wanted=self.event_pane.has_focus)
        if self.app.size.height < HIGH:
            self.histogram.display = False

    @property
    def writing(self) -> bool:
        """Whether something is being written: keys are letters then."""
        return isinstance(self.focused, Input)

    def say(self, text: str) -> None:
        """Say something in passing, in place of what was said before."""
        self.app.clear_notifications()
        self.notify(text, timeout=4, markup=False)

    # The counts

    def ask_counts(self) -> None:
        """Ask for the counts of the view that is shown, as far as they can be seen."""
        every = FACETS if self.holding else facets(self.views.now.log)
        fields = every if self.fields_pane.display else ()
        self.fields_pane.meet(name for name in fields if name not in FACETS)
        if fields or self.histogram.display:
            end, later = self.rows.end if self.paused else None, self.fields_pane.shut
            wanted = Wanted(self.views.now, fields, self.top, self.histogram.buckets, self.holding, end, later)
            self.counts.ask(wanted, self.rows.shown)

    def _show_counts(self, wanted: Wanted, overview: Overview) -> None:
        if not self.is_attached:
            return
        brush = bounds(wanted.view, time_ns() // 1000, self.source.newest)
        at = _time(self.table.cursor_row)
        self.histogram.show(overview.histogram, brush, at, gaps=self.unseen)
        self.fields_pane.show(overview.facets)

    @on(EventTable.FollowChanged)
    def _follow_changed(self, message: EventTable.FollowChanged) -> None:
        self.left_at = sys.maxsize if message.following else self.table.total

    # The event

    @on(EventTable.Moved)
    def _moved(self, message: EventTable.Moved) -> None:
        row = message.row
        self.query_one(Summary).said = str(row.values.get("summary") or "") if row else ""
        self.histogram.point(_time(row))
        self.show_event(row)

    def show_event(self, row: Row | None) -> None:
        """Show a row's event, if its pane is open."""
        if row is None:
            self.event_pane.show(None)
        elif row.id >= 0 and self.event_pane.display:
            self.newest("event", partial(self._fetch_event, row.id))

    async def _fetch_event(self, row_id: int) -> None:
        self.event_pane.show(await asyncio.to_thread(self.source.detail, row_id))


def _time(row: Row | None) -> int | None:
    time = row.values.get("time") if row else None
    return time if isinstance(time, int) else None


W = TypeVar("W", bound=Widget)


def _shown(widget: W, *, wanted: bool) -> W:
    widget.display = wanted
    return widget
