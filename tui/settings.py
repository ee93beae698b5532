"""The file of settings: TOML that is read once, and to which views are saved."""

from __future__ import annotations

import shutil
import tempfile
import tomllib
from collections.abc import Callable, Iterable, Iterator, Mapping
from pathlib import Path
from time import time_ns

from msgspec import Struct

from parsers import COMMON, UNPARSED
from parsers.toml import At, Table, dotted, line_of_error, statements
from tui.config import BUILT_IN, Config, ConfigError, bytes_of, nearest
from tui.formats import Formats, formats, known
from tui.toml import replaced
from tui.view import View
from tui.when import ranged, written


def read(path: Path, data: bytes) -> Config:
    """The settings that the bytes of a file say; raises `ConfigError`."""
    file = _File(path, data)
    said = file.data
    file.check((), said, TOP)
    file.check_names(("columns",), said.get("columns", []))
    keys = {".".join(at[1:]): _keys(file, at, value) for at, value in _leaves(said.pop("keys", {}), ("keys",))}
    views = {name: _view(file, name, table) for name, table in said.pop("views", {}).items()}
    return Config(**{**said, "columns": tuple(said.get("columns", ()))}, keys=keys, views={**BUILT_IN, **views})


def save_view(path: Path, name: str, view: View) -> None:
    """Write a view under a name, in place of one that has it; whatever else the file holds stays as it is.

    A range of time that moves is saved as it was written: `last 15m`. Raises `ConfigError`; then the file is untouched.
    """
    file = _File(path, bytes_of(path))
    file.check((), file.data, {**dict.fromkeys(file.data, ANYTHING), "views": TABLE})
    saved = _saved(view)
    wanted = {**file.data, "views": {**file.data.get("views", {}), name: saved}}
    try:
        text = replaced(file.text, ("views", name), saved)
        data, done = text.encode(), tomllib.loads(text) == wanted
    except ValueError:  # no longer TOML, or not text: half a character, from a terminal
        data, done = b"", False
    if not done:  # one pair of braces around several views, say
        raise file.wrong(("views",), f"{name!r} cannot be put here", expected="text, in tables like [views.NAME]")
    _write(path, data)


class _Rule(Struct, frozen=True):
    """What a key's value has to be."""

    expected: str
    fits: Callable[[object], bool]


def _are_texts(value: object) -> bool:
    return isinstance(value, list) and all(isinstance(item, str) for item in value)


ANYTHING = _Rule("anything", lambda _: True)
TEXT = _Rule('text in quotes: "…"', lambda value: isinstance(value, str))
FLAG = _Rule("true or false", lambda value: isinstance(value, bool))
NAMES = _Rule('a list of field names: ["time", "action"]', _are_texts)
TABLE = _Rule("a table", lambda value: isinstance(value, dict))
TOP = {"theme": TEXT, "utc": FLAG, "ascii": FLAG, "columns": NAMES, "keys": TABLE, "views": TABLE}
OF_VIEW = {"filter": TEXT, "time": TEXT, "log": TEXT, "sort": TEXT, "descending": FLAG, "columns": NAMES}


class _File:
    """The text of a file and what it says. Raises `ConfigError` for what is no TOML."""

    def __init__(self, path: Path, data: bytes) -> None:
        self.path = path
        try:
            self.text = data.decode("utf-8-sig")  # Windows' editors put a mark in front
            self.data: Table = tomllib.loads(self.text)
        except UnicodeDecodeError as error:
            line = error.object[: error.start].count(b"\n") + 1
            raise ConfigError(path, "not UTF-8", line=line, expected="text in UTF-8") from error
        except tomllib.TOMLDecodeError as error:
            said, number = line_of_error(error)
            raise ConfigError(path, f"not TOML: {said}", line=number) from error

    def wrong(self, at: At, problem: str, *, expected: str = "", nearest: str = "") -> ConfigError:
        """What to raise for a value, or a part of one."""
        found = (s.line for s in statements(self.text) if at in s.says)
        line = next(found, None)
        return ConfigError(self.path, problem, line=line, key=dotted(at), expected=expected, nearest=nearest)

    def check(self, at: At, table: Table, rules: Mapping[str, _Rule]) -> None:
        """Hold a table against its rules."""
        for key, value in table.items():
            if key not in rules:
                near = nearest(key, rules)
                raise self.wrong((*at, key), "no such key", expected=_or(rules), nearest=near)
            if not rules[key].fits(value):
                raise self.wrong((*at, key), f"{value!r} does not do", expected=rules[key].expected)

    def check_names(self, at: At, names: Iterable[str]) -> None:
        """Hold names of fields against those that any log declares."""
        for name in names:
            if name not in _fields(known()) and name not in (fields := _fields(formats())):
                raise self.wrong(
                    at, f"no field is called {name!r}", expected="a field's name", nearest=nearest(name, fields)
                )


def _view(file: _File, name: str, table: object) -> View:
    at = ("views", name)
    if not isinstance(table, dict):
        raise file.wrong(at, f"{table!r} does not do", expected=f"a table [{dotted(at)}]")
    file.check(at, table, OF_VIEW)
    logs = [*formats().names, UNPARSED] if "log" in table else []
    if logs and table["log"] not in logs:
        near = nearest(table["log"], logs)
        raise file.wrong((*at, "log"), f"no log is called {table['log']!r}", expected=_or(logs), nearest=near)
    file.check_names((*at, "sort"), [table["sort"]] if "sort" in table else [])
    file.check_names((*at, "columns"), table.get("columns", []))
    time = table.pop("time", "")
    view = View().with_(**{**table, "columns": tuple(table.get("columns", ()))})
    try:
        return ranged(view, time, time_ns() // 1000, None) if time else view
    except ValueError as error:
        raise file.wrong(
            (*at, "time"), f"{time!r} is no range of time", expected=str(error).removeprefix("write ")
        ) from error


def _keys(file: _File, at: At, value: object) -> str:
    keys = value if isinstance(value, list) else [value]
    said = ["comma" if key == "," else key for key in keys if isinstance(key, str)]
    joined = ",".join(said)
    if len(said) < len(keys) or not all(key.strip() for key in joined.split(",")):
        raise file.wrong(at, f"{value!r} does not do", expected='a key: "p", or ["p", "f5"]')
    return joined


def _leaves(table: Table, at: At) -> Iterator[tuple[At, object]]:
    """Ids with their keys; a dot outside quotes, which makes a table in TOML, is only a dot in an id."""
    for name, value in table.items():
        if isinstance(value, dict):
            yield from _leaves(value, (*at, name))
        else:
            yield (*at, name), value


def _fields(of: Formats) -> set[str]:
    return {f.name for f in COMMON}.union(*({f.name for f in said.fields} for said in of.declared))


def _or(names: Iterable[str]) -> str:
    *most, last = names
    return f"{', '.join(most)} or {last}" if most else last


def _saved(view: View) -> Table:
    """What is written of a view: the filter, and what differs from the usual."""
    usual, time = View(), written(view)
    kept = [key for key in OF_VIEW if key != "time" and getattr(view, key) != getattr(usual, key)]
    saved: Table = {"filter": view.filter, **({"time": time} if time else {})}
    saved |= {key: getattr(view, key) for key in kept}
    return {**saved, "columns": list(view.columns)} if view.columns else saved


def _write(path: Path, data: bytes) -> None:
    """Put a whole file in the place of another, so that no half of one is ever there; a link stays a link."""
    target = path.resolve()
    try:
        target.parent.mkdir(parents=True, exist_ok=True)
        with tempfile.NamedTemporaryFile(dir=target.parent, prefix=".config-", delete=False) as part:
            part.write(data)
        if target.exists():
            shutil.copymode(target, part.name)
        Path(part.name).replace(target)
    except OSError as error:
        raise ConfigError(path, f"cannot be written: {error.strerror}") from error
