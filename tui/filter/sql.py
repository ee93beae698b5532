"""Tree → SQL for DuckDB over `events`, with scans of the raw records where no column can answer."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from typing import Protocol, TypeAlias

from msgspec import Struct
from msgspec.structs import replace

from parsers import Kind
from tui.filter import predicates
from tui.filter.clock import RELATIVE, Clock, iso
from tui.filter.columns import NO_TIME, Catalogue, Column
from tui.filter.errors import FilterError
from tui.filter.glob import Glob, fold
from tui.filter.lists import opened
from tui.filter.predicates import (
    FALSE,
    NUMBERS,
    TEXTS,
    TRUE,
    Coded,
    Piece,
    Sql,
    balanced,
    merged,
    never_null,
    predicate,
    within,
)
from tui.filter.scan import Scan
from tui.filter.tree import And, Asked, Cidr, Exists, InFile, Leaf, Node, Not, OneOf, Or, Range, Regex, Words
from tui.filter.tree import Everything as All
from tui.filter.values import Test, tester
from tui.filter.written import network


class Dictionary(Protocol):
    """The distinct values of the store's text columns: asked first, so that events are asked by number."""

    def codes(self, where: str, params: tuple[object, ...]) -> Iterable[tuple[int, int]]:
        """The column and code of every row of `words` for which the SQL condition holds."""
        ...

    def values(self, column: Column) -> Iterable[tuple[int, str]]:
        """A text column's values with their codes (any number where not coded), for what SQL cannot ask."""
        ...


Number: TypeAlias = Callable[[Leaf], int]
"""Gives the number of a leaf's scan, always the same for an equal leaf."""
MOST = 200
"""How many scans a filter may need: DuckDB plans each as one more join."""
FEW = 16
"""Codes that are compared one by one; of more, each is a bit to look up: 3 ms a million, whatever their number."""
RAW = "raw."
"""What a path begins with to pass by the columns of its name."""


class Query(Struct, frozen=True):
    """A filter as SQL: an expression over `events` that is true or false for every event, never NULL.

    `params` are the values of its question marks, in order. `scans` are the tables `scan_<id>(id)` it reads;
    they are to be filled from the raw records, and an empty one means that nothing is found yet.
    """

    where: str
    params: tuple[object, ...] = ()
    scans: tuple[Scan, ...] = ()


def to_sql(node: Node, catalogue: Catalogue, clock: Clock, words: Dictionary, number: Number | None = None) -> Query:
    """The tree as SQL; raises `FilterError` where a field has no such values or a list cannot be read.

    The codes of values are looked up now, so the query is as new as `words`: ask again when there are new
    values. `number` numbers the scans; by default from 0.
    """
    writer = Writer(catalogue, clock, words, number)
    sql = writer.plain(writer.write(node))
    if len(writer.scans) > MOST:
        raise FilterError("these are too many conditions to ask at once", 1, ("a list in a file, as in field:@file",))
    return Query(sql.text, sql.params, tuple(writer.scans.values()))


class Writer:
    """Writes one tree, collecting the scans it needs."""

    def __init__(self, catalogue: Catalogue, clock: Clock, words: Dictionary, number: Number | None) -> None:
        self.catalogue = catalogue
        self.clock = clock
        self.words = words
        self.number = number or (lambda _: len(self.scans))
        self.scans: dict[Leaf, Scan] = {}

    def write(self, node: Node) -> Piece:
        """One node."""
        match node:
            case All():
                return TRUE
            case And(parts):
                return self.joined("AND", map(self.write, parts))
            case Or(parts):
                return self.joined("OR", map(self.write, parts))
            case Not(part):
                sql = self.plain(self.write(part))
                return Sql(f"NOT ({sql.text})", sql.params)
            case Words(text):
                return self.anywhere(node, lambda value: within(value, text))
            case Regex(None):
                return self.anywhere(node, lambda value: predicates.text(value, node))
            case InFile():
                return self.asked(opened(node))
            case _:
                return self.asked(node)

    def joined(self, word: str, parts: Iterable[Piece]) -> Piece:
        """The parts with `AND` or `OR` between them."""
        found = merged(word, parts)
        if len(found) == 1:
            return found[0]
        return balanced(word, [self.plain(piece) for piece in found], FALSE)

    def plain(self, piece: Piece) -> Sql:
        """The piece as SQL over events alone, the codes of the values that fit put in."""
        if isinstance(piece, Sql):
            return piece
        asked = f'"column" = {piece.column.number} AND {piece.ask.text}'
        return coded(piece.column, [code for _, code in self.words.codes(asked, piece.ask.params)])

    def anywhere(self, leaf: Words | Regex, ask: Callable[[str], Sql]) -> Sql:
        """Any text column, or else the record itself.

        Words that repeat are looked up now. Texts that do not are searched with the records, bit by bit: all of
        them at once would keep the first hits waiting.
        """
        columns = [column for column in self.catalogue.columns if column.kind in TEXTS]
        asked = ask("value")
        codes: dict[int, list[int]] = {}
        for number, code in self.words.codes(asked.text, asked.params):
            codes.setdefault(number, []).append(code)
        found = [coded(column, codes[column.number]) for column in columns if column.coded and column.number in codes]
        # A pattern may speak of the end of a text, which is not that of the record.
        there = [column.sql for column in columns if column.verbatim and isinstance(leaf, Words)]
        plain = [never_null(ask(c.sql)) for c in columns if not c.coded and c.sql not in there]
        return balanced("OR", [*found, self.scanned(leaf, balanced("OR", plain, FALSE))], FALSE)

    def asked(self, leaf: Asked) -> Piece:
        """A field: the columns it names, the JSON where it names none, both where its name has a `*`."""
        leaf, columns = self.meant(leaf)
        textual = len({group(column.kind) for column in columns}) > 1
        found: list[Piece] = [self.column(column, leaf, textual) for column in columns]
        if not columns or "*" in str(leaf.field):
            found.append(self.scanned(self.timeless(leaf)))
        return self.joined("OR", found)

    def meant(self, leaf: Asked) -> tuple[Asked, tuple[Column, ...]]:
        """The columns that the leaf's field names, and the leaf with what it calls the field there."""
        name = str(leaf.field)
        if name.lower().startswith(RAW) and len(name) > len(RAW) and not self.catalogue.resolve(name):
            return replace(leaf, field=name[len(RAW) :]), ()
        if "*" not in name:
            return leaf, self.catalogue.resolve(name)
        pattern = Glob(tuple(fold(name).split("*")))
        return leaf, tuple(column for column in self.catalogue.columns if pattern.fits(fold(column.name)))

    def column(self, column: Column, leaf: Asked, textual: bool) -> Piece:
        """One column."""
        if isinstance(leaf, Exists):
            return exists(column)
        if isinstance(leaf, Cidr) or (isinstance(leaf, OneOf) and any(map(network, leaf.values))):
            return self.tested(column, tester(leaf))
        shown = self.timeless(leaf) if textual or column.kind in TEXTS else leaf
        return self.inside(column, predicate(column, shown, self.clock, textual))

    def inside(self, column: Column, ask: Sql) -> Piece:
        """A question to a column's value: asked once a distinct value where they are coded."""
        return Coded(column, ask) if column.coded else never_null(ask)

    def tested(self, column: Column, test: Test) -> Sql:
        """A question that SQL cannot answer, asked of the distinct values here."""
        if column.kind not in TEXTS:
            return FALSE
        found = [(code, value) for code, value in self.words.values(column) if test(value)]
        if column.coded:
            return coded(column, [code for code, _ in found])
        return never_null(Sql(f"list_contains(?::VARCHAR[], {column.sql})", ([value for _, value in found],)))

    def timeless(self, leaf: Asked) -> Asked:
        """The leaf for comparing texts: a time relative to now becomes the one it is."""
        if isinstance(leaf, Range) and RELATIVE.fullmatch(leaf.value):
            try:
                return replace(leaf, value=iso(self.clock.span(leaf.value)[0]))
            except ValueError:
                return leaf
        return leaf

    def scanned(self, leaf: Leaf, columns: Sql = FALSE) -> Sql:
        """What only the records can say, or texts as plentiful as they."""
        scan = self.scans.get(leaf) or self.scans.setdefault(leaf, Scan(self.number(leaf), leaf, columns))
        return Sql(f"id IN (SELECT id FROM scan_{scan.id:d})")


def coded(column: Column, codes: list[int]) -> Sql:
    """The column has one of these codes: a few are compared, of many each is a bit that is looked up.

    A code beyond the last bit is that of a word met only now; `CASE` keeps it from being looked up.
    """
    if not codes:
        return FALSE
    if len(codes) <= FEW:
        return Sql(f"{column.sql} IN ({', '.join(map(str, sorted(map(int, codes))))})")
    bits = bytearray(b"0" * (max(codes) + 1))
    for code in codes:
        bits[code] = ord("1")
    found = f"CASE WHEN {column.sql} < {len(bits)} THEN get_bit(?::BIT, {column.sql}) = 1 ELSE false END"
    return Sql(found, (bits.decode(),))


def exists(column: Column) -> Sql:
    """The event says something in the column."""
    if column.coded:
        return Sql(f"{column.sql} <> 0")
    if column.kind is Kind.TIME:
        return never_null(Sql(f"{column.sql} < {NO_TIME}"))
    return Sql(f"{column.sql} IS NOT NULL")


def group(kind: Kind) -> str:
    """Kinds that compare with each other have the same."""
    return "text" if kind in TEXTS else "number" if kind in NUMBERS else kind
