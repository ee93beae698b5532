"""The lens for Neptune Analytics."""

from __future__ import annotations

from typing import Any

import pytest

from tests.parsers.cloudtrail_events import call


def test_neptune_analytics_and_its_hidden_error() -> None:
    made = {"graph": {"id": "g-1", "name": "people"}}
    parameters = {"graphName": "people", "deletionProtection": False, "publicConnectivity": True}
    found = call("CreateGraph", parameters, "neptune-graph", responseElements=made)
    assert (found["service"], found["resource"]) == ("neptune-graph", "graph:g-1")
    assert found["risk"] == "public,no-deletion-protection"
    assert str(found["summary"]).startswith("mira created Neptune Analytics graph people, publicly reachable")

    refused = {"Message": "User may not delete"}
    found = call("DeleteGraph", {"graphIdentifier": "g-1"}, "neptune-graph", responseElements=refused)
    assert (found["outcome"], found["errorMessage"]) == ("Failure", "User may not delete")
    assert found["summary"] == ("mira failed to delete Neptune Analytics graph g-1: Failure (User may not delete)")


@pytest.mark.parametrize(
    ("action", "parameters", "said", "risk"),
    [
        (
            "RestoreGraphFromSnapshot",
            {"snapshotIdentifier": "gs-1", "graphName": "people"},
            "restored Neptune Analytics graph people from snapshot gs-1",
            None,
        ),
        (
            "CreateGraphSnapshot",
            {"graphIdentifier": "g-1", "snapshotName": "s"},
            "created Neptune Analytics graph snapshot s of g-1",
            None,
        ),
        (
            "StartExportTask",
            {"graphIdentifier": "g-1", "destination": "s3://elsewhere/x"},
            "started export task of Neptune Analytics graph g-1, to s3://elsewhere/x",
            "exported",
        ),
        (
            "CreateGraphUsingImportTask",
            {"graphName": "people", "source": "s3://bucket/x"},
            "created Neptune Analytics graph people using import task, from s3://bucket/x",
            None,
        ),
        (
            "CreatePrivateGraphEndpoint",
            {"graphIdentifier": "g-1", "vpcId": "vpc-1"},
            "created private endpoint of Neptune Analytics graph g-1",
            None,
        ),
        ("ExecuteQuery", {"graphIdentifier": "g-1"}, "executed query on Neptune Analytics graph g-1", None),
        (
            "TagResource",
            {"resourceArn": "arn:aws:neptune-graph:eu-central-1:1:graph/g-1"},
            "tagged Neptune Analytics graph g-1",
            None,
        ),
    ],
)
def test_calls_of_neptune_analytics(action: str, parameters: dict[str, Any], said: str, risk: str | None) -> None:
    found = call(action, parameters, "neptune-graph")
    assert (found["summary"], found["risk"]) == (f"mira {said}", risk)
