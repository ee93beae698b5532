"""Which fields the table shows."""

from __future__ import annotations

from collections.abc import Iterable

from parsers import COMMON, UNPARSED, Field, all_parsers
from tui.view import View

MERGED = ("time", "service", "action", "actor", "target", "client")
"""What all logs together show: who did what to what, from where."""

FACETS = ("actor", "effect", "service", "outcome", "action", "client", "target", "region", "account", "log")
"""The fields whose values are counted beside the table."""


def fields_of(view: View) -> tuple[Field, ...]:
    """The fields that a view shows, as they are declared; names that nobody declares are left out."""
    names = view.columns or usual(view.log)
    known = {f.name: f for f in COMMON}
    if not known.keys() >= set(names):  # only then, for loading every parser takes a while
        parsers = (parser for parser in all_parsers() if view.log in {None, parser.name})
        known |= {field.name: field for parser in parsers for field in parser.fields}
    return tuple(known[name] for name in names if name in known)


def usual(log: str | None) -> tuple[str, ...]:
    """The names a log's table shows when nobody chose any."""
    if log == UNPARSED:
        return ("time", "summary")
    if log is None:
        return MERGED
    return next((p.columns for p in all_parsers() if p.name == log and p.columns), MERGED)


def names_of(fields: Iterable[Field]) -> tuple[str, ...]:
    """What has to be fetched to draw these: the glyphs tell effect and outcome, the summary has a line of its own."""
    return tuple(dict.fromkeys([f.name for f in fields] + [f.name for f in COMMON]))
