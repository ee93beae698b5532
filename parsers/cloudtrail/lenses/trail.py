"""Auditing itself: what stops a trail from recording, and what makes it record again.

Rules: https://docs.aws.amazon.com/awscloudtrail/latest/userguide/logging-management-events-with-cloudtrail.html
"""

from __future__ import annotations

from collections.abc import Iterable

from parsers.cloudtrail.calls import SUFFIX, Call
from parsers.cloudtrail.generic import refused
from parsers.cloudtrail.lens import Lens, Reading
from parsers.cloudtrail.values import Gives, Json, arn_name, flag, listing, mapping, text, texts

UNNAMED = "?"
"""A trail that the call does not name."""
NAMES = ("name", "trailName", "trailARN", "eventDataStore")
SWITCHES = {
    "StopLogging": ("stopped", "stop", "logging of trail", "open"),
    "StartLogging": ("started", "start", "logging of trail", "close"),
    "DeleteTrail": ("deleted", "delete", "trail", "open"),
    "StopEventDataStoreIngestion": ("stopped", "stop", "ingestion of event data store", "open"),
    "StartEventDataStoreIngestion": ("started", "start", "ingestion of event data store", "close"),
    "DeleteEventDataStore": ("deleted", "delete", "event data store", "open"),
}
RISKS = (
    ("isMultiRegionTrail", False, "one-region", "one region only"),
    ("includeGlobalServiceEvents", False, "no-global-events", "no global service events"),
    ("enableLogFileValidation", False, "no-validation", "log file validation off"),
)


def key(parameters: Json, name: str) -> object:
    """A parameter in either of the cases it is written in: `eventSelectors`, `EventSelectors`."""
    return parameters[name] if name in parameters else parameters.get(name[:1].upper() + name[1:])


def read(event: Gives, call: Call, parameters: Json) -> Reading:
    """The trail named, and whether from here on it records less or more."""
    arn = next((value for name in NAMES if type(value := key(parameters, name)) is str and value), refused(event))
    trail = arn_name(arn) if arn else None
    kind = "store" if "EventDataStore" in call.action else "trail"
    if call.action in SWITCHES:
        did, do, noun, way = SWITCHES[call.action]
        gap = f"{way}:{kind}:{trail or UNNAMED}"
        return Reading(
            trail, named(noun, trail), did=did, do=do, risk="logging-off" if way == "open" else None, gap=gap
        )
    if call.action == "PutEventSelectors":
        return selected(trail, parameters)
    if call.action in {"UpdateTrail", "CreateTrail"}:
        return changed(call, trail, parameters)
    return Reading(trail, named(call.thing, trail))


def named(noun: str, trail: str | None) -> str:
    """`trail main`, or only `trail` where the call does not say which."""
    return f"{noun} {trail}" if trail else noun


def changed(call: Call, trail: str | None, parameters: Json) -> Reading:
    """A trail that is made or altered: where it writes to and what it leaves out."""
    found = [(short, said) for name, risky, short, said in RISKS if flag(key(parameters, name)) is risky]
    gap = None
    if call.action == "UpdateTrail":
        bucket = text(key(parameters, "s3BucketName"))
        found += [("bucket-changed", f"delivers to bucket {bucket}")] if bucket else []
        gap = narrowed(trail or UNNAMED, parameters)
    else:  # made with the defaults, which is what most people make; it does not log yet
        gap = f"new:trail:{trail or UNNAMED}"
        found = [item for item in found if item[0] != "no-validation"]
    notes = "".join(f", {said}" for _, said in found)
    return Reading(trail, named("trail", trail), notes, risk=",".join(short for short, _ in found) or None, gap=gap)


def narrowed(trail: str, parameters: Json) -> str | None:
    """Whether an update has the trail record fewer regions, or no global services, or all of them again."""
    for kind, name in (("regions", "isMultiRegionTrail"), ("global", "includeGlobalServiceEvents")):
        all_of_them = flag(key(parameters, name))
        if all_of_them is not None:
            return f"{'close' if all_of_them else 'open'}:{kind}:{trail}"
    return None


def selected(trail: str | None, parameters: Json) -> Reading:
    """Event selectors: which management events the trail does not record from here on."""
    classic = [mapping(item) for item in listing(key(parameters, "eventSelectors"))]
    advanced = [mapping(item) for item in listing(key(parameters, "advancedEventSelectors"))]
    missing = unseen(map(kinds_advanced, advanced) if advanced else map(kinds_classic, classic))
    said = ", ".join(SPOKEN.get(source, source) for source in missing)
    notes = f" to leave out {said}" if missing else " to record every management event"
    return Reading(
        target=trail,
        thing=named("event selectors of trail", trail),
        notes=notes,
        did="set",
        do="set",
        risk=",".join(f"excludes-{source.removesuffix(SUFFIX)}" for source in missing) or None,
        gap=f"{'open' if missing else 'close'}:selectors:{trail or UNNAMED}",
    )


MANAGEMENT, READS, WRITES = "management-events", "read-events", "write-events"
SPOKEN = {
    MANAGEMENT: "all management events",
    READS: "read-only events",
    WRITES: "write events",
    "rdsdata.amazonaws.com": "RDS Data API events (rdsdata.amazonaws.com)",
    "kms.amazonaws.com": "KMS events (kms.amazonaws.com)",
}


def unseen(selectors: Iterable[tuple[set[str], set[str]] | None]) -> list[str]:
    """What no selector records: selectors add up, so only what every one of them leaves out is missing."""
    recording = [selector for selector in selectors if selector is not None]
    if not recording:
        return [MANAGEMENT]
    covered = set().union(*(kinds for kinds, _ in recording))
    excluded = set.intersection(*(sources for _, sources in recording))
    return sorted(excluded) + [kind for kind in (READS, WRITES) if kind not in covered]


def kinds_classic(selector: Json) -> tuple[set[str], set[str]] | None:
    """What a classic selector records of management events: reads, writes, and the sources left out."""
    if flag(key(selector, "includeManagementEvents")) is False:
        return None
    kinds = {"ReadOnly": {READS}, "WriteOnly": {WRITES}}.get(
        text(key(selector, "readWriteType")) or "", {READS, WRITES}
    )
    return kinds, set(texts(key(selector, "excludeManagementEventSources")))


def kinds_advanced(selector: Json) -> tuple[set[str], set[str]] | None:
    """The same of an advanced selector, whose conditions stand in `fieldSelectors`."""
    kinds, excluded, management = {READS, WRITES}, set(), False
    for condition in map(mapping, listing(key(selector, "fieldSelectors"))):
        field, equal = text(key(condition, "field")), texts(key(condition, "equals"))
        if field == "eventCategory":
            management = "Management" in equal
        elif field == "readOnly" and len(equal) == 1:
            kinds = {READS} if equal == ["true"] else {WRITES}
        elif field == "eventSource":
            excluded |= set(texts(key(condition, "notEquals")))
    return (kinds, excluded) if management else None


LENS = Lens(("cloudtrail.amazonaws.com",), read)
