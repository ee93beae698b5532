"""Counts that explain speed, and their bounds: no clock is looked at."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from pathlib import Path
from typing import Any

import pytest

from parsers.cloudtrail import CloudTrail
from tests.conftest import delivered, write_packed
from tests.counting import Counting
from tui.feed.batch import Batch, Coded
from tui.feed.read import ROWS, Report, Task
from tui.feed.search import Here
from tui.feed.worker import Reader
from tui.formats import formats
from tui.store.store import Store
from tui.view import View

EVENTS = 600


@pytest.fixture
def bundle(tmp_path: Path) -> tuple[Task, ...]:
    """Thirty small files of twenty events."""
    size = 20
    paths = [
        write_packed(tmp_path / "logs" / f"{first:04}.json.gz", delivered(*range(first, first + size)))
        for first in range(0, EVENTS, size)
    ]
    return tuple(Task(number, str(path), path.name) for number, path in enumerate(paths))


@pytest.fixture
def store(tmp_path: Path) -> Iterator[Store]:
    (tmp_path / "session").mkdir()
    made = Store(tmp_path / "session", formats().declared, Here)
    yield made
    made.close()


def messages(bundle: Sequence[Task], *, more: bool = False) -> list[tuple[Batch | Report, ...]]:
    return list(Reader(1).read(bundle, lambda: more))


def batch_of(bundle: Sequence[Task]) -> Batch:
    (first, *_), *others = messages(bundle)
    assert isinstance(first, Batch)
    assert not others
    return first


def test_small_files_come_in_one_message(bundle: tuple[Task, ...]) -> None:
    ((batch, *reports),) = messages(bundle)
    assert isinstance(batch, Batch)
    assert [len(part) for part in batch.parts] == [EVENTS]
    assert [report.file for report in reports if isinstance(report, Report)] == [task.file for task in bundle]


def test_rows_wait_for_those_of_the_next_bundle(bundle: tuple[Task, ...]) -> None:
    assert ROWS > EVENTS
    reader = Reader(1)
    assert list(reader.read(bundle[:15], lambda: True)) == []
    ((batch, *reports),) = reader.read(bundle[15:], lambda: False)
    assert isinstance(batch, Batch)
    assert [len(part) for part in batch.parts] == [EVENTS]
    assert len(reports) == len(bundle)


def test_nothing_is_sent_where_nothing_waits() -> None:
    assert messages(()) == []


def test_a_word_is_sent_once(bundle: tuple[Task, ...]) -> None:
    reader = Reader(1)
    sent: list[str] = []
    for half in (bundle[:15], bundle[15:]):
        for group in reader.read(half, lambda: False):
            columns = [part.columns[2] for m in group if isinstance(m, Batch) for part in m.parts]
            sent += [word for column in columns if isinstance(column, Coded) for word in column.new]
    assert sent == ["DescribeDBClusters"]


def test_what_is_sent_of_a_record_is_small(bundle: tuple[Task, ...]) -> None:
    """Beside the packed raw record: a byte or four a coded column, places, and the few texts that never repeat."""
    (part,) = batch_of(bundle).parts
    coded = [column for column in part.columns if isinstance(column, Coded)]
    assert {column.codes.itemsize for column in coded} == {1}  # there are few words
    places = (part.files, part.ordinals, part.offsets, part.blocks, part.starts, part.lengths)
    assert sum(place.itemsize for place in places) <= 28
    assert len(part.columns) - len(coded) <= 11


def test_raw_records_are_packed_together(bundle: tuple[Task, ...]) -> None:
    batch = batch_of(bundle)
    raw = sum(batch.parts[0].lengths)
    assert len(batch.blocks) == 1 + raw // (1 << 18)
    assert sum(map(len, batch.blocks)) < raw / 4


def test_statements_of_an_append(bundle: tuple[Task, ...], store: Store) -> None:
    """As many for six hundred rows as for one: a log that was not met, its rows, and the new words."""
    appender = store._appender
    counting = Counting(appender._db)
    appender._db = counting  # type: ignore[assignment]
    store.append(batch_of(bundle))
    did = [sql.partition(" (")[0] for sql in counting.asked]
    assert did == ["CREATE OR REPLACE TABLE events", "INSERT INTO events", "INSERT INTO words"]


def test_statements_where_words_and_events_are_known(bundle: tuple[Task, ...], store: Store) -> None:
    batch = batch_of(bundle)
    store.append(batch)
    appender = store._appender
    counting = Counting(appender._db)
    appender._db = counting  # type: ignore[assignment]
    again = batch_of(bundle)
    counts = store.append(Batch(2, again.parts, again.blocks))
    assert sum(count.duplicates for count in counts.values()) == EVENTS
    assert len(counting.asked) == 2  # the originals of all of them, and where the copies lie


def test_statements_of_a_page(bundle: tuple[Task, ...], store: Store) -> None:
    """A page costs one, however deep it lies; its result is one more."""
    store.append(batch_of(bundle))
    ids = store.select(View()).ids
    assert len(ids) == EVENTS
    counting = Counting(store._fetching._db)
    store._fetching._db = counting  # type: ignore[assignment]
    rows = store.rows(ids[500:550].tolist(), ("time", "action"))
    assert len(rows) == 50
    assert len(counting.asked) == 1


def test_a_page_fetches_the_columns_it_shows(bundle: tuple[Task, ...], store: Store) -> None:
    store.append(batch_of(bundle))
    counting = Counting(store._fetching._db)
    store._fetching._db = counting  # type: ignore[assignment]
    store.rows([1, 2, 3], ("time", "action"))
    (sql,) = counting.asked
    known = [column.sql for column in store.catalogue.columns]
    assert sum(f'"{name}"' in sql for name in known) == 3  # and which log the row belongs to


def test_a_record_is_decoded_once(bundle: tuple[Task, ...], monkeypatch: pytest.MonkeyPatch) -> None:
    decode, decoded = CloudTrail.decode, list[bytes]()

    def noted(self: CloudTrail, raw: bytes) -> Any:
        decoded.append(raw)
        return decode(self, raw)

    monkeypatch.setattr(CloudTrail, "decode", noted)
    batch_of(bundle)
    assert len(decoded) == EVENTS
