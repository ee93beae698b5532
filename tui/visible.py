"""Log text as text that is safe and honest to draw: everything in it can be seen, and nothing in it acts."""

from __future__ import annotations

import unicodedata
from functools import lru_cache

from rich.cells import cell_len, set_cell_size

ELLIPSIS = "…"
MARKS_ON_A_LETTER = 2
"""Combining marks that one letter may carry: enough for languages, too few to hide the lines around it."""

_BLANKS = frozenset("\u034f\u115f\u1160\u17b4\u17b5\u2800\u3164\uffa0")
"""Called printable by Unicode's categories, yet drawn as nothing."""


def visible(text: str) -> str:
    """The text on one line, with every character that would act or hide written out instead.

    C0 controls and DEL become control pictures (␛ ␊ ␉), a byte that was not UTF-8 becomes `‹FF›`, and every
    other control, bidirectional, zero-width, private or unassigned character its code point, `‹U+202E›`.
    """
    if text.isascii():
        return text if text.isprintable() else "".join(map(_shown, text))
    return _shown_text(text)


def fit(text: str, width: int) -> str:
    """`visible(text)` in at most `width` terminal cells, ending in `…` where something was cut."""
    if width <= 0:
        return ""
    # A huge value is cut before it is examined: no letter of it takes more characters than this.
    shown = visible(text[: (width + 1) * (1 + MARKS_ON_A_LETTER)])
    if shown.isascii():
        return shown if len(shown) <= width else shown[: width - 1] + ELLIPSIS
    if cell_len(shown) <= width:
        return shown
    return set_cell_size(shown, width - 1).rstrip(" ") + ELLIPSIS


def width_of(text: str) -> int:
    """How many terminal cells the text takes."""
    return len(text) if text.isascii() else cell_len(text)


def _shown_text(text: str) -> str:
    """`visible` for text beyond ASCII, where marks combine with what stands before them."""
    parts: list[str] = []
    marks = MARKS_ON_A_LETTER  # a mark with nothing before it would land on our own text
    for character in text:
        if unicodedata.category(character) in {"Mn", "Me"}:
            marks += 1
            parts.append(_shown(character) if marks <= MARKS_ON_A_LETTER else _code_point(character))
        else:
            marks = 0
            parts.append(_shown(character))
    return "".join(parts)


@lru_cache(maxsize=4096)
def _shown(character: str) -> str:
    code = ord(character)
    if code < 0x20:
        return chr(0x2400 + code)
    if code == 0x7F:
        return "␡"
    if 0xDC80 <= code <= 0xDCFF:  # how Python's "surrogateescape" keeps a byte that is not UTF-8
        return f"‹{code - 0xDC00:02X}›"
    if not character.isprintable() or character in _BLANKS or _selects_a_variant(code):
        return _code_point(character)
    return character


def _selects_a_variant(code: int) -> bool:
    """Variation selectors are invisible and change how wide some terminals draw what is before them."""
    return 0xFE00 <= code <= 0xFE0F or 0xE0100 <= code <= 0xE01EF or 0x180B <= code <= 0x180F


def _code_point(character: str) -> str:
    return f"‹U+{ord(character):04X}›"
