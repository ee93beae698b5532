"""Which lens reads which event: every file of this package is a service and holds its `LENS`."""

from __future__ import annotations

from importlib import import_module
from pkgutil import iter_modules

from parsers.cloudtrail import generic, rates
from parsers.cloudtrail.lens import Lens

LENSES: tuple[Lens, ...] = tuple(import_module(f"{__name__}.{file.name}").LENS for file in iter_modules(__path__))
"""In any order, since no two are for the same event source."""

BY_SOURCE = {source: lens for lens in LENSES for source in lens.sources}


def lens_for(source: str, category: object) -> Lens:
    """The lens for an event source; Insights and aggregates have their own, whatever they are about."""
    if category == rates.INSIGHT or category == rates.AGGREGATED:  # noqa: PLR1714 (a set would need a hashable)
        return rates.LENSES[str(category)]
    return BY_SOURCE.get(source, generic.LENS)
