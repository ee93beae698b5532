"""A table of a TOML file replaced, without touching the rest."""

from __future__ import annotations

from parsers.toml import At, Table, dotted, statements, value_of


def replaced(text: str, at: At, table: Table) -> str:
    """The text with a table in place of whatever stands there, or at the end; comments stay."""
    new = f"[{dotted(at)}]\n" + "".join(f"{dotted((key,))} = {value_of(value)}\n" for key, value in table.items())
    kept: list[str] = []
    place = None
    for statement in statements(text):
        if not statement.is_under(at):
            kept.append(statement.text)
        elif statement.head and place is None:
            place = len(kept)
    if place is None:
        place = len(kept)
        gap = "\n" if kept else ""
        new = (gap if text.endswith("\n") else gap * 2) + new
    kept.insert(place, new.replace("\n", "\r\n") if "\r\n" in text else new)
    return "".join(kept)
