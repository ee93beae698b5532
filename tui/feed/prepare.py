"""What worker processes need from the moment the program starts."""

from __future__ import annotations

import os


def prepare() -> None:
    """Start what worker processes need, before a screen takes over standard error.

    Python's helper process for spawned ones inherits that descriptor, and the screen's stand-in for it has none.
    """
    if os.name == "posix":
        from multiprocessing.resource_tracker import ensure_running

        ensure_running()
