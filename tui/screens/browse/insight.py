"""What the logs tell beyond their events: auditing gaps, and shapes of queries."""

from __future__ import annotations

from typing import TYPE_CHECKING

from tui.drawing.times import SECOND
from tui.screens.browse.blind import Blind
from tui.screens.browse.filtering import Filtering
from tui.view import View
from tui.widgets.notice import Notice

if TYPE_CHECKING:
    from tui.store.gaps import Gap

FIELD = "fingerprint"
"""The field that queries of one shape share."""
FAR = 1 << 62
"""Later than any time, for ends that are open."""


class Insight(Filtering):
    """The part of the screen that warns of gaps and goes to them."""

    aim: tuple[View, int] | None = None
    """The row to go to as soon as a view is shown."""

    novel = 0
    """How many fingerprints the table knows as new."""

    def on_mount(self) -> None:
        """Look for gaps beside the rows."""
        notice = self.query_one(Notice)
        notice.utc, notice.ascii = self.config.utc, self.config.ascii
        self.blind = Blind(self.source, lambda it: self.beside("gaps", it.run), self._tell_gaps)

    def beat(self) -> None:
        """Look whether there is more to show, and whether it tells of gaps."""
        super().beat()
        if self.rows.shown:
            self.blind.ask(self.rows.shown)
        if len(novel := self.source.novel) != self.novel:
            self.novel = len(novel)
            self.table.tell_apart(novel)

    def ask(self) -> None:
        """Ask for the rows of the newest view; other gaps may lie in it."""
        super().ask()
        self._tell_gaps()

    def rows_shown(self) -> None:
        """Go to the row that was aimed at, once it may be there."""
        super().rows_shown()
        if self.aim is not None and self.aim[0] == self.rows.view:
            self.table.select(self.aim[1])
            self.aim = None

    def _tell_gaps(self) -> None:
        from tui.store.gaps import overlapping

        if not self.is_attached:
            return
        view, notice = self.views.now, self.query_one(Notice)
        notice.newest = self.source.newest
        notice.gaps = overlapping(self.blind.gaps, view.since, view.until, view.log)
        self.unseen = [(gap.since or 0, gap.until or FAR) for gap in notice.gaps]
        self.histogram.leave_out(self.unseen)

    def keep_shape(self, fingerprint: str | None) -> None:
        """Keep only the queries of a shape."""
        if fingerprint is not None:
            self.keep(FIELD, fingerprint)

    def show_gap(self, gap: Gap | None) -> None:
        """Show all that happened while auditing was off, from the event on that opened the gap."""
        act = (gap.opened or gap.closed) if gap else None
        if gap is None or act is None:
            return
        until = None if gap.until is None else gap.until + SECOND  # the event that closed it is part of the story
        view = View(columns=self.views.now.columns, since=gap.since, until=until)
        self.aim, self.table.following = (view, act.id), False
        self.change(view)
