"""The lines of the event pane: headline, queries, the record as a tree or as text, where it was read."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from typing import Any, TypeAlias

from msgspec import Struct

from parsers import SUCCESS, UNPARSED, Effect, Layout
from tui.drawing.code import colour
from tui.drawing.record import Folds, Node, NotATreeError, parse, scalar_text, text_of, walk
from tui.drawing.spans import Span, mark
from tui.drawing.times import Clock, arrived
from tui.drawing.wrap import wrap, wrap_words
from tui.palette import Glyphs
from tui.visible import visible
from tui.window import Detail, Row

Line: TypeAlias = tuple[Span, ...]

TEXT_SHOWN = 256 << 10
"""Characters of a record's text that are laid out; the rest is copied and exported, not drawn."""

_DESTROYED = re.compile(r"\b(?:deleted|dropped|destroyed|terminated|removed|truncated|no final snapshot)\b")


class Record(Struct, frozen=True):
    """What a detail holds, read once: the tree, or why there is none."""

    detail: Detail
    tree: Any
    as_text: bool
    reason: str


def read(detail: Detail) -> Record:
    """Read a record; never raises. The tree of one that is no JSON is the fields it was decoded to."""
    try:
        return Record(detail, parse(detail.raw), False, "")
    except NotATreeError as why:
        said = {k: v for k, v in detail.row.values.items() if v is not None and k not in {"summary", "arrival"}}
        unparsed = detail.row.values.get("log") == UNPARSED
        return Record(detail, {} if unparsed else said, True, str(why))


class Style(Struct, frozen=True):
    """How a record is laid out: the width in cells, the clock, the glyphs, and what is searched for."""

    width: int
    clock: Clock
    glyphs: Glyphs
    wanted: re.Pattern[str] | None = None

    def sentence(self, spans: Sequence[Span]) -> list[Line]:
        """Words, wrapped."""
        return wrap_words(mark(spans, self.wanted), self.width)

    def code(self, spans: Sequence[Span], hang: int) -> list[Line]:
        """A line of a query, wrapped between words, the rest under its beginning."""
        return wrap_words(mark(spans, self.wanted), self.width, hang)

    def exact(self, spans: Sequence[Span], hang: int = 0) -> list[Line]:
        """Values, wrapped."""
        return wrap(mark(spans, self.wanted), self.width, hang)


def head(record: Record, style: Style) -> list[Line]:
    """What stands before the tree: the headline, when and how it ended, and the queries."""
    row = record.detail.row
    lines = style.sentence(_headline(row))
    lines += style.sentence(_facts(row, style))
    for note in record.detail.notes:
        lines += style.sentence([(visible(note), "muted")])
    for layout in record.detail.layouts:
        lines += [(), *_query(layout, style)]
    if record.reason:
        lines += [(), *style.sentence([(visible(record.reason), "failed")])]
    return [*lines, ()]


def tail(record: Record, style: Style) -> list[Line]:
    """What stands after the tree: the text of a record that is no JSON, and where it was read."""
    lines: list[Line] = []
    if record.as_text:
        lines += [(("raw", "title"),)] if not record.tree else [(), (("raw", "title"),)]
        text = text_of(record.detail.raw)
        for line in text[:TEXT_SHOWN].split("\n"):
            lines += style.exact([(visible(line), "text")])
        if len(text) > TEXT_SHOWN:
            lines.append(((f"… and {len(text) - TEXT_SHOWN:,} characters more", "muted"),))
    places = (style.exact([(visible(place), "muted")]) for place in record.detail.places)
    return [*lines, (), *(line for place in places for line in place)]


def tree(record: Record, folds: Folds, style: Style) -> Iterator[tuple[Node, list[Line]]]:
    """The nodes to be seen, each with its lines."""
    if record.tree == {} and record.as_text:
        return
    for node in walk(record.tree, folds):
        yield node, node_lines(node, folds, style)


def node_lines(node: Node, folds: Folds, style: Style) -> list[Line]:
    """One node: its key, and its value or how much it holds."""
    indent = min(2 * max(0, len(node.path) - 1), style.width // 3)
    marker = "  "
    if node.foldable:
        marker = (style.glyphs.folded if folds.folded(node) else style.glyphs.unfolded) + " "
    key = visible(str(node.path[-1])) if node.path else ""
    key_ink = "key" if node.path and isinstance(node.path[-1], str) else "muted"
    lead: list[Span] = [(" " * indent, "text"), (marker, "muted"), (key, key_ink)]
    if node.foldable and not folds.folded(node):
        return style.exact(lead, indent + 4)
    if node.path:
        lead.append((": ", "punctuation"))
    return style.exact([*lead, *_value(node.value)], indent + 4)


def node_text(node: Node) -> str:
    """What a search of a node looks through: its key, and its value where it has one."""
    key = visible(str(node.path[-1])) if node.path else ""
    return key if node.foldable else f"{key}: {visible(scalar_text(node.value))}"


def _value(value: Any) -> tuple[Span, ...]:
    match value:
        case str():
            return ('"', "punctuation"), (visible(value), "string"), ('"', "punctuation")
        case bool() | None:
            return ((scalar_text(value), "constant"),)
        case dict():
            return ((f"{{{len(value) or ''}}}", "muted"),)
        case list():
            return ((f"[{len(value) or ''}]", "muted"),)
    return ((scalar_text(value), "number"),)


def _headline(row: Row) -> list[Span]:
    """The summary, with who and what in it picked out."""
    summary = visible(str(row.values.get("summary") or row.values.get("action") or "no summary"))
    if row.values.get("log") == UNPARSED:
        return [("unparsed: ", "unparsed"), (summary, "headline")]
    inks: dict[str, str] = {}
    for name, ink in (("target", "strong"), ("actor", "actor")):
        said = row.values.get(name)
        if isinstance(said, str) and len(said) > 1:
            inks[visible(said)] = f"@{said}" if ink == "actor" else ink
    names = "|".join(re.escape(name) for name in sorted(inks, key=len, reverse=True))
    parts = re.split(rf"(?<!\w)({names})(?!\w)" if names else "(?!)", summary)
    spans = [(part, inks.get(part, "headline")) for part in parts if part]
    return list(_destroyed(spans)) if row.values.get("effect") == Effect.DESTRUCTIVE else spans


def _destroyed(spans: Sequence[Span]) -> Iterator[Span]:
    for text, ink in spans:
        at = 0
        for found in _DESTROYED.finditer(text) if ink == "headline" else ():
            yield text[at : found.start()], ink
            yield found.group(), "destructive"
            at = found.end()
        yield text[at:], ink


def _facts(row: Row, style: Style) -> list[Span]:
    """When, what kind of call, and how it ended."""
    effect, outcome = row.values.get("effect"), row.values.get("outcome")
    time, arrival = row.values.get("time"), row.values.get("arrival")
    spans = [(style.clock.full(time), "muted")]
    if isinstance(effect, str) and effect in set(Effect):
        spans += [("  ", "muted"), (f"{style.glyphs.of_effect(effect)} {effect}", effect)]
    if outcome is not None and outcome != SUCCESS:
        benign = row.values.get("benign") is True
        said = (
            (visible(str(outcome)), "muted") if benign else (f"{style.glyphs.failed} {visible(str(outcome))}", "failed")
        )
        spans += [("  ", "muted"), said]
    if arrival is not None:
        spans += [("  ", "muted"), (f"arrived {arrived(style.clock, arrival, time)}", "muted")]
    return spans


def _query(layout: Layout, style: Style) -> list[Line]:
    """A query under its title, in its language's colours."""
    title = f"{visible(layout.title)} · {visible(layout.language)}" if layout.title else visible(layout.language)
    lines: list[Line] = style.sentence([(title, "title")])
    for line in layout.text.replace("\r\n", "\n").split("\n"):
        indent = len(line) - len(line.lstrip(" \t"))
        text = visible(line.expandtabs(4).rstrip(" "))
        lines += style.code(colour(text, layout.language), indent + 2)
    return lines
