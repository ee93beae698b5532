"""What is written down of events, for other programs and other people."""

from __future__ import annotations

import csv
import io
from collections.abc import Iterator, Sequence
from pathlib import Path

import orjson
import pytest
from hypothesis import given
from hypothesis import strategies as st

from tests.conftest import delivered, event, lines
from tui.cli import FORMATS
from tui.export import FORMS, Record, StoppedError, write
from tui.session import Session
from tui.view import View
from tui.visible import width_of
from tui.window import Row

NOON = 1_795_176_000_000_000


def record(**values: str | int | None) -> Record:
    raw = orjson.dumps(event(1))
    return Record(Row(1, {"log": "cloudtrail", "time": NOON, **values}), raw, ("a.json #1, byte 0",))


def written(form: str, *columns: str, **values: str | int | None) -> str:
    return b"".join(FORMS[form].lines([record(**values)], columns)).decode()


def test_the_command_line_names_every_form() -> None:
    assert set(FORMS) == FORMATS
    assert len({form.suffix for form in FORMS.values()}) == len(FORMS)


def test_csv_says_the_columns_in_order_and_times_as_people_write_them() -> None:
    assert written("csv", "time", "actor", "client", actor="alice") == (
        "time,actor,client\r\n2026-11-20T12:00:00Z,alice,\r\n"
    )


@pytest.mark.parametrize("formula", ["=1+1", "+1", "-1", "@SUM(A1)", '=HYPERLINK("http://x","y")'])
def test_no_spreadsheet_takes_a_log_for_a_formula(formula: str) -> None:
    _, row = csv.reader(io.StringIO(written("csv", "actor", actor=formula)))
    assert row == [f"'{formula}"]


def test_markdown_has_no_markup_of_a_logs_own() -> None:
    said = written("markdown", "actor", actor="a|b <img> [x](y) `c`\nd")
    assert said.splitlines() == ["| actor |", "| --- |", r"| a\|b \<img\> \[x\](y) \`c\`␊d |"]


def test_a_table_is_aligned_whatever_the_width_of_its_letters() -> None:
    told = [
        written("table", "actor", "action", actor=actor, action="X").splitlines()[1] for actor in ("名前", "alice", "")
    ]
    assert len({width_of(line[: line.index("X")]) for line in told}) == 1


@given(st.text(), st.sampled_from(["csv", "markdown", "table"]))
def test_nothing_that_acts_reaches_the_file(text: str, form: str) -> None:
    said = written(form, "actor", "time", actor=text)
    assert all(character.isprintable() or character in "\r\n" for character in said)
    rows = 1 + {"csv": 1, "markdown": 2, "table": 1}[form]
    assert len(said.splitlines()) == rows


def test_records_written_raw_are_read_again_as_they_were(tmp_path: Path) -> None:
    (tmp_path / "a.json").write_bytes(delivered(1, 2))
    (tmp_path / "b.jsonl").write_bytes(lines(5, 4))
    found = []
    for path in (tmp_path, tmp_path / "again.log"):
        with Session([str(path)], workers=0) as session:
            session.load()
            events = list(session.records(session.window(View(), (), None)))
            found.append([(record.row.values["eventID"], record.raw) for record in events])
            write(tmp_path / f"{path.name}.out", FORMS["raw"].lines(events, ()), lambda _: True)
        (tmp_path / f"{path.name}.out").rename(tmp_path / "again.log")
    assert found[0] == found[1]
    assert len(found[0]) == 4


def test_marked_events_are_written_in_the_order_of_time(tmp_path: Path) -> None:
    (tmp_path / "b.jsonl").write_bytes(lines(5, 4, 9) + b'{"eventVersion":"1.08","eventID":"x","eventName":"Y"}\n')
    with Session([str(tmp_path)], workers=0) as session:
        store = session.load()
        ids = store.select(View()).ids.tolist()
        said = [record.row.id for record in session.records((ids[3], ids[2], ids[0]))]
    assert said == [ids[0], ids[2], ids[3]]


def test_a_row_that_is_taken_back_meanwhile_is_left_out(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    (tmp_path / "a.jsonl").write_bytes(lines(1, 2, 3))
    with Session([str(tmp_path)], workers=0) as session:
        store = session.load()
        ids, raws = store.select(View()).ids.tolist(), store.raws

        def taken_back(asked: Sequence[int]) -> Iterator[bytes]:
            monkeypatch.setattr(store, "raws", raws)
            (last,) = store.origins(ids[2:])[ids[2]]
            store.retract(last.file, last.offset)
            return raws(asked)

        monkeypatch.setattr(store, "raws", taken_back)
        assert [record.row.id for record in session.records(ids)] == ids[:2]


def test_records_are_only_read_for_a_form_that_holds_them(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    (tmp_path / "a.jsonl").write_bytes(lines(1, 2, 3))
    with Session([str(tmp_path)], workers=0) as session:
        store = session.load()
        ids = store.select(View()).ids.tolist()
        monkeypatch.setattr(store, "raws", None)
        monkeypatch.setattr(store, "origins", None)
        assert [record.row.id for record in session.records(ids, whole=False)] == ids
    assert {name for name, form in FORMS.items() if form.whole} == {"jsonl", "raw"}


def test_a_file_is_new_and_whole_or_there_is_none(tmp_path: Path) -> None:
    path, told = tmp_path / "out.jsonl", list[int]()
    events = [record()] * 2500

    def wrote(count: int) -> bool:
        told.append(count)
        return True

    assert write(path, FORMS["jsonl"].lines(events, ()), wrote) == 2500
    assert told == [0, 1000, 2000]
    assert len(path.read_bytes().splitlines()) == 2500
    with pytest.raises(FileExistsError):
        write(path, FORMS["jsonl"].lines(events, ()), lambda _: True)
    with pytest.raises(StoppedError):
        write(tmp_path / "half", FORMS["jsonl"].lines(events, ()), lambda count: count < 2000)
    assert not (tmp_path / "half").exists()


def test_what_is_read_is_told_from_what_is_not(tmp_path: Path) -> None:
    folder, other = tmp_path / "logs", tmp_path / "other"
    folder.mkdir()
    other.mkdir()
    for path in (other / "one.json", tmp_path / "a.log"):
        path.write_bytes(delivered(1))
    with Session([str(folder), str(other / "one.json"), str(tmp_path / "*.log")], workers=0) as session:
        assert session.reads(str(folder / "deep" / "x.csv"))
        assert session.reads(str(other / "one.json"))
        assert session.reads(str(tmp_path / "x.log"))
        assert not session.reads(str(other / "x.csv"))


def test_the_question_goes_on_in_athena(tmp_path: Path) -> None:
    (tmp_path / "a.jsonl").write_bytes(lines(1))
    with Session([str(tmp_path)], workers=0) as session:
        session.load()
        sql = session.athena(View("eventName:Delete*", since=NOON))
    assert sql.startswith("SELECT *\nFROM ")
    assert "eventtime >= '2026-11-20T12:00:00Z'" in sql
    assert "delete%" in sql
