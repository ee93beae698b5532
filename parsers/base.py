"""What a parser is, and the fields that every event has."""

from __future__ import annotations

import re
from abc import ABC, abstractmethod
from enum import StrEnum
from typing import ClassVar, TypeAlias

from msgspec import Struct

Value: TypeAlias = str | int | float | bool | None
"""What one field of an event holds; `None` where the record does not say."""

Event: TypeAlias = tuple[Value, ...]
"""One event: the values of `COMMON`, then those of the parser's own `fields`, in their order."""


API = (1, 0)
"""The version of this surface, (major, minor): a minor one adds, a major one changes what was there."""


class Kind(StrEnum):
    """What the values of a field are, and so how they are compared and drawn."""

    TEXT = "text"
    TIME = "time"  # microseconds since 1970-01-01T00:00:00Z, as int
    INTEGER = "integer"
    REAL = "real"
    BOOLEAN = "boolean"
    ADDRESS = "address"  # text that is often, not always, an IPv4 or IPv6 address
    ARN = "arn"


class Field(Struct, frozen=True):
    """A declared field: `width` is in terminal cells; `unique` says that its values hardly ever repeat.

    `verbatim` says that a value is always one text of the record, whole and unchanged but for JSON's escapes: whoever
    searches the records need not search such a field.
    """

    name: str
    kind: Kind = Kind.TEXT
    width: int = 16
    description: str = ""
    unique: bool = False
    verbatim: bool = False

    @property
    def coded(self) -> bool:
        """Whether its values repeat and are text: each is kept once, and events refer to it by number."""
        return not self.unique and self.kind in {Kind.TEXT, Kind.ADDRESS, Kind.ARN}


class Effect(StrEnum):
    """What a call does to the thing it names."""

    READ = "read"
    WRITE = "write"
    DESTRUCTIVE = "destructive"
    ADMIN = "admin"  # changes who may do what, or what is recorded


SUCCESS = "success"
"""The `outcome` of an event that did not fail; otherwise `outcome` is the error code."""

COMMON: tuple[Field, ...] = (
    Field("time", Kind.TIME, 12, "when it happened, as the event itself says"),
    Field("service", width=11, description="what was used, as people call it: rds, neptune, keyspaces, s3 …"),
    Field("action", width=28, description="the call or query: DeleteDBCluster, gremlin drop, Select …"),
    Field("actor", width=18, description="who: the person, role session, service or root behind the credentials"),
    Field(
        "actor_type",
        width=14,
        description="root, IAM user, assumed role, federated, service, account, unknown",
    ),
    Field("credentials", width=10, description="long-lived, temporary, service or none"),
    Field("client", Kind.ADDRESS, 15, "the source address, or the AWS service that called"),
    Field("target", width=28, description="the resource named"),
    Field("effect", width=11, description="read, write, destructive or admin"),
    Field("outcome", width=20, description="success, or the error code"),
    Field("account", width=12, description="the account the event belongs to"),
    Field("region", width=12, description="the AWS region"),
    Field("summary", width=60, description="one line an analyst would say aloud", unique=True),
)
"""The fields every event has; a parser gives them in this order. The store adds `log`, the parser's name."""


NO_TIME = 1 << 62
"""The time of an event without one, where a number is needed: it sorts last."""

UNPARSED = "unparsed"
"""The log that records which could not become events belong to; their `summary` is the reason."""


class Unparsed(Struct, frozen=True):
    """A record that could not become an event, and why, in words for the person who reads it."""

    reason: str


class Layout(Struct, frozen=True):
    """Text inside a record that reads better laid out: a `language` (gremlin, sparql, opencypher, cql) and the text."""

    title: str
    language: str
    text: str


class Telling(Struct, frozen=True):
    """What events say of one another: those with equal `keys` are about the same thing.

    One that leaves the first field of `told` open takes all of these fields from another that says it. Where it takes
    one of these values for it, its `summary` says the new words in place of the old: `retold` are (value, old, new).
    """

    keys: tuple[str, ...]
    told: tuple[str, ...]
    retold: tuple[tuple[str, str, str], ...] = ()


class Parser(ABC):
    """Turns the bytes of one record into one event; knows nothing of files, processes, SQL or screens.

    Subclasses are stateless and declare what they are in class attributes.
    """

    name: ClassVar[str]
    title: ClassVar[str]
    url: ClassVar[str]
    """Where the format is documented."""
    patterns: ClassVar[tuple[str, ...]] = ()
    """File name globs that suggest this format; never enough alone."""
    fields: ClassVar[tuple[Field, ...]] = ()
    """The format's own fields, by the format's own names."""
    columns: ClassVar[tuple[str, ...]] = ()
    """The names of the fields that a table of this log alone shows; the common ones where it does not say."""
    sample: ClassVar[bytes]
    """A few records, written for this project."""
    identity: ClassVar[str | None] = None
    """The field that identifies an event, for recognising duplicates; `None` where the format has no such thing."""
    telling: ClassVar[Telling | None] = None
    """What a later or earlier event can tell that this one does not say."""
    start: ClassVar[re.Pattern[bytes] | None] = None
    """For text: what a record's first line begins with. `None` where records are JSON values."""
    header: ClassVar[re.Pattern[bytes] | None] = None
    """For text: lines between records that say nothing of their own, a header or a comment; they are read past."""
    api: ClassVar[tuple[int, int]] = (1, 0)
    """The `API` it was written for; one that is newer than what is installed is refused."""

    @abstractmethod
    def sniff(self, head: bytes) -> float:
        """How surely `head`, the first bytes of a file's first record, is this format: 0 (no) to 1 (certainly)."""

    @abstractmethod
    def decode(self, raw: bytes) -> Event | Unparsed:
        """The event that one record's bytes say; never raises."""

    def whole(self, raw: bytes) -> bool:
        """Whether these lines of text are a complete record (text formats whose records may span lines)."""
        return bool(raw)

    def continues(self, unfinished: bytes, line: bytes) -> bool:
        """Whether a line that begins like a record still belongs to the unfinished one before it (text formats).

        Whoever writes a query may put anything on its lines, also what looks like a record.
        """
        return False

    def aside(self, name: str, head: bytes) -> str | None:
        """Why a file of this format holds no events at all (a digest, say), or `None`."""
        return None

    def layouts(self, raw: bytes) -> tuple[Layout, ...]:
        """The queries inside a record, decoded and laid out for reading."""
        return ()
