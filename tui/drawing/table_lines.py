"""The lines of the table: header, row, sentence, each as spans on their grounds."""

from __future__ import annotations

import textwrap
from collections.abc import Iterable, Sequence

from parsers import Value
from tui.drawing.cells import Cell, Drawing
from tui.drawing.columns import GLYPHS
from tui.drawing.pages import Order
from tui.drawing.spans import Span, width
from tui.visible import fit, visible

Grounded = tuple[Span, str]
"""A span and the component whose background it stands on."""


def row_spans(gutter: Span, cells: Iterable[Cell], ground: str, chosen: str) -> list[Grounded]:
    """A row: the mark in the gutter, then its cells, the `chosen` one on a ground of its own."""
    spans: list[Grounded] = [(gutter, ground)]
    x = 1
    for name, begins, said in cells:
        if begins > x:
            spans.append(((" " * (begins - x), "text"), ground))
        under = "cell" if name == chosen and name != GLYPHS.name else ground
        spans.extend((span, under) for span in said)
        x = begins + width(said)
    return spans


def header(drawing: Drawing, order: Order, top: Value) -> list[Grounded]:
    """The titles over their columns, the sorted one marked; the time's says what its lines leave out."""
    spans: list[Grounded] = [((" ", "header"), "header")]
    x = 1
    titled = [p for p in drawing.columns if p.field is not GLYPHS]
    ends = [p.x for p in titled[1:]] + [titled[-1].x + titled[-1].width + 1] if titled else []
    for placed, end in zip(titled, ends, strict=True):
        is_time = placed.field.name == "time"
        title = drawing.clock.title(top) if is_time else visible(placed.field.name)
        marker = ""
        if placed.field.name == order.sort:
            glyphs = drawing.glyphs
            marker = " " + (glyphs.descending if order.descending else glyphs.ascending)
        text = fit(title, end - placed.x - 1 - len(marker)) + marker
        spans.append(((" " * (placed.x - x) + text, "header"), "header"))
        x = placed.x + width([(text, "")])
    return spans


def sentence(message: str, cells: int, height: int) -> dict[int, str]:
    """A message in the middle of an empty table: its lines by their place, each set in the middle."""
    room = max(8, min(64, cells - 4))
    lines = [line for part in message.splitlines() for line in _wrapped(visible(part), room)]
    top = max(0, (height - len(lines)) // 2)
    return {top + i: " " * max(0, (cells - width([(line, "")])) // 2) + line for i, line in enumerate(lines)}


def _wrapped(text: str, room: int) -> Sequence[str]:
    return textwrap.wrap(text, room) or [""]
