"""Neptune Analytics, whose graphs have an API of their own.

Calls: https://docs.aws.amazon.com/neptune-analytics/latest/apiref/API_Operations.html
"""

from __future__ import annotations

from parsers.cloudtrail.calls import Call
from parsers.cloudtrail.lens import Lens, Reading
from parsers.cloudtrail.values import Gives, Json, arn_name, flag, mapping, text

RISKS = (
    ("publicConnectivity", True, "public", "publicly reachable"),
    ("deletionProtection", False, "no-deletion-protection", "deletion protection off"),
    ("skipSnapshot", True, "no-final-snapshot", "no final snapshot"),
)


def read(event: Gives, call: Call, parameters: Json) -> Reading:
    """Neptune Analytics: a refused call says so in `responseElements.Message` and nowhere else."""
    response = mapping(event.get("responseElements"))
    graph = mapping(response.get("graph")) or response
    name = text(parameters.get("graphName")) or text(graph.get("name"))
    number = text(graph.get("id")) or text(parameters.get("graphIdentifier"))
    snapshot = text(parameters.get("snapshotIdentifier")) or text(parameters.get("snapshotName"))
    target = (snapshot if "Snapshot" in call.action else None) or name or number
    found = [rule for rule in RISKS if flag(parameters.get(rule[0])) is rule[1]]
    message = text(response.get("Message")) or text(response.get("message"))
    return Reading(
        target=arn_name(target) if target else None,
        thing=f"Neptune Analytics {about(call.noun, arn_name(target) if target else None)}".strip(),
        notes="".join(f", {said}" for *_, said in found),
        outcome="Failure" if message else None,
        message=message,
        engine="neptune-analytics",
        resource=f"graph:{arn_name(number or name or '').lower()}" if number or name else None,
        risk=",".join(short for _, _, short, _ in found) or None,
    )


def about(noun: str, name: str | None) -> str:
    """What a call is about: `graph x from snapshot`, `import tasks of graph x`."""
    noun = noun.replace(" for resource", "").replace("data via query", "data")
    if name is None:
        return noun
    head, _, rest = noun.partition(" ")
    if noun in {"graph", "graph snapshot"}:
        return f"{noun} {name}"
    return f"graph {name} {rest}" if head == "graph" and rest.startswith(("from", "using")) else f"{noun} of {name}"


LENS = Lens(("neptune-graph.amazonaws.com",), read)
