"""Amazon RDS, Aurora, and what hides behind their API: Neptune and DocumentDB.

Shapes: https://docs.aws.amazon.com/AmazonRDS/latest/UserGuide/logging-using-cloudtrail.html
"""

from __future__ import annotations

from functools import lru_cache

from parsers.cloudtrail import rds_risks
from parsers.cloudtrail.calls import READ, WRITE, Call
from parsers.cloudtrail.engines import FAMILIES, engine_of
from parsers.cloudtrail.generic import refused
from parsers.cloudtrail.lens import Lens, Reading
from parsers.cloudtrail.rds_words import made, phrase
from parsers.cloudtrail.values import Gives, Json, arn_name, mapping

SOURCE = "rds.amazonaws.com"

THINGS: dict[str, tuple[str, tuple[str, ...]]] = {
    "DBClusterSnapshot": ("snapshot", ("targetDBClusterSnapshotIdentifier", "dBClusterSnapshotIdentifier")),
    "DBClusterParameter": (
        "parameter-group",
        ("targetDBClusterParameterGroupIdentifier", "dBClusterParameterGroupName"),
    ),
    "DBClusterEndpoint": ("endpoint", ("dBClusterEndpointIdentifier",)),
    "DBClusterAutomatedBackup": ("backup", ("dbClusterResourceId", "dBClusterIdentifier")),
    "DBInstanceAutomatedBackup": ("backup", ("dbiResourceId", "dBInstanceIdentifier")),
    "DBCluster": ("cluster", ("dBClusterIdentifier",)),
    "DBInstance": ("instance", ("dBInstanceIdentifier", "targetDBInstanceIdentifier")),
    "ReadReplica": ("instance", ("dBInstanceIdentifier",)),
    "DBLogFile": ("instance", ("dBInstanceIdentifier",)),
    "DBSnapshot": ("snapshot", ("targetDBSnapshotIdentifier", "dBSnapshotIdentifier")),
    "DBParameter": ("parameter-group", ("targetDBParameterGroupIdentifier", "dBParameterGroupName")),
    "DBSubnetGroup": ("subnet-group", ("dBSubnetGroupName",)),
    "DBSecurityGroup": ("security-group", ("dBSecurityGroupName",)),
    "DBProxy": ("proxy", ("dBProxyName",)),
    "DBShardGroup": ("shard-group", ("dBShardGroupIdentifier",)),
    "GlobalCluster": ("global-cluster", ("globalClusterIdentifier",)),
    "OptionGroup": ("option-group", ("targetOptionGroupIdentifier", "optionGroupName")),
    "Subscription": ("subscription", ("subscriptionName",)),
    "ExportTask": ("export", ("exportTaskIdentifier",)),
    "BlueGreenDeployment": ("deployment", ("blueGreenDeploymentIdentifier", "blueGreenDeploymentName")),
    "ActivityStream": ("activity-stream", ("resourceArn",)),
    "": ("resource", ("resourceName", "resourceArn", "resourceIdentifier")),
}
"""What an API's name speaks of: the kind of resource, and the parameters that name it."""

ARN_KINDS = {
    "db": "instance",
    "cluster": "cluster",
    "snapshot": "snapshot",
    "cluster-snapshot": "snapshot",
    "pg": "parameter-group",
    "cluster-pg": "parameter-group",
    "subgrp": "subnet-group",
    "secgrp": "security-group",
    "og": "option-group",
    "es": "subscription",
    "global-cluster": "global-cluster",
    "db-proxy": "proxy",
    "cluster-endpoint": "endpoint",
    "shard-group": "shard-group",
    "deployment": "deployment",
}


@lru_cache(maxsize=1024)
def thing_of(action: str) -> tuple[str, tuple[str, ...]]:
    """What an action is about: the first thing its name mentions, by its longest name."""
    mentioned = [(action.index(name), -len(name), name) for name in THINGS if name and name in action]
    return THINGS[min(mentioned)[2] if mentioned else ""]


def identify(event: Gives, call: Call, parameters: Json, response: Json) -> tuple[str, str | None]:
    """The kind and the name of the resource; an ARN knows its kind better than the call does."""
    kind, keys = thing_of(call.action)
    name = first(parameters, keys)
    if name is None and call.effect != READ:
        name = first(response, keys)
    if name is None:
        name = refused(event)
    if name and name.startswith("arn:"):
        kind = ARN_KINDS.get(name.split(":", 6)[5] if name.count(":") > 5 else "", kind)
        name = arn_name(name)
    return kind, None if name == "*" else name


def first(source: Json, keys: tuple[str, ...]) -> str | None:
    """The first of the keys that holds text."""
    for key in keys:
        value = source.get(key)
        if type(value) is str and value:
            return value
    return None


def read(event: Gives, call: Call, parameters: Json) -> Reading:
    """The database named, its engine and class, and what is risky about the change."""
    response = mapping(event.get("responseElements"))
    kind, name = identify(event, call, parameters, response)
    engine = engine_of(event, call, parameters, response)
    service, label = FAMILIES.get(engine or "", ("rds", "DB"))
    about = thing_of(call.action)[0]
    if name and about not in {kind, "resource", "activity-stream"}:  # a refused CreateDBSnapshot names the instance
        thing = f"{phrase(call, about, None, label)} of {kind} {name}"
    else:
        thing = phrase(call, kind, name, label)
    reading = Reading(
        target=name,
        thing=thing,
        service=service,
        engine=engine,
        resource=f"{kind}:{name.lower()}" if name else None,
    )
    if call.action in REMOVALS:
        reading.effect = WRITE
    if call.effect != READ:
        if name and about == kind:
            reading.thing = made(call, parameters, kind, thing, name)
        describe_change(reading, event, call, parameters, response)
    elif type(file := parameters.get("logFileName")) is str:
        reading.thing = reading.thing.replace("a log file", f"log file {file}", 1)
    return reading


def describe_change(reading: Reading, event: Gives, call: Call, parameters: Json, response: Json) -> None:
    """Adds what a change sets: engine and class of what is made, then every risk in words."""
    new = call.did in {"created", "restored"} and reading.engine
    facts = [reading.engine if new and reading.service == "rds" else None, parameters.get("dBInstanceClass")]
    said = ", ".join(fact for fact in facts if type(fact) is str)
    found = rds_risks.find(event, call, parameters, response, reading)
    reading.notes = f" ({said})" * bool(said) + "".join(f", {risk.said}" for risk in found if risk.said)
    reading.risk = ",".join(dict.fromkeys(risk.short for risk in found if risk.short)) or None


REMOVALS = frozenset({"RemoveTagsFromResource", "RemoveFromGlobalCluster", "RemoveSourceIdentifierFromSubscription"})
"""What takes something away and destroys nothing."""

LENS = Lens((SOURCE,), read)
