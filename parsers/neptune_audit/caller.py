"""Who signed the request, read from the ARN alone: an audit line says nothing else about the caller."""

from __future__ import annotations

from functools import lru_cache

from msgspec import Struct

ANONYMOUS = "anonymous"
"""The actor where IAM authentication is off, so that the log cannot name one."""


_SERVICE_ROLE = "AWSServiceRoleFor"  # only its service can assume it


class Caller(Struct, frozen=True):
    """A principal in the common fields' words; `label` is how a summary names it."""

    actor: str
    actor_type: str
    credentials: str | None
    account: str | None
    label: str


NOBODY = Caller(ANONYMOUS, "unknown", "none", None, ANONYMOUS)


@lru_cache(maxsize=4096)
def caller(arn: str | None) -> Caller:
    """The principal an ARN names (arn:partition:service::account:resource)."""
    if arn is None:
        return NOBODY
    parts = arn.split(":", 5)
    if len(parts) < 6 or parts[0] != "arn":
        return Caller(arn, "unknown", None, None, arn)
    account = parts[4] or None
    kind, _, path = parts[5].partition("/")
    name = path.rpartition("/")[2] or path or kind
    match kind:
        case "assumed-role":
            role = path.partition("/")[0]
            kind_of = "service" if role.startswith(_SERVICE_ROLE) else "assumed role"
            return Caller(name, kind_of, "temporary", account, f"{name} (assumed role {role})")
        case "role":
            return Caller(name, "assumed role", "temporary", account, f"role {name}")
        case "user":
            return Caller(name, "IAM user", "long-lived", account, f"{name} (IAM user)")
        case "federated-user":
            return Caller(name, "federated", "temporary", account, f"{name} (federated user)")
        case "root":
            return Caller("root", "root", "long-lived", account, "root")
    return Caller(name, "unknown", None, account, name)
