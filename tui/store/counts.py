"""The arithmetic of the ledger."""

from __future__ import annotations

from msgspec import Struct


class Counts(Struct, frozen=True, gc=False):
    """What became of records; `records` is always their sum."""

    events: int = 0
    unparsed: int = 0
    duplicates: int = 0

    @property
    def records(self) -> int:
        """How many there were."""
        return self.events + self.unparsed + self.duplicates

    def __add__(self, other: Counts) -> Counts:
        return Counts(
            self.events + other.events,
            self.unparsed + other.unparsed,
            self.duplicates + other.duplicates,
        )

    def __sub__(self, other: Counts) -> Counts:
        return self + Counts(-other.events, -other.unparsed, -other.duplicates)
