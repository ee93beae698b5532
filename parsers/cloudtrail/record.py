"""The elements that every event is asked for, read without making objects of all the rest: half the work of JSON."""

from __future__ import annotations

from operator import attrgetter
from typing import Any

import msgspec
import orjson
from msgspec import Raw

from parsers.cloudtrail.rates import AGGREGATED, INSIGHT

NULL = Raw(b"null")
ODD = frozenset({INSIGHT, AGGREGATED})
"""Categories whose events keep their elements elsewhere."""


class ElsewhereError(Exception):
    """An element is asked for that a `Record` does not read: the whole event must be decoded."""


class Record(msgspec.Struct, gc=False):
    """An event in the usual shape: text where text belongs, objects still as they are written."""

    sourceIPAddress: str | None = None  # noqa: N815 (AWS's names)
    awsRegion: str | None = None  # noqa: N815
    eventID: str | None = None  # noqa: N815
    eventName: str | None = None  # noqa: N815
    eventSource: str | None = None  # noqa: N815
    eventType: str | None = None  # noqa: N815
    eventCategory: str | None = None  # noqa: N815
    eventVersion: str | None = None  # noqa: N815
    userAgent: str | None = None  # noqa: N815
    requestID: str | None = None  # noqa: N815
    errorCode: str | None = None  # noqa: N815
    errorMessage: str | None = None  # noqa: N815
    sharedEventID: str | None = None  # noqa: N815
    recipientAccountId: str | None = None  # noqa: N815
    vpcEndpointId: str | None = None  # noqa: N815
    eventTime: str | None = None  # noqa: N815
    readOnly: bool | str | None = None  # noqa: N815
    sessionCredentialFromConsole: bool | str | None = None  # noqa: N815
    accountId: str | None = None  # noqa: N815
    userIdentity: Raw = NULL  # noqa: N815
    requestParameters: Raw = NULL  # noqa: N815
    responseElements: Raw = NULL  # noqa: N815
    additionalEventData: Raw = NULL  # noqa: N815
    resources: Raw = NULL

    def get(self, name: str, /) -> Any:
        """An element, decoded. Raises `ElsewhereError`; `orjson.JSONDecodeError` for a number that is too large."""
        try:
            value = getattr(self, name)
        except AttributeError:
            raise ElsewhereError(name) from None
        return orjson.loads(memoryview(value)) if type(value) is Raw else value


_DECODER = msgspec.json.Decoder(Record)


def record(raw: bytes) -> Record | None:
    """An event in the usual shape, or `None`; what it says is then for the long way to find out.

    In ASCII alone msgspec, which does not look at the text it skips, accepts what orjson does.
    """
    if not raw.isascii():
        return None
    try:
        found = _DECODER.decode(raw)
    except (msgspec.MsgspecError, RecursionError):
        return None
    source = found.eventSource
    usual = found.eventID and found.eventName and source and not source.startswith("aws:")
    return found if usual and found.eventCategory not in ODD else None


def fetcher(names: tuple[str, ...]) -> attrgetter[tuple[Any, ...]]:
    """What fetches these elements of a `Record`, all at once."""
    return attrgetter(*names)
