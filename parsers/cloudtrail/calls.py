"""What an API's name alone tells: the service, the verb and its past tense, the thing, the effect."""

from __future__ import annotations

import re

from msgspec import Struct

from parsers.base import Effect
from parsers.cloudtrail.memory import Memory
from parsers.cloudtrail.values import ElsewhereError, words

READ, WRITE, DESTRUCTIVE, ADMIN = (effect.value for effect in Effect)
"""As plain text: an enumeration's member costs more to look at than all else."""

SUFFIX = ".amazonaws.com"
LONGEST_NAME = 120
"""No API has a longer name: what is longer is cut."""

SERVICES = {
    "cassandra": "keyspaces",
    "monitoring": "cloudwatch",
    "rdsdata": "rds-data",
    "rdsdataapi": "rds-data",
}
"""What people call a service whose `eventSource` says something else."""

API_DATE = re.compile(r"_?\d{4}_?\d{2}_?\d{2}(?:v\d+)?$")
"""UpdateFunctionCode20150331v2, CreateFunction2020_05_31."""
WORD = re.compile(r"[A-Z]+(?=[A-Z][a-z])|[A-Z]?[a-z]+\d*|[A-Z]+\d*|\d+")

SPOKEN = {
    "get": "read",
    "head": "look at",
    "lookup": "look up",
    "describe": "describe",
    "failover": "fail over",
    "switchover": "switch over",
}
PAST = {
    "begin": "began",
    "failover": "failed over",
    "get": "read",
    "head": "looked at",
    "lookup": "looked up",
    "opt": "opted",
    "put": "put",
    "read": "read",
    "reset": "reset",
    "run": "ran",
    "send": "sent",
    "set": "set",
    "submit": "submitted",
    "switchover": "switched over",
    "undo": "undid",
    "withdraw": "withdrew",
    "write": "wrote",
}
HAPPENED = frozenset(words("Started Completed Created Deleted Expired Failed Finished Succeeded Updated"))
"""What ends the name of an event that no API call caused: SharedSnapshotVolumeCreated."""
UNSAID = frozenset({"sts", "unknown"})
DOUBLED = ("stop", "drop", "tag", "swap", "scan", "plan", "permit", "transfer")

READING = frozenset(
    words(
        "assume can check count decode decrypt describe detect discover download encrypt estimate filter "
        "generate get head is list lookup poll preview query read scan search select simulate test validate "
        "verify view"
    )
)
DESTROYING = frozenset(words("delete deregister destroy drop purge release remove terminate wipe"))

RUINOUS = frozenset(
    words(
        "DeleteEventDataStore DeleteTrail DisableKey DisableSecurityHub LeaveOrganization "
        "ResetGraph ScheduleKeyDeletion StopActivityStream StopConfigurationRecorder StopEventDataStoreIngestion "
        "StopLogging"
    )
)
"""What destroys without saying so in its verb: keys become useless, records stop being made."""

GOVERNING = frozenset(
    words(
        "access-analyzer account cloudtrail iam identitystore lakeformation organizations ram rolesanywhere "
        "sso sso-directory"
    )
)
"""Services whose every change is about who may do what, or about what is recorded."""

GOVERNS = re.compile(
    r"(?<!Scaling)(?<!Lifecycle)(?<!Backup)Polic(?:y|ies)|Permission|AccessKey|LoginProfile|MFADevice|Acl\b|ACL|AccessPoint"
    r"|SecurityGroup(?:Ingress|Egress|Rules)|Grant|PublicAccess|(?:Snapshot|Image)Attribute|AccessEntry|EventSelectors"
    r"|(?:Modify|Reset)DB(?:Cluster)?ParameterGroup|PutBucketLogging|FlowLogs|RoleToDB|RoleFromDB|TrustAnchor"
    r"|ConfigurationRecorder|Detector|AssumeRolePolicy|SharingState|ActivityStream"
)


class Call(Struct, frozen=True):
    """An API call as a sentence needs it."""

    service: str
    action: str  # the name without its API date
    did: str  # deleted
    do: str  # delete
    noun: str  # DB cluster
    thing: str  # the noun with its service: rds DB cluster
    own: tuple[str, ...]  # the parameters that would name it: dBClusterId …
    effect: str


def called(named: tuple[str, str]) -> Call:
    """The call that an event source and a name stand for. Raises `ElsewhereError` for `aws:s3`, whose are no calls."""
    if named[0].startswith("aws:"):
        raise ElsewhereError
    source, name = (word[:LONGEST_NAME] for word in named)
    service = source.removesuffix(SUFFIX) or "unknown"
    action = API_DATE.sub("", name) or name
    parts = WORD.findall(action) or [action]
    if len(parts) > 1 and parts[0] == "Batch":
        parts = parts[1:]
    verb = parts[0].lower()
    noun = " ".join(part if part.isupper() and len(part) > 1 else part.lower() for part in parts[1:])
    if len(parts) > 1 and parts[-1] in HAPPENED:
        did, do, noun = "reported", "report", f"{verb} {noun}"
    else:
        did, do = past(verb), SPOKEN.get(verb, verb)
    service = SERVICES.get(service, service)
    camel = "".join(parts[1:])
    camel = camel[:1].lower() + camel[1:]
    own = (f"{camel}Id", f"{camel}Name", f"{camel}Identifier", camel)
    return Call(service, action, did, do, noun, thing_of(service, noun), own, effect_of(service, action, verb))


def thing_of(service: str, noun: str) -> str:
    """The noun with its service in front, unless it says so itself or nobody would: an assumed *sts* role."""
    said = noun.startswith(service.rstrip("s")) or service in UNSAID
    return noun if said else f"{service} {noun}".strip()


def effect_of(service: str, action: str, verb: str) -> str:
    """What the call does, by its name; `readOnly` in the event says it better where it is true."""
    if action in RUINOUS:
        return DESTRUCTIVE
    if verb in READING:
        return READ
    if service in GOVERNING or GOVERNS.search(action):
        return ADMIN
    return DESTRUCTIVE if verb in DESTROYING else WRITE


def past(verb: str) -> str:
    """The past tense of an API's verb: delete → deleted, modify → modified, stop → stopped."""
    if verb in PAST:
        return PAST[verb]
    if verb.endswith(DOUBLED):
        return f"{verb}{verb[-1]}ed"
    if verb.endswith("e"):
        return f"{verb}d"
    if verb.endswith("y") and verb[-2:-1] not in tuple("aeiou"):
        return f"{verb[:-1]}ied"
    return f"{verb}ed"


CALLS = Memory(called, most=4096, longest=2 * LONGEST_NAME, length=lambda named: sum(map(len, named)))
"""A trail repeats a few hundred of them."""
