"""Events that the person has marked: to come back to, to compare with, to write out."""

from __future__ import annotations

import asyncio
from collections.abc import Sequence
from functools import partial

from tui.screens.browse.insight import Insight
from tui.window import Window


class Marking(Insight):
    """The part of the screen that marks rows and goes from one to the next."""

    def action_mark(self) -> None:
        """Mark the event under the cursor, or take its mark away."""
        row = self.table.cursor_row
        if row is None or row.id < 0:
            self.say("Still reading. It can be marked in a moment.")
            return
        marked = self.table.marks.marked
        self.table.mark([id_ for id_ in marked if id_ != row.id] if row.id in marked else [*marked, row.id])

    def action_marked(self) -> None:
        """Go to the next marked event that the view shows; from the last one, to the first."""
        marked, window = tuple(self.table.marks.marked), self.rows.window
        if marked and window is not None:
            self.newest("marked", partial(self._to_marked, marked, window))
        else:
            self.say("No event is marked. m marks the one under the cursor.")

    async def _to_marked(self, marked: Sequence[int], window: Window) -> None:
        found = await asyncio.to_thread(lambda: [window.position(id_) for id_ in marked])
        places = sorted(place for place in found if place is not None)
        if not places:
            self.say(f"This view shows none of the {len(marked)} marked events")
            return
        at = self.table.cursor_index
        self.table.move_to(next((place for place in places if place > at), places[0]))

    @property
    def compared(self) -> tuple[int, int] | None:
        """The event marked last and the one under the cursor, where these are two."""
        row = self.table.cursor_row
        if row is None or row.id < 0:
            return None
        before = next((id_ for id_ in reversed(self.table.marks.marked) if id_ != row.id), None)
        return None if before is None else (before, row.id)
