"""Who made a call: every `userIdentity` type that AWS documents, the ones it does not, and none at all."""

from __future__ import annotations

from typing import Any

import pytest

from tests.parsers.cloudtrail_events import MIRA, call

SESSION = "arn:aws:sts::210987654321:assumed-role/users/nadia"


def issued(
    arn: str = "arn:aws:iam::210987654321:role/team/Admin", mfa: object = "false", **more: Any
) -> dict[str, Any]:
    """A session context with an issuer."""
    issuer = {"type": "Role", "principalId": "AROAEXAMPLE", "arn": arn, "userName": "Admin"} if arn else {}
    attributes = {"mfaAuthenticated": mfa, "creationDate": "2025-03-04T08:00:00Z"}
    return {"sessionIssuer": issuer, "webIdFederationData": {}, "attributes": attributes} | more


def session(context: object, **more: Any) -> dict[str, Any]:
    """Nadia in a role's session."""
    return {"type": "AssumedRole", "arn": SESSION, "sessionContext": context} | more


LINKED = "arn:aws:iam::1:role/aws-service-role/rds.amazonaws.com/AWSServiceRoleForRDS"

PRINCIPALS: list[tuple[object, str]] = [
    ({"type": "Root", "accountId": "1"}, "root, root, long-lived, None, None"),
    ({"type": "Root", "accessKeyId": "ASIAX", "userName": "acme"}, "root, root, temporary, None, None"),
    (MIRA, "mira, IAM user, long-lived, None, None"),
    (
        MIRA | {"accessKeyId": "ASIAX", "sessionContext": issued("", "true")},
        "mira, IAM user, temporary, None, True",
    ),
    (
        MIRA | {"accessKeyId": "", "sessionContext": issued("", False)},
        "mira, IAM user, temporary, None, False",
    ),
    ({"type": "IAMUser", "arn": "arn:aws:iam::1:user/ops/ivo"}, "ivo, IAM user, long-lived, None, None"),
    (session(issued(), accessKeyId="ASIAX"), "nadia, assumed role, temporary, Admin, False"),
    (session({"sessionIssuer": {}, "attributes": {}}), "nadia, assumed role, temporary, users, None"),
    (session(issued(), accessKeyId="AKIAODD"), "nadia, assumed role, temporary, Admin, False"),
    ({"type": "AssumedRole", "principalId": "AROAX:nadia"}, "nadia, assumed role, temporary, None, None"),
    (session(issued(LINKED)), "nadia, service, temporary, AWSServiceRoleForRDS, False"),
    ({"type": "Role", "arn": SESSION}, "nadia, assumed role, temporary, users, None"),
    (
        {"type": "FederatedUser", "arn": "arn:aws:sts::1:federated-user/guest"},
        "guest, federated, temporary, None, None",
    ),
    ({"type": "Directory", "userName": "corp/ann"}, "corp/ann, federated, temporary, None, None"),
    ({"type": "SAMLUser", "userName": "ann"}, "ann, federated, temporary, None, None"),
    ({"type": "WebIdentityUser", "principalId": "idp:app:u-1"}, "u-1, federated, temporary, None, None"),
    (
        {"type": "IdentityCenterUser", "onBehalfOf": {"userId": "u-9"}},
        "u-9, federated, temporary, None, None",
    ),
    ({"type": "AWSAccount", "accountId": "3", "principalId": "AIDAX"}, "3, account, None, None, None"),
    ({"type": "AWSAccount", "accountId": "ANONYMOUS_PRINCIPAL"}, "anonymous, account, none, None, None"),
    (
        {"type": "AWSService", "invokedBy": "rds.amazonaws.com"},
        "rds.amazonaws.com, service, service, None, None",
    ),
    (
        {"accountId": "1", "invokedBy": "ec2.amazonaws.com"},
        "ec2.amazonaws.com, service, service, None, None",
    ),
    ({"type": "Unknown", "principalId": "x-1"}, "x-1, unknown, None, None, None"),
    (
        {"type": "Martian", "userName": "zed", "accessKeyId": "AKIAX"},
        "zed, unknown, long-lived, None, None",
    ),
    ({}, "None, unknown, None, None, None"),
    (None, "None, unknown, None, None, None"),
    ("root", "None, unknown, None, None, None"),
    ({"type": ["Root"], "arn": 7, "sessionContext": "x"}, "None, unknown, None, None, None"),
]


@pytest.mark.parametrize(("identity", "expected"), PRINCIPALS)
def test_principal(identity: object, expected: str) -> None:
    found = call("ListBuckets", source="s3", userIdentity=identity)
    said = [found[name] for name in ("actor", "actor_type", "credentials", "role", "mfa")]
    assert ", ".join(map(str, said)) == expected


@pytest.mark.parametrize(
    ("action", "context", "begins"),
    [
        ("DeleteBucket", issued(), "nadia (assumed role Admin, no MFA) deleted "),
        ("DeleteBucket", issued(mfa="true"), "nadia (assumed role Admin) deleted "),
        ("ListBuckets", issued(), "nadia (assumed role Admin) listed "),
        ("ListBuckets", issued(sourceIdentity="nadia.k"), "nadia (assumed role Admin, for nadia.k) listed "),
    ],
)
def test_sentence_says_what_matters_about_the_principal(action: str, context: object, begins: str) -> None:
    identity = {"type": "AssumedRole", "arn": SESSION, "sessionContext": context}
    assert str(call(action, source="s3", userIdentity=identity)["summary"]).startswith(begins)


def test_account_falls_back_to_the_identity() -> None:
    assert call("ListBuckets", source="s3", recipientAccountId=None)["account"] == "210987654321"


def test_a_service_that_calls_for_somebody_is_named() -> None:
    through = MIRA | {"invokedBy": "cloudformation.amazonaws.com"}
    found = call("DeleteDBCluster", {"dBClusterIdentifier": "c"}, userIdentity=through)
    assert (found["actor"], found["via"]) == ("mira", "service")
    assert found["summary"] == "mira through cloudformation deleted DB cluster c"
