"""Lists of values in files: `client:@bad-ips.txt`."""

from __future__ import annotations

from functools import lru_cache
from pathlib import Path

from tui.filter.errors import FilterError
from tui.filter.tree import InFile, OneOf

LARGEST = 64 * 1024 * 1024
"""A list bigger than this was not meant."""


def opened(leaf: InFile) -> OneOf:
    """The same question with the file's values for its name; raises `FilterError` where it cannot be read."""
    column = leaf.at[0] + 1
    try:
        path = Path(leaf.path).expanduser()
        if not path.is_file():
            raise FilterError(f"there is no file {leaf.path}", column, ("a file with one value a line",))
        state = path.stat()
        if state.st_size > LARGEST:
            raise FilterError(f"{leaf.path} is too big for a list", column)
        return OneOf(leaf.field, lines(path, (state.st_mtime_ns, state.st_size)), at=leaf.at)
    except (OSError, ValueError, RuntimeError) as error:
        if isinstance(error, FilterError):
            raise
        raise FilterError(f"{leaf.path} cannot be read: {error}", column) from error


@lru_cache(maxsize=16)
def lines(path: Path, _state: tuple[int, int]) -> tuple[str, ...]:
    """The file's values in their order, once each; remembered for one state (time, size) of the file."""
    text = path.read_text(encoding="utf-8-sig", errors="replace")
    stripped = (line.strip() for line in text.splitlines())
    return tuple(dict.fromkeys(line for line in stripped if line and not line.startswith("#")))
