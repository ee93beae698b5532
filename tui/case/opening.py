"""The store in a session's folder: opened as it was left, or made anew where nothing is lost by it."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Sequence
from pathlib import Path

from tui.case.folder import FolderError
from tui.formats import formats
from tui.searching import Scanner
from tui.store.blocks import BLOCKS
from tui.store.database import DATABASE, UnusableError
from tui.store.store import Store
from tui.store.stored import OtherLayoutError

ANEW = "This session was made with other parsers: all of its files are read again."


def opened(folder: Path, scanner: Callable[[Path], Scanner]) -> tuple[Store, str]:
    """The store, and what is to be said of it. Raises `FolderError`."""
    try:
        return Store(folder, formats().declared, scanner), ""
    except OtherLayoutError as error:
        if lost := _lost(error.paths):
            raise FolderError(
                f"{folder}: {error}, and {len(lost):,} of its files are no longer there to be read again, {lost[0]} for"
                " one. Open it with the parsers that made it, or begin another session"
            ) from error
    except UnusableError as error:
        raise FolderError(f"{folder}: {error}. Begin another session in another folder") from error
    for name in (DATABASE, f"{DATABASE}.wal", BLOCKS):
        (folder / name).unlink(missing_ok=True)
    return Store(folder, formats().declared, scanner), ANEW


def _lost(paths: Sequence[str]) -> list[str]:
    """Files that cannot be read again: gone, or replaced by another of their name."""
    return [path for path, times in Counter(paths).items() if times > 1 or not Path(path).exists()]
