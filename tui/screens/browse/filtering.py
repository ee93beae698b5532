"""What the keys do to the view: filter, values, log, order, range of time."""

from __future__ import annotations

import asyncio
import re
from collections.abc import Callable
from functools import partial
from time import time_ns
from typing import TYPE_CHECKING

from textual import on

from parsers import Kind
from tui.drawing.times import Clock
from tui.filter.errors import FilterError
from tui.screens.browse.around import Around
from tui.screens.browse.arrivals import Arrivals
from tui.screens.browse.heading import Heading
from tui.view import View
from tui.when import ranged
from tui.widgets.histogram import Histogram
from tui.widgets.table import EventTable

if TYPE_CHECKING:
    from tui.filter.edit import Change
    from tui.widgets.clauses import Clauses
    from tui.widgets.fields import FieldsPane
    from tui.widgets.filter_line import FilterLine
    from tui.widgets.lines import Logs

RANGE = "time"
"""What the prompt asks for."""
HALF_A_WORD = re.compile(r"\S\s+(?:a|an|and|o|or|n|no|not)$", re.IGNORECASE)
"""A filter at whose end `and`, `or` or `not` may be in the making: nobody wants to see what the half of it finds."""
OFFERED = 50
"""Values of a field that are offered at most while one is written."""


class Filtering(Heading):
    """The part of the screen that changes the question."""

    around = Around()
    arrivals = Arrivals()

    def beat(self) -> None:
        """What an earlier session had read is taken for looked at; without one, what was there at the start."""
        super().beat()
        if self.arrivals.looked is None and self.rows.began is not None:
            self.arrivals = Arrivals(self.source.left_off or self.source.arrived or 0)

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

    # Which log, in which order

    def action_log(self, number: int) -> None:
        """Show one log, or all."""
        logs = self.logs.logs
        if number <= len(logs):
            self._show_log(logs[number - 1][0])

    def on_logs_chosen(self, message: Logs.Chosen) -> None:
        """Show the log that was clicked."""
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

    # The filter line

    def action_filter(self) -> None:
        """Write a filter."""
        self.newest("prepare", partial(asyncio.to_thread, self.source.prepare))
        line = self.filter_line
        line.catalogue = self.source.catalogue
        line.write()

    def on_filter_line_typed(self, message: FilterLine.Typed) -> None:
        """Ask it as it is being written."""
        typed = self.views.now.with_(filter=message.text)
        try:
            self.source.check(message.text)
        except FilterError as error:  # what is no filter never takes the place of one that waits for its answer
            self.filter_line.complain(error)
            self.views.change(typed, typing=True)
            return
        if HALF_A_WORD.search(message.text):
            self.views.change(typed, typing=True)
        else:
            self.change(typed, typing=True)

    def leave_filter(self) -> None:
        """Go on in the table; the filter stays as it is."""
        self.views.settle()
        self.table.focus()
        self.ask()

    on_filter_line_kept = on_filter_line_left = leave_filter

    def on_filter_line_values_wanted(self, message: FilterLine.ValuesWanted) -> None:
        """Offer values of a field."""
        self.newest("values", partial(self._offer_values, message.field, message.typed))

    async def _offer_values(self, field: str, typed: str) -> None:
        view = self.views.now.with_(filter="")
        values = await asyncio.to_thread(self.source.values, view, field, typed, OFFERED)
        self.filter_line.offer(field, values)

    # The clauses

    def action_clauses(self) -> None:
        """Walk along the clauses of the filter."""
        self.show_clauses(wanted=True)
        if (clauses := self.clauses).display:
            clauses.focus()

    def on_clauses_changed(self, message: Clauses.Changed) -> None:
        """Ask with the clauses that are left."""
        self.change(self.views.now.with_(filter=message.filter))

    def on_clauses_edit(self) -> None:
        """Write them."""
        self.action_filter()

    def on_clauses_left(self) -> None:
        """Go on in the table."""
        self.table.focus()
        self.show_clauses()

    def on_clauses_lifted(self, message: Clauses.Lifted) -> None:
        """Show all logs, or all times."""
        now = self.views.now
        self.change(now.with_(log=None) if message.what == "log" else now.at_any_time())

    # Values under the cursor

    def action_keep(self) -> None:
        """Keep only events with the value under the cursor."""
        self._with_value(self.keep)

    def action_drop(self) -> None:
        """Drop events with the value under the cursor."""
        self._with_value(self.drop)

    def action_only_or(self) -> None:
        """Let the field have the value under the cursor, too."""
        from tui.filter.edit import only_or

        self._with_value(partial(self._edit, only_or))

    def _with_value(self, do: Callable[[str, str | None], None]) -> None:
        if found := self.value_under_cursor():
            do(*found)

    def keep(self, field: str, value: str | None) -> None:
        """Keep only events with this value of a field."""
        from tui.filter.edit import keep

        self._edit(keep, field, value)

    def drop(self, field: str, value: str | None) -> None:
        """Drop events with this value of a field."""
        from tui.filter.edit import drop

        self._edit(drop, field, value)

    def _edit(self, change: Change, field: str, value: str | None) -> None:
        view = self.views.now
        try:
            self.change(view.with_(filter=change(view.filter, field, value)))
        except FilterError as error:
            self.say(f"The filter must be whole first: {error}")

    def value_under_cursor(self) -> tuple[str, str | None] | None:
        """Field and value of the leaf or the cell that the person is on."""
        if self.event_pane.has_focus:
            leaf = self.event_pane.current()
            return (self.source.field_of(leaf[0]), leaf[1]) if leaf else None
        if self.fields_pane.has_focus:
            return self.fields_pane.chosen
        from tui.filter.edit import cell

        row, name = self.table.cursor_row, self.table.cursor_field
        kinds = {field.name: field.kind for field in self.fields()}
        return (name, cell(row.values.get(name), kinds.get(name, Kind.TEXT))) if row else None

    def on_fields_pane_keep(self, message: FieldsPane.Keep) -> None:
        """Keep only events with the value."""
        self.keep(message.field, message.value)

    def on_fields_pane_drop(self, message: FieldsPane.Drop) -> None:
        """Drop events with the value."""
        self.drop(message.field, message.value)

    def on_fields_pane_more(self) -> None:
        """Show more values of all fields."""
        self.top *= 4
        self.ask_counts()

    def action_context(self) -> None:
        """What happened around the event: everything, then its actor's, then its target's, and back."""
        if (row := self.table.cursor_row) is not None:
            self.around, view = self.around.next(self.views.now, row)
            self.table.following = False  # what was asked about stays in view, not the newest event
            self.change(view)

    def action_arrivals(self) -> None:
        """What arrived since the person last looked; there, back, having looked."""
        now, arrived = self.views.now, self.source.arrived or 0
        if self.arrivals.listed(now):
            self.arrivals, view = self.arrivals.back(arrived)
            self.table.marks.all_seen()
        elif self.arrivals.looked is None or self.arrivals.looked == arrived:
            self.say(self.arrivals.none(Clock(self.table.utc)))
            return
        else:
            try:
                self.arrivals, view = self.arrivals.list(now, tuple(field.name for field in self.fields()))
            except FilterError as error:
                self.say(f"The filter must be whole first: {error}")
                return
            self.table.following = True
        self.change(view)

    # Time

    def action_brush(self, way: int) -> None:
        """Begin (-1) or end (1) the range of time at the cursor."""
        if way < 0:
            self.histogram.brush_left()
        else:
            self.histogram.brush_right()

    def action_shift(self, way: int) -> None:
        """Move the range of time."""
        self.histogram.shift(way)

    def action_zoom(self, way: int) -> None:
        """Halve or double the range of time."""
        self.histogram.zoom(way)

    @on(Histogram.Cleared)
    def action_whole(self) -> None:
        """Show all times."""
        self.change(self.views.now.at_any_time())

    @on(Histogram.Brushed)
    def _brushed(self, message: Histogram.Brushed) -> None:
        self.change(self.views.now.at_any_time().with_(since=message.since, until=message.until))

    def action_range(self) -> None:
        """Ask for a range of time."""
        self.prompt.ask(RANGE, hint="last 15m   12:00..12:05   2026-11-20   ..12:00")

    def show_range(self, text: str) -> bool:
        """Show a range of time as it was written; whether it is one."""
        try:
            view = ranged(self.views.now, text, time_ns() // 1000, self.source.newest)
        except ValueError as error:
            self.prompt.note(str(error))
            return False
        self.change(view)
        return True
