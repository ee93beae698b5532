"""Counts on the screen: what is seen comes first."""

from __future__ import annotations

import asyncio
from collections.abc import Sequence
from typing import cast

from tui.newest import Newest
from tui.overview import Overview
from tui.screens.browse.counts import Counts, Wanted
from tui.source import Source
from tui.store.facets import Facet
from tui.view import View


class Counter:
    """Counts each field as often as it was asked so far."""

    def __init__(self) -> None:
        self.asked: list[tuple[str, ...]] = []

    def overview(self, view: View, fields: tuple[str, ...], *_: object) -> Overview:
        self.asked.append(fields)
        return Overview(None, tuple(Facet(field, len(self.asked), (), 0) for field in fields))


async def counted(*questions: Wanted) -> tuple[Counter, Sequence[Sequence[tuple[str, int]]]]:
    """What was asked of the source, and the fields with their counts each time that something was shown."""
    source, shown = Counter(), list[Sequence[tuple[str, int]]]()
    begun = list[Newest[Wanted, Overview | None]]()
    counts = Counts(
        cast("Source", source),
        begun.append,
        lambda _, overview: shown.append([(facet.field, facet.distinct) for facet in overview.facets]),
    )
    for version, question in enumerate(questions, 1):
        counts.ask(question, version)
        await asyncio.gather(*(newest.run() for newest in begun))
    return source, shown


def wanted(*, later: Sequence[str] = (), holding: str = "", text: str = "") -> Wanted:
    return Wanted(View(filter=text), ("actor", "region", "service"), 5, 100, holding, later=frozenset(later))


async def test_folded_fields_are_counted_after_the_others() -> None:
    source, shown = await counted(wanted(later=["region"]))
    assert source.asked == [("actor", "service"), ("actor", "region", "service")]
    assert shown == [[("actor", 1), ("service", 1)], [("actor", 2), ("region", 2), ("service", 2)]]


async def test_until_they_are_they_keep_their_place() -> None:
    _, shown = await counted(wanted(later=["region"]), wanted(later=["region"], text="service:rds"))
    assert [name for name, _ in shown[2]] == ["actor", "region", "service"]
    assert shown[3] == [("actor", 4), ("region", 4), ("service", 4)]


async def test_a_text_is_looked_for_in_folded_fields_too() -> None:
    source, _ = await counted(wanted(later=["region"], holding="eu"))
    assert source.asked == [("actor", "region", "service")]


async def test_folding_alone_counts_nothing_anew() -> None:
    source, _ = await counted(wanted(), wanted(later=["region"]))
    assert len(source.asked) == 1
