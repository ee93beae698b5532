"""What the logs tell beyond their events: auditing gaps, shapes of queries, and what belongs together."""

from __future__ import annotations

import asyncio
from collections.abc import Sequence
from functools import partial
from time import time_ns
from typing import TYPE_CHECKING

from tui.drawing.times import SECOND
from tui.screens.browse.blind import Blind
from tui.screens.browse.filtering import Filtering
from tui.view import View
from tui.when import bounds
from tui.window import Window

if TYPE_CHECKING:  # what few keys need is imported when they are pressed
    from tui.screens.browse.planes import Crossing
    from tui.store.gaps import Gap

FIELD = "fingerprint"
"""The field that queries of one shape share."""
HOSTS = 100
"""Names of hosts that are looked at to learn the cluster of a server."""
FAR = 1 << 62
"""Later than any time, for ends that are open."""


class Insight(Filtering):
    """The part of the screen that warns of gaps, and goes to what belongs to an event."""

    aim: tuple[View, int] | None = None
    """The row to go to as soon as a view is shown."""

    crossing: Crossing | None = None
    """The round between the logs that is being gone."""
    novel: Sequence[str] = ()
    """The latest fingerprint that the table knows as new, if any."""

    def on_mount(self) -> None:
        """Look for gaps beside the rows."""
        self.blind = Blind(self.source, lambda it: self.beside("gaps", it.run), self._tell_gaps)

    def beat(self) -> None:
        """Look whether there is more to show, and whether it tells of gaps."""
        super().beat()
        if self.rows.shown:
            self.blind.ask(self.rows.shown)
        if self.views.now.within:  # the range moves with the clock
            self._tell_gaps()
        if (novel := self.source.novel)[-1:] != self.novel:
            self.novel = novel[-1:]
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
        view, notice = self.views.now, self.notice
        notice.newest = self.source.newest
        shown = bounds(view, time_ns() // 1000, self.source.newest)
        notice.gaps = overlapping(self.blind.gaps, *shown, view.log)
        everywhere = overlapping(self.blind.gaps, None, None, view.log)  # the histogram is of all times
        self.unseen = [(gap.since or 0, gap.until or FAR) for gap in everywhere]
        self.histogram.leave_out(self.unseen)

    def action_step(self, way: int) -> None:
        """Go to the next event (1) of the same transaction, session or connection, or the one before (-1)."""
        row, window = self.table.cursor_row, self.rows.window
        if row is not None and row.id >= 0 and window is not None:
            self.newest("step", partial(self._step, row.id, window, way))

    async def _step(self, row_id: int, window: Window, way: int) -> None:
        from tui.screens.browse.steps import chains, closest, step, told

        asked = chains((await asyncio.to_thread(self.source.detail, row_id)).row.values)
        if not asked:
            self.say("This event names no transaction, session or connection to follow")
            return
        totals = await asyncio.to_thread(self.source.counts, [View(filter=one.filter) for one in asked])
        found, total = closest(asked, totals)
        places = await asyncio.to_thread(self.source.places, window, found.filter)
        place = step(places, self.table.cursor_index, way)
        if place is not None:
            self.table.move_to(place)
        self.say(told(found, places, total, place, way))

    def action_cross(self) -> None:
        """What the other log says of the same principal, address or cluster round the event's time, and back."""
        row, now = self.table.cursor_row, self.views.now
        if row is None or row.id < 0:
            return
        if self.crossing is not None and self.crossing.around.goes_on(now, row):
            self._go_round(self.crossing)
        else:
            self.newest("cross", partial(self._cross, row.id, now))

    async def _cross(self, row_id: int, now: View) -> None:
        from tui.screens.browse.planes import OTHER, asked, crossing, links, near, nothing
        from tui.screens.browse.servers import known

        values = (await asyncio.to_thread(self.source.detail, row_id)).row.values
        if values.get("log") not in OTHER or not isinstance(values.get("time"), int):
            self.say("X goes between calls in CloudTrail and the lines of the Neptune audit log")
            return
        ask = partial(self.source.values, holding="", most=HOSTS)
        found = links(values, await asyncio.to_thread(known, values, near(values), ask))
        views = asked(values, found, now)
        flat = [view for spans in views for view in spans]
        counts = dict(zip(flat, await asyncio.to_thread(self.source.counts, flat), strict=True))
        goes = crossing(row_id, now, found, views, counts)
        if len(goes.around.views) > 1:
            self.crossing = goes
            self._go_round(goes)
        else:
            self.say(nothing(values, found))

    def _go_round(self, goes: Crossing) -> None:
        view = goes.around.after(self.views.now)
        self.table.following = False  # what was asked about stays in view, not the newest event
        self.change(view)
        self.say(goes.said[view])

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
