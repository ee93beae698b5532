"""What happened around an event: a round of views that ends where it began."""

from __future__ import annotations

from dataclasses import dataclass

from tui.filter import edit
from tui.view import View
from tui.window import Row


@dataclass(frozen=True, slots=True)
class Around:
    """The views to go round: the one it began with, everything, the event's actor, the event's target."""

    row_id: int = -1
    views: tuple[View, ...] = ()

    def next(self, now: View, row: Row) -> tuple[Around, View]:
        """The view after `now`, and the round it is of: a new one about `row`, unless this one goes on."""
        if now not in self.views or (now == self.views[0] and row.id != self.row_id):
            return began(now, row).next(now, row)
        return self, self.views[(self.views.index(now) + 1) % len(self.views)]


def began(now: View, row: Row) -> Around:
    """A round about a row."""
    everything = View(columns=now.columns)
    of_one = [
        everything.with_(filter=edit.keep("", field, str(value)))
        for field in ("actor", "target")
        if (value := row.values.get(field)) is not None
    ]
    return Around(row.id, tuple(dict.fromkeys([now, everything, *of_one])))
