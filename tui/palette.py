"""Glyphs and colours: what an effect, an outcome and a principal look like, in any theme."""

from __future__ import annotations

import zlib
from collections.abc import Mapping
from functools import lru_cache

from msgspec import Struct
from textual.color import Color, ColorParseError

from parsers import Effect

HUES = 6
"""How many quiet hues principals share."""


class Glyphs(Struct, frozen=True):
    """One cell for each thing that must be seen without colour."""

    read: str = "·"
    write: str = "✎"
    destructive: str = "✖"
    admin: str = "!"
    failed: str = "✗"
    unparsed: str = "?"
    new: str = "▎"
    late: str = "◂"
    marked: str = "◆"
    folded: str = "▸"
    unfolded: str = "▾"
    ascending: str = "▲"
    descending: str = "▼"
    novel: str = "✦"

    def of_effect(self, effect: object) -> str:
        """The glyph of an effect, a blank for none."""
        match effect:
            case Effect.READ:
                return self.read
            case Effect.WRITE:
                return self.write
            case Effect.DESTRUCTIVE:
                return self.destructive
            case Effect.ADMIN:
                return self.admin
        return " "


UNICODE = Glyphs()
ASCII = Glyphs(".", "w", "D", "!", "x", "?", "|", "<", "*", "+", "-", "^", "v", "N")
"""For terminals and fonts without the others."""

_APART = 30.0
"""Degrees of the colour circle that a principal's hue keeps from the reserved ones."""


def slot(principal: str) -> int:
    """Which of the `HUES` a principal has: the same in every pane, run and theme."""
    return zlib.crc32(principal.encode("utf-8", "surrogatepass")) % HUES


def hue(principal: str, variables: Mapping[str, str]) -> str:
    """The colour of a principal in a theme, given the theme's variables (`app.theme_variables`)."""
    return hues(variables)[slot(principal)]


def hues(variables: Mapping[str, str]) -> tuple[str, ...]:
    """The quiet colours that principals have in a theme.

    They start from the theme's own hues, stay away from its error and warning, and take the next hues
    as far from each other as the circle allows; all are as bright as the theme needs for text.
    """
    names = ("background", "foreground", "primary", "secondary", "success", "accent", "error", "warning")
    return _hues(tuple(variables.get(name, "") for name in names))


@lru_cache(maxsize=32)
def _hues(theme: tuple[str, ...]) -> tuple[str, ...]:
    try:
        background, foreground, *colours = (Color.parse(value) for value in theme)
    except ColorParseError:
        return _of_terminal()
    if any(colour.ansi is not None for colour in (background, foreground, *colours)):
        return _of_terminal()
    reserved = [_degrees(colour) for colour in colours[-2:]]
    chosen: list[float] = []
    for degrees in map(_degrees, colours[:-2]):
        if _gap(degrees, reserved) >= _APART and _gap(degrees, chosen) >= 1.5 * _APART:
            chosen.append(degrees)
    free = [float(d) for d in range(0, 360, 5) if _gap(d, reserved) >= _APART]
    while len(chosen) < HUES:
        chosen.append(max(free, key=lambda d: _gap(d, chosen)))
    return tuple(_legible(degrees, background) for degrees in chosen)


def _of_terminal() -> tuple[str, ...]:
    """For themes that leave colours to the terminal: the ones of its sixteen that mean nothing here."""
    return ("ansi_blue", "ansi_cyan", "ansi_green", "ansi_magenta", "ansi_bright_blue", "ansi_bright_cyan")


def _degrees(colour: Color) -> float:
    return colour.hsl.h * 360


def _gap(degrees: float, others: list[float]) -> float:
    """The distance round the circle to the nearest of the others."""
    return min((abs((degrees - other + 180) % 360 - 180) for other in others), default=360.0)


def _legible(degrees: float, background: Color) -> str:
    """A quiet colour of that hue with enough contrast to be read on the background."""
    dark = background.brightness < 0.5
    steps = range(66, 96, 2) if dark else range(42, 8, -2)
    for lightness in steps:
        colour = Color.from_hsl(degrees / 360, 0.5, lightness / 100)
        if _contrast(background, colour) >= 5:
            return colour.hex
    return background.get_contrast_text().hex


def _contrast(one: Color, other: Color) -> float:
    """The contrast ratio of WCAG 2, 1 to 21."""
    darker, lighter = sorted((_luminance(one), _luminance(other)))
    return (lighter + 0.05) / (darker + 0.05)


def _luminance(colour: Color) -> float:
    """The relative luminance of WCAG 2."""
    red, green, blue = (c / 12.92 if c <= 0.03928 else ((c + 0.055) / 1.055) ** 2.4 for c in colour.normalized)
    return 0.2126 * red + 0.7152 * green + 0.0722 * blue
