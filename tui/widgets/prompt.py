"""A line that asks for one thing: a text to search for, a range of time, a name."""

from __future__ import annotations

from textual.containers import Horizontal
from textual.widgets import Input, Label

from tui.news import News


class Prompt(Horizontal):
    """Hidden until something is asked; tells every change, and what was answered in the end."""

    DEFAULT_CSS = """
    Prompt {
        height: 1;
        display: none;
        background: $surface;
        Label { color: $text-accent; padding: 0 1; width: auto; }
        #prompt-note { color: $foreground 60%; }
        Input, Input:focus { height: 1; border: none; padding: 0; background: $surface; width: 1fr; }
    }
    """

    class Typed(News):
        """The text has changed."""

        what: str
        text: str

    class Answered(News):
        """The text is to be used."""

        what: str
        text: str

    class Left(News):
        """Nothing more is wanted."""

        what: str

    def on_mount(self) -> None:
        """Make what is asked, the answer, and a note on it, unless whoever asked at once has made them."""
        if not self.children:
            self.mount(Label(id="prompt-what", markup=False), Input(select_on_focus=True))
            self.mount(Label(id="prompt-note", markup=False))

    @property
    def asking(self) -> str:
        """What is being asked, if anything."""
        return self._what if self.display else ""

    _what = ""

    def ask(self, what: str, text: str = "", hint: str = "") -> None:
        """Ask for something, `text` being what is there already."""
        self.on_mount()
        self._what = what
        self.query_one("#prompt-what", Label).update(what)
        line = self.query_one(Input)
        line.placeholder = hint
        with self.prevent(Input.Changed):
            line.value = text
        self.note("")
        self.display = True
        self.screen.set_focus(line)  # at once: the next key may be on its way

    def note(self, text: str) -> None:
        """Say something beside the answer."""
        self.query_one("#prompt-note", Label).update(text)

    def leave(self) -> None:
        """Ask no more."""
        self.display = False

    def on_input_changed(self, event: Input.Changed) -> None:
        """Tell it."""
        event.stop()
        self.post_message(self.Typed(self._what, event.value))

    def on_input_submitted(self, event: Input.Submitted) -> None:
        """Tell it."""
        event.stop()
        self.post_message(self.Answered(self._what, event.value))
