"""Event selectors: which management events and which data events a trail records from here on.

Shapes: https://docs.aws.amazon.com/awscloudtrail/latest/APIReference/API_PutEventSelectors.html; a log spells their
keys in either case, `eventSelectors` or `EventSelectors`.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from itertools import product

from msgspec import Struct

from parsers.cloudtrail.values import Json, flag, listing, mapping, text, texts

MANAGEMENT, READS, WRITES = "management-events", "read-events", "write-events"
BOTH = frozenset({READS, WRITES})
HALVES = {frozenset({READS}): "/reads", frozenset({WRITES}): "/writes"}
CERTAIN = frozenset({"equals", "startsWith"})
"""Conditions that name what is recorded; of the others it cannot be said what they leave."""
HARMLESS = frozenset({"eventCategory", "resources.type", "readOnly", "eventSource", "eventType"})
"""Fields whose conditions leave out no resource."""
SOMETHING = "*"
"""The scope of a selector whose conditions only say that it does not record everything."""


class Selector(Struct, frozen=True):
    """What one selector records: management events but those of `excluded` sources, and data events; `kinds` of both.

    `data` are types of resources, those that are recorded in part with what they are limited to after an `@`.
    """

    kinds: frozenset[str] = BOTH
    management: bool = False
    excluded: frozenset[str] = frozenset()
    data: tuple[str, ...] = ()


def key(parameters: Json, name: str) -> object:
    """A parameter in either of the cases it is written in."""
    return parameters[name] if name in parameters else parameters.get(name[:1].upper() + name[1:])


def selectors(parameters: Json) -> tuple[Selector, ...]:
    """All that a call sets; none where it does not say."""
    advanced = map(mapping, listing(key(parameters, "advancedEventSelectors")))
    classic = map(mapping, listing(key(parameters, "eventSelectors")))
    return tuple(map(_advanced, advanced)) or tuple(map(_classic, classic))


def left_out(found: Iterable[Selector]) -> list[str]:
    """The management events that no selector records: they add up, so only what all of them leave out is missing."""
    recording = [selector for selector in found if selector.management]
    if not recording:
        return [MANAGEMENT]
    covered = frozenset[str]().union(*(selector.kinds for selector in recording))
    excluded = frozenset.intersection(*(selector.excluded for selector in recording))
    return sorted(excluded) + [kind for kind in (READS, WRITES) if kind not in covered]


def recorded(found: Iterable[Selector]) -> list[str]:
    """The data events recorded: `AWS::S3::Object`, `AWS::S3::Object/writes@arn:aws:s3:::logs/`."""
    halved = ((HALVES.get(selector.kinds, ""), what) for selector in found for what in selector.data)
    return sorted({what.replace("@", f"{half}@", 1) if "@" in what else what + half for half, what in halved})


def _classic(selector: Json) -> Selector:
    kinds = {"ReadOnly": {READS}, "WriteOnly": {WRITES}}.get(text(key(selector, "readWriteType")) or "", BOTH)
    resources = map(mapping, listing(key(selector, "dataResources")))
    return Selector(
        frozenset(kinds),
        flag(key(selector, "includeManagementEvents")) is not False,
        frozenset(texts(key(selector, "excludeManagementEventSources"))),
        tuple(
            what + limit
            for resource in resources
            for what in filter(None, [text(key(resource, "type"))])
            for limit in map(_limit, texts(key(resource, "values")))
        ),
    )


def _advanced(selector: Json) -> Selector:
    """The same of one whose conditions stand in `fieldSelectors`, all of which hold."""
    conditions = [mapping(item) for item in listing(key(selector, "fieldSelectors"))]
    equal = {text(key(one, "field")): texts(key(one, "equals")) for one in conditions}
    kinds = {"true": {READS}, "false": {WRITES}}.get(",".join(equal.get("readOnly", ())), BOTH)
    excluded = (key(one, "notEquals") for one in conditions if text(key(one, "field")) == "eventSource")
    return Selector(
        frozenset(kinds),
        "Management" in equal.get("eventCategory", ()),
        frozenset(source for sources in excluded for source in texts(sources)),
        tuple(map("".join, product(equal.get("resources.type", ()), _limits(conditions)))),
    )


def _limits(conditions: Iterable[Json]) -> Iterator[str]:
    """What the resources are limited to that a selector records, each as the end of an item of `recorded`."""
    limiting = [one for one in conditions if text(key(one, "field")) not in HARMLESS]
    ways = {name[:1].lower() + name[1:] for one in limiting for name in one} - {"field"}
    if len(limiting) > 1 or ways - CERTAIN or any(text(key(one, "field")) != "resources.ARN" for one in limiting):
        yield f"@{SOMETHING}"
    elif limiting:
        yield from map(_limit, [arn for way in sorted(ways) for arn in texts(key(limiting[0], way))])
    else:
        yield ""


def _limit(arn: str) -> str:
    """`@` and the beginning of the ARNs recorded; nothing for `arn:aws:s3` or `arn:aws:s3:::`, which is all of them."""
    return f"@{arn}" if any(arn.split(":")[3:]) else ""
