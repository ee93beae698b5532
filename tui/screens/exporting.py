"""Where what is shown is written to, and in which form."""

from __future__ import annotations

import asyncio
import tempfile
from collections.abc import Sequence
from datetime import datetime
from pathlib import Path
from typing import ClassVar

from textual import on
from textual.app import ComposeResult
from textual.binding import Binding, BindingType
from textual.containers import Vertical
from textual.content import Content
from textual.screen import ModalScreen
from textual.widgets import Input, OptionList, Static
from textual.widgets.option_list import Option

from tui.drawing.human import counted
from tui.drawing.looks import box
from tui.drawing.moves import steps
from tui.export import FORMS, Form, StoppedError, write
from tui.filter.errors import FilterError
from tui.source import Source
from tui.view import View
from tui.visible import visible
from tui.window import Window

ATHENA = "athena"
"""The choice to ask Amazon Athena the same, not to write events."""
BEAT = 0.2
"""Seconds between looks at how far it is."""


class Exporting(ModalScreen[str | None]):
    """Writes a window's events, or the `marked` ones; dismissed with what is to be said of it, or `None`."""

    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("escape", "close", "Close; while it writes: stop", id="exporting.close"),
        Binding("q,e", "close", "Close", show=False, id="exporting.leave"),
        Binding("m", "marked", "All, or the marked", id="exporting.marked"),
        *steps("exporting"),
    ]
    DEFAULT_CSS = (
        box("Exporting")
        + """
    Exporting Input, Exporting Input:focus {
        height: 1; border: none; padding: 0; background: $surface-lighten-1; margin-top: 1;
    }
    #exporting-note { height: auto; color: $foreground 60%; margin-top: 1; }
    """
    )

    def __init__(
        self, source: Source, view: View, window: Window, columns: Sequence[str], marked: Sequence[int] = ()
    ) -> None:
        super().__init__()
        self._source, self._view, self._window, self._columns = source, view, window, columns
        self._marks = tuple(marked)
        self._marked = bool(marked)
        self._form: Form | None = None
        self._written: int | None = None
        self._stopped = False

    def compose(self) -> ComposeResult:
        """The forms, the file's name, and what there is to say."""
        with Vertical():
            options = [_option(form.name, form.title) for form in FORMS.values()]
            yield OptionList(*options, _option(ATHENA, "copy the filter as a query for Amazon Athena"), compact=True)
            yield Input(str(self._place()), select_on_focus=False)
            yield Static(id="exporting-note", markup=False)

    def on_mount(self) -> None:
        """Say how many they are."""
        self._tell()
        self.set_interval(BEAT, self._tell)

    def on_unmount(self) -> None:
        """Nothing goes on when the screen has gone."""
        self._stopped = True

    @property
    def _many(self) -> int:
        return len(self._marks) if self._marked else self._window.total

    def _tell(self) -> None:
        what = "marked event" if self._marked else "event"
        self.query_one(Vertical).border_title = f"Export {counted(self._many, what)}"
        if self._marks:
            other = f"all {self._window.total:,} shown" if self._marked else f"the {len(self._marks):,} marked"
            self.query_one(Vertical).border_subtitle = f"m: {other}"
        if self._written is not None:
            self._note(f"{self._written:,} of {self._many:,} are written. esc stops it")

    def _note(self, text: str) -> None:
        self.query_one("#exporting-note", Static).update(text)

    def _place(self) -> Path:
        """A new name in the first folder that is not read itself."""
        name = f"tailtrail-{datetime.now():%Y%m%d-%H%M%S}.jsonl"
        folders = (Path.cwd(), Path.home(), Path(tempfile.gettempdir()))
        return next((path for at in folders if not self._source.reads(str(path := at / name))), folders[-1] / name)

    @on(OptionList.OptionHighlighted)
    def _looked_at(self, event: OptionList.OptionHighlighted) -> None:
        form, line = FORMS.get(event.option.id or ""), self.query_one(Input)
        line.disabled = form is None
        if form:
            line.value = str(Path(line.value).with_suffix(form.suffix)) if Path(line.value).name else line.value

    @on(OptionList.OptionSelected)
    def _chosen(self, event: OptionList.OptionSelected) -> None:
        self._form = FORMS.get(event.option.id or "")
        if self._form is None:
            self._copy_query()
        else:
            self.query_one(Input).focus()
            self._note("Where to? enter writes it")

    def _copy_query(self) -> None:
        try:
            query = self._source.athena(self._view)
        except FilterError as error:
            self._note(f"A trail's table in Athena cannot say this: {error.message}")
            return
        self.app.copy_to_clipboard(query)
        self.dismiss(f"Copied a query for Amazon Athena: {len(query):,} characters")

    @on(Input.Submitted)
    def _named(self, event: Input.Submitted) -> None:
        path = Path(event.value).expanduser()
        if self._source.reads(str(path)):
            self._note("Its folder is being read as logs: what is written there would come in again. Another folder?")
        elif self._form is not None and self._written is None:
            self._written = 0
            self.run_worker(self._write(path, self._form), exclusive=True)

    async def _write(self, path: Path, form: Form) -> None:
        rows = self._marks if self._marked else self._window
        try:
            count = await asyncio.to_thread(self._written_to, path, form, rows)
        except FileExistsError:
            self._refuse("There is a file of that name. Another name?")
        except OSError as error:
            self._refuse(f"Not written: {error.strerror or error}. Another place?")
        except StoppedError:
            self.dismiss("Stopped. Nothing was written")
        else:
            self.dismiss(f"Wrote {counted(count, 'event')} to {visible(str(path))}")

    def _written_to(self, path: Path, form: Form, rows: Window | Sequence[int]) -> int:
        records = self._source.records(rows, whole=form.whole)
        return write(path, form.lines(records, self._columns), self._wrote)

    def _wrote(self, count: int) -> bool:
        self._written = count
        return not self._stopped

    def _refuse(self, why: str) -> None:
        self._written = None
        self._note(why)

    def action_marked(self) -> None:
        """All that is shown, or what is marked, if anything is."""
        self._marked = not self._marked and bool(self._marks)
        self._tell()

    def action_close(self) -> None:
        """Stop writing, or close."""
        if self._written is None:
            self.dismiss(None)
        self._stopped = True


def _option(name: str, title: str) -> Option:
    return Option(Content.styled(f"{name:<10}", "bold") + Content.styled(title, "$foreground 70%"), id=name)
