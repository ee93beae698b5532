"""What the ledger keeps of how a file was read, so that it can be gone on with when the session is opened again."""

from __future__ import annotations

import orjson

from parsers.framing import Place
from tui.feed.discover import Found
from tui.feed.mark import Mark
from tui.feed.read import Report
from tui.store.ledger import FileEntry


def place_text(report: Report) -> str:
    """Where to go on reading a file, as the `files` table keeps it."""
    place = report.place
    said = {"offset": place.offset, "inside": place.inside, "kind": place.kind, "ordinal": report.ordinal}
    return orjson.dumps({**said, "signature": place.signature.decode("latin-1")}).decode()


def found_of(entry: FileEntry) -> Found:
    """What a file looked like when it was to be read last."""
    return Found(entry.path, entry.size, entry.mtime, entry.inode, entry.device, entry.changed)


def report_of(entry: FileEntry) -> Report:
    """The last report on a file that was read; not a final one where its end, as it lies there now, was not reached."""
    said = orjson.loads(entry.place)
    place = Place(said["offset"], said["inside"], said["signature"].encode("latin-1"), said["kind"])
    return Report(
        entry.file,
        entry.parser,
        place,
        said["ordinal"],
        entry.read,
        entry.tail,
        skipped=entry.skipped,
        trouble=entry.trouble,
        first=entry.first,
        last=entry.last,
        mark=Mark(place.offset, entry.begins, entry.ends),
        packed=bool(entry.begins and not entry.ends),
        final=entry.finished,
    )
