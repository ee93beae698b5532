"""Amazon Keyspaces: DDL arrives as CQL (`rawQuery`), DML as redacted parts of a statement.

Shapes: https://docs.aws.amazon.com/keyspaces/latest/devguide/logging-using-cloudtrail.html
"""

from __future__ import annotations

import re
from collections.abc import Iterable
from textwrap import dedent

from parsers.base import Layout
from parsers.cloudtrail.calls import DESTRUCTIVE, Call
from parsers.cloudtrail.generic import refusal, resource
from parsers.cloudtrail.lens import Lens, Reading
from parsers.cloudtrail.values import Gives, Json, mapping, text, texts

MADE = frozenset({"keyspace", "table", "user-defined type"})
"""What a statement makes, alters or drops; unnamed where the call was refused."""
TYPE_NAME = re.compile(
    r"\btype\s+(?:if\s+(?:not\s+)?exists\s+)?(?:(\w+|\"[^\"]+\")\s*\.\s*)?(\w+|\"[^\"]+\")", re.IGNORECASE
)
NAMED = (("keyspaceName", "targetKeyspaceName"), ("tableName", "targetTableName"))
"""What names the keyspace and the table; the second where one is restored."""
ARN = re.compile(r":/keyspace/([^/]+)(?:/table/([^/]+))?")
DML = frozenset({"Select", "Insert", "Update", "Delete"})


def place(parameters: Json) -> tuple[str | None, str | None]:
    """What is named, as `keyspace.table` or `keyspace`, and its stable key."""
    keyspace, table = (text(parameters.get(name) or parameters.get(to)) for name, to in NAMED)
    if keyspace is None and (found := ARN.search(text(parameters.get("resourceArn")) or "")):
        keyspace, table = found.groups()
    if keyspace and table:
        return f"{keyspace}.{table}", f"table:{keyspace}.{table}".lower()
    return keyspace, f"keyspace:{keyspace}".lower() if keyspace else None


def read(event: Gives, call: Call, parameters: Json) -> Reading:
    """DDL by its statement; DML by table, columns and conditions."""
    target, key = place(parameters)
    if call.action in DML:
        return dml(call, parameters, target, key)
    noun = call.noun.replace("udt", "user-defined type")
    if noun.startswith("user-defined type"):
        target = user_type(parameters, target) or target
    target = target or resource(event) or refusal(event)
    if noun.endswith("resource") and target:  # tags of whatever its ARN names
        noun = f"{'tags of ' if call.do == 'list' else ''}{'table' if '.' in target else 'keyspace'}"
    recovery = text(mapping(parameters.get("pointInTimeRecovery")).get("status"))
    exposed = recovery == "DISABLED"
    return Reading(
        target=target,
        notes=restored(parameters) + (", point-in-time recovery off" if exposed else ""),
        risk="no-backups" if exposed else None,
        thing=f"{noun} {target}".strip() if target else f"a {noun}" if noun in MADE else noun,
        effect=DESTRUCTIVE if call.action.startswith("Drop") else None,
        resource=key,
        statement=text(parameters.get("rawQuery")),
    )


def restored(parameters: Json) -> str:
    """What a restored table comes from."""
    keyspace, table = text(parameters.get("sourceKeyspaceName")), text(parameters.get("sourceTableName"))
    return f" from {keyspace}.{table}" if keyspace and table else ""


def user_type(parameters: Json, keyspace: str | None) -> str | None:
    """The type that a CREATE or DROP TYPE names, with its keyspace; nothing but the statement tells it."""
    found = TYPE_NAME.search(text(parameters.get("rawQuery")) or "")
    if not found:
        return None
    name = found[2].strip('"')
    space = (found[1] or keyspace or "").strip('"')
    return f"{space}.{name}" if space else name


def dml(call: Call, parameters: Json, target: str | None, key: str | None) -> Reading:
    """What was read or written, and under which conditions."""
    where = " and ".join(keyed(parameters))
    conditions = " and ".join(texts(parameters.get("conditions")))
    notes = f" where {where}" if where else ""
    if conditions:
        notes += f" where {conditions}" if call.action == "Select" else f" if {conditions}"
    if parameters.get("allowFiltering") is True:
        notes += ", allow filtering"
    columns = ", ".join(columns_of(call.action, parameters))
    table = target or "a table"
    thing, did, do = {
        "Select": (f"{columns or 'all columns'} from {table}", "selected", "select"),
        "Insert": (f"into {table}" + f" ({columns})" * bool(columns), "inserted", "insert"),
        "Update": (f"{columns} of {table}" if columns else table, "updated", "update"),
        "Delete": (f"{columns or 'rows'} from {table}", "deleted", "delete"),
    }[call.action]
    effect = DESTRUCTIVE if call.action == "Delete" else None
    return Reading(target, thing, notes if call.action != "Insert" else "", did, do, effect=effect, resource=key)


COLUMNS = {
    "Select": "select",
    "Insert": "columnNames",
    "Update": "assignmentColumnNames",
    "Delete": "deleteColumnNames",
}


def columns_of(action: str, parameters: Json) -> list[str]:
    """The columns a statement reads or writes."""
    return texts(parameters.get(COLUMNS[action]))


def keyed(parameters: Json) -> Iterable[str]:
    """The primary key's values as conditions, redactions kept."""
    return (f"{column} = {text(value)}" for column, value in mapping(parameters.get("primaryKeys")).items())


def layouts(event: Gives) -> tuple[Layout, ...]:
    """The CQL: as written for DDL, put together again from its parts for DML."""
    parameters = mapping(event.get("requestParameters"))
    written = parameters.get("rawQuery")
    if type(written) is str and written.strip():
        return (Layout("CQL: DDL", "cql", tidied(written)),)
    action = text(event.get("eventName")) or ""
    table, _ = place(parameters)
    if action not in DML or table is None:
        return ()
    parts = REBUILD[action](table, parameters)
    return (Layout("CQL: DML, put together from its logged parts", "cql", "\n".join(filter(None, parts))),)


def tidied(cql: str) -> str:
    """CQL without the outer blank space and indentation that a client's source code left in it."""
    lines = (line.rstrip() for line in cql.expandtabs(4).splitlines())
    return dedent("\n".join(line for line in lines if line))


def clause(word: str, conditions: Iterable[str]) -> str:
    """`WHERE a = 1`, further conditions below; empty where there are none."""
    joined = "\n  AND ".join(conditions)
    return f"{word} {joined}" if joined else ""


def using(parameters: Json) -> str:
    """`USING TTL 20 AND TIMESTAMP 1`."""
    settings = mapping(parameters.get("updateParameters"))
    return clause("USING", (f"{name} {text(value)}" for name, value in settings.items()))


def select(table: str, parameters: Json) -> tuple[str, ...]:
    """A SELECT's clauses."""
    columns = ", ".join(columns_of("Select", parameters)) or "*"
    where = [*keyed(parameters), *texts(parameters.get("conditions"))]
    filtering = "ALLOW FILTERING" if parameters.get("allowFiltering") is True else ""
    return f"SELECT {columns}", f"FROM {table}", clause("WHERE", where), filtering


def insert(table: str, parameters: Json) -> tuple[str, ...]:
    """An INSERT's clauses; only the key's values are logged, the others are `?`."""
    keys = mapping(parameters.get("primaryKeys"))
    columns = columns_of("Insert", parameters) or list(keys)
    values = ", ".join(text(keys.get(column)) or "?" for column in columns)
    return f"INSERT INTO {table} ({', '.join(columns)})", f"VALUES ({values})", using(parameters)


def update(table: str, parameters: Json) -> tuple[str, ...]:
    """An UPDATE's clauses."""
    assigned = ", ".join(f"{column} = ?" for column in columns_of("Update", parameters))
    return (
        f"UPDATE {table}",
        using(parameters),
        f"SET {assigned}" if assigned else "",
        clause("WHERE", keyed(parameters)),
        clause("IF", texts(parameters.get("conditions"))),
    )


def delete(table: str, parameters: Json) -> tuple[str, ...]:
    """A DELETE's clauses."""
    columns = ", ".join(columns_of("Delete", parameters))
    return (
        f"DELETE {columns}".rstrip(),
        f"FROM {table}",
        using(parameters),
        clause("WHERE", keyed(parameters)),
        clause("IF", texts(parameters.get("conditions"))),
    )


REBUILD = {"Select": select, "Insert": insert, "Update": update, "Delete": delete}

LENS = Lens(("cassandra.amazonaws.com",), read, layouts)
