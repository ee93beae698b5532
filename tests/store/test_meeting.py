"""The columns of a log are stored from its first event on: nobody can tell them from those that always were."""

from __future__ import annotations

import shutil
from collections.abc import Iterator
from contextlib import closing, contextmanager
from pathlib import Path

import pytest

from tests.conftest import audit, lines
from tui.feed.batch import Batch
from tui.feed.read import Task
from tui.feed.search import Here
from tui.feed.worker import Reader
from tui.formats import formats
from tui.store import database
from tui.store.store import Store
from tui.view import View

GROUP = 2048
"""Rows that are packed together: so few that some hundreds are more than one such group."""
EVENTS = 2 * GROUP + 100
QUERIES = 100


@pytest.fixture(autouse=True)
def small_groups(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(database, "GROUP", GROUP)


@contextmanager
def opened(folder: Path) -> Iterator[Store]:
    """The store in a folder, which it makes where there is none."""
    folder.mkdir(exist_ok=True)
    with closing(Store(folder, formats().declared, Here)) as store:
        yield store


@pytest.fixture
def trail(tmp_path: Path) -> Batch:
    return batch(tmp_path / "trail.jsonl", lines(*range(EVENTS)), 1)


@pytest.fixture
def queries(tmp_path: Path) -> Batch:
    return batch(tmp_path / "audit.log", b"".join(map(audit, range(QUERIES))), 2)


def batch(path: Path, data: bytes, worker: int) -> Batch:
    path.write_bytes(data)
    ((read, *_),) = Reader(worker).read((Task(worker, str(path), path.name),), lambda: False)
    assert isinstance(read, Batch)
    return read


def count(store: Store, filter_: str) -> int:
    return store.count(View(filter=filter_))


def holds_both(store: Store) -> bool:
    """Whether all that a filter says of columns of either log, or of none, is right."""
    found = [count(store, said) for said in ("", "language:gremlin", "not language:gremlin", "eventVersion:1.11")]
    fields = {row.values["log"]: row.values for row in store.rows([*store.select(View()).ids.tolist()])}
    return (
        found == [EVENTS + QUERIES, QUERIES, EVENTS, EVENTS]
        and fields["neptune_audit"]["query"] == "g.V().limit(1)"
        and fields["cloudtrail"]["eventVersion"] == "1.11"
    )


class StoppedError(Exception):
    """Something went wrong."""


def stop_amid(store: Store, batch: Batch) -> None:
    with store.together():
        store.append(batch)
        raise StoppedError


def test_a_log_that_was_not_met_takes_no_room(trail: Batch, tmp_path: Path) -> None:
    with opened(tmp_path / "session") as store:
        assert count(store, "language:gremlin or eventVersion:1.11") == 0
        store.append(trail)
        stored = store._db.execute("SELECT DISTINCT column_name FROM pragma_storage_info('events')").fetchall()
        logs = {column.log for column in store.catalogue.columns if (column.sql,) in stored}
        assert logs == {None, "cloudtrail"}
        assert [count(store, said) for said in ("language:gremlin", "not language:gremlin")] == [0, EVENTS]


def test_two_logs_in_one_transaction(trail: Batch, queries: Batch, tmp_path: Path) -> None:
    for name, batches in {"one": (trail, queries), "other": (queries, trail)}.items():
        with opened(tmp_path / name) as store:
            with store.together():
                for each in batches:
                    store.append(each)
            assert holds_both(store)


def test_a_log_met_by_who_opens_it_again(trail: Batch, queries: Batch, tmp_path: Path) -> None:
    for each in (trail, queries):
        with opened(tmp_path) as store:
            store.append(each)
    with opened(tmp_path) as store:
        assert holds_both(store)


def test_what_a_killed_process_leaves(trail: Batch, queries: Batch, tmp_path: Path) -> None:
    with opened(tmp_path / "session") as store:
        for each in (trail, queries):
            store.append(each)
        shutil.copytree(tmp_path / "session", tmp_path / "left")
    with opened(tmp_path / "left") as store:
        assert holds_both(store)


def test_a_meeting_is_undone_with_its_rows(trail: Batch, queries: Batch, tmp_path: Path) -> None:
    with opened(tmp_path) as store:
        store.append(trail)
    with opened(tmp_path) as store, pytest.raises(StoppedError):
        stop_amid(store, queries)
    with opened(tmp_path) as store:
        assert count(store, "") == EVENTS
        store.append(queries)
        assert holds_both(store)
