"""The audit logs of Aurora MySQL and of the audit plug-in of RDS for MySQL and MariaDB.

Ten fields, a comma and no blank between them: timestamp, serverhost, username, host, connectionid, queryid, operation,
database, object, retcode. Aurora's timestamp is in microseconds since 1970 (16 digits), RDS's is `YYYYMMDD HH:MM:SS`.
Files are not in order. Of a query, `object` is its text in single quotes, with line breaks and quotes escaped.

https://docs.aws.amazon.com/AmazonRDS/latest/AuroraUserGuide/AuroraMySQL.Auditing.html
https://docs.aws.amazon.com/AmazonRDS/latest/UserGuide/Appendix.MySQL.Options.AuditPlugin.html
"""

from __future__ import annotations

import re
from datetime import UTC, datetime

from parsers import COMMON, SUCCESS, Event, Field, Kind, Layout, Parser, Unparsed, Value

_TIME = r"\d{16}|\d{8} \d\d:\d\d:\d\d"
_NAME = r"[^,\n]*+"
_LINE = re.compile(
    rf"(?P<time>{_TIME}),(?P<serverhost>{_NAME}),(?P<username>{_NAME}),(?P<host>{_NAME})"
    rf",(?P<connectionid>\d*+),(?P<queryid>\d*+),(?P<operation>[A-Z_]++),(?P<database>{_NAME})"
    r",(?P<object>'(?:[^'\\]|\\.|'')*+'|[^,'\n]*+),(?P<retcode>\d*+)(?:,.*)?"
)
_EPOCH = datetime(1970, 1, 1, tzinfo=UTC)
_ESCAPED = re.compile(r"\\(.)|''")
_LETTERS = {"n": "\n", "r": "\r", "t": "\t"}
_COMMENT = re.compile(r"\s+|/\*.*?\*/|--[^\n]*|#[^\n]*", re.DOTALL)

_OF_OPERATION = {"READ": "read", "WRITE": "write", "DROP": "destructive"}
_OF_OPERATION |= dict.fromkeys(("CREATE", "ALTER", "RENAME"), "write")
_OF_STATEMENT = dict.fromkeys(
    ("select", "show", "explain", "desc", "describe", "use", "set", "begin", "commit"), "read"
)
_OF_STATEMENT |= dict.fromkeys(("delete", "drop", "truncate"), "destructive") | {"grant": "admin", "revoke": "admin"}
_CHANGES_PEOPLE = re.compile(r"(?:create|alter|drop|rename)\s+(?:user|role)\b|set\s+password\b", re.IGNORECASE)
_DID = {
    "CONNECT": "connected",
    "FAILED_CONNECT": "failed to connect",
    "DISCONNECT": "disconnected",
    "CHANGEUSER": "became another user",
}
_WORDS = 160  # characters of a statement in a summary


class MySqlAudit(Parser):
    """One line an event: a connection, a statement, or a table that a statement touched."""

    name = "mysql_audit"
    title = "MySQL audit log of Aurora and RDS"
    url = "https://docs.aws.amazon.com/AmazonRDS/latest/AuroraUserGuide/AuroraMySQL.Auditing.html"
    patterns = ("audit.log*", "*.audit.log*", "server_audit.log*")
    columns = ("time", "action", "actor", "client", "database", "object")
    api = (1, 0)
    start = re.compile(rb"(?:%s)," % _TIME.encode())
    fields = (
        Field("serverhost", width=20, description="the instance that wrote the line"),
        Field("connectionid", Kind.INTEGER, 10, "the connection"),
        Field("queryid", Kind.INTEGER, 10, "joins a query and the tables it touched"),
        Field("operation", width=14, description="CONNECT, QUERY, READ, WRITE, CREATE, DROP …"),
        Field("database", width=16, description="the database in use"),
        Field("object", width=60, description="the query, or the table's name", unique=True),
        Field("retcode", Kind.INTEGER, 6, "MySQL's error number; 0 is success"),
    )
    sample = (
        b"1795252502250000,orders-1,alice,10.20.30.40,4711,0,CONNECT,orders,,0\n"
        b"1795252503115000,orders-1,alice,10.20.30.40,4711,9001,QUERY,orders,"
        b"'select name\\nfrom account where id = \\'7\\'',0\n"
        b"1795252503115200,orders-1,alice,10.20.30.40,4711,9001,READ,orders,account,0\n"
        b"1795252509000001,orders-1,alice,10.20.30.40,4711,9002,QUERY,orders,'drop table account, other',0\n"
        b"20261121 09:15:11,ip-10-20-0-9,bob,10.20.30.41,4712,0,FAILED_CONNECT,,,1045\n"
    )

    def sniff(self, head: bytes) -> float:
        """A line of ten fields without blanks; a Neptune audit log has 13 digits and a blank after each comma."""
        line = head.split(b"\n", 1)[0].rstrip(b"\r")
        if _LINE.fullmatch(line.decode(errors="replace")):
            return 0.95
        # A long statement may not fit in what is looked at.
        return 0.8 if re.match(rb"(?:%s),(?:[^,\n]*,){5}QUERY,[^,\n]*,'" % _TIME.encode(), line) else 0.0

    def decode(self, raw: bytes) -> Event | Unparsed:
        """The event of one line."""
        line = _LINE.fullmatch(raw.decode(errors="replace"))
        if line is None:
            return Unparsed("a line has ten fields, and its query ends with a quote")
        time = _moment(line["time"])
        if time is None:
            return Unparsed(f"no such time: {line['time']}")
        return _event(line, time)

    def layouts(self, raw: bytes) -> tuple[Layout, ...]:
        """The statement with its own line breaks."""
        line = _LINE.fullmatch(raw.decode(errors="replace"))
        statement = _plain(line["object"]) if line and line["operation"] == "QUERY" else None
        return (Layout("SQL", "sql", statement),) if statement else ()


def _event(line: re.Match[str], time: int) -> Event:
    operation, thing = line["operation"], _plain(line["object"])
    action = _first_word(thing) if operation == "QUERY" and thing else operation.lower()
    failed = line["retcode"] not in {"0", ""}
    said: dict[str, Value] = {
        "time": time,
        "service": "mysql",
        "action": action,
        "actor": line["username"] or None,
        "actor_type": "database user" if line["username"] else None,
        "client": line["host"] or None,
        "target": (thing if operation != "QUERY" else None) or line["database"] or line["serverhost"] or None,
        "effect": _effect(operation, action, thing),
        "outcome": f"error {line['retcode']}" if failed else SUCCESS,
        "summary": _sentence(line, thing, failed=failed),
    }
    own = (line["serverhost"] or None, _integer(line["connectionid"]), _integer(line["queryid"]), operation)
    return (
        *(said.get(field.name) for field in COMMON),
        *own,
        line["database"] or None,
        thing,
        _integer(line["retcode"]),
    )


def _effect(operation: str, action: str, thing: str | None) -> str | None:
    if operation != "QUERY":
        return _OF_OPERATION.get(operation)
    if thing is None:
        return None
    return "admin" if _CHANGES_PEOPLE.match(thing.lstrip()) else _OF_STATEMENT.get(action, "write")


def _sentence(line: re.Match[str], thing: str | None, *, failed: bool) -> str:
    """`alice ran on orders: drop table account`."""
    operation, database = line["operation"], line["database"]
    where = f" on {database}" if database else ""
    if operation == "QUERY":
        did = f"ran{where}: {_cut(thing or '')}"
    else:
        did = _DID.get(operation, f"did {operation.lower()} {thing or ''}".rstrip()) + where
    who, error = line["username"] or "somebody", f" (error {line['retcode']})" if failed else ""
    return f"{who} {did}{error}"


def _first_word(statement: str) -> str:
    at = 0
    while found := _COMMENT.match(statement, at):
        at = found.end()
    word = re.match(r"\w+", statement[at : at + 40])
    return word[0].lower() if word else "query"


def _plain(text: str) -> str | None:
    """An object without its quotes and escapes."""
    if not text.startswith("'"):
        return text or None
    return _ESCAPED.sub(lambda found: _LETTERS.get(found[1], found[1]) if found[1] else "'", text[1:-1]) or None


def _cut(text: str) -> str:
    line = " ".join(text[: 4 * _WORDS].split())
    return line if len(line) <= _WORDS else f"{line[: _WORDS - 1]}…"


def _integer(text: str) -> int | None:
    return int(text) if text and len(text) < 19 else None


def _moment(text: str) -> int | None:
    if len(text) == 16:
        return int(text)
    try:
        since = datetime.strptime(text, "%Y%m%d %H:%M:%S").replace(tzinfo=UTC) - _EPOCH
    except ValueError:
        return None
    return (since.days * 86_400 + since.seconds) * 1_000_000
