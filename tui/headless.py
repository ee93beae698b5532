"""The commands without a screen: `stats` and `query`, on the same session as the screen."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from itertools import islice
from typing import BinaryIO, TextIO

import orjson
from msgspec import Struct, field
from msgspec.structs import asdict

from parsers import UNPARSED
from tui.export import COLUMNS, JSON_LINES, Form
from tui.formats import formats
from tui.session import Session
from tui.store.counts import Counts
from tui.store.ledger import FileEntry
from tui.view import View
from tui.visible import visible
from tui.when import iso


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
    """What `query` was asked: `limit` rows at most, in a form and its columns, with unparsed records or without."""

    view: View
    form: Form = JSON_LINES
    limit: int | None = None
    count: bool = False
    unparsed: bool = False
    columns: tuple[str, ...] = COLUMNS


def query(session: Session, question: Question, out: BinaryIO) -> None:
    """Load everything and write the events that match; raises `FilterError` for a filter that cannot be understood."""
    if question.count and not question.view.asks:
        session.tally()
        out.write(b"%d\n" % session.progress().counts.events)
        return
    session.store.check(question.view)
    store = session.load()
    if question.count:
        out.write(b"%d\n" % store.count(question.view))
        return
    found = session.records(session.window(question.view, (), None), whole=question.form.whole)
    events = (record for record in found if question.unparsed or record.row.values["log"] != UNPARSED)
    out.writelines(question.form.lines(islice(events, question.limit), question.columns))
