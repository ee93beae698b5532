"""The filter language evaluated the slow, obvious way: what every answer of the engine is compared with.

Shares no code with the program below the tree: values are compared with Python's own `re`, `ipaddress` and
`datetime`.
"""

from __future__ import annotations

import ipaddress
import json
import re
from collections.abc import Iterator, Mapping
from datetime import UTC, datetime, timedelta
from pathlib import Path

from parsers import Kind
from tui.filter.columns import Catalogue, Column
from tui.filter.glob import Glob
from tui.filter.tree import (
    And,
    Cidr,
    Everything,
    Exists,
    InFile,
    Match,
    Node,
    Not,
    Or,
    Range,
    Regex,
    Words,
)

TEXT = {Kind.TEXT, Kind.ADDRESS, Kind.ARN}
NOW = datetime(2026, 11, 20, 12, 30, tzinfo=UTC)
END = datetime(2026, 11, 20, 12, 5, 30, tzinfo=UTC)
EPOCH = datetime(1970, 1, 1, tzinfo=UTC)


def micros(moment: datetime) -> int:
    """Microseconds since 1970."""
    return (moment - EPOCH) // timedelta(microseconds=1)


def matches(node: Node, event: Mapping[int, object], raw: bytes, catalogue: Catalogue) -> bool:
    """Whether the event, its values by column number, is meant."""
    match node:
        case Everything():
            return True
        case And(parts):
            return all(matches(part, event, raw, catalogue) for part in parts)
        case Or(parts):
            return any(matches(part, event, raw, catalogue) for part in parts)
        case Not(part):
            return not matches(part, event, raw, catalogue)
        case Words() | Regex(None):
            return anywhere(node, event, raw, catalogue)
        case InFile(field, path):
            lines = [line.strip() for line in Path(path).read_text().splitlines()]
            wanted = [line for line in lines if line and not line.startswith("#")]
            asks = [Cidr(field, line) if "/" in line else Match(field, Glob((line,))) for line in wanted]
            return any(matches(ask, event, raw, catalogue) for ask in asks)
        case _:
            return asked(node, event, raw, catalogue)


def anywhere(node: Words | Regex, event: Mapping[int, object], raw: bytes, catalogue: Catalogue) -> bool:
    """Some text column, or the record as written, or with its escapes read."""
    texts = [event[c.number] for c in catalogue.columns if c.kind in TEXT and event.get(c.number) is not None]
    pattern = node.pattern if isinstance(node, Regex) else "(?s)" + starred(node.text)
    if any(found(pattern, str(text)) for text in texts):
        return True
    text = raw.decode()
    if isinstance(node, Words) and len(node.text.parts) > 1 and text.startswith("{"):
        return any(found(pattern, said) for said in everything(json.loads(text)))
    plain = re.sub(r'\\(?:u(....)|(["/\\\\]))', lambda e: chr(int(e[1], 16)) if e[1] else e[2], text)
    return found(pattern, text) or found(pattern, plain)


def everything(value: object) -> Iterator[str]:
    """Keys and values of a JSON value."""
    if isinstance(value, dict):
        for key, item in value.items():
            yield key
            yield from everything(item)
    elif isinstance(value, list):
        for item in value:
            yield from everything(item)
    elif value is not None:
        yield shown(value)


def starred(text: Glob) -> str:
    """A glob as a pattern."""
    return ".*".join(re.escape(part) for part in text.parts)


def found(pattern: str, text: str) -> bool:
    """The pattern is in the text."""
    return re.search(pattern, text, re.IGNORECASE) is not None


def asked(node: Node, event: Mapping[int, object], raw: bytes, catalogue: Catalogue) -> bool:
    """A field of the event: its columns, or a path of its JSON, or both for a name with a star."""
    assert isinstance(node, Match | Range | Exists | Regex | Cidr)
    field = str(node.field)
    if "*" in field:
        named = re.compile(starred(Glob(tuple(field.split("*")))) + r"\Z", re.IGNORECASE)
        columns = tuple(c for c in catalogue.columns if named.match(c.name))
    else:
        columns = catalogue.resolve(field)
    textual = (
        len({"text" if c.kind in TEXT else "n" if c.kind in {Kind.INTEGER, Kind.REAL} else c.kind for c in columns}) > 1
    )
    for column in columns:
        value = event.get(column.number)
        if value is not None and compare(node, column, value, textual):
            return True
    if columns and "*" not in field:
        return False
    path = field.removeprefix("raw.") if not columns else field
    try:
        record = json.loads(raw)
    except ValueError:
        return False
    return any(compare_text(node, shown(value)) for value in at(record, path))


def at(record: object, path: str) -> Iterator[object]:
    """Values whose path, or that of what they are part of, fits."""
    named = re.compile(starred(Glob(tuple(path.split("*")))) + r"(\..*)?\Z", re.IGNORECASE | re.DOTALL)
    return (value for where, value in paths(record, "") if named.match(where))


def paths(value: object, where: str) -> Iterator[tuple[str, object]]:
    """Every scalar with its path."""
    if isinstance(value, dict):
        for key, item in value.items():
            yield from paths(item, f"{where}.{key}" if where else key)
    elif isinstance(value, list):
        for item in value:
            yield from paths(item, where)
    elif value is not None:
        yield where, value


def shown(value: object) -> str:
    """A scalar as text."""
    return str(value).lower() if isinstance(value, bool) else str(value)


def compare(node: Node, column: Column, value: object, textual: bool) -> bool:
    """One column's value."""
    if isinstance(node, Exists):
        return True
    single = isinstance(node, Range) or (isinstance(node, Match) and len(node.value.parts) == 1)
    if not textual and single and column.kind not in TEXT:
        return compare_kind(node, column.kind, value)
    if isinstance(node, Cidr) and column.kind not in TEXT:
        return False
    if column.kind is Kind.TIME:
        assert isinstance(value, int)
        return compare_text(node, (EPOCH + timedelta(microseconds=value)).strftime("%Y-%m-%dT%H:%M:%S.%fZ"))
    return compare_text(node, shown(value))


def compare_kind(node: Node, kind: Kind, value: object) -> bool:
    """Numbers, yes and no, times."""
    assert isinstance(node, Range | Match)
    op, wanted = (node.op, node.value) if isinstance(node, Range) else ("=", node.value.parts[0])
    if kind is Kind.BOOLEAN:
        return value == (wanted.lower() in {"true", "yes"})
    assert isinstance(value, int | float)
    if kind is not Kind.TIME:
        return order(op, value, float(wanted))
    start, stop = moment(wanted)
    ask = {
        "=": start <= value < stop,
        "<": value < start,
        "<=": value < stop,
        ">": value >= stop,
        ">=": value >= start,
    }
    return ask[op]


def order(op: str, one: float | str, other: float | str) -> bool:
    """Before or after."""
    match op:
        case "<" | "<=":
            return one < other or (op == "<=" and one == other)  # type: ignore[operator]
        case ">" | ">=":
            return one > other or (op == ">=" and one == other)  # type: ignore[operator]
    return one == other


def moment(text: str) -> tuple[int, int]:
    """The few forms of time that the tests use."""
    if relative := re.fullmatch(r"(now|end)(?:-(\d+)([smh]))?", text):
        unit = {"s": 1, "m": 60, "h": 3600, None: 0}[relative[3]]
        start = (NOW if relative[1] == "now" else END) - timedelta(seconds=int(relative[2] or 0) * unit)
        return micros(start), micros(start + timedelta(seconds=1))
    if re.fullmatch(r"\d\d:\d\d(:\d\d)?", text):
        text = f"{END:%Y-%m-%d}T{text}"
    start = datetime.fromisoformat(text.removesuffix("Z")).replace(tzinfo=UTC)
    length = {10: 86400, 16: 60, 19: 1}[len(text.removesuffix("Z"))]
    return micros(start), micros(start + timedelta(seconds=length))


def compare_text(node: Node, text: str) -> bool:
    """One text."""
    match node:
        case Exists():
            return True
        case Match(_, value):
            return re.fullmatch(starred(value), text, re.IGNORECASE | re.DOTALL) is not None
        case Regex(_, pattern):
            return found(pattern, text)
        case Range(_, op, bound):
            number = r"-?\d+(\.\d+)?"
            if re.fullmatch(number, bound):
                return bool(re.fullmatch(number, text)) and order(op, float(text), float(bound))
            if bound.startswith(("now", "end")):
                bound = (EPOCH + timedelta(microseconds=moment(bound)[0])).isoformat()
            return order(op, text.lower(), bound.lower())
        case Cidr(_, network):
            return text.lower() == network.lower() or contains(network, text)
    raise AssertionError(node)


def contains(network: str, text: str) -> bool:
    """The address is in the network."""
    text = re.sub(r"^([\d.]+):\d+$", r"\1", text)
    try:
        return ipaddress.ip_address(text) in ipaddress.ip_network(network, strict=False)
    except ValueError:
        return False
