"""A read pattern as a tree: what the reader builds and the automaton runs."""

from __future__ import annotations

from enum import Enum
from typing import TypeAlias

from msgspec import Struct

Ranges: TypeAlias = tuple[tuple[str, str], ...]

WORD: Ranges = (("0", "9"), ("A", "Z"), ("_", "_"), ("a", "z"))


class Edge(Enum):
    """A condition on a place between two characters."""

    START = "^"
    END = "$"
    BOUNDARY = "b"


class Chars(Struct, frozen=True):
    """One character out of a set, or out of everything else."""

    ranges: Ranges
    negated: bool = False

    def has(self, letter: str) -> bool:
        """Whether the character fits, in either case."""
        forms = {letter, letter.lower(), letter.upper()}
        return self.negated != any(low <= form <= high for form in forms for low, high in self.ranges)


class Concat(Struct, frozen=True):
    """One thing after the other."""

    parts: tuple[Pattern, ...]


class Either(Struct, frozen=True):
    """One thing or the other."""

    parts: tuple[Pattern, ...]


class Repeat(Struct, frozen=True):
    """One thing `least` to `most` times; `None` is without end."""

    part: Pattern
    least: int
    most: int | None


Pattern: TypeAlias = Chars | Concat | Either | Repeat | Edge


def weight(pattern: Pattern) -> int:
    """How many steps the pattern has once its repetitions are written out."""
    match pattern:
        case Concat(parts) | Either(parts):
            return 1 + sum(weight(part) for part in parts)
        case Repeat(part, least, most):
            return 1 + weight(part) * max(least, most or 0, 1)
        case _:
            return 1


def certain(top: Pattern) -> str:
    """The longest text that every match must hold; empty where there is none to be sure of."""
    parts = top.parts if isinstance(top, Concat) else ()
    runs = [""]
    for part in parts:
        if isinstance(part, Chars) and not part.negated and len(part.ranges) == 1 and len({*part.ranges[0]}) == 1:
            runs[-1] += part.ranges[0][0]
        else:
            runs.append("")
    return max(runs, key=len)
