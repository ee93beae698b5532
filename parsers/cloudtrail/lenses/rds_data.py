"""The RDS Data API, logged in two shapes: management events (`rdsdata`) and data events (`rdsdataapi`).

Shapes: https://docs.aws.amazon.com/AmazonRDS/latest/AuroraUserGuide/logging-using-cloudtrail-data-api.html
"""

from __future__ import annotations

import re

from parsers.base import Layout
from parsers.cloudtrail.calls import Call
from parsers.cloudtrail.generic import refusal, resource
from parsers.cloudtrail.lens import Lens, Reading
from parsers.cloudtrail.values import Gives, Json, arn_name, mapping, text
from parsers.sql import effect_of, laid_out

SAID = {
    "ExecuteStatement": ("executed", "execute", "a SQL statement"),
    "BatchExecuteStatement": ("executed", "execute", "a batch of SQL statements"),
    "ExecuteSql": ("executed", "execute", "SQL statements"),
    "BeginTransaction": ("began", "begin", "a transaction"),
    "CommitTransaction": ("committed", "commit", "a transaction"),
    "RollbackTransaction": ("rolled back", "roll back", "a transaction"),
}
HIDDEN = re.compile(r"\**|HIDDEN_DUE_TO_SECURITY_REASONS|\[Redacted\]")
"""What AWS writes in place of a statement."""


def read(event: Gives, call: Call, parameters: Json) -> Reading:
    """Which cluster was asked, in which transaction, and the statement as far as AWS lets it be seen."""
    arn = text(parameters.get("resourceArn")) or text(parameters.get("dbClusterOrInstanceArn"))
    cluster = arn_name(arn) if arn else resource(event) or refusal(event)
    statement = statement_of(parameters)
    response = mapping(event.get("responseElements"))
    transaction = next(filter(None, (visible(text(of.get("transactionId"))) for of in (parameters, response))), None)
    did, do, thing = SAID.get(call.action, (call.did, call.do, call.noun))
    place = f" on cluster {cluster}" if cluster else ""
    shown = visible(statement)
    return Reading(
        target=cluster,
        thing=f"{thing}{place}",
        notes=worded(statement, shown) + (f", transaction {transaction}" if transaction else ""),
        did=did,
        do=do,
        effect=effect_of(shown) if shown else None,
        resource=f"cluster:{cluster.lower()}" if cluster else None,
        statement=statement,
        transaction=transaction,
    )


def statement_of(parameters: Json) -> str | None:
    """The SQL as it is logged, hidden or not; `ExecuteSql` calls it otherwise."""
    return text(parameters.get("sql")) or text(parameters.get("sqlStatements"))


def layouts(event: Gives) -> tuple[Layout, ...]:
    """The SQL, one clause a line, or what AWS wrote in its place."""
    statement = statement_of(mapping(event.get("requestParameters")))
    if not statement or not statement.strip():
        return ()
    shown = visible(statement)
    return (Layout("SQL", "sql", laid_out(shown)) if shown else Layout("SQL, hidden by AWS", "sql", statement.strip()),)


def visible(statement: str | None) -> str | None:
    """The statement, unless it is blank or redacted."""
    stripped = (statement or "").strip()
    return None if HIDDEN.fullmatch(stripped) else stripped


def worded(statement: str | None, shown: str | None) -> str:
    """The statement in the summary, on one line."""
    if shown:
        return f": {' '.join(shown[:200].split())}"
    return " (text redacted)" if statement else ""


LENS = Lens(("rdsdata.amazonaws.com", "rdsdataapi.amazonaws.com"), read, layouts)
