"""Auditing itself: what stops a trail from recording, and what makes it record again.

Rules: https://docs.aws.amazon.com/awscloudtrail/latest/userguide/logging-management-events-with-cloudtrail.html
"""

from __future__ import annotations

import re
from collections.abc import Sequence

from parsers.cloudtrail.auditing import act
from parsers.cloudtrail.calls import SUFFIX, Call
from parsers.cloudtrail.generic import refused
from parsers.cloudtrail.lens import Lens, Reading
from parsers.cloudtrail.selectors import MANAGEMENT, READS, WRITES, key, left_out, recorded, selectors
from parsers.cloudtrail.values import Gives, Json, arn_name, flag, text

NAMES = ("name", "trailName", "trailARN", "eventDataStore")
SWITCHES = {
    "StopLogging": ("stopped", "stop", "logging of trail", "open"),
    "StartLogging": ("started", "start", "logging of trail", "close"),
    "DeleteTrail": ("deleted", "delete", "trail", "open"),
    "StopEventDataStoreIngestion": ("stopped", "stop", "ingestion of event data store", "open"),
    "StartEventDataStoreIngestion": ("started", "start", "ingestion of event data store", "close"),
    "DeleteEventDataStore": ("deleted", "delete", "event data store", "open"),
}
SETTINGS = (
    ("isMultiRegionTrail", "regions", "one-region", "one region only"),
    ("includeGlobalServiceEvents", "global", "no-global-events", "no global service events"),
    ("enableLogFileValidation", "validation", "no-validation", "log file validation off"),
)
"""Settings of a trail: its parameter, the kind of gap that opens where it is off, and what is risky then."""
ASKED = {
    "DescribeTrails": "trails",
    "GetEventSelectors": "event selectors of trail",
    "GetInsightSelectors": "Insights selectors of trail",
    "GetTrail": "trail",
    "GetTrailStatus": "status of trail",
    "PutInsightSelectors": "Insights selectors of trail",
}
"""What calls that switch nothing are about."""
DESTINATION = "cloudWatchLogsLogGroupArn"
"""Where a trail delivers its events to as well; an update with an empty one has it stop."""
WHOLE = re.compile("[/@]")
"""Where in an item of `recorded` the type of the resources ends."""
SPOKEN = {
    MANAGEMENT: "all management events",
    READS: "read-only events",
    WRITES: "write events",
    "rdsdata.amazonaws.com": "RDS Data API events (rdsdata.amazonaws.com)",
    "kms.amazonaws.com": "KMS events (kms.amazonaws.com)",
}


def read(event: Gives, call: Call, parameters: Json) -> Reading:
    """The trail named, and whether from here on it records less or more."""
    arn = next((value for name in NAMES if type(value := key(parameters, name)) is str and value), refused(event))
    trail = arn_name(arn) if arn else None
    kind = "store" if "EventDataStore" in call.action else "trail"
    if call.action in SWITCHES:
        did, do, noun, way = SWITCHES[call.action]
        risk = "logging-off" if way == "open" else None
        return Reading(trail, named(noun, trail), did=did, do=do, risk=risk, gap=act(way, kind, trail))
    if call.action == "PutEventSelectors":
        return selected(trail, parameters)
    if call.action == "UpdateTrail":
        return updated(trail, parameters)
    if call.action == "CreateTrail":
        return made(trail, parameters)
    return Reading(trail, named(ASKED.get(call.action, call.thing), trail))


def named(noun: str, trail: str | None) -> str:
    """`trail main`, or only `trail` where the call does not say which."""
    return f"{noun} {trail}" if trail else noun


def made(trail: str | None, parameters: Json) -> Reading:
    """A new trail, which does not log yet; without log file validation it is as most people make one."""
    found = [(risk, said) for name, kind, risk, said in SETTINGS if is_off(parameters, name) and kind != "validation"]
    bucket = text(key(parameters, "s3BucketName"))
    gaps = [act("new", "trail", trail)]
    if bucket:
        found.append(("", f"delivers to bucket {bucket}"))
        gaps.append(act("keeps", "bucket", trail, bucket))
    return changed(trail, found, gaps)


def updated(trail: str | None, parameters: Json) -> Reading:
    """A trail that is altered: what it leaves out, and where it no longer writes to."""
    found = [(risk, said) for name, _, risk, said in SETTINGS if is_off(parameters, name)]
    given = [(name, kind) for name, kind, *_ in SETTINGS if flag(key(parameters, name)) is not None]
    gaps = [act("open" if is_off(parameters, name) else "close", kind, trail) for name, kind in given]
    if bucket := text(key(parameters, "s3BucketName")):
        found.append(("bucket-changed", f"delivers to bucket {bucket}"))
        gaps.append(act("keeps", "bucket", trail, bucket))
    if (group := text(key(parameters, DESTINATION))) is not None:
        found += [] if group else [("no-cloudwatch-logs", "no longer to CloudWatch Logs")]
        gaps.append(act("close" if group else "open", "cloudwatch", trail))
    return changed(trail, found, gaps)


def is_off(parameters: Json, name: str) -> bool:
    """Whether a setting is given, and off."""
    return flag(key(parameters, name)) is False


def changed(trail: str | None, found: Sequence[tuple[str, str]], gaps: Sequence[str]) -> Reading:
    """A trail with what is risky about its settings, in short and in words."""
    return Reading(
        target=trail,
        thing=named("trail", trail),
        notes="".join(f", {said}" for _, said in found),
        risk=",".join(short for short, _ in found if short) or None,
        gap=" ".join(gaps) or None,
    )


def selected(trail: str | None, parameters: Json) -> Reading:
    """Event selectors: what the trail records from here on, as far as the call says it."""
    thing = named("event selectors of trail", trail)
    found = selectors(parameters)
    if not found:
        return Reading(trail, thing, did="set", do="set")
    missing, data = left_out(found), recorded(found)
    said = ", ".join(SPOKEN.get(source, source) for source in missing)
    notes = f" to leave out {said}" if missing else " to record every management event"
    what = [source.removesuffix(SUFFIX) for source in missing]
    return Reading(
        target=trail,
        thing=thing,
        notes=notes + also(data),
        did="set",
        do="set",
        risk=",".join(f"excludes-{one}" for one in what) or None,
        gap=f"{act('open' if missing else 'close', 'selectors', trail, *what)} {act('keeps', 'data', trail, *data)}",
    )


def also(data: Sequence[str]) -> str:
    """The data events recorded, by the types of their resources: `some of` those that are in part."""
    kinds = dict.fromkeys(WHOLE.split(item)[0] for item in data)
    said = ", ".join(kind if kind in data else f"some of {kind}" for kind in kinds)
    return f" and data events of {said}" if said else ""


LENS = Lens(("cloudtrail.amazonaws.com",), read)
