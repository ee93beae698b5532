"""The ledger while it is being written: what is known of every file, and the sums."""

from __future__ import annotations

from functools import lru_cache
from time import time_ns

from msgspec.structs import replace

from tui.choice import CHOSEN
from tui.feed.discover import Found
from tui.feed.read import Report
from tui.feed.recognise import Scores
from tui.remembered import place_text
from tui.store.counts import Counts
from tui.store.ledger import FileEntry


class Ledger:
    """A line for every file, by number. `changed` are those that the store has not noted yet."""

    def __init__(self) -> None:
        self._entries: dict[int, FileEntry] = {}
        self._read_sizes: dict[int, int] = {}
        self._counted = Counts()
        self.changed: set[int] = set()
        self.totals = Counts()
        """What became of the records that the store has kept."""
        self.skipped = self.done = 0
        """Files that are not read, and files that are or need not be."""
        self.bytes_due = self.bytes_done = 0

    def remember(self, entry: FileEntry) -> None:
        """A line that was written when the session was open before."""
        self._entries[entry.file] = entry
        self._counted += entry.counts
        self._read_sizes[entry.file] = entry.size
        self.skipped += entry.unread
        self.done += 1
        self.totals = self._counted

    def entries(self) -> list[FileEntry]:
        """All lines, in the order in which the files were met."""
        entries = dict(self._entries)
        return [entries[file] for file in sorted(entries)]

    def unnoted(self) -> list[FileEntry]:
        """The lines that have changed since this was last asked."""
        changed, self.changed = sorted(self.changed), set()
        return [self._entries[file] for file in changed]

    def settle(self) -> None:
        """The store has kept what was counted."""
        self.totals = self._counted

    def due(self, file: int, found: Found) -> None:
        """A file is about to be read."""
        known = self._entries.get(file) or FileEntry(file, found.path, 0, 0, 0)
        self._entries[file] = _at(known, found)  # noted when it was read: until then nothing was done with it
        self.bytes_due += max(0, found.size - known.size)

    def set_aside(self, file: int, found: Found, reason: str) -> None:
        """A file is not read at all."""
        if file not in self._entries:
            self._put(replace(_at(FileEntry(file, found.path, 0, 0, 0), found), skipped=reason))
            self.skipped += 1
            self.done += 1

    def vanished(self, file: int) -> None:
        """Nothing lies at a file's path any more; what was read of it stays."""
        if file in self._entries:
            self._put(replace(self._entries[file], vanished=True))

    def choose(self, file: int) -> None:
        """A file is read with a parser that was chosen for it."""
        self._put(replace(self._entries[file], fits=CHOSEN))

    def forget(self, file: int, counts: Counts) -> None:
        """A file is about to be read as if it never had been; `counts` of its records were taken back."""
        before = self._entries[file]
        blank = FileEntry(file, before.path, before.size, before.mtime, before.inode, device=before.device)
        self._counted = self._counted - counts
        self.skipped -= before.unread
        self._put(replace(blank, changed=before.changed))

    def count(self, file: int, counts: Counts) -> None:
        """Records of a file were stored, or taken back where they are below zero."""
        self._counted += counts
        self._put(self._entries[file].counted(counts))

    def report(self, report: Report) -> None:
        """A file was read, up to where the report says."""
        before = self._entries[report.file]
        entry = _idle(before, report) if report.idle else _told(before, report)
        self._put(entry)
        if report.more:
            return
        self.skipped += entry.unread - before.unread
        self.done += report.file not in self._read_sizes
        self.bytes_done += max(0, entry.size - self._read_sizes.get(report.file, 0))
        self._read_sizes[report.file] = entry.size

    def _put(self, entry: FileEntry) -> None:
        self._entries[entry.file] = entry
        self.changed.add(entry.file)


def _at(entry: FileEntry, found: Found) -> FileEntry:
    """A file as it lies on disk now."""
    return replace(
        entry,
        path=found.path,
        size=found.size,
        mtime=found.mtime,
        inode=found.inode,
        device=found.device,
        changed=found.changed,
        vanished=False,
        finished=False,
    )


def _idle(entry: FileEntry, report: Report) -> FileEntry:
    """Nothing could be read: what was known stays."""
    ended = report.final and not (report.missed or report.other)
    return replace(entry, trouble=report.trouble, finished=ended)


def _told(entry: FileEntry, report: Report) -> FileEntry:
    return replace(
        entry,
        parser=report.parser,
        place=place_text(report),
        begins=report.mark.head,
        ends=report.mark.tail,
        read=report.read,
        tail=report.tail,
        first=_least(entry.first, report.first),
        last=_most(entry.last, report.last),
        skipped=report.skipped,
        trouble=report.trouble,
        fault=report.fault or entry.fault,
        fits=_fits(report.scores) or entry.fits,
        seen=time_ns() // 1000,
        finished=report.final and not report.more,
    )


@lru_cache(maxsize=256)
def _fits(scores: Scores) -> str:
    """How well a file fits, in words; most of many files fit alike."""
    return ", ".join(f"{name} {score:.2f}" for name, score in scores)


def _least(a: int | None, b: int | None) -> int | None:
    return min((t for t in (a, b) if t is not None), default=None)


def _most(a: int | None, b: int | None) -> int | None:
    return max((t for t in (a, b) if t is not None), default=None)
