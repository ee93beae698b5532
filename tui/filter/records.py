"""What a raw record says: the values at a path of its JSON, and its text with JSON's escapes read."""

from __future__ import annotations

import re
from collections.abc import Iterator

import orjson

from tui.filter.glob import Glob, fold
from tui.filter.values import as_text

ESCAPED = re.compile(r'\\(?:u([0-9a-fA-F]{4})|(["\\/bfnrt]))')
SHORT = {"b": "\b", "f": "\f", "n": "\n", "r": "\r", "t": "\t"}


def loaded(raw: bytes) -> object:
    """The record's JSON value; `None` where it is not JSON."""
    try:
        return orjson.loads(raw)
    except orjson.JSONDecodeError:
        return None


def unescaped(text: str) -> str:
    """The text with JSON's escapes read wherever they stand."""
    if "\\" not in text:
        return text
    said = ESCAPED.sub(lambda found: chr(int(found[1], 16)) if found[1] else SHORT.get(found[2], found[2]), text)
    return said.encode("utf-16", "surrogatepass").decode("utf-16", "replace")


def at_path(record: object, names: tuple[str, ...]) -> Iterator[str]:
    """Every value at a path, whatever its case, as text: any element of a list, anything below an object.

    `names` are the path's names in lower case. A name that itself holds dots is read as the
    path it looks like.
    """
    todo = [(record, 0)]
    while todo:
        value, place = todo.pop()
        if isinstance(value, list):
            todo += ((item, place) for item in reversed(value))
        elif isinstance(value, dict):
            for key, item in value.items():
                todo += ((item, after) for after in steps(fold(key), names, place))
        elif value is not None and place == len(names):
            yield as_text(value)


def steps(key: str, names: tuple[str, ...], place: int) -> Iterator[int]:
    """How far along the path a key leads."""
    if place == len(names):
        yield place
    elif key == names[place]:
        yield place + 1
    elif "." in key:
        parts = tuple(key.split("."))
        shared = min(len(parts), len(names) - place)
        if parts[:shared] == names[place : place + shared]:
            yield place + shared


def said(record: object) -> Iterator[str]:
    """Every key and every value of the record, as text."""
    todo = [record]
    while todo:
        value = todo.pop()
        if isinstance(value, list):
            todo += value
        elif isinstance(value, dict):
            yield from value
            todo += value.values()
        elif value is not None:
            yield as_text(value)


def everywhere(record: object) -> Iterator[tuple[str, str]]:
    """Every value of the record with its path in lower case, names joined with dots, lists passed through."""
    todo = [(record, "")]
    while todo:
        value, path = todo.pop()
        if isinstance(value, list):
            todo += ((item, path) for item in value)
        elif isinstance(value, dict):
            todo += ((item, f"{path}.{fold(key)}" if path else fold(key)) for key, item in value.items())
        elif value is not None:
            yield path, as_text(value)


def at_paths(record: object, pattern: Glob) -> Iterator[str]:
    """Every value whose path, or that of something it is part of, fits a pattern in lower case."""
    for path, value in everywhere(record):
        ends = [place for place, letter in enumerate(path) if letter == "."]
        if any(pattern.fits(path[:end]) for end in (len(path), *reversed(ends))):
            yield value
