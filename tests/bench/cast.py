"""Who and what the benchmark's events are about: invented principals, calls, parameters, in realistic shares."""

from __future__ import annotations

from collections.abc import Callable
from random import Random
from typing import Any, TypeAlias

Json: TypeAlias = dict[str, Any]
Parameters: TypeAlias = Callable[[Random], Json | None]

ACCOUNTS = ("111122223333", "444455556666", "777788889999")
REGIONS = ("eu-central-1", "eu-central-1", "eu-west-1", "us-east-1")
ROLES = ("Deploy", "ReadOnly", "Backup", "GraphAdmin", "DataPipeline", "WebApp", "Auditor", "NodeGroup", "Reports")
PEOPLE = ("alice", "bruno", "chiara", "dmitri", "esra", "farid", "greta", "hugo", "ines", "jonas", "kaya", "luis")
AGENTS = (
    "aws-cli/2.17.{} md/awscrt#0.20.11 ua/2.0 os/linux#6.1.0 md/arch#x86_64 lang/python#3.11.8 md/prompt#off",
    "Boto3/1.34.{} md/Botocore#1.34.7 ua/2.0 os/linux#5.10.214 md/arch#aarch64 lang/python#3.12.2 cfg/legacy",
    "aws-sdk-go-v2/1.26.{} os/linux lang/go#1.22.1 md/GOOS#linux md/GOARCH#amd64 api/ec2#1.156.0",
    "APN/1.0 HashiCorp/1.0 Terraform/1.8.{} (+https://www.terraform.io) terraform-provider-aws/5.47.0",
    "aws-sdk-java/2.25.{} Linux/5.10.214 OpenJDK_64-Bit_Server_VM/17.0.10 Java/17.0.10 vendor/Amazon exec-env/AWS_ECS",
    "Mozilla/5.0 (Macintosh; Intel Mac OS X 10_15_7) AppleWebKit/537.36 (KHTML, like Gecko) Chrome/124.0.{}.0",
)
ERRORS = ("AccessDenied", "AccessDenied", "ThrottlingException", "Client.UnauthorizedOperation", "ValidationException")


def _named(key: str, prefix: str, many: int) -> Parameters:
    return lambda chance: {key: f"{prefix}-{chance.randrange(many):04}"}


def _instances(chance: Random) -> Json:
    ids = [{"instanceId": f"i-0{chance.randrange(3000):015x}"} for _ in range(1 + chance.randrange(4))]
    return {"instancesSet": {"items": ids}, "filterSet": {}}


def _object(chance: Random) -> Json:
    key = f"year=2026/month=11/part-{chance.randrange(40_000):05}.snappy.parquet"
    bucket = f"lake-{chance.randrange(30)}"
    return {"bucketName": bucket, "Host": f"{bucket}.s3.eu-central-1.amazonaws.com", "key": key}


def _role(chance: Random) -> Json:
    return {
        "roleArn": f"arn:aws:iam::{chance.choice(ACCOUNTS)}:role/{chance.choice(ROLES)}",
        "roleSessionName": f"session-{chance.randrange(3000)}",
        "durationSeconds": 3600,
    }


def _cluster(chance: Random) -> Json:
    return {"dBClusterIdentifier": f"graph-{chance.randrange(60):02}", "engine": "neptune", "applyImmediately": True}


def _statement(chance: Random) -> Json:
    return {
        "resourceArn": f"arn:aws:rds:eu-central-1:111122223333:cluster:orders-{chance.randrange(8)}",
        "sql": "**********",
        "database": "orders",
        "continueAfterTimeout": False,
        "includeResultMetadata": True,
    }


def _nothing(_: Random) -> None:
    return None


CALLS: tuple[tuple[int, str, str, bool, Parameters], ...] = (
    (15, "sts", "AssumeRole", True, _role),
    (12, "ec2", "DescribeInstances", True, _instances),
    (5, "ec2", "DescribeNetworkInterfaces", True, _named("networkInterfaceId", "eni", 2000)),
    (9, "s3", "GetObject", True, _object),
    (2, "s3", "PutObject", False, _object),
    (3, "s3", "ListBuckets", True, _nothing),
    (10, "kms", "Decrypt", True, _named("keyId", "key", 80)),
    (5, "kms", "GenerateDataKey", True, _named("keyId", "key", 80)),
    (6, "logs", "CreateLogStream", False, _named("logGroupName", "/aws/lambda/worker", 400)),
    (5, "secretsmanager", "GetSecretValue", True, _named("secretId", "prod/db", 90)),
    (4, "dynamodb", "DescribeTable", True, _named("tableName", "orders", 120)),
    (4, "lambda", "GetFunction20150331v2", True, _named("functionName", "resize", 250)),
    (3, "monitoring", "PutMetricAlarm", False, _named("alarmName", "high-cpu", 200)),
    (4, "rds", "DescribeDBClusters", True, _named("dBClusterIdentifier", "orders", 60)),
    (3, "rds", "DescribeDBInstances", True, _named("dBInstanceIdentifier", "orders-db", 150)),
    (1, "rds", "ModifyDBCluster", False, _cluster),
    (3, "rdsdata", "ExecuteStatement", False, _statement),
    (3, "cassandra", "Select", True, _named("tableName", "sessions", 40)),
    (1, "iam", "AttachRolePolicy", False, _named("roleName", "Deploy", 30)),
    (1, "iam", "CreateAccessKey", False, _named("userName", "ci", 40)),
)
"""Share in per cent, service, call, whether it only reads, what it asks for."""

RARE: tuple[tuple[str, str, bool, Parameters], ...] = (
    ("rds", "DeleteDBCluster", False, _cluster),
    ("cloudtrail", "StopLogging", False, _named("name", "main", 3)),
    ("s3", "DeleteBucket", False, _named("bucketName", "lake", 30)),
    ("rds", "ModifyDBClusterParameterGroup", False, _named("dBClusterParameterGroupName", "graph-params", 9)),
    ("ec2", "TerminateInstances", False, _instances),
)
"""One event in a thousand."""


def identities(chance: Random) -> list[Json]:
    """Some thousands of `userIdentity` objects: role sessions mostly, people, services, root."""
    found = [_assumed(chance, number) for number in range(2400)]
    found += [_person(name, number) for number in range(8) for name in PEOPLE]
    services = ("rds", "lambda", "config", "autoscaling", "ecs")
    found += [{"type": "AWSService", "invokedBy": f"{name}.amazonaws.com"} for name in services] * 40
    root = {"type": "Root", "principalId": ACCOUNTS[0], "arn": f"arn:aws:iam::{ACCOUNTS[0]}:root"}
    return [*found, root | {"accountId": ACCOUNTS[0]}]


def _assumed(chance: Random, number: int) -> Json:
    account, role = chance.choice(ACCOUNTS), chance.choice(ROLES)
    session = chance.choice(PEOPLE) if number % 5 == 0 else f"i-0{number:015x}"
    of_role = f"AROA{chance.getrandbits(60):016X}"[:20]
    issuer = {"type": "Role", "principalId": of_role, "arn": f"arn:aws:iam::{account}:role/{role}"}
    attributes = {"creationDate": "2026-11-20T07:00:00Z", "mfaAuthenticated": "false"}
    return {
        "type": "AssumedRole",
        "principalId": f"{of_role}:{session}",
        "arn": f"arn:aws:sts::{account}:assumed-role/{role}/{session}",
        "accountId": account,
        "accessKeyId": f"ASIA{chance.getrandbits(64):016X}",
        "sessionContext": {
            "sessionIssuer": issuer | {"accountId": account, "userName": role},
            "attributes": attributes,
            "ec2RoleDelivery": "2.0",
        },
    }


def _person(name: str, number: int) -> Json:
    account = ACCOUNTS[number % len(ACCOUNTS)]
    return {
        "type": "IAMUser",
        "principalId": f"AIDA{name.upper():X<12}{number:04}",
        "arn": f"arn:aws:iam::{account}:user/{name}",
        "accountId": account,
        "accessKeyId": f"AKIA{name.upper():X<12}{number:04}",
        "userName": name,
    }
