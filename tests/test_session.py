"""From files to rows: what is read, what is followed, what adds up."""

from __future__ import annotations

import os
import time
from collections.abc import Iterator
from pathlib import Path

import pytest

from tests.conftest import Until, audit, delivered, lines, write_packed
from tests.ledger import assert_adds_up
from tui.progress import State
from tui.session import Session
from tui.store.counts import Counts
from tui.store.ledger import FileState
from tui.view import View


def old(path: Path) -> Path:
    """A file that has not been written to for a while."""
    os.utime(path, (time.time() - 60, time.time() - 60))
    return path


def texts(session: Session, field: str, view: View = View()) -> list[object]:
    store = session.store
    return [row.values.get(field) for row in store.rows(store.select(view).ids.tolist())]


@pytest.fixture
def live(tmp_path: Path) -> Iterator[Session]:
    """A session that follows an empty folder `logs`."""
    (tmp_path / "logs").mkdir()
    with Session([str(tmp_path / "logs")], follow=True, workers=0) as session:
        session.start()
        yield session


def test_all_files_of_a_folder_in_order_of_time(tmp_path: Path) -> None:
    write_packed(tmp_path / "a.json.gz", delivered(5, 1))
    write_packed(tmp_path / "b.json.gz", delivered(3, 5))
    (tmp_path / "audit.log.0").write_bytes(audit(0))
    with Session([str(tmp_path)], workers=0) as session:
        session.load()
        assert texts(session, "log") == ["neptune_audit", "cloudtrail", "cloudtrail", "cloudtrail"]
        progress = session.progress()
        assert progress.state is State.DONE
        assert (progress.counts.events, progress.counts.duplicates, progress.counts.records) == (4, 1, 5)
        found = {Path(e.path).name: e.counts.records for e in session.entries()}
        assert found == {"a.json.gz": 2, "b.json.gz": 2, "audit.log.0": 1}


def test_processes_find_the_same_as_one_thread(incident: Path) -> None:
    found = []
    for workers in (0, 2):
        with Session([str(incident)], workers=workers) as session:
            store = session.load()
            rows = store.rows(store.select(View()).ids.tolist())
            found.append((session.progress().counts, sorted(str(row.values) for row in rows)))
    assert found[0] == found[1]


def test_raw_records_are_kept_byte_for_byte(tmp_path: Path) -> None:
    (tmp_path / "a.jsonl").write_bytes(lines(1, 2))
    with Session([str(tmp_path)], workers=0) as session:
        store = session.load()
        ids = store.select(View()).ids.tolist()
        assert b"".join(raw + b"\n" for raw in store.raws(ids)) == lines(1, 2)


def test_an_unparsed_record_stands_beside_its_neighbour(tmp_path: Path) -> None:
    (tmp_path / "a.jsonl").write_bytes(lines(1) + b'{"eventVersion": broken}\n' + lines(9))
    with Session([str(tmp_path)], workers=0) as session:
        session.load()
        assert texts(session, "log") == ["cloudtrail", "unparsed", "cloudtrail"]
        assert session.progress().counts.unparsed == 1
        store = session.store
        (bad,) = store.select(View(log="unparsed")).ids.tolist()
        assert store.raw(bad) == b'{"eventVersion": broken}'
        ((place,),) = session.places_of([bad])
        assert place.endswith(f"a.jsonl #2, byte {len(lines(1)):,}")


def test_the_folder_is_private_and_gone_at_the_end(tmp_path: Path) -> None:
    with Session([str(tmp_path)], workers=0) as session:
        session.load()
        assert session.folder.stat().st_mode & 0o777 == 0o700
        folder = session.folder
    assert not folder.exists()


def test_what_is_appended_and_what_appears_is_followed(live: Session, tmp_path: Path, until: Until) -> None:
    logs = tmp_path / "logs"
    until(lambda: live.progress().state is State.FOLLOWING)
    with (logs / "audit.log.0").open("ab", buffering=0) as log:
        log.write(audit(1))
        until(lambda: live.progress().counts.events == 1)
        log.write(audit(2)[:40])
        log.write(audit(2)[40:] + audit(3))
        until(lambda: live.progress().counts.events == 3)
        write_packed(logs / "day" / "1.json.gz", delivered(1, 2))
        until(lambda: live.progress().counts.events == 5)
    assert live.progress().counts.unparsed == 0
    assert len(live.entries()) == 2


def test_an_end_that_was_cut_off_is_taken_back_when_the_rest_comes(tmp_path: Path, until: Until) -> None:
    path = tmp_path / "a.jsonl"
    whole = lines(1, 2)
    path.write_bytes(whole[:-30])
    old(path)
    with Session([str(path)], follow=True, workers=0) as session:
        session.start()
        until(lambda: session.progress().counts.unparsed == 1)
        assert session.progress().counts.events == 1
        with path.open("ab") as file:
            file.write(whole[-30:] + lines(3))
        until(lambda: session.progress().counts.events == 3)
        assert session.progress().counts.unparsed == 0
        assert texts(session, "log") == ["cloudtrail"] * 3
        (entry,) = session.entries()
        assert entry.counts == session.progress().counts


def test_what_was_shown_of_a_file_stays_when_it_is_truncated_or_deleted(tmp_path: Path, until: Until) -> None:
    cut, gone = tmp_path / "cut.jsonl", tmp_path / "gone.jsonl"
    for path, numbers in ((cut, (1, 2)), (gone, (3, 4))):
        path.write_bytes(lines(*numbers)[:-30])
        old(path)
    with Session([str(tmp_path)], follow=True, workers=0) as session:
        session.start()
        until(lambda: session.progress().counts == Counts(2, 2))
        os.truncate(cut, 0)
        gone.unlink()
        until(lambda: [entry.state for entry in session.entries() if entry.vanished] == [FileState.VANISHED])
        until(lambda: all(entry.finished for entry in session.entries() if entry.path == str(cut)))
        cut.write_bytes(lines(5))
        until(lambda: session.progress().counts == Counts(3, 2))
        assert_adds_up(session)


def test_a_file_that_may_not_be_read_is_told_and_tried_again(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """The superuser may read everything, so the system is played."""
    (tmp_path / "a.jsonl").write_bytes(lines(1))

    def refuse(*_: object) -> None:
        raise PermissionError(13, "Permission denied")

    with monkeypatch.context() as patched:
        patched.setattr("tui.feed.stream.Stream.__init__", refuse)
        with Session([str(tmp_path)], workers=0) as session:
            session.load()
            (entry,) = session.entries()
            assert (entry.state, entry.trouble) == (FileState.UNREADABLE, "Permission denied")
            assert session.progress().skipped == 1
            assert_adds_up(session)


def test_a_document_that_is_still_being_copied_shows_what_is_whole(tmp_path: Path, until: Until) -> None:
    path = tmp_path / "trail.json"
    whole = delivered(1, 2, 3)
    path.write_bytes(whole[: len(whole) // 2])
    with Session([str(tmp_path)], follow=True, workers=0) as session:
        session.start()
        until(lambda: session.progress().counts.events == 1)
        with path.open("ab") as file:
            file.write(whole[len(whole) // 2 :])
        until(lambda: session.progress().counts.events == 3)
        assert session.progress().counts.unparsed == 0


def test_standard_input_is_followed_like_a_file(tmp_path: Path, until: Until) -> None:
    read, write = os.pipe()
    with Session(["-"], follow=True, workers=0, stdin=read) as session:
        session.start()
        os.write(write, lines(1, 2))
        until(lambda: session.progress().counts.events == 2)
        os.write(write, lines(3))
        until(lambda: session.progress().counts.events == 3)
        os.close(write)
        assert session.shown(session.entries()[0].path) == "-"
    os.close(read)


def test_files_outside_the_span_are_named_and_not_opened(tmp_path: Path) -> None:
    from tui.feed.discover import Span

    name = "1_CloudTrail_us-east-1_20201120T1205Z_abcdefghijklmnop.json.gz"
    write_packed(tmp_path / name, b"not even a log")
    with Session([str(tmp_path)], workers=0, span=Span(since=1_700_000_000_000_000)) as session:
        session.load()
        (entry,) = session.entries()
        assert "outside --since" in entry.skipped
        assert session.progress().skipped == 1


def test_the_first_page_is_there_before_anything_is_loaded(incident: Path) -> None:
    with Session([str(incident)]) as session:
        page = session.first_page()
        rows = page.rows(0, page.total)
        assert page.total >= 50
        times = [row.values["time"] for row in rows]
        assert times == sorted(times, key=lambda t: t if isinstance(t, int) else 1 << 62)
        assert session.version == 0
