"""What arrived since the person last looked: a view that comes and goes with one key."""

from __future__ import annotations

from msgspec import Struct

from tui.drawing.times import Clock
from tui.view import View
from tui.when import iso


class Arrivals(Struct, frozen=True):
    """The arrivals up to `looked`, in microseconds, have been looked at; `before` is the view to come back to."""

    looked: int | None = None
    before: View | None = None

    @property
    def clause(self) -> str:
        """What picks the later ones."""
        from tui.filter.columns import ARRIVAL

        return f"{ARRIVAL.name} > {iso(self.looked)}"

    def listed(self, now: View) -> bool:
        """Whether a view is the list of them, narrowed or in another order."""
        return self.before is not None and self.clause in now.filter

    def none(self, clock: Clock) -> str:
        """What to say where there are no later ones."""
        if self.looked is None:
            return "Still reading what was there. What arrives after it is listed."
        return f"Nothing has arrived since {clock.full(self.looked)}"

    def list(self, now: View, shown: tuple[str, ...]) -> tuple[Arrivals, View]:
        """The list, of what `now` asks, in the order of arrival; `shown` are the fields that the table shows.

        Raises `FilterError` where the filter is not whole.
        """
        from tui.filter.columns import ARRIVAL
        from tui.filter.edit import narrowed

        names = tuple(dict.fromkeys((shown[0], ARRIVAL.name, *shown[1:]))) if shown else ()
        listed = now.with_(filter=narrowed(now.filter, self.clause), sort=ARRIVAL.name, descending=False, columns=names)
        return Arrivals(self.looked, now), listed

    def back(self, arrived: int | None) -> tuple[Arrivals, View]:
        """All of them have been looked at, up to the newest that has `arrived`; the view to go on with."""
        return Arrivals(arrived), self.before or View()
