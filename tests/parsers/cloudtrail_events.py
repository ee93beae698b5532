"""Builds CloudTrail events for the tests, and reads them back by field name."""

from __future__ import annotations

from typing import Any

import orjson

from parsers.base import COMMON, Unparsed, Value
from parsers.cloudtrail import CloudTrail

PARSER = CloudTrail()
NAMES = tuple(field.name for field in (*COMMON, *PARSER.fields))

MIRA: dict[str, Any] = {
    "type": "IAMUser",
    "principalId": "AIDAEXAMPLEMIRA",
    "arn": "arn:aws:iam::210987654321:user/mira",
    "accountId": "210987654321",
    "accessKeyId": "AKIAEXAMPLEMIRA",
    "userName": "mira",
}


def event(name: str, source: str = "rds", **elements: Any) -> dict[str, Any]:
    """An event of one API call by an IAM user; `elements` are added or replace what is there."""
    return {
        "eventVersion": "1.09",
        "userIdentity": MIRA,
        "eventTime": "2025-03-04T09:12:44Z",
        "eventSource": f"{source}.amazonaws.com",
        "eventName": name,
        "awsRegion": "eu-central-1",
        "sourceIPAddress": "198.51.100.24",
        "userAgent": "Boto3/1.35.0",
        "requestParameters": None,
        "responseElements": None,
        "eventID": "0a3d7a4e-6b1b-4f43-9f5e-8f0c7a11b001",
        "eventType": "AwsApiCall",
        "recipientAccountId": "210987654321",
    } | elements


def decoded(record: object) -> dict[str, Value]:
    """What the parser makes of a record, by field name."""
    found = PARSER.decode(orjson.dumps(record))
    assert not isinstance(found, Unparsed), found
    return dict(zip(NAMES, found, strict=True))


def call(name: str, parameters: object = None, source: str = "rds", **elements: Any) -> dict[str, Value]:
    """What the parser makes of one API call."""
    return decoded(event(name, source, requestParameters=parameters, **elements))
