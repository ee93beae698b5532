"""Text with `*` in it, and the one way in which two texts are the same whatever their case."""

from __future__ import annotations

from collections.abc import Iterator

from msgspec import Struct


def fold(text: str) -> str:
    """Lower case, letter by letter: as DuckDB's `lower()` has it, so that both engines agree."""
    return text.lower() if text.isascii() else "".join(letter.lower()[0] for letter in text)


class Glob(Struct, frozen=True):
    """A written value: the pieces of text between its `*`s; one piece alone is a value without any."""

    parts: tuple[str, ...]

    @property
    def literal(self) -> str | None:
        """The text, where there is no wildcard in it."""
        return self.parts[0] if len(self.parts) == 1 else None

    @property
    def anything(self) -> bool:
        """Whether it is nothing but wildcards."""
        return len(self.parts) > 1 and not any(self.parts)

    @property
    def folded(self) -> Glob:
        """The same in lower case."""
        return Glob(tuple(fold(part) for part in self.parts))

    @property
    def longest(self) -> str:
        """The longest piece, which any text that fits must hold."""
        return max(self.parts, key=len)

    def written(self) -> str:
        """The pieces with the stars between them, as a person reads them."""
        return "*".join(self.parts)

    def fits(self, text: str) -> bool:
        """Whether all of `text` fits, case counting; linear: the first place a piece fits is the best."""
        if len(self.parts) == 1:
            return text == self.parts[0]
        first, *middle, last = self.parts
        if len(text) < len(first) + len(last) or not (text.startswith(first) and text.endswith(last)):
            return False
        return in_order(middle, text[len(first) : len(text) - len(last)])

    def within(self, text: str) -> bool:
        """Whether some part of `text` fits, case counting."""
        return in_order(self.parts, text)


def in_order(parts: tuple[str, ...] | list[str], text: str) -> bool:
    """Whether the pieces stand in `text` one after the other."""
    place = 0
    for part in parts:
        found = text.find(part, place)
        if found < 0:
            return False
        place = found + len(part)
    return True


def glob(pieces: Iterator[str | None]) -> Glob:
    """The glob of a run of texts and `None`s, each `None` a `*`; stars side by side are one."""
    parts = [""]
    starred = False
    for piece in pieces:
        if piece is not None:
            parts[-1] += piece
        elif not (starred and parts[-1] == ""):
            parts.append("")
            starred = True
    return Glob(tuple(parts))
