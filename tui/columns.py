"""Which fields the table shows."""

from __future__ import annotations

from collections.abc import Iterable

from parsers import COMMON, UNPARSED, Field, Kind
from tui.filter.columns import ARRIVAL
from tui.formats import known
from tui.view import View

MERGED = ("time", "service", "action", "actor", "target", "client")
"""What all logs together show: who did what to what, from where."""

FACETS = ("actor", "effect", "service", "outcome", "action", "client", "target", "region", "account", "log")
"""The fields whose values are counted beside the table."""


def facets(log: str | None) -> tuple[str, ...]:
    """Every field that is counted by its values: the telling ones first, then the rest of the log's, or all logs'."""
    rest = (field.name for field in [*COMMON, *_own(log)] if not field.unique and field.kind is not Kind.TIME)
    return tuple(dict.fromkeys([*FACETS, *rest]))


def fields_of(view: View) -> tuple[Field, ...]:
    """The fields that a view shows, as they are declared; names that nobody declares are left out."""
    names = view.columns or usual(view.log)
    found = {f.name: f for f in (*COMMON, ARRIVAL)}
    if not found.keys() >= set(names):  # only then, for loading every parser takes a while
        found |= {field.name: field for field in _own(view.log)}
    return tuple(found[name] for name in names if name in found)


def _own(log: str | None) -> list[Field]:
    """The fields that the parser of a log declares, or all parsers."""
    return [field for parser in known().declared if log in {None, parser.name} for field in parser.fields]


def choosable(log: str | None) -> list[Field]:
    """Every field that a table of the log, or of all logs, can show; of those with one name, the first."""
    return list({field.name: field for field in reversed([*COMMON, ARRIVAL, *_own(log)])}.values())[::-1]


def usual(log: str | None) -> tuple[str, ...]:
    """The names a log's table shows when nobody chose any."""
    if log == UNPARSED:
        return ("time", "summary")
    if log is None:
        return MERGED
    return next((p.columns for p in known().declared if p.name == log and p.columns), MERGED)


def names_of(fields: Iterable[Field]) -> tuple[str, ...]:
    """What has to be fetched to draw these: glyphs tell effect, outcome and novelty, the summary has its own line."""
    return tuple(dict.fromkeys([f.name for f in fields] + [f.name for f in COMMON] + ["fingerprint", "benign"]))
