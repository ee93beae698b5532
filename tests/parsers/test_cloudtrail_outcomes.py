"""Errors that tell of nothing wrong, and callers from elsewhere."""

from __future__ import annotations

import pytest

from tests.parsers.cloudtrail_events import MIRA, call

HERE, THERE = "210987654321", "998877665544"


@pytest.mark.parametrize(
    ("source", "name", "code", "benign"),
    [
        ("s3", "GetBucketPolicy", "NoSuchBucketPolicy", True),
        ("s3", "GetBucketEncryption", "ServerSideEncryptionConfigurationNotFoundError", True),
        ("rds", "DescribeDBClusters", "DBClusterNotFoundFault", True),
        ("rds", "DescribeDBInstances", "DBInstanceNotFound", True),
        ("iam", "GetRole", "NoSuchEntityException", True),
        ("ec2", "DescribeInstances", "Client.RequestLimitExceeded", True),
        ("kms", "Decrypt", "ThrottlingException", True),
        ("cassandra", "Select", "ThrottlingException", True),
        ("s3", "GetObject", "AccessDenied", False),
        ("ec2", "DescribeInstances", "Client.UnauthorizedOperation", False),
        ("rds", "DeleteDBCluster", "DBClusterNotFoundFault", False),
        ("iam", "DeleteRole", "NoSuchEntityException", False),
        ("rds", "DescribeDBClusters", None, None),
    ],
)
def test_only_reads_of_what_is_not_there_or_too_many_are_harmless(
    source: str, name: str, code: str | None, benign: bool | None
) -> None:
    found = call(name, None, source, errorCode=code)
    assert found["benign"] is benign
    assert found["outcome"] == (code or "success")


def test_a_failed_sign_in_is_not_harmless() -> None:
    found = call("ConsoleLogin", None, "signin", responseElements={"ConsoleLogin": "Failure"})
    assert (found["outcome"], found["benign"]) == ("Failure", None)


def test_a_caller_of_another_account_is_told() -> None:
    stranger = MIRA | {"accountId": THERE, "arn": f"arn:aws:iam::{THERE}:user/mira"}
    found = call("DeleteDBCluster", {"dBClusterIdentifier": "graph"}, userIdentity=stranger)
    assert (found["account"], found["caller_account"]) == (HERE, THERE)
    assert found["summary"] == f"mira of account {THERE} deleted DB cluster graph"


def test_a_caller_of_the_same_account_and_one_of_whom_only_the_account_is_known_are_not_told_twice() -> None:
    assert call("DeleteDBCluster", {"dBClusterIdentifier": "graph"})["caller_account"] is None
    only = {"type": "AWSAccount", "accountId": THERE, "principalId": "AIDAX"}
    found = call("DeleteDBCluster", {"dBClusterIdentifier": "graph"}, userIdentity=only)
    assert found["caller_account"] == THERE
    assert found["summary"] == f"account {THERE} deleted DB cluster graph"
