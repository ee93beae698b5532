"""What tells a CloudTrail event from its look-alikes, in raw bytes and in a decoded object."""

from __future__ import annotations

import re

from parsers.cloudtrail.rates import AGGREGATED, INSIGHT
from parsers.cloudtrail.values import Json

KEY = re.compile(
    rb"[{,\s\"'](eventVersion|eventSource|eventName|eventTime|eventID|eventType|eventCategory|userIdentity|awsRegion"
    rb"|sourceIPAddress|requestParameters|responseElements|recipientAccountId|insightDetails|timeWindow)"
    rb"\\?[\"']?\s*:"
)
"""A key of the format, also without quotes (pasted documentation) or escaped inside a JSON string."""
USUAL = (b'"eventVersion":', b'"eventTime":', b'"eventSource":', b'"eventName":')
"""The same of nearly every event; looking for these takes a tenth of the time."""
CATEGORY = re.compile(rb"eventCategory\\?\"?\s*:\s*\\?\"(?:Insight|Aggregated)\\?\"")
NOTIFICATION = re.compile(rb"eventSource\\?[\"']\s*:\s*\\?[\"']aws:")
"""S3, SQS and DynamoDB notifications borrow CloudTrail's keys; their source is `aws:s3`, not a host name."""
ALIBABA = re.compile(rb"[\"'](?:acsRegion|sourceIpAddress)\\?[\"']\s*:")
OURS = re.compile(rb"[\"'](?:awsRegion|sourceIPAddress|eventID)\\?[\"']\s*:")
DIGEST = re.compile(rb"[\"']digestStartTime\\?[\"']\s*:")
DIGEST_KEYS = 4096
"""Bytes in which a digest says what it is: its own keys stand before its list of log files, sorted ones too."""
DIGEST_TOO = re.compile(rb"[\"'](?:logFiles|digestEndTime|digestS3Bucket)\\?[\"']\s*:")

ACTIONS = frozenset({b"eventSource", b"userIdentity", b"eventName"})
PARTICULAR = frozenset({b"awsRegion", b"sourceIPAddress", b"recipientAccountId", b"userIdentity"})
"""Keys that few other formats have: one is half a proof, where a long message fills the rest of the head."""


def likeness(head: bytes) -> float:
    """How surely the first bytes of a record, or of a file, are CloudTrail: 0 to 1."""
    if NOTIFICATION.search(head) or (not OURS.search(head) and ALIBABA.search(head)):
        return 0.0
    if CATEGORY.search(head) or is_digest(head):
        return 0.95
    if all(key in head for key in USUAL):
        return 1.0
    keys = set(KEY.findall(head))
    if b"eventVersion" in keys and keys & ACTIONS:
        return 1.0 if len(keys) > 3 else 0.9
    if len(keys) > 2:
        return 0.9
    return 0.5 if len(keys) == 2 or keys & PARTICULAR else 0.2 * len(keys)


def is_digest(head: bytes) -> bool:
    """Whether this is a digest file: hashes of log files, no events."""
    begins = head[:DIGEST_KEYS]
    if b"digestStartTime" not in begins:  # every file is asked, and a pattern costs fifty times as much
        return False
    return bool(DIGEST.search(begins) and DIGEST_TOO.search(head))


def stranger(event: Json) -> str | None:
    """Why an object is no CloudTrail event, or `None` where it is one."""
    source = event.get("eventSource")
    if type(source) is str and source.startswith("aws:"):
        return f"not CloudTrail: a notification from {source}"
    if "eventID" in event and "eventName" in event:
        return None
    if "acsRegion" in event or ("sourceIpAddress" in event and "sourceIPAddress" not in event):
        return "not CloudTrail: an Alibaba Cloud ActionTrail event"
    if "digestStartTime" in event:
        return "not an event: a CloudTrail digest"
    if event.get("eventCategory") in (INSIGHT, AGGREGATED):
        return None
    if "eventName" in event and not event.keys().isdisjoint(("eventSource", "userIdentity", "eventVersion")):
        return None
    return "not CloudTrail: no eventName with an eventSource, a userIdentity or an eventVersion"
