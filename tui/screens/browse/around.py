"""What happened around an event: a round of views that ends where it began."""

from __future__ import annotations

from msgspec import Struct

from tui.view import View
from tui.window import Row


class Around(Struct, frozen=True):
    """The views to go round, the one it began with first, and the row that they are about."""

    row_id: int = -1
    views: tuple[View, ...] = ()

    def goes_on(self, now: View, row: Row) -> bool:
        """Whether this round is being gone, and not a new one wanted about `row`."""
        return now in self.views and (now != self.views[0] or row.id == self.row_id)

    def after(self, now: View) -> View:
        """The view after `now`."""
        return self.views[(self.views.index(now) + 1) % len(self.views)]

    def next(self, now: View, row: Row) -> tuple[Around, View]:
        """The view after `now`, and the round it is of: a new one about `row`, unless this one goes on."""
        goes = self if self.goes_on(now, row) else began(now, row)
        return goes, goes.after(now)


def began(now: View, row: Row) -> Around:
    """A round about a row: everything, then the event's actor, then its target."""
    from tui.filter.edit import keep

    everything = View(columns=now.columns)
    of_one = [
        everything.with_(filter=keep("", field, str(value)))
        for field in ("actor", "target")
        if (value := row.values.get(field)) is not None
    ]
    return Around(row.id, tuple(dict.fromkeys([now, everything, *of_one])))
