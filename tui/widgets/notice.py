"""The line that warns of auditing gaps in what is shown."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING

from textual.content import Content
from textual.reactive import reactive
from textual.widget import Widget

from tui.drawing.times import Clock

if TYPE_CHECKING:
    from tui.store.gaps import Gap


class Notice(Widget):
    """Says that auditing was off within the range of time shown; hidden while it was not."""

    DEFAULT_CSS = """
    Notice { height: 1; padding: 0 1; display: none; background: $warning 15%; color: $text-warning; }
    Notice:ansi { background: ansi_default; color: ansi_yellow; text-style: bold; }
    """

    utc: reactive[bool] = reactive(True)
    """Times in UTC, or in the machine's zone."""
    ascii: reactive[bool] = reactive(False)
    """Signs for terminals without the others."""
    gaps: reactive[Sequence[Gap]] = reactive(())
    """The gaps in what is shown."""
    newest: reactive[int | None] = reactive(None)
    """The time of the newest event: its day goes without saying."""

    def watch_gaps(self, gaps: Sequence[Gap]) -> None:
        """Take room only where there is something to say."""
        self.display = bool(gaps)

    def render(self) -> Content:
        """The sentence; log text in it cannot act."""
        from tui.drawing.gap_lines import notice

        return Content(notice(self.gaps, Clock(self.utc), self.newest, max(1, self.size.width), plain=self.ascii))
