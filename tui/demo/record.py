"""Builds one CloudTrail record, filling in what every record has."""

from __future__ import annotations

import random
import re
import string
import uuid
from datetime import datetime

from msgspec import Struct

from tui.demo.people import ACCOUNT, REGION, Who

ORDER = (
    "eventVersion",
    "userIdentity",
    "eventTime",
    "eventSource",
    "eventName",
    "awsRegion",
    "sourceIPAddress",
    "userAgent",
    "errorCode",
    "errorMessage",
    "requestParameters",
    "responseElements",
    "additionalEventData",
    "requestID",
    "eventID",
    "readOnly",
    "resources",
    "eventType",
    "apiVersion",
    "managementEvent",
    "recipientAccountId",
    "eventCategory",
    "tlsDetails",
    "sessionCredentialFromConsole",
)
"""The order in which CloudTrail writes a record's members."""

READING = re.compile(r"Get|List|Describe|Head|Lookup|Select$|Decrypt|GenerateDataKey|AssumeRole|FilterLog")
WORDS = re.compile(r"(?<=[a-z0-9])(?=[A-Z])|(?<=[A-Z])(?=[A-Z][a-z])")
GLOBAL = ("iam", "sts", "signin")


class Call(Struct, frozen=True):
    """One CloudTrail record and the time it happened."""

    at: datetime
    body: dict[str, object]


def dice(seed: int, purpose: str) -> random.Random:
    """Chance that falls the same way every time for the same seed and purpose."""
    return random.Random(f"{seed} {purpose}")  # noqa: S311  # a story's chance, nobody's secret


def new_id(rng: random.Random) -> str:
    """A version 4 UUID, as CloudTrail writes them."""
    return str(uuid.UUID(int=rng.getrandbits(128), version=4))


def letters(rng: random.Random, count: int) -> str:
    """So many capitals and digits."""
    return "".join(rng.choices(string.ascii_uppercase + string.digits, k=count))


def command(source: str, name: str) -> str:
    """What the command line calls a call: `rds.delete-db-cluster`."""
    return f"{source}.{WORDS.sub('-', name).lower()}"


def tls(source: str) -> dict[str, str]:
    """How the caller's connection was secured, and the host name it asked for."""
    host = f"{source}.amazonaws.com" if source in GLOBAL else f"{source}.{REGION}.amazonaws.com"
    return {
        "tlsVersion": "TLSv1.3",
        "cipherSuite": "TLS_AES_128_GCM_SHA256",
        "clientProvidedHostHeader": host,
    }


def resource(kind: str, arn: str) -> list[dict[str, str]]:
    """The `resources` of a record that names one."""
    return [{"accountId": ACCOUNT, "type": f"AWS::{kind}", "ARN": arn}]


def event(rng: random.Random, at: datetime, call: str, who: Who, **parts: object) -> Call:
    """The record of `call`, as in `rds.DeleteDBCluster`; `parts` are CloudTrail's names and win."""
    source, name = call.split(".")
    agent = who.agent.format(command=command(source, name))
    body: dict[str, object] = {
        "eventVersion": "1.09",
        "userIdentity": who.identified(at),
        "eventTime": f"{at:%Y-%m-%dT%H:%M:%SZ}",
        "eventSource": f"{source}.amazonaws.com",
        "eventName": name,
        "awsRegion": REGION,
        "sourceIPAddress": who.address,
        "userAgent": f"[{agent}]" if source == "s3" and agent != who.address else agent,
        "requestParameters": None,
        "responseElements": None,
        "requestID": letters(rng, 16) if source == "s3" else new_id(rng),
        "eventID": new_id(rng),
        "readOnly": READING.match(name) is not None,
        "eventType": "AwsApiCall",
        "managementEvent": True,
        "recipientAccountId": ACCOUNT,
        "eventCategory": "Management",
    }
    if not who.address.endswith(".amazonaws.com"):
        body["tlsDetails"] = tls(source)
    if who.agent.startswith("Mozilla/") and who.session:
        body["sessionCredentialFromConsole"] = "true"
    body |= parts
    return Call(at, {name: body[name] for name in ORDER if name in body})


DATA: dict[str, object] = {"managementEvent": False, "eventCategory": "Data"}
"""What sets a data event apart: `event(…, **DATA)`."""


def denied(who: Who, action: str, why: str = "") -> dict[str, object]:
    """The error of a call that the caller may not make."""
    why = why or f"because no identity-based policy allows the {action} action"
    words = f"User: {who.identity['arn']} is not authorized to perform: {action} {why}"
    return {"errorCode": "AccessDenied", "errorMessage": words}
