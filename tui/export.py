"""Events written out for other programs and other people: as records, lines of JSON, CSV, a table."""

from __future__ import annotations

import csv
import io
import re
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from contextlib import suppress
from pathlib import Path
from typing import TypeAlias

import orjson
from msgspec import Struct

from parsers import COMMON, UNPARSED, Value
from tui.visible import fit, visible, width_of
from tui.when import iso
from tui.window import Row

COLUMNS = ("time", "service", "action", "actor", "target", "outcome")
"""What a table shows when nobody says."""
TELLING = 1000
"""After so many events it is told how many are written."""


class Record(Struct, frozen=True):
    """One event to be written: its row with every field, its raw record, and where that and its copies were read."""

    row: Row
    raw: bytes = b""
    places: tuple[str, ...] = ()


Columns: TypeAlias = Sequence[str]


def nothing(_: Columns) -> bytes:
    """What stands above the events of most forms."""
    return b""


class Form(Struct, frozen=True):
    """A way to write events down, one after the other; `suffix` ends the name of a file of it.

    `line` is all that is written of an event, its end included; `heading` stands above the first. `whole`: more
    is needed of an event than its row.
    """

    name: str
    title: str
    suffix: str
    line: Callable[[Record, Columns], bytes]
    heading: Callable[[Columns], bytes] = nothing
    whole: bool = False

    def lines(self, records: Iterable[Record], columns: Columns) -> Iterator[bytes]:
        """All of it: the heading, then the events."""
        yield self.heading(columns)
        for record in records:
            yield self.line(record, columns)


class StoppedError(Exception):
    """The person wanted no more of it."""


def write(path: Path, lines: Iterable[bytes], wrote: Callable[[int], bool]) -> int:
    """Write the lines of a form into a file that was not there before; returns how many events that were.

    `wrote` is told how far it is, and ends it by saying `False`: then, as after any error, there is no file.
    Raises `StoppedError`, and `OSError` (`FileExistsError` where there is a file of that name).
    """
    number = 0
    with path.open("xb") as file:
        try:
            for number, line in enumerate(lines):
                file.write(line)
                if number % TELLING == 0 and not wrote(number):
                    raise StoppedError
        except BaseException:
            with suppress(OSError):
                path.unlink()
            raise
    return number


def _raw(record: Record, _: Columns) -> bytes:
    return record.raw + b"\n"


def _json(record: Record, _: Columns) -> bytes:
    values: dict[str, object] = dict(record.row.values)
    values["time"] = iso(record.row.values["time"])
    values["place"], values["copies"] = record.places[0], record.places[1:]
    values["raw"] = raw_value(record.raw)
    return orjson.dumps(values) + b"\n"


def raw_value(raw: bytes) -> object:
    """A record as JSON where it is JSON, byte for byte if it is on one line; else as its text."""
    try:
        value = orjson.loads(raw)
    except orjson.JSONDecodeError:
        return raw.decode("utf-8", "backslashreplace")
    return value if b"\n" in raw or b"\r" in raw else orjson.Fragment(raw)


def _csv_cells(cells: Columns) -> bytes:
    line = io.StringIO()
    csv.writer(line).writerow(cells)
    return line.getvalue().encode()


def _csv(record: Record, columns: Columns) -> bytes:
    return _csv_cells([_cell(said) for said in _said(record.row.values, columns)])


def _cell(text: str) -> str:
    """A text that no spreadsheet takes for a formula. Source: owasp.org/www-community/attacks/CSV_Injection."""
    return f"'{text}" if text[:1] in {"=", "+", "-", "@"} else text


def _markdown_cells(cells: Iterable[str]) -> bytes:
    return f"| {' | '.join(cells)} |\n".encode()


def _markdown_heading(columns: Columns) -> bytes:
    return _markdown_cells(columns) + _markdown_cells(["---"] * len(columns))


def _markdown(record: Record, columns: Columns) -> bytes:
    return _markdown_cells([_literal(said) for said in _said(record.row.values, columns)])


def _literal(text: str) -> str:
    """A text in which nothing is markup."""
    return re.sub(r"([\\`*_{}\[\]<>#|~&])", r"\\\1", text)


def _table_cells(cells: Iterable[str], columns: Columns) -> bytes:
    return (" ".join(map(_padded, cells, (_WIDTHS.get(name, 20) for name in columns))).rstrip() + "\n").encode()


def _table(record: Record, columns: Columns) -> bytes:
    values = record.row.values
    if values["log"] == UNPARSED:
        return f"{_padded(iso(values['time']) or '', _WIDTHS['time'])} unparsed: {_word(values['summary'])}\n".encode()
    return _table_cells(_said(values, columns), columns)


_WIDTHS = {f.name: f.width for f in COMMON} | {"time": 27}


def _padded(text: str, width: int) -> str:
    shown = fit(text, width)
    return shown + " " * (width - width_of(shown))


def _said(values: Mapping[str, Value], columns: Columns) -> list[str]:
    """The columns in words, safe to be seen on a terminal."""
    shown = {**values, "time": iso(values["time"])}
    return [_word(shown.get(name)) for name in columns]


def _word(value: Value) -> str:
    return "" if value is None else visible(str(value))


JSON_LINES = Form("jsonl", "JSON Lines: every field, and the record", ".jsonl", _json, whole=True)
FORMS: Mapping[str, Form] = {
    form.name: form
    for form in (
        JSON_LINES,
        Form("raw", "the records alone, byte for byte", ".log", _raw, whole=True),
        Form("csv", "CSV: the columns shown, for a spreadsheet", ".csv", _csv, _csv_cells),
        Form("markdown", "Markdown: the columns shown, for a ticket", ".md", _markdown, _markdown_heading),
        Form("table", "a table of text: the columns shown", ".txt", _table, lambda names: _table_cells(names, names)),
    )
}
