"""The incident: what the attacker does, act by act, and how the day answers."""

from __future__ import annotations

import random
from collections.abc import Iterator
from datetime import datetime, timedelta

from msgspec import Struct
from msgspec.structs import replace

from tui.demo import databases as db
from tui.demo.people import (
    ACCOUNT,
    ADMIN,
    ADMIN_CQL,
    BACKUP,
    BUILD,
    CAROL,
    REGION,
    TAKEN,
    TAKEN_SIGN_IN,
    Who,
    tagged,
)
from tui.demo.record import Call, denied, event
from tui.demo.traffic import assume

BECAME_ADMIN = -228.0
SILENT_AFTER = 24.0
"""From this second the trail shows no Data API call: AWS takes minutes for it, the demo has none."""
KEY_OFF = 74.1
"""From this second alice's access key is inactive, for her as for the attacker."""
GRAPH_GONE = 66.0
"""From this second the Neptune cluster writes no audit log: it is being deleted."""

TRAIL_ARN = f"arn:aws:cloudtrail:{REGION}:{ACCOUNT}:trail/org-trail"
NO_STATE = "Cluster cannot be deleted, it still contains DB instances in non-deleting state."
OUTSIDER = "999988887777"


class Stage(Struct, frozen=True):
    """Where the acts are played: the chance and the clock that all of them share."""

    rng: random.Random
    start: datetime

    @property
    def admin(self) -> Who:
        """The attacker as Admin, with the credentials that AssumeRole gave."""
        return replace(ADMIN, since=self.at(BECAME_ADMIN))

    @property
    def admin_cql(self) -> Who:
        """The same through a Cassandra driver."""
        return replace(ADMIN_CQL, since=self.at(BECAME_ADMIN))

    def at(self, second: float) -> datetime:
        """The time so many seconds after the start, or before it where negative."""
        return self.start + timedelta(seconds=second)

    def call(self, second: float, call: str, who: Who, **parts: object) -> Call:
        """One record of that second."""
        return event(self.rng, self.at(second), call, who, **parts)

    def asked(self, second: float, call: str, who: Who, **asked: object) -> Call:
        """One record that has nothing but its request parameters."""
        return self.call(second, call, who, requestParameters=asked or None)


def probing(stage: Stage) -> Iterator[Call]:
    """Alice's key, from an address she never had, asks who it is and what it may do."""
    yield stage.asked(-541, "sts.GetCallerIdentity", TAKEN)
    yield stage.call(-522, "iam.ListUsers", TAKEN, **denied(TAKEN, "iam:ListUsers"))
    yield stage.asked(-508, "iam.ListAttachedUserPolicies", TAKEN, userName="alice")
    yield stage.asked(-499, "s3.ListBuckets", TAKEN, Host="s3.amazonaws.com")
    yield stage.asked(-483, "rds.DescribeDBClusters", TAKEN, maxRecords=100)
    yield stage.asked(-475, "rds.DescribeDBInstances", TAKEN, maxRecords=100)
    yield stage.asked(-461, "iam.ListRoles", TAKEN, maxItems=1000)
    for second, call in (
        (-452, "iam.GetAccountAuthorizationDetails"),
        (-433, "secretsmanager.ListSecrets"),
        (-420, "cloudtrail.LookupEvents"),
    ):
        yield stage.call(second, call, TAKEN, **denied(TAKEN, call.replace(".", ":")))


def signing_in(stage: Stage) -> Iterator[Call]:
    """The console: once with a wrong password (which CloudTrail gives no errorCode), then without MFA."""
    page = f"https://{REGION}.console.aws.amazon.com/console/home?region={REGION}"
    for second, said, more in (
        (-334, "Failure", {"errorMessage": "Failed authentication"}),
        (-311, "Success", {}),
    ):
        yield stage.call(
            second,
            "signin.ConsoleLogin",
            TAKEN_SIGN_IN,
            eventVersion="1.08",
            eventType="AwsConsoleSignIn",
            responseElements={"ConsoleLogin": said},
            additionalEventData={"LoginTo": page, "MobileVersion": "No", "MFAUsed": "No"},
            **more,
        )


def rising(stage: Stage) -> Iterator[Call]:
    """A role that may do everything, and a second key to come back with."""
    yield stage.call(-243, "sts.AssumeRole", TAKEN, **denied(TAKEN, "sts:AssumeRole"))
    yield assume(stage.rng, stage.at(BECAME_ADMIN), TAKEN, "Admin", "alice")
    yield stage.asked(-220, "sts.GetCallerIdentity", stage.admin)
    key = {"userName": "svc-backup", "accessKeyId": tagged("AKIA", "svc-backup"), "status": "Active"}
    yield stage.call(
        -171,
        "iam.CreateAccessKey",
        stage.admin,
        requestParameters={"userName": "svc-backup"},
        responseElements={"accessKey": key | {"createDate": f"{stage.at(-171):{db.CREATED}}"}},
    )
    yield stage.asked(-118, "cloudtrail.DescribeTrails", stage.admin)
    yield stage.asked(-95, "rds.DescribeDBClusters", stage.admin, dBClusterIdentifier=db.GRAPH)
    parameters = {"dBClusterParameterGroupName": db.GRAPH_PARAMETERS, "source": "user"}
    yield stage.asked(-62, "rds.DescribeDBClusterParameters", stage.admin, **parameters)
    yield stage.asked(-31, "cloudtrail.GetTrailStatus", stage.admin, name="org-trail")


def selectors(*left_out: str) -> list[dict[str, object]]:
    """What `org-trail` records: management events but those of some services, and data events but the Data API's."""

    def only(name: str, **fields: list[str]) -> dict[str, object]:
        return {"name": name, "fieldSelectors": [{"field": f, "equals": v} for f, v in fields.items()]}

    fields: list[dict[str, object]] = [{"field": "eventCategory", "equals": ["Management"]}]
    fields += [{"field": "eventSource", "notEquals": list(left_out)}] if left_out else []
    management: dict[str, object] = {"name": "Management events", "fieldSelectors": fields}
    kinds = {"S3": "AWS::S3::Object", "Lambda": "AWS::Lambda::Function", "Keyspaces": "AWS::Cassandra::Table"}
    data = [only(name, eventCategory=["Data"], **{"resources.type": [kind]}) for name, kind in kinds.items()]
    return [management, *data]


def selected(rng: random.Random, at: datetime, who: Who, *left_out: str) -> Call:
    """`org-trail` is told what to leave out from here on; nothing for all of it again."""
    asked = {"trailName": "org-trail", "advancedEventSelectors": selectors(*left_out)}
    answer = {"trailARN": TRAIL_ARN, "advancedEventSelectors": selectors(*left_out)}
    return event(rng, at, "cloudtrail.PutEventSelectors", who, requestParameters=asked, responseElements=answer)


def blinding(stage: Stage) -> Iterator[Call]:
    """The trail stops recording the Data API, the graph its audit log (from the next restart on)."""
    admin = stage.admin
    yield stage.asked(1.6, "cloudtrail.GetEventSelectors", admin, trailName="org-trail")
    yield selected(stage.rng, stage.at(5.3), admin, "rdsdata.amazonaws.com")
    change = {
        "parameterName": "neptune_enable_audit_log",
        "parameterValue": "0",
        "applyMethod": "pending-reboot",
        "isModifiable": False,
    }
    yield stage.call(
        9.4,
        "rds.ModifyDBClusterParameterGroup",
        admin,
        requestParameters={"dBClusterParameterGroupName": db.GRAPH_PARAMETERS, "parameters": [change]},
        responseElements={"dBClusterParameterGroupName": db.GRAPH_PARAMETERS},
    )


def opening(stage: Stage) -> Iterator[Call]:
    """Databases reachable from the internet, one of them with a new master password."""
    for second, name, engine, password in (
        (12.2, db.GRAPH_INSTANCE, "neptune", False),
        (14.5, "orders-db-1", "postgres", True),
    ):
        asked = {"dBInstanceIdentifier": name, "applyImmediately": True, "publiclyAccessible": True}
        pending = {"pendingModifiedValues": {"masterUserPassword": "****"} if password else {}}
        yield stage.call(
            second,
            "rds.ModifyDBInstance",
            stage.admin,
            requestParameters=asked | ({"masterUserPassword": "****"} if password else {}),
            responseElements=db.instance(name, engine, "available", publiclyAccessible=True, **pending),
        )


def reading(stage: Stage) -> Iterator[Call]:
    """The Data API in both its shapes while the trail still sees it, then Keyspaces; at last a table goes."""
    admin, cql = stage.admin, stage.admin_cql
    for second, name, database in (
        (16.3, "BeginTransaction", db.ORDERS),
        (17.1, "ExecuteStatement", db.ORDERS),
        (18.4, "ExecuteStatement", db.BILLING),
        (19.7, "BatchExecuteStatement", db.ORDERS),
        (20.8, "CommitTransaction", db.ORDERS),
        (22.3, "ExecuteStatement", db.BILLING),
    ):
        yield db.statement(stage.rng, stage.at(second), name, admin, database)
    for second, table in ((25.2, "orders"), (26.1, "customers"), (28.3, "customers")):
        yield db.rows(stage.rng, stage.at(second), "Select", table, cql)
    yield db.drop_table(stage.rng, stage.at(39.5), cql, "orders")


def copying(stage: Stage) -> Iterator[Call]:
    """A snapshot of the graph, given to an account nobody here knows."""
    names = {"dBClusterSnapshotIdentifier": db.SNAPSHOT, "dBClusterIdentifier": db.GRAPH}
    yield stage.call(
        35.3,
        "rds.CreateDBClusterSnapshot",
        stage.admin,
        requestParameters=names,
        responseElements=names
        | {
            "engine": "neptune",
            "status": "creating",
            "snapshotType": "manual",
            "storageEncrypted": True,
            "dBClusterSnapshotArn": db.arn("cluster-snapshot", db.SNAPSHOT),
        },
    )
    name = {"dBClusterSnapshotIdentifier": db.SNAPSHOT}
    shared = {"attributeName": "restore", "attributeValues": [OUTSIDER]}
    yield stage.call(
        37.4,
        "rds.ModifyDBClusterSnapshotAttribute",
        stage.admin,
        requestParameters=name | {"attributeName": "restore", "valuesToAdd": [OUTSIDER]},
        responseElements=name | {"dBClusterSnapshotAttributes": [shared]},
    )


def destroying(stage: Stage) -> Iterator[Call]:
    """Protection off; refused while an instance is left; the instance gone; then the cluster, for good."""
    admin = stage.admin
    asked: dict[str, object] = {"dBClusterIdentifier": db.GRAPH}
    yield stage.call(
        51.2,
        "rds.ModifyDBCluster",
        admin,
        requestParameters=asked | {"deletionProtection": False, "applyImmediately": True},
        responseElements=db.cluster(db.GRAPH, "neptune", "available"),
    )
    final = asked | {"skipFinalSnapshot": True}
    refused = {"errorCode": "InvalidDBClusterStateFault", "errorMessage": NO_STATE}
    yield stage.call(54.3, "rds.DeleteDBCluster", admin, requestParameters=final, **refused)
    yield stage.call(
        57.1,
        "rds.DeleteDBInstance",
        admin,
        requestParameters={"dBInstanceIdentifier": db.GRAPH_INSTANCE, "skipFinalSnapshot": True},
        responseElements=db.instance(db.GRAPH_INSTANCE, "neptune", "deleting", publiclyAccessible=True),
    )
    gone = db.cluster(db.GRAPH, "neptune", "deleting")
    yield stage.call(61.4, "rds.DeleteDBCluster", admin, requestParameters=final, responseElements=gone)
    name = {"requestParameters": {"name": TRAIL_ARN}}
    wrong = denied(admin, "cloudtrail:StopLogging", "with an explicit deny in a service control policy")
    yield stage.call(64.6, "cloudtrail.StopLogging", admin, **name, **wrong)


def scratch(rng: random.Random, at: datetime, name: str) -> Call:
    """The build deletes its own scratch cluster, as after every run: the same call, and nothing wrong."""
    asked = {"dBClusterIdentifier": name, "skipFinalSnapshot": True}
    gone = db.cluster(name, "aurora-postgresql", "deleting")
    return event(rng, at, "rds.DeleteDBCluster", BUILD, requestParameters=asked, responseElements=gone)


def answering(stage: Stage) -> Iterator[Call]:
    """The second key is tried out; carol looks for what happened and turns alice's key off."""
    yield stage.asked(67.5, "sts.GetCallerIdentity", BACKUP)
    found = {"attributeKey": "EventName", "attributeValue": "DeleteDBCluster"}
    yield stage.asked(70.2, "cloudtrail.LookupEvents", CAROL, lookupAttributes=[found], maxResults=50)
    yield stage.asked(71.8, "rds.DescribeDBClusterSnapshots", CAROL, dBClusterIdentifier=db.GRAPH)
    off = {"userName": "alice", "accessKeyId": tagged("AKIA", "alice"), "status": "Inactive"}
    yield stage.asked(KEY_OFF, "iam.UpdateAccessKey", CAROL, **off)


def first_acts(rng: random.Random, start: datetime) -> list[Call]:
    """What happened in the minutes before the start, in time order."""
    stage = Stage(rng, start)
    return [*probing(stage), *signing_in(stage), *rising(stage)]


def acts(rng: random.Random, start: datetime) -> list[Call]:
    """What happens from the start on, in time order; the build's own deletion is among it."""
    stage = Stage(rng, start)
    attack = [*blinding(stage), *opening(stage), *reading(stage), *copying(stage), *destroying(stage)]
    return sorted(
        [*attack, scratch(rng, stage.at(30.6), "ci-scratch-4714"), *answering(stage)],
        key=lambda call: call.at,
    )
