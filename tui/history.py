"""The filters that were kept, from session to session."""

from __future__ import annotations

import os
from collections.abc import Iterable, Mapping
from contextlib import suppress
from pathlib import Path
from tempfile import NamedTemporaryFile

MOST = 500
"""How many filters are remembered."""


def history_file(environment: Mapping[str, str]) -> Path | None:
    """Where filters are remembered, as the XDG Base Directory Specification has it: relative folders do not count."""
    state = environment.get("XDG_STATE_HOME", "")
    home = environment.get("HOME", "")
    if not state.startswith("/"):
        state = f"{home}/.local/state" if home.startswith("/") else ""
    return Path(state) / "tailtrail" / "filters" if state else None


class History:
    """Kept filters, the newest last, each once; in a file with one a line where there is one, else in memory alone.

    A file that cannot be read or written is never an error: filters are worth remembering, not worth failing for.
    """

    def __init__(self, file: Path | None = None) -> None:
        self._file = file
        self.filters = remembered(self._read())

    def add(self, text: str) -> None:
        """Remember a filter, beside those that other programs have written meanwhile."""
        said = " ".join(text.split("\n")).replace("\r", " ").strip()
        if said:
            self.filters = remembered([*self._read(), *self.filters, said])
            with suppress(OSError):
                self._write()

    def _read(self) -> list[str]:
        if self._file is None:
            return []
        try:
            return self._file.read_text("utf-8", "replace").split("\n")
        except OSError:
            return []

    def _write(self) -> None:
        """Put the file in place in one go, so that nobody ever reads half of it."""
        if self._file is None:
            return
        self._file.parent.mkdir(mode=0o700, parents=True, exist_ok=True)
        # Made with mode 0600: what is looked for says something about an incident.
        with NamedTemporaryFile("w", dir=self._file.parent, delete=False, encoding="utf-8", errors="replace") as new:
            new.write("".join(f"{one}\n" for one in self.filters))
        try:
            os.replace(new.name, self._file)  # noqa: PTH105 (both are names already)
        except OSError:
            Path(new.name).unlink(missing_ok=True)
            raise


def remembered(filters: Iterable[str]) -> tuple[str, ...]:
    """The newest of these filters, none empty, each once and where it stood last."""
    said = [one.strip() for one in filters if one.strip()]
    return tuple(reversed(tuple(dict.fromkeys(reversed(said)))[:MOST]))


class Walk:
    """A way back through kept filters and forward again, to what was being written."""

    def __init__(self, filters: tuple[str, ...], draft: str) -> None:
        self._stations = (*(one for one in filters if one != draft.strip()), draft)
        self._at = len(self._stations) - 1

    @property
    def here(self) -> str:
        """Where the walk has come to."""
        return self._stations[self._at]

    def older(self) -> str:
        """A filter further back; the oldest stays."""
        self._at = max(0, self._at - 1)
        return self.here

    def newer(self) -> str:
        """A filter further on; what was being written stays."""
        self._at = min(len(self._stations) - 1, self._at + 1)
        return self.here
