"""The Neptune audit log parser: one record's bytes to one event."""

from __future__ import annotations

from typing import ClassVar

from parsers.base import SUCCESS, Event, Field, Kind, Layout, Parser, Unparsed
from parsers.neptune_audit.caller import caller
from parsers.neptune_audit.hosts import address, place
from parsers.neptune_audit.layout import TITLES, laid_out
from parsers.neptune_audit.line import START, Line, authenticated, is_inside, is_whole, likeness, read
from parsers.neptune_audit.meaning import meaning
from parsers.neptune_audit.sample import SAMPLE
from parsers.neptune_audit.summary import sentence

REFUSED = "AuthenticationFailed"
"""The outcome where authContext says that authentication did not succeed."""


class NeptuneAudit(Parser):
    """Amazon Neptune's audit log: text, one record a request, eight fields, queries in three languages."""

    name: ClassVar[str] = "neptune_audit"
    title: ClassVar[str] = "Amazon Neptune audit log"
    url: ClassVar[str] = "https://docs.aws.amazon.com/neptune/latest/userguide/auditing.html"
    patterns = ("audit.log*", "*.audit.log*")
    columns = ("time", "action", "actor", "target", "client", "query")
    start = START
    sample: ClassVar[bytes] = SAMPLE
    fields: ClassVar[tuple[Field, ...]] = (
        Field("clientHost", width=21, description="address and port of the client", unique=True),
        Field("serverHost", width=21, description="address and port of the instance, sometimes its DNS name"),
        Field("connectionType", width=10, description="Websocket, HTTP_POST, HTTP_GET or Bolt"),
        Field("callerIamArn", Kind.ARN, 40, "who signed the request; empty where IAM authentication is off"),
        Field("authContext", width=30, description="whether authentication succeeded, as the log writes it"),
        Field("httpHeader", width=40, description="the HTTP request line and headers", unique=True),
        Field("payload", width=60, description="the query as it was sent, encoded and wrapped", unique=True),
        Field(
            "endpoint",
            width=16,
            description="the path asked for: /gremlin, /sparql, /loader … without job IDs",
        ),
        Field("language", width=10, description="gremlin, sparql or opencypher"),
        Field("query", width=60, description="the query, decoded and unwrapped", unique=True),
        Field("fingerprint", width=10, description="the same for queries that differ only in their values"),
        Field("userAgent", width=24, description="what the client calls itself"),
        Field("requestId", width=36, description="the ID a Gremlin driver gave its request", unique=True),
        Field("host", width=30, description="the Host header: the name by which the client reached the server"),
    )

    def sniff(self, head: bytes) -> float:
        """How surely this is an audit line; an Aurora MySQL audit line (no blank after commas) is not."""
        return likeness(head)

    def whole(self, raw: bytes) -> bool:
        """Whether these lines hold eight fields and every quote is closed."""
        return is_whole(raw)

    def continues(self, unfinished: bytes, line: bytes) -> bool:
        """Whether the line stands inside an open quote, though it looks like a record: a forged one."""
        return is_inside(unfinished, line)

    def decode(self, raw: bytes) -> Event | Unparsed:
        """The event of one record, with or without its line end; `Unparsed` where it breaks the grammar."""
        line = read(raw)
        return line if isinstance(line, Unparsed) else _event(line)

    def layouts(self, raw: bytes) -> tuple[Layout, ...]:
        """The query of a record, laid out in its language."""
        line = read(raw)
        if isinstance(line, Unparsed):
            return ()
        ask = meaning(line).asked
        if not ask.language or not ask.query:
            return ()
        return (Layout(TITLES[ask.language], ask.language, laid_out(ask.language, ask.query)),)


def _event(line: Line) -> Event:
    said = meaning(line)
    done, sent, ask = said.done, said.request, said.asked
    who, where = caller(line.caller), place(sent.host, line.server)
    outcome = REFUSED if authenticated(line.auth) is False else sent.failure or SUCCESS
    return (
        line.time,
        "neptune",
        done.action,
        who.actor,
        who.actor_type,
        who.credentials,
        address(line.client),
        where.target,
        done.effect.value if done.effect else None,
        outcome,
        who.account,
        where.region,
        sentence(who.label, done.phrase, ask.query, where.target, outcome),
        line.client,
        line.server,
        line.connection,
        line.caller,
        line.auth,
        line.header,
        line.payload,
        said.endpoint,
        ask.language,
        ask.query,
        done.fingerprint,
        sent.agent,
        ask.request_id,
        sent.host,
    )
