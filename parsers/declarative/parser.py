"""The parser that a declared format is."""

from __future__ import annotations

import re
from collections.abc import Mapping
from pathlib import Path
from typing import Any

import orjson

from parsers.base import Event, Parser, Unparsed
from parsers.declarative.file import Format, read
from parsers.declarative.values import Lookup


class Declarative(Parser):
    """Reads records as a file declares them."""

    format: Format

    def sniff(self, head: bytes) -> float:
        """As sure as the format is, where the first line matches or the first record has the names."""
        if self.format.line:
            return self._of_text(head)
        return self._of_json(head)

    def _of_text(self, head: bytes) -> float:
        form = self.format
        for line in head.splitlines()[:3]:
            if form.line and form.line.fullmatch(line.decode(errors="replace")):
                return form.sure
            if not (form.header and form.header.match(line)):
                return 0.0
        return 0.0

    def _of_json(self, head: bytes) -> float:
        found = _parsed(head)
        if isinstance(found, dict):
            return self.format.sure if all(_at(found, key) is not None for key in self.format.keys) else 0.0
        # The first record may be longer than what is looked at.
        names = (key.rpartition(".")[2].encode() for key in self.format.keys)
        begins = re.match(rb"\s*\{", head)
        return self.format.sure / 2 if begins and all(b'"%s"' % name in head for name in names) else 0.0

    def decode(self, raw: bytes) -> Event | Unparsed:
        """The values that the format makes of a record."""
        lookup = self._line(raw) if self.format.line else self._record(raw)
        if isinstance(lookup, Unparsed):
            return lookup
        form = self.format
        written = form.time(lookup)
        time = None if written is None else form.moment(written)
        if time is None:
            return Unparsed(f"no time: {form.time.names[0]} is {written!r}" if written else "no time")
        return (time, *(said(lookup) for said in form.values))

    def _line(self, raw: bytes) -> Lookup | Unparsed:
        found = self.format.line.fullmatch(raw.decode(errors="replace")) if self.format.line else None
        if found is None:
            return Unparsed("the line is not of the form that is declared")
        missing, groups = self.format.missing, found.groupdict()

        def lookup(name: str) -> str | None:
            said = groups[name]
            return None if said in missing else said

        return lookup

    def _record(self, raw: bytes) -> Lookup | Unparsed:
        try:
            record = orjson.loads(raw)
        except orjson.JSONDecodeError as error:
            return Unparsed(f"not JSON: {error}")
        if not isinstance(record, dict):
            return Unparsed("JSON, but not an object")
        missing = self.format.missing

        def lookup(name: str) -> str | None:
            said = _text(_at(record, name))
            return None if said in missing else said

        return lookup


def _parsed(head: bytes) -> object:
    try:
        return orjson.loads(head)
    except orjson.JSONDecodeError:
        pass
    try:
        return orjson.loads(head.partition(b"\n")[0])
    except orjson.JSONDecodeError:
        return None


def _at(record: Mapping[str, Any], path: str) -> object:
    """What stands at `a.b.c`; a name may hold dots itself."""
    if path in record:
        found: object = record[path]
        return found
    name, dot, rest = path.partition(".")
    inner = record.get(name) if dot else None
    return _at(inner, rest) if isinstance(inner, dict) else None


def _text(value: object) -> str | None:
    if value is None or isinstance(value, str):
        return value
    if isinstance(value, bool):
        return "true" if value else "false"
    return str(value) if isinstance(value, int | float) else orjson.dumps(value).decode()


def of_toml(path: Path) -> Parser:
    """The parser of the format that a file declares; raises `FormatError`."""
    form = read(path)
    declared = ("name", "title", "url", "patterns", "columns", "sample", "fields", "start", "header", "api")
    members = {name: getattr(form, name) for name in declared}
    made: Declarative = type("Declarative", (Declarative,), {**members, "format": form})()
    return made
