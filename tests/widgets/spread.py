"""What the histogram is shown in tests: bars, and the facets of a small trail."""

from __future__ import annotations

from tui.store.facets import Facet
from tui.store.histogram import Histogram

MINUTE = 60_000_000
NINE = 1_795_078_800_000_000
"""Nine o'clock UTC on 2026-11-19, in microseconds."""


def bars(
    total: tuple[int, ...], failed: dict[int, int] | None = None, worst: dict[int, int] | None = None
) -> Histogram:
    """A histogram that begins at nine, with bars of a minute."""

    def spread(some: dict[int, int] | None) -> tuple[int, ...]:
        return tuple((some or {}).get(bar, 0) for bar in range(len(total)))

    return Histogram(NINE, NINE + len(total) * MINUTE, MINUTE, total, spread(failed), spread(worst))


ACTOR = Facet(
    "actor",
    8,
    (
        ("build", 900),
        ("ines", 500),
        ("s3.amazonaws.com", 90),
        ("omar", 40),
        ("Ina", 7),
        ("kim", 3),
        (None, 60),
    ),
    1600,
)
EFFECT = Facet("effect", 3, (("read", 1500), ("write", 95), ("destructive", 5)), 1600)
OUTCOME = Facet("outcome", 2, (("success", 1590), ("AccessDenied", 10)), 1600)
