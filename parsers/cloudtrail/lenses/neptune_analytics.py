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


NAMED = (
    ("destination", "exported", "to {}"),
    ("source", "", "from {}"),
)
"""Parameters that say where a graph's data goes or comes from."""


def read(event: Gives, call: Call, parameters: Json) -> Reading:
    """The graph named and what is risky; a refused call says so in `responseElements.Message` and nowhere else."""
    response = mapping(event.get("responseElements"))
    graph = mapping(response.get("graph")) or response
    arn = text(parameters.get("resourceArn"))
    name = text(parameters.get("graphName")) or text(graph.get("name"))
    number = text(graph.get("id")) or text(parameters.get("graphIdentifier")) or (arn_name(arn) if arn else None)
    snapshot = text(parameters.get("snapshotName")) or text(parameters.get("snapshotIdentifier"))
    graph_name = arn_name(name or number or "") or None
    found = [(short, said) for key, risky, short, said in RISKS if flag(parameters.get(key)) is risky]
    found += [(short, said.format(where)) for key, short, said in NAMED if (where := text(parameters.get(key)))]
    message = text(response.get("Message")) or text(response.get("message"))
    return Reading(
        target=arn_name(snapshot) if snapshot and call.noun.endswith("graph snapshot") else graph_name,
        thing=about(call.noun, graph_name, arn_name(snapshot) if snapshot else None),
        notes="".join(f", {said}" for _, said in found),
        outcome="Failure" if message else None,
        message=message,
        engine="neptune-analytics",
        resource=f"graph:{arn_name(number or name or '').lower()}" if graph_name else None,
        risk=",".join(short for short, _ in found if short) or None,
    )


def about(noun: str, graph: str | None, snapshot: str | None) -> str:
    """What a call is about: `import tasks of Neptune Analytics graph x`, `Neptune Analytics graph x from snapshot`."""
    noun = noun.replace("data via query", "data").replace("private graph", "private")
    if noun == "graph snapshot" and snapshot:
        return f"Neptune Analytics {noun} {snapshot}" + (f" of {graph}" if graph else "")
    if graph is None:
        return f"Neptune Analytics {noun}"
    head, _, rest = noun.partition(" ")
    named = f"Neptune Analytics graph {graph}"
    if noun.endswith("resource"):  # tags of whatever its ARN names
        return named if noun == "resource" else f"tags of {named}"
    if head == "graph" and rest != "summary":
        return f"{named} {rest} {snapshot or ''}".rstrip() if rest else named
    return f"{noun} {'on' if noun == 'query' else 'of'} {named}"


LENS = Lens(("neptune-graph.amazonaws.com",), read)
