"""Spans: text with the name of the ink it is drawn in, before any theme."""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from typing import TypeAlias

from tui.visible import width_of

Span: TypeAlias = tuple[str, str]
"""Safe text and an ink: a name such as `muted`, or `@` and a principal for that principal's hue."""

MATCH = "match"
"""The ink of text that was searched for."""


def width(spans: Iterable[Span]) -> int:
    """How many terminal cells the spans take."""
    return sum(width_of(text) for text, _ in spans)


def pad(spans: Sequence[Span], cells: int) -> tuple[Span, ...]:
    """The spans filled up with blanks to exactly `cells`, where they are shorter."""
    missing = cells - width(spans)
    return (*spans, (" " * missing, "text")) if missing > 0 else tuple(spans)


def pattern(needle: str) -> re.Pattern[str] | None:
    """What finds the needle, in any case; `None` for an empty one."""
    return re.compile(re.escape(needle), re.IGNORECASE) if needle else None


def mark(spans: Iterable[Span], wanted: re.Pattern[str] | None) -> tuple[Span, ...]:
    """The spans with what was searched for in the ink of matches."""
    if wanted is None:
        return tuple(spans)
    return tuple(piece for span in spans for piece in _split(span, wanted))


def _split(span: Span, wanted: re.Pattern[str]) -> Iterable[Span]:
    text, ink = span
    at = 0
    for found in wanted.finditer(text):
        if found.start() > at:
            yield text[at : found.start()], ink
        yield found.group(), MATCH
        at = found.end()
    if at < len(text):
        yield text[at:], ink
