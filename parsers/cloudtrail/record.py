"""The elements that every event is asked for, read without making objects of all the rest: half the work of JSON."""

from __future__ import annotations

from collections.abc import Callable
from typing import Annotated, Any, TypeAlias

import msgspec
import orjson
from msgspec import Meta, Raw

from parsers.cloudtrail.values import ElsewhereError

NULL = Raw(b"null")
Said: TypeAlias = Annotated[str, Meta(min_length=1)]
"""What an event must have, and not as an empty text, to be one for certain."""


class Record(msgspec.Struct, gc=False, kw_only=True):
    """An event in the usual shape: text where text belongs, objects still as they are written, but for the parameters.

    Its elements stand in the order that CloudTrail writes them in: msgspec looks for each behind the one before it.
    """

    eventVersion: str | None = None  # noqa: N815 (AWS's names)
    userIdentity: Raw = NULL  # noqa: N815
    eventTime: str | None = None  # noqa: N815
    eventSource: Said  # noqa: N815
    eventName: Said  # noqa: N815
    awsRegion: str | None = None  # noqa: N815
    sourceIPAddress: str | None = None  # noqa: N815
    userAgent: str | None = None  # noqa: N815
    errorCode: str | None = None  # noqa: N815
    errorMessage: str | None = None  # noqa: N815
    requestParameters: Any = None  # noqa: N815
    responseElements: Raw = NULL  # noqa: N815
    additionalEventData: Raw = NULL  # noqa: N815
    requestID: str | None = None  # noqa: N815
    eventID: Said  # noqa: N815
    readOnly: bool | str | None = None  # noqa: N815
    resources: Raw = NULL
    eventType: str | None = None  # noqa: N815
    recipientAccountId: str | None = None  # noqa: N815
    sharedEventID: str | None = None  # noqa: N815
    vpcEndpointId: str | None = None  # noqa: N815
    eventCategory: str | None = None  # noqa: N815
    sessionCredentialFromConsole: bool | str | None = None  # noqa: N815
    accountId: str | None = None  # noqa: N815

    def get(self, name: str, /) -> Any:
        """An element, decoded. Raises `ElsewhereError`; `orjson.JSONDecodeError` for a number that is too large."""
        try:
            value = getattr(self, name)
        except AttributeError:
            raise ElsewhereError(name) from None
        return orjson.loads(memoryview(value)) if type(value) is Raw else value


ELEMENTS = Record.__struct_fields__
"""The elements of an event that values are made of, in the order of `elements_of`."""
elements_of: Callable[[Record], tuple[Any, ...]] = msgspec.structs.astuple
"""All of them at once, those that are objects as `Raw`."""

recorded: Callable[[bytes], Record] = msgspec.json.Decoder(Record).decode
"""An event in the usual shape. Raises `msgspec.MsgspecError`, `RecursionError`; does not look at text that it skips."""
