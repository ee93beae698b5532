"""Events about many events: Insights (unusual rates) and aggregates (five minutes of data events in one).

Shapes: https://docs.aws.amazon.com/awscloudtrail/latest/userguide/cloudtrail-insights-fields-trails.html
and https://docs.aws.amazon.com/awscloudtrail/latest/userguide/cloudtrail-event-reference-aggregated-events.html
"""

from __future__ import annotations

from parsers.cloudtrail.calls import READ, Call
from parsers.cloudtrail.lens import Lens, Reading
from parsers.cloudtrail.values import Gives, Json, listing, mapping, text

OBSERVER = "CloudTrail"
INSIGHT, AGGREGATED = "Insight", "Aggregated"


def flattened(event: Json) -> Json:
    """An Insight with its source, name and error code where other events have them."""
    details = mapping(event.get("insightDetails"))
    moved: Json = {key: details[key] for key in ("eventSource", "eventName", "errorCode") if key in details}
    return {**moved, **event}


def insight(event: Gives, call: Call, _: Json) -> Reading:
    """An unusual rate of calls or of errors, starting or ending."""
    details = mapping(event.get("insightDetails"))
    statistics = mapping(mapping(details.get("insightContext")).get("statistics"))
    usual, seen = (text(mapping(statistics.get(key)).get("average")) for key in ("baseline", "insight"))
    state = text(details.get("state")) or "Start"
    error = text(details.get("errorCode"))
    what = f"{error} errors" if error else "calls"
    rate = f", {seen} a minute instead of {usual}" if seen and usual else ""
    did = "saw the end of" if state == "End" else "saw"
    thing = f"an unusual rate of {what} of {call.service} {call.action}{rate}"
    return Reading(thing=thing, did=did, subject=OBSERVER, effect=READ, outcome=error)


def aggregated(event: Gives, call: Call, _: Json) -> Reading:
    """Many data events counted by one dimension: the name that counts most is the target."""
    primary = mapping(mapping(event.get("summary")).get("primaryDimension"))
    dimension = text(primary.get("dimension")) or "dimension"
    counted = [mapping(item) for item in listing(primary.get("statistics"))]
    names = [name for item in counted if (name := text(item.get("name")))]
    numbers = [item.get("value") for item in counted]
    total = sum(number for number in numbers if type(number) is int)
    events = f"{total} {call.service} data events" if total else f"{call.service} data events"
    first = f": {', '.join(names[:3])}" if names else ""
    thing = f"{events} by {dimension}{first}"
    return Reading(names[0] if names else None, thing, did="aggregated", subject=OBSERVER, effect=READ)


LENSES = {INSIGHT: Lens((), insight), AGGREGATED: Lens((), aggregated)}
"""By `eventCategory`: these say their source elsewhere or are about none."""
