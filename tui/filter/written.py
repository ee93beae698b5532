"""How text is written in a filter: escapes read and made, quotes, and what may stand without them."""

from __future__ import annotations

import re
from collections.abc import Iterator
from ipaddress import ip_network

from tui.filter.glob import Glob, glob

SPECIAL = '\\():<>"*{}/@'
ESCAPE = re.compile(r"\\(u[0-9a-fA-F]{4}|.)?", re.DOTALL)
CONTROLS = {"t": "\t", "r": "\r", "n": "\n"}
KEYWORDS = frozenset({"and", "or", "not"})
CIDR = re.compile(r"[0-9a-fA-F:.]+/\d{1,3}")
COLONED = re.compile(r"arn|[0-9a-f]{1,4}|\d[\d.-]*(T\d\d)?", re.IGNORECASE)
PLAIN = re.compile(r"[^\s()\"\\<>{}*/@:][^\s()\"\\<>{}*]*")
"""Values that need no quotes, keywords and networks aside."""


def sound(text: str) -> str:
    """The text with halves of surrogate pairs joined or, alone, replaced: what UTF-8 can carry."""
    return text if text.isascii() else text.encode("utf-16", "surrogatepass").decode("utf-16", "replace")


def unescaped(text: str, quoted: bool) -> Iterator[str | None]:
    """The text a filter's spelling means, with `None` for a wildcard; in quotes, `*` is a star.

    As KQL has it, except that a backslash before a letter that needs none stays: `domain\\user`.
    """
    if not quoted and text[:1] == "\\" and text[1:].lower() in KEYWORDS:
        text = text[1:]
    end = 0
    for escape in ESCAPE.finditer(text):
        yield from stars(text[end : escape.start()], quoted)
        yield character(escape[1] or "", quoted)
        end = escape.end()
    yield from stars(text[end:], quoted)


def stars(text: str, quoted: bool) -> Iterator[str | None]:
    """Text without escapes, its wildcards as `None`."""
    first, *rest = (text,) if quoted else text.split("*")
    yield first
    for piece in rest:
        yield None
        yield piece


def character(escape: str, quoted: bool) -> str:
    """What stands behind a backslash, read."""
    if len(escape) == 5:
        return chr(int(escape[1:], 16))
    if escape in CONTROLS:
        return CONTROLS[escape]
    known = escape and escape in ('\\"' if quoted else SPECIAL + " ")
    return escape if known else "\\" + escape


def bare(text: str) -> Glob:
    """What a value or word without quotes means."""
    return Glob(tuple(sound(part) for part in glob(unescaped(text, quoted=False)).parts))


def quoted(text: str) -> str:
    """What a phrase means; `text` has its quotes."""
    return sound("".join(piece or "" for piece in unescaped(text[1:-1], quoted=True)))


def name(text: str) -> str:
    """The field that a written name means; a wildcard stays a star."""
    return quoted(text) if text.startswith('"') else bare(text).written()


def network(text: str) -> bool:
    """Whether a value without quotes is a network, as in 10.0.0.0/8 or 2001:db8::/32."""
    if not CIDR.fullmatch(text):
        return False
    try:
        ip_network(text, strict=False)
    except ValueError:
        return False
    return True


def quote(value: str) -> str:
    """The value as a filter spells it: `field:` before it asks for exactly this text and nothing else."""
    plain = PLAIN.fullmatch(value) and value.lower() not in KEYWORDS and not network(value)
    return value if plain and value == sound(value) else in_quotes(value)


def in_quotes(text: str) -> str:
    """The text in quotes, where every character is meant."""
    said = sound(text).replace("\\", "\\\\").replace('"', '\\"')
    for letter, control in CONTROLS.items():
        said = said.replace(control, "\\" + letter)
    return f'"{said}"'


def field_name(text: str) -> str:
    """A field's name as a filter spells it; in quotes where `name:` could begin an ARN, address or time."""
    if re.search(r"\s", text) or text.lower() in KEYWORDS or COLONED.fullmatch(text):
        return in_quotes(text)
    return re.sub(r'[\\():<>"{}]', r"\\\g<0>", text)


def spelled(value: Glob) -> str:
    """A value with its wildcards as a filter spells it."""
    if value.literal is not None:
        return quote(value.literal)
    return "*".join(re.sub(r'[\\():<>"*{}/@\s]', escape, part) for part in value.parts)


def escape(found: re.Match[str]) -> str:
    """One character with a backslash, or as its number where it is a blank that has no other way."""
    sign = found[0]
    return f"\\u{ord(sign):04x}" if sign.isspace() and sign != " " else f"\\{sign}"
