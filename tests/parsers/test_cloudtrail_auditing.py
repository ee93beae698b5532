"""The lenses for auditing itself and for console sign-in."""

from __future__ import annotations

from typing import Any

import pytest

from tests.parsers.cloudtrail_events import call

DATA_API, KMS = "rdsdata.amazonaws.com", "kms.amazonaws.com"


def classic(*excluded: str, management: bool = True, kinds: str = "All") -> dict[str, Any]:
    """A classic selector as CloudTrail logs it."""
    return {
        "readWriteType": kinds,
        "includeManagementEvents": management,
        "dataResources": [],
        "excludeManagementEventSources": list(excluded),
    }


def shouted(selector: dict[str, Any]) -> dict[str, Any]:
    """The same selector in the API's own spelling."""
    return {key[0].upper() + key[1:]: value for key, value in selector.items()}


def advanced(*conditions: dict[str, Any], category: str = "Management") -> dict[str, Any]:
    """An advanced selector."""
    return {"name": "n", "fieldSelectors": [{"field": "eventCategory", "equals": [category]}, *conditions]}


NOT_DATA_API = {"field": "eventSource", "notEquals": [DATA_API]}
EVERY = "to record every management event"
READ_ONLY = {"field": "readOnly", "equals": ["true"]}

SELECTORS: list[tuple[dict[str, Any], str | None, str, str]] = [
    ({"eventSelectors": [classic()]}, None, "close:selectors:main", "to record every management event"),
    (
        {"eventSelectors": [classic(DATA_API)]},
        "excludes-rdsdata",
        "open:selectors:main=rdsdata",
        "to leave out RDS Data API events (rdsdata.amazonaws.com)",
    ),
    (
        {"EventSelectors": [shouted(classic(DATA_API, KMS))]},
        "excludes-kms,excludes-rdsdata",
        "open:selectors:main=kms,rdsdata",
        "to leave out KMS events (kms.amazonaws.com), RDS Data API events (rdsdata.amazonaws.com)",
    ),
    (
        {"eventSelectors": [classic(management=False)]},
        "excludes-management-events",
        "open:selectors:main=management-events",
        "to leave out all management events",
    ),
    (
        {"eventSelectors": [classic(kinds="WriteOnly")]},
        "excludes-read-events",
        "open:selectors:main=read-events",
        "to leave out read-only events",
    ),
    ({"eventSelectors": [classic(kinds="WriteOnly"), classic(kinds="ReadOnly")]}, None, "close:selectors:main", EVERY),
    ({"eventSelectors": [classic(DATA_API), classic()]}, None, "close:selectors:main", EVERY),
    (
        {"advancedEventSelectors": [advanced(NOT_DATA_API)]},
        "excludes-rdsdata",
        "open:selectors:main=rdsdata",
        "to leave out RDS Data API events (rdsdata.amazonaws.com)",
    ),
    (
        {"AdvancedEventSelectors": [shouted(advanced(NOT_DATA_API))]},
        "excludes-rdsdata",
        "open:selectors:main=rdsdata",
        "to leave out RDS Data API events (rdsdata.amazonaws.com)",
    ),
    ({"advancedEventSelectors": [advanced()]}, None, "close:selectors:main", EVERY),
    (
        {"advancedEventSelectors": [advanced(READ_ONLY)]},
        "excludes-write-events",
        "open:selectors:main=write-events",
        "to leave out write events",
    ),
    (
        {"advancedEventSelectors": [advanced(category="Data")]},
        "excludes-management-events",
        "open:selectors:main=management-events",
        "to leave out all management events",
    ),
]


@pytest.mark.parametrize(("parameters", "risk", "gap", "said"), SELECTORS)
def test_event_selectors(parameters: dict[str, Any], risk: str | None, gap: str, said: str) -> None:
    found = call("PutEventSelectors", {"trailName": "main"} | parameters, "cloudtrail")
    assert (found["risk"], found["gap"]) == (risk, f"{gap} keeps:data:main")
    assert found["summary"] == f"mira set event selectors of trail main {said}"
    assert found["effect"] == "admin"


def resources(kind: str, *values: str) -> dict[str, Any]:
    """What a classic selector says of data events."""
    return {"type": kind, "values": list(values)}


def of(kind: str, *conditions: dict[str, Any]) -> dict[str, Any]:
    """An advanced selector of the data events of a type of resource."""
    return advanced({"field": "resources.type", "equals": [kind]}, *conditions, category="Data")


S3, TABLE, CLUSTER = "AWS::S3::Object", "AWS::Cassandra::Table", "AWS::RDS::DBCluster"
ALL_OF_S3 = resources(S3, "arn:aws:s3:::")
LOGS = "arn:aws:s3:::logs/"
ONLY_LOGS = {"field": "resources.ARN", "startsWith": [LOGS]}

DATA: list[tuple[dict[str, Any], str, str]] = [
    ({"eventSelectors": [classic() | {"dataResources": [ALL_OF_S3]}]}, f"={S3}", S3),
    ({"eventSelectors": [classic() | {"dataResources": [resources(S3, "arn:aws:s3")]}]}, f"={S3}", S3),
    ({"eventSelectors": [classic() | {"dataResources": [resources(S3)]}]}, "", ""),
    ({"eventSelectors": [classic() | {"dataResources": [resources(S3, LOGS)]}]}, f"={S3}@{LOGS}", f"some of {S3}"),
    (
        {"eventSelectors": [classic(kinds="WriteOnly") | {"dataResources": [ALL_OF_S3]}, classic()]},
        f"={S3}/writes",
        f"some of {S3}",
    ),
    (
        {"EventSelectors": [shouted(classic() | {"dataResources": [shouted(ALL_OF_S3)]})]},
        f"={S3}",
        S3,
    ),
    ({"advancedEventSelectors": [advanced(), of(TABLE), of(CLUSTER)]}, f"={TABLE},{CLUSTER}", f"{TABLE}, {CLUSTER}"),
    (
        {"AdvancedEventSelectors": [shouted(advanced()), shouted(of(TABLE, READ_ONLY))]},
        f"={TABLE}/reads",
        f"some of {TABLE}",
    ),
    ({"advancedEventSelectors": [advanced(), of(S3, ONLY_LOGS)]}, f"={S3}@{LOGS}", f"some of {S3}"),
    ({"advancedEventSelectors": [advanced(), of(S3, ONLY_LOGS), of(S3)]}, f"={S3},{S3}@{LOGS}", S3),
    (
        {"advancedEventSelectors": [advanced(), of(S3, {"field": "resources.ARN", "notStartsWith": [LOGS]})]},
        f"={S3}@*",
        f"some of {S3}",
    ),
    (
        {"advancedEventSelectors": [advanced(), of(S3, {"field": "eventName", "equals": ["DeleteObject"]})]},
        f"={S3}@*",
        f"some of {S3}",
    ),
    (
        {"advancedEventSelectors": [advanced(), of(S3, {"field": "eventSource", "equals": ["s3.amazonaws.com"]})]},
        f"={S3}",
        S3,
    ),
]


@pytest.mark.parametrize(("parameters", "kept", "said"), DATA)
def test_data_events_that_a_trail_keeps(parameters: dict[str, Any], kept: str, said: str) -> None:
    found = call("PutEventSelectors", {"trailName": "main"} | parameters, "cloudtrail")
    assert (found["risk"], found["gap"]) == (None, f"close:selectors:main keeps:data:main{kept}")
    also = f" and data events of {said}" if said else ""
    assert found["summary"] == f"mira set event selectors of trail main {EVERY}{also}"


@pytest.mark.parametrize(
    "parameters", [None, {}, {"eventSelectors": []}, {"eventSelectors": None}, {"advancedEventSelectors": "…"}]
)
def test_selectors_that_are_not_told_say_nothing(parameters: dict[str, Any] | None) -> None:
    found = call("PutEventSelectors", parameters and {"trailName": "main"} | parameters, "cloudtrail")
    assert (found["risk"], found["gap"]) == (None, None)
    assert str(found["summary"]).startswith("mira set event selectors of trail")


def test_a_name_cannot_say_more_than_a_name() -> None:
    found = call("StopLogging", {"name": "a b=c,d open:trail:main"}, "cloudtrail")
    assert found["gap"] == "open:trail:a%20b%3Dc%2Cd%20open:trail:main"


ARN = "arn:aws:cloudtrail:eu-central-1:210987654321:trail/main"


TRAILS: list[tuple[str, object, str, str]] = [
    (
        "StopLogging",
        {"name": ARN},
        "destructive logging-off open:trail:main",
        "stopped logging of trail main",
    ),
    ("StartLogging", {"name": "main"}, "admin None close:trail:main", "started logging of trail main"),
    ("DeleteTrail", {"name": "main"}, "destructive logging-off open:trail:main", "deleted trail main"),
    ("CreateTrail", {"name": "main", "isMultiRegionTrail": True}, "admin None new:trail:main", "created trail main"),
    (
        "UpdateTrail",
        {"name": "main", "isMultiRegionTrail": False, "enableLogFileValidation": False},
        "admin one-region,no-validation open:regions:main open:validation:main",
        "updated trail main, one region only, log file validation off",
    ),
    (
        "UpdateTrail",
        {"Name": "main", "S3BucketName": "elsewhere"},
        "admin bucket-changed keeps:bucket:main=elsewhere",
        "updated trail main, delivers to bucket elsewhere",
    ),
    (
        "UpdateTrail",
        {
            "name": "main",
            "isMultiRegionTrail": True,
            "includeGlobalServiceEvents": False,
            "cloudWatchLogsLogGroupArn": "",
        },
        "admin no-global-events,no-cloudwatch-logs close:regions:main open:global:main open:cloudwatch:main",
        "updated trail main, no global service events, no longer to CloudWatch Logs",
    ),
    (
        "UpdateTrail",
        {"name": "main", "enableLogFileValidation": True, "cloudWatchLogsLogGroupArn": "arn:aws:logs:eu-central-1:1:x"},
        "admin None close:validation:main close:cloudwatch:main",
        "updated trail main",
    ),
    (
        "CreateTrail",
        {"name": "main", "s3BucketName": "logs", "enableLogFileValidation": False, "isMultiRegionTrail": False},
        "admin one-region new:trail:main keeps:bucket:main=logs",
        "created trail main, one region only, delivers to bucket logs",
    ),
    ("UpdateTrail", None, "admin None None", "updated trail"),
    ("GetTrailStatus", {"name": ARN}, "read None None", "read status of trail main"),
    ("GetEventSelectors", {"trailName": "main"}, "read None None", "read event selectors of trail main"),
    ("LookupEvents", {"maxResults": 1}, "read None None", "looked up cloudtrail events"),
    ("DescribeTrails", {}, "read None None", "described trails"),
    (
        "DeleteEventDataStore",
        {"eventDataStore": "arn:aws:cloudtrail:eu-central-1:1:eventdatastore/eds-1"},
        "destructive logging-off open:store:eds-1",
        "deleted event data store eds-1",
    ),
]


@pytest.mark.parametrize(("action", "parameters", "expected", "said"), TRAILS)
def test_trails(action: str, parameters: object, expected: str, said: str) -> None:
    found = call(action, parameters, "cloudtrail")
    assert f"{found['effect']} {found['risk']} {found['gap']}" == expected
    assert found["summary"] == f"mira {said}"


def test_a_refused_attempt_opens_no_gap() -> None:
    found = call("StopLogging", {"name": "main"}, "cloudtrail", errorCode="AccessDenied")
    assert (found["gap"], found["outcome"]) == (None, "AccessDenied")
    assert found["summary"] == "mira failed to stop logging of trail main: AccessDenied"


ROOT = {"type": "Root", "accountId": "210987654321", "arn": "arn:aws:iam::210987654321:root"}


@pytest.mark.parametrize(
    ("said", "more", "outcome", "mfa", "summary"),
    [
        (
            "Success",
            {"additionalEventData": {"MFAUsed": "Yes"}},
            "success",
            True,
            "root signed in to the console",
        ),
        (
            "Success",
            {"additionalEventData": {"MFAUsed": "No"}},
            "success",
            False,
            "root signed in to the console without MFA",
        ),
        (
            "Failure",
            {"errorMessage": "Failed authentication"},
            "Failure",
            None,
            "root failed to sign in to the console: Failure (Failed authentication)",
        ),
        ("Failure", {}, "Failure", None, "root failed to sign in to the console: Failure"),
    ],
)
def test_console_login(said: str, more: dict[str, Any], outcome: str, mfa: bool | None, summary: str) -> None:
    response = {"ConsoleLogin": said}
    found = call("ConsoleLogin", source="signin", userIdentity=ROOT, responseElements=response, **more)
    assert (found["outcome"], found["mfa"], found["summary"]) == (outcome, mfa, summary)
    assert (found["effect"], found["errorCode"]) == ("read", None)


@pytest.mark.parametrize("action", ["SwitchRole", "CheckMfa", "GetSigninToken"])
def test_other_sign_in_events_fail_the_same_way(action: str) -> None:
    found = call(action, source="signin", responseElements={action: "Failure"})
    assert found["outcome"] == "Failure"
