"""The text of a filter, in the colours of its tokens."""

from __future__ import annotations

from rich.highlighter import Highlighter
from rich.style import Style
from rich.text import Text
from textual.reactive import reactive
from textual.widgets import Input

from tui.drawing.filter_marks import marks, one_for_one
from tui.drawing.ink import Inked
from tui.drawing.looks import looks
from tui.visible import width_of


class FilterInput(Input, Inked):
    """An input that shows a filter in colours, and nothing in it that could act."""

    LOOKS = looks(
        {
            "field": "$text-secondary",
            "sign": "$foreground 60%",
            "keyword": "bold $text-primary",
            "value": "$text-success",
            "pattern": "$text-warning",
            "wrong": "underline $text-error",
        }
    )
    DEFAULT_CSS = """
    FilterInput, FilterInput:focus {
        width: 1fr; height: 1; border: none; padding: 0;
        background: $surface; background-tint: $surface 0%;
    }
    """
    trouble: reactive[int | None] = reactive(None)
    """Where in the text something is wrong, from 0."""

    def __init__(self, text: str) -> None:
        super().__init__(text, placeholder="service:rds and not outcome:success", select_on_focus=False)
        self.highlighter = Colours(self)

    def letters(self, ink: str) -> Style:
        """How the letters of an ink are drawn, on whatever is behind them."""
        style = self.inks.style(ink)
        return Style(color=style.color, bold=style.bold, underline=style.underline)

    def column(self, place: int) -> int:
        """Where on the line, in cells from its left edge, a place of the text is seen."""
        before = width_of(one_for_one(self.value[:place])) - self.scroll_offset.x
        return max(0, min(before, self.size.width - 1))


class Colours(Highlighter):
    """Colours the text of a filter by its tokens."""

    def __init__(self, line: FilterInput) -> None:
        self._line = line

    def highlight(self, text: Text) -> None:
        """Colour the text in place; first make it the line's own, out of which Rich has taken characters."""
        value, trouble = self._line.value, self._line.trouble
        text.plain = one_for_one(value)
        for mark in marks(value):
            text.stylize(self._line.letters(mark.ink), mark.start, mark.stop)
        if trouble is not None:
            text.stylize(self._line.letters("wrong"), trouble, trouble + 1)
