"""The SQL of RDS Data API calls: what it does, and how it is laid out."""

from __future__ import annotations

import orjson
import pytest
from hypothesis import given
from hypothesis import strategies as st

from parsers.base import Layout
from parsers.cloudtrail import CloudTrail
from parsers.sql import TOKEN, effect_of, laid_out
from tests.parsers.cloudtrail_events import call, event

EFFECTS = [
    ("select * from orders", "read"),
    ("  -- drop table x\n SELECT 1", "read"),
    ("/* delete */ show tables", "read"),
    ("select 'delete from x; drop table y'", "read"),
    ('select "delete" from `drop`', "read"),
    ("select $$ ; drop table x $$", "read"),
    ("select $a$ it's ; drop $a$, 1", "read"),
    ("with x as (select 1) select * from x", "read"),
    ("with gone as (delete from bills returning *) select * from gone", "destructive"),
    ("explain analyze delete from bills", "destructive"),
    ("select * into copy from orders", "write"),
    ("insert into t values ('drop')", "write"),
    ("update t set a = 1", "write"),
    ("create table t (a int)", "write"),
    ("call p()", "write"),
    ("select 1; truncate t", "destructive"),
    ("DROP\nTABLE t", "destructive"),
    ("delete from t", "destructive"),
    ("grant all on t to eve", "admin"),
    ("create user eve", "admin"),
    ("alter role eve superuser", "admin"),
    ("-- nothing", None),
    (";;", None),
    ("select 'never closed; drop table x", "read"),
]


@pytest.mark.parametrize(("sql", "effect"), EFFECTS)
def test_the_worst_of_the_statements_counts_and_strings_do_not(sql: str, effect: str | None) -> None:
    assert effect_of(sql) == effect


LAID_OUT = [
    (
        "select a, b from orders o left join c on c.id = o.c where total > :t and (x = 1 or y = 2)",
        "select a, b\nfrom orders o\nleft join c on c.id = o.c\nwhere total > :t\n  and (x = 1 or y = 2)",
    ),
    ("select a from t where b between 1 and 5 and c", "select a\nfrom t\nwhere b between 1 and 5\n  and c"),
    ("update t  set a = 'from  b'   where id=1", "update t\nset a = 'from  b'\nwhere id=1"),
    ("select 1;select 2;", "select 1;\nselect 2;"),
    ("select 1 -- why\nfrom t", "select 1 -- why\nfrom t"),
    ("insert into t (a) select a from s", "insert into t (a)\nselect a\nfrom s"),
    ("select orders, fromage from t_where", "select orders, fromage\nfrom t_where"),
    ("select 'a\n  b'", "select 'a\n  b'"),
    ("select * from (select 1 from t where x) y", "select *\nfrom (select 1 from t where x) y"),
]


@pytest.mark.parametrize(("sql", "lines"), LAID_OUT)
def test_one_clause_a_line(sql: str, lines: str) -> None:
    assert laid_out(sql) == lines


WORDS = st.sampled_from(
    [
        "select",
        "a",
        "'x y'",
        "'",
        "from",
        "(",
        ")",
        ";",
        "-- c\n",
        "/* d */",
        " ",
        "\n",
        "where",
        "and",
        "$$",
        '"q"',
        "1",
    ]
)


def words(sql: str) -> list[str]:
    """All tokens but the blank ones; what holds blanks of its own in a clause is told without them."""
    found = (token for token in TOKEN.finditer(sql) if not token["space"])
    return [" ".join(token[0].split()) if token["clause"] else token[0].rstrip() for token in found]


@given(st.lists(WORDS).map(" ".join) | st.lists(WORDS).map("".join))
def test_laying_out_changes_blanks_alone_and_once(sql: str) -> None:
    once = laid_out(sql)
    assert words(once) == words(sql.strip())
    assert laid_out(once) == once
    assert effect_of(once) == effect_of(sql)


@pytest.mark.parametrize(
    ("parameters", "layouts"),
    [
        ({"sql": "select 1 from t"}, (Layout("SQL", "sql", "select 1\nfrom t"),)),
        ({"sqlStatements": "drop table t"}, (Layout("SQL", "sql", "drop table t"),)),
        ({"sql": "**********"}, (Layout("SQL, hidden by AWS", "sql", "**********"),)),
        (
            {"sql": "HIDDEN_DUE_TO_SECURITY_REASONS"},
            (Layout("SQL, hidden by AWS", "sql", "HIDDEN_DUE_TO_SECURITY_REASONS"),),
        ),
        ({"sql": "  "}, ()),
        ({}, ()),
        (None, ()),
    ],
)
@pytest.mark.parametrize("source", ["rdsdata", "rdsdataapi"])
def test_redaction_is_shown_as_redaction(source: str, parameters: object, layouts: tuple[Layout, ...]) -> None:
    raw = orjson.dumps(event("ExecuteStatement", source, requestParameters=parameters))
    assert CloudTrail().layouts(raw) == layouts


def test_a_hidden_transaction_is_none_to_follow() -> None:
    hidden = call(
        "CommitTransaction", {"transactionId": "**********", "resourceArn": "arn:aws:rds:x:1:cluster:c"}, "rdsdata"
    )
    assert hidden["transaction"] is None
    assert hidden["summary"] == "mira committed a transaction on cluster c"
    answered = call(
        "BeginTransaction",
        {"resourceArn": "arn:aws:rds:x:1:cluster:c"},
        "rdsdata",
        responseElements={"transactionId": "abc"},
    )
    assert answered["transaction"] == "abc"
