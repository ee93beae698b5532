"""Where the person stands, so that who comes back stands there again."""

from __future__ import annotations

from time import monotonic

from tui.standing import Standing
from tui.view import View
from tui.widgets.table import EventTable

PAUSE = 2.0
"""Seconds between notes of it: whoever is killed loses as much of the way at most."""


class Leaving:
    """Knows how a session was `left`, goes back there once, and says how it is left now."""

    def __init__(self, left: Standing = Standing()) -> None:
        self.left = self._noted = left
        self._at = 0.0
        self._returned = left.row is None and not left.marks

    def return_to(self, table: EventTable, *, before_store: bool = False) -> None:
        """Put the cursor back on its row, and the marks: among the rows shown at first, then once in the store's."""
        if self._returned:
            return
        row = self.left.row
        if row is not None:
            table.select(~row if before_store else row)
        if not before_store:
            table.mark(self.left.marks)
            self._returned = True

    def now(self, view: View, table: EventTable, shown: int) -> Standing | None:
        """How the screen stands, if that is to be noted now; nothing before the store's rows are `shown`."""
        seen = table.on_screen
        if not shown or not self._returned or any(row.id < 0 for row in seen):  # the first page may still stand there
            return None
        row = None if table.following or table.cursor_row is None else table.cursor_row.id
        self.left = Standing(view, row, tuple(table.marks.marked), seen)
        if self.left == self._noted or monotonic() - self._at < PAUSE:
            return None
        self._noted, self._at = self.left, monotonic()
        return self._noted
