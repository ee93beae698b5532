"""The gaps that the events of a selection tell of: rows become marks, and marks intervals."""

from __future__ import annotations

from collections.abc import Iterator
from urllib.parse import unquote

from parsers import NO_TIME
from tui.store.gaps import Act, Gap, Mark, intervals
from tui.store.losses import told
from tui.store.matches import Matches

FIELD = "gap"
"""The field in which events say what becomes of auditing: `open:trail:main`, several with a blank between."""
SAID = ("id", "time", "actor", "action", "summary", FIELD, "account", "region")


def gaps(matches: Matches) -> tuple[Gap, ...]:
    """The gaps that the events of a selection tell of."""
    columns = [matches.catalogue.resolve(name)[0] for name in SAID[1:]]
    field = columns[SAID.index(FIELD) - 1]
    shown = ", ".join(column.sql for column in columns)
    rows = matches.fetch(f"SELECT id, {shown} FROM events WHERE {matches.where} AND {field.sql} <> 0")
    said = (
        {
            "id": id_,
            **{
                column.name: matches.word(column, value) if column.coded and value else value or ""
                for column, value in zip(columns, values, strict=True)
            },
        }
        for id_, *values in rows
    )
    return intervals(told(mark for row in said for mark in marked(row)))


def marked(row: dict[str, str | int]) -> Iterator[Mark]:
    """What a row of `SAID` says of auditing; nothing where it has no time."""
    if row["time"] == NO_TIME:
        return
    act = Act(int(row["id"]), int(row["time"]), str(row["actor"]), str(row["action"]), str(row["summary"]))
    for said in str(row[FIELD]).split():
        head, _, what = said.partition("=")
        way, kind, name, *_ = *head.split(":", 2), "", ""
        place = (str(row["account"]), str(row["region"]), kind, unquote(name))
        yield Mark(act, way, place, dict.fromkeys(map(unquote, filter(None, what.split(",")))))
