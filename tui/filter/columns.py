"""The columns a filter may name, as the store lays them out."""

from __future__ import annotations

from collections.abc import Iterable

from msgspec import Struct

from parsers import NO_TIME, Field, Kind

__all__ = ["ARRIVAL", "NO_TIME", "Catalogue", "Column"]

ARRIVAL = Field("arrival", Kind.TIME, 16, "when tailtrail read it, and how long after it happened")
"""What every event has that no parser fills."""


class Column(Struct, frozen=True):
    """One stored field; `log` is the parser it belongs to, `None` for one that every event has.

    Coded columns hold integers: 0 where the event does not say, else a code into
    `words("column" INTEGER, code INTEGER, value VARCHAR)`, where `"column"` is `number`.
    Plain columns hold the value itself and NULL where the event does not say; a TIME is a BIGINT of
    microseconds since 1970 UTC, NO_TIME where the event does not say. `stored` names a column that the store fills
    itself, whatever the event says. What is `verbatim` stands in the record, too.
    """

    number: int
    name: str
    log: str | None
    kind: Kind
    coded: bool
    stored: str = ""
    verbatim: bool = False

    @property
    def sql(self) -> str:
        """Its name in the `events` table: made by us, so nothing a log says ever reaches SQL."""
        return self.stored or f"c{self.number}"


class Catalogue(Struct, frozen=True):
    """Every column there is, and which ones a written name means."""

    columns: tuple[Column, ...]

    def resolve(self, name: str) -> tuple[Column, ...]:
        """The columns a name means: exact case first, then any case; a common field wins; empty where none has it."""
        exact = tuple(c for c in self.columns if c.name == name)
        found = exact or tuple(c for c in self.columns if c.name.lower() == name.lower())
        common = tuple(c for c in found if c.log is None)
        return common or found

    def names(self) -> tuple[str, ...]:
        """Every name once, common fields first."""
        return tuple(dict.fromkeys(c.name for c in self.columns))

    def of(self, log: str | None) -> Iterable[Column]:
        """The columns that an event of `log` may fill; only the common ones for `None`."""
        return (c for c in self.columns if c.log in {None, log} and not c.stored)
