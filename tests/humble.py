"""`python -m tests.humble FOLDER`: follows a folder as somebody who may not read everything, the superuser or not.

For each line on standard input it answers with a line of JSON: of every file its name, how it stands with it, what went
wrong, and its events.
"""

from __future__ import annotations

import ctypes
import os
import sys
from pathlib import Path

import orjson

from tui.session import Session

VERSION, SELF = 0x20080522, 0
"""The edition of Linux's capabilities that is spoken, and whose they are: capget(2)."""
DAC_OVERRIDE, DAC_READ_SEARCH = 1 << 1, 1 << 2


def possible() -> bool:
    """Whether there is a way not to be allowed everything."""
    return sys.platform == "linux" or (os.name == "posix" and os.geteuid() != 0)


def humble() -> None:
    """Give up what lets the superuser read every file; threads begun later have given it up, too."""
    if os.geteuid() != 0:
        return
    libc, header, sets = (
        ctypes.CDLL(None, use_errno=True),
        (ctypes.c_uint32 * 2)(VERSION, SELF),
        (ctypes.c_uint32 * 6)(),
    )
    libc.capget(header, sets)
    sets[0] &= ~(DAC_OVERRIDE | DAC_READ_SEARCH)
    if libc.capset(header, sets):
        raise OSError(ctypes.get_errno(), "capset")


def main() -> None:
    """Follow, and answer until nobody asks."""
    humble()
    with Session([sys.argv[1]], follow=True, workers=0) as session:
        session.start()
        for _ in sys.stdin:
            entries = session.entries()
            told = [(Path(one.path).name, one.state, one.trouble, one.counts.events) for one in entries]
            print(orjson.dumps(told).decode(), flush=True)


if __name__ == "__main__":
    main()
