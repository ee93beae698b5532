"""Filters remembered from session to session."""

from __future__ import annotations

from pathlib import Path

import pytest

from tui.history import MOST, History, Walk, history_file


@pytest.mark.parametrize(
    ("environment", "file"),
    [
        ({"XDG_STATE_HOME": "/state", "HOME": "/home/ines"}, Path("/state/tailtrail/filters")),
        ({"HOME": "/home/ines"}, Path("/home/ines/.local/state/tailtrail/filters")),
        ({"XDG_STATE_HOME": "relative", "HOME": "/home/ines"}, Path("/home/ines/.local/state/tailtrail/filters")),
        ({"XDG_STATE_HOME": "", "HOME": ""}, None),
        ({}, None),
    ],
)
def test_the_file_stands_where_the_specification_has_it(environment: dict[str, str], file: Path | None) -> None:
    assert history_file(environment) == file


def test_what_is_kept_is_there_in_the_next_session(tmp_path: Path) -> None:
    file = tmp_path / "state" / "tailtrail" / "filters"
    history = History(file)
    assert not history.filters
    for text in ("service:rds", "actor:alice", " service:rds "):
        history.add(text)
    assert history.filters == ("actor:alice", "service:rds")
    assert History(file).filters == ("actor:alice", "service:rds")
    assert file.read_text() == "actor:alice\nservice:rds\n"


def test_nobody_else_may_read_it(tmp_path: Path) -> None:
    file = tmp_path / "new" / "filters"
    History(file).add("a")
    assert file.stat().st_mode & 0o777 == 0o600
    assert file.parent.stat().st_mode & 0o777 == 0o700
    file.chmod(0o644)
    History(file).add("b")
    assert file.stat().st_mode & 0o777 == 0o600
    assert [path.name for path in file.parent.iterdir()] == ["filters"]


def test_the_oldest_are_forgotten(tmp_path: Path) -> None:
    history = History(tmp_path / "filters")
    for number in range(MOST + 5):
        history.filters = (*history.filters, f"a:{number}")
    history.add("last")
    assert (len(history.filters), history.filters[0], history.filters[-1]) == (MOST, "a:6", "last")


def test_two_programs_keep_what_both_were_told(tmp_path: Path) -> None:
    one, other = History(tmp_path / "filters"), History(tmp_path / "filters")
    one.add("a")
    other.add("b")
    one.add("c")
    assert set(History(tmp_path / "filters").filters) == {"a", "b", "c"}


@pytest.mark.parametrize("text", ["a\nb", "a\r\nb", "a\n  \nb"])
def test_a_filter_takes_one_line(tmp_path: Path, text: str) -> None:
    History(tmp_path / "filters").add(text)
    (one,) = History(tmp_path / "filters").filters
    assert one.split() == ["a", "b"]


@pytest.mark.parametrize("text", ["", "  ", "\n"])
def test_nothing_is_not_remembered(tmp_path: Path, text: str) -> None:
    History(tmp_path / "filters").add(text)
    assert not (tmp_path / "filters").exists()


def test_a_file_that_is_no_file_is_no_error(tmp_path: Path) -> None:
    (tmp_path / "filters").mkdir()
    history = History(tmp_path / "filters")
    history.add("a")
    assert history.filters == ("a",)
    assert [path.name for path in tmp_path.iterdir()] == ["filters"]
    below_a_file = tmp_path / "file"
    below_a_file.write_text("")
    History(below_a_file / "tailtrail" / "filters").add("a")


def test_bytes_that_are_no_text_are_no_error(tmp_path: Path) -> None:
    (tmp_path / "filters").write_bytes(b"a\n\xff\xfe\x00\nb\n\n")
    history = History(tmp_path / "filters")
    assert (history.filters[0], history.filters[-1]) == ("a", "b")
    history.add("\udcff lone")
    assert "lone" in History(tmp_path / "filters").filters[-1]


def test_without_a_file_it_lasts_as_long_as_the_program() -> None:
    history = History()
    history.add("a")
    assert history.filters == ("a",)


def test_a_walk_comes_back_to_what_was_being_written() -> None:
    walk = Walk(("first", "second"), "draft")
    assert [walk.older(), walk.older(), walk.older()] == ["second", "first", "first"]
    assert [walk.newer(), walk.newer(), walk.newer()] == ["second", "draft", "draft"]


def test_a_walk_does_not_stop_where_it_begins() -> None:
    assert Walk(("first", "second"), "second").older() == "first"
    assert Walk((), "draft").older() == "draft"
