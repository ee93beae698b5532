"""What became of every file: the lines of the files screen, and of `stats`."""

from __future__ import annotations

from collections.abc import Sequence
from enum import StrEnum
from typing import TYPE_CHECKING, Any

from msgspec import Struct
from msgspec.structs import replace

from tui.store.counts import Counts
from tui.store.incoming import insert
from tui.store.schema import FILES

if TYPE_CHECKING:
    import duckdb


class FileState(StrEnum):
    """How it stands with a file."""

    COMPLETE = "complete"
    GROWING = "growing"
    PARTIAL = "partial"
    VANISHED = "vanished"
    UNREADABLE = "unreadable"
    IN_PART = "in part"
    ASIDE = "set aside"
    WAITING = "not read yet"


class FileEntry(Struct, frozen=True, gc=False):
    """One file's line. `read` counts unpacked bytes, `tail` those of an unfinished record; times in microseconds.

    Where its reading goes on says `place`; `begins` and `ends` are the bytes by which what was read is known again.
    `first` and `last` are of its events, `seen` is when it was last read. `skipped` says why the whole file was set
    aside, `trouble` what stopped the reading of it, `fault` what somebody else's parser did wrong with it; `fits` says
    how well it fits the parsers that know it, the best first. `finished`: it did not change any more when it was read.
    """

    file: int
    path: str
    size: int
    mtime: int
    inode: int
    parser: str = ""
    place: str = ""
    begins: bytes = b""
    ends: bytes = b""
    counts: Counts = Counts()
    read: int = 0
    tail: int = 0
    first: int | None = None
    last: int | None = None
    skipped: str = ""
    trouble: str = ""
    fault: str = ""
    fits: str = ""
    seen: int | None = None
    finished: bool = False
    vanished: bool = False
    device: int = 0
    changed: int = 0

    @property
    def state(self) -> FileState:
        """How it stands with the file itself, whatever became of its records."""
        told = (
            (FileState.VANISHED, self.vanished),
            (FileState.ASIDE, self.skipped),
            (FileState.UNREADABLE, self.unread),
            (FileState.IN_PART, self.trouble),
            (FileState.WAITING, not self.place),
            (FileState.PARTIAL, self.tail),
            (FileState.GROWING, not self.finished),
        )
        return next((state for state, is_so in told if is_so), FileState.COMPLETE)

    @property
    def unread(self) -> bool:
        """Whether nothing of it was read."""
        return bool(self.skipped or (self.trouble and not self.place))

    @property
    def wrong(self) -> str:
        """What went wrong with it, on our side or on that of somebody else's parser."""
        return self.trouble or self.fault

    @property
    def scores(self) -> dict[str, str]:
        """How well it fits each parser that knows it, the best first; empty where one was chosen."""
        parts = (part.rpartition(" ") for part in self.fits.split(", "))
        return {name: score for name, _, score in parts if name}

    def counted(self, counts: Counts) -> FileEntry:
        """With these records added."""
        return replace(self, counts=self.counts + counts)


def write_entries(db: duckdb.DuckDBPyConnection, entries: Sequence[FileEntry]) -> None:
    """Put some lines into the `files` table, in place of what it said of these files."""
    import numpy as np

    rows = [_row(entry) for entry in entries]
    if rows:
        arrays = {name: np.array([row[name] for row in rows], dtype=object) for name in FILES}
        insert(db, "files", arrays, FILES, replace=True)


def read_entries(db: duckdb.DuckDBPyConnection) -> list[FileEntry]:
    """Every line of the `files` table, by number."""
    names = ", ".join(f'"{name}"' for name in FILES)
    rows = db.execute(f"SELECT {names} FROM files ORDER BY file").fetchall()
    return [_entry(dict(zip(FILES, row, strict=True))) for row in rows]


def _entry(row: dict[str, Any]) -> FileEntry:
    counts = Counts(*(row.pop(name) for name in ("events", "unparsed", "duplicates")))
    del row["records"]  # which is their sum
    return FileEntry(**row, counts=counts)


def _row(entry: FileEntry) -> dict[str, object]:
    counts = entry.counts
    tallies = {name: getattr(counts, name) for name in ("records", "events", "unparsed", "duplicates")}
    return {name: tallies[name] if name in tallies else getattr(entry, name) for name in FILES}
