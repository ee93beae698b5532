"""AWS CloudTrail: one event's bytes become one row.

Format: https://docs.aws.amazon.com/awscloudtrail/latest/userguide/cloudtrail-event-reference-record-contents.html
"""

from __future__ import annotations

from operator import itemgetter
from typing import Any

import msgspec
import orjson

from parsers.base import SUCCESS, Event, Field, Kind, Layout, Parser, Telling, Unparsed
from parsers.cloudtrail import rates
from parsers.cloudtrail.calls import CALLS, READ, Call
from parsers.cloudtrail.engines import FAMILIES
from parsers.cloudtrail.identity import ACCOUNT, IDENTITIES, Identity, identified, via
from parsers.cloudtrail.lens import Reading
from parsers.cloudtrail.lenses import lens_for
from parsers.cloudtrail.marks import is_digest, likeness, stranger
from parsers.cloudtrail.outcomes import benign
from parsers.cloudtrail.record import ELEMENTS, elements_of, recorded
from parsers.cloudtrail.sample import SAMPLE
from parsers.cloudtrail.values import (
    MINUTES,
    NOTHING,
    SECONDS,
    ElsewhereError,
    Gives,
    Json,
    flag,
    mapping,
    micros,
    text,
)

URL = "https://docs.aws.amazon.com/awscloudtrail/latest/userguide/cloudtrail-event-reference-record-contents.html"

AS_WRITTEN = (
    Field("eventID", Kind.TEXT, 36, "the event's own number, the same in every copy of it", unique=True, verbatim=True),
    Field("eventName", width=28, description="the API called, with its date where it has one"),
    Field(
        "eventSource",
        width=24,
        description="the service as AWS writes it: rds.amazonaws.com also for Neptune",
    ),
    Field("eventType", width=16, description="AwsApiCall, AwsServiceEvent, AwsConsoleSignIn …"),
    Field("eventCategory", width=12, description="Management, Data, Insight, NetworkActivity or Aggregated"),
    Field("eventVersion", width=6, description="the version of the record's format; text, since 1.10 is not 1.1"),
    Field("userAgent", width=30, description="the program that called, in its own words"),
    Field("requestID", Kind.TEXT, 36, "the service's number for the request", unique=True, verbatim=True),
    Field("errorCode", width=20, description="the error, as AWS writes it; a failed sign-in has none"),
    Field("errorMessage", width=40, description="the error in words", unique=True),
    Field(
        "sharedEventID",
        width=36,
        description="joins the copies of one action in several accounts",
        unique=True,
        verbatim=True,
    ),
    Field("recipientAccountId", width=12, description="the account that received the event"),
    Field("vpcEndpointId", width=22, description="the VPC endpoint that the request came through"),
)
"""Elements of the event itself, in the order that `decode` fetches them."""

OF_IDENTITY = (
    Field("userIdentity.type", width=14, description="the kind of identity, as AWS writes it"),
    Field("userIdentity.arn", Kind.ARN, 44, "the identity's ARN"),
    Field("userIdentity.accessKeyId", width=20, description="the access key: AKIA is long-lived, ASIA temporary"),
    Field("userIdentity.invokedBy", width=24, description="the AWS service that called for the principal"),
    Field(
        "userIdentity.principalId",
        width=28,
        description="the identity's unique number, and the session's name",
    ),
)

DERIVED = (
    Field(
        "readOnly",
        Kind.BOOLEAN,
        5,
        "whether AWS says that the call only reads; events before 1.01 do not say",
    ),
    Field("role", width=20, description="the assumed role's name"),
    Field("mfa", Kind.BOOLEAN, 5, "whether a second factor was used"),
    Field("via", width=8, description="console, cli, sdk or service"),
    Field(
        "engine",
        width=14,
        description="the database engine, as far as this event tells: neptune, docdb, aurora-mysql …",
    ),
    Field(
        "resource",
        width=28,
        description="the database resource as a key that other events share: cluster:graph-prod",
    ),
    Field("statement", width=40, description="the CQL or SQL text, redactions kept", unique=True),
    Field("transaction", width=20, description="the RDS Data API transaction", unique=True),
    Field("risk", width=24, description="risky settings of a change: public, unencrypted, no-final-snapshot …"),
    Field("benign", Kind.BOOLEAN, 5, "an error that only says that what was read is not there, or to ask more slowly"),
    Field("caller_account", width=12, description="the caller's account, where it is another than the event's"),
    Field("gap", width=24, description="what becomes of auditing here: open:trail:main, close:…, new:…, keeps:…"),
)

TEXTS = frozenset({"sourceIPAddress", "awsRegion", "accountId", *(field.name for field in AS_WRITTEN)})
"""Elements whose values are text, whatever else a record holds there."""
texts_of = itemgetter(*(place for place, name in enumerate(ELEMENTS) if name in TEXTS))
TYPES = frozenset({str, type(None)})
UNUSUAL = ElsewhereError, orjson.JSONDecodeError, msgspec.MsgspecError, UnicodeDecodeError, RecursionError
"""Why an event cannot be read briefly."""
BLANK = frozenset({"", "-"})
"""What stands for no address at all."""
FAILURE = "Failure"
"""The outcome of what failed without an error code."""


class CloudTrail(Parser):
    """AWS CloudTrail events: management, data, network activity, Insights and aggregated ones."""

    name = "cloudtrail"
    title = "AWS CloudTrail"
    url = URL
    patterns = (
        "*_CloudTrail_*.json*",
        "*_CloudTrail-*_*.json*",
        "*[cC]loud[tT]rail*.json*",
        "*.json",
        "*.json.gz",
        "*.jsonl",
    )
    fields = AS_WRITTEN + OF_IDENTITY + DERIVED
    columns = ("time", "service", "action", "actor", "role", "target", "client", "region")
    sample = SAMPLE
    identity = "eventID"
    telling = Telling(
        keys=("account", "region", "resource"),
        told=("engine", "service"),
        retold=tuple((engine, "DB ", f"{said} ") for engine, (_, said) in FAMILIES.items()),
    )

    def sniff(self, head: bytes) -> float:
        """How surely these bytes are CloudTrail: by its keys, quoted or not, and never its look-alikes."""
        return likeness(head)

    def decode(self, raw: bytes) -> Event | Unparsed:
        """The event that one record's bytes say; never raises."""
        try:
            if not raw.isascii():
                raw.decode()  # msgspec does not look at text that it skips
            brief = recorded(raw)
            return told(brief, elements_of(brief), brief.requestParameters, IDENTITIES[bytes(brief.userIdentity)])
        except UNUSUAL:  # the long way says what is wrong with it, if anything is
            pass
        try:
            event = orjson.loads(raw)
        except orjson.JSONDecodeError as error:
            return Unparsed(f"not JSON: {error}")
        if type(event) is not dict:
            return Unparsed(f"not an event: JSON, but a {type(event).__name__} and not an object")
        reason = stranger(event)
        return Unparsed(reason) if reason else understood(event)

    def aside(self, name: str, head: bytes) -> str | None:
        """Digest files hold hashes of log files: nothing to show, nothing broken."""
        if "_CloudTrail-Digest_" in name or is_digest(head):
            return "a CloudTrail digest: it proves that log files are unchanged and holds no events"
        return None

    def layouts(self, raw: bytes) -> tuple[Layout, ...]:
        """The CQL of a Keyspaces event, the SQL of a Data API call."""
        try:
            event = orjson.loads(raw)
        except orjson.JSONDecodeError:
            return ()
        if type(event) is not dict:
            return ()
        return lens_for(text(event.get("eventSource")) or "", event.get("eventCategory")).layouts(event)


def understood(event: Json) -> Event:
    """The values of every field of a decoded event, the common ones first."""
    if event.get("eventCategory") == rates.INSIGHT:
        event = rates.flattened(event)
    written = event.get("userIdentity")
    identity = identified(written if type(written) is dict else NOTHING)
    return told(event, strict(tuple(map(event.get, ELEMENTS))), event.get("requestParameters"), identity)


def told(event: Gives, elements: tuple[Any, ...], parameters: object, who: Identity) -> Event:
    """The values of every field, from those of `ELEMENTS`; in one go, since every event comes through here."""
    (version, _, time, source, name, region, client, agent, code, message, _, _, _, request, number,
     read_only, _, kind, recipient, shared, endpoint, category, from_console, account_id) = elements  # fmt: skip
    whose = source or guessed(name)
    call = CALLS[whose, name or kind or ""]
    asks = parameters if type(parameters) is dict else mapping(parameters)
    found = lens_for(whose, category).read(event, call, asks)
    if type(read_only) is not bool:
        read_only = flag(read_only)
    effect = found.effect or (READ if read_only else call.effect)
    outcome = code or found.outcome or (FAILURE if message else SUCCESS)
    account = recipient or account_id or who.account
    elsewhere = who.account if who.account != account else None
    try:
        moment: int | None = MINUTES[time[:16]] + SECONDS[time[16:]]
    except (KeyError, TypeError, ValueError):  # not as CloudTrail writes it
        moment = happened(time, event)
    said = who.reading if effect == READ else who.changing
    if elsewhere and who.kind != ACCOUNT:
        said = f"{said} of account {elsewhere}"
    common = (
        moment, found.service or call.service, call.action,
        who.actor, who.kind, who.credentials, None if client in BLANK else client,
        found.target, effect, outcome, account, region,
        sentence(call, found, said + who.through, outcome, message or found.message),
    )  # fmt: skip
    number = text(event.get("eventId")) if number is None else number  # as aggregates spell it
    message = found.message if message is None else message  # Neptune Analytics hides it
    written = (
        number, name, source, kind, category, version, agent, request, code, message, shared, recipient, endpoint,
    )  # fmt: skip
    derived = (
        read_only, who.role, who.mfa if found.mfa is None else found.mfa, who.way or via(agent, from_console),
        found.engine, found.resource, found.statement, found.transaction, found.risk,
        None if code is None else benign(effect, code), elsewhere,
        found.gap if outcome == SUCCESS else None,  # what failed has opened or closed none
    )  # fmt: skip
    return common + written + who.written + derived


def strict(values: tuple[Any, ...]) -> tuple[Any, ...]:
    """The same values, with text or nothing where text belongs, whatever else a record holds there."""
    if TYPES.issuperset(map(type, texts_of(values))):
        return values
    return tuple(text(value) if name in TEXTS else value for name, value in zip(ELEMENTS, values, strict=True))


def guessed(name: str | None) -> str:
    """The source of an event that has none, as the oldest samples of Neptune's calls do."""
    return "rds.amazonaws.com" if name and "DB" in name[1:] else ""


def sentence(call: Call, found: Reading, who: str, outcome: str, message: str | None) -> str:
    """What an analyst would say aloud."""
    if found.subject:
        return f"{found.subject} {found.did} {found.thing}{found.notes}"
    if outcome == SUCCESS:
        return f"{who} {found.did or call.did} {found.thing}{found.notes}"
    reason = f" ({message})" if outcome == FAILURE and message else ""
    return f"{who} failed to {found.do or call.do} {found.thing}{found.notes}: {outcome}{reason}"


def happened(written: object, event: Gives) -> int | None:
    """When it happened; Logstash writes `@timestamp`, an aggregate stands where its window closes."""
    time = micros(written)
    if time is not None:
        return time
    window = mapping(event.get("timeWindow"))
    others = (event.get("@timestamp"), window.get("windowEnd"), window.get("windowStart"))
    return next((time for time in map(micros, others) if time is not None), None)
