"""The parsers that a process reads with: ours as they are; where it reads for others, theirs too, guarded."""

from __future__ import annotations

from msgspec import Struct

from parsers import Parser
from parsers.doors import Admission, admit, built_in, doors, plugins
from tui.feed.guard import FILE, TAKER, Guarded, Limits, Slate, guarded
from tui.formats import hush


class Readers(Struct, frozen=True):
    """Parsers in the order in which they are asked; of equal scores the first wins."""

    ours: tuple[Parser, ...]
    others: tuple[Guarded, ...] = ()
    slate: Slate | None = None

    @property
    def all(self) -> tuple[Parser, ...]:
        """Ours and others'."""
        return (*self.ours, *self.others)

    def named(self, name: str) -> Parser | None:
        """The parser of that name."""
        return next((parser for parser in self.all if parser.name == name), None)

    def begin(self, file: int) -> None:
        """A file is going to be read."""
        if self.slate is not None:
            self.slate[FILE], self.slate[TAKER] = file, -1
        self.take_faults()

    def take(self, parser: Parser) -> None:
        """The file that was begun is read with a parser."""
        if self.slate is not None and isinstance(parser, Guarded):
            self.slate[TAKER] = parser.door

    def take_faults(self) -> str:
        """What others' parsers did wrong since this was last asked."""
        return "; ".join(filter(None, (parser.take_faults() for parser in self.others)))


def own() -> Readers:
    """Our own parsers alone: what a process that also draws or asks may run."""
    return Readers(built_in())


def everybody(let_in: Admission, slate: Slate) -> Readers:
    """All parsers, for a process that does nothing but read."""
    admit(let_in)
    if doors():
        hush()
    limits = Limits(slate)
    return Readers(built_in(), tuple(guarded(one, limits) for one in plugins().found), slate)
