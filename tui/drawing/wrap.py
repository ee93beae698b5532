"""Breaking spans into lines of a width in terminal cells."""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence

from rich.cells import cell_len

from tui.drawing.spans import Span
from tui.visible import width_of

_WORD = re.compile(r" *[^ ]+")


def wrap(spans: Iterable[Span], width: int, hang: int = 0) -> list[tuple[Span, ...]]:
    """Lines of at most `width` cells, broken anywhere: for values, where every character counts.

    Lines after the first are indented by `hang` cells, less where that would leave no room.
    """
    hang = min(hang, width // 2)
    lines: list[list[Span]] = [[]]
    room = width
    for text, ink in spans:
        at = 0
        while at < len(text):
            end = _fitting(text, at, room)
            if end > at:
                lines[-1].append((text[at:end], ink))
                room -= width_of(text[at:end])
            if end < len(text):
                lines.append([(" " * hang, "text")] if hang else [])
                room = max(2, width - hang)
            at = end
    return [tuple(line) for line in lines]


def wrap_words(spans: Sequence[Span], width: int, hang: int = 0) -> list[tuple[Span, ...]]:
    """Lines of at most `width` cells, broken between words where that is possible: for sentences and code."""
    text = joined(spans)
    hang = min(hang, width // 2)
    cuts = [0]
    room = width
    for word in _WORD.finditer(text):
        taken = width_of(word.group())
        bare = width_of(word.group().lstrip(" "))
        if taken > room and bare <= width - hang:
            cuts.append(word.end() - len(word.group().lstrip(" ")))
            room, taken = width - hang, bare
        while taken > room:  # a word longer than a line
            cuts.append(_fitting(text, max(cuts[-1], word.start()), room))
            taken, room = width_of(text[cuts[-1] : word.end()]), max(2, width - hang)
        room -= taken
    ends = [*cuts[1:], len(text)]
    lines = [_slice(spans, start, end) for start, end in zip(cuts, ends, strict=True)]
    return [line if not (i and hang) else ((" " * hang, "text"), *line) for i, line in enumerate(lines)]


def _slice(spans: Sequence[Span], start: int, end: int) -> tuple[Span, ...]:
    """The part of the spans between two characters of their text."""
    found: list[Span] = []
    at = 0
    for text, ink in spans:
        part = text[max(0, start - at) : max(0, end - at)]
        if part:
            found.append((part, ink))
        at += len(text)
    return tuple(found)


def _fitting(text: str, start: int, room: int) -> int:
    """Where the part of the text that begins at `start` and fits in `room` cells ends."""
    end = min(len(text), start + room)
    if text.isascii():
        return end
    while (over := cell_len(text[start:end]) - room) > 0:
        end -= (over + 1) // 2  # no character is wider than two
    while start < end < len(text) and not cell_len(text[end]):
        end += 1  # a combining mark stays with its letter
    return end


def joined(line: Sequence[Span]) -> str:
    """The text of a line."""
    return "".join(text for text, _ in line)
