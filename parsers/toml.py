"""A TOML file as its author wrote it: where things stand in it."""

from __future__ import annotations

import json
import re
import tomllib
from collections.abc import Iterator
from io import StringIO
from typing import Any, TypeAlias

from msgspec import Struct

Table: TypeAlias = dict[str, Any]
At: TypeAlias = tuple[str, ...]
"""Where in a file something stands: the keys that lead to it."""


class Statement(Struct, frozen=True):
    """A comment, a blank line, a table's head, or a key with its value, as written. `says` is all it speaks of."""

    line: int
    text: str
    head: bool
    says: tuple[At, ...]

    def is_under(self, at: At) -> bool:
        """Whether it speaks of what stands there, and of nothing that stands elsewhere."""
        depth = len(at)
        return any(said[:depth] == at for said in self.says) and all(
            said[:depth] == at[: len(said)] for said in self.says
        )


def statements(text: str) -> Iterator[Statement]:
    """A valid file cut into statements: lines are one as soon as they are TOML by themselves."""
    table: At = ()
    written, first = "", 1
    for number, line in enumerate(StringIO(text), 1):
        written += line
        try:
            data = tomllib.loads(written)
        except tomllib.TOMLDecodeError:  # the value goes on, on the next line
            continue
        head = written.lstrip().startswith("[")
        says = tuple(_said(data, () if head else table))
        table = says[-1] if head else table
        yield Statement(first, written, head, says)
        written, first = "", number + 1


def dotted(at: At) -> str:
    """A place as TOML writes it: `views."sign ins"`."""
    return ".".join(key if re.fullmatch(r"[A-Za-z0-9_-]+", key) else value_of(key) for key in at)


def value_of(value: object) -> str:
    """Text, a number, a flag or a list of them as TOML: JSON writes the same, but for one control character."""
    return json.dumps(value, ensure_ascii=False).replace("\x7f", "\\u007f")


def _said(data: Table, at: At) -> Iterator[At]:
    for key, value in data.items():
        yield (*at, key)
        if isinstance(value, dict):
            yield from _said(value, (*at, key))


def line_of(text: str, at: At) -> int | None:
    """The number of the line of a valid file where something stands, or else where what holds it does."""
    said = list(statements(text))
    places = (at[:depth] for depth in range(len(at), 0, -1))
    return next((one.line for place in places for one in said if place in one.says), None)


def line_of_error(error: tomllib.TOMLDecodeError) -> tuple[str, int | None]:
    """What is wrong with a file that is no TOML, and the number of the line."""
    said, _, place = str(error).partition(" (at ")
    number = re.match(r"line (\d+)", place)
    return said, int(number[1]) if number else None
