"""One row of the table as cells of spans: what is said, in which ink, in exactly the columns' widths."""

from __future__ import annotations

import re
from collections.abc import Sequence
from typing import TypeAlias

from msgspec import Struct
from msgspec.structs import replace

from parsers import SUCCESS, UNPARSED, Effect, Field, Kind, Value
from tui.drawing.columns import GLYPHS, Placed
from tui.drawing.spans import Span, mark, pad
from tui.drawing.times import Clock, arrived
from tui.palette import Glyphs
from tui.visible import fit, width_of
from tui.window import Row

Cell: TypeAlias = tuple[str, int, tuple[Span, ...]]
"""A field's name, where its cell begins, and its spans."""

_SERVICES = {"service", "AWS service", "AWSService"}


class Drawing(Struct, frozen=True):
    """How rows are drawn now: the columns as placed, the clock, the glyphs, and what is searched for."""

    columns: tuple[Placed, ...]
    clock: Clock
    glyphs: Glyphs
    wanted: re.Pattern[str] | None = None
    novel: frozenset[str] = frozenset()
    """Fingerprints of queries whose like was never seen before."""

    def cells(self, row: Row, above: Value, *, first: bool) -> tuple[Cell, ...]:
        """The cells of a row, given the time of the row above it."""
        if row.values.get("log") == UNPARSED:
            return self._unparsed(row, above, first=first)
        return tuple((p.field.name, p.x, self._cell(p, row, above, first=first)) for p in self.columns)

    def _cell(self, placed: Placed, row: Row, above: Value, *, first: bool) -> tuple[Span, ...]:
        if placed.field.name == "time":
            return self.clock.cell(row.values.get("time"), above, first=first)
        if placed.field is GLYPHS:
            return _effect_and_outcome(row, self.glyphs)
        return pad(mark(self._said(placed.field, row, placed.width), self.wanted), placed.width)

    def _said(self, field: Field, row: Row, width: int) -> Sequence[Span]:
        value = row.values.get(field.name)
        if value is None:
            return ()
        match field.name:
            case "action":
                return self._action(str(value), row, width)
            case "actor":
                return ((fit(str(value), width), _ink_of_actor(str(value), row)),)
            case "effect":
                return ((fit(str(value), width), _ink_of_effect(value)),)
            case "outcome":
                return ((fit(str(value), width), "failed" if failed(row) else "muted"),)
            case "arrival":
                return ((fit(arrived(self.clock, value, row.values.get("time")), width), "quiet"),)
            case "service" | "log" | "region" | "account" | "client":
                return ((fit(str(value), width), "quiet"),)
        return ((fit(self.text(value, field.kind), width), "text"),)

    def text(self, value: Value, kind: Kind) -> str:
        """A value in words."""
        if kind is Kind.TIME:
            return self.clock.full(value)
        return str(value).lower() if isinstance(value, bool) else str(value)

    def _action(self, action: str, row: Row, width: int) -> Sequence[Span]:
        """The action and, where the outcome has no column of its own, the error code after it."""
        ink = "destructive" if row.values.get("effect") == Effect.DESTRUCTIVE else "text"
        if row.values.get("fingerprint") in self.novel:
            sign = f"{self.glyphs.novel} "
            return ((sign, "new"), *replace(self, novel=frozenset())._action(action, row, width - len(sign)))
        text = fit(action, width)
        outcome = row.values.get("outcome")
        left = width - width_of(text) - 1
        if not erred(row) or left < 4 or any(p.field.name == "outcome" for p in self.columns):
            return ((text, ink),)
        return (text, ink), (" ", "text"), (fit(str(outcome), left), "failed" if failed(row) else "muted")

    def _unparsed(self, row: Row, above: Value, *, first: bool) -> tuple[Cell, ...]:
        """A record that is no event: the time of its neighbour, then its reason across all other columns."""
        cells: list[Cell] = []
        for placed in self.columns:
            if placed.field.name == "time":
                cells.append(("time", placed.x, self._cell(placed, row, above, first=first)))
            elif placed.field is GLYPHS:
                cells.append((GLYPHS.name, placed.x, ((f"{self.glyphs.unparsed} ", "unparsed"),)))
            else:
                width = self.columns[-1].x + self.columns[-1].width - placed.x
                reason = fit(f"unparsed: {row.values.get('summary') or 'no reason given'}", width)
                cells.append((placed.field.name, placed.x, pad(mark(((reason, "unparsed"),), self.wanted), width)))
                break
        return tuple(cells)


def failed(row: Row) -> bool:
    """Whether the event did not succeed, and that is worth a look: not that nothing was there to be read."""
    return erred(row) and row.values.get("benign") is not True


def erred(row: Row) -> bool:
    """Whether the event's outcome is an error."""
    return row.values.get("outcome") not in {None, SUCCESS}


def _effect_and_outcome(row: Row, glyphs: Glyphs) -> tuple[Span, ...]:
    effect = row.values.get("effect")
    outcome = (glyphs.failed, "failed") if failed(row) else (" ", "text")
    return (glyphs.of_effect(effect), _ink_of_effect(effect)), outcome


def _ink_of_effect(effect: Value) -> str:
    return effect if isinstance(effect, str) and effect in set(Effect) else "text"


def _ink_of_actor(actor: str, row: Row) -> str:
    """A person's or role's own hue; services stand back."""
    service = row.values.get("actor_type") in _SERVICES or actor.endswith(".amazonaws.com")
    return "muted" if service else f"@{actor}"
