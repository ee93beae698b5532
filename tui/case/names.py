"""The files in a session's folder that are looked for by name, also by those who must not read them."""

from __future__ import annotations

import os
from collections.abc import Iterable

ABOUT = "session.json"
"""What the session reads."""
HELD = "held-by"
"""The file that is locked; in it stands the process that holds the folder."""
LEFT = "view.json"
"""How the screen was left."""


def session_among(names: Iterable[str]) -> bool:
    """Whether a folder with these files is some session's: what it keeps is no log to read."""
    return {ABOUT, HELD} <= set(names)


def in_session(path: str) -> bool:
    """Whether a file lies in some session's folder."""
    folder = os.path.dirname(path)  # noqa: PTH120 (asked of every file that changes)
    return all(os.path.exists(os.path.join(folder, name)) for name in (ABOUT, HELD))  # noqa: PTH110, PTH118
