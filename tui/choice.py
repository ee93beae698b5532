"""Which parser the person wants for a file, whatever the file's own beginning says."""

from __future__ import annotations

import fnmatch
from collections.abc import Sequence
from pathlib import PurePath
from queue import SimpleQueue

CHOSEN = "chosen"
"""Said in the place of how well a file fits."""


class Choices:
    """Globs that were given at the start, and files that were chosen for since; wishes come from other threads."""

    def __init__(self, globs: Sequence[tuple[str, str]] = ()) -> None:
        self._globs = tuple(globs)
        self._files: dict[int, str] = {}
        self._wishes: SimpleQueue[tuple[int, str]] = SimpleQueue()

    def parser(self, file: int, path: str, name: str) -> str:
        """The parser wanted for a file, by its path or name; empty where nobody said."""
        if file in self._files:
            return self._files[file]
        for glob, parser in self._globs:
            if fnmatch.fnmatchcase(name, glob) or fnmatch.fnmatchcase(path, glob) or PurePath(path).match(glob):
                return parser
        return ""

    def wish(self, file: int, parser: str) -> None:
        """Have a file read again with a parser; with none, with the one that fits."""
        self._wishes.put((file, parser))

    def granted(self) -> list[int]:
        """The files that are to be read again, and what was wished for them is noted."""
        files = []
        while not self._wishes.empty():
            file, parser = self._wishes.get()
            self._files[file] = parser
            files.append(file)
        return files
