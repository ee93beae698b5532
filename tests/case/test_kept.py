"""A session that is kept: opened again it knows everything, and reads only what is new."""

from __future__ import annotations

import os
from collections import Counter
from collections.abc import Iterator
from functools import partial
from pathlib import Path
from typing import Any

import orjson
import pytest
from msgspec.structs import replace

from tests.conftest import Until, audit, delivered, lines, write_packed
from tests.ledger import assert_adds_up
from tests.test_session import old
from tui.case.folder import FolderError, kept
from tui.case.names import ABOUT
from tui.feed import worker
from tui.feed.batch import Encoder
from tui.feed.discover import Scope
from tui.feed.read import Report, Task, read
from tui.feed.readers import Readers
from tui.filter.columns import Column
from tui.session import Session
from tui.store import append, stored
from tui.store.counts import Counts
from tui.store.ledger import FileEntry
from tui.view import View

Told = list[Task]


@pytest.fixture
def tasks(monkeypatch: pytest.MonkeyPatch) -> Told:
    """Every task that is read, as it is read."""
    told: Told = []

    def noted(task: Task, encoder: Encoder, readers: Readers) -> Iterator[Report]:
        told.append(task)
        return read(task, encoder, readers)

    monkeypatch.setattr(worker, "read", noted)
    return told


@pytest.fixture
def logs(tmp_path: Path) -> Path:
    write_packed(tmp_path / "logs" / "a.json.gz", delivered(1, 2, 3))
    write_packed(tmp_path / "logs" / "b.json.gz", delivered(3, 4))
    old(write(tmp_path / "logs" / "audit.log.0", audit(1) + b"nonsense\n" + audit(2)))
    return tmp_path / "logs"


def write(path: Path, data: bytes) -> Path:
    path.write_bytes(data)
    return path


def opened(case: Path, *paths: Path) -> Session:
    session = Session([str(path) for path in paths], workers=0, folder=partial(kept, str(case)))
    try:
        session.load()
    except FolderError:
        session.close()
        raise
    return session


def records(session: Session) -> Counter[bytes]:
    store = session.store
    return Counter(store.raws(store.select(View()).ids.tolist()))


def ledger(session: Session) -> list[tuple[str, Counts, int | None, int | None, str]]:
    entries = sorted(session.entries(), key=lambda entry: entry.path)
    return [(e.path, e.counts, e.first, e.last, e.trouble) for e in entries]


def test_opened_again_all_is_there_and_nothing_is_read(tmp_path: Path, logs: Path, tasks: Told) -> None:
    with opened(tmp_path / "case", logs) as first:
        found, told, progress = records(first), ledger(first), first.progress()
        newest, end = first.newest, first.end
        assert sum(found.values()) == 7
    tasks.clear()
    with opened(tmp_path / "case") as again:
        assert tasks == []
        assert (records(again), ledger(again)) == (found, told)
        assert again.progress().counts == progress.counts
        assert (again.newest, again.end) == (newest, end)
        assert again.title == str(logs)
        rows = again.store.rows(again.store.select(View(filter="eventName:Describe*")).ids.tolist())
        assert [row.values["actor"] for row in rows] == ["alice"] * 4


def test_only_what_is_new_is_read(tmp_path: Path, logs: Path, tasks: Told) -> None:
    opened(tmp_path / "case", logs).close()
    tasks.clear()
    with (logs / "audit.log.0").open("ab") as log:
        log.write(audit(3))
    write_packed(logs / "c.json.gz", delivered(4, 5))
    with opened(tmp_path / "case") as again, Session([str(logs)], workers=0) as clean:
        assert {Path(task.path).name: task.place.offset > 0 for task in tasks} == {
            "audit.log.0": True,
            "c.json.gz": False,
        }
        clean.load()
        assert records(again) == records(clean)
        assert again.progress().counts == clean.progress().counts
        assert again.progress().counts.duplicates == 2
        # Which of two copies came first is another matter.
        assert [(e[0], e[1].records) for e in ledger(again)] == [(e[0], e[1].records) for e in ledger(clean)]


def test_what_was_cut_off_is_taken_back_when_the_rest_has_come(tmp_path: Path) -> None:
    log = old(write(tmp_path / "a.jsonl", lines(1, 2)[:-30]))
    with opened(tmp_path / "case", log) as first:
        assert first.progress().counts.unparsed == 1
    write(log, lines(1, 2, 3))
    with opened(tmp_path / "case") as again:
        assert again.progress().counts.unparsed == 0
        assert records(again) == Counter(lines(1, 2, 3).splitlines())


def test_a_file_that_was_replaced_is_read_and_what_it_held_is_kept(tmp_path: Path) -> None:
    log = write(tmp_path / "a.jsonl", lines(1, 2))
    opened(tmp_path / "case", log).close()
    write(tmp_path / "new", lines(7, 8, 9)).rename(log)
    with opened(tmp_path / "case") as again:
        assert records(again) == Counter(lines(1, 2, 7, 8, 9).splitlines())


def test_paths_are_remembered_added_to_and_may_be_gone(tmp_path: Path, logs: Path) -> None:
    other = write(tmp_path / "more.jsonl", lines(20))
    opened(tmp_path / "case", logs).close()
    with opened(tmp_path / "case", other) as second:
        assert second.progress().counts.events == 7
    other.unlink()
    with opened(tmp_path / "case") as third:
        assert third.progress().counts.events == 7


def test_the_folder_is_private_and_not_read_itself(tmp_path: Path, logs: Path) -> None:
    with opened(logs / "case", logs) as session:
        assert session.folder.stat().st_mode & 0o777 == 0o700
    assert session.folder.is_dir()
    with opened(logs / "case") as again:
        assert {Path(entry.path).name for entry in again.entries()} == {"a.json.gz", "b.json.gz", "audit.log.0"}


def test_what_another_session_keeps_is_no_log(tmp_path: Path, logs: Path) -> None:
    opened(logs / "case", logs).close()
    with Session([str(logs)], workers=0) as other:
        other.load()
        assert {Path(entry.path).name for entry in other.entries()} == {"a.json.gz", "b.json.gz", "audit.log.0"}
    scope = Scope((str(logs),))
    assert not list(scope.at(str(logs / "case" / "view.json")))
    assert list(scope.at(str(logs / "a.json.gz")))


def test_who_holds_a_folder_is_told(tmp_path: Path, logs: Path) -> None:
    with opened(tmp_path / "case", logs), pytest.raises(FolderError, match=f"process {os.getpid()}"):
        opened(tmp_path / "case")


def test_a_folder_of_a_newer_version_is_refused(tmp_path: Path, logs: Path) -> None:
    opened(tmp_path / "case", logs).close()
    about = tmp_path / "case" / ABOUT
    about.write_bytes(orjson.dumps(orjson.loads(about.read_bytes()) | {"version": 99}))
    with pytest.raises(FolderError, match="newer tailtrail"):
        opened(tmp_path / "case")


@pytest.mark.parametrize(("name", "said"), [("logs", "is no session and not empty"), ("file", "is a file")])
def test_what_is_no_session_is_refused_and_left_alone(tmp_path: Path, logs: Path, name: str, said: str) -> None:
    write(tmp_path / "file", b"text")
    before = sorted(tmp_path.rglob("*"))
    with pytest.raises(FolderError, match=said):
        opened(tmp_path / name, logs)
    assert sorted(tmp_path.rglob("*")) == before


def test_other_parsers_than_those_that_made_it(tmp_path: Path, logs: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    opened(tmp_path / "case", logs).close()
    monkeypatch.setattr(stored, "fingerprint", lambda known: "of other parsers")
    with opened(tmp_path / "case") as again:
        assert "read again" in again.notice
        assert sum(records(again).values()) == 7
    monkeypatch.undo()
    (logs / "a.json.gz").unlink()
    with pytest.raises(FolderError, match=r"1 of its files are no longer there.*a\.json\.gz"):
        opened(tmp_path / "case")
    assert (tmp_path / "case" / "raw.blocks").stat().st_size


def test_damage_is_told_and_not_built_upon(tmp_path: Path, logs: Path) -> None:
    opened(tmp_path / "case", logs).close()
    os.truncate(tmp_path / "case" / "raw.blocks", 40)
    with pytest.raises(FolderError, match=r"raw\.blocks is damaged"):
        opened(tmp_path / "case")


def test_a_file_whose_end_was_not_reached_is_read_on(tmp_path: Path, logs: Path) -> None:
    log = logs / "audit.log.0"
    opened(tmp_path / "case", logs).close()
    with log.open("ab") as file:
        file.write(audit(3) + audit(4))
    with Session([], workers=0, folder=partial(kept, str(tmp_path / "case"))) as killed:
        (entry,) = (entry for entry in killed.store.entries() if entry.path == str(log))
        stat = log.stat()
        known = replace(entry, size=stat.st_size, mtime=stat.st_mtime_ns, changed=stat.st_ctime_ns, finished=False)
        killed.store.note([known])
    with opened(tmp_path / "case") as again, Session([str(logs)], workers=0) as clean:
        clean.load()
        assert records(again) == records(clean)


def test_a_file_that_was_met_and_not_read_is_read(tmp_path: Path, logs: Path) -> None:
    opened(tmp_path / "case", logs).close()
    late = write_packed(logs / "late.json.gz", delivered(30, 31))
    with Session([], workers=0, folder=partial(kept, str(tmp_path / "case"))) as killed:
        stat = late.stat()
        killed.store.note([FileEntry(3, str(late), stat.st_size, stat.st_mtime_ns, stat.st_ino, device=stat.st_dev)])
    with opened(tmp_path / "case") as again:
        assert again.progress().counts.events == 8
        assert len(again.entries()) == 4


def test_who_follows_again_has_the_identities_before_anything_comes(
    tmp_path: Path, logs: Path, until: Until, monkeypatch: pytest.MonkeyPatch
) -> None:
    with opened(tmp_path / "case", logs) as session:
        session.load()
    asked: list[str] = []

    def noted(db: Any, column: Column) -> Iterator[list[str]]:
        asked.append(column.name)
        return stored.values(db, column)

    monkeypatch.setattr(append, "values", noted)
    with Session([], follow=True, workers=0, folder=partial(kept, str(tmp_path / "case"))) as again:
        again.start()
        until(lambda: "eventID" in asked)
        before = len(asked)
        write_packed(logs / "c.json.gz", delivered(4, 5))
        until(lambda: again.progress().counts.events == 7)
        assert (again.progress().counts.duplicates, len(asked)) == (2, before)
        assert_adds_up(again)
