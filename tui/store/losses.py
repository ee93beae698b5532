"""What a trail no longer records, from what it said before that it does: nothing is concluded where it never did."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence

from tui.store.gaps import CLOSE, DATA, KEEPS, NEW, OPEN, Act, Mark, Place, in_order

HALVES = ("/reads", "/writes")
SOMETHING = "*"
"""The scope of what is recorded in part, where it cannot be said which."""
SOME = "some "
"""How what is missing begins where some of it is still recorded."""


def told(marks: Iterable[Mark]) -> Iterator[Mark]:
    """The same marks; what a trail keeps from an event on is told as what it leaves out.

    Data events and the bucket are told so: an event says what is recorded, and never what was.
    """
    ever: dict[Place, dict[str, Act]] = {}
    for mark in in_order(marks):
        if mark.way != KEEPS:
            yield mark
        for place, kept in _kept(mark):
            before = ever.setdefault(place, {})
            lost = _of_data(before, kept) if place[2] == DATA else _of_bucket(before, kept)
            yield Mark(mark.act, OPEN if lost else CLOSE, place, lost)
            before |= dict.fromkeys(kept, mark.act)


def _kept(mark: Mark) -> Iterator[tuple[Place, list[str]]]:
    """What is kept from an event on, in halves of reads and writes; a trail that is made records no data events."""
    if mark.way == NEW:
        account, region, _, name = mark.place
        yield (account, region, DATA, name), []
    elif mark.way == KEEPS:
        yield mark.place, list(_halves(mark.what) if mark.place[2] == DATA else mark.what)


def _halves(items: Iterable[str]) -> Iterator[str]:
    """`AWS::S3::Object@arn` as `AWS::S3::Object/reads@arn` and the same of its writes."""
    for item in items:
        kind, at, scope = item.partition("@")
        yield from [item] if kind.endswith(HALVES) else [f"{kind}{half}{at}{scope}" for half in HALVES]


def wholes(missing: Sequence[str]) -> list[str]:
    """What is missing, its two halves as one: `AWS::S3::Object`, but `AWS::S3::Object/writes` where it is alone."""
    kinds = ((one, one.removesuffix("/reads").removesuffix("/writes")) for one in missing)
    both = (kind if {kind + half for half in HALVES}.issubset(missing) else one for one, kind in kinds)
    return list(dict.fromkeys(both))


def _of_bucket(before: Mapping[str, Act], kept: Iterable[str]) -> dict[str, Act | None]:
    """The bucket delivered to, where that is not the one that was named first."""
    home = next(iter(before), None)
    return {bucket: before[home] for bucket in kept if home is not None and bucket != home}


def _of_data(before: Mapping[str, Act], kept: Iterable[str]) -> dict[str, Act | None]:
    """The kinds of data events of which nothing, or surely not everything, is kept that was before."""
    scopes: dict[str, list[str]] = {}
    for item in kept:
        kind, _, scope = item.partition("@")
        scopes.setdefault(kind, []).append(scope)
    lost: dict[str, Act | None] = {}
    for item, act in before.items():
        kind, _, scope = item.partition("@")
        if kind not in scopes:
            lost[kind] = act
        elif _narrowed(scope, scopes[kind]):
            lost[SOME + kind] = act
    return lost


def _narrowed(before: str, now: list[str]) -> bool:
    """Whether a scope is surely no longer covered by those of now; an empty one is everything."""
    if "" in now or (SOMETHING in now and (before or len(now) > 1)):
        return False
    return before != SOMETHING and not (before and before.startswith(tuple(now)))
