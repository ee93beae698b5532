"""A parser chosen by the person: at the start, and for a file that was read already."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import pytest

from tests.conftest import Until, audit, lines
from tui.choice import Choices
from tui.session import Session
from tui.store.counts import Counts
from tui.store.ledger import FileEntry
from tui.view import View


@contextmanager
def following(folder: Path) -> Iterator[Session]:
    with Session([str(folder)], follow=True, workers=1) as session:
        session.start()
        yield session


def entry(session: Session, name: str) -> FileEntry:
    return next((e for e in session.entries() if e.path.endswith(name)), FileEntry(-1, "", 0, 0, 0))


def counted(session: Session) -> Counts:
    rows = session.store.rows(session.store.select(View()).ids.tolist(), ("log",))
    bad = sum(row.values["log"] == "unparsed" for row in rows)
    return Counts(len(rows) - bad, bad, 0)


@pytest.mark.parametrize(
    ("glob", "wanted"),
    [("*.log", "doors"), ("/logs/a.*", "doors"), ("logs/*.log", "doors"), ("*.json", ""), ("b*", "")],
)
def test_a_glob_is_of_a_name_or_of_a_path(glob: str, wanted: str) -> None:
    assert Choices([(glob, "doors")]).parser(0, "/logs/a.log", "a.log") == wanted


def test_a_wish_for_one_file_comes_before_the_globs() -> None:
    choices = Choices([("*", "doors")])
    choices.wish(3, "jsonlines")
    assert choices.granted() == [3]
    assert choices.granted() == []
    assert [choices.parser(file, "/a", "a") for file in (3, 4)] == ["jsonlines", "doors"]


def test_what_is_chosen_at_the_start_is_not_asked_of_the_file(tmp_path: Path) -> None:
    (tmp_path / "trail.jsonl").write_bytes(lines(1, 2))
    (tmp_path / "other.jsonl").write_bytes(lines(3))
    with Session([str(tmp_path)], workers=0, parse=[("trail.*", "jsonlines")]) as session:
        session.load()
        assert (entry(session, "trail.jsonl").parser, entry(session, "trail.jsonl").fits) == ("jsonlines", "chosen")
        other = entry(session, "other.jsonl")
        assert other.parser == "cloudtrail"
        assert other.fits.startswith("cloudtrail 1.15, jsonlines 0.50")


def test_a_file_is_read_again_with_the_parser_that_was_chosen(tmp_path: Path, until: Until) -> None:
    (tmp_path / "trail.jsonl").write_bytes(lines(1, 2, 3))
    (tmp_path / "audit.log").write_bytes(audit(1))
    with following(tmp_path) as session:
        until(lambda: session.progress().counts == Counts(4, 0, 0))
        file = entry(session, "trail.jsonl").file
        for wish, parser in (("jsonlines", "jsonlines"), ("neptune_audit", "neptune_audit"), ("", "cloudtrail")):
            session.parse(file, wish)
            until(lambda: entry(session, "trail.jsonl").parser == parser)  # noqa: B023 (waited for at once)
        until(lambda: session.progress().counts == Counts(4, 0, 0))
        assert counted(session) == Counts(4, 0, 0)
        assert session.store.count(View("log:cloudtrail")) == 3


def test_copies_of_what_is_read_otherwise_are_events_again(tmp_path: Path, until: Until) -> None:
    (tmp_path / "one.jsonl").write_bytes(lines(1, 2))
    with following(tmp_path) as session:
        until(lambda: session.progress().counts == Counts(2, 0, 0))
        (tmp_path / "two.jsonl").write_bytes(lines(2, 3))
        until(lambda: session.progress().counts == Counts(3, 0, 1))
        session.parse(entry(session, "one.jsonl").file, "jsonlines")
        until(lambda: session.progress().counts == Counts(4, 0, 0))
        until(lambda: entry(session, "two.jsonl").counts == Counts(2, 0, 0))
        assert counted(session) == Counts(4, 0, 0)


def test_a_parser_that_finds_nothing_in_a_file_leaves_it_unparsed(tmp_path: Path, until: Until) -> None:
    (tmp_path / "audit.log").write_bytes(audit(1) + audit(2))
    with following(tmp_path) as session:
        until(lambda: session.progress().counts == Counts(2, 0, 0))
        session.parse(0, "postgresql")
        until(lambda: session.progress().counts == Counts(0, 2, 0))
        assert entry(session, "audit.log").parser == "postgresql"
