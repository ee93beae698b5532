"""What a session reads: what was asked for now, and what it read when it was open before."""

from __future__ import annotations

import os
from collections.abc import Sequence
from pathlib import Path

from msgspec import Struct

from tui.case.folder import About
from tui.feed.discover import STDIN, NoSuchPathError, Span, expand


class Sources(Struct, frozen=True):
    """Absolute `roots` that exist, `patterns` for what may yet appear, and `about`, by which both are found again.

    `title` is what was asked for, as the person wrote it. Paths are shown without `base`.
    """

    about: About
    roots: tuple[str, ...]
    patterns: tuple[str, ...]
    title: str
    base: str = ""

    @property
    def span(self) -> Span:
        """The time that is read."""
        return Span(self.about.since, self.about.until)

    def shown(self, path: str) -> str:
        """A path as the person would write it."""
        return path.removeprefix(self.base)


def sources(before: About, paths: Sequence[str], span: Span, *, wait: bool = False) -> Sources:
    """What to read: `paths` beside those of `before`, in `span` or, without one, in that of before.

    Raises `NoSuchPathError` for one of `paths` that names nothing, unless it is to be waited for; what is there no
    longer may appear again.
    """
    asked = {_absolute(path): path for path in paths}
    known = tuple(dict.fromkeys([*before.paths, *asked]))
    since, until = (span.since, span.until) if span.bounded else (before.since, before.until)
    roots: list[str] = []
    patterns: list[str] = []
    for path in (path for path in known if path != STDIN):
        try:
            found = expand([path])
        except NoSuchPathError:
            if path in asked and not wait:
                raise NoSuchPathError(f"no such file or folder: {asked[path]}") from None
            found = ()
        roots += found
        patterns += [path] if path not in found else []
    title = " ".join(paths or known)
    return Sources(About(known, since, until), tuple(dict.fromkeys(roots)), tuple(patterns), title, _base(paths))


def _absolute(path: str) -> str:
    if path == STDIN:
        return path
    return os.path.abspath(os.path.expanduser(path))  # noqa: PTH100, PTH111 (links stay as they are written)


def _base(paths: Sequence[str]) -> str:
    """The folder that paths are written from, where they all are."""
    plain = [path for path in paths if path != STDIN]
    written_from_here = plain and not any(path.startswith("~") or Path(path).is_absolute() for path in plain)
    return os.path.join(Path.cwd(), "") if written_from_here else ""  # noqa: PTH118 (it ends in a separator)
