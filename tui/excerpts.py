"""Views of a part of what there is: a speaker's events in a stretch of time, those of a file."""

from __future__ import annotations

from tui.filter import edit
from tui.store.lag import Speaker, heard_in
from tui.store.ledger import FileEntry
from tui.view import View


def of_speaker(speaker: Speaker, since: int, until: int) -> View:
    """What a speaker said from one time up to another, in microseconds since 1970 UTC."""
    text = ""
    for field, value in (("account", speaker.account), ("region", speaker.region)):
        text = edit.keep(text, field, value) if value else text
    return View(filter=text, log=speaker.log or None, since=since, until=until)


def of_file(entry: FileEntry) -> View | None:
    """What its speaker said in the time that a file is of; `None` where none of its events has one."""
    if entry.first is None or entry.last is None:
        return None
    return of_speaker(heard_in(entry), entry.first, entry.last + 1)
