"""What worker processes need before there is one."""

from __future__ import annotations

import os
import sys
from contextlib import redirect_stderr


def prepare() -> None:
    """Start what worker processes need, from the thread that draws.

    Python's helper process for spawned ones inherits standard error, and a screen's stand-in for that is no descriptor.
    """
    if os.name == "posix":
        from multiprocessing.resource_tracker import ensure_running

        with redirect_stderr(sys.__stderr__):
            ensure_running()
