"""Coverage: what there is of every account and region over time, what is late, missing, unreadable."""

from __future__ import annotations

import asyncio
from collections.abc import Callable
from time import monotonic
from typing import ClassVar, TypeAlias

from textual import on
from textual.app import ComposeResult
from textual.binding import Binding, BindingType
from textual.screen import Screen
from textual.widgets import Footer, Static

from tui.drawing.coverage_lines import files_between, legend, sentence, title
from tui.drawing.ink import content
from tui.drawing.times import Clock
from tui.excerpts import of_file, of_speaker
from tui.progress import State
from tui.source import Source
from tui.store.coverage import Coverage as Found
from tui.view import View
from tui.widgets.coverage_grid import CoverageGrid
from tui.window import SupersededError

BEAT, PAUSE = 0.25, 1.0
"""Seconds between looks whether there is news, and between two answers: what flickers cannot be read."""
NOTHING = "Nothing that was read has a time yet. F says what became of the files."
STYLES = {
    "text": "",
    "rest": "$foreground 30%",
    "present": "$primary 70%",
    "quiet": "$foreground 60%",
    "title": "bold $text-primary",
    "due": "$foreground 50%",
    "late": "$text-warning",
    "warning": "$text-warning",
    "missing": "$text-error",
    "trouble": "$text-error",
}

Range: TypeAlias = tuple[int | None, int | None]
Picked: TypeAlias = Callable[[int | None], None]


class Coverage(Screen[View | None]):
    """Shows coverage, live; dismissed with the view that is wanted, or `None`.

    `open_files` shows some files, by their numbers, and calls back with the one that was picked, or `None`.
    """

    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("equals_sign", "keep", "Its events", id="coverage.keep"),
        Binding("plus", "zoom(0.5)", "Zoom in", id="coverage.zoom_in"),
        Binding("minus", "zoom(2)", "Zoom out", show=False, id="coverage.zoom_out"),
        Binding("0", "whole", "All times", show=False, id="coverage.whole"),
        Binding("escape,q,C", "dismiss(None)", "Close", id="coverage.close"),
    ]
    DEFAULT_CSS = """
    Coverage {
        background: $background;
        & > CoverageGrid { height: 1fr; padding: 0 1; }
        & > Static { height: 1; padding: 0 1; background: $surface; color: $foreground; }
        & > #coverage-said { height: 2; }
        & > #coverage-legend { background: $background; }
    }
    """

    def __init__(
        self,
        source: Source,
        open_files: Callable[[tuple[int, ...], Picked], object],
        *,
        utc: bool = True,
        ascii_only: bool = False,
    ) -> None:
        super().__init__()
        self._source, self._open_files = source, open_files
        self._clock, self._plain = Clock(utc), ascii_only
        self._within: Range = (None, None)
        self._asked: object = None
        self._news: object = None
        self._at = 0.0

    def compose(self) -> ComposeResult:
        """What is seen, the strips, the cell under the cursor in words, and what the signs mean."""
        yield Static(id="coverage-title", markup=False)
        yield CoverageGrid(self._clock, ascii_only=self._plain)
        yield Static("Reading…", id="coverage-said", markup=False)
        yield Static(content(STYLES, legend(plain=self._plain)), id="coverage-legend", markup=False)
        yield Footer(show_command_palette=False, compact=True)

    @property
    def grid(self) -> CoverageGrid:
        """The strips."""
        return self.query_one(CoverageGrid)

    def on_mount(self) -> None:
        """Show what there is, and look again now and then."""
        self.grid.focus()
        self.call_after_refresh(self.look)
        self.set_interval(BEAT, self.look)

    async def look(self) -> None:
        """Ask again where there is news, another range of time, or another width."""
        progress = self._source.progress()
        wanted, news = (self._within, self.grid.room), (progress.counts, progress.files_done, progress.state)
        soon = wanted == self._asked and monotonic() - self._at < PAUSE
        if not self._source.version or soon or (wanted, news) == (self._asked, self._news):
            return
        self._asked, self._news, self._at = wanted, news, monotonic()
        try:
            self._show(await asyncio.to_thread(self._source.coverage, *wanted))
        except SupersededError:  # it is asked again
            self._news = None

    def _show(self, found: Found | None) -> None:
        self.grid.show(found)
        progress = self._source.progress()
        reading = progress.share if progress.state is State.LOADING else None
        self.query_one("#coverage-title", Static).update(content(STYLES, title(found, self._clock, reading)))

    @on(CoverageGrid.Moved)
    def _tell(self) -> None:
        found, strip = self.grid.found, self.grid.strip
        said = sentence(found, strip, self.grid.place, self._clock) if found and strip else ((NOTHING, "quiet"),)
        self.query_one("#coverage-said", Static).update(content(STYLES, said))

    @on(CoverageGrid.Chosen)
    def _open(self) -> None:
        if (strip := self.grid.strip) and (files := files_between(strip, self.grid.place)):
            self._open_files(files, self._picked)

    def _picked(self, file: int | None) -> None:
        entries = (entry for entry in self._source.entries() if entry.file == file)
        if view := next(map(of_file, entries), None):
            self.dismiss(view)
        elif file is not None:
            self.notify("No event of that file has a time to go to.", timeout=4)

    def action_keep(self) -> None:
        """Close, and show the events of the cell."""
        if (found := self.grid.found) and (strip := self.grid.strip):
            since = found.since + self.grid.place * found.width
            self.dismiss(of_speaker(strip.speaker, since, since + found.width))

    def action_zoom(self, times: float) -> None:
        """Show half the range of time, or twice as much, round the cursor."""
        if (found := self.grid.found) is None:
            return
        middle = found.since + self.grid.place * found.width + found.width // 2
        half = max(found.width, int((found.until - found.since) * times) // 2)
        self._within = (middle - half, middle + half)
        self.call_later(self.look)

    def action_whole(self) -> None:
        """Show all times."""
        self._within = (None, None)
        self.call_later(self.look)
