"""What is to be read next of a file that changes."""

from __future__ import annotations

from dataclasses import replace

from parsers.framing import Place
from tui.feed.discover import Found
from tui.feed.read import Report
from tui.feed.roll import QUIET, Due, Roll

FILE = Found("/logs/audit.log", size=100, mtime=1_000, inode=7)
LATER = FILE.mtime + QUIET + 1


def task(due: Due | None) -> Due:
    assert due is not None
    return due


def report(file: int, offset: int, tail: int = 0, parser: str = "neptune_audit") -> Report:
    return Report(file, parser, Place(offset), ordinal=3, read=offset + tail, tail=tail)


def test_a_new_file_is_read_from_its_beginning_and_only_once() -> None:
    roll = Roll()
    due = task(roll.due(FILE, LATER))
    assert due.task.place == Place()
    assert due.task.final
    assert not due.retract
    assert roll.due(FILE, LATER) is None
    roll.returned(report(due.task.file, 100))
    assert roll.due(FILE, LATER) is None


def test_a_file_that_is_being_written_is_not_finished_until_it_is_quiet() -> None:
    roll = Roll()
    due = task(roll.due(FILE, FILE.mtime + 1))
    assert not due.task.final
    roll.returned(report(due.task.file, 90, tail=10))
    assert roll.due(FILE, FILE.mtime + 2) is None
    assert roll.unfinished() == [FILE.path]
    again = task(roll.due(FILE, LATER))
    assert again.task.final
    assert again.task.place == Place(90)
    assert not again.retract
    roll.returned(report(due.task.file, 90, tail=10))
    assert roll.unfinished() == []


def test_what_was_shown_as_cut_off_is_taken_back_when_the_file_grows() -> None:
    roll = Roll()
    file = task(roll.due(FILE, LATER)).task.file
    roll.returned(report(file, 90, tail=10))
    due = task(roll.due(replace(FILE, size=150, mtime=LATER), LATER + 1))
    assert due.retract
    assert due.task.place == Place(90)
    assert due.task.ordinal == 3
    assert due.task.parser == "neptune_audit"


def test_growth_while_it_is_being_read_waits_for_its_turn() -> None:
    roll = Roll()
    file = task(roll.due(FILE, FILE.mtime + 1)).task.file
    grown = replace(FILE, size=200, mtime=FILE.mtime + 5)
    assert roll.due(grown, FILE.mtime + 6) is None
    roll.returned(report(file, 100))
    assert roll.unfinished() == [FILE.path]
    assert task(roll.due(grown, FILE.mtime + 7)).task.place == Place(100)


def test_a_file_in_its_place_gets_a_new_number_and_is_read_from_its_beginning() -> None:
    roll = Roll()
    file = task(roll.due(FILE, LATER)).task.file
    roll.returned(report(file, 100))
    for other in (replace(FILE, inode=8, mtime=LATER), replace(FILE, size=5, mtime=LATER + 1)):
        due = task(roll.due(other, LATER + 2))
        assert due.task.file != file
        assert due.task.place == Place()
        assert roll.path(due.task.file) == FILE.path


def test_the_report_of_a_file_that_was_replaced_meanwhile_does_not_count_for_the_new_one() -> None:
    roll = Roll()
    first = task(roll.due(FILE, LATER)).task.file
    second = task(roll.due(replace(FILE, inode=8), LATER)).task
    roll.returned(report(first, 100))
    assert roll.due(replace(FILE, inode=8), LATER) is None  # still being read
    roll.returned(report(second.file, 50))
    assert roll.unfinished() == []


def test_a_file_nobody_recognised_is_looked_at_again_when_it_changes() -> None:
    roll = Roll()
    file = task(roll.due(FILE, LATER)).task.file
    roll.returned(report(file, 0, parser=""))
    due = task(roll.due(replace(FILE, size=500, mtime=LATER), LATER))
    assert due.task.parser == ""
    assert due.task.place == Place()


def test_a_file_that_is_passed_over_is_never_read() -> None:
    roll = Roll()
    number = roll.pass_over(FILE)
    assert roll.pass_over(FILE) == number
    assert roll.due(FILE, LATER) is None
    assert roll.unfinished() == []
