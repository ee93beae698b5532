"""`stats` and `query`, as a person runs them."""

from __future__ import annotations

import gzip
import json
import subprocess
import sys
from pathlib import Path
from typing import Any

import pytest

from tests.conftest import delivered, lines
from tui.cli import main

Captured = pytest.CaptureFixture[str]


def run(capsys: Captured, *args: str) -> str:
    assert main(args) == 0
    return capsys.readouterr().out


def stats(capsys: Captured, *args: str) -> dict[str, Any]:
    said: dict[str, Any] = json.loads(run(capsys, "stats", *args, "--json"))
    return said


def rows(capsys: Captured, *args: str) -> list[dict[str, Any]]:
    return [json.loads(line) for line in run(capsys, "query", *args).splitlines()]


def test_the_arithmetic_holds_per_parser_and_in_total(capsys: Captured, incident: Path) -> None:
    said = stats(capsys, str(incident))
    for tally in [said["total"], *said["parsers"].values()]:
        assert tally["records"] == tally["events"] + tally["unparsed"] + tally["duplicates"]
    for name in ("records", "events", "unparsed", "duplicates"):
        assert said["total"][name] == sum(t[name] for t in said["parsers"].values())
    assert said["total"]["unparsed"] == 1
    assert said["total"]["duplicates"] > 0
    (digest,) = said["total"]["skipped"]
    assert "Digest" in digest["path"]
    assert "digest" in digest["reason"]


def test_the_packed_and_the_plain_twin_say_the_same(capsys: Captured, tmp_path: Path) -> None:
    data = delivered(1, 2, 3) + b"\n" + lines(4, 4)
    (tmp_path / "plain").mkdir()
    (tmp_path / "packed").mkdir()
    (tmp_path / "plain" / "trail.json").write_bytes(data)
    (tmp_path / "packed" / "trail.json.gz").write_bytes(gzip.compress(data))
    plain, packed = (stats(capsys, str(tmp_path / name)) for name in ("plain", "packed"))
    assert [{**file, "path": "", "last_read": ""} for file in plain.pop("files")] == [
        {**file, "path": "", "last_read": ""} for file in packed.pop("files")
    ]
    assert plain == packed
    assert plain["total"]["events"] == 4
    assert plain["total"]["duplicates"] == 1


@pytest.mark.parametrize("pack", [bytes, gzip.compress])
def test_standard_input(pack: Any, tmp_path: Path) -> None:
    command = [sys.executable, "-m", "tui", "query", "-", "--count"]
    done = subprocess.run(command, input=pack(delivered(1, 2)), capture_output=True, check=True)
    assert done.stdout == b"2\n"


def test_a_table_for_people(capsys: Captured, incident: Path) -> None:
    said = run(capsys, "stats", str(incident))
    assert "cloudtrail" in said
    assert "1 files set aside:" in said


def test_query_gives_common_fields_own_fields_and_raw(capsys: Captured, tmp_path: Path) -> None:
    (tmp_path / "a.jsonl").write_bytes(lines(1))
    (row,) = rows(capsys, str(tmp_path))
    assert row["time"] == "2026-11-20T12:00:01Z"
    assert (row["log"], row["service"], row["action"]) == ("cloudtrail", "rds", "DescribeDBClusters")
    assert row["eventID"] == "00000000-0000-4000-8000-000000000001"
    assert row["raw"]["userIdentity"]["userName"] == "alice"
    assert row["place"].endswith("a.jsonl #1, byte 0")


def test_query_filters_counts_limits_and_keeps_the_order_of_time(capsys: Captured, tmp_path: Path) -> None:
    (tmp_path / "a.jsonl").write_bytes(lines(7, 3, 5) + b"{broken}\n")
    path = str(tmp_path)
    assert [r["eventID"][-1] for r in rows(capsys, path)] == ["3", "5", "7"]
    assert [r["eventID"][-1] for r in rows(capsys, path, "--limit", "2")] == ["3", "5"]
    assert [r["eventID"][-1] for r in rows(capsys, path, "--filter", "eventID:*5")] == ["5"]
    assert [r["eventID"][-1] for r in rows(capsys, path, "--since", "2026-11-20T12:00:05")] == ["5", "7"]
    assert run(capsys, "query", path, "--count") == "3\n"
    assert run(capsys, "query", path, "--count", "--filter", "service:s3") == "0\n"
    assert sorted(r["log"] for r in rows(capsys, path, "--unparsed")) == ["cloudtrail"] * 3 + ["unparsed"]


def test_json_paths_and_words_reach_into_the_record(capsys: Captured, tmp_path: Path) -> None:
    (tmp_path / "a.jsonl").write_bytes(lines(7, 3))
    path = str(tmp_path)
    assert run(capsys, "query", path, "--count", "--filter", "userIdentity.userName:ALICE") == "2\n"
    assert run(capsys, "query", path, "--count", "--filter", "198.51 alice not 000000003") == "1\n"


def test_copies_of_an_event_are_listed_with_it(capsys: Captured, tmp_path: Path) -> None:
    for name in ("a", "b", "c"):
        (tmp_path / f"{name}.json").write_bytes(delivered(1))
    (row,) = rows(capsys, str(tmp_path))
    found = sorted(place.split(" ")[0][-6:] for place in [row["place"], *row["copies"]])
    assert found == ["a.json", "b.json", "c.json"]


def test_a_table_on_the_terminal_shows_nothing_that_acts(capsys: Captured, tmp_path: Path) -> None:
    hostile = lines(1).replace(b"DescribeDBClusters", b"Evil\\u001b[2J\\u202eName")
    (tmp_path / "a.jsonl").write_bytes(hostile)
    said = run(capsys, "query", str(tmp_path), "--format", "table")
    assert "\x1b" not in said
    assert "\u202e" not in said
    assert "Evil␛[2J‹U+202E›Name" in said


def test_a_pretty_printed_record_is_still_one_line(capsys: Captured, tmp_path: Path) -> None:
    pretty = json.dumps(json.loads(delivered(1)), indent=2)
    (tmp_path / "a.json").write_text(pretty)
    (row,) = rows(capsys, str(tmp_path))
    assert row["raw"]["eventName"] == "DescribeDBClusters"


@pytest.mark.parametrize(
    ("args", "said"),
    [
        (["/no/such/place"], "no such file or folder: /no/such/place; --wait waits for it"),
        (["stats", "/no/such/place"], "no such file or folder"),
        (["query", "/dev/null", "--filter", "service:("], "in the filter: column"),
        (["query", "/dev/null", "--since", "yesterdayish"], "'yesterdayish' is no time"),
        (["query", "/dev/null", "--log-file", "/no/such/place/log"], "cannot write the log"),
        (["demo", "--speed", "0"], "--speed must be above 0"),
    ],
)
def test_mistakes_are_told_on_standard_error_with_status_2(capsys: Captured, args: list[str], said: str) -> None:
    assert main(args) == 2
    captured = capsys.readouterr()
    assert said in captured.err
    assert captured.out == ""


def test_an_empty_folder_has_nothing_in_it(capsys: Captured, tmp_path: Path) -> None:
    assert stats(capsys, str(tmp_path))["total"]["records"] == 0
    assert run(capsys, "query", str(tmp_path), "--count") == "0\n"


def test_version_and_help_are_quick_about_it(capsys: Captured) -> None:
    for flag, said in (("--version", "tailtrail 0."), ("--help", "tailtrail query PATH")):
        with pytest.raises(SystemExit, match="0"):
            main([flag])
        assert said in capsys.readouterr().out


def test_a_reader_that_leaves_early_is_no_error(tmp_path: Path) -> None:
    (tmp_path / "a.jsonl").write_bytes(lines(*range(2000)))
    command = [sys.executable, "-m", "tui", "query", str(tmp_path)]
    with subprocess.Popen(command, stdout=subprocess.PIPE, stderr=subprocess.PIPE) as process:
        assert process.stdout
        assert process.stderr
        process.stdout.readline()
        process.stdout.close()
        assert process.stderr.read() == b""
        assert process.wait() == 0


def test_printing_needs_no_screen() -> None:
    heavy = "textual", "watchfiles"
    code = f"import sys, tui.cli, tui.headless, tui.session;print([m for m in {heavy} if m in sys.modules])"
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)
    assert done.stdout == "[]\n"


def test_parsers_alone_pull_in_neither_screen_nor_database() -> None:
    code = "import sys, parsers; parsers.all_parsers(); print({'textual','duckdb','numpy','tui'} & set(sys.modules))"
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)
    assert done.stdout == "set()\n"


def test_a_session_is_kept_and_gone_on_with(capsys: Captured, tmp_path: Path) -> None:
    log, case = tmp_path / "a.jsonl", str(tmp_path / "case")
    log.write_bytes(lines(1, 2))
    assert stats(capsys, str(log), "--session", case)["total"]["events"] == 2
    log.unlink()
    assert [row["eventID"][-1] for row in rows(capsys, "--session", case)] == ["1", "2"]
    assert run(capsys, "query", "--session", case, "--count").strip() == "2"


def test_what_cannot_be_gone_on_with_is_explained(capsys: Captured, tmp_path: Path) -> None:
    assert main(["query", "--session", str(tmp_path / "none")]) == 2
    assert "name the paths to read" in capsys.readouterr().err
    assert not (tmp_path / "none").exists()


def test_columns_are_chosen_by_name_and_a_strange_one_is_told(capsys: Captured, tmp_path: Path) -> None:
    (tmp_path / "a.jsonl").write_bytes(lines(1))
    asked = ("query", str(tmp_path), "--format", "csv", "--columns")
    assert run(capsys, *asked, "eventName,actor") == "eventName,actor\r\nDescribeDBClusters,alice\r\n"
    assert main([*asked, "eventNames"]) == 2
    assert "expected eventName" in capsys.readouterr().err
