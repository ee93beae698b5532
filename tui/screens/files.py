"""The files: what became of every one of them, what is wrong first."""

from __future__ import annotations

import asyncio
from collections.abc import Callable, Iterable, Sequence
from typing import ClassVar

from textual import on
from textual.app import ComposeResult
from textual.binding import Binding, BindingType
from textual.screen import Screen
from textual.widgets import Footer, Static

from tui.drawing.file_lines import Listing, fit_end, listing, sentence, total
from tui.drawing.ink import content
from tui.drawing.spans import Span
from tui.drawing.times import Clock
from tui.store.ledger import FileEntry
from tui.widgets.file_list import FileList

BEAT = 0.5
"""Seconds between looks at the ledger: numbers that flicker cannot be read."""
STYLES = {
    "text": "",
    "quiet": "$foreground 60%",
    "skipped": "italic $foreground 70%",
    "unparsed": "$text-warning",
    "trouble": "$text-error",
}


class Files(Screen[int | None]):
    """Shows the ledger, live; gives the number of the file that was picked, or `None`.

    `refresh_entries` answers at once with the ledger as it is now, `shown` with a path as the person knows it;
    `reparse` has the person choose the parser that a file is read again with.
    """

    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("escape,q", "dismiss", "Close", id="files.close"),
        Binding("p", "parser", "Parser", id="files.parser", tooltip="Read this file with another parser"),
    ]
    DEFAULT_CSS = """
    Files { background: $background; }
    Files > FileList { height: 1fr; }
    Files > Static { height: 1; padding: 0 2; background: $surface; color: $foreground; }
    """

    def __init__(
        self,
        refresh_entries: Callable[[], Sequence[FileEntry]],
        shown: Callable[[str], str],
        reparse: Callable[[FileEntry], None],
        *,
        utc: bool = True,
        ascii_only: bool = False,
    ) -> None:
        super().__init__()
        self.refresh_entries, self.shown, self.reparse = refresh_entries, shown, reparse
        self._clock, self._ascii = Clock(utc), ascii_only
        self._entries: Sequence[FileEntry] | None = None
        self._found = Listing()

    def compose(self) -> ComposeResult:
        """The files, one of them in full, and what all of them come to."""
        yield FileList(self._clock, ascii_only=self._ascii)
        yield Static(id="path", markup=False)
        yield Static(id="said", markup=False)
        yield Static(id="total", markup=False)
        yield Footer(show_command_palette=False, compact=True)

    async def on_mount(self) -> None:
        """Show what there is at once, and look again now and then."""
        self.query_one(FileList).focus()
        await self.look()
        self.set_interval(BEAT, self.look)

    async def look(self) -> None:
        """Show the ledger as it is now; put in order by a thread, as there may be thousands of files."""
        entries = self.refresh_entries()
        if entries != self._entries:
            self._entries = entries
            self._found = await asyncio.to_thread(listing, entries, self.shown)
            self.query_one(FileList).show(self._found)
            self.on_resize()

    def on_resize(self) -> None:
        """Say as much of the sum as there is room for."""
        self._say("#total", total(self._found, self.size.width - 4))

    @on(FileList.Moved)
    def tell(self, message: FileList.Moved) -> None:
        """Say all there is to say of the file under the cursor."""
        line = message.line
        path = fit_end(line.path, self.size.width - 4) if line else ""
        self._say("#path", [(path, "text")])
        self._say("#said", sentence(line, self._clock) if line else [("No files yet", "quiet")])

    @on(FileList.Chosen)
    def choose(self, message: FileList.Chosen) -> None:
        """Close, and give the file that was picked."""
        self.dismiss(message.line.entry.file)

    def action_parser(self) -> None:
        """Choose the parser of the file under the cursor."""
        if line := self.query_one(FileList).line:
            self.reparse(line.entry)

    def _say(self, where: str, spans: Iterable[Span]) -> None:
        self.query_one(where, Static).update(content(STYLES, spans))
