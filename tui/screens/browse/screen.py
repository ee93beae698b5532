"""The screen of events: searching, panes, copying, and the way back."""

from __future__ import annotations

import asyncio
from functools import partial
from time import time_ns
from typing import TYPE_CHECKING, ClassVar

from msgspec.structs import replace
from textual import on
from textual.binding import BindingType

from tui.progress import State
from tui.screens.browse.filtering import RANGE
from tui.screens.browse.held import Held
from tui.screens.browse.keys import KEYS, WRITING
from tui.screens.browse.marking import Marking
from tui.screens.browse.matches import Matches
from tui.screens.browse.panes import BESIDE
from tui.when import span
from tui.widgets.table import EventTable

if TYPE_CHECKING:
    from tui.widgets.prompt import Prompt

SEARCH, NAME, JUMP, VALUES = "search", "name of the view", "go to", "values with"
"""What the prompt asks for."""


class Browse(Marking):
    """Shows a source's events as a view asks for them."""

    BINDINGS: ClassVar[list[BindingType]] = KEYS
    matches = Matches()
    held = Held()

    def check_action(self, action: str, parameters: tuple[object, ...]) -> bool | None:
        """Keys that write are no commands while something is written."""
        return not self.writing or action in WRITING

    # Searching

    def action_search(self) -> None:
        """Ask for a text to search for: in the records or, from the fields, among their values."""
        if self.fields_pane.has_focus:
            self.prompt.ask(VALUES, hint="a text; enter goes back to the fields")
        else:
            self.newest("prepare", partial(asyncio.to_thread, self.source.prepare))
            self.prompt.ask(SEARCH, self.matches.text, "a text, anywhere in the record")

    def action_jump(self) -> None:
        """Ask for a time to go to."""
        self.prompt.ask(JUMP, hint="12:03   12:03:45   2026-11-20T12:03   end-15m")

    def on_prompt_typed(self, message: Prompt.Typed) -> None:
        """Show what is found by what is written so far."""
        if message.what == SEARCH:
            self._highlight(message.text)
        elif message.what == VALUES:
            self._narrow(message.text)

    def on_prompt_answered(self, message: Prompt.Answered) -> None:
        """Do what was asked for."""
        if message.what == SEARCH:
            self.table.focus()
            self._search(message.text, go=True)
        elif message.what == VALUES:
            self._leave_prompt()
            self.fields_pane.focus()
        elif message.what == JUMP:
            self.newest("jump", partial(self._jump, message.text))
        elif message.what == NAME:
            self._leave_prompt()
            self.save_view(message.text)
        elif message.what == RANGE and self.show_range(message.text):
            self._leave_prompt()

    def _narrow(self, text: str) -> None:
        self.fields_pane.narrow(text)
        self.holding = text
        self.ask_counts()

    def _highlight(self, text: str) -> None:
        self.table.highlight(text)
        self.event_pane.find(text)

    def rows_shown(self) -> None:
        """The places of the matches have changed with the rows."""
        super().rows_shown()
        if self.matches.text:
            self._search(self.matches.text, go=False)
        if self.held.came and self.rows.window:
            self.say(self.held.told(self.rows.window.total, self.views.now))
            self.held = Held()

    def _search(self, text: str, *, go: bool) -> None:
        self.newest("search", partial(self._find, text, go=go))

    async def _find(self, text: str, *, go: bool) -> None:
        from tui.filter.written import in_quotes

        window = self.rows.window
        places = await asyncio.to_thread(self.source.places, window, in_quotes(text)) if text and window else ()
        self.matches = Matches(text, places)
        if not text:
            self._leave_prompt()
        elif go and places:
            self._go_to(self.matches.next(self.table.cursor_index - 1, 1))
        else:
            self._tell_matches()

    def action_match(self, way: int) -> None:
        """Go to the next match, or the one before."""
        self._go_to(self.matches.next(self.table.cursor_index, way))

    def _go_to(self, place: int | None) -> None:
        if place is not None:
            self.table.move_to(place)
        self._tell_matches()

    def _tell_matches(self) -> None:
        prompt, found = self.prompt, self.matches
        if prompt.asking == SEARCH:
            rank = found.rank(self.table.cursor_index)
            many = f"{rank:,} of {len(found):,}   n next   N before" if len(found) else "nowhere in these events"
            prompt.note(f"{many}   esc ends")

    def _leave_prompt(self) -> None:
        if self.prompt.asking == SEARCH:
            self.matches = Matches()
            self._highlight("")
        self.prompt.leave()
        self.table.focus()

    async def _jump(self, text: str) -> None:
        try:
            since, _ = span(text, time_ns() // 1000, self.source.newest)
        except ValueError:
            since = None
        if since is None or self.rows.window is None:
            self.prompt.note("write 12:03, 2026-11-20T12:03 or end-15m")
            return
        place = await asyncio.to_thread(self.source.place_at, self.rows.window, since)
        self._leave_prompt()
        self.table.move_to(place)

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

    def action_back(self) -> None:
        """Leave what was entered last: a prompt, the filter line, a pane, the filter itself."""
        if asking := self.prompt.asking:
            if asking == VALUES:
                self._narrow("")
            self._leave_prompt()
        elif not self.table.has_focus:
            self._leave_pane()
        elif self.views.now.filter:
            self.change(self.views.now.with_(filter=""))
        elif self.source.progress().state is State.LOADING:
            self.say("Still loading. x stops it and keeps what was read.")

    def _leave_pane(self) -> None:
        if self.filter_line.writing:
            self.leave_filter()
        if self.app.size.width < BESIDE:
            self.open_pane(self.event_pane, "-event", wanted=False)
            self.open_pane(self.fields_pane, "-fields", wanted=False)
        self.table.focus()

    # The rest

    def action_save_view(self) -> None:
        """Ask for a name to save this view under."""
        self.prompt.ask(NAME, hint="night-shift")

    def save_view(self, name: str) -> None:
        """Save this view in the settings."""
        from tui.config import ConfigError, default_path
        from tui.settings import save_view

        name, view = name.strip(), self.views.now
        try:
            save_view(default_path(), name, view)
        except (ConfigError, OSError, ValueError) as error:
            self.say(f"Not saved: {error}")
        else:
            self.config = replace(self.config, views={**self.config.views, name: view})
            self.say(f"Saved as {name}; V chooses it, and --view {name} opens with it")

    def action_pause(self) -> None:
        """Hold the picture still, or go on; nothing is lost meanwhile."""
        self.paused = not self.paused
        if not self.paused and self.rows.window:
            self.held = Held(self.rows.waiting, self.rows.window.total)
        self.beat()

    def action_zone(self) -> None:
        """Times in UTC, or as the clock on the wall has them."""
        utc = not self.table.utc
        self.table.utc = self.event_pane.utc = self.histogram.utc = self.notice.utc = utc
        self.say("Times in UTC" if utc else "Times in local time")

    def action_halt(self) -> None:
        """Stop loading; what is loaded stays."""
        self.source.halt()
        self.say("Loading stopped. What was read is kept; changes are still followed.")

    def action_copy(self) -> None:
        """Copy the leaf or the cell under the cursor."""
        if found := self.value_under_cursor():
            self._copy(found[0], found[1] or "")

    def action_copy_raw(self) -> None:
        """Copy the record's own bytes."""
        row = self.table.cursor_row
        if row is not None and row.id < 0:
            self.say("Still reading. Its record is there in a moment.")
        elif row is not None:
            self.newest("copy", partial(self._copy_record, row.id))

    async def _copy_record(self, row_id: int) -> None:
        detail = await asyncio.to_thread(self.source.detail, row_id)
        self._copy("the record", detail.raw.decode("utf-8", "replace"))

    def _copy(self, what: str, text: str) -> None:
        self.app.copy_to_clipboard(text)
        self.say(f"Copied {what}: {len(text):,} characters")
