"""Console sign-in: a failed one carries no `errorCode`, only `responseElements.ConsoleLogin = "Failure"`.

Shapes: https://docs.aws.amazon.com/awscloudtrail/latest/userguide/cloudtrail-event-reference-aws-console-sign-in-events.html
"""

from __future__ import annotations

from parsers.cloudtrail.calls import READ, Call
from parsers.cloudtrail.lens import Lens, Reading
from parsers.cloudtrail.values import Gives, Json, flag, mapping, text

SAID = {
    "ConsoleLogin": ("signed in", "sign in", "to the console"),
    "CheckMfa": ("answered", "answer", "the MFA prompt"),
    "SwitchRole": ("switched", "switch", "role in the console"),
    "ExitRole": ("left", "leave", "the role in the console"),
    "RenewRole": ("renewed", "renew", "the role in the console"),
    "GetSigninToken": ("got", "get", "a sign-in token"),
}


def read(event: Gives, call: Call, _: Json) -> Reading:
    """Who came in, with or without a second factor, or failed to."""
    more = mapping(event.get("additionalEventData"))
    said = text(mapping(event.get("responseElements")).get(call.action))
    mfa = flag(more.get("MFAUsed"))
    without = call.action == "ConsoleLogin" and mfa is False
    did, do, thing = SAID.get(call.action, (call.did, call.do, call.noun))
    return Reading(
        thing=thing,
        notes=" without MFA" if without else "",
        did=did,
        do=do,
        effect=READ,
        outcome=said if said not in {None, "Success"} else None,
        mfa=mfa,
        risk="no-mfa" if without else None,
    )


LENS = Lens(("signin.amazonaws.com",), read)
