"""Inks: the names that spans are drawn in, turned into styles of the theme now shown."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from typing import ClassVar

from rich.segment import Segment
from rich.style import Style as RichStyle
from textual.content import Content
from textual.strip import Strip
from textual.style import Style
from textual.widget import Widget

from tui.drawing.looks import LOOKS
from tui.drawing.spans import Span
from tui.palette import hue


class Inks:
    """The styles of one widget in one theme: an ink's letters on a ground's background, worked out once each.

    `base` is how the widget's plain text looks, `variables` are the theme's; of `states`, most particular first, those
    that `looks` knows an ink in (`cursor:focus`) count before the plain ink.
    """

    def __init__(
        self, base: Style, looks: Mapping[str, str], variables: Mapping[str, str], states: Sequence[str] = ()
    ) -> None:
        self._base, self._looks, self._variables = base, looks, dict(variables)
        self._states = (*states, "")
        self._known: dict[tuple[str, str], RichStyle] = {}

    def style(self, ink: str, ground: str = "ground") -> RichStyle:
        """The style of an ink (of the looks, or `@principal`) on the background of another."""
        known = self._known.get((ink, ground))
        if known is None:
            known = self._known[ink, ground] = self._mixed(ink, ground)
        return known

    def strip(self, spans: Sequence[tuple[Span, str]], width: int, ground: str = "ground") -> Strip:
        """A line of spans, each on its own ground, cut or filled to exactly `width` cells."""
        segments = [Segment(text, self.style(ink, under)) for (text, ink), under in spans if text]
        return Strip(segments).adjust_cell_length(width, self.style("text", ground))

    def _mixed(self, ink: str, ground: str) -> RichStyle:
        under = self._look(ground)
        if under.reverse:  # letters keep one colour where the terminal's own sixteen might not be read
            return under
        if ink.startswith("@"):
            return under + RichStyle(color=_rich_name(hue(ink[1:], self._variables)))
        over = self._look(ink)
        if ink == "match":
            return over
        return under + over + RichStyle(bgcolor=under.bgcolor)

    def _look(self, name: str) -> RichStyle:
        said = next((self._looks[key] for state in self._states if (key := name + state) in self._looks), "")
        return (self._base + Style.parse(said, self._variables)).rich_style


class Inked(Widget):
    """A widget drawn with inks. It comes second among the bases: stylesheets are inherited from the first."""

    LOOKS: ClassVar[Mapping[str, str]] = LOOKS

    _known_inks: Mapping[bool, Inks] = {}

    @property
    def inks(self) -> Inks:
        """The inks in the theme now shown, with the focus or without it."""
        focused = self.has_focus
        known = self._known_inks.get(focused)
        if known is None:
            ansi = self.app.native_ansi_color
            states = [":ansi:focus"] * (ansi and focused) + [":ansi"] * ansi + [":focus"] * focused
            known = Inks(self.visual_style, self.LOOKS, self.app.theme_variables, states)
            self._known_inks = {**self._known_inks, focused: known}
        return known

    def notify_style_update(self) -> None:
        """Work out the styles again."""
        super().notify_style_update()
        self._known_inks = {}

    def watch_has_focus(self, has_focus: bool) -> None:
        """Draw what looks otherwise with the focus."""
        super().watch_has_focus(has_focus)
        self.refresh()


def content(styles: Mapping[str, str], spans: Iterable[Span]) -> Content:
    """Spans as Textual's text, for its own widgets."""
    return Content.assemble(*((text, styles[ink]) for text, ink in spans))


def _rich_name(colour: str) -> str:
    """Textual's `ansi_bright_blue` is Rich's `bright_blue`; a hex colour is the same in both."""
    return colour.removeprefix("ansi_")
