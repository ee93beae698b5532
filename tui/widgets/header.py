"""The header: one line that says what is open and how far it is."""

from __future__ import annotations

from textual.reactive import reactive
from textual.strip import Strip

from tui.drawing.ink import Inked
from tui.drawing.looks import looks
from tui.drawing.status import Status, header_line


class Header(Inked):
    """What is open, its counts, the progress of loading, and whether the table is live."""

    ALLOW_SELECT = False
    LOOKS = looks(
        {
            "title": "bold",
            "bar": "$primary",
            "rest": "$foreground 30%",
            "live": "bold $text-success",
            "paused": "bold $text-warning",
            "quiet:ansi": "dim",
            "rest:ansi": "dim",
        }
    )
    DEFAULT_CSS = """
    Header {
        height: 1;
        background: $surface;
        color: $foreground;
    }
    """

    ascii: reactive[bool] = reactive(False)
    """Signs for terminals without the usual ones."""

    def __init__(self, status: Status | None = None, *, id: str | None = None) -> None:  # noqa: A002 - Textual's name
        super().__init__(id=id)
        self._status = status or Status("")

    def show(self, status: Status) -> None:
        """Say this from now on."""
        if status != self._status:
            self._status = status
            self.refresh()

    def render_line(self, y: int) -> Strip:
        """The line."""
        width = self.size.width
        spans = header_line(self._status, width, plain=self.ascii) if y == 0 else ()
        return self.inks.strip([(span, "ground") for span in spans], width)
