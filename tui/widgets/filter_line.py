"""The line a filter is written on, and what is wrong with it."""

from __future__ import annotations

from dataclasses import dataclass

from textual.app import ComposeResult
from textual.containers import Vertical
from textual.message import Message
from textual.widgets import Input, Static


class FilterLine(Vertical):
    """Shown while there is a filter or one is being written; tells every change at once."""

    DEFAULT_CSS = """
    FilterLine {
        height: auto;
        background: $surface;
        Input, Input:focus { height: 1; border: none; padding: 0 1; background: $surface; }
        Static { height: auto; padding: 0 1; color: $text-warning; display: none; }
        Static.-said { display: block; }
    }
    """

    @dataclass
    class Typed(Message):
        """The text has changed."""

        text: str

    class Kept(Message):
        """The filter is to stay, and the table is wanted."""

    def __init__(self, text: str = "") -> None:
        super().__init__()
        self._text = text
        self.display = bool(text)

    def compose(self) -> ComposeResult:
        """The input, and the complaint below it."""
        yield Input(self._text, placeholder="service:rds and not outcome:success", select_on_focus=False)
        yield Static(markup=False)

    @property
    def writing(self) -> bool:
        """Whether the person is writing in it."""
        return self.is_mounted and self.query_one(Input).has_focus

    def write(self) -> None:
        """Begin to write."""
        self.display = True
        self.query_one(Input).focus()

    def show(self, text: str) -> None:
        """Show a filter that came from elsewhere."""
        line = self.query_one(Input)
        self._text = text
        if line.value != text:
            line.value = text
        self.display = bool(text) or line.has_focus

    def complain(self, trouble: str) -> None:
        """Say what is wrong, or nothing."""
        said = self.query_one(Static)
        said.set_class(bool(trouble), "-said")
        said.update(trouble)

    def on_input_changed(self, event: Input.Changed) -> None:
        """Tell it, unless it was only shown."""
        event.stop()
        if event.value != self._text:
            self._text = event.value
            self.post_message(self.Typed(event.value))

    def on_input_submitted(self, event: Input.Submitted) -> None:
        """Keep it."""
        event.stop()
        self.post_message(self.Kept())
