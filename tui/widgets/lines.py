"""One-line widgets: which log is shown, and what the selected event says."""

from __future__ import annotations

from collections.abc import Sequence

from textual.content import Content
from textual.message import Message
from textual.reactive import reactive
from textual.widget import Widget

from tui.visible import fit


class Logs(Widget):
    """The logs there are, the one shown underlined; a click or its number shows another."""

    DEFAULT_CSS = """
    Logs {
        height: 1; padding: 0 1; background: $background; color: $foreground 60%;
        link-style: none; link-color: $foreground 60%; link-background: $background;
        link-style-hover: underline; link-color-hover: $foreground; link-background-hover: $background;
    }
    """
    logs: reactive[tuple[tuple[str, int], ...]] = reactive((), layout=True)
    """Name and number of rows; all of them together first."""
    current: reactive[str] = reactive("all")

    class Chosen(Message):
        """A log was picked."""

        def __init__(self, log: str) -> None:
            self.log = log
            super().__init__()

    def render(self) -> Content:
        """The logs in a row."""
        parts: list[Content] = []
        for number, (name, count) in enumerate(self.logs, 1):
            style = "bold $text-accent underline" if name == self.current else "$foreground 60%"
            said = Content.styled(f"{number} ", "$foreground 40%") + Content.styled(name, style)
            said = (said + Content.styled(f" {count:,}", "$foreground 60%")).stylize(f"@click=pick('{name}')")
            parts.append(said)
        return Content("   ").join(parts)

    def action_pick(self, log: str) -> None:
        """A log was clicked."""
        self.post_message(self.Chosen(log))


class Summary(Widget):
    """What the selected event says, in one line."""

    DEFAULT_CSS = """
    Summary { height: 1; padding: 0 1; background: $surface; color: $foreground; }
    """

    said: reactive[str] = reactive("")

    def render(self) -> Content:
        """As much of it as fits; log text in it cannot act."""
        return Content(fit(self.said, max(1, self.size.width)))


def log_counts(totals: Sequence[tuple[str, int]]) -> tuple[tuple[str, int], ...]:
    """The logs to offer: those with rows, and all together where that differs from one of them."""
    present = tuple((name, count) for name, count in totals if count)
    return (("all", sum(count for _, count in present)), *present)
