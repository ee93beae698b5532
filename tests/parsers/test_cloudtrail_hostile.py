"""Whatever a record holds, the parser answers with an event that fits its fields, or says why not."""

from __future__ import annotations

from typing import Any

import orjson
from hypothesis import given, settings
from hypothesis import strategies as st

from parsers.cloudtrail.lenses import BY_SOURCE
from parsers.cloudtrail.values import words
from parsers.testing import answer_problem
from tests.parsers.cloudtrail_events import PARSER

TEXTS = [
    "",
    "-",
    "arn:aws:rds:eu-central-1:1:cluster:g",
    "arn:",
    "all",
    "{}",
    '{"a":1}',
    "neptune",
    "0",
    "audit",
]
SCALARS = (
    st.none()
    | st.booleans()
    | st.integers(-(2**53), 2**53)
    | st.floats(allow_nan=False, allow_infinity=False)
    | st.sampled_from(TEXTS)
    | st.text(max_size=8)
)
PARAMETERS = st.sampled_from(
    words(
        "dBClusterIdentifier dBInstanceIdentifier engine endpoint address parameters parameterName "
        "parameterValue skipFinalSnapshot valuesToAdd attributeName valuesToRemove cIDRIP "
        "cloudwatchLogsExportConfiguration disableLogTypes sourceDBSnapshotIdentifier backupRetentionPeriod "
        "sql resourceArn transactionId keyspaceName tableName rawQuery primaryKeys conditions select "
        "columnNames updateParameters deleteColumnNames assignmentColumnNames eventSelectors "
        "advancedEventSelectors fieldSelectors field equals notEquals name trailName isMultiRegionTrail "
        "s3BucketName graphName graph Message ConsoleLogin userName policyArn policyName roleName bucketName "
        "key instancesSet items content dBParameterGroupFamily licenseModel newDBClusterIdentifier id"
    )
)
JSON = st.recursive(
    SCALARS,
    lambda inner: st.lists(inner, max_size=3) | st.dictionaries(PARAMETERS | st.text(max_size=6), inner, max_size=3),
    max_leaves=6,
)
ACTIONS = st.sampled_from(
    words(
        "DeleteDBCluster CreateDBInstance ModifyDBClusterSnapshotAttribute CopyDBSnapshot ModifyDBInstance "
        "ModifyDBClusterParameterGroup ResetDBParameterGroup StopActivityStream "
        "AuthorizeDBSecurityGroupIngress DescribeDBEngineVersions StartExportTask ExecuteStatement "
        "BeginTransaction Select Insert Update Delete CreateTable CreateGraph PutEventSelectors StopLogging "
        "UpdateTrail CreateTrail ConsoleLogin AttachUserPolicy GetObject CreateSubnet"
    )
)
IDENTITY = st.dictionaries(
    st.sampled_from(words("type principalId arn accountId accessKeyId userName invokedBy sessionContext onBehalfOf")),
    JSON | st.sampled_from(["Root", "IAMUser", "AssumedRole", "AWSService", "AWSAccount", "SAMLUser"]),
    max_size=6,
)
SESSION = st.dictionaries(st.sampled_from(["sessionIssuer", "attributes", "sourceIdentity"]), JSON, max_size=3)
ELEMENTS = st.dictionaries(
    st.sampled_from(
        words(
            "eventVersion eventTime @timestamp timeWindow eventID eventId eventCategory eventType userAgent "
            "awsRegion resources sourceIPAddress errorCode errorMessage readOnly sharedEventID "
            "recipientAccountId insightDetails summary accountId additionalEventData "
            "sessionCredentialFromConsole vpcEndpointId"
        )
    ),
    JSON | st.sampled_from(["Insight", "Aggregated"]),
    max_size=8,
)
CALL = st.fixed_dictionaries(
    {
        "eventSource": st.sampled_from([*BY_SOURCE, "s3.amazonaws.com", ""]) | JSON,
        "eventName": ACTIONS | JSON,
        "userIdentity": IDENTITY | JSON | st.builds(lambda s: {"type": "AssumedRole", "sessionContext": s}, SESSION),
        "requestParameters": st.dictionaries(PARAMETERS, JSON, max_size=6) | JSON,
        "responseElements": st.dictionaries(PARAMETERS, JSON, max_size=4) | JSON,
    }
)


def fits(raw: bytes) -> None:
    """Asserts that the parser's answer is one that the rest of the program can take."""
    assert answer_problem(PARSER, raw) == ""


@given(ELEMENTS, CALL)
@settings(max_examples=400, deadline=None)
def test_any_json_becomes_an_event_that_fits_or_says_why_not(elements: dict[str, Any], call: dict[str, Any]) -> None:
    fits(orjson.dumps(elements | call))


def test_depth_and_length_are_answered() -> None:
    deep = (
        b'{"eventName":"X","eventSource":"s3.amazonaws.com","requestParameters":' + b'{"a":' * 900 + b"1" + b"}" * 901
    )
    fits(deep)
    fits(b'{"a":' * 100_000)
    fits(orjson.dumps({"eventName": "X" * 200_000, "eventSource": "y" * 200_000, "userAgent": "z" * 200_000}))
