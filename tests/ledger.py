"""What must be true of every session's ledger."""

from __future__ import annotations

from collections import Counter
from itertools import chain

from tui.session import Session
from tui.store.counts import Counts
from tui.view import View


def assert_adds_up(session: Session) -> None:
    """Records = events + unparsed + duplicates, for each file and in all, and as many rows as the ledger says.

    Of a plain file that was read to its end and is still there, all bytes were read.
    """
    progress, entries = session.progress(), session.entries()
    total = Counts()
    for entry in entries:
        total += entry.counts
        assert min(entry.counts.events, entry.counts.unparsed, entry.counts.duplicates) >= 0, entry
        assert 0 <= entry.tail <= entry.read, entry
        if entry.skipped or entry.trouble:
            assert not entry.skipped or not entry.counts.records, entry
    assert total == progress.counts
    assert progress.files_done <= progress.files == len(entries)
    assert rows_by_file(session) == {entry.file: entry.counts.records for entry in entries if entry.counts.records}


def rows_by_file(session: Session) -> dict[int, int]:
    """How many rows and copies the store has of each file."""
    store = session.store
    ids = store.select(View()).ids.tolist()
    return dict(Counter(origin.file for origin in chain.from_iterable(store.origins(ids).values())))
