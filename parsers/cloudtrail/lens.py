"""A lens reads one service's events the way its analysts talk about them."""

from __future__ import annotations

from collections.abc import Callable
from typing import TypeAlias

from msgspec import Struct

from parsers.base import Layout
from parsers.cloudtrail.calls import Call
from parsers.cloudtrail.values import Gives, Json


class Reading(Struct):
    """What a lens found; whatever it leaves at `None` is taken from the event's common elements.

    The summary is put together as *who* `did` `thing` `notes`, or *who* failed to `do` `thing`;
    `subject` is for events that nobody caused.
    """

    target: str | None = None
    thing: str = ""
    notes: str = ""
    did: str | None = None
    do: str | None = None
    subject: str | None = None
    service: str | None = None
    effect: str | None = None
    outcome: str | None = None
    message: str | None = None
    mfa: bool | None = None
    engine: str | None = None
    resource: str | None = None
    statement: str | None = None
    transaction: str | None = None
    risk: str | None = None
    gap: str | None = None


Read: TypeAlias = Callable[[Gives, Call, Json], Reading]
"""Reads an event, its call, and its `requestParameters` (an empty object where there are none)."""


def no_layouts(_: Gives) -> tuple[Layout, ...]:
    """For services whose events hold no query."""
    return ()


class Lens(Struct, frozen=True):
    """A service's way of reading: the event sources it is for, and the functions that read their events."""

    sources: tuple[str, ...]
    read: Read
    layouts: Callable[[Gives], tuple[Layout, ...]] = no_layouts
