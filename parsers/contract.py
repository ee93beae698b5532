"""What every parser promises, held against what it declares and answers."""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping, Sequence
from typing import Final

from msgspec import Struct

from parsers.base import API, COMMON, UNPARSED, Effect, Event, Field, Kind, Parser, Telling, Unparsed

EARLIEST, LATEST = -(1 << 61), 1 << 61
"""Times in microseconds lie between these: far beyond any calendar, and `NO_TIME` lies behind."""
LONGEST_INTEGER: Final = 64
"""Bits of an integer that the store can keep."""

_NAME = re.compile(r"[a-z][a-z0-9_]{0,31}")
_EFFECT = next(i for i, field in enumerate(COMMON) if field.name == "effect")
_EFFECTS = frozenset({None, *Effect, *(effect.value for effect in Effect)})
_TAKEN = frozenset({UNPARSED, "log", "total"})


class DeclarationError(Exception):
    """What a parser declares cannot be used; the message says what, and what would do."""


class Declaration(Struct, frozen=True):
    """All that a parser says of itself, as plain values: they cross to other processes, its code does not.

    `origin` says where the parser came from: `built in`, a distribution with its version, or a file.
    """

    name: str
    title: str
    url: str
    patterns: tuple[str, ...]
    fields: tuple[Field, ...]
    columns: tuple[str, ...]
    identity: str | None
    telling: Telling | None
    origin: str


def declaration(parser: Parser, origin: str = "") -> Declaration:
    """What a parser declares; raises `DeclarationError` where that cannot be used."""
    try:
        _check(parser)
    except (AttributeError, TypeError, ValueError) as error:
        raise DeclarationError(f"what it declares cannot be read: {error}") from error
    return Declaration(
        str(parser.name),
        str(parser.title),
        str(parser.url),
        tuple(map(str, parser.patterns)),
        tuple(map(_plain, parser.fields)),
        tuple(map(str, parser.columns)),
        None if parser.identity is None else str(parser.identity),
        _plain_telling(parser.telling),
        origin,
    )


def _plain(field: Field) -> Field:
    """A field made of nothing but plain values, whatever classes of their own others use for text."""
    return Field(str(field.name), Kind(field.kind), int(field.width), str(field.description), bool(field.unique))


def _plain_telling(said: Telling | None) -> Telling | None:
    if said is None:
        return None
    retold = tuple((str(value), str(old), str(new)) for value, old, new in said.retold)
    return Telling(tuple(map(str, said.keys)), tuple(map(str, said.told)), retold)


def check_version(api: object) -> None:
    """Raise `DeclarationError` for a parser written for another surface than this one."""
    if not (isinstance(api, tuple) and len(api) == 2 and all(type(part) is int for part in api)):
        raise DeclarationError(f"api: {api!r} is no version; expected two numbers, such as {API}")
    wanted, here = ".".join(map(str, api)), ".".join(map(str, API))
    if api > API:
        raise DeclarationError(
            f"it was written for version {wanted} of tailtrail's parsers, and this is {here}: update"
        )
    if api[0] < API[0]:
        raise DeclarationError(f"it was written for version {wanted} of tailtrail's parsers, and this is {here}")


def _check(parser: Parser) -> None:
    check_version(parser.api)
    _check_words(parser)
    _check_fields(parser.fields)
    _check_named(parser)
    for name in ("start", "header"):
        pattern = getattr(parser, name)
        if pattern is not None and not (isinstance(pattern, re.Pattern) and isinstance(pattern.pattern, bytes)):
            raise DeclarationError(f"{name}: {pattern!r} is no pattern of bytes: re.compile(rb'…')")


def _check_words(parser: Parser) -> None:
    if not _NAME.fullmatch(parser.name) or parser.name in _TAKEN:
        raise DeclarationError(f"name: {parser.name!r} does not do; expected a word such as door_log")
    for name, kind in (("title", str), ("url", str), ("sample", bytes), ("patterns", tuple), ("columns", tuple)):
        if not isinstance(getattr(parser, name), kind):
            raise DeclarationError(f"{name}: {getattr(parser, name)!r} does not do; expected {kind.__name__}")
    if not parser.sample:
        raise DeclarationError("sample: it is empty; expected a few records")


def _check_fields(fields: Sequence[Field]) -> None:
    taken = {"log", *(field.name for field in COMMON)}
    for field in fields:
        if type(field) is not Field or not field.name or type(field.kind) is not Kind:
            raise DeclarationError(f"fields: {field!r} is no Field")
        if field.name in taken:
            raise DeclarationError(f"fields: {field.name!r} is declared already, here or among the common fields")
        taken.add(field.name)


def _check_named(parser: Parser) -> None:
    """The fields that the other declarations name."""
    own = {field.name: field for field in parser.fields}
    known = own.keys() | {field.name for field in COMMON}
    for name in parser.columns:
        if name not in known:
            raise DeclarationError(f"columns: no field is called {name!r}")
    if parser.identity is not None and not (parser.identity in own and own[parser.identity].unique):
        raise DeclarationError(f"identity: {parser.identity!r} is none of its fields that are unique")
    for name in (*parser.telling.keys, *parser.telling.told) if parser.telling else ():
        if name not in known:
            raise DeclarationError(f"telling: no field is called {name!r}")


Fits = Callable[[object], bool]


def _is_text(value: object) -> bool:
    if type(value) is not str and type(value) is not Effect:
        return False
    try:
        str(value).encode()
    except UnicodeEncodeError:  # half a character cannot be stored
        return False
    return True


def _is_integer(value: object) -> bool:
    return type(value) is int and value.bit_length() < LONGEST_INTEGER


_FITS: Mapping[Kind, Fits] = {
    Kind.TIME: lambda value: type(value) is int and EARLIEST < value < LATEST,
    Kind.INTEGER: _is_integer,
    Kind.REAL: lambda value: type(value) is float,
    Kind.BOOLEAN: lambda value: type(value) is bool,
    Kind.TEXT: _is_text,
    Kind.ADDRESS: _is_text,
    Kind.ARN: _is_text,
}


class Promise:
    """What the events of one parser must look like."""

    def __init__(self, fields: tuple[Field, ...]) -> None:
        self.fields = COMMON + fields
        self._fits = tuple(_FITS[field.kind] for field in self.fields)

    def problem(self, answer: Event | Unparsed) -> str:
        """What is wrong with an answer of `decode`; empty where nothing is."""
        if type(answer) is Unparsed:
            said = _is_text(answer.reason) and bool(answer.reason)
            return "" if said else f"gave no reason for an unparsed record: {answer.reason!r}"
        if type(answer) is not tuple:
            return f"gave a {type(answer).__name__} where an event is a tuple"
        if len(answer) != len(self.fields):
            return f"gave {len(answer)} values where {len(self.fields)} fields are declared"
        for field, fits, value in zip(self.fields, self._fits, answer, strict=True):
            if value is not None and not fits(value):
                return f"gave {shortened(value)} for the field {field.name}, which is {field.kind.value}"
        if answer[_EFFECT] not in _EFFECTS:
            return f"gave the effect {answer[_EFFECT]!r}; there is {', '.join(Effect)}"
        return ""


def shortened(value: object) -> str:
    """A value as Python writes it, cut where it is long."""
    said = repr(value)
    return said if len(said) <= 60 else f"{said[:59]}…"
