"""Windows made for tests: rows worked out from their place, or a list of them."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field

from parsers import COMMON, Field, Value
from tui.window import Row

NOON = 1_795_176_000_000_000
"""2026-11-20 12:00:00 UTC, in microseconds."""
SECOND = 1_000_000

FIELDS = {f.name: f for f in COMMON}


def fields(names: str) -> tuple[Field, ...]:
    """Common fields by their names."""
    return tuple(FIELDS[name] for name in names.split())


def row(number: int, time: int | None = None, /, **values: Value) -> Row:
    """An invented event."""
    said: dict[str, Value] = {
        "log": "cloudtrail",
        "time": NOON + number * SECOND if time is None else time,
        "service": "rds",
        "action": f"Act{number}",
        "actor": "mira",
        "target": f"db-{number}",
        "effect": "read",
        "outcome": "success",
    }
    return Row(number, said | values)


@dataclass
class Computed:
    """A result of any length whose row `i` has the id `i`; counts what is asked of it."""

    total: int
    instant: bool = True
    asked: list[range] = field(default_factory=list)

    def rows(self, start: int, stop: int) -> Sequence[Row]:
        """Rows made on the spot."""
        self.asked.append(range(start, stop))
        return [row(i) for i in range(start, min(stop, self.total))]

    def position(self, row_id: int) -> int | None:
        """The id is the place."""
        return row_id if 0 <= row_id < self.total else None


@dataclass
class Listed:
    """A result that is a list of rows."""

    held: Sequence[Row]
    instant: bool = True

    @property
    def total(self) -> int:
        """How many there are."""
        return len(self.held)

    def rows(self, start: int, stop: int) -> Sequence[Row]:
        """A slice."""
        return self.held[start:stop]

    def position(self, row_id: int) -> int | None:
        """Found by looking at each."""
        return next((i for i, held in enumerate(self.held) if held.id == row_id), None)


def numbered(*numbers: int) -> Listed:
    """Rows with these ids, in this order."""
    return Listed([row(number) for number in numbers])
