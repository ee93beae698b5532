"""What an RDS call is about, as one would say it: `parameters of DB parameter group x`, not `DB parameters x`."""

from __future__ import annotations

import re
from functools import lru_cache

from parsers.cloudtrail.calls import READ, Call
from parsers.cloudtrail.values import Json, arn_name

RULES = (
    (r"engine default (?:cluster )?parameters", r"\g<0> {}"),
    (r"(.*) parameters", r"parameters of \1 parameter group {}"),
    (r"(.* snapshot) attributes?", r"attributes of \1 {}"),
    (r"DB log files", r"log files of DB instance {}"),
    (r"(?:complete )?DB log file(?: portion)?", r"a log file of DB instance {}"),
    (r"DB security group ingress", r"ingress to DB security group {}"),
    (r"DB proxy (targets|target groups?)", r"\1 of DB proxy {}"),
    (r"tags (to|from) resource", r"tags \1 KIND {}"),
    (r"tags for resource", r"tags of KIND {}"),
    (r"pending maintenance action", r"pending maintenance of KIND {}"),
    (r"current DB cluster capacity", r"capacity of DB cluster {}"),
    (r"valid DB instance modifications", r"valid modifications of DB instance {}"),
    (r"(DB \w+) automated backups replication", r"replication of the automated backups of \1 {}"),
    (r"(DB \w+) (tenant databases|backtracks)", r"\2 of \1 {}"),
    (r"http endpoint", r"the Data API of KIND {}"),
    (r"activity stream", r"activity stream of KIND {}"),
    (r"from global cluster", r"a cluster from global cluster {}"),
    (r"(DB \w+) (from .*)", r"\1 {} \2"),
    (r"(DB \w+) to point in time", r"\1 {} from a point in time"),
    (r"DB instance read replica", r"read replica {}"),
    (r"blue green (.*)", r"blue/green \1 {}"),
)
"""Names of calls, without their verb, in which the thing named does not come last; `KIND` is what its ARN says."""
PATTERNS = tuple((re.compile(pattern), phrase) for pattern, phrase in RULES)

MANY = (
    "a ",
    "the ",
    "attributes",
    "parameters",
    "ingress",
    "target",
    "tags",
    "pending",
    "replication",
    "role",
    "source",
)
"""How phrases begin that take no article."""
UNKNOWN = frozenset({"resource", "activity-stream"})
"""Kinds that a call names where no ARN tells what the thing is."""

SOURCES = (
    "sourceDBSnapshotIdentifier",
    "sourceDBClusterSnapshotIdentifier",
    "sourceDBInstanceIdentifier",
    "sourceDBClusterIdentifier",
    "sourceDBParameterGroupIdentifier",
    "sourceDBClusterParameterGroupIdentifier",
    "sourceOptionGroupIdentifier",
)
"""Parameters that name what is copied, replicated or gone back to."""
KEPT = ("dBSnapshotIdentifier", "dBClusterSnapshotIdentifier", "snapshotIdentifier", "s3BucketName")
"""Parameters that name what is restored."""
TAKEN = (("dBInstanceIdentifier", "instance"), ("dBClusterIdentifier", "cluster"))
"""Parameters that name what a snapshot is taken of."""


def phrase(call: Call, kind: str, name: str | None, label: str) -> str:
    """What the call is about; `label` is what stands for `DB` where the engine is a service of its own."""
    said = template(call.noun, call.effect == READ, kind if name else None)
    if label != "DB":
        said = said.replace("DB ", f"{label} ", 1)
    return said.replace("{}", name, 1) if name else said


@lru_cache(maxsize=1024)
def template(noun: str, reads: bool, kind: str | None) -> str:
    """The phrase with `{}` for the name of a thing of that kind; without a kind, for no name at all."""
    for pattern, said in PATTERNS:
        if found := pattern.fullmatch(noun):
            named = found.expand(said)
            break
    else:
        named = f"{singular(noun) if reads and kind else noun} {{}}" if noun else "{}"
    if kind is None:
        bare = re.sub(r" ?(?:(?:of|to|from) KIND )?\{\}", "", named)
        plain = reads or not bare or bare.startswith(MANY) or bare.endswith("s")
        return bare if plain else f"{'an' if bare[0] in 'aeio' else 'a'} {bare}"
    return named.replace("KIND ", "" if kind in UNKNOWN else f"{kind.replace('-', ' ')} ")


def singular(noun: str) -> str:
    """One of them: instances → instance, proxies → proxy."""
    return f"{noun[:-3]}y" if noun.endswith("ies") else noun.removesuffix("s")


def made(call: Call, parameters: Json, kind: str, said: str, name: str) -> str:
    """The phrase with where the thing comes from, or what is given to it, as far as the call says."""
    source = _first(parameters, SOURCES)
    match call.did:
        case "copied" if source:
            return f"{said.removesuffix(name)}{source} to {name}"
        case "restored":
            kept = _first(parameters, KEPT) or source
            return f"{said}{'' if call.noun.endswith(('snapshot', 'S3')) else ' of'} {kept}" if kept else said
        case "created" if kind == "snapshot":
            taken = ((what, parameters.get(key)) for key, what in TAKEN)
            return next((f"{said} of {what} {of}" for what, of in taken if type(of) is str), said)
        case "created" if source:
            return f"{said} of {source}"
        case "created" if kind == "instance" and (cluster := _first(parameters, ("dBClusterIdentifier",))):
            return f"{said} in cluster {cluster}"
        case "added" | "removed" if role := _first(parameters, ("roleArn",)):
            return said.replace("role ", f"role {role} ", 1)
        case "started" if exported := _first(parameters, ("sourceArn",)):
            return f"{said} of {exported}"
    return said


def _first(parameters: Json, keys: tuple[str, ...]) -> str | None:
    return next((arn_name(name) for key in keys if type(name := parameters.get(key)) is str and name), None)
