"""One question to one value, as SQL for DuckDB; whatever a person or a log wrote is a bound parameter."""

from __future__ import annotations

from collections.abc import Iterable
from typing import TypeAlias

from msgspec import Struct

from parsers import Kind
from tui.filter.clock import EXAMPLES, Clock
from tui.filter.columns import NO_TIME, Column
from tui.filter.errors import FilterError
from tui.filter.glob import Glob, fold
from tui.filter.tree import Asked, Match, OneOf, Op, Range, Regex
from tui.filter.values import NUMBER, numeric

TEXTS = frozenset({Kind.TEXT, Kind.ADDRESS, Kind.ARN})
NUMBERS = frozenset({Kind.INTEGER, Kind.REAL})
BOOLEANS = {"true": True, "yes": True, "false": False, "no": False}


class Sql(Struct, frozen=True):
    """A piece of SQL and the values of its question marks, in order."""

    text: str
    params: tuple[object, ...] = ()


FALSE = Sql("false")
TRUE = Sql("true")


class Coded(Struct, frozen=True):
    """A question to the distinct values of a coded column; several to one column become one."""

    column: Column
    ask: Sql


Piece: TypeAlias = Sql | Coded


def merged(word: str, parts: Iterable[Piece]) -> list[Piece]:
    """The parts, those that ask the same coded column put together."""
    found: list[Piece] = []
    coded: dict[Column, list[Sql]] = {}
    for part in parts:
        if isinstance(part, Coded):
            coded.setdefault(part.column, []).append(part.ask)
        else:
            found.append(part)
    return found + [Coded(column, balanced(word, asks, FALSE)) for column, asks in coded.items()]


def balanced(word: str, found: list[Sql], none: Sql) -> Sql:
    """The parts joined as a balanced tree: DuckDB limits how deep one may be."""
    while len(found) > 1:
        pairs = zip(found[::2], found[1::2], strict=False)
        both = [Sql(f"({one.text} {word} {other.text})", one.params + other.params) for one, other in pairs]
        found = both + found[len(both) * 2 :]
    return found[0] if found else none


def never_null(sql: Sql) -> Sql:
    """The same, false where SQL would not know."""
    return Sql(f"coalesce({sql.text}, false)", sql.params)


def operand(column: Column) -> str:
    """The expression that gives a column's value in its own kind; a coded one needs `words` in scope."""
    if not column.coded:
        return column.sql
    cast = {
        Kind.INTEGER: "DOUBLE",
        Kind.REAL: "DOUBLE",
        Kind.BOOLEAN: "BOOLEAN",
        Kind.TIME: "BIGINT",
    }
    return f"TRY_CAST(value AS {cast[column.kind]})" if column.kind in cast else "value"


def as_text(column: Column) -> str:
    """The expression that gives a column's value as text."""
    if column.coded or column.kind in TEXTS:
        return "value" if column.coded else column.sql
    if column.kind is Kind.TIME:
        shown = f"strftime(make_timestamp({column.sql}), '%Y-%m-%dT%H:%M:%S.%fZ')"
        return f"CASE WHEN {column.sql} < {NO_TIME} THEN {shown} END"
    return f"CAST({column.sql} AS VARCHAR)"


def predicate(column: Column, leaf: Asked, clock: Clock, textual: bool) -> Sql:
    """Whether the column's value is what the leaf asks for; NULL where there is none.

    `textual` compares as text whatever the kind is. Raises `FilterError` where the kind has no such values.
    """
    whole = (isinstance(leaf, Match) and leaf.value.literal is not None) or isinstance(leaf, Range)
    if textual or column.kind in TEXTS or not whole:
        return text(as_text(column), leaf)
    match column.kind:
        case Kind.TIME:
            return time(operand(column), leaf, clock)
        case Kind.BOOLEAN:
            return boolean(operand(column), leaf)
        case _:
            return number(operand(column), leaf)


def text(value: str, leaf: Asked) -> Sql:
    """Compares texts; their case never counts."""
    match leaf:
        case Match(_, wanted):
            return fits(value, wanted)
        case Regex(_, pattern):
            return Sql(f"regexp_matches({value}, ?, 'i')", (pattern,))
        case OneOf(_, values):
            return Sql(f"list_contains(?::VARCHAR[], lower({value}))", ([fold(one) for one in values],))
        case Range(_, op, bound) if numeric(bound):
            told = f"CASE WHEN regexp_full_match({value}, '{NUMBER}') THEN TRY_CAST({value} AS DOUBLE) END"
            return Sql(f"{told} {op} ?", (float(bound),))
        case Range(_, op, bound):
            return Sql(f"lower({value}) {op} lower(?)", (bound,))
        case _:
            raise TypeError(leaf)


def fits(value: str, wanted: Glob) -> Sql:
    """The whole text fits the glob."""
    match wanted.parts:
        case (whole,):
            return Sql(f"lower({value}) = lower(?)", (whole,))
        case (start, ""):
            return Sql(f"starts_with(lower({value}), lower(?))", (start,))
        case ("", end):
            return Sql(f"suffix(lower({value}), lower(?))", (end,))
        case ("", inside, "") if not set(inside) & set("%_\\"):
            return Sql(f"{value} ILIKE ?", (f"%{inside}%",))  # twice as fast as contains and lower
        case ("", inside, ""):
            return Sql(f"contains(lower({value}), lower(?))", (inside,))
    # not LIKE, which tries every way in which several wildcards could share the text
    return Sql(f"regexp_full_match(lower({value}), ?, 's')", (".*".join(map(escaped, wanted.folded.parts)),))


def within(value: str, wanted: Glob) -> Sql:
    """Some part of the text fits the glob."""
    return fits(value, Glob(("", *wanted.parts, "")))


def escaped(piece: str) -> str:
    """Text as a pattern for RE2 that means just this text."""
    return "".join(f"\\{sign}" if sign.isascii() and not sign.isalnum() and sign != "_" else sign for sign in piece)


def number(value: str, leaf: Asked) -> Sql:
    """Compares numbers."""
    written = said(leaf)
    try:
        wanted = int(written) if written.lstrip("-").isdecimal() and len(written) < 19 else float(written)
    except (ValueError, OverflowError):
        raise wrong(leaf, "numbers", ("a number",)) from None
    return Sql(f"{value} {sign(leaf)} ?", (wanted,))


def boolean(value: str, leaf: Asked) -> Sql:
    """Compares a yes or no."""
    if isinstance(leaf, Range) or said(leaf).lower() not in BOOLEANS:
        raise wrong(leaf, "only true and false", ("true", "false"))
    return Sql(f"{value} = ?", (BOOLEANS[said(leaf).lower()],))


def time(value: str, leaf: Asked, clock: Clock) -> Sql:
    """Compares a time with the span that was written: all of a day is before the next day."""
    try:
        start, stop = clock.span(said(leaf))
    except (ValueError, OverflowError):
        raise wrong(leaf, "times", EXAMPLES) from None
    match sign(leaf):
        case Op.LT:
            return Sql(f"{value} < ?", (start,))
        case Op.LE:
            return Sql(f"{value} < ?", (stop,))
        case Op.GE:
            return Sql(f"({value} >= ? AND {value} < {NO_TIME})", (start,))
        case Op.GT:
            return Sql(f"({value} >= ? AND {value} < {NO_TIME})", (stop,))
        case _:
            return Sql(f"({value} >= ? AND {value} < ?)", (start, stop))


def said(leaf: Asked) -> str:
    """The one value that a match or a range was written with."""
    if isinstance(leaf, Range):
        return leaf.value
    return (isinstance(leaf, Match) and leaf.value.literal) or ""


def sign(leaf: Asked) -> str:
    """How the value is compared."""
    return leaf.op if isinstance(leaf, Range) else "="


def wrong(leaf: Asked, holds: str, expected: tuple[str, ...]) -> FilterError:
    """The field has no such values."""
    return FilterError(f"{leaf.field} holds {holds}, not `{said(leaf)}`", leaf.at[0] + 1, expected)
