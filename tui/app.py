"""The program on the screen: themes, the screen stack, and what is the same everywhere."""

from __future__ import annotations

from collections.abc import Iterable
from functools import partial
from typing import ClassVar

from textual.app import App, SystemCommand
from textual.binding import Binding, BindingType
from textual.screen import Screen

from tui.screens.browse import Browse
from tui.screens.help import Help
from tui.source import Source
from tui.view import View
from tui.window import Window


class Tailtrail(App[None]):
    """Wires a session to the screens; holds nothing of its own."""

    TITLE = "tailtrail"
    CSS_PATH = "app.tcss"
    ENABLE_COMMAND_PALETTE = True
    HORIZONTAL_BREAKPOINTS = [
        (0, "-narrow"),
        (100, "-medium"),
        (160, "-wide"),
    ]
    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("q", "quit", "Quit", id="app.quit"),
        Binding("question_mark", "help", "Help", id="app.help"),
        Binding("ctrl+p", "command_palette", "Everything", show=False, id="app.palette"),
    ]

    def __init__(self, source: Source, view: View, first: Window, title: str) -> None:
        super().__init__()
        self._browse = Browse(source, view, first, title)
        self.theme = "tokyo-night"

    def get_default_screen(self) -> Screen[None]:
        """Open on the events."""
        return self._browse

    def action_help(self) -> None:
        """Show the keys of where the person is."""
        if not isinstance(self.screen, Help):
            self.push_screen(Help(self.screen))

    def get_system_commands(self, screen: Screen[object]) -> Iterable[SystemCommand]:
        """Everything the palette offers: Textual's own, and every key of this screen by name."""
        yield from super().get_system_commands(screen)
        for active in screen.active_bindings.values():
            binding = active.binding
            if binding.description and binding.id:
                what, key = binding.tooltip or binding.description, self.get_key_display(binding)
                act = partial(self.run_action, binding.action, active.node)
                yield SystemCommand(what, f"key: {key}", act)
