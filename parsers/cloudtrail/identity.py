"""Who: answers from `userIdentity` what AWS says it answers, for every type there is and for none.

Rules: https://docs.aws.amazon.com/awscloudtrail/latest/userguide/cloudtrail-event-reference-user-identity.html
"""

from __future__ import annotations

from collections.abc import Callable
from sys import intern

import orjson
from msgspec import Struct

from parsers.cloudtrail.calls import SUFFIX
from parsers.cloudtrail.memory import Memory
from parsers.cloudtrail.values import NOTHING, Json, flag, text

LONG_LIVED, TEMPORARY, SERVICE, NONE = "long-lived", "temporary", "service", "none"
ACCOUNT = "account"
"""The kind of a principal of whom AWS tells the account alone."""
SERVICE_ROLE = ":role/aws-service-role/"
"""A service-linked role: only its service can assume it."""


class Principal(Struct, frozen=True):
    """Who made a call; `behind` is the person a session says stands behind it (`sourceIdentity`)."""

    actor: str | None = None
    kind: str = "unknown"
    credentials: str | None = None
    role: str | None = None
    mfa: bool | None = None
    behind: str | None = None


LONGEST_AGENT = 512
"""How much of a user agent is looked at."""

WRITTEN = ("type", "arn", "accessKeyId", "invokedBy", "principalId")
"""Elements of an identity that are fields of their own."""


class Identity(Struct, frozen=True):
    """What a `userIdentity` says: who it is, as in `Principal`; its elements `WRITTEN`; its account.

    `reading` and `changing` are how a sentence calls who does so, `through` adds the service that called for them;
    `way` says that a service did. Thousands of them take turns, so that what one consists of is not near at hand in
    the processor: it is one object, and its texts are shared with those that say the same.
    """

    actor: str | None
    kind: str
    credentials: str | None
    role: str | None
    mfa: bool | None
    written: tuple[str | None, ...]
    account: str | None
    reading: str
    changing: str
    through: str
    way: str | None


def identified(identity: Json) -> Identity:
    """What a decoded `userIdentity` says."""
    who, caller = principal(identity), identity.get("invokedBy")
    service = caller.removesuffix(SUFFIX) if type(caller) is str and caller.endswith(SUFFIX) else None
    return Identity(
        shared(who.actor),
        who.kind,
        who.credentials,
        shared(who.role),
        who.mfa,
        tuple(shared(text(identity.get(name))) for name in WRITTEN),
        shared(text(identity.get("accountId"))),
        intern(spoken(who, changes=False)),
        intern(spoken(who, changes=True)),
        "" if service is None or who.kind == SERVICE else intern(f" through {service}"),
        None if service is None else SERVICE,
    )


def shared(said: str | None) -> str | None:
    """The same text, one object for all who say it."""
    return None if said is None else intern(said)


def understood(raw: bytes) -> Identity:
    """What a `userIdentity` says as it is written. Raises `orjson.JSONDecodeError`."""
    identity = orjson.loads(raw)
    return identified(identity if type(identity) is dict else NOTHING)


IDENTITIES = Memory(understood, most=4096, longest=2048, length=len)
"""A session makes many calls."""


def principal(identity: Json) -> Principal:
    """Who a `userIdentity` names."""
    kind = identity.get("type")
    answer = ANSWERS.get(kind, other) if type(kind) is str else other
    session = identity.get("sessionContext")
    return answer(identity, session if type(session) is dict else NOTHING)


def mfa_of(session: Json) -> bool | None:
    """Whether the session was opened with a second factor: text in logs, a bool in the oldest."""
    attributes = session.get("attributes")
    if type(attributes) is not dict:
        return None
    said = attributes.get("mfaAuthenticated")
    return False if said == "false" else flag(said)


def keys_of(identity: Json, session: Json) -> str:
    """Long-lived or temporary: the key's prefix says it, else that there is a session at all."""
    key = identity.get("accessKeyId")
    if type(key) is str and key:
        return TEMPORARY if key.startswith("ASIA") else LONG_LIVED
    return TEMPORARY if session.get("attributes") else LONG_LIVED


def after(identity: Json, mark: str, key: str) -> str | None:
    """What follows the last `mark` in one of the identity's texts."""
    value = identity.get(key)
    if type(value) is not str:
        return None
    return value.rpartition(mark)[2] or None


def root(identity: Json, session: Json) -> Principal:
    """The account's owner; an alias of the account may stand in `userName`."""
    return Principal("root", "root", keys_of(identity, session), None, mfa_of(session))


def user(identity: Json, session: Json) -> Principal:
    """An IAM user, with a key of its own or in a console session."""
    name = identity.get("userName")
    if type(name) is not str:
        name = after(identity, "/", "arn") or text(identity.get("principalId"))
    return Principal(name, "IAM user", keys_of(identity, session), None, mfa_of(session))


def assumed(identity: Json, session: Json) -> Principal:
    """A role's session: the person is the session's name, the role is its issuer."""
    arn, issuer = identity.get("arn"), session.get("sessionIssuer")
    parts = arn.split("/") if type(arn) is str else []  # …:assumed-role/role/session
    role = parts[1] if len(parts) > 2 else None
    issued = ""
    if type(issuer) is dict and issuer:
        issued = text(issuer.get("arn")) or ""
        role = issued.rpartition("/")[2] if ":role/" in issued else text(issuer.get("userName")) or role
    name = parts[-1] if len(parts) > 1 else after(identity, ":", "principalId")
    kind = SERVICE if SERVICE_ROLE in issued else "assumed role"
    behind = session.get("sourceIdentity")
    behind = behind if type(behind) is str and behind != name else None
    return Principal(name or text(identity.get("userName")) or role, kind, TEMPORARY, role, mfa_of(session), behind)


def federated(identity: Json, session: Json) -> Principal:
    """Someone whom another identity provider, or `GetFederationToken`, vouches for."""
    beyond = identity.get("onBehalfOf")
    name = (
        text(identity.get("userName"))
        or after(identity, "/", "arn")
        or (text(beyond.get("userId")) if type(beyond) is dict else None)
        or after(identity, ":", "principalId")
    )
    return Principal(name, "federated", TEMPORARY, None, mfa_of(session))


def service(identity: Json, _: Json) -> Principal:
    """An AWS service for itself."""
    return Principal(text(identity.get("invokedBy")) or "AWS service", SERVICE, SERVICE)


def account(identity: Json, session: Json) -> Principal:
    """Another account; AWS tells no more of it than its number. S3 writes anonymous callers the same way."""
    number = text(identity.get("accountId")) or text(identity.get("principalId"))
    if not number or number.lower().startswith("anonymous"):
        return Principal("anonymous", ACCOUNT, NONE)
    return Principal(number, ACCOUNT, None, None, mfa_of(session))


def other(identity: Json, session: Json) -> Principal:
    """A type that is absent or unknown: `{"accountId", "invokedBy"}` is a service at work in the account."""
    caller = text(identity.get("invokedBy"))
    named = text(identity.get("userName")) or after(identity, "/", "arn") or text(identity.get("principalId"))
    if caller and not named:
        return Principal(caller, SERVICE, SERVICE)
    keys = keys_of(identity, session) if identity.get("accessKeyId") else None
    return Principal(named or text(identity.get("accountId")), "unknown", keys, None, mfa_of(session))


ANSWERS: dict[str, Callable[[Json, Json], Principal]] = {
    "Root": root,
    "IAMUser": user,
    "AssumedRole": assumed,
    "Role": assumed,
    "FederatedUser": federated,
    "Directory": federated,
    "SAMLUser": federated,
    "WebIdentityUser": federated,
    "IdentityCenterUser": federated,
    "AWSAccount": account,
    "AWSService": service,
}


def spoken(who: Principal, changes: bool) -> str:
    """The principal in a sentence; a missing second factor is worth a word only where something changes."""
    actor, kind, role, mfa, behind = who.actor, who.kind, who.role, who.mfa, who.behind
    lone = changes and mfa is False and kind != SERVICE
    name = f"account {actor}" if kind == ACCOUNT and actor != "anonymous" else actor or "someone"
    if role is None and behind is None and not lone:
        return name
    if role and behind is None:
        return f"{name} (assumed role {role}, no MFA)" if lone else f"{name} (assumed role {role})"
    remarks = (
        f"assumed role {role}" if role else "",
        f"for {behind}" if behind else "",
        "no MFA" if lone else "",
    )
    return f"{name} ({', '.join(filter(None, remarks))})"


def via(agent: object, from_console: object) -> str | None:
    """How the call was made: console, cli, sdk or service; `None` where nothing says."""
    way = WAYS[agent] if type(agent) is str and agent else None
    return "console" if from_console is not None and flag(from_console) and way != "cli" else way


def way_of(agent: str) -> str:
    """What a user agent is: a browser or console page, the command line, a service, a program with an SDK."""
    name = agent[:LONGEST_AGENT].strip("[]").lower()
    if name.startswith("aws-cli") or "command/" in name or "md/command#" in name:
        return "cli"
    if "console" in name or name.startswith(("mozilla/", "signin.")):
        return "console"
    if name.endswith(".amazonaws.com") or name.startswith(("aws internal", "aws-internal")):
        return "service"
    return "sdk"


WAYS = Memory(way_of, most=2048, longest=LONGEST_AGENT, length=len)
