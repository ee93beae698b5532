"""PostgreSQL's log as RDS and Aurora write it, with the audit records that pgAudit writes into it.

Line prefix, `%t:%r:%u@%d:[%p]:`, which RDS does not let one change:
https://docs.aws.amazon.com/AmazonRDS/latest/UserGuide/USER_LogAccess.Concepts.PostgreSQL.html
Audit records: https://github.com/pgaudit/pgaudit#format
A message's further lines begin with a tab, so no statement can forge a record.
"""

from __future__ import annotations

import re
from datetime import UTC, datetime
from typing import NamedTuple

from parsers.base import SUCCESS, Effect, Event, Field, Kind, Layout, Parser, Unparsed
from parsers.sql import effect_of, laid_out

_LINE = re.compile(
    r"(?P<at>\d{4}-\d\d-\d\d \d\d:\d\d:\d\d(?:\.\d{1,6})?) (?P<zone>[A-Z]{2,5})"
    r":(?P<host>[^\s()]*?)(?:\((?P<port>\d+)\))?:(?P<user>[^\s@]*)@(?P<database>[^\s]*?):\[(?P<pid>\d+)\]"
    r":(?P<level>[A-Z][A-Z0-9]*):\s+(?P<message>.*)",
    re.DOTALL,
)
_FIELD = re.compile(r'(?:"((?>(?:[^"]|"")*))"|([^,]*+))(,|\Z)')
_AUDIT = "AUDIT: "
_LEAST = 9
"""Fields of an audit record; `pgaudit.log_rows` adds the number of rows."""
_EPOCH = datetime(1970, 1, 1, tzinfo=UTC)
_FAILURES = frozenset({"ERROR", "FATAL", "PANIC"})
_ACTIONS = (
    ("connection received", "connection received"),
    ("connection authorized", "connect"),
    ("disconnection", "disconnect"),
    ("password authentication failed", "connect"),
    ("no pg_hba.conf entry", "connect"),
)
"""How messages of connections begin, and what they are called."""
_DESTRUCTIVE = frozenset({"DELETE", "TRUNCATE", "DROP"})
_OF_CLASS = {"READ": Effect.READ, "WRITE": Effect.WRITE, "DDL": Effect.WRITE, "ROLE": Effect.ADMIN}
_WORDS = 160  # characters of a statement in a summary


class Audit(NamedTuple):
    """An audit record's fields; `rows` is `None` where they are not logged."""

    kind: str
    statement_id: int | None
    substatement_id: int | None
    group: str
    command: str
    object_type: str | None
    object_name: str | None
    statement: str | None
    parameter: str | None
    rows: int | None


class PostgreSql(Parser):
    """Every line of the log is an event; those of pgAudit say who did what to which object."""

    name = "postgresql"
    title = "PostgreSQL log of RDS and Aurora, with pgAudit"
    url = "https://docs.aws.amazon.com/AmazonRDS/latest/UserGuide/Appendix.PostgreSQL.CommonDBATasks.pgaudit.html"
    patterns = ("postgresql.log*", "*.postgresql.log*")
    columns = ("time", "action", "actor", "target", "client", "database", "statement")
    start = re.compile(rb"\d{4}-\d\d-\d\d \d\d:\d\d:\d\d(?:\.\d{1,6})? [A-Z]{2,5}:[^\n]{0,400}?:\[\d+\]:[A-Z]")
    middle = re.compile(rb"(?>(?:\t[^\n]*+\n)+)(?:" + start.pattern + rb")")
    fields = (
        Field("level", width=8, description="LOG, ERROR, STATEMENT, DETAIL …"),
        Field("database", width=16, description="the database connected to"),
        Field("pid", Kind.INTEGER, 8, "the session's process"),
        Field("auditType", width=8, description="SESSION or OBJECT"),
        Field("statementId", Kind.INTEGER, 8, "the statement's number in its session"),
        Field("substatementId", Kind.INTEGER, 8, "the number of the part of it: a query inside a function"),
        Field("class", width=8, description="READ, WRITE, FUNCTION, ROLE, DDL or MISC"),
        Field("command", width=16, description="SELECT, DROP TABLE …"),
        Field("objectType", width=10, description="TABLE, INDEX, VIEW …"),
        Field("objectName", width=24, description="the object's name with its schema"),
        Field("statement", width=60, description="the statement", unique=True),
        Field("parameter", width=24, description="the statement's parameters, if they are logged", unique=True),
        Field("rows", Kind.INTEGER, 8, "rows read or changed, if they are logged"),
        Field("message", width=60, description="what the line says", unique=True),
    )
    sample = (
        b"2026-11-21 09:15:02 UTC:10.20.30.40(51514):alice@orders:[4711]:LOG:  AUDIT: SESSION,1,1,READ,SELECT,TABLE,"
        b'public.account,"select id, ""name""\n\tfrom account where id = 7",<not logged>\n'
        b"2026-11-21 09:15:09 UTC:10.20.30.40(51514):alice@orders:[4711]:LOG:  AUDIT: OBJECT,2,1,DDL,DROP TABLE,TABLE,"
        b"public.account,drop table account,<none>,0\n"
        b"2026-11-21 09:15:11 UTC:10.20.30.41(40022):bob@orders:[4712]:FATAL:  password authentication failed for user"
        b' "bob"\n2026-11-21 09:15:30 UTC::@:[389]:LOG:  checkpoint starting: time\n'
    )

    def sniff(self, head: bytes) -> float:
        """The prefix that RDS writes; a log may begin in the middle of a message."""
        if self.start.match(head):
            return 0.95
        return 0.5 if self.middle.match(head) else 0.0

    def whole(self, raw: bytes) -> bool:
        """Whether no more lines can belong to it: an audit record's quotes are closed; of others it is not known."""
        return b":  AUDIT: " in raw[:1024] and not raw.count(b'"') % 2

    def decode(self, raw: bytes) -> Event | Unparsed:
        """The event of one message."""
        line = _LINE.fullmatch(raw.decode(errors="replace"))
        if line is None:
            return Unparsed("not of the form time:host:user@database:[process]:level: message")
        if line["zone"] not in {"UTC", "GMT"}:
            return Unparsed(f"its time is in {line['zone']}, and only UTC is certain")
        audit = _audit(line["message"])
        return audit if isinstance(audit, Unparsed) else _event(line, audit)

    def layouts(self, raw: bytes) -> tuple[Layout, ...]:
        """The statement, laid out."""
        line = _LINE.fullmatch(raw.decode(errors="replace"))
        statement = _statement(line, _audit(line["message"])) if line else None
        return (Layout("SQL", "sql", laid_out(statement)),) if statement else ()


def _audit(message: str) -> Audit | Unparsed | None:
    """The audit record in a message; `None` where there is none, `Unparsed` where it is cut off."""
    if not message.startswith(_AUDIT):
        return None
    values: list[str] = []
    at = len(_AUDIT)
    while found := _FIELD.match(message, at):
        quoted, plain, end = found.groups()
        values.append(plain if quoted is None else quoted.replace('""', '"').replace("\n\t", "\n"))
        at = found.end()
        if not end:
            break
    if len(values) < _LEAST or at < len(message):
        return Unparsed(f"an audit record of {len(values)} whole fields, where there are {_LEAST}")
    kind, number, sub, group, command, object_type, name, statement, parameter, *rows = values
    return Audit(
        *(kind, _integer(number), _integer(sub), group, command, object_type or None, name or None),
        *(_logged(statement), _logged(parameter), _integer(rows[0]) if rows else None),
    )


def _logged(text: str) -> str | None:
    """A field's text; what stands for none at all, or for one that is not logged, says nothing."""
    return None if text in {"", "<none>", "<not logged>", "<previously logged>"} else text


def _integer(text: str) -> int | None:
    return int(text) if text.isascii() and text.isdecimal() and len(text) < 19 else None


def _statement(line: re.Match[str], audit: Audit | Unparsed | None) -> str | None:
    if isinstance(audit, Audit):
        return audit.statement
    return line["message"].replace("\n\t", "\n") if line["level"] == "STATEMENT" else None


def _event(line: re.Match[str], audit: Audit | None) -> Event:
    level, message = line["level"], line["message"]
    user, database = _known(line["user"]), _known(line["database"])
    failed = level in _FAILURES
    action = audit.command if audit else _action(level, message)
    target = (audit.object_name if audit else None) or database
    return (
        _moment(line["at"]),
        "postgresql",
        action,
        user,
        "database user" if user else None,
        None,
        line["host"] or None,
        target,
        _effect(audit),
        level if failed else SUCCESS,
        None,
        None,
        _sentence(user, action, target, audit, message),
        level,
        database,
        _integer(line["pid"]),
        *(audit[:7] if audit else (None,) * 7),
        _statement(line, audit),
        *(audit[8:] if audit else (None, None)),
        None if audit else message,
    )


def _action(level: str, message: str) -> str:
    return next((said for begins, said in _ACTIONS if message.startswith(begins)), level.lower())


def _effect(audit: Audit | None) -> str | None:
    if audit is None:
        return None
    if audit.command.partition(" ")[0] in _DESTRUCTIVE and audit.group != "ROLE":
        return Effect.DESTRUCTIVE.value
    known = _OF_CLASS.get(audit.group)
    return known.value if known else effect_of(audit.statement or audit.command)


def _sentence(user: str | None, action: str, target: str | None, audit: Audit | None, message: str) -> str:
    """`alice: DROP TABLE public.account: drop table account`."""
    who = f"{user}: " if user else ""
    if audit is None:
        return f"{who}{_cut(message)}"
    thing = f" {target}" if target else ""
    return f"{who}{action}{thing}{f': {_cut(audit.statement)}' if audit.statement else ''}"


def _cut(text: str) -> str:
    line = " ".join(text[: 4 * _WORDS].split())
    return line if len(line) <= _WORDS else f"{line[: _WORDS - 1]}…"


def _known(text: str) -> str | None:
    return None if text in {"", "[unknown]"} else text


def _moment(text: str) -> int | None:
    try:
        since = datetime.fromisoformat(text).replace(tzinfo=UTC) - _EPOCH
    except ValueError:
        return None
    return (since.days * 86_400 + since.seconds) * 1_000_000 + since.microseconds
