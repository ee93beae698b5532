"""A TOML file as its author wrote it: where things stand in it, and one table replaced without touching the rest."""

from __future__ import annotations

import json
import re
import tomllib
from collections.abc import Iterator
from dataclasses import dataclass
from io import StringIO
from typing import Any, TypeAlias

Table: TypeAlias = dict[str, Any]
At: TypeAlias = tuple[str, ...]
"""Where in a file something stands: the keys that lead to it."""


@dataclass(frozen=True, slots=True)
class Statement:
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


def replaced(text: str, at: At, table: Table) -> str:
    """The text with a table in place of whatever stands there, or at the end; comments stay."""
    new = f"[{dotted(at)}]\n" + "".join(f"{dotted((key,))} = {value_of(value)}\n" for key, value in table.items())
    kept: list[str] = []
    place = None
    for statement in statements(text):
        if not statement.is_under(at):
            kept.append(statement.text)
        elif statement.head and place is None:
            place = len(kept)
    if place is None:
        place = len(kept)
        gap = "\n" if kept else ""
        new = (gap if text.endswith("\n") else gap * 2) + new
    kept.insert(place, new.replace("\n", "\r\n") if "\r\n" in text else new)
    return "".join(kept)


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
