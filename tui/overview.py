"""Counts of what a view shows: over time, and by the values of its fields."""

from __future__ import annotations

from msgspec import Struct

from tui.store.facets import Facet
from tui.store.histogram import Histogram


class Overview(Struct, frozen=True):
    """`histogram` is of all times, also those that the view's range leaves out; `None` where nothing has a time."""

    histogram: Histogram | None
    facets: tuple[Facet, ...]
