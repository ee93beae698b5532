"""What changes on disk is told, by whoever tells of it or by looking."""

from __future__ import annotations

from collections.abc import Iterator
from functools import partial
from pathlib import Path

import pytest

from tests.conftest import Until, lines, write_packed
from tests.ledger import assert_adds_up
from tui.feed import follow
from tui.feed.discover import NoSuchPathError, Scope
from tui.feed.follow import Follower
from tui.feed.mark import HEAD, TAIL, Mark
from tui.feed.read import Report, Task
from tui.feed.work import Processes
from tui.feed.worker import Order
from tui.progress import State
from tui.session import Session


@pytest.fixture
def impatient(monkeypatch: pytest.MonkeyPatch) -> None:
    """Looks at everything come soon."""
    monkeypatch.setattr(follow, "LOOK", 0.05)
    monkeypatch.setattr(follow, "POLL", 0.05)


@pytest.fixture
def deaf(impatient: None, monkeypatch: pytest.MonkeyPatch) -> None:
    """Nobody tells of any change, and nothing says so."""

    def listen(*_: object) -> None:
        return

    monkeypatch.setattr(Follower, "_listen", listen)


@pytest.fixture
def session(tmp_path: Path, until: Until) -> Iterator[Session]:
    """A session that follows a folder with one log in it."""
    (tmp_path / "logs").mkdir()
    (tmp_path / "logs" / "a.jsonl").write_bytes(lines(1))
    with Session([str(tmp_path / "logs")], follow=True, workers=0) as session:
        session.start()
        until(lambda: session.progress().state is State.FOLLOWING)
        yield session


def has(session: Session, events: int) -> bool:
    """Whether so many were found."""
    return session.progress().counts.events == events


def test_a_file_system_that_is_known_to_be_silent_is_polled_from_the_start(
    impatient: None, monkeypatch: pytest.MonkeyPatch, tmp_path: Path, until: Until
) -> None:
    monkeypatch.setattr(follow, "silent", lambda path: True)
    (tmp_path / "a.jsonl").write_bytes(lines(1))
    with Session([str(tmp_path)], follow=True, workers=0) as session:
        session.start()
        until(lambda: session.progress().state is State.FOLLOWING)
        assert session.progress().polling
        with (tmp_path / "a.jsonl").open("ab") as log:
            log.write(lines(2))
        until(lambda: session.progress().counts.events == 2)
        write_packed(tmp_path / "day" / "1.gz", lines(3))
        until(lambda: session.progress().counts.events == 3)
        assert_adds_up(session)


def test_whoever_hears_of_no_change_polls_and_says_so(
    deaf: None, session: Session, tmp_path: Path, until: Until
) -> None:
    assert not session.progress().polling
    for number in range(2, 2 + follow.DEAF):
        with (tmp_path / "logs" / "a.jsonl").open("ab") as log:
            log.write(lines(number))
        until(partial(has, session, number))
    until(lambda: session.progress().polling)


def test_whoever_hears_of_changes_does_not_poll(session: Session, tmp_path: Path, until: Until) -> None:
    for number in range(2, 12):
        with (tmp_path / "logs" / "a.jsonl").open("ab") as log:
            log.write(lines(number))
        until(partial(has, session, number))
    assert not session.progress().polling


def test_where_no_more_can_be_watched_it_polls(
    impatient: None, monkeypatch: pytest.MonkeyPatch, tmp_path: Path, until: Until
) -> None:
    def watch(*_: object, **__: object) -> Iterator[set[tuple[int, str]]]:
        raise OSError("OS file watch limit reached")
        yield set()

    monkeypatch.setattr("watchfiles.watch", watch)
    follower = Follower(Scope((str(tmp_path),)))
    until(lambda: follower.polling)
    (tmp_path / "new").write_bytes(b"x")
    until(lambda: str(tmp_path / "new") in follower.changes(1))
    follower.close()


def test_a_folder_made_anew_is_watched_again(impatient: None, session: Session, tmp_path: Path, until: Until) -> None:
    (tmp_path / "logs" / "a.jsonl").unlink()
    (tmp_path / "logs").rmdir()
    until(lambda: session.entries()[0].vanished)
    (tmp_path / "logs").mkdir()
    (tmp_path / "logs" / "b.jsonl").write_bytes(lines(2, 3))
    until(lambda: session.progress().counts.events == 3)
    assert [entry.counts.events for entry in session.entries()] == [1, 2]


def test_a_glob_finds_what_appears_in_folders_that_appear(impatient: None, tmp_path: Path, until: Until) -> None:
    (tmp_path / "one").mkdir()
    (tmp_path / "one" / "audit.jsonl").write_bytes(lines(1))
    with Session([str(tmp_path / "*" / "audit.jsonl")], follow=True, workers=0) as session:
        session.start()
        until(lambda: session.progress().counts.events == 1)
        (tmp_path / "two").mkdir()
        (tmp_path / "two" / "audit.jsonl").write_bytes(lines(2))
        (tmp_path / "two" / "other.jsonl").write_bytes(lines(3))
        until(lambda: session.progress().counts.events == 2)
        assert len(session.entries()) == 2


@pytest.mark.parametrize("name", ["day/audit.jsonl", "day", "day/*.jsonl"])
def test_what_is_not_there_yet_is_waited_for(impatient: None, tmp_path: Path, until: Until, name: str) -> None:
    with pytest.raises(NoSuchPathError):
        Session([str(tmp_path / name)], follow=True)
    with Session([str(tmp_path / name)], follow=True, workers=0, wait=True) as session:
        session.start()
        until(lambda: session.progress().state is State.FOLLOWING)
        (tmp_path / "day").mkdir()
        log = tmp_path / "day" / "audit.jsonl"
        log.write_bytes(lines(1))
        until(partial(has, session, 1))
        with log.open("ab") as file:
            file.write(lines(2))
        until(partial(has, session, 2))
        assert_adds_up(session)


def test_what_a_single_file_held_is_read_to_its_end_under_the_name_it_was_rotated_to(
    impatient: None, tmp_path: Path, until: Until
) -> None:
    path = tmp_path / "audit.jsonl"
    path.write_bytes(b"")
    with Session([str(path)], follow=True, workers=0) as session:
        session.start()
        until(lambda: session.progress().state is State.FOLLOWING)
        with path.open("ab", buffering=0) as log:
            log.write(lines(1))
            until(lambda: session.progress().counts.events == 1)
            path.rename(tmp_path / "audit.jsonl.1")
            path.write_bytes(lines(2))
            log.write(lines(3))
        until(lambda: session.progress().counts.events == 3)
        assert session.progress().counts.duplicates == 0


def test_more_can_be_given_to_workers_than_a_pipe_holds_while_they_wait_to_be_heard(tmp_path: Path) -> None:
    mark = Mark(HEAD, b"x" * HEAD, b"y" * TAIL)
    paths = [tmp_path / f"{number}.jsonl" for number in range(800)]
    for path in paths:
        path.write_bytes(lines(*range(20)))
    tasks = [Task(number, str(path), path.name, mark=mark) for number, path in enumerate(paths)]
    crew = Processes(1)
    try:
        for first in range(0, len(tasks), 80):
            crew.give(Order(tuple(tasks[first : first + 80])))
        reported = 0
        while crew.busy:
            reported += sum(isinstance(message, Report) for group in crew.take(1) for message in group)
        assert reported == len(tasks)
    finally:
        crew.close()


def test_what_is_live_does_not_wait_for_a_large_file(tmp_path: Path) -> None:
    large, small = tmp_path / "large.jsonl", tmp_path / "small.jsonl"
    large.write_bytes(lines(*range(1000)) * 150)
    small.write_bytes(lines(1, 2, 3))
    ended: list[Report] = []
    crew = Processes(1)
    try:
        crew.give(Order((Task(0, str(large), large.name),)))
        while not any(crew.take(1)):
            pass
        crew.give(Order((Task(1, str(small), small.name),), live=True))
        while crew.busy:
            reports = (message for group in crew.take(1) for message in group if isinstance(message, Report))
            ended += [report for report in reports if not report.more]
    finally:
        crew.close()
    assert [(report.file, report.ordinal) for report in ended] == [(1, 3), (0, 150_000)]
