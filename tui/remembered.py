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
    texts = {"signature": place.signature, "head": report.mark.head, "tail": report.mark.tail}
    return orjson.dumps(said | {name: text.decode("latin-1") for name, text in texts.items()}).decode()


def found_of(entry: FileEntry) -> Found:
    """What a file looked like when it was to be read last."""
    return Found(entry.path, entry.size, entry.mtime, entry.inode, entry.device, entry.changed)


def report_of(entry: FileEntry) -> Report:
    """The last report on a file that was read; not a final one where its end, as it lies there now, was not reached."""
    said = orjson.loads(entry.place)
    signature, head, tail = (said[name].encode("latin-1") for name in ("signature", "head", "tail"))
    place = Place(said["offset"], said["inside"], signature, said["kind"])
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
        mark=Mark(place.offset, head, tail),
        packed=bool(head and not tail),
        final=entry.finished,
    )
