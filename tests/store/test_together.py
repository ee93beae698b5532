"""What is put in together: rows wait for one another, and nobody who asks can tell."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import closing
from itertools import count
from pathlib import Path

import orjson
import pytest

from tests.conftest import event
from tests.counting import Counting
from tui.feed.batch import Batch
from tui.feed.read import Task
from tui.feed.search import Here
from tui.feed.worker import Reader
from tui.formats import formats
from tui.store.store import Store
from tui.view import View

EVENTS = 20
VALUES = {"errorMessage": "not allowed", "errorCode": "AccessDenied", "vpcEndpointId": "vpce-1", "sharedEventID": "s-1"}
"""Of fields that few events have: texts, and words."""


@pytest.fixture
def store(tmp_path: Path) -> Iterator[Store]:
    (tmp_path / "session").mkdir()
    with closing(Store(tmp_path / "session", formats().declared, Here)) as made:
        yield made


class Batches:
    """Batches of some events each, every one from a file and a worker of its own."""

    def __init__(self, folder: Path) -> None:
        self._folder, self._files = folder, count(1)

    def of(self, *numbers: int, **more: object) -> Batch:
        file = next(self._files)
        path = self._folder / f"{file}.jsonl"
        path.write_bytes(b"".join(orjson.dumps(event(number, **more)) + b"\n" for number in numbers))
        ((batch, *_),) = Reader(file).read((Task(file, str(path), path.name),), lambda: False)
        assert isinstance(batch, Batch)
        return batch


@pytest.fixture
def batches(tmp_path: Path) -> Batches:
    return Batches(tmp_path)


def test_one_statement_for_all_rows(store: Store, batches: Batches) -> None:
    appender = store._appender
    counting = Counting(appender._db)
    appender._db = counting  # type: ignore[assignment]
    with store.together():
        for first in (0, EVENTS, 2 * EVENTS):
            store.append(batches.of(*range(first, first + EVENTS)))
    assert [sql.split()[2] for sql in counting.asked if sql.startswith("INSERT")] == ["events", "words"]
    assert store.count(View()) == store.end == 3 * EVENTS


def test_a_copy_of_what_waits(store: Store, batches: Batches) -> None:
    with store.together():
        store.append(batches.of(*range(EVENTS)))
        counts = store.append(batches.of(*range(1, EVENTS + 1)))
    assert [(count.events, count.duplicates) for count in counts.values()] == [(1, EVENTS - 1)]
    assert store.count(View()) == EVENTS + 1
    assert [len(places) for places in store.origins(range(EVENTS + 1)).values()] == [1, *[2] * (EVENTS - 1), 1]


def test_what_waits_is_taken_back(store: Store, batches: Batches) -> None:
    with store.together():
        store.append(batches.of(*range(EVENTS)))
        store.append(batches.of(*range(EVENTS, 2 * EVENTS)))
        assert store.retract(1, 0).events == EVENTS
        store.append(batches.of(*range(2 * EVENTS, 3 * EVENTS)))
    assert store.select(View()).ids.tolist() == [*range(EVENTS, 3 * EVENTS)]


@pytest.mark.parametrize("first", [True, False])
def test_columns_that_only_one_batch_fills(store: Store, batches: Batches, *, first: bool) -> None:
    with_them, without = batches.of(*range(EVENTS), **VALUES), batches.of(*range(EVENTS, 2 * EVENTS))
    with store.together():
        for batch in (with_them, without) if first else (without, with_them):
            store.append(batch)
    rows = store.rows(store.select(View()).ids.tolist(), tuple(VALUES))
    said = [tuple(row.values[name] for name in VALUES) for row in rows]
    assert said == [tuple(VALUES.values())] * EVENTS + [(None,) * len(VALUES)] * EVENTS
