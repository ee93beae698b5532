"""What tells Neptune and DocumentDB apart inside `rds.amazonaws.com`.

Neptune's management calls are RDS calls: https://docs.aws.amazon.com/neptune/latest/userguide/cloudtrail.html
"""

from __future__ import annotations

from parsers.cloudtrail.calls import Call
from parsers.cloudtrail.values import Gives, Json, words

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
