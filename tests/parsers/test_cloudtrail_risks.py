"""What is risky about a change to a database."""

from __future__ import annotations

from typing import Any

import pytest

from tests.parsers.cloudtrail_events import call

CLUSTER = {"dBClusterIdentifier": "Graph-Prod"}
DB = {"dBInstanceIdentifier": "db-1"}
SNAPSHOT = {"dBSnapshotIdentifier": "s-1", "attributeName": "restore"}
GROUP = {"dBClusterParameterGroupName": "graph-params"}


def setting(name: str, value: str) -> dict[str, Any]:
    """A parameter group's request with one parameter."""
    return GROUP | {"parameters": [{"parameterName": name, "parameterValue": value, "applyMethod": "immediate"}]}


RISKS: list[tuple[str, dict[str, Any], str | None, str | None, str]] = [
    ("ModifyDBInstance", DB | {"publiclyAccessible": True}, "public", None, ", publicly accessible"),
    ("CreateDBInstance", DB | {"storageEncrypted": False}, "unencrypted", None, ", not encrypted"),
    (
        "ModifyDBInstance",
        DB | {"deletionProtection": False},
        "no-deletion-protection",
        None,
        "protection off",
    ),
    ("DeleteDBInstance", DB | {"skipFinalSnapshot": True}, "no-final-snapshot", None, ", no final snapshot"),
    ("DeleteDBInstance", DB | {"skipFinalSnapshot": False}, None, None, "DB instance db-1"),
    ("ModifyDBInstance", DB | {"backupRetentionPeriod": 0}, "no-backups", None, ", automated backups off"),
    ("ModifyDBInstance", DB | {"masterUserPassword": "****"}, "master-password", None, "password changed"),
    ("CreateDBInstance", DB | {"masterUserPassword": "****"}, None, None, "created DB instance db-1"),
    ("ModifyDBInstance", DB | {"rotateMasterUserPassword": True}, "master-password", None, ", master password rotated"),
    (
        "ModifyDBInstance",
        DB | {"manageMasterUserPassword": True},
        None,
        None,
        ", master password kept in Secrets Manager",
    ),
    ("ModifyDBCluster", CLUSTER | {"enableHttpEndpoint": True}, "data-api-on", None, ", Data API on"),
    (
        "EnableHttpEndpoint",
        {"resourceArn": "arn:aws:rds:eu-central-1:1:cluster:c"},
        "data-api-on",
        None,
        "of cluster c",
    ),
    ("ModifyDBCluster", CLUSTER | {"dBClusterParameterGroupName": "quiet"}, None, None, ", parameter group quiet"),
    ("DeleteDBInstance", DB | {"finalDBSnapshotIdentifier": "last"}, None, None, "db-1, final snapshot last"),
    ("CreateDBInstance", DB | CLUSTER, None, None, "created DB instance db-1 in cluster Graph-Prod"),
    ("DeleteDBInstanceAutomatedBackup", {"dbiResourceId": "db-ABC"}, None, None, "automated backup db-ABC"),
    ("ModifyDBInstance", DB | {"newDBInstanceIdentifier": "db-2"}, None, None, ", renamed to db-2"),
    (
        "ModifyDBSnapshotAttribute",
        SNAPSHOT | {"valuesToAdd": ["310987654321"]},
        "snapshot-shared",
        None,
        "mira shared DB snapshot s-1 with account 310987654321",
    ),
    (
        "ModifyDBSnapshotAttribute",
        SNAPSHOT | {"valuesToAdd": ["all"]},
        "snapshot-public",
        None,
        "shared DB snapshot s-1 with everyone",
    ),
    (
        "ModifyDBSnapshotAttribute",
        SNAPSHOT | {"valuesToRemove": ["all"]},
        None,
        None,
        "stopped sharing DB snapshot s-1 with everyone",
    ),
    (
        "CopyDBSnapshot",
        {
            "targetDBSnapshotIdentifier": "s-2",
            "sourceDBSnapshotIdentifier": "arn:aws:rds:us-east-1:310987654321:snapshot:s-1",
        },
        "snapshot-copied",
        None,
        "mira copied DB snapshot s-1 to s-2, from us-east-1, from account 310987654321",
    ),
    ("CopyDBSnapshot", {"sourceDBSnapshotIdentifier": "s-1"}, None, None, "copied a DB snapshot"),
    (
        "ModifyDBClusterParameterGroup",
        setting("neptune_enable_audit_log", "0"),
        "audit-off",
        "open:audit:graph-params",
        "mira modified Neptune cluster parameter group graph-params, neptune_enable_audit_log=0",
    ),
    (
        "ModifyDBClusterParameterGroup",
        setting("neptune_enable_audit_log", "1"),
        None,
        "close:audit:graph-params",
        ", neptune_enable_audit_log=1",
    ),
    (
        "ResetDBClusterParameterGroup",
        setting("server_audit_logging", ""),
        "audit-off",
        "open:audit:graph-params",
        ", server_audit_logging reset",
    ),
    ("ModifyDBClusterParameterGroup", setting("rds.force_ssl", "0"), "tls-off", None, ", rds.force_ssl=0"),
    ("ModifyDBClusterParameterGroup", setting("max_connections", "0"), None, None, ", max_connections=0"),
    (
        "ModifyDBCluster",
        {"dBClusterIdentifier": "g", "cloudwatchLogsExportConfiguration": {"disableLogTypes": ["audit"]}},
        "log-export-off",
        "open:log-export:g",
        ", log export of audit disabled",
    ),
    (
        "StopActivityStream",
        {"resourceArn": "arn:aws:rds:eu-central-1:1:cluster:g"},
        "audit-off",
        "open:activity-stream:g",
        "mira stopped activity stream of cluster g",
    ),
    (
        "AuthorizeDBSecurityGroupIngress",
        {"dBSecurityGroupName": "sg", "cIDRIP": "0.0.0.0/0"},
        "public",
        None,
        ", open to the whole internet",
    ),
]


@pytest.mark.parametrize(("action", "parameters", "risk", "gap", "said"), RISKS)
def test_risks(action: str, parameters: dict[str, Any], risk: str | None, gap: str | None, said: str) -> None:
    found = call(action, parameters)
    assert (found["risk"], found["gap"]) == (risk, gap)
    assert said in str(found["summary"])


def test_a_creation_says_engine_class_and_what_it_left_to_the_default() -> None:
    found = call(
        "CreateDBInstance",
        DB | {"engine": "mysql", "dBInstanceClass": "db.m1.small"},
        responseElements={"storageEncrypted": False, "publiclyAccessible": True, "engine": "mysql"},
    )
    assert found["risk"] == "public,unencrypted"
    assert found["summary"] == (
        "mira created DB instance db-1 (mysql, db.m1.small), publicly accessible, not encrypted"
    )


def test_what_failed_opens_no_gap() -> None:
    found = call("ModifyDBClusterParameterGroup", setting("audit_logs", "disabled"), errorCode="AccessDenied")
    assert (found["gap"], found["risk"], found["outcome"]) == (None, "audit-off", "AccessDenied")
