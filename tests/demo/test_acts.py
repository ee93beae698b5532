"""The incident: what happened, once, and in the order told."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest

from parsers import Unparsed
from parsers.neptune_audit import NeptuneAudit
from tests.demo.reading import audit, fields, records

ADMIN = "arn:aws:sts::111122223333:assumed-role/Admin/alice"


def made(demo: Path, name: str) -> list[dict[str, Any]]:
    """The records of a call whose identity is the attacker's, in time order."""
    found = [record for record in records(demo) if record["eventName"] == name]
    return [r for r in found if r["sourceIPAddress"].startswith(("203.0.113.", "198.51.100."))]


def test_one_human_deletes_the_graph_once(demo: Path) -> None:
    deletions = [r for r in records(demo) if r["eventName"] == "DeleteDBCluster"]
    worked = [r for r in deletions if "errorCode" not in r]
    by_people = [r for r in worked if "build-role" not in r["userIdentity"]["arn"]]
    assert [r["userIdentity"]["arn"] for r in by_people] == [ADMIN]
    asked = {"dBClusterIdentifier": "graph-prod", "skipFinalSnapshot": True}
    assert by_people[0]["requestParameters"] == asked
    assert len(worked) == 4
    assert {r["userIdentity"]["type"] for r in worked} == {"AssumedRole"}


def test_the_first_deletion_is_refused_because_an_instance_is_left(demo: Path) -> None:
    first, second = made(demo, "DeleteDBCluster")
    (instance,) = made(demo, "DeleteDBInstance")
    assert first["errorCode"] == "InvalidDBClusterStateFault"
    assert first["responseElements"] is None
    assert first["eventTime"] < instance["eventTime"] < second["eventTime"]
    assert second["userAgent"].endswith("md/command#rds.delete-db-cluster")


def test_the_sign_ins_say_what_they_are_in_their_answers(demo: Path) -> None:
    said = [(r["responseElements"]["ConsoleLogin"], r["additionalEventData"]) for r in made(demo, "ConsoleLogin")]
    assert [answer for answer, _ in said] == ["Failure", "Success"]
    assert {more["MFAUsed"] for _, more in said} == {"No"}
    assert not any("errorCode" in r for r in made(demo, "ConsoleLogin"))


def test_the_trail_is_silent_about_the_data_api_soon_after_it_was_told_to_be(demo: Path) -> None:
    (told,) = made(demo, "PutEventSelectors")
    management = told["requestParameters"]["advancedEventSelectors"][0]["fieldSelectors"]
    assert {"field": "eventSource", "notEquals": ["rdsdata.amazonaws.com"]} in management
    sql = [r for r in records(demo) if r["eventSource"].startswith("rdsdata")]
    assert {r["eventSource"] for r in sql if r["eventTime"] > told["eventTime"]} == {
        "rdsdata.amazonaws.com",
        "rdsdataapi.amazonaws.com",
    }
    assert max(r["eventTime"] for r in sql) < made(demo, "CreateDBClusterSnapshot")[0]["eventTime"]


ORDER = (
    "ConsoleLogin",
    "CreateAccessKey",
    "PutEventSelectors",
    "ModifyDBClusterParameterGroup",
    "ModifyDBInstance",
    "BeginTransaction",
    "BatchExecuteStatement",
    "CommitTransaction",
    "Select",
    "CreateDBClusterSnapshot",
    "ModifyDBClusterSnapshotAttribute",
    "DropTable",
    "ModifyDBCluster",
    "DeleteDBCluster",
    "StopLogging",
)


def test_the_acts_come_in_the_order_told(demo: Path) -> None:
    times = [made(demo, name)[0]["eventTime"] for name in ORDER]
    assert times == sorted(times)


RISKS = (
    ("ModifyDBClusterParameterGroup", "parameterValue': '0'"),
    ("ModifyDBInstance", "'publiclyAccessible': True"),
    ("ModifyDBInstance", "'masterUserPassword': '****'"),
    ("ModifyDBCluster", "'deletionProtection': False"),
    ("ModifyDBClusterSnapshotAttribute", "'valuesToAdd': ['999988887777']"),
    ("DropTable", "\\n\\tDROP TABLE"),
    ("CreateAccessKey", "svc-backup"),
)


@pytest.mark.parametrize(("name", "said"), RISKS)
def test_the_risky_setting_is_in_the_request(demo: Path, name: str, said: str) -> None:
    assert any(said in str(record["requestParameters"]) for record in made(demo, name))


def test_stopping_the_trail_is_denied(demo: Path) -> None:
    assert [record["errorCode"] for record in made(demo, "StopLogging")] == ["AccessDenied"]


def test_the_graph_is_read_and_then_emptied_in_three_languages(demo: Path) -> None:
    attack = [fields(line) for line in audit(demo) if fields(line)[4] == ADMIN]
    payloads = [row[7] for row in sorted(attack)]
    reads, drops = payloads[:4], payloads[4:]
    assert not any("drop" in text.lower() or "delete" in text.lower() for text in reads)
    for text, word in zip(drops, ("g.V().hasLabel('customer').drop()", "CLEAR+ALL", "DETACH+DELETE"), strict=True):
        assert word in text


def test_our_own_parser_reads_every_audit_record(demo: Path) -> None:
    parser = NeptuneAudit()
    assert not [r for r in audit(demo) if isinstance(parser.decode(r.encode().rstrip()), Unparsed)]
