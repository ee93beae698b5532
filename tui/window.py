"""What the table draws from: a result's length and the rows that are on screen, wherever they are kept."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Protocol

from msgspec import Struct

from parsers import Layout, Value


class Row(Struct, frozen=True):
    """One line of the table. `values` has every field the event fills, by name (`log` and `time` included)."""

    id: int
    values: Mapping[str, Value]


class Detail(Struct, frozen=True):
    """All about one row: the raw record byte for byte, where it and its copies were read, its queries laid out."""

    row: Row
    raw: bytes
    places: tuple[str, ...]
    layouts: tuple[Layout, ...] = ()
    notes: tuple[str, ...] = ()
    """What is known of it that it does not say itself, and how."""


class SupersededError(Exception):
    """The question was given up, because a newer one has come."""


class RowGoneError(SupersededError):
    """The row was taken back meanwhile: its record has come whole, or is read again, and is another row then."""


class Window(Protocol):
    """A result that is asked for its rows where they are looked at. Its methods may block: call them off the loop."""

    @property
    def total(self) -> int:
        """How many rows the result has."""
        ...

    def rows(self, start: int, stop: int) -> Sequence[Row]:
        """The rows from `start` up to `stop`, fewer at the end."""
        ...

    def position(self, row_id: int) -> int | None:
        """Where a row stands in the result, or `None` where it is not in it."""
        ...
