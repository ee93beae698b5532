"""Which lens reads which event: a new service is one file, and one line here."""

from __future__ import annotations

from parsers.cloudtrail import generic, iam, keyspaces, neptune, rates, rds, rds_data, signin, trail
from parsers.cloudtrail.lens import Lens

LENSES: tuple[Lens, ...] = (
    rds.LENS,
    rds_data.LENS,
    keyspaces.LENS,
    neptune.LENS,
    trail.LENS,
    signin.LENS,
    iam.LENS,
)

BY_SOURCE = {source: lens for lens in LENSES for source in lens.sources}


def lens_for(source: str, category: object) -> Lens:
    """The lens for an event source; Insights and aggregates have their own, whatever they are about."""
    if category == rates.INSIGHT or category == rates.AGGREGATED:  # noqa: PLR1714 (a set would need a hashable)
        return rates.LENSES[str(category)]
    return BY_SOURCE.get(source, generic.LENS)
