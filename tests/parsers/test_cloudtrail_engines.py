"""Which database a call of RDS is about, and which engine: Neptune and DocumentDB hide behind its API."""

from __future__ import annotations

from typing import Any

import pytest

from tests.parsers.cloudtrail_events import call

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
