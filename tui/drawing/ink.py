"""Inks: the names that spans are drawn in, turned into styles of the theme now shown."""

from __future__ import annotations

from collections.abc import Callable, Mapping

from rich.segment import Segment
from rich.style import Style
from textual.strip import Strip

from tui.drawing.spans import Span
from tui.palette import hue


class Inks:
    """The styles of one widget in one theme: an ink's letters on a ground's background, worked out once each.

    `style_of` gives the style of a component class without its prefix; `variables` are the theme's.
    """

    def __init__(self, style_of: Callable[[str], Style], variables: Mapping[str, str]) -> None:
        self._style_of = style_of
        self._variables = variables
        self._known: dict[tuple[str, str], Style] = {}

    def style(self, ink: str, ground: str = "ground") -> Style:
        """The style of an ink (a component, or `@principal`) on the background of another component."""
        known = self._known.get((ink, ground))
        if known is None:
            known = self._known[ink, ground] = self._mixed(ink, ground)
        return known

    def strip(self, spans: list[tuple[Span, str]], width: int, ground: str) -> Strip:
        """A line of spans, each on its own ground, cut or filled to exactly `width` cells."""
        segments = [Segment(text, self.style(ink, under)) for (text, ink), under in spans if text]
        return Strip(segments).adjust_cell_length(width, self.style("text", ground))

    def _mixed(self, ink: str, ground: str) -> Style:
        under = self._style_of(ground)
        if under.reverse:  # letters keep one colour where the terminal's own sixteen might not be read
            return under
        if ink.startswith("@"):
            return under + Style(color=_rich_name(hue(ink[1:], self._variables)))
        over = self._style_of(ink)
        if ink == "match":
            return over
        return under + over + Style(bgcolor=under.bgcolor)


def _rich_name(colour: str) -> str:
    """Textual's `ansi_bright_blue` is Rich's `bright_blue`; a hex colour is the same in both."""
    return colour.removeprefix("ansi_")
