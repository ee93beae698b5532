"""The header: one line that says what is open and how far it is."""

from __future__ import annotations

from typing import ClassVar

from textual.reactive import reactive
from textual.strip import Strip
from textual.widget import Widget

from tui.drawing.ink import Inks
from tui.drawing.status import Status, header_line

INKS = ("ground", "name", "title", "text", "quiet", "warning", "error", "bar", "rest", "live", "paused")
"""The component classes of the header, without their prefix."""


class Header(Widget):
    """What is open, its counts, the progress of loading, and whether the table is live."""

    ALLOW_SELECT = False
    COMPONENT_CLASSES: ClassVar[set[str]] = {f"header--{ink}" for ink in INKS}
    DEFAULT_CSS = """
    Header {
        height: 1;
        background: $surface;
        color: $foreground;

        & > .header--name { color: $text-primary; text-style: bold; }
        & > .header--title { text-style: bold; }
        & > .header--quiet { color: $foreground 60%; }
        & > .header--warning { color: $text-warning; text-style: bold; }
        & > .header--error { color: $text-error; text-style: bold; }
        & > .header--bar { color: $primary; }
        & > .header--rest { color: $foreground 30%; }
        & > .header--live { color: $text-success; text-style: bold; }
        & > .header--paused { color: $text-warning; text-style: bold; }

        &:ansi > .header--quiet, &:ansi > .header--rest { text-style: dim; }
    }
    """

    ascii: reactive[bool] = reactive(False)
    """Signs for terminals without the usual ones."""

    def __init__(self, status: Status | None = None, *, id: str | None = None) -> None:  # noqa: A002 - Textual's name
        super().__init__(id=id)
        self._status = status or Status("")
        self._inks: Inks | None = None

    def show(self, status: Status) -> None:
        """Say this from now on."""
        if status != self._status:
            self._status = status
            self.refresh()

    def notify_style_update(self) -> None:
        """Work out the styles again."""
        super().notify_style_update()
        self._inks = None

    def render_line(self, y: int) -> Strip:
        """The line."""
        if self._inks is None:
            self._inks = Inks(lambda name: self.get_component_rich_style(f"header--{name}"), self.app.theme_variables)
        width = self.size.width
        spans = header_line(self._status, width, plain=self.ascii) if y == 0 else ()
        return self._inks.strip([(span, "ground") for span in spans], width, "ground")
