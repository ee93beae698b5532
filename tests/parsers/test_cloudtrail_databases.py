"""The lenses for RDS, Neptune, DocumentDB, the RDS Data API and Keyspaces."""

from __future__ import annotations

from typing import Any

import orjson
import pytest

from tests.parsers.cloudtrail_events import PARSER, call, event

CLUSTER = {"dBClusterIdentifier": "Graph-Prod"}


@pytest.mark.parametrize(
    ("action", "parameters", "more", "service", "engine"),
    [
        ("CreateDBCluster", CLUSTER | {"engine": "Neptune"}, {}, "neptune", "neptune"),
        ("DeleteDBCluster", CLUSTER, {"responseElements": {"engine": "neptune"}}, "neptune", "neptune"),
        ("DeleteDBCluster", CLUSTER, {}, "rds", None),
        (
            "ModifyDBCluster",
            CLUSTER,
            {"responseElements": {"endpoint": "graph-prod.cluster-abc.eu-central-1.neptune.amazonaws.com"}},
            "neptune",
            "neptune",
        ),
        (
            "RebootDBInstance",
            {"dBInstanceIdentifier": "g1"},
            {"responseElements": {"endpoint": {"address": "g1.abc.eu-central-1.docdb.amazonaws.com"}}},
            "docdb",
            "docdb",
        ),
        ("CreateDBClusterParameterGroup", {"dBParameterGroupFamily": "neptune1.3"}, {}, "neptune", "neptune"),
        ("CreateDBClusterParameterGroup", {"dBParameterGroupFamily": "docdb5.0"}, {}, "docdb", "docdb"),
        ("CreateDBParameterGroup", {"dBParameterGroupFamily": "postgres16"}, {}, "rds", "postgres"),
        (
            "ModifyDBCluster",
            CLUSTER | {"dBClusterParameterGroupName": "default.neptune1"},
            {},
            "neptune",
            "neptune",
        ),
        (
            "ModifyDBCluster",
            CLUSTER | {"dBClusterParameterGroupName": "default.aurora-mysql8.0"},
            {},
            "rds",
            "aurora-mysql",
        ),
        (
            "DeleteDBClusterParameterGroup",
            {"dBClusterParameterGroupName": "my-neptune"},
            {},
            "neptune",
            "neptune",
        ),
        (
            "CreateDBInstance",
            {},
            {"responseElements": {"licenseModel": "amazon-license"}},
            "neptune",
            "neptune",
        ),
        (
            "DeleteDBCluster",
            CLUSTER,
            {"userAgent": "aws-cli/1.18 command/neptune.delete-db-cluster"},
            "neptune",
            "neptune",
        ),
        (
            "DeleteDBCluster",
            CLUSTER,
            {"userAgent": "aws-cli/2 md/command#docdb.delete-db-cluster"},
            "docdb",
            "docdb",
        ),
        ("DescribeDBEngineVersions", {"engine": "neptune", "defaultOnly": True}, {}, "rds", None),
        ("DescribeOrderableDBInstanceOptions", {"engine": "docdb"}, {}, "rds", None),
        ("CreateDBCluster", CLUSTER | {"engine": ["neptune"]}, {}, "rds", None),
    ],
)
def test_engines_that_hide_behind_rds(
    action: str, parameters: dict[str, Any], more: dict[str, Any], service: str, engine: str | None
) -> None:
    found = call(action, parameters, **more)
    assert (found["service"], found["engine"]) == (service, engine)
    assert found["eventSource"] == "rds.amazonaws.com"


def test_oldest_sample_has_no_event_source() -> None:
    found = call("CreateDBSnapshot", source="", eventSource="", eventVersion="1.0", eventID=None)
    assert (found["service"], found["eventSource"], found["summary"]) == (
        "rds",
        "",
        "mira created a DB snapshot",
    )


@pytest.mark.parametrize(
    ("action", "parameters", "target", "resource"),
    [
        ("DeleteDBCluster", CLUSTER, "Graph-Prod", "cluster:graph-prod"),
        ("DeleteDBInstance", {"dBInstanceIdentifier": "db-1"}, "db-1", "instance:db-1"),
        ("CreateDBInstance", CLUSTER | {"dBInstanceIdentifier": "db-1"}, "db-1", "instance:db-1"),
        (
            "CreateDBSnapshot",
            {"dBInstanceIdentifier": "db-1", "dBSnapshotIdentifier": "s-1"},
            "s-1",
            "snapshot:s-1",
        ),
        (
            "RestoreDBInstanceFromDBSnapshot",
            {"dBInstanceIdentifier": "db-2", "dBSnapshotIdentifier": "s-1"},
            "db-2",
            "instance:db-2",
        ),
        ("DeleteDBClusterSnapshot", {"dBClusterSnapshotIdentifier": "cs"}, "cs", "snapshot:cs"),
        ("AddRoleToDBCluster", CLUSTER | {"roleArn": "arn:x"}, "Graph-Prod", "cluster:graph-prod"),
        (
            "ListTagsForResource",
            {"resourceName": "arn:aws:rds:eu-central-1:1:cluster:graph-prod"},
            "graph-prod",
            "cluster:graph-prod",
        ),
        (
            "CopyDBSnapshot",
            {"targetDBSnapshotIdentifier": "copy", "sourceDBSnapshotIdentifier": "rds:db-1-night"},
            "copy",
            "snapshot:copy",
        ),
        (
            "DeleteDBSnapshot",
            {"dBSnapshotIdentifier": "arn:aws:rds:eu-central-1:1:snapshot:rds:db-1-night"},
            "rds:db-1-night",
            "snapshot:rds:db-1-night",
        ),
        ("DescribeDBInstances", None, None, None),
        ("ModifyDBClusterParameterGroup", {"dBClusterParameterGroupName": "pg"}, "pg", "parameter-group:pg"),
    ],
)
def test_the_resource_that_the_call_is_about(
    action: str, parameters: object, target: str | None, resource: str | None
) -> None:
    found = call(action, parameters)
    assert (found["target"], found["resource"]) == (target, resource)


def test_a_refused_call_names_its_target_in_the_message() -> None:
    message = "User: x is not authorized to perform: rds:X on resource: arn:aws:rds:eu-central-1:1:db:db-1"
    found = call("DeleteDBInstance", errorCode="AccessDenied", errorMessage=message)
    assert (found["target"], found["resource"]) == ("db-1", "instance:db-1")
    assert found["summary"] == "mira failed to delete DB instance db-1: AccessDenied"


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


def test_neptune_analytics_and_its_hidden_error() -> None:
    made = {"graph": {"id": "g-1", "name": "people"}}
    parameters = {"graphName": "people", "deletionProtection": False, "publicConnectivity": True}
    found = call("CreateGraph", parameters, "neptune-graph", responseElements=made)
    assert (found["service"], found["resource"]) == ("neptune-graph", "graph:g-1")
    assert found["risk"] == "public,no-deletion-protection"
    assert str(found["summary"]).startswith("mira created Neptune Analytics graph people, publicly reachable")

    refused = {"Message": "User may not delete"}
    found = call("DeleteGraph", {"graphIdentifier": "g-1"}, "neptune-graph", responseElements=refused)
    assert (found["outcome"], found["errorMessage"]) == ("Failure", "User may not delete")
    assert found["summary"] == ("mira failed to delete Neptune Analytics graph g-1: Failure (User may not delete)")


@pytest.mark.parametrize(
    ("action", "parameters", "said", "risk"),
    [
        (
            "RestoreGraphFromSnapshot",
            {"snapshotIdentifier": "gs-1", "graphName": "people"},
            "restored Neptune Analytics graph people from snapshot gs-1",
            None,
        ),
        (
            "CreateGraphSnapshot",
            {"graphIdentifier": "g-1", "snapshotName": "s"},
            "created Neptune Analytics graph snapshot s of g-1",
            None,
        ),
        (
            "StartExportTask",
            {"graphIdentifier": "g-1", "destination": "s3://elsewhere/x"},
            "started export task of Neptune Analytics graph g-1, to s3://elsewhere/x",
            "exported",
        ),
        (
            "CreateGraphUsingImportTask",
            {"graphName": "people", "source": "s3://bucket/x"},
            "created Neptune Analytics graph people using import task, from s3://bucket/x",
            None,
        ),
        (
            "CreatePrivateGraphEndpoint",
            {"graphIdentifier": "g-1", "vpcId": "vpc-1"},
            "created private endpoint of Neptune Analytics graph g-1",
            None,
        ),
        ("ExecuteQuery", {"graphIdentifier": "g-1"}, "executed query on Neptune Analytics graph g-1", None),
        (
            "TagResource",
            {"resourceArn": "arn:aws:neptune-graph:eu-central-1:1:graph/g-1"},
            "tagged Neptune Analytics graph g-1",
            None,
        ),
    ],
)
def test_calls_of_neptune_analytics(action: str, parameters: dict[str, Any], said: str, risk: str | None) -> None:
    found = call(action, parameters, "neptune-graph")
    assert (found["summary"], found["risk"]) == (f"mira {said}", risk)


HIDDEN = "**********"
ORDERS = "arn:aws:rds:eu-central-1:210987654321:cluster:Orders"


@pytest.mark.parametrize(
    ("action", "parameters", "effect", "said"),
    [
        (
            "ExecuteStatement",
            {"sql": HIDDEN, "resourceArn": ORDERS},
            "write",
            "mira executed a SQL statement on cluster Orders (text redacted)",
        ),
        (
            "BatchExecuteStatement",
            {"sql": "DELETE FROM\n  bills", "resourceArn": ORDERS, "transactionId": "tx1"},
            "destructive",
            "mira executed a batch of SQL statements on cluster Orders: DELETE FROM bills, transaction tx1",
        ),
        (
            "ExecuteStatement",
            {"sql": " select 1", "resourceArn": ORDERS},
            "read",
            "mira executed a SQL statement on cluster Orders: select 1",
        ),
        (
            "RollbackTransaction",
            {"resourceArn": ORDERS, "transactionId": "tx1"},
            "write",
            "mira rolled back a transaction on cluster Orders, transaction tx1",
        ),
    ],
)
@pytest.mark.parametrize("source", ["rdsdata", "rdsdataapi"])
def test_rds_data_api(source: str, action: str, parameters: dict[str, Any], effect: str, said: str) -> None:
    found = call(action, parameters, source)
    assert (found["service"], found["effect"], found["summary"]) == ("rds-data", effect, said)
    assert (found["target"], found["resource"]) == ("Orders", "cluster:orders")
    assert (found["statement"], found["transaction"]) == (
        parameters.get("sql"),
        parameters.get("transactionId"),
    )


def test_a_transaction_is_known_from_its_beginning_and_the_cluster_from_resources() -> None:
    found = call(
        "BeginTransaction",
        {"database": HIDDEN},
        "rdsdataapi",
        eventType="Rds Data Service",
        resources=[{"type": "AWS::RDS::DBCluster", "ARN": ORDERS}],
        responseElements={"transactionId": "tx1"},
    )
    assert (found["transaction"], found["resource"]) == ("tx1", "cluster:orders")


SELECT = {
    "keyspaceName": "shop",
    "tableName": "Orders",
    "conditions": ["pk = **(Redacted)", "ck < 3**(Redacted)0"],
    "select": ["pk", "ck"],
    "allowFiltering": True,
}
INSERT = {
    "keyspaceName": "shop",
    "tableName": "Orders",
    "primaryKeys": {"pk": "**(Redacted)", "ck": "1**(Redacted)8"},
    "columnNames": ["pk", "ck", "note"],
    "updateParameters": {"TTL": "2**(Redacted)0"},
}
UPDATE = {
    "keyspaceName": "shop",
    "tableName": "Orders",
    "primaryKeys": {"pk": "'t**(Redacted)t'"},
    "assignmentColumnNames": ["note"],
    "conditions": ["note < 1**(Redacted)7"],
}
DELETE = {
    "keyspaceName": "shop",
    "tableName": "Orders",
    "primaryKeys": {"pk": "**(Redacted)"},
    "conditions": [],
    "deleteColumnNames": ["m", "s"],
    "updateParameters": {},
}
DDL = '\n\tCREATE TABLE "shop"."Orders"(\n\t\t"ID" int,\n\t\tPRIMARY KEY(("ID")))\n\t\t'

STATEMENTS = [
    (
        "Select",
        SELECT,
        "read",
        "selected pk, ck from shop.Orders where pk = **(Redacted) and ck < 3**(Redacted)0, allow filtering",
        "SELECT pk, ck\nFROM shop.Orders\nWHERE pk = **(Redacted)\n  AND ck < 3**(Redacted)0\nALLOW FILTERING",
    ),
    (
        "Insert",
        INSERT,
        "write",
        "inserted into shop.Orders (pk, ck, note)",
        "INSERT INTO shop.Orders (pk, ck, note)\nVALUES (**(Redacted), 1**(Redacted)8, ?)\nUSING TTL 2**(Redacted)0",
    ),
    (
        "Update",
        UPDATE,
        "write",
        "updated note of shop.Orders where pk = 't**(Redacted)t' if note < 1**(Redacted)7",
        "UPDATE shop.Orders\nSET note = ?\nWHERE pk = 't**(Redacted)t'\nIF note < 1**(Redacted)7",
    ),
    (
        "Delete",
        DELETE,
        "destructive",
        "deleted m, s from shop.Orders where pk = **(Redacted)",
        "DELETE m, s\nFROM shop.Orders\nWHERE pk = **(Redacted)",
    ),
    (
        "CreateTable",
        {"rawQuery": DDL, "keyspaceName": "shop", "tableName": "Orders"},
        "write",
        "created table shop.Orders",
        'CREATE TABLE "shop"."Orders"(\n    "ID" int,\n    PRIMARY KEY(("ID")))',
    ),
    (
        "DropTable",
        {"rawQuery": 'DROP TABLE "shop"."Orders"', "keyspaceName": "shop", "tableName": "Orders"},
        "destructive",
        "dropped table shop.Orders",
        'DROP TABLE "shop"."Orders"',
    ),
]


@pytest.mark.parametrize(("action", "parameters", "effect", "said", "cql"), STATEMENTS)
def test_keyspaces(action: str, parameters: dict[str, Any], effect: str, said: str, cql: str) -> None:
    found = call(action, parameters, "cassandra")
    assert (found["service"], found["effect"], found["summary"]) == ("keyspaces", effect, f"mira {said}")
    assert (found["target"], found["resource"]) == ("shop.Orders", "table:shop.orders")
    assert found["statement"] == parameters.get("rawQuery")
    (layout,) = PARSER.layouts(orjson.dumps(event(action, "cassandra", requestParameters=parameters)))
    assert (layout.language, layout.text) == ("cql", cql)


def test_a_keyspace_alone_and_events_without_a_query() -> None:
    found = call("DropKeyspace", {"keyspaceName": "Shop"}, "cassandra")
    assert (found["target"], found["resource"], found["effect"]) == ("Shop", "keyspace:shop", "destructive")
    assert PARSER.layouts(orjson.dumps(event("GetObject", "s3"))) == ()
    assert PARSER.layouts(b"[]") == PARSER.layouts(b"{") == ()
