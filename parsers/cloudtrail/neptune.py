"""Neptune Analytics, and how Neptune and DocumentDB are told apart inside `rds.amazonaws.com`.

Neptune's management calls are RDS calls: https://docs.aws.amazon.com/neptune/latest/userguide/cloudtrail.html
"""

from __future__ import annotations

from parsers.cloudtrail.calls import Call
from parsers.cloudtrail.lens import Lens, Reading
from parsers.cloudtrail.values import Gives, Json, arn_name, flag, mapping, text, words

FAMILIES = {"neptune": ("neptune", "Neptune"), "docdb": ("docdb", "DocumentDB")}
"""Engines that are a service of their own: what the service is called, and what a sentence calls it."""

ENGINES = words(
    "aurora-postgresql aurora-mysql aurora neptune docdb postgres mysql mariadb custom-oracle oracle "
    "custom-sqlserver sqlserver db2"
)
ENDPOINTS = (".neptune.", "neptune"), (".docdb.", "docdb"), (".docdb-elastic.", "docdb")
COMMANDS = ("command/neptune.", "command#neptune."), ("command/docdb.", "command#docdb.")
CATALOGUES = frozenset(
    words(
        "DescribeDBEngineVersions DescribeDBMajorEngineVersions DescribeEngineDefaultClusterParameters "
        "DescribeEngineDefaultParameters DescribeOrderableDBInstanceOptions "
        "DescribeReservedDBInstancesOfferings"
    )
)
"""Reads of what AWS offers: the RDS console makes them for every engine, so theirs is no sign of use."""

GROUPS = words(
    "dBParameterGroupFamily dBClusterParameterGroupName dBParameterGroupName dBClusterParameterGroup "
    "targetDBClusterParameterGroupIdentifier"
)


def engine_of(event: Gives, call: Call, parameters: Json, response: Json) -> str | None:
    """The engine, lower-case, as far as this event itself tells."""
    if call.action in CATALOGUES:
        return None
    said = response.get("engine") or parameters.get("engine")
    if type(said) is str and said:
        return said.lower()
    return (
        by_endpoint(response)
        or by_group(parameters)
        or by_group(response)
        or ("neptune" if response.get("licenseModel") == "amazon-license" else None)
        or by_settings(parameters)
        or by_command(event)
    )


def by_endpoint(response: Json) -> str | None:
    """By the host name, which a cluster gives as text and an instance as an object."""
    endpoint = response.get("endpoint") or response.get("readerEndpoint")
    if type(endpoint) is dict:
        endpoint = endpoint.get("address")
    if type(endpoint) is not str:
        return None
    return next((engine for mark, engine in ENDPOINTS if mark in endpoint), None)


def by_group(source: Json) -> str | None:
    """By a parameter group's family (`neptune1.3`) or name (`default.aurora-mysql8.0`, `my-neptune`)."""
    for key in GROUPS:
        name = source.get(key)
        if type(name) is str and name:
            family = name.lower().removeprefix("default.")
            for engine in ENGINES:
                if family.startswith(engine):
                    return engine
            if "neptune" in family:
                return "neptune"
    return None


def by_settings(parameters: Json) -> str | None:
    """By a parameter that only Neptune has."""
    settings = parameters.get("parameters")
    if type(settings) is not list:
        return None
    names = (item.get("parameterName") for item in settings if type(item) is dict)
    return "neptune" if any(type(name) is str and name.startswith("neptune_") for name in names) else None


def by_command(event: Gives) -> str | None:
    """By the command typed: `aws neptune delete-db-cluster` ends the user agent with `command/neptune.…`."""
    agent = event.get("userAgent")
    if type(agent) is not str or "command" not in agent:
        return None
    neptune, docdb = COMMANDS
    if any(mark in agent for mark in neptune):
        return "neptune"
    return "docdb" if any(mark in agent for mark in docdb) else None


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
