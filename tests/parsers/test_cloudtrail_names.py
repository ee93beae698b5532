"""Every call of the databases has an effect and a sentence, with a name and without."""

from __future__ import annotations

import re
from collections.abc import Mapping
from pathlib import Path

import pytest

from parsers.base import Effect
from parsers.cloudtrail.lenses import BY_SOURCE, LENSES
from tests.parsers.cloudtrail_events import call

RDS = Path(__file__).with_name("calls_of_rds.txt").read_text()
"""What each call of Amazon RDS says of a thing called x: effect, name, the parameter that names it, the sentence."""
LINE = re.compile(r"(\w+) +(\w+) (\w+): (.*)")

OTHERS = """\
write       cassandra CreateKeyspace: created keyspace shop
write       cassandra AlterKeyspace: altered keyspace shop
destructive cassandra DropKeyspace: dropped keyspace shop
write       cassandra CreateTable: created table shop.orders
write       cassandra AlterTable: altered table shop.orders
destructive cassandra DropTable: dropped table shop.orders
write       cassandra CreateUdt: created user-defined type shop.address
destructive cassandra DropUdt: dropped user-defined type shop.address
read        cassandra Select: selected all columns from shop.orders
write       cassandra Insert: inserted into shop.orders
write       cassandra Update: updated shop.orders
destructive cassandra Delete: deleted rows from shop.orders
write       rdsdata ExecuteStatement: executed a SQL statement on cluster c
write       rdsdata BatchExecuteStatement: executed a batch of SQL statements on cluster c
write       rdsdata BeginTransaction: began a transaction on cluster c
write       rdsdata CommitTransaction: committed a transaction on cluster c
write       rdsdata RollbackTransaction: rolled back a transaction on cluster c
write       rdsdataapi ExecuteStatement: executed a SQL statement on cluster c
write       neptune-graph CreateGraph: created Neptune Analytics graph g
destructive neptune-graph DeleteGraph: deleted Neptune Analytics graph g
destructive neptune-graph ResetGraph: reset Neptune Analytics graph g
read        neptune-graph ListImportTasks: listed import tasks of Neptune Analytics graph g
read        neptune-graph ReadDataViaQuery: read data of Neptune Analytics graph g
destructive neptune-graph DeleteDataViaQuery: deleted data of Neptune Analytics graph g
write       neptune-graph RestoreGraphFromSnapshot: restored Neptune Analytics graph g from snapshot
"""
NAMED: dict[str, dict[str, object]] = {
    "cassandra": {"keyspaceName": "shop", "tableName": "orders"},
    "rdsdata": {"resourceArn": "arn:aws:rds:eu-central-1:1:cluster:c"},
    "rdsdataapi": {"resourceArn": "arn:aws:rds:eu-central-1:1:cluster:c"},
    "neptune-graph": {"graphIdentifier": "g"},
}


KEYSPACE = {"keyspaceName": "shop"}
TYPE = KEYSPACE | {"rawQuery": 'CREATE TYPE IF NOT EXISTS "shop"."address" (city text)'}


@pytest.mark.parametrize("line", RDS.splitlines())
def test_every_call_of_rds(line: str) -> None:
    found = LINE.fullmatch(line)
    assert found, line
    effect, action, parameter, said = found.groups()
    assert_told("rds", action, {parameter: "x"}, effect, said)


@pytest.mark.parametrize("line", OTHERS.splitlines())
def test_every_call_of_the_other_databases(line: str) -> None:
    effect, source, rest = line.split(None, 2)
    action, said = rest.split(": ")
    parameters = KEYSPACE if action.endswith("Keyspace") else TYPE if action.endswith("Udt") else NAMED[source]
    assert_told(source, action, parameters, effect, said)


def assert_told(source: str, action: str, parameters: Mapping[str, object], effect: str, said: str) -> None:
    """A call that names its thing, one that does not, and one that is refused."""
    named, unnamed = call(action, parameters, source), call(action, None, source)
    assert (named["effect"], named["summary"]) == (effect, f"mira {said}")
    assert (unnamed["effect"], unnamed["target"]) == (effect, None)
    assert re.fullmatch(r"mira [a-z]+ [\w/ -]+", bare := str(unnamed["summary"])), bare
    assert not re.search(r"  |\ban? (?!batch)(?:\w+ )*\w+s$|\b(of|to|from|a|an|the)$", bare), bare
    refused = str(call(action, parameters, source, errorCode="AccessDenied")["summary"])
    assert re.fullmatch(r"mira failed to [a-z ]+ .*: AccessDenied", refused)


def test_every_effect_is_one_that_there_is() -> None:
    assert {line.split()[0] for line in (RDS + OTHERS).splitlines()} == set(Effect)


@pytest.mark.parametrize(
    ("action", "parameters", "said"),
    [
        (
            "CopyDBSnapshot",
            {"sourceDBSnapshotIdentifier": "s-1", "targetDBSnapshotIdentifier": "t"},
            "copied DB snapshot s-1 to t",
        ),
        (
            "CreateDBSnapshot",
            {"dBSnapshotIdentifier": "s", "dBInstanceIdentifier": "db"},
            "created DB snapshot s of instance db",
        ),
        (
            "RestoreDBInstanceFromDBSnapshot",
            {"dBInstanceIdentifier": "new", "dBSnapshotIdentifier": "s"},
            "restored DB instance new from DB snapshot s",
        ),
        (
            "RestoreDBClusterToPointInTime",
            {"dBClusterIdentifier": "new", "sourceDBClusterIdentifier": "arn:aws:rds:eu-central-1:1:cluster:old"},
            "restored DB cluster new from a point in time of old",
        ),
        (
            "CreateDBInstanceReadReplica",
            {"dBInstanceIdentifier": "r", "sourceDBInstanceIdentifier": "db"},
            "created read replica r of db",
        ),
        (
            "AddRoleToDBCluster",
            {"dBClusterIdentifier": "c", "roleArn": "arn:aws:iam::1:role/loader"},
            "added role loader to DB cluster c",
        ),
        (
            "StartExportTask",
            {"exportTaskIdentifier": "e", "sourceArn": "arn:aws:rds:eu-central-1:1:snapshot:s", "s3BucketName": "b"},
            "started export task e of s, to S3 bucket b",
        ),
        (
            "DownloadDBLogFilePortion",
            {"dBInstanceIdentifier": "db", "logFileName": "audit/server_audit.log"},
            "downloaded log file audit/server_audit.log of DB instance db",
        ),
        (
            "ListTagsForResource",
            {"resourceName": "arn:aws:rds:eu-central-1:1:snapshot:s"},
            "listed tags of snapshot s",
        ),
        (
            "DescribeDBClusterParameters",
            {"dBClusterParameterGroupName": "neptune-params"},
            "described parameters of Neptune cluster parameter group neptune-params",
        ),
    ],
)
def test_where_things_come_from(action: str, parameters: dict[str, str], said: str) -> None:
    assert call(action, parameters)["summary"] == f"mira {said}"


def test_every_event_source_has_one_lens() -> None:
    sources = [source for lens in LENSES for source in lens.sources]
    assert sorted(sources) == sorted(BY_SOURCE)
