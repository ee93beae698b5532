"""The CloudTrail parser: what is an event, its common elements, its time, and that nothing makes it raise."""

from __future__ import annotations

from typing import Any

import orjson
import pytest

from parsers.base import Unparsed
from parsers.cloudtrail import CloudTrail
from tests.parsers.cloudtrail_events import MIRA, NAMES, PARSER, call, decoded, event

NOON = 1_741_089_600_000_000  # 2025-03-04T12:00:00Z


@pytest.mark.parametrize(
    ("written", "expected"),
    [
        ("2025-03-04T12:00:00Z", NOON),
        ("2025-03-04T12:00:00z", NOON),
        ("2025-03-04T12:00: 00Z", NOON),
        (" 2025-03-04 12 : 00:00 Z ", NOON),
        ("2025-03-04T12:00:00.250Z", NOON + 250_000),
        ("2025-03-04T14:00:00+02:00", NOON),
        (1_741_089_600, NOON),
        (1_741_089_600_000, NOON),
        ("2025-13-45T12:00:00Z", None),
        ("yesterday", None),
        (True, None),
        (["2025-03-04T12:00:00Z"], None),
        (None, None),
    ],
)
def test_time_is_read_as_documents_and_logs_spell_it(written: object, expected: int | None) -> None:
    assert decoded(event("ListBuckets", "s3", eventTime=written))["time"] == expected


def test_logstash_keeps_the_time_elsewhere() -> None:
    record = event("ListBuckets", "s3")
    del record["eventTime"]
    assert decoded(record | {"@timestamp": "2025-03-04T12:00:00.000Z"})["time"] == NOON


@pytest.mark.parametrize(
    ("raw", "reason"),
    [
        (b"", "not JSON"),
        (b'{"eventName": ', "not JSON"),
        (b'{eventName:"DeleteTrail"}', "not JSON"),
        (b'{"eventName":"\xff"}', "not JSON"),
        (b"[" * 5000, "not JSON"),
        (b"[1, 2]", "a list"),
        (b'"eventName"', "a str"),
        (b"null", "a NoneType"),
        (b"{}", "no eventName"),
        (b'{"eventName":"x"}', "no eventName with"),
        (b'{"requestResponseMetadata":{},"queryStats":{}}', "not CloudTrail"),
        (b'{"awsAccountId":"210987654321","digestStartTime":"2025-03-04T11:00:00Z"}', "digest"),
        (b'{"eventName":"ObjectCreated:Put","eventSource":"aws:s3","eventVersion":"2.1"}', "aws:s3"),
        (
            b'{"eventId":"1","eventName":"DeleteDisk","eventVersion":"1","acsRegion":"cn-hangzhou",'
            b'"sourceIpAddress":"192.0.2.9","userIdentity":{"type":"ram-user"},"eventSource":"ecs.aliyuncs.com"}',
            "Alibaba",
        ),
    ],
)
def test_what_is_no_event_says_why(raw: bytes, reason: str) -> None:
    found = PARSER.decode(raw)
    assert isinstance(found, Unparsed)
    assert reason in found.reason


@pytest.mark.parametrize("version", ["1.0", "1.02", "1.05", "1.10", "1.11"])
def test_versions_are_text_and_none_is_refused(version: str) -> None:
    record = {key: value for key, value in event("ListBuckets", "s3").items() if key != "recipientAccountId"}
    found = decoded(record | {"eventVersion": version})
    assert found["eventVersion"] == version
    assert found["readOnly"] is None
    assert found["effect"] == "read"
    assert found["account"] == "210987654321"


@pytest.mark.parametrize(
    ("address", "client"),
    [
        ("192.0.2.1", "192.0.2.1"),
        ("AWS Internal", "AWS Internal"),
        ("", None),
        ("-", None),
        (7, "7"),
        (None, None),
    ],
)
def test_client_is_often_no_address(address: object, client: str | None) -> None:
    assert decoded(event("ListBuckets", "s3", sourceIPAddress=address))["client"] == client


CALLS = """
s3              GetObject                      true  s3          GetObject                      read
s3              PutObject                      false s3          PutObject                      write
s3              DeleteBucketPolicy             false s3          DeleteBucketPolicy             admin
ec2             TerminateInstances             false ec2         TerminateInstances             destructive
ec2             AuthorizeSecurityGroupIngress  false ec2         AuthorizeSecurityGroupIngress  admin
iam             CreateAccessKey                false iam         CreateAccessKey                admin
iam             AttachUserPolicy               false iam         AttachUserPolicy               admin
kms             ScheduleKeyDeletion            false kms         ScheduleKeyDeletion            destructive
kms             Decrypt                        null  kms         Decrypt                        read
sts             AssumeRole                     true  sts         AssumeRole                     read
lambda          UpdateFunctionCode20150331v2   false lambda      UpdateFunctionCode             write
cloudfront      CreateFunction2020_05_31       false cloudfront  CreateFunction                 write
monitoring      DeleteAlarms                   false cloudwatch  DeleteAlarms                   destructive
dynamodb        BatchGetItem                   null  dynamodb    BatchGetItem                   read
rds             ModifyDBSnapshotAttribute      false rds         ModifyDBSnapshotAttribute      admin
rds             ModifyDBClusterParameterGroup  false rds         ModifyDBClusterParameterGroup  admin
rds             DeleteDBInstance               false rds         DeleteDBInstance               destructive
rds             RebootDBInstance               false rds         RebootDBInstance               write
bedrock         InvokeModel                    true  bedrock     InvokeModel                    read
bedrock         InvokeModel                    "true" bedrock    InvokeModel                    read
"""


@pytest.mark.parametrize("line", CALLS.strip().splitlines())
def test_service_action_and_effect(line: str) -> None:
    source, name, read_only, *expected = line.split()
    found = call(name, source=source, readOnly=orjson.loads(read_only))
    assert [found["service"], found["action"], found["effect"]] == expected
    assert found["eventName"] == name


def named(arn: str, key: str = "ARN") -> dict[str, Any]:
    """An event's `resources` with one ARN."""
    return {"resources": [{"accountId": "1", key: f"arn:aws:{arn}"}]}


REFUSED = "User: x is not authorized to perform: sqs:CreateQueue on resource: arn:aws:sqs:eu-west-1:1:jobs because"
PAIR = {"instancesSet": {"items": [{"instanceId": "i-1"}, {"instanceId": "i-2"}]}}
ADMINISTRATOR = {"userName": "ivo", "policyArn": "arn:aws:iam::aws:policy/AdministratorAccess"}
SECRET = {"secretId": "arn:aws:secretsmanager:eu-central-1:1:secret:prod/db-AbC"}

TARGETS: list[tuple[str, object, dict[str, Any], str | None, str]] = [
    (
        "s3:GetObject",
        {"bucketName": "logs", "key": "a/b.gz"},
        {},
        "logs/a/b.gz",
        "read s3 object logs/a/b.gz",
    ),
    ("s3:DeleteBucket", {"bucketName": "logs"}, {}, "logs", "deleted s3 bucket logs"),
    ("ec2:TerminateInstances", PAIR, {}, "i-1, i-2", "terminated ec2 instances i-1, i-2"),
    (
        "ec2:DeleteFlowLogs",
        {"DeleteFlowLogsRequest": {"FlowLogId": {"content": "fl-1"}}},
        {},
        "fl-1",
        "deleted ec2 flow logs fl-1",
    ),
    (
        "ec2:CreateSubnet",
        {"vpcId": "vpc-1"},
        {"responseElements": {"subnet": {"subnetId": "subnet-9"}}},
        "subnet-9",
        "created ec2 subnet subnet-9",
    ),
    ("ec2:CreateRoute", {"routeTableId": "rtb-1"}, {}, "rtb-1", "created ec2 route in rtb-1"),
    (
        "kms:Decrypt",
        {"encryptionContext": {}},
        named("kms:eu-central-1:1:key/k-1"),
        "k-1",
        "decrypted kms k-1",
    ),
    ("kms:Decrypt", None, named("kms:eu-central-1:1:key/k-2", "arn"), "k-2", "decrypted kms k-2"),
    (
        "s3:ListObjects",
        None,
        named("s3:::logs/2025/", "ARNPrefix"),
        "logs/2025/",
        "listed s3 objects logs/2025/",
    ),
    ("kms:Decrypt", None, {"resources": [{"type": "AWS::KMS::Key"}, 7]}, None, "decrypted kms"),
    ("sts:AssumeRole", {"roleArn": "arn:aws:iam::1:role/ci/Build"}, {}, "Build", "assumed role Build"),
    ("iam:GetUser", '{"userName":"ivo"}', {}, "ivo", "read iam user ivo"),
    (
        "secretsmanager:GetSecretValue",
        SECRET,
        {},
        "prod/db-AbC",
        "read secretsmanager secret value prod/db-AbC",
    ),
    ("iam:AttachUserPolicy", ADMINISTRATOR, {}, "ivo", "attached iam policy AdministratorAccess to user ivo"),
    ("logs:DescribeLogGroups", None, {}, None, "described log groups"),
    (
        "sqs:CreateQueue",
        None,
        {"errorCode": "AccessDenied", "errorMessage": REFUSED},
        "jobs",
        "failed to create sqs queue jobs: AccessDenied",
    ),
]


@pytest.mark.parametrize(("api", "parameters", "more", "target", "said"), TARGETS)
def test_target_and_sentence(api: str, parameters: object, more: dict[str, Any], target: str | None, said: str) -> None:
    source, _, name = api.partition(":")
    found = call(name, parameters, source, **more)
    assert (found["target"], found["summary"]) == (target, f"mira {said}")


def test_network_activity_may_lack_nearly_everything() -> None:
    record = {
        "eventVersion": "1.09",
        "eventCategory": "NetworkActivity",
        "eventType": "AwsVpceEvent",
        "userIdentity": {"type": "AWSAccount", "principalId": "AIDAEXAMPLE", "accountId": "310987654321"},
        "eventTime": "2025-03-04T12:00:00Z",
        "eventSource": "cloudtrail.amazonaws.com",
        "eventName": "ListTrails",
        "eventID": "n-1",
        "errorCode": "VpceAccessDenied",
        "vpcEndpointId": "vpce-1",
        "recipientAccountId": "210987654321",
    }
    found = decoded(record)
    assert (found["outcome"], found["vpcEndpointId"]) == ("VpceAccessDenied", "vpce-1")
    assert found["summary"] == "account 310987654321 failed to list cloudtrail trails: VpceAccessDenied"
    assert (found["readOnly"], found["userAgent"], found["via"]) == (None, None, None)


def test_insights_keep_their_call_in_details() -> None:
    details = {
        "state": "End",
        "eventSource": "rds.amazonaws.com",
        "eventName": "DescribeDBClusters",
        "errorCode": "ThrottlingException",
        "insightContext": {"statistics": {"baseline": {"average": 0.5}, "insight": {"average": 240}}},
    }
    found = decoded(
        {
            "eventVersion": "1.07",
            "eventTime": "2025-03-04T12:00:00Z",
            "awsRegion": "eu-central-1",
            "eventID": "i-1",
            "eventType": "AwsCloudTrailInsight",
            "recipientAccountId": "210987654321",
            "sharedEventID": "shared-1",
            "insightDetails": details,
            "eventCategory": "Insight",
        }
    )
    assert (found["service"], found["action"], found["eventName"]) == ("rds", *["DescribeDBClusters"] * 2)
    assert (found["actor"], found["client"], found["sharedEventID"]) == (None, None, "shared-1")
    assert found["outcome"] == "ThrottlingException"
    assert found["summary"] == (
        "CloudTrail saw the end of an unusual rate of ThrottlingException errors of rds DescribeDBClusters, "
        "240 a minute instead of 0.5"
    )


def test_aggregates_have_a_window_and_an_id_in_another_case() -> None:
    record = {
        "eventVersion": "1.0",
        "accountId": "210987654321",
        "eventId": "agg-1",
        "eventCategory": "Aggregated",
        "eventType": "AwsAggregatedEvent",
        "awsRegion": "eu-central-1",
        "eventSource": "s3.amazonaws.com",
        "timeWindow": {"windowStart": "2025-03-04T11:55:00Z", "windowEnd": "2025-03-04T12:00:00Z"},
        "summary": {"primaryDimension": {"dimension": "eventName", "statistics": [{"name": "GetObject", "value": 41}]}},
    }
    found = decoded(record)
    assert (found["time"], found["eventID"], found["account"]) == (NOON, "agg-1", "210987654321")
    assert (found["service"], found["target"], found["effect"]) == ("s3", "GetObject", "read")
    assert found["summary"] == "CloudTrail aggregated 41 s3 data events by eventName: GetObject"
    del record["timeWindow"]["windowEnd"]  # type: ignore[attr-defined]
    assert decoded(record)["time"] == NOON - 300_000_000


@pytest.mark.parametrize(
    ("more", "outcome"),
    [
        ({}, "success"),
        ({"errorCode": "NoSuchBucketPolicy", "readOnly": True}, "NoSuchBucketPolicy"),
        ({"errorCode": None}, "success"),
        ({"errorCode": ""}, "success"),
        ({"errorMessage": "went wrong"}, "Failure"),
        ({"errorCode": 503}, "503"),
    ],
)
def test_outcome(more: dict[str, Any], outcome: str) -> None:
    assert decoded(event("GetBucketPolicy", "s3", **more))["outcome"] == outcome


@pytest.mark.parametrize(
    ("agent", "console", "invoked_by", "via"),
    [
        ("aws-cli/2.22.7 md/command#rds.delete-db-cluster", None, None, "cli"),
        ("[aws-cli/1.15 Python/3.6]", None, None, "cli"),
        ("aws-cli/2.22.7", "true", None, "cli"),
        ("Botocore/1.9 command/rds.describe-db-clusters", None, None, "cli"),
        ("[S3Console/0.4, aws-internal/3 aws-sdk-java/1.12]", None, None, "console"),
        ("RDS Console, aws-internal/3", None, None, "console"),
        ("console.ec2.amazonaws.com", None, None, "console"),
        ("Mozilla/5.0 (X11)", None, None, "console"),
        ("AWS Internal", "true", None, "console"),
        ("AWS Internal", True, None, "console"),
        ("AWS Internal", None, None, "service"),
        ("rds.amazonaws.com", None, None, "service"),
        ("Boto3/1.35", None, "cloudformation.amazonaws.com", "service"),
        ("Boto3/1.35", None, None, "sdk"),
        ("Cassandra Client/ProtocolV4", None, None, "sdk"),
        (None, None, None, None),
        ("", None, None, None),
        (["a"], {"b": 1}, 3, None),
    ],
)
def test_via(agent: object, console: object, invoked_by: object, via: str | None) -> None:
    identity = MIRA | {"invokedBy": invoked_by}
    record = event("ListBuckets", "s3", userAgent=agent, sessionCredentialFromConsole=console, userIdentity=identity)
    assert decoded(record)["via"] == via


CLOUDTRAIL_HEADS = [
    (b'{"eventVersion":"1.08","userIdentity":{"type":"Root","prin', 0.9),
    (b'{ Records:[ { awsRegion:"us-west-2", eventName:"CreateDBSnapshot", eventSource:"", eventVer', 0.9),
    (b'{"Records":[{"eventVersion":"1.09","userIdentity":{"type":"AssumedRo', 0.9),
    (b'{"eventId":"a","eventVersion":"1.0","eventCategory" : "Aggregated","timeWindow"', 0.9),
    (b'{"eventCategory":"Insight","eventID":"a"', 0.9),
    (b'{"awsRegion":"us-east-1","eventCategory":"Data","eventID":"7","eventName":"Sel', 0.9),
    (b'{"CloudTrailEvent":"{\\"eventVersion\\":\\"1.02\\",\\"userIdentity\\":{', 0.9),
    (b'{"@timestamp":"2025-03-04T12:00:00Z","eventVersion":"1.08","eventSource":"s3.ama', 0.9),
    (b'[{"awsRegion":"us-east-1","errorCode":"AccessDenied","errorMessage":"User is not aut', 0.5),
]


@pytest.mark.parametrize(("head", "least"), CLOUDTRAIL_HEADS)
def test_sniff_knows_its_own(head: bytes, least: float) -> None:
    assert least <= PARSER.sniff(head) <= 1.0


@pytest.mark.parametrize(
    "head",
    [
        b"",
        b"\xff\xfe\x00",
        b'{"message":"hello","level":"info"}',
        b'{"eventId":"1","eventVersion":"1","sourceIpAddress":"192.0.2.9","acsRegion":"cn-hangzhou","userIdentity":{',
        b'{"Records":[{"eventVersion":"2.1","eventSource":"aws:s3","awsRegion":"us-east-1","eventName":"Obj',
        b"1629182128935, 192.0.2.251:47158, 192.0.2.87:8182, Websocket, [unknown]",
    ],
)
def test_sniff_leaves_others_alone(head: bytes) -> None:
    assert PARSER.sniff(head) == 0.0


def test_digests_are_set_aside_by_name_or_content() -> None:
    head = b'{"awsAccountId":"210987654321","digestStartTime":"2025-03-04T11:00:00Z","digestEndTime":"20'
    assert "digest" in str(PARSER.aside("210987654321_CloudTrail-Digest_eu-central-1_x.json.gz", b""))
    assert "digest" in str(PARSER.aside("anything.json", head))
    assert PARSER.sniff(head) > 0.3
    assert PARSER.aside("210987654321_CloudTrail_eu-central-1_20250304T1200Z_x.json.gz", CLOUDTRAIL_HEADS[0][0]) is None


def test_sample_is_understood_and_recognised() -> None:
    records = orjson.loads(CloudTrail.sample)["Records"]
    found = [decoded(record) for record in records]
    assert [event["service"] for event in found] == ["neptune", "keyspaces", "signin"]
    assert found[0]["summary"] == (
        "nadia (assumed role PlatformAdmin, no MFA) deleted Neptune cluster graph-prod, no final snapshot"
    )
    assert PARSER.sniff(CloudTrail.sample) == 1.0


def test_fields_are_declared_once_and_described() -> None:
    assert len(set(NAMES)) == len(NAMES)
    assert all(field.description for field in PARSER.fields)
    assert {field.name for field in PARSER.fields if field.unique} >= {"eventID", "requestID"}
