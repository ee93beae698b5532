"""The questions asked so far, so that any can be gone back to."""

from __future__ import annotations

from tui.view import View


class Views:
    """A list of views with a place in it."""

    def __init__(self, first: View) -> None:
        self._asked = [first]
        self._at = 0
        self._open = False

    @property
    def now(self) -> View:
        """The question being asked."""
        return self._asked[self._at]

    def change(self, view: View, *, typing: bool = False) -> bool:
        """Ask another question, and whether it is another. While one is `typing`, all of it is one thing to undo."""
        if view == self.now:
            return False
        keep = self._at + (0 if typing and self._open else 1)
        self._asked[keep:] = [view]
        self._at, self._open = keep, typing
        return True

    def settle(self) -> None:
        """What was being typed is finished."""
        self._open = False

    def undo(self) -> bool:
        """Back to the question before; whether there was one."""
        self._open = False
        earlier = self._at > 0
        self._at -= earlier
        return earlier

    def redo(self) -> bool:
        """Forward again; whether there was anything to go to."""
        self._open = False
        further = self._at + 1 < len(self._asked)
        self._at += further
        return further
