"""What the keys of the screen of events do."""

from __future__ import annotations

import asyncio
from time import time_ns
from typing import ClassVar

from textual import on
from textual.binding import BindingType

from parsers import Kind
from tui.columns import fields_of
from tui.filter import edit
from tui.filter.errors import FilterError
from tui.progress import State
from tui.screens.browse.keys import KEYS
from tui.screens.browse.matches import Matches
from tui.screens.browse.panes import BESIDE, Panes
from tui.view import View
from tui.when import span
from tui.widgets.fields import FieldsPane
from tui.widgets.filter_line import FilterLine
from tui.widgets.histogram import Histogram
from tui.widgets.lines import Logs
from tui.widgets.prompt import Prompt
from tui.widgets.table import EventTable

SEARCH, RANGE = "search", "time"
"""What the prompt asks for."""


class Browse(Panes):
    """The screen of events."""

    BINDINGS: ClassVar[list[BindingType]] = KEYS
    matches = Matches()

    # The view

    def change(self, view: View, *, typing: bool = False) -> None:
        """Ask another question; undo comes back to this one."""
        if self.views.change(view, typing=typing):
            self.ask()

    def action_undo(self) -> None:
        """Back to the question before."""
        if self.views.undo():
            self.ask()

    def action_redo(self) -> None:
        """Forward again."""
        if self.views.redo():
            self.ask()

    def action_log(self, number: int) -> None:
        """Show one log, or all."""
        logs = self.query_one(Logs).logs
        if number <= len(logs):
            self._show_log(logs[number - 1][0])

    @on(Logs.Chosen)
    def _log_clicked(self, message: Logs.Chosen) -> None:
        self._show_log(message.log)

    def _show_log(self, name: str) -> None:
        self.change(self.views.now.with_(log=None if name == "all" else name, sort="time", descending=False))

    def action_sort(self) -> None:
        """Sort by the column under the cursor; again the other way round; a third time by time."""
        self._sort_by(self.table.cursor_field)

    @on(EventTable.HeaderPressed)
    def _header_pressed(self, message: EventTable.HeaderPressed) -> None:
        self._sort_by(message.field)

    def _sort_by(self, field: str) -> None:
        view = self.views.now
        if view.sort != field:
            self.change(view.with_(sort=field, descending=False))
        elif not view.descending:
            self.change(view.with_(descending=True))
        else:
            self.change(view.with_(sort="time", descending=False))

    # The filter

    def action_filter(self) -> None:
        """Write a filter."""
        self.query_one(FilterLine).write()

    @on(FilterLine.Typed)
    def _filter_typed(self, message: FilterLine.Typed) -> None:
        self.change(self.views.now.with_(filter=message.text), typing=True)

    @on(FilterLine.Kept)
    def _filter_kept(self) -> None:
        self.views.settle()
        self.table.focus()
        self.query_one(FilterLine).show(self.views.now.filter)

    def action_keep(self) -> None:
        """Keep only events with the value under the cursor."""
        self._with_value(edit.keep)

    def action_drop(self) -> None:
        """Drop events with the value under the cursor."""
        self._with_value(edit.drop)

    def action_only_or(self) -> None:
        """Let the field have the value under the cursor, too."""
        self._with_value(edit.only_or)

    def _with_value(self, change: edit.Change) -> None:
        if found := self._value_under_cursor():
            self._edit(change, *found)

    def _edit(self, change: edit.Change, field: str, value: str | None) -> None:
        view = self.views.now
        try:
            self.change(view.with_(filter=change(view.filter, field, value)))
        except FilterError as error:
            self.notify(f"The filter must be whole first: {error}", severity="warning", markup=False)

    def _value_under_cursor(self) -> tuple[str, str | None] | None:
        """Field and value of the leaf or the cell that the person is on."""
        if self.event_pane.has_focus:
            leaf = self.event_pane.current()
            return (self.source.field_of(leaf[0]), leaf[1]) if leaf else None
        row, name = self.table.cursor_row, self.table.cursor_field
        kinds = {field.name: field.kind for field in fields_of(self.views.now)}
        return (name, edit.cell(row.values.get(name), kinds.get(name, Kind.TEXT))) if row else None

    @on(FieldsPane.Keep)
    def _keep_value(self, message: FieldsPane.Keep) -> None:
        self._edit(edit.keep, message.field, message.value)

    @on(FieldsPane.Drop)
    def _drop_value(self, message: FieldsPane.Drop) -> None:
        self._edit(edit.drop, message.field, message.value)

    @on(FieldsPane.More)
    def _more_values(self) -> None:
        self.top *= 4
        self.ask_counts()

    # Time

    def action_brush(self, way: int) -> None:
        """Begin (-1) or end (1) the range of time at the cursor."""
        self.histogram.brush_left() if way < 0 else self.histogram.brush_right()

    def action_shift(self, way: int) -> None:
        """Move the range of time."""
        self.histogram.shift(way)

    def action_zoom(self, way: int) -> None:
        """Halve or double the range of time."""
        self.histogram.zoom(way)

    def action_whole(self) -> None:
        """Show all times."""
        self.change(self.views.now.with_(since=None, until=None))

    @on(Histogram.Brushed)
    def _brushed(self, message: Histogram.Brushed) -> None:
        self.change(self.views.now.with_(since=message.since, until=message.until))

    @on(Histogram.Cleared)
    def _brush_cleared(self) -> None:
        self.action_whole()

    def action_range(self) -> None:
        """Ask for a range of time."""
        self.query_one(Prompt).ask(RANGE, hint="last 15m   12:00..12:05   2026-11-20   ..12:00")

    def action_context(self) -> None:
        """What happened around the event: everything, then its actor's, then its target's, and back."""
        row = self.table.cursor_row
        if row is None:
            return
        around = [
            View(),
            *(View(filter=edit.keep("", f, str(v))) for f in ("actor", "target") if (v := row.values.get(f))),
        ]
        now = self.views.now
        if now in around and now != around[-1]:
            self.change(around[around.index(now) + 1])
        elif now in around:
            self.action_undo()
        else:
            self.change(around[0])

    # Searching

    def action_search(self) -> None:
        """Ask for a text to search for."""
        self.query_one(Prompt).ask(SEARCH, self.matches.text, "a text, anywhere in the record")

    @on(Prompt.Typed)
    def _prompt_typed(self, message: Prompt.Typed) -> None:
        if message.what == SEARCH:
            self.table.highlight(message.text)
            self.event_pane.find(message.text)

    @on(Prompt.Answered)
    def _prompt_answered(self, message: Prompt.Answered) -> None:
        if message.what == SEARCH:
            self.run_worker(self._search(message.text), group="search", exclusive=True)
        elif message.what == RANGE:
            self._show_range(message.text)

    async def _search(self, text: str) -> None:
        window = self.rows.window
        places = await asyncio.to_thread(self.source.places, window, text) if text and window else ()
        self.matches = Matches(text, places)
        self._leave_prompt()
        if not text:
            return
        if not places:
            self.notify(f"“{text}” is nowhere in these events", timeout=3, markup=False)
        elif self.table.cursor_index not in places:
            self.action_match(-1)

    def action_match(self, way: int) -> None:
        """Go to the next match, or the one before."""
        place = self.matches.next(self.table.cursor_index, way)
        if place is not None:
            self.table.move_to(place)
            self.notify(f"match {self.matches.rank(place):,} of {len(self.matches):,}", timeout=2)

    def _show_range(self, text: str) -> None:
        try:
            since, until = span(text, time_ns() // 1000, self.source.newest)
        except ValueError as error:
            self.query_one(Prompt).note(str(error))
            return
        self._leave_prompt()
        self.change(self.views.now.with_(since=since, until=until))

    def _leave_prompt(self) -> None:
        self.query_one(Prompt).leave()
        self.table.focus()

    # The panes

    @on(EventTable.Opened)
    def _opened(self) -> None:
        self.open_pane(self.event_pane, "-event", wanted=True)
        self.show_event(self.table.cursor_row)
        self.event_pane.focus()

    def action_event(self) -> None:
        """Show or hide the event."""
        self.open_pane(self.event_pane, "-event", wanted=not self.event_pane.display)
        self.show_event(self.table.cursor_row)

    def action_fields(self) -> None:
        """Show or hide the fields."""
        wanted = not self.fields_pane.display
        self.open_pane(self.fields_pane, "-fields", wanted=wanted)
        if wanted:
            self.fields_pane.focus()
            self.ask_counts()

    def action_times(self) -> None:
        """Show or hide the histogram."""
        self.histogram.display = not self.histogram.display
        self.ask_counts()

    # The rest

    def action_pause(self) -> None:
        """Hold the picture still, or go on; nothing is lost meanwhile."""
        self.paused = not self.paused
        self.beat()

    def action_zone(self) -> None:
        """Times in UTC, or as the clock on the wall has them."""
        utc = not self.table.utc
        self.table.utc = self.event_pane.utc = self.histogram.utc = utc
        self.notify("Times in UTC" if utc else "Times in local time", timeout=2)

    def action_halt(self) -> None:
        """Stop loading; what is loaded stays."""
        self.source.halt()
        self.notify("Loading stopped. What was read is kept; changes are still followed.", timeout=4)

    def action_copy(self) -> None:
        """Copy the leaf or the cell under the cursor."""
        if found := self._value_under_cursor():
            self._copy(found[0], found[1] or "")

    def action_copy_raw(self) -> None:
        """Copy the record's own bytes."""
        row = self.table.cursor_row
        if row is not None and row.id >= 0:
            self.run_worker(self._copy_record(row.id), group="copy", exclusive=True)

    async def _copy_record(self, row_id: int) -> None:
        detail = await asyncio.to_thread(self.source.detail, row_id)
        self._copy("the record", detail.raw.decode("utf-8", "replace"))

    def _copy(self, what: str, text: str) -> None:
        self.app.copy_to_clipboard(text)
        self.notify(f"Copied {what}: {len(text):,} characters", timeout=2, markup=False)

    def action_back(self) -> None:
        """Leave what was entered last: a prompt, the filter line, a pane, the filter itself."""
        view = self.views.now
        if self.query_one(Prompt).asking:
            self._leave_prompt()
        elif not self.table.has_focus:
            narrow = self.event_pane.has_focus and self.app.size.width < BESIDE
            self._filter_kept()
            if narrow:
                self.open_pane(self.event_pane, "-event", wanted=False)
        elif view.filter:
            self.change(view.with_(filter=""))
        elif self.source.progress().state is State.LOADING:
            self.notify("Still loading. x stops it and keeps what was read.", timeout=4)
