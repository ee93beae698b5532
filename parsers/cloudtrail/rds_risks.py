"""What is risky about a change to a database: every rule names the setting and says it in words."""

from __future__ import annotations

from typing import NamedTuple

from parsers.cloudtrail.auditing import act
from parsers.cloudtrail.calls import Call
from parsers.cloudtrail.lens import Reading
from parsers.cloudtrail.values import Gives, Json, flag, mapping, text, texts


class Risk(NamedTuple):
    """A short name to filter on, and words for the summary; either may be empty."""

    short: str
    said: str


SETTINGS = (
    ("publiclyAccessible", True, Risk("public", "publicly accessible")),
    ("storageEncrypted", False, Risk("unencrypted", "not encrypted")),
    ("deletionProtection", False, Risk("no-deletion-protection", "deletion protection off")),
    ("skipFinalSnapshot", True, Risk("no-final-snapshot", "no final snapshot")),
    ("deleteAutomatedBackups", True, Risk("backups-deleted", "automated backups too")),
    ("enableIAMDatabaseAuthentication", False, Risk("iam-auth-off", "IAM authentication off")),
    ("enableHttpEndpoint", True, Risk("data-api-on", "Data API on")),
    ("rotateMasterUserPassword", True, Risk("master-password", "master password rotated")),
    ("manageMasterUserPassword", True, Risk("", "master password kept in Secrets Manager")),
)
"""A request parameter, the value that is risky, and what to say of it."""

MADE = (("publiclyAccessible", True), ("storageEncrypted", False))
"""What the response of a creation tells where the request left it to the default."""

NAMED = (
    ("newDBInstanceIdentifier", "renamed to {}"),
    ("newDBClusterIdentifier", "renamed to {}"),
    ("finalDBSnapshotIdentifier", "final snapshot {}"),
)
"""Parameters that name something else, and how it is told."""

AUDIT = frozenset({"neptune_enable_audit_log", "audit_logs", "server_audit_logging", "pgaudit.log"})
"""Parameters that record queries: Neptune, DocumentDB, Aurora MySQL, PostgreSQL."""
TLS = frozenset({"neptune_enforce_ssl", "rds.force_ssl", "require_secure_transport", "tls"})
OFF = frozenset({"0", "off", "false", "none", "disabled", ""})


def find(event: Gives, call: Call, parameters: Json, response: Json, reading: Reading) -> list[Risk]:
    """The risks of a change, in a fixed order; also tells `reading` of sharing and of gaps in auditing."""
    found = settings(call, parameters, response)
    if "SnapshotAttribute" in call.action:
        found += shared(parameters, reading)
    if call.action.startswith("Copy") and "Snapshot" in call.action:
        found += copied(event, parameters)
    if "ParameterGroup" in call.action:
        found += tuned(call, parameters, reading)
    elif call.did == "modified":  # which may record no queries, and nothing here tells
        groups = (text(parameters.get(key)) for key in ("dBClusterParameterGroupName", "dBParameterGroupName"))
        found += [Risk("", f"parameter group {group}") for group in groups if group]
    if call.action == "EnableHttpEndpoint":
        found.append(Risk("data-api-on", ""))
    if "ActivityStream" in call.action:
        found += streamed(call, reading)
    if call.action == "StartExportTask":
        bucket = text(parameters.get("s3BucketName"))
        found.append(Risk("exported", f"to S3 bucket {bucket}" if bucket else ""))
    if text(parameters.get("cIDRIP")) in {"0.0.0.0/0", "::/0"}:
        found.append(Risk("public", "open to the whole internet"))
    return found + exports(parameters, reading)


def settings(call: Call, parameters: Json, response: Json) -> list[Risk]:
    """Risky values of plain settings."""
    found = [risk for key, risky, risk in SETTINGS if key in parameters and flag(parameters[key]) is risky]
    if call.did in {"created", "restored"}:
        left = [key for key, risky in MADE if key not in parameters and flag(response.get(key)) is risky]
        found += [risk for key, _, risk in SETTINGS if key in left]
    kept = parameters.get("backupRetentionPeriod")
    if type(kept) is int and kept == 0:
        found.append(Risk("no-backups", "automated backups off"))
    if call.did == "modified" and parameters.get("masterUserPassword"):
        found.append(Risk("master-password", "master password changed"))
    return found + [Risk("", said.format(name)) for key, said in NAMED if type(name := parameters.get(key)) is str]


def shared(parameters: Json, reading: Reading) -> list[Risk]:
    """A snapshot that others may restore, or may no longer."""
    added, removed = texts(parameters.get("valuesToAdd")), texts(parameters.get("valuesToRemove"))
    if parameters.get("attributeName") != "restore" or not (added or removed):
        return []
    others = added or removed
    everyone = "all" in others
    reading.did, reading.do = ("shared", "share") if added else ("stopped sharing", "stop sharing")
    whom = "everyone" if everyone else f"account {', '.join(others)}"
    reading.thing = f"{reading.thing.removeprefix('attributes of ')} with {whom}"
    return [Risk("snapshot-public" if everyone else "snapshot-shared", "")] if added else []


def copied(event: Gives, parameters: Json) -> list[Risk]:
    """A snapshot that leaves its region or its account."""
    source = parameters.get("sourceDBSnapshotIdentifier") or parameters.get("sourceDBClusterSnapshotIdentifier")
    parts = source.split(":") if type(source) is str and source.startswith("arn:") else []
    region = parts[3] if len(parts) > 4 else text(parameters.get("sourceRegion"))
    account = parts[4] if len(parts) > 4 else None
    found = []
    if region and region != event.get("awsRegion"):
        found.append(Risk("snapshot-copied", f"from {region}"))
    if account and account != event.get("recipientAccountId"):
        found.append(Risk("snapshot-copied", f"from account {account}"))
    return found


def tuned(call: Call, parameters: Json, reading: Reading) -> list[Risk]:
    """Parameters changed: the query audit or encryption in transit may go off with them."""
    found = [Risk("parameters-reset", "all parameters reset")] if flag(parameters.get("resetAllParameters")) else []
    items = parameters.get("parameters")
    set_ = [mapping(item) for item in (items if type(items) is list else ())]
    for name, value in ((text(item.get("parameterName")), text(item.get("parameterValue"))) for item in set_):
        if not name:
            continue
        off = call.did == "reset" or (value or "").lower() in OFF
        said = f"{name} reset" if call.did == "reset" else f"{name}={value}"
        if name in AUDIT:
            reading.gap = act("open" if off else "close", "audit", reading.target)
        found.append(Risk(("audit-off" if name in AUDIT else "tls-off" if name in TLS else "") if off else "", said))
    return found


def streamed(call: Call, reading: Reading) -> list[Risk]:
    """A database activity stream that is started or stopped."""
    if call.did in {"started", "stopped"}:
        reading.gap = act("open" if call.did == "stopped" else "close", "activity-stream", reading.target)
    return [Risk("audit-off", "")] if call.did == "stopped" else []


def exports(parameters: Json, reading: Reading) -> list[Risk]:
    """Logs that no longer reach CloudWatch."""
    change = mapping(parameters.get("cloudwatchLogsExportConfiguration"))
    stopped, started = texts(change.get("disableLogTypes")), texts(change.get("enableLogTypes"))
    if "audit" in stopped or "audit" in started:
        reading.gap = act("open" if "audit" in stopped else "close", "log-export", reading.target)
    return [Risk("log-export-off", f"log export of {', '.join(stopped)} disabled")] if stopped else []
