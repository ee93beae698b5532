"""Who acts in the demo: invented people, roles and services, as `userIdentity` describes them."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import datetime

from msgspec import Struct, field

ACCOUNT = "111122223333"
REGION = "us-east-1"

CLI = (
    "aws-cli/2.17.44 md/awscrt#0.21.2 ua/2.0 os/{os} md/arch#{arch} lang/python#3.11.9 md/pyimpl#CPython "
    "cfg/retry-mode#standard md/installer#exe md/prompt#off md/command#{{command}}"
)
MAC_CLI = CLI.format(os="macos#23.6.0", arch="arm64")
LINUX_CLI = CLI.format(os="linux#6.8.0-40-generic", arch="x86_64")
FIREFOX = "Mozilla/5.0 (X11; Linux x86_64; rv:128.0) Gecko/20100101 Firefox/128.0"
CHROME = (
    "Mozilla/5.0 (Macintosh; Intel Mac OS X 10_15_7) AppleWebKit/537.36 (KHTML, like Gecko) "
    "Chrome/127.0.0.0 Safari/537.36"
)
TERRAFORM = "APN/1.0 HashiCorp/1.0 Terraform/1.9.4 terraform-provider-aws/5.62.0 aws-sdk-go-v2/1.30.3"
BOTO = "Boto3/1.34.162 md/Botocore#1.34.162 ua/2.0 os/linux#5.10.223 md/arch#aarch64 lang/python#3.12.5"
JAVA = "aws-sdk-java/2.27.7 Linux/5.10.223 OpenJDK_64-Bit_Server_VM/21.0.4+7-LTS Java/21.0.4 io/sync http/Apache"
NODE = "aws-sdk-js/3.632.0 ua/2.1 os/linux#5.10.223 lang/js md/nodejs#20.16.0 api/s3#3.632.0"


def tagged(prefix: str, name: str) -> str:
    """An identifier in AWS's shape that says by its ending that it is an example: `AKIAALICEXXXXEXAMPLE`."""
    letters = "".join(c for c in name.upper() if c.isalnum())
    return f"{prefix}{letters[-9:]:X<9}EXAMPLE"


class Who(Struct, frozen=True):
    """Somebody who calls AWS: what every call of theirs carries.

    `{command}` in `agent` stands for the command line's name of the call. `session` is the `sessionContext`
    of temporary credentials; they began at `since`, or at the full hour before the call where that is `None`.
    """

    identity: Mapping[str, object]
    address: str
    agent: str
    session: Mapping[str, object] = field(default_factory=dict)
    mfa: bool = False
    since: datetime | None = None

    def identified(self, at: datetime) -> dict[str, object]:
        """The `userIdentity` of a call made at that time."""
        if not self.session:
            return dict(self.identity)
        began = self.since or at.replace(minute=0, second=0)
        attributes = {
            "creationDate": f"{began:%Y-%m-%dT%H:%M:%SZ}",
            "mfaAuthenticated": str(self.mfa).lower(),
        }
        return {**self.identity, "sessionContext": {**self.session, "attributes": attributes}}


def user_identity(name: str, key: str | None) -> dict[str, object]:
    """The `userIdentity` of an IAM user; a sign-in carries no access key."""
    identity: dict[str, object] = {
        "type": "IAMUser",
        "principalId": tagged("AIDA", name),
        "arn": f"arn:aws:iam::{ACCOUNT}:user/{name}",
        "accountId": ACCOUNT,
    }
    return identity | ({"accessKeyId": key} if key else {}) | {"userName": name}


def user(name: str, address: str, agent: str) -> Who:
    """An IAM user with a long-lived access key."""
    return Who(user_identity(name, tagged("AKIA", name)), address, agent)


def at_console(name: str, address: str, agent: str, *, mfa: bool) -> Who:
    """An IAM user who signed in to the console, and so has temporary credentials."""
    session: dict[str, object] = {"sessionIssuer": {}, "webIdFederationData": {}}
    return Who(user_identity(name, tagged("ASIA", f"{name}con")), address, agent, session, mfa)


def role(name: str, session: str, address: str, agent: str) -> Who:
    """A session of an assumed role; its name is whatever the caller of AssumeRole gave."""
    issuer = {
        "type": "Role",
        "principalId": tagged("AROA", name),
        "arn": f"arn:aws:iam::{ACCOUNT}:role/{name}",
        "accountId": ACCOUNT,
        "userName": name.rpartition("/")[2],
    }
    identity = {
        "type": "AssumedRole",
        "principalId": f"{issuer['principalId']}:{session}",
        "arn": f"arn:aws:sts::{ACCOUNT}:assumed-role/{issuer['userName']}/{session}",
        "accountId": ACCOUNT,
        "accessKeyId": tagged("ASIA", name),
    }
    return Who(identity, address, agent, {"sessionIssuer": issuer, "webIdFederationData": {}})


def service(host: str) -> Who:
    """An AWS service acting on its own account's behalf."""
    return Who({"type": "AWSService", "invokedBy": host}, host, host)


def linked(name: str, session: str, host: str) -> Who:
    """A service acting through its service-linked role."""
    who = role(f"aws-service-role/{host}/{name}", session, host, host)
    return Who({**who.identity, "invokedBy": host}, host, host, who.session)


ALICE = user("alice", "192.0.2.24", MAC_CLI)
ALICE_CONSOLE = at_console("alice", "192.0.2.24", CHROME, mfa=True)
BOB = user("bob", "192.0.2.31", LINUX_CLI)
CAROL = role(
    "aws-reserved/sso.amazonaws.com/AWSReservedSSO_DatabaseAdmin_5f0c1d2e3a4b6978",
    "carol@example.com",
    "192.0.2.47",
    CHROME,
)

BUILD = role("build-role", "build-role", "192.0.2.140", TERRAFORM)
READER = role("app-reader", "app-reader", "192.0.2.101", JAVA)
WRITER = role("app-writer", "app-writer", "192.0.2.102", NODE)
ETL = role("etl-nightly", "etl-nightly", "192.0.2.110", BOTO)
METRICS = role("metrics-agent", "i-0d3e5f7a9b1c2d4e6", "192.0.2.120", BOTO)
CQL = "Cassandra Client/ProtocolV4"
CQL_WRITER = role("app-writer", "app-writer", "192.0.2.102", CQL)
CQL_ETL = role("etl-nightly", "etl-nightly", "192.0.2.110", CQL)

TRAIL = service("cloudtrail.amazonaws.com")
LAMBDA = service("lambda.amazonaws.com")
EC2 = service("ec2.amazonaws.com")
CONFIG = linked("AWSServiceRoleForConfig", "AWSConfig-Describe", "config.amazonaws.com")
SCALING = linked("AWSServiceRoleForAutoScaling", "AutoScaling", "autoscaling.amazonaws.com")

CI_PROVIDER = f"arn:aws:iam::{ACCOUNT}:oidc-provider/ci.example.com"
CI_TOKEN = Who(
    {
        "type": "WebIdentityUser",
        "principalId": f"{CI_PROVIDER}:sts.amazonaws.com:project:shop/graph",
        "userName": "project:shop/graph",
        "identityProvider": CI_PROVIDER,
    },
    "192.0.2.140",
    TERRAFORM,
)

# The attacker: alice's key from an address she never had, then the Admin role under her name.
TAKEN = user("alice", "203.0.113.66", LINUX_CLI)
TAKEN_SIGN_IN = Who(user_identity("alice", None), "203.0.113.66", FIREFOX)
ADMIN = role("Admin", "alice", "198.51.100.77", LINUX_CLI)
ADMIN_CQL = role("Admin", "alice", "198.51.100.77", CQL)
BACKUP = user("svc-backup", "198.51.100.23", LINUX_CLI)
