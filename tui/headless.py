"""The commands without a screen: `stats` and `query`, on the same session as the screen."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from itertools import islice
from typing import TextIO

import orjson
from msgspec import Struct, field
from msgspec.structs import asdict

from parsers import COMMON, UNPARSED
from tui.formats import formats
from tui.session import Session
from tui.store.counts import Counts
from tui.store.ledger import FileEntry
from tui.view import View
from tui.visible import fit, visible
from tui.when import iso
from tui.window import Row

PAGE = 1000
"""Rows fetched at a time: a result is never held whole."""


class Tally(Struct):
    """Sums over files; `skipped` are those set aside whole, with the reason."""

    files: int = 0
    bytes: int = 0
    records: int = 0
    events: int = 0
    unparsed: int = 0
    duplicates: int = 0
    skipped: list[dict[str, str]] = field(default_factory=list)

    def add(self, entry: FileEntry, path: str) -> None:
        """Count one file in."""
        self.files += 1
        self.bytes += entry.read
        counts: Counts = entry.counts
        self.records += counts.records
        self.events += counts.events
        self.unparsed += counts.unparsed
        self.duplicates += counts.duplicates
        if entry.skipped:
            self.skipped.append({"path": path, "reason": entry.skipped})


def stats(session: Session, *, as_json: bool, out: TextIO) -> None:
    """Count everything and write what became of it, per parser and in total."""
    session.tally()
    total = Tally()
    tallies = {name: Tally() for name in formats().names}
    troubles: list[tuple[str, str]] = []
    for entry in session.entries():
        path = session.shown(entry.path)
        total.add(entry, path)
        if entry.parser:
            tallies.setdefault(entry.parser, Tally()).add(entry, path)
        troubles += [(path, why) for why in (entry.trouble, entry.fault) if why]
    if as_json:
        parsers = {name: asdict(tally) for name, tally in tallies.items()}
        files = [file_line(entry, session.shown(entry.path)) for entry in session.entries()]
        trouble = [{"path": path, "trouble": why} for path, why in troubles]
        said = {"total": asdict(total), "parsers": parsers, "trouble": trouble, "files": files}
        out.write(orjson.dumps(said, option=orjson.OPT_INDENT_2).decode() + "\n")
    else:
        out.writelines(f"{line}\n" for line in stats_lines(total, tallies, troubles))


def file_line(entry: FileEntry, path: str) -> dict[str, object]:
    """A file's line of the ledger: `bytes` were read, the last `tail` of them are no whole record."""
    counts = entry.counts
    return {
        "path": path,
        "parser": entry.parser,
        "state": entry.state,
        "bytes": entry.read,
        "tail": entry.tail,
        "records": counts.records,
        "events": counts.events,
        "unparsed": counts.unparsed,
        "duplicates": counts.duplicates,
        "first": iso(entry.first),
        "last": iso(entry.last),
        "last_read": iso(entry.seen),
        "reason": entry.wrong or entry.skipped,
    }


def stats_lines(total: Tally, tallies: dict[str, Tally], troubles: Sequence[tuple[str, str]]) -> Iterator[str]:
    """The same for people."""
    heads = ("files", "bytes", "records", "events", "unparsed", "duplicates")
    yield f"{'':<16}" + "".join(f"{head:>14}" for head in heads)
    for name, tally in [*((n, t) for n, t in tallies.items() if t.files), ("total", total)]:
        yield f"{name:<16}" + "".join(f"{getattr(tally, head):>14,}" for head in heads)
    if total.skipped:
        yield f"\n{len(total.skipped)} files set aside:"
        yield from (f"  {visible(s['path'])}: {visible(s['reason'])}" for s in total.skipped)
    if troubles:
        yield f"\n{len(troubles)} files in trouble:"
        yield from (f"  {visible(path)}: {visible(why)}" for path, why in troubles)


class Question(Struct, frozen=True):
    """What `query` was asked: `limit` rows at most, as lines of JSON or a table, with unparsed records or without."""

    view: View
    form: str = "jsonl"
    limit: int | None = None
    count: bool = False
    unparsed: bool = False


def query(session: Session, question: Question, out: TextIO) -> None:
    """Load everything and write the events that match; raises `FilterError` for a filter that cannot be understood."""
    if question.count and not question.view.asks:
        session.tally()
        out.write(f"{session.progress().counts.events}\n")
        return
    session.store.check(question.view)
    store = session.load()
    if question.count:
        out.write(f"{store.count(question.view)}\n")
        return
    rows = _limited(_matching(session, question.view, question.unparsed), question.limit)
    lines = _json_lines(session, rows) if question.form == "jsonl" else _table(rows)
    out.writelines(f"{line}\n" for line in lines)


def _matching(session: Session, view: View, unparsed: bool) -> Iterator[Row]:
    ids = session.store.select(view).ids
    for start in range(0, len(ids), PAGE):
        rows = session.store.rows(ids[start : start + PAGE].tolist())
        yield from (row for row in rows if unparsed or row.values["log"] != UNPARSED)


def _limited(rows: Iterable[Row], limit: int | None) -> Iterator[Row]:
    for number, row in enumerate(rows):
        if limit is not None and number >= limit:
            return
        yield row


def _json_lines(session: Session, rows: Iterable[Row]) -> Iterator[str]:
    for page in _paged(rows):
        ids = [row.id for row in page]
        for row, raw, places in zip(page, session.store.raws(ids), session.places_of(ids), strict=True):
            values: dict[str, object] = dict(row.values)
            values["time"] = iso(row.values["time"])
            values["place"], values["copies"] = places[0], places[1:]
            values["raw"] = raw_value(raw)
            yield orjson.dumps(values).decode()


def _paged(rows: Iterable[Row]) -> Iterator[list[Row]]:
    left = iter(rows)
    while page := list(islice(left, PAGE)):
        yield page


def raw_value(raw: bytes) -> object:
    """A record as JSON where it is JSON, byte for byte if it is on one line; else as its text."""
    try:
        value = orjson.loads(raw)
    except orjson.JSONDecodeError:
        return raw.decode("utf-8", "backslashreplace")
    return value if b"\n" in raw or b"\r" in raw else orjson.Fragment(raw)


TABLE = ("time", "service", "action", "actor", "target", "outcome")


def _table(rows: Iterable[Row]) -> Iterator[str]:
    widths = {f.name: f.width for f in COMMON} | {"time": 27}
    yield " ".join(f"{name:<{widths[name]}}" for name in TABLE).rstrip()
    for row in rows:
        shown = dict(row.values) | {"time": iso(row.values["time"])}
        if row.values["log"] == UNPARSED:
            yield f"{fit(str(shown['time'] or ''), 27)} unparsed: {visible(str(shown['summary']))}"
            continue
        yield " ".join(fit(visible(str(shown.get(name) or "")), widths[name]) for name in TABLE).rstrip()
