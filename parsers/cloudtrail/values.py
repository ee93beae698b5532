"""Reads loosely typed JSON values: nothing here trusts what a log says about itself."""

from __future__ import annotations

import re
from datetime import UTC, datetime, timedelta
from typing import Any, Protocol, TypeAlias

import orjson

from parsers.cloudtrail.memory import Memory

Json: TypeAlias = dict[str, Any]
"""A decoded JSON object."""


class Gives(Protocol):
    """An event as lenses ask it: a decoded object, or `record.Record`."""

    def get(self, name: str, /) -> Any:
        """An element; `None` where the event does not have it."""
        ...


class ElsewhereError(Exception):
    """What is asked for is only as it should be in the whole event, decoded by orjson."""


NOTHING: Json = {}
"""Stands for an absent object; shared, so never written to."""

LEAST, MOST = -(1 << 63), (1 << 64) - 1
"""Whole numbers that JSON's readers agree on."""
EPOCH = datetime(1970, 1, 1, tzinfo=UTC)
MICROSECOND = timedelta(microseconds=1)
HAND_WRITTEN = re.compile(r"\s*(\d{4})-(\d\d)-(\d\d)[Tt\s]\s*(\d\d)\s*:\s*(\d\d)\s*:\s*(\d\d)\s*(?:[Zz]\s*)?")
"""A time as documents spell it: lower-case `z`, blanks inside."""


def words(spaced: str) -> tuple[str, ...]:
    """The words of a text: a long table of names reads better so."""
    return tuple(spaced.split())


def text(value: object) -> str | None:
    """A scalar as text; `None` for nothing, lists and objects.

    Raises `ElsewhereError` for a whole number beyond 64 bits, which orjson reads as a float and msgspec does not.
    """
    if type(value) is str:
        return value
    if value is True:
        return "true"
    if value is False:
        return "false"
    if type(value) is int and not LEAST <= value <= MOST:
        raise ElsewhereError
    return str(value) if isinstance(value, int | float) else None


def mapping(value: object) -> Json:
    """An object, also one that arrives as a JSON string; otherwise an empty one."""
    if type(value) is dict:
        return value
    if type(value) is str and value.lstrip().startswith("{"):
        try:
            inner = orjson.loads(value)
        except orjson.JSONDecodeError:
            return NOTHING
        return inner if type(inner) is dict else NOTHING
    return NOTHING


def listing(value: object) -> list[Any]:
    """A list, also EC2's `{"items": […]}`; otherwise an empty one."""
    if type(value) is dict:
        value = value.get("items")
    return value if type(value) is list else []


def texts(value: object) -> list[str]:
    """The strings of a list."""
    return [item for item in listing(value) if type(item) is str]


def flag(value: object) -> bool | None:
    """A truth value, also written as text (`"true"`, `"No"`)."""
    if value is None or type(value) is bool:
        return value
    if type(value) is str:
        return {"true": True, "yes": True, "false": False, "no": False}.get(value.lower())
    return None


def iso_micros(written: str) -> int | None:
    """Microseconds since 1970 UTC of an ISO time, UTC where it names no zone; forgives what documents do."""
    parts = HAND_WRITTEN.fullmatch(written)
    try:
        moment = datetime.fromisoformat("{}-{}-{}T{}:{}:{}".format(*parts.groups()) if parts else written)
    except ValueError:
        return None
    if moment.tzinfo is None:
        moment = moment.replace(tzinfo=UTC)
    return (moment - EPOCH) // MICROSECOND


def micros(value: object) -> int | None:
    """Microseconds since 1970 UTC of an ISO time, or of epoch seconds or milliseconds."""
    if type(value) is str:
        return iso_micros(value) if len(value) < 64 else None
    if isinstance(value, int | float) and type(value) is not bool:
        seconds = value / 1000 if abs(value) >= 1e11 else value
        return round(seconds * 1_000_000) if abs(seconds) < 1e11 else None
    return None


def minute_micros(minute: str) -> int:
    """The same of a time in UTC that is written without its seconds. Raises `ValueError`."""
    time = iso_micros(f"{minute}:00Z")
    if time is None:
        raise ValueError(minute)
    return time


MINUTES = Memory(minute_micros, most=4096, longest=16, length=len)
SECONDS = {f":{second:02}Z": second * 1_000_000 for second in range(60)}
"""The two parts of a time as CloudTrail writes it: a trail repeats its minutes, hardly its times."""


def arn_name(arn: str) -> str:
    """The name at the end of an ARN (`…:trail/main` → `main`), or the text itself where it is no ARN."""
    if not arn.startswith("arn:"):
        return arn
    parts = arn.split(":", 5)
    if len(parts) < 6:
        return arn
    resource = parts[5]
    if parts[2] == "s3":
        return resource or arn
    kind, _, name = resource.partition(":")
    if name and "/" not in kind:  # secret:prod/db/password, snapshot:rds:nightly, function:resize:live
        return name
    return resource.rstrip("/").rpartition("/")[2] or arn
