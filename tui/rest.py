"""When memory is looked through for garbage: while the person rests, and not between a key and what it shows."""

from __future__ import annotations

import gc
from time import monotonic

REST = 1.0
"""Seconds without a key from which on somebody rests."""
YOUNG, OLDER = 10_000, 10
"""Objects made before the young ones are looked through, and how often that is before those that outlived it are, too.

About five screens are drawn meanwhile, so that few of those objects are still shown: looks take 0.5 ms a key press, 6
at most. At a tenth of it, as is usual, each screen outlives its first looks and waits for a full one.
"""
WORTH, MOST = 1, 25
"""Looks at the older ones before a full one: for somebody who rests, and for somebody who never does."""
NEVER = 1 << 30
"""What is fully looked through of its own accord takes 30–100 ms, and comes while somebody presses keys."""


def due(rested: float, looks: int) -> bool:
    """Whether to look through all of it, when nobody pressed a key for so many seconds, after so many younger looks."""
    return looks >= (WORTH if rested >= REST else MOST)


class Rest:
    """Keeps full looks for when nobody waits; garbage is bounded by what comes up between `MOST` looks."""

    def __init__(self) -> None:
        self._disturbed = monotonic()

    def begin(self) -> None:
        """Look for garbage from now on; not among what is there, which will stay."""
        gc.freeze()
        gc.set_threshold(YOUNG, OLDER, NEVER)
        gc.enable()

    def disturbed(self) -> None:
        """A key was pressed, or the mouse moved."""
        self._disturbed = monotonic()

    def look(self) -> None:
        """Look through all of it, if it is due; to be called now and then."""
        if due(monotonic() - self._disturbed, gc.get_count()[2]):
            gc.collect()
