"""The lenses whose events hold statements: the RDS Data API and Keyspaces."""

from __future__ import annotations

from typing import Any

import orjson
import pytest

from tests.parsers.cloudtrail_events import PARSER, call, event

HIDDEN = "**********"
ORDERS = "arn:aws:rds:eu-central-1:210987654321:cluster:Orders"


@pytest.mark.parametrize(
    ("action", "parameters", "effect", "said"),
    [
        (
            "ExecuteStatement",
            {"sql": HIDDEN, "resourceArn": ORDERS},
            "write",
            "mira executed a SQL statement on cluster Orders (text redacted)",
        ),
        (
            "BatchExecuteStatement",
            {"sql": "DELETE FROM\n  bills", "resourceArn": ORDERS, "transactionId": "tx1"},
            "destructive",
            "mira executed a batch of SQL statements on cluster Orders: DELETE FROM bills, transaction tx1",
        ),
        (
            "ExecuteStatement",
            {"sql": " select 1", "resourceArn": ORDERS},
            "read",
            "mira executed a SQL statement on cluster Orders: select 1",
        ),
        (
            "RollbackTransaction",
            {"resourceArn": ORDERS, "transactionId": "tx1"},
            "write",
            "mira rolled back a transaction on cluster Orders, transaction tx1",
        ),
    ],
)
@pytest.mark.parametrize("source", ["rdsdata", "rdsdataapi"])
def test_rds_data_api(source: str, action: str, parameters: dict[str, Any], effect: str, said: str) -> None:
    found = call(action, parameters, source)
    assert (found["service"], found["effect"], found["summary"]) == ("rds-data", effect, said)
    assert (found["target"], found["resource"]) == ("Orders", "cluster:orders")
    assert (found["statement"], found["transaction"]) == (
        parameters.get("sql"),
        parameters.get("transactionId"),
    )


def test_a_transaction_is_known_from_its_beginning_and_the_cluster_from_resources() -> None:
    found = call(
        "BeginTransaction",
        {"database": HIDDEN},
        "rdsdataapi",
        eventType="Rds Data Service",
        resources=[{"type": "AWS::RDS::DBCluster", "ARN": ORDERS}],
        responseElements={"transactionId": "tx1"},
    )
    assert (found["transaction"], found["resource"]) == ("tx1", "cluster:orders")


SELECT = {
    "keyspaceName": "shop",
    "tableName": "Orders",
    "conditions": ["pk = **(Redacted)", "ck < 3**(Redacted)0"],
    "select": ["pk", "ck"],
    "allowFiltering": True,
}
INSERT = {
    "keyspaceName": "shop",
    "tableName": "Orders",
    "primaryKeys": {"pk": "**(Redacted)", "ck": "1**(Redacted)8"},
    "columnNames": ["pk", "ck", "note"],
    "updateParameters": {"TTL": "2**(Redacted)0"},
}
UPDATE = {
    "keyspaceName": "shop",
    "tableName": "Orders",
    "primaryKeys": {"pk": "'t**(Redacted)t'"},
    "assignmentColumnNames": ["note"],
    "conditions": ["note < 1**(Redacted)7"],
}
DELETE = {
    "keyspaceName": "shop",
    "tableName": "Orders",
    "primaryKeys": {"pk": "**(Redacted)"},
    "conditions": [],
    "deleteColumnNames": ["m", "s"],
    "updateParameters": {},
}
DDL = '\n\tCREATE TABLE "shop"."Orders"(\n\t\t"ID" int,\n\t\tPRIMARY KEY(("ID")))\n\t\t'

STATEMENTS = [
    (
        "Select",
        SELECT,
        "read",
        "selected pk, ck from shop.Orders where pk = **(Redacted) and ck < 3**(Redacted)0, allow filtering",
        "SELECT pk, ck\nFROM shop.Orders\nWHERE pk = **(Redacted)\n  AND ck < 3**(Redacted)0\nALLOW FILTERING",
    ),
    (
        "Insert",
        INSERT,
        "write",
        "inserted into shop.Orders (pk, ck, note)",
        "INSERT INTO shop.Orders (pk, ck, note)\nVALUES (**(Redacted), 1**(Redacted)8, ?)\nUSING TTL 2**(Redacted)0",
    ),
    (
        "Update",
        UPDATE,
        "write",
        "updated note of shop.Orders where pk = 't**(Redacted)t' if note < 1**(Redacted)7",
        "UPDATE shop.Orders\nSET note = ?\nWHERE pk = 't**(Redacted)t'\nIF note < 1**(Redacted)7",
    ),
    (
        "Delete",
        DELETE,
        "destructive",
        "deleted m, s from shop.Orders where pk = **(Redacted)",
        "DELETE m, s\nFROM shop.Orders\nWHERE pk = **(Redacted)",
    ),
    (
        "CreateTable",
        {"rawQuery": DDL, "keyspaceName": "shop", "tableName": "Orders"},
        "write",
        "created table shop.Orders",
        'CREATE TABLE "shop"."Orders"(\n    "ID" int,\n    PRIMARY KEY(("ID")))',
    ),
    (
        "DropTable",
        {"rawQuery": 'DROP TABLE "shop"."Orders"', "keyspaceName": "shop", "tableName": "Orders"},
        "destructive",
        "dropped table shop.Orders",
        'DROP TABLE "shop"."Orders"',
    ),
]


@pytest.mark.parametrize(("action", "parameters", "effect", "said", "cql"), STATEMENTS)
def test_keyspaces(action: str, parameters: dict[str, Any], effect: str, said: str, cql: str) -> None:
    found = call(action, parameters, "cassandra")
    assert (found["service"], found["effect"], found["summary"]) == ("keyspaces", effect, f"mira {said}")
    assert (found["target"], found["resource"]) == ("shop.Orders", "table:shop.orders")
    assert found["statement"] == parameters.get("rawQuery")
    (layout,) = PARSER.layouts(orjson.dumps(event(action, "cassandra", requestParameters=parameters)))
    assert (layout.language, layout.text) == ("cql", cql)


@pytest.mark.parametrize(
    ("action", "parameters", "said", "risk"),
    [
        (
            "RestoreTable",
            {
                "sourceKeyspaceName": "shop",
                "sourceTableName": "orders",
                "targetKeyspaceName": "shop",
                "targetTableName": "again",
            },
            "restored table shop.again from shop.orders",
            None,
        ),
        (
            "UpdateTable",
            {"keyspaceName": "shop", "tableName": "orders", "pointInTimeRecovery": {"status": "DISABLED"}},
            "updated table shop.orders, point-in-time recovery off",
            "no-backups",
        ),
        (
            "TagResource",
            {"resourceArn": "arn:aws:cassandra:eu-central-1:1:/keyspace/shop/table/orders"},
            "tagged table shop.orders",
            None,
        ),
        (
            "ListTagsForResource",
            {"resourceArn": "arn:aws:cassandra:eu-central-1:1:/keyspace/shop/"},
            "listed tags of keyspace shop",
            None,
        ),
    ],
)
def test_keyspaces_without_cql(action: str, parameters: dict[str, Any], said: str, risk: str | None) -> None:
    found = call(action, parameters, "cassandra")
    assert (found["summary"], found["risk"]) == (f"mira {said}", risk)


def test_a_keyspace_alone_and_events_without_a_query() -> None:
    found = call("DropKeyspace", {"keyspaceName": "Shop"}, "cassandra")
    assert (found["target"], found["resource"], found["effect"]) == ("Shop", "keyspace:shop", "destructive")
    assert PARSER.layouts(orjson.dumps(event("GetObject", "s3"))) == ()
    assert PARSER.layouts(b"[]") == PARSER.layouts(b"{") == ()
