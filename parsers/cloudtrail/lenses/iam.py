"""IAM: a policy is put on, or a key made for, somebody; both belong in the sentence."""

from __future__ import annotations

from parsers.cloudtrail import generic
from parsers.cloudtrail.calls import Call
from parsers.cloudtrail.lens import Lens, Reading
from parsers.cloudtrail.values import Gives, Json, arn_name

HOLDERS = (("userName", "user"), ("roleName", "role"), ("groupName", "group"))
PLACES = {
    "attached": "to",
    "detached": "from",
    "put": "on",
    "deleted": "from",
    "added": "to",
    "removed": "from",
}
POWERFUL = frozenset({"AdministratorAccess", "IAMFullAccess", "PowerUserAccess"})
"""AWS's own policies that give all there is, or the power to take it."""


def read(event: Gives, call: Call, parameters: Json) -> Reading:
    """Who or what was changed, and the policy by name."""
    found = generic.read(event, call, parameters)
    policy = parameters.get("policyName") or parameters.get("policyArn")
    holder = next(((kind, name) for key, kind in HOLDERS if type(name := parameters.get(key)) is str), None)
    if type(policy) is str and holder and call.noun.endswith("policy"):
        policy, (kind, name) = arn_name(policy), holder
        found.target = name
        found.thing = f"iam policy {policy} {PLACES.get(call.did, 'of')} {kind} {name}"
        found.risk = "powerful-policy" if policy in POWERFUL and call.did == "attached" else None
    elif holder and "user" not in call.noun and "role" not in call.noun and "group" not in call.noun:
        found.target = holder[1]
        found.thing = f"{call.thing} of {holder[0]} {holder[1]}"
    return found


LENS = Lens(("iam.amazonaws.com",), read)
