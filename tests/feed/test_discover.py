"""Paths → files."""

from __future__ import annotations

import os
from datetime import UTC, datetime
from pathlib import Path

import pytest

from tui.feed.discover import (
    NoSuchPathError,
    Span,
    expand,
    files,
    in_transit,
    look,
    may_hold,
    newest_first,
)


def micros(text: str) -> int:
    return int(datetime.fromisoformat(text).replace(tzinfo=UTC).timestamp() * 1_000_000)


def touch(path: Path) -> Path:
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_text("x")
    return path


def test_folders_are_searched_to_the_bottom(tmp_path: Path) -> None:
    wanted = {str(touch(tmp_path / "a" / "b" / "one.json")), str(touch(tmp_path / "two.log"))}
    assert {f.path for f in files([str(tmp_path)])} == wanted


def test_a_loop_of_links_ends_and_every_file_comes_once(tmp_path: Path) -> None:
    touch(tmp_path / "a" / "one.json")
    (tmp_path / "a" / "up").symlink_to(tmp_path)
    (tmp_path / "self").symlink_to(tmp_path / "self")
    assert [Path(f.path).name for f in files([str(tmp_path)])] == ["one.json"]


def test_the_sessions_own_folder_is_not_entered(tmp_path: Path) -> None:
    touch(tmp_path / "case" / "raw.blocks")
    touch(tmp_path / "one.json")
    found = files([str(tmp_path)], ignore=tmp_path / "case")
    assert [Path(f.path).name for f in found] == ["one.json"]


def test_a_folder_that_cannot_be_opened_hides_no_other(tmp_path: Path) -> None:
    touch(tmp_path / "one.json")
    assert [f.path for f in files([str(tmp_path / "gone"), str(tmp_path)])] == [str(tmp_path / "one.json")]


def test_globs_are_expanded_and_a_path_that_names_nothing_is_an_error(tmp_path: Path) -> None:
    one, two = touch(tmp_path / "1.json"), touch(tmp_path / "2.json")
    assert expand([str(tmp_path / "*.json"), str(one), "-"]) == (str(one), str(two), "-")
    with pytest.raises(NoSuchPathError, match="no such file or folder: nowhere"):
        expand(["nowhere"])


@pytest.mark.parametrize(
    ("name", "copying"),
    [
        (".trail.json.gz.a1B2c3", True),  # rsync
        ("trail.json.gz.6eF1a2B3", True),  # aws s3 sync
        ("trail.json.gz.part", True),
        ("trail.json.gz", False),
        ("audit.log.0.2026-11-20-08-30.0", False),
        ("audit.log.0", False),
    ],
)
def test_names_of_files_still_being_copied(name: str, copying: bool) -> None:
    assert in_transit(name) is copying


FILE = "AWSLogs/1/CloudTrail/us-east-1/2026/11/20/1_CloudTrail_us-east-1_20261120T1205Z_abcdefghijklmnop.json.gz"


@pytest.mark.parametrize(
    ("path", "since", "until", "wanted"),
    [
        (FILE, None, None, True),
        (FILE, "2026-11-20T12:05", None, True),
        (FILE, "2026-11-20T12:07", None, False),  # delivered before: all its events are older
        (FILE, None, "2026-11-20T12:00", True),  # delivery lags: it may hold older events
        (FILE, None, "2026-11-20T03:00", False),
        ("2026/11/20/anything.json", "2026-11-21", None, True),  # its last moment is that day's midnight
        ("x/2026/11/20/anything.json", "2026-11-21T00:01", None, False),
        ("x/2026/13/45/anything.json", "2027-01-01", None, True),  # digits that are no date rule nothing out
        ("audit.log.0", "2027-01-01", None, True),
    ],
)
def test_names_that_rule_a_file_out(path: str, since: str | None, until: str | None, wanted: bool) -> None:
    span = Span(micros(since) if since else None, micros(until) if until else None)
    assert may_hold(path, span) is wanted


def test_the_newest_by_name_or_else_by_change_comes_first(tmp_path: Path) -> None:
    old = touch(tmp_path / "1_CloudTrail_us-east-1_20200101T0000Z_abcdefghijklmnop.json")
    new = touch(tmp_path / "1_CloudTrail_us-east-1_20300101T0000Z_abcdefghijklmnop.json")
    plain = touch(tmp_path / "audit.log")
    os.utime(plain, (1_700_000_000, 1_700_000_000))
    found = [f for p in (old, new, plain) if (f := look(str(p)))]
    assert [f.path for f in newest_first(found)] == [str(new), str(plain), str(old)]
