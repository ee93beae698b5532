"""Two events, and in what they differ."""

from __future__ import annotations

import asyncio
from collections.abc import Callable, Sequence
from typing import ClassVar

from textual.app import ComposeResult
from textual.binding import Binding, BindingType
from textual.content import Content
from textual.screen import Screen
from textual.widgets import Footer, OptionList, Static
from textual.widgets.option_list import Option

from tui.drawing.difference import Leaf, difference, leaf_lines, verdict
from tui.drawing.ink import content
from tui.drawing.moves import steps
from tui.drawing.times import Clock
from tui.visible import visible
from tui.window import Detail, RowGoneError

STYLES = {"text": "", "quiet": "$foreground 60%", "before": "$text-error", "after": "$text-success"}

GONE = "One of them is there no longer: its record has come whole, or was read again, and is another row now."


class Difference(Screen[None]):
    """Compares the record of one row with that of another; `detail` fetches them, and may block."""

    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("escape,q,d", "dismiss(None)", "Close", id="difference.close"),
        Binding("a", "all", "All places", id="difference.all", tooltip="Show what is the same, too"),
        *steps("difference"),
    ]
    DEFAULT_CSS = """
    Difference {
        background: $background;
        & > #difference-title { height: 1; padding: 0 2; background: $surface; text-style: bold; }
        & > #difference-events { height: auto; padding: 0 2; background: $surface; }
        & > OptionList, & > OptionList:focus { height: 1fr; border: none; padding: 0 1; background: $background; }
    }
    """

    def __init__(self, detail: Callable[[int], Detail], before: int, after: int, *, utc: bool = True) -> None:
        super().__init__()
        self._detail, self._ids, self._clock = detail, (before, after), Clock(utc)
        self._leaves: Sequence[Leaf] = ()
        self._all = False

    def compose(self) -> ComposeResult:
        """How much differs, which events they are, and the places."""
        yield Static("Reading…", id="difference-title", markup=False)
        yield Static(id="difference-events", markup=False)
        yield OptionList(compact=True, markup=False)
        yield Footer(show_command_palette=False, compact=True)

    def on_mount(self) -> None:
        """Fetch both."""
        self.query_one(OptionList).focus()
        self.run_worker(self._compare(), exclusive=True)

    async def _compare(self) -> None:
        try:
            before, after = [await asyncio.to_thread(self._detail, id_) for id_ in self._ids]
        except RowGoneError:
            self.query_one("#difference-title", Static).update(GONE)
            return
        self._leaves = await asyncio.to_thread(difference, before, after)
        self.query_one("#difference-title", Static).update(verdict(self._leaves))
        said = content(STYLES, [(f"- {self._said(before)}\n", "before"), (f"+ {self._said(after)}", "after")])
        self.query_one("#difference-events", Static).update(said)
        self._list()

    def _said(self, detail: Detail) -> str:
        values = detail.row.values
        return f"{self._clock.full(values.get('time'))}  {visible(str(values.get('summary') or ''))}"

    def action_all(self) -> None:
        """Show what is the same, too; again: only what differs."""
        self._all = not self._all
        self._list()

    def on_resize(self) -> None:
        """Fit the lines into the new width."""
        self.call_after_refresh(self._list)

    def _list(self) -> None:
        places = self.query_one(OptionList)
        cells = max(40, places.scrollable_content_region.width - 2)
        shown = [leaf for leaf in self._leaves if self._all or not leaf.same]
        places.clear_options()
        places.add_options(Option(self._lines(leaf, cells)) for leaf in shown)
        places.highlighted = 0 if shown else None

    @staticmethod
    def _lines(leaf: Leaf, cells: int) -> Content:
        return Content("\n").join(content(STYLES, line) for line in leaf_lines(leaf, cells))
