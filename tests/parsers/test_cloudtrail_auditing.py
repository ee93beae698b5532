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
READ_ONLY = {"field": "readOnly", "equals": ["true"]}

SELECTORS: list[tuple[dict[str, Any], str | None, str, str]] = [
    ({"eventSelectors": [classic()]}, None, "close", "to record every management event"),
    (
        {"eventSelectors": [classic(DATA_API)]},
        "excludes-rdsdata",
        "open",
        "to leave out RDS Data API events (rdsdata.amazonaws.com)",
    ),
    (
        {"EventSelectors": [shouted(classic(DATA_API, KMS))]},
        "excludes-kms,excludes-rdsdata",
        "open",
        "to leave out KMS events (kms.amazonaws.com), RDS Data API events (rdsdata.amazonaws.com)",
    ),
    (
        {"eventSelectors": [classic(management=False)]},
        "excludes-management-events",
        "open",
        "to leave out all management events",
    ),
    (
        {"eventSelectors": [classic(kinds="WriteOnly")]},
        "excludes-read-events",
        "open",
        "to leave out read-only events",
    ),
    ({"eventSelectors": [classic(kinds="WriteOnly"), classic(kinds="ReadOnly")]}, None, "close", "every"),
    ({"eventSelectors": [classic(DATA_API), classic()]}, None, "close", "every"),
    ({"advancedEventSelectors": [advanced(NOT_DATA_API)]}, "excludes-rdsdata", "open", "RDS Data API"),
    ({"AdvancedEventSelectors": [shouted(advanced(NOT_DATA_API))]}, "excludes-rdsdata", "open", "Data API"),
    ({"advancedEventSelectors": [advanced()]}, None, "close", "every management event"),
    ({"advancedEventSelectors": [advanced(READ_ONLY)]}, "excludes-write-events", "open", "write events"),
    (
        {"advancedEventSelectors": [advanced(category="Data")]},
        "excludes-management-events",
        "open",
        "all management events",
    ),
]


@pytest.mark.parametrize(("parameters", "risk", "way", "said"), SELECTORS)
def test_event_selectors(parameters: dict[str, Any], risk: str | None, way: str, said: str) -> None:
    found = call("PutEventSelectors", {"trailName": "main"} | parameters, "cloudtrail")
    assert (found["risk"], found["gap"]) == (risk, f"{way}:selectors:main")
    assert str(found["summary"]).startswith("mira set event selectors of trail main to ")
    assert said in str(found["summary"])
    assert found["effect"] == "admin"


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
        "admin one-region,no-validation open:regions:main",
        "updated trail main, one region only, log file validation off",
    ),
    (
        "UpdateTrail",
        {"Name": "main", "S3BucketName": "elsewhere"},
        "admin bucket-changed None",
        "updated trail main, delivers to bucket elsewhere",
    ),
    ("UpdateTrail", None, "admin None None", "updated trail"),
    ("DescribeTrails", {}, "read None None", "described cloudtrail trails"),
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
