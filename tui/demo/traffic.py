"""The ordinary day of an account: who calls what when nothing is wrong."""

from __future__ import annotations

import random
from collections.abc import Callable
from datetime import datetime, timedelta

from tui.demo import databases as db
from tui.demo.people import (
    ACCOUNT,
    ALICE,
    ALICE_CONSOLE,
    BOB,
    BUILD,
    CAROL,
    CI_TOKEN,
    CONFIG,
    CQL_ETL,
    CQL_WRITER,
    EC2,
    ETL,
    LAMBDA,
    METRICS,
    NODE,
    READER,
    REGION,
    SCALING,
    TRAIL,
    WRITER,
    Who,
    role,
    tagged,
)
from tui.demo.record import DATA, Call, denied, event, letters, new_id, resource

KEYS = {"logs": "1f0c9d2e-51b6-4f0a-9a43-0d6f5a1e7c10", "orders": "7a4be0c3-2d98-4c57-8e11-6b3f9d2a5e84"}


def s3(rng: random.Random, at: datetime, name: str, who: Who, place: str) -> Call:
    """An S3 data event; `place` is bucket and key with a `/` between, `*` in it standing for a name."""
    bucket, _, key = place.replace("*", letters(rng, 8).lower()).partition("/")
    sent, received = (rng.randrange(400, 90_000), 0) if name == "GetObject" else (0, rng.randrange(400, 90_000))
    return event(
        rng,
        at,
        f"s3.{name}",
        who,
        requestParameters={"bucketName": bucket, "Host": f"{bucket}.s3.{REGION}.amazonaws.com", "key": key},
        additionalEventData={
            "SignatureVersion": "SigV4",
            "bytesTransferredIn": received,
            "bytesTransferredOut": sent,
        },
        resources=[
            {"type": "AWS::S3::Object", "ARN": f"arn:aws:s3:::{bucket}/{key}"},
            *resource("S3::Bucket", f"arn:aws:s3:::{bucket}"),
        ],
        **DATA,
    )


def kms(rng: random.Random, at: datetime, name: str, who: Who, key: str) -> Call:
    """A call that uses a key."""
    arn = f"arn:aws:kms:{REGION}:{ACCOUNT}:key/{KEYS[key]}"
    asked: dict[str, object] = {"keyId": arn, "encryptionContext": {"aws:rds:db-id": key}}
    asked["keySpec" if name == "GenerateDataKey" else "encryptionAlgorithm"] = (
        "AES_256" if name == "GenerateDataKey" else "SYMMETRIC_DEFAULT"
    )
    return event(rng, at, f"kms.{name}", who, requestParameters=asked, resources=resource("KMS::Key", arn))


def assume(rng: random.Random, at: datetime, who: Who, name: str, session: str) -> Call:
    """Somebody becomes a role."""
    arn = f"arn:aws:iam::{ACCOUNT}:role/{name}"
    given = {
        "credentials": {
            "accessKeyId": tagged("ASIA", name),
            "sessionToken": "HIDDEN_DUE_TO_SECURITY_REASONS",
            "expiration": f"{at + timedelta(hours=1):%b %d, %Y %I:%M:%S %p}",
        },
        "assumedRoleUser": {
            "assumedRoleId": f"{tagged('AROA', name)}:{session}",
            "arn": f"arn:aws:sts::{ACCOUNT}:assumed-role/{name}/{session}",
        },
    }
    call = "AssumeRoleWithWebIdentity" if who is CI_TOKEN else "AssumeRole"
    asked = {"roleArn": arn, "roleSessionName": session, "durationSeconds": 3600}
    parts = {"requestParameters": asked, "responseElements": given, "resources": resource("IAM::Role", arn)}
    return event(rng, at, f"sts.{call}", who, **parts)


def put_logs(rng: random.Random, at: datetime) -> Call:
    """A function writes a new log stream."""
    function = rng.choice(("resize-image", "notify-buyer", "etl-nightly"))
    stream = f"{at:%Y/%m/%d}/[$LATEST]{new_id(rng).replace('-', '')}"
    asked = {"logGroupName": f"/aws/lambda/{function}", "logStreamName": stream}
    who = role("lambda-run", function, "192.0.2.150", NODE)
    return event(rng, at, "logs.CreateLogStream", who, requestParameters=asked)


def invoke(rng: random.Random, at: datetime) -> Call:
    """The application calls a function."""
    function = rng.choice(("resize-image", "notify-buyer"))
    arn = f"arn:aws:lambda:{REGION}:{ACCOUNT}:function:{function}"
    more = DATA | {"resources": resource("Lambda::Function", arn)}
    return event(rng, at, "lambda.Invoke", WRITER, requestParameters={"functionName": arn}, **more)


def no_policy(rng: random.Random, at: datetime) -> Call:
    """AWS Config asks for a bucket policy that is not there: an error that means nothing."""
    asked = {"bucketName": "shop-media", "policy": "", "Host": f"shop-media.s3.{REGION}.amazonaws.com"}
    wrong = {"errorCode": "NoSuchBucketPolicy", "errorMessage": "The bucket policy does not exist"}
    return event(rng, at, "s3.GetBucketPolicy", CONFIG, requestParameters=asked, **wrong)


def throttled(rng: random.Random, at: datetime) -> Call:
    """The metrics agent asks too often."""
    wrong = {"errorCode": "ThrottlingException", "errorMessage": "Rate exceeded"}
    return event(rng, at, "rds.DescribeDBClusters", METRICS, requestParameters={"maxRecords": 100}, **wrong)


def refused(rng: random.Random, at: datetime) -> Call:
    """Bob tries something that is not his."""
    return event(rng, at, "secretsmanager.ListSecrets", BOB, **denied(BOB, "secretsmanager:ListSecrets"))


def data_api(rng: random.Random, at: datetime) -> Call:
    """The application talks SQL to one of its Aurora clusters."""
    names = ("ExecuteStatement", "BeginTransaction", "CommitTransaction", "BatchExecuteStatement")
    name = rng.choices(names, (8, 2, 2, 1))[0]
    return db.statement(rng, at, name, WRITER, rng.choice((db.ORDERS, db.ORDERS, db.BILLING)))


def keyspaces(rng: random.Random, at: datetime) -> Call:
    """The application reads and writes its wide tables."""
    name = rng.choices(("Select", "Insert", "Update", "Delete"), (7, 3, 3, 1))[0]
    return db.rows(rng, at, name, rng.choice(("orders", "carts", "carts")), CQL_WRITER)


def look(call: str, who: Who, **asked: object) -> Maker:
    """A call that only looks: the maker of its records."""
    return lambda rng, at: event(rng, at, call, who, requestParameters=asked or None)


Maker = Callable[[random.Random, datetime], Call]

ORDINARY: tuple[tuple[int, Maker], ...] = (
    (22, lambda rng, at: s3(rng, at, "GetObject", READER, "shop-media/thumbs/*.webp")),
    (8, lambda rng, at: s3(rng, at, "PutObject", WRITER, "shop-media/uploads/*.jpg")),
    (12, lambda rng, at: s3(rng, at, "GetObject", BUILD, "shop-artifacts/graph/*.tar.gz")),
    (
        12,
        lambda rng, at: s3(
            rng, at, "PutObject", TRAIL, f"org-trail-logs/AWSLogs/{ACCOUNT}/CloudTrail/{REGION}/*.json.gz"
        ),
    ),
    (7, look("s3.GetBucketAcl", TRAIL, bucketName="org-trail-logs", acl="")),
    (8, lambda rng, at: kms(rng, at, "GenerateDataKey", TRAIL, "logs")),
    (9, lambda rng, at: kms(rng, at, "Decrypt", READER, "orders")),
    (5, lambda rng, at: assume(rng, at, LAMBDA, "app-reader", "app-reader")),
    (4, lambda rng, at: assume(rng, at, EC2, "metrics-agent", "i-0d3e5f7a9b1c2d4e6")),
    (5, look("ec2.DescribeInstances", SCALING, maxResults=1000)),
    (4, look("ec2.DescribeSecurityGroups", CONFIG, maxResults=1000)),
    (3, look("ec2.DescribeNetworkInterfaces", METRICS, maxResults=200)),
    (5, look("rds.DescribeDBInstances", METRICS, maxRecords=100)),
    (4, look("rds.DescribeDBClusters", METRICS, dBClusterIdentifier=db.GRAPH)),
    (2, look("rds.DescribeDBClusterParameterGroups", CONFIG, maxRecords=100)),
    (1, look("rds.DescribeDBEngineVersions", ALICE_CONSOLE, engine="neptune")),
    (2, look("iam.ListRoles", CONFIG, maxItems=100)),
    (2, look("iam.GetRolePolicy", CONFIG, roleName="app-writer", policyName="data-api")),
    (1, look("iam.GetUser", BOB, userName="bob")),
    (1, look("sts.GetCallerIdentity", BUILD)),
    (1, look("sts.GetCallerIdentity", ALICE)),
    (1, look("logs.DescribeLogGroups", ALICE, logGroupNamePrefix="/aws/neptune/graph-prod")),
    (1, look("logs.FilterLogEvents", BOB, logGroupName="/aws/lambda/notify-buyer", limit=100)),
    (1, look("rds.DescribeDBClusterSnapshots", CAROL, snapshotType="manual", maxRecords=100)),
    (1, look("rds.DescribeEvents", CAROL, sourceType="db-cluster", duration=1440)),
    (1, look("cloudtrail.GetTrailStatus", CONFIG, name="org-trail")),
    (3, put_logs),
    (5, invoke),
    (1, no_policy),
    (1, throttled),
    (1, refused),
    (12, data_api),
    (10, keyspaces),
)
"""How often which call is made: weights, not counts."""

WEIGHTS = tuple(weight for weight, _ in ORDINARY)


def ordinary(rng: random.Random, at: datetime) -> Call:
    """One call of the ordinary day."""
    make = rng.choices(ORDINARY, WEIGHTS)[0][1]
    return make(rng, at)


def etl(rng: random.Random, at: datetime) -> Call:
    """One call of the loading job, which comes in bursts."""
    return rng.choices(
        (
            s3(rng, at, "GetObject", ETL, "shop-landing/orders/*.parquet"),
            db.rows(rng, at, "Insert", "orders", CQL_ETL),
            db.rows(rng, at, "Update", "customers", CQL_ETL),
            db.statement(rng, at, "BatchExecuteStatement", ETL, db.BILLING),
            kms(rng, at, "Decrypt", ETL, "orders"),
        ),
        (6, 8, 3, 4, 3),
    )[0]
