"""The shapes of queries: those that differ only in their values are one line."""

from __future__ import annotations

import asyncio
from collections import defaultdict
from collections.abc import Sequence
from functools import partial
from typing import ClassVar

from textual import on
from textual.app import ComposeResult
from textual.binding import Binding, BindingType
from textual.containers import VerticalScroll
from textual.content import Content
from textual.screen import Screen
from textual.widgets import Footer, OptionList, Static
from textual.widgets.option_list import Option

from tui.drawing.ink import content
from tui.drawing.moves import steps
from tui.drawing.shape_lines import Order, example, facts, line, ordered, titles, total
from tui.drawing.times import Clock
from tui.filter.errors import FilterError
from tui.newest import Work, unless_superseded
from tui.palette import ASCII, UNICODE
from tui.source import Source
from tui.store.shapes import Shape
from tui.view import View

BEAT = 1.0
"""Seconds between looks at what is new: numbers that flicker cannot be read."""
STYLES = defaultdict(
    str,
    {
        "quiet": "$foreground 60%",
        "novel": "bold $text-success",
        "read": "$foreground 60%",
        "write": "$text-warning",
        "admin": "bold $text-warning",
        "destructive": "bold $text-error",
        "failed": "$text-error",
        "keyword": "bold $text-secondary",
        "string": "$text-success",
        "number": "$text-accent",
        "comment": "italic $foreground 60%",
        "punctuation": "$foreground 60%",
    },
)
"""Queries have inks of their own, which are plain here."""
NONE = """\
No query with a shape in this view.

Lines of the Neptune audit log have one: queries that differ only in their values share a fingerprint.
"""


class Shapes(Screen[str | None]):
    """Lists the shapes of a view, live; dismissed with the fingerprint that was picked, or `None`."""

    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("escape,q,P", "dismiss(None)", "Close", id="shapes.close"),
        Binding("enter", "pick", "Keep these queries", id="shapes.pick", priority=True),
        Binding("s", "sort", "Sort", id="shapes.sort"),
        *steps("shapes"),
    ]
    DEFAULT_CSS = """
    Shapes {
        background: $background;
        & > #shapes-title { height: 1; padding: 0 2; background: $surface; text-style: bold; }
        & > #shapes-columns { height: 1; padding: 0 1; }
        & > OptionList, & > OptionList:focus { height: 1fr; border: none; padding: 0 1; background: $background; }
        & > VerticalScroll { height: auto; max-height: 45%; padding: 0 2; background: $surface; }
    }
    """

    def __init__(self, source: Source, view: View, *, utc: bool = True, ascii_only: bool = False) -> None:
        super().__init__()
        self._source, self._view = source, view
        self._clock, self._glyphs = Clock(utc), ASCII if ascii_only else UNICODE
        self._shapes: Sequence[Shape] = ()
        self._order = Order.COUNT
        self._version = -1

    def compose(self) -> ComposeResult:
        """The list, and one query of the shape under the cursor."""
        yield Static(total((), self._order), id="shapes-title", markup=False)
        yield Static(id="shapes-columns", markup=False)
        yield OptionList(compact=True, markup=False)
        with VerticalScroll(can_focus=False):
            yield Static("Counting…", id="shapes-example", markup=False)
        yield Footer(show_command_palette=False, compact=True)

    def on_mount(self) -> None:
        """Count, and count again now and then while more comes in."""
        self.query_one(OptionList).focus()
        self._look_again()
        self.set_interval(BEAT, self._look_again)

    def on_resize(self) -> None:
        """Fit the lines into the new width."""
        self.call_after_refresh(self._draw)

    def _look_again(self) -> None:
        """Count beside what is drawn, unless that is still being done."""
        if not any(worker.group == "shapes" and not worker.is_finished for worker in self.workers):
            self._beside("shapes", self.look)

    def _beside(self, group: str, work: Work) -> None:
        """Do some work in place of the group's; the function is handed on, since a coroutine never begun warns."""
        self.run_worker(unless_superseded(work), group=group, exclusive=True)  # type: ignore[arg-type]  # its union confuses mypy

    async def look(self) -> None:
        """Count what there is now, if that is more than was counted."""
        version = self._source.version
        if version == self._version:
            return
        try:
            self._shapes = await asyncio.to_thread(self._source.shapes, self._view)
        except FilterError as error:
            self.query_one("#shapes-example", Static).update(Content(f"The filter must be whole first: {error}"))
            return
        self._version = version
        if self.is_attached:  # the answer may come when the screen has gone
            self._draw()

    def _draw(self) -> None:
        """Show the shapes in their order; the cursor stays on its shape."""
        before = self._chosen
        self._shapes = ordered(self._shapes, self._order)
        options = self.query_one(OptionList)
        cells = max(60, options.scrollable_content_region.width - 2)
        self.query_one("#shapes-title", Static).update(Content(total(self._shapes, self._order)))
        self.query_one("#shapes-columns", Static).update(content(STYLES, titles(cells)))
        options.clear_options()
        lines = (content(STYLES, line(shape, self._clock, self._glyphs, cells)) for shape in self._shapes)
        options.add_options(Option(said, id=shape.fingerprint) for said, shape in zip(lines, self._shapes, strict=True))
        if self._shapes:
            names = [shape.fingerprint for shape in self._shapes]
            options.highlighted = names.index(before.fingerprint) if before and before.fingerprint in names else 0
        elif self._version >= 0:
            self.query_one("#shapes-example", Static).update(Content(NONE))

    @property
    def _chosen(self) -> Shape | None:
        option = self.query_one(OptionList).highlighted_option
        return next((shape for shape in self._shapes if option and shape.fingerprint == option.id), None)

    @on(OptionList.OptionHighlighted)
    def _told(self) -> None:
        if shape := self._chosen:
            self.query_one("#shapes-example", Static).update(content(STYLES, facts(shape, self._clock)))
            self._beside("example", partial(self._show_example, shape))

    async def _show_example(self, shape: Shape) -> None:
        detail = await asyncio.to_thread(self._source.detail, shape.example)
        if not self.is_attached:
            return
        said = (*facts(shape, self._clock), ("\n", ""), *example(detail.layouts))
        self.query_one("#shapes-example", Static).update(content(STYLES, said))

    def action_sort(self) -> None:
        """Put something else first."""
        self._order = self._order.next
        self._draw()

    @on(OptionList.OptionSelected)
    def action_pick(self) -> None:
        """Close, and keep the queries of the shape under the cursor."""
        if shape := self._chosen:
            self.dismiss(shape.fingerprint)
