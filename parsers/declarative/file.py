"""Reads the file that declares a format, and says in which line it goes wrong."""

from __future__ import annotations

import re
import tomllib
from collections.abc import Callable, Iterable, Mapping
from pathlib import Path

from msgspec import Struct
from msgspec.structs import replace

from parsers.base import COMMON, Effect, Field, Kind
from parsers.contract import DeclarationError
from parsers.declarative.values import Convert, Said, Template, converter, effect, moments, template
from parsers.toml import At, Table, dotted, line_of, line_of_error

COMMON_NAMES = tuple(field.name for field in COMMON if field.name != "time")
SURE = 0.8
"""How sure a format is of what fits it, where its file does not say."""


class FormatError(DeclarationError):
    """A file that declares no format that can be used: which line, which key, what is wrong, and what would do."""


class Format(Struct, frozen=True):
    """A format as its file declares it. `line` is `None` for JSON, where `keys` are the names that a record must have.

    `values` give the common fields and then the format's own; the first, the time, is `time`'s.
    """

    name: str
    title: str
    url: str
    patterns: tuple[str, ...]
    columns: tuple[str, ...]
    sample: bytes
    sure: float
    api: tuple[int, ...]
    line: re.Pattern[str] | None
    start: re.Pattern[bytes] | None
    header: re.Pattern[bytes] | None
    keys: tuple[str, ...]
    missing: frozenset[str]
    time: Template
    moment: Convert
    values: tuple[Said, ...]
    fields: tuple[Field, ...]


def read(path: Path) -> Format:
    """The format that a file declares; raises `FormatError`."""
    try:
        text = path.read_bytes().decode("utf-8-sig")
        data = tomllib.loads(text)
    except OSError as error:
        raise FormatError(f"it cannot be read: {error.strerror}") from error
    except UnicodeDecodeError as error:
        raise FormatError("it is not UTF-8") from error
    except tomllib.TOMLDecodeError as error:
        said, line = line_of_error(error)
        raise FormatError(f"line {line}: not TOML: {said}" if line else f"not TOML: {said}") from error
    return _File(text, data).format()


class _Rule(Struct, frozen=True):
    expected: str
    fits: Callable[[object], bool]


def _are_texts(value: object) -> bool:
    return isinstance(value, list) and all(isinstance(item, str) for item in value)


TEXT = _Rule('text in quotes: "…"', lambda value: isinstance(value, str) and bool(value))
TEXTS = _Rule('a list of texts: ["…"]', _are_texts)
FLAG = _Rule("true or false", lambda value: isinstance(value, bool))
WIDTH = _Rule("a number of cells", lambda value: type(value) is int and 0 < value < 1000)
SCORE = _Rule("a number from 0.3 to 1", lambda value: type(value) in {int, float} and 0.3 <= value <= 1)  # type: ignore[operator]
TABLE = _Rule("a table", lambda value: isinstance(value, dict))
VERSION = _Rule('a version: "1.0"', lambda value: isinstance(value, str) and bool(re.fullmatch(r"\d+\.\d+", value)))
TOP = {
    **dict.fromkeys(("name", "title", "url", "sample", "line", "start", "header"), TEXT),
    **dict.fromkeys(("patterns", "columns", "json", "missing"), TEXTS),
    **dict.fromkeys(("time", "common", "fields"), TABLE),
    "sure": SCORE,
    "api": VERSION,
}
NEEDED = ("name", "title", "url", "sample", "time", "common")
OF_TIME = {"from": TEXT, "format": TEXT}
OF_VALUE = {"from": TEXT, "map": TABLE, "otherwise": TEXT}
OF_FIELD = {**OF_VALUE, "kind": TEXT, "width": WIDTH, "description": TEXT, "unique": FLAG}


class _File:
    """What a file says, and where."""

    def __init__(self, text: str, data: Table) -> None:
        self.text, self.data = text, data

    def wrong(self, at: At, problem: str, expected: str = "") -> FormatError:
        """What to raise for a value, or for what is missing from one."""
        line = line_of(self.text, at)
        said = f"{f'line {line}: ' if line else ''}{dotted(at)}: {problem}"
        return FormatError(said + (f"; expected {expected}" if expected else ""))

    def unknown(self, at: At, problem: str, name: str, known: Iterable[str]) -> FormatError:
        """What to raise for a name that is none of those known."""
        from difflib import get_close_matches

        names = tuple(known)
        near = get_close_matches(name, names, n=1)
        if near:
            return self.wrong(at, f"{problem}; did you mean {near[0]}?")
        return self.wrong(at, problem, ", ".join(names))

    def check(self, at: At, table: Table, rules: Mapping[str, _Rule], needed: Iterable[str] = ()) -> None:
        """Hold a table against its rules."""
        for key, value in table.items():
            if key not in rules:
                raise self.unknown((*at, key), "no such key", key, rules)
            if not rules[key].fits(value):
                raise self.wrong((*at, key), f"{value!r} does not do", rules[key].expected)
        for key in needed:
            if key not in table:
                raise self.wrong((*at, key), "it is missing", rules[key].expected)

    def format(self) -> Format:
        """All of it."""
        data = self.data
        self.check((), data, TOP, NEEDED)
        if ("line" in data) == ("json" in data):
            raise self.wrong(("json" if "json" in data else "line",), "one of line and json is needed, and not both")
        line = self.pattern("line")
        names = tuple(line.groupindex) if line else None
        self.check(("time",), data["time"], OF_TIME, ("from",))
        common = self.common(data["common"], names)
        fields, own = self.fields(data.get("fields", {}), names)
        return Format(
            **{key: data[key] for key in ("name", "title", "url")},
            patterns=tuple(data.get("patterns", ())),
            columns=tuple(data.get("columns", ())),
            sample=data["sample"].encode(),
            sure=float(data.get("sure", SURE)),
            api=tuple(map(int, data.get("api", "1.0").split("."))),
            line=line,
            start=self.of_bytes("start" if "start" in data else "line"),
            header=self.of_bytes("header"),
            keys=tuple(data.get("json", ())),
            missing=frozenset(data.get("missing", ())),
            time=self.template(("time", "from"), f"{{{data['time']['from']}}}", names),
            moment=self.moment(data["time"].get("format", "")),
            values=(*common, *own),
            fields=fields,
        )

    def pattern(self, key: str) -> re.Pattern[str] | None:
        """A regular expression, or `None` where there is none."""
        if key not in self.data:
            return None
        try:
            return re.compile(self.data[key])
        except (re.error, RecursionError) as error:
            raise self.wrong((key,), f"no regular expression: {error}") from error

    def of_bytes(self, key: str) -> re.Pattern[bytes] | None:
        """The same for bytes."""
        found = self.pattern(key)
        return re.compile(found.pattern.encode(), found.flags & ~re.UNICODE) if found else None

    def moment(self, form: str) -> Convert:
        """What reads the time."""
        try:
            return moments(form)
        except ValueError as error:
            expected = "epoch, iso or a form such as %d/%b/%Y:%H:%M:%S"
            raise self.wrong(("time", "format"), str(error), expected) from error

    def template(self, at: At, text: str, names: tuple[str, ...] | None) -> Template:
        """A text with `{names}` in it; of a line the names are those of its groups."""
        try:
            made = template(text)
        except ValueError as error:
            raise self.wrong(at, str(error), "{name} for a value, {{ for a brace") from error
        for name in made.names if names is not None else ():
            if names is not None and name not in names:
                raise self.unknown(at, f"no group of line is called {name!r}", name, names)
        return made

    def common(self, table: Table, names: tuple[str, ...] | None) -> tuple[Said, ...]:
        """What the common fields say, but for the time."""
        for name in table:
            if name not in COMMON_NAMES:
                raise self.unknown(("common", name), "no common field", name, COMMON_NAMES)
        for name in ("action", "summary"):
            if name not in table:
                raise self.wrong(("common", name), "it is missing", TEXT.expected)
        found = {name: self.said(("common", name), value, names) for name, value in table.items()}
        found.setdefault("outcome", Said(template("success")))
        if "effect" in found:
            self.check_effects(table["effect"])
            found["effect"] = replace(found["effect"], convert=effect)
        return tuple(found.get(name, Said(template(""))) for name in COMMON_NAMES)

    def check_effects(self, value: object) -> None:
        """Effects are four, whatever they are made from."""
        said = [*value.get("map", {}).values(), value.get("otherwise", "")] if isinstance(value, dict) else [value]
        for one in said:
            if one and one not in set(Effect):
                raise self.wrong(("common", "effect"), f"{one!r} is no effect", ", ".join(Effect))

    def fields(self, table: Table, names: tuple[str, ...] | None) -> tuple[tuple[Field, ...], tuple[Said, ...]]:
        """The format's own fields, and what they say; one that does not say where from is from its own name."""
        fields, values = [], []
        for name, about in table.items():
            at = ("fields", name)
            if not isinstance(about, dict):
                raise self.wrong(at, f"{about!r} does not do", '{ description = "…" }')
            self.check(at, about, OF_FIELD)
            kind = self.kind(at, about.get("kind", Kind.TEXT.value))
            description, unique = about.get("description", ""), about.get("unique", False)
            fields.append(Field(name, kind, about.get("width", 16), description, unique))
            source = {key: value for key, value in about.items() if key in OF_VALUE}
            values.append(self.said(at, {"from": name, **source}, names, kind))
        return tuple(fields), tuple(values)

    def kind(self, at: At, name: str) -> Kind:
        """A kind by its name."""
        try:
            return Kind(name)
        except ValueError as error:
            raise self.wrong((*at, "kind"), f"no kind is called {name!r}", ", ".join(Kind)) from error

    def said(self, at: At, value: object, names: tuple[str, ...] | None, kind: Kind = Kind.TEXT) -> Said:
        """What a field says: a template, or a table with `from`, and `map` or `otherwise`."""
        if isinstance(value, str):
            return Said(self.template(at, value, names), converter(kind))
        if not isinstance(value, dict):
            raise self.wrong(at, f"{value!r} does not do", 'text: "{name}", or { from = "name", map = { … } }')
        self.check(at, value, OF_FIELD, ("from",))
        for key, one in value.get("map", {}).items():
            if not isinstance(one, str):
                raise self.wrong((*at, "map", key), f"{one!r} does not do", TEXT.expected)
        made = self.template((*at, "from"), f"{{{value['from']}}}", names)
        return Said(made, converter(kind), value.get("map", {}), value.get("otherwise"))
