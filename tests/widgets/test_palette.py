"""Hues keep their distance from what effect and outcome are drawn in, and can be read."""

from __future__ import annotations

import pytest
from textual.color import Color
from textual.theme import BUILTIN_THEMES

from parsers import Effect
from tui.palette import ASCII, HUES, UNICODE, Glyphs, hue, hues, slot

THEMES = [name for name in BUILTIN_THEMES if not name.startswith("ansi")]


def variables(theme: str) -> dict[str, str]:
    return BUILTIN_THEMES[theme].to_color_system().generate()


def apart(one: Color, other: Color) -> float:
    return abs(((one.hsl.h - other.hsl.h) * 360 + 180) % 360 - 180)


@pytest.mark.parametrize("theme", THEMES)
def test_hues_are_distinct_legible_and_not_the_reserved_ones(theme: str) -> None:
    said = variables(theme)
    found = [Color.parse(h) for h in hues(said)]
    background = Color.parse(said["background"])
    assert len(set(found)) == HUES
    for i, colour in enumerate(found):
        assert abs(colour.brightness - background.brightness) > 0.25
        assert all(apart(colour, Color.parse(said[name])) > 25 for name in ("error", "warning"))
        assert all(apart(colour, other) > 15 for other in found[:i])


@pytest.mark.parametrize("theme", ["ansi-dark", "ansi-light"])
def test_a_terminal_s_own_colours_stay_its_own(theme: str) -> None:
    assert all(name.startswith("ansi_") for name in hues(variables(theme)))


def test_a_principal_keeps_its_hue() -> None:
    said = variables("textual-dark")
    assert hue("mira", said) == hue("mira", said) == hues(said)[slot("mira")]
    assert len({slot(f"person-{i}") for i in range(100)}) == HUES
    assert 0 <= slot("\udcff") < HUES


@pytest.mark.parametrize("glyphs", [UNICODE, ASCII])
def test_effects_differ_without_colour(glyphs: Glyphs) -> None:
    assert len({glyphs.of_effect(effect) for effect in Effect} | {glyphs.failed, " "}) == len(Effect) + 2
    assert glyphs.of_effect(None) == glyphs.of_effect("no such effect") == " "
