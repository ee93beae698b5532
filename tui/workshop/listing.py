"""The parsers there are, as lines."""

from __future__ import annotations

from collections.abc import Iterator

from tui.formats import Formats
from tui.visible import visible


def lines(formats: Formats) -> Iterator[str]:
    """For each parser its name and title, where it came from, the file names that suggest it, and its documentation."""
    for said in formats.declared:
        yield f"{said.name:<16}{visible(said.title)}"
        yield f"{'':16}from: {visible(said.origin)}"
        yield f"{'':16}files: {visible(', '.join(said.patterns)) or 'any'}"
        yield f"{'':16}{visible(said.url)}"
    if formats.refused:
        yield ""
    yield from (visible(str(refusal)) for refusal in formats.refused)
