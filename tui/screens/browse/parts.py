"""The parts of the screen that are only seen when there is something to say, to write or to count."""

from __future__ import annotations

import os
from functools import cached_property
from typing import TYPE_CHECKING, TypeVar

from textual.containers import Vertical
from textual.screen import Screen
from textual.widget import Widget

from tui.config import Config
from tui.views import Views

if TYPE_CHECKING:
    from tui.widgets.clauses import Clauses
    from tui.widgets.fields import FieldsPane
    from tui.widgets.filter_line import FilterLine
    from tui.widgets.lines import Logs
    from tui.widgets.notice import Notice
    from tui.widgets.prompt import Prompt

W = TypeVar("W", bound=Widget)

ALL_THREE = 160
"""From this many columns on, the fields stand beside the table and the event."""


class Parts(Screen[None]):
    """Makes each of them when it is first wanted, or once the first picture stands, which waits for none of them."""

    views: Views
    config: Config

    def make_parts(self) -> None:
        """Make those that are not there yet."""
        _ = (self.filter_line, self.notice, self.clauses, self.logs, self.fields_pane, self.prompt)

    async def tell_keys(self) -> None:
        """Fill the line that tells the keys, whose place is kept."""
        from textual.widgets import Footer

        await self.query_one("#keys", Vertical).mount(Footer(show_command_palette=False, compact=True))
        self.refresh_bindings()

    @cached_property
    def filter_line(self) -> FilterLine:
        """Where the filter is written."""
        from tui.history import History, history_file
        from tui.widgets.filter_line import FilterLine

        return self._put(FilterLine(self.views.now.filter, history=History(history_file(os.environ))), "Histogram")

    @cached_property
    def clauses(self) -> Clauses:
        """What must hold."""
        from tui.widgets.clauses import Clauses

        return self._put(Clauses(), "Logs, #panes")

    @cached_property
    def logs(self) -> Logs:
        """The logs there are."""
        from tui.widgets.lines import Logs

        logs = self._put(Logs(), "#panes")
        logs.display = False
        return logs

    @cached_property
    def notice(self) -> Notice:
        """The warning of gaps."""
        from tui.widgets.notice import Notice

        notice = self._put(Notice(), "Clauses, Logs, #panes")
        notice.utc, notice.ascii = self.config.utc, self.config.ascii
        return notice

    @cached_property
    def prompt(self) -> Prompt:
        """What asks for one thing."""
        from tui.widgets.prompt import Prompt

        return self._put(Prompt(), "#keys")

    @cached_property
    def fields_pane(self) -> FieldsPane:
        """The values of fields."""
        from tui.widgets.fields import FieldsPane

        pane = self._put(FieldsPane(), "EventTable")
        pane.ascii, pane.display = self.config.ascii, self.app.size.width >= ALL_THREE
        return pane

    def _put(self, part: W, before: str) -> W:
        """Put a part in its place; while there is nothing before which it stands, it is being composed."""
        for there in self.query(before).results(Widget):
            there.query_ancestor(Widget).mount(part, before=there)
            break
        return part
