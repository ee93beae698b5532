"""What events learn from one another."""

from __future__ import annotations

from pathlib import Path

import orjson
import pytest

from tests.conftest import event
from tui.session import Session
from tui.view import View
from tui.window import RowGoneError


def rds(number: int, name: str, cluster: str, engine: str | None = None, **more: object) -> dict[str, object]:
    answer = {"dBClusterIdentifier": cluster, "engine": engine} if engine else None
    request = {"dBClusterIdentifier": cluster}
    return event(number, eventName=name, requestParameters=request, responseElements=answer, readOnly=False, **more)


def test_what_was_learned_is_said_and_found(tmp_path: Path) -> None:
    events = (
        rds(1, "DeleteDBCluster", "graph"),
        rds(2, "DeleteDBCluster", "shop"),
        rds(3, "CreateDBCluster", "graph", "neptune"),
        rds(4, "DeleteDBCluster", "graph", errorCode="AccessDenied"),
        rds(5, "CreateDBCluster", "shop", "aurora-mysql"),
    )
    (tmp_path / "a.jsonl").write_bytes(b"".join(orjson.dumps(e) + b"\n" for e in events))
    with Session([str(tmp_path)], workers=0) as session:
        store = session.load()

        def said(filter_: str) -> list[object]:
            return [row.values["summary"] for row in store.rows(store.select(View(filter=filter_)).ids.tolist())]

        first = "alice deleted Neptune cluster graph"
        refused = "alice failed to delete Neptune cluster graph: AccessDenied"
        assert said("Neptune cluster") == [first, "alice created Neptune cluster graph", refused]
        assert said(f'summary:"{first}"') == [first]
        assert said("action:DeleteDBCluster") == [first, "alice deleted DB cluster shop", refused]


def services(tmp_path: Path, *events: dict[str, object]) -> tuple[list[object], list[tuple[str, ...]]]:
    (tmp_path / "a.jsonl").write_bytes(b"".join(orjson.dumps(e) + b"\n" for e in events))
    with Session([str(tmp_path)], workers=0) as session:
        store = session.load()
        ids = store.select(View()).ids.tolist()
        return [r.values["service"] for r in store.rows(ids)], [session.detail(i).notes for i in ids]


def test_a_later_event_tells_an_earlier_one_apart_and_the_basis_is_shown(tmp_path: Path) -> None:
    found, notes = services(
        tmp_path,
        rds(1, "DeleteDBCluster", "graph"),
        rds(2, "DeleteDBCluster", "shop"),
        rds(3, "CreateDBCluster", "graph", "neptune"),
        rds(4, "ModifyDBCluster", "GRAPH"),
    )
    assert found == ["neptune", "rds", "neptune", "neptune"]
    told = ("engine neptune: known from CreateDBCluster 2026-11-20T12:00:03Z",)
    assert notes == [told, (), (), told]


def test_an_identifier_that_came_again_with_another_engine_is_told_by_the_one_before(tmp_path: Path) -> None:
    found, _ = services(
        tmp_path,
        rds(1, "CreateDBCluster", "x", "neptune"),
        rds(2, "DeleteDBCluster", "x"),
        rds(3, "CreateDBCluster", "x", "aurora-mysql"),
        rds(4, "DeleteDBCluster", "x"),
    )
    assert found == ["neptune", "neptune", "rds", "rds"]


def test_who_told_may_be_gone_since_and_so_may_the_row_that_is_asked_for(tmp_path: Path) -> None:
    (tmp_path / "a.jsonl").write_bytes(orjson.dumps(rds(1, "CreateDBCluster", "x", "neptune")) + b"\n")
    (tmp_path / "b.jsonl").write_bytes(orjson.dumps(rds(2, "DeleteDBCluster", "x")) + b"\n")
    with Session([str(tmp_path / name) for name in ("a.jsonl", "b.jsonl")], workers=0) as session:
        store = session.load()
        teller, told = store.select(View()).ids.tolist()
        store.retract(next(entry.file for entry in session.entries() if entry.path.endswith("a.jsonl")), 0)
        assert session.detail(told).notes == ("engine neptune: known from an event that was read again since",)
        for gone in (session.detail, store.raw, lambda id_: store.origins([id_])):
            with pytest.raises(RowGoneError):
                gone(teller)


def test_another_region_is_another_cluster(tmp_path: Path) -> None:
    found, _ = services(
        tmp_path, rds(1, "CreateDBCluster", "x", "neptune"), rds(2, "DeleteDBCluster", "x", awsRegion="eu-west-1")
    )
    assert found == ["neptune", "rds"]
