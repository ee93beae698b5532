"""Errors that tell of nothing wrong: a read of what is not there, or one that came too soon after another."""

from __future__ import annotations

import re
from functools import lru_cache

from parsers.cloudtrail.calls import READ

HARMLESS = re.compile(
    r"(?:Client\.)?(?:NoSuch\w*|\w*NotFound(?:Exception|Fault|Error)?|\w*DoesNotExist\w*"
    r"|\w*Throttl\w*|RequestLimitExceeded|TooManyRequests\w*|SlowDown|ProvisionedThroughputExceeded\w*)"
)
"""What services answer to whoever looks for what is not there (`NoSuchBucketPolicy`) or asks too often."""
LONGEST = 120
"""No error code is longer: what is longer is not remembered."""


def benign(effect: str, code: str | None) -> bool | None:
    """Whether an error is harmless: of a read, and of that kind; `None` where there is no error."""
    if code is None:
        return None
    return effect == READ and _harmless(code[:LONGEST])


@lru_cache(maxsize=1024)
def _harmless(code: str) -> bool:
    return HARMLESS.fullmatch(code) is not None
