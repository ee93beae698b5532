"""What the name of a delivered file says: whose it is, and when it was delivered."""

from __future__ import annotations

import re
from datetime import UTC, datetime
from functools import lru_cache
from sys import intern

from msgspec import Struct

DELIVERED = frozenset({"cloudtrail", "vpc_flow"})
"""Logs that are delivered minutes late, in files of their own; others are written as things happen."""

NAME = re.compile(r"(\d+)_CloudTrail_([a-z0-9-]+)_(\d{8}T\d{4})Z_")
"""What is in the name of a delivered file: account, region, minute."""


class Delivery(Struct, frozen=True, gc=False):
    """One delivered file: the account and region it is of, and its minute in microseconds since 1970 UTC."""

    account: str
    region: str
    at: int


@lru_cache(maxsize=1 << 16)
def delivery(name: str) -> Delivery | None:
    """What a file's name or path says, or `None` where it is no delivered file's.

    `AccountID_CloudTrail_RegionName_YYYYMMDDTHHmmZ_UniqueString.FileNameFormat`, in UTC:
    https://docs.aws.amazon.com/awscloudtrail/latest/userguide/cloudtrail-log-file-examples.html
    """
    found = NAME.search(name)
    if found is None:
        return None
    try:
        minute = datetime.fromisoformat(found[3]).replace(tzinfo=UTC)
    except ValueError:  # digits that are no date
        return None
    return Delivery(intern(found[1]), intern(found[2]), int(minute.timestamp()) * 1_000_000)
