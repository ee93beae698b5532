"""What the values of a declared format are made of: templates, maps and conversions."""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping
from datetime import UTC, datetime
from typing import TypeAlias

from msgspec import Struct, field

from parsers.base import Effect, Kind, Value
from parsers.contract import EARLIEST, LATEST
from parsers.jsonlines import moment

Lookup: TypeAlias = Callable[[str], str | None]
"""What a record says under a name, as text."""
Convert: TypeAlias = Callable[[str], Value]

_PART = re.compile(r"\{\{|\}\}|\{([^{}]+)\}|([^{}]+)|[{}]")
_EPOCH = datetime(1970, 1, 1, tzinfo=UTC)
_EFFECTS = frozenset(effect.value for effect in Effect)
UNSAID = "?"
"""What stands in a sentence for a value that the record does not say."""


class Template(Struct, frozen=True):
    """Text between names: `parts` are (text, name) with one of them empty."""

    parts: tuple[tuple[str, str], ...]

    @property
    def names(self) -> tuple[str, ...]:
        """The names in it."""
        return tuple(name for _, name in self.parts if name)

    def __call__(self, lookup: Lookup) -> str | None:
        """The text with what the record says; `None` where it says nothing of what is asked."""
        if len(self.parts) == 1 and self.parts[0][1]:
            return lookup(self.parts[0][1])
        said = [text if text else lookup(name) for text, name in self.parts]
        if self.names and not any(one for one, (text, _) in zip(said, self.parts, strict=True) if not text):
            return None
        return "".join(UNSAID if one is None else one for one in said) or None


def template(text: str) -> Template:
    """A text with `{names}` in it; raises `ValueError` for a lone brace."""
    parts: list[tuple[str, str]] = []
    for found in _PART.finditer(text):
        if found[0] in "{}":
            raise ValueError(f"a lone {found[0]}")
        parts.append(("", found[1].strip()) if found[1] else (found[2] or found[0][0], ""))
    return Template(tuple(parts))


class Said(Struct, frozen=True):
    """What a field says: a template, mapped and converted; `otherwise` where the map has no such value."""

    template: Template
    convert: Convert = str
    map: Mapping[str, str] = field(default_factory=dict)
    otherwise: str | None = None

    def __call__(self, lookup: Lookup) -> Value:
        """The value, or `None`."""
        text = self.template(lookup)
        if self.map or self.otherwise is not None:
            text = self.map.get(text or "", self.otherwise if self.otherwise is not None else text)
        return None if text is None else self.convert(text)


def converter(kind: Kind) -> Convert:
    """What makes a value of that kind of a text; `None` where it is no such value."""
    return {Kind.TIME: moment, Kind.INTEGER: _integer, Kind.REAL: _real, Kind.BOOLEAN: _flag}.get(kind, str)


def effect(text: str) -> str | None:
    """An effect; `None` for what no map made one."""
    return text if text in _EFFECTS else None


def _integer(text: str) -> int | None:
    try:
        found = int(text)
    except ValueError:
        return None
    return found if found.bit_length() < 64 else None


def _real(text: str) -> float | None:
    try:
        return float(text)
    except ValueError:
        return None


def _flag(text: str) -> bool | None:
    return {"true": True, "false": False, "1": True, "0": False, "yes": True, "no": False}.get(text.lower())


def moments(form: str) -> Convert:
    """What reads a time: no form, `epoch` and `iso` for numbers and ISO text, else a form of `strptime`, UTC.

    Raises `ValueError` for what is none of these.
    """
    if form in {"", "epoch", "iso"}:
        return moment
    if "%" not in form:
        raise ValueError(f"{form!r} is no form of a time")
    datetime.strptime(datetime(2001, 2, 3, tzinfo=UTC).strftime(form), form)
    return lambda text: _of_form(text, form)


def _of_form(text: str, form: str) -> int | None:
    try:
        at = datetime.strptime(text, form)
    except ValueError:
        return None
    since = (at if at.tzinfo else at.replace(tzinfo=UTC)) - _EPOCH
    micros = (since.days * 86_400 + since.seconds) * 1_000_000 + since.microseconds
    return micros if EARLIEST < micros < LATEST else None
