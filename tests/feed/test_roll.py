"""What is to be read next of a file that changes."""

from __future__ import annotations

from typing import Any

from msgspec.structs import replace

from parsers.framing import Place
from tui.feed.discover import Found
from tui.feed.line import Aside, Due
from tui.feed.mark import Mark
from tui.feed.read import Report
from tui.feed.roll import QUIET, RETRY, Roll

FILE = Found("/logs/audit.log", size=100, mtime=1_000, inode=7)
BEGINS = b"1795176000001, 10.0.0.1:1, and so on, over and over"
LATER = FILE.mtime + QUIET + 1


def task(due: Due | Aside | None) -> Due:
    assert isinstance(due, Due)
    return due


def report(file: int, offset: int, tail: int = 0, parser: str = "neptune_audit", **more: Any) -> Report:
    begins = Mark(offset, BEGINS[:offset])
    return replace(Report(file, parser, Place(offset), ordinal=3, read=offset + tail, tail=tail, mark=begins), **more)


class Disk(dict[str, tuple[Found, bytes]]):
    """Files that never were: how each path looks, and how what lies there begins."""

    def put(self, found: Found, begins: bytes = BEGINS) -> Found:
        self[found.path] = found, begins
        return found

    def roll(self) -> Roll:
        roll = Roll(look=lambda path: self[path][0] if path in self else None, begins=lambda path: self[path][1])
        roll.live = True
        return roll


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


def test_the_number_of_a_file_that_held_less_than_a_record_makes_nobody_of_whom_it_begins_like() -> None:
    disk = Disk()
    roll = disk.roll()
    scrap = disk.put(Found("/other/audit.log", size=3, mtime=1_000, inode=8), BEGINS[:3])
    roll.returned(report(task(roll.due(scrap, FILE.mtime + 1)).task.file, 0, tail=3, ordinal=0))
    del disk[scrap.path]
    roll.vanished(scrap.path)
    file = task(roll.due(disk.put(FILE), FILE.mtime + 2)).task.file
    roll.returned(report(file, 100))
    longer = task(roll.due(disk.put(replace(FILE, size=150, inode=8)), FILE.mtime + 3))
    assert (longer.task.file, longer.task.place) == (file, Place(100))


def test_what_was_shown_as_cut_off_is_taken_back_when_the_file_grows() -> None:
    roll = Roll()
    file = task(roll.due(FILE, LATER)).task.file
    roll.returned(report(file, 90, tail=10, shown=True))
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


def test_another_file_in_its_place_gets_a_new_number_and_is_read_from_its_beginning() -> None:
    disk = Disk()
    roll = disk.roll()
    file = task(roll.due(disk.put(FILE), LATER)).task.file
    roll.returned(report(file, 100))
    due = task(roll.due(disk.put(replace(FILE, inode=8, mtime=LATER), b"something else"), LATER + 2))
    assert due.task.file != file
    assert due.task.place == Place()
    assert roll.path(due.task.file) == FILE.path


def test_a_file_that_holds_something_else_now_gets_a_new_number() -> None:
    disk = Disk()
    roll = disk.roll()
    file = task(roll.due(disk.put(FILE), LATER)).task.file
    roll.returned(report(file, 100))
    written = disk.put(replace(FILE, size=120, mtime=LATER), b"something else")
    due = task(roll.due(written, LATER + 1))
    assert (due.task.file, due.task.mark.head) == (file, BEGINS)  # whoever reads it will see
    roll.returned(report(file, 100, other=True, idle=True))
    assert roll.unfinished() == [FILE.path]
    again = task(roll.due(written, LATER + 2))
    assert again.task.file != file
    assert again.task.place == Place()


def test_a_renamed_file_keeps_its_number() -> None:
    disk = Disk()
    roll = disk.roll()
    file = task(roll.due(disk.put(FILE), FILE.mtime)).task.file
    roll.returned(report(file, 90))
    old = disk.put(replace(FILE, path="/logs/audit.log.1", size=110))
    new = disk.put(replace(FILE, inode=8, mtime=LATER), b"1795176999999, a line of today")
    assert task(roll.due(new, LATER)).task.file != file
    due = task(roll.due(old, LATER))
    assert (due.task.file, due.task.path, due.task.place) == (file, old.path, Place(90))
    assert roll.path(file) == old.path


def test_a_copy_goes_on_where_the_truncated_file_was() -> None:
    disk = Disk()
    roll = disk.roll()
    file = task(roll.due(disk.put(FILE), FILE.mtime)).task.file
    roll.returned(report(file, 90))
    copy = disk.put(replace(FILE, path="/logs/audit.log.1", inode=8, mtime=LATER))
    assert roll.due(copy, LATER) is None  # nobody knows yet what will become of the first
    assert roll.unfinished() == [FILE.path, copy.path]
    disk.put(replace(FILE, size=0, mtime=LATER), b"")
    due = task(roll.due(copy, LATER + 1))
    assert (due.task.file, due.task.place, due.task.mark.head) == (file, Place(90), BEGINS)


def test_a_copy_waits_for_the_first_reading_of_what_took_the_place_of_another_file() -> None:
    disk = Disk()
    roll = disk.roll()
    first = task(roll.due(disk.put(FILE), FILE.mtime)).task.file
    roll.returned(report(first, 90))
    assert task(roll.due(disk.put(replace(FILE, size=110)), FILE.mtime)).task.file == first
    second = task(roll.due(disk.put(replace(FILE, inode=8), b"something else"), FILE.mtime)).task.file
    roll.returned(report(first, 90, missed=True, idle=True))
    copy = disk.put(replace(FILE, path="/logs/audit.log.1", inode=9), b"something else")
    disk.put(replace(FILE, inode=8, size=0), b"")
    assert roll.due(copy, FILE.mtime) is None
    roll.returned(report(second, 100, mark=Mark(100, b"something else"), other=True))
    due = task(roll.due(copy, FILE.mtime + 1))
    assert (due.task.file, due.task.place) == (second, Place(100))


def test_a_copy_beside_its_original_is_a_file_of_its_own_after_a_while() -> None:
    disk = Disk()
    roll = disk.roll()
    file = task(roll.due(disk.put(FILE), FILE.mtime)).task.file
    roll.returned(report(file, 90))
    copy = disk.put(replace(FILE, path="/logs/copy", inode=8, mtime=LATER))
    assert roll.due(copy, LATER) is None
    assert task(roll.due(copy, LATER + QUIET + 1)).task.file != file


def test_another_name_of_a_file_is_told_and_not_read() -> None:
    disk = Disk()
    roll = disk.roll()
    roll.due(disk.put(FILE), LATER)
    aside = roll.due(disk.put(replace(FILE, path="/logs/link")), LATER)
    assert aside == Aside(1, "another name of /logs/audit.log: read there")


def test_a_file_that_vanished_is_known_when_it_comes_back() -> None:
    disk = Disk()
    roll = disk.roll()
    file = task(roll.due(disk.put(FILE), LATER)).task.file
    roll.returned(report(file, 100))
    roll.vanished(FILE.path)
    assert roll.gone() == {file}
    assert roll.gone() == set()
    assert roll.astray() == {FILE.identity: FILE.path}
    assert task(roll.due(FILE, LATER)).task.place == Place(100)


def test_a_file_with_the_number_of_one_that_was_deleted_goes_on_what_lay_at_its_path() -> None:
    disk = Disk()
    roll = disk.roll()
    empty = disk.put(replace(FILE, size=0), b"")
    first = task(roll.due(empty, FILE.mtime)).task.file
    roll.returned(replace(report(first, 0), ordinal=0, skipped="empty so far"))
    assert task(roll.due(FILE, FILE.mtime + 1)).task.file == first
    longer = disk.put(replace(FILE, inode=8, size=110))
    roll.returned(report(first, 0, missed=True, idle=True))
    second = task(roll.due(longer, FILE.mtime + 2)).task.file
    roll.returned(report(second, 110))
    longest = disk.put(replace(FILE, size=120))
    due = task(roll.due(longest, FILE.mtime + 3))
    assert (due.task.file, due.task.place) == (second, Place(110))


def test_a_file_that_could_not_be_opened_is_tried_again() -> None:
    roll = Roll()
    file = task(roll.due(FILE, LATER)).task.file
    roll.returned(report(file, 0, parser="", unreadable=True, idle=True))
    assert roll.unfinished() == [FILE.path]
    assert roll.due(FILE, LATER + 1) is None
    assert task(roll.due(FILE, LATER + RETRY + 1)).task.place == Place()


def test_a_task_that_missed_its_file_is_given_again_and_then_believed() -> None:
    roll = Roll()
    file = task(roll.due(FILE, LATER)).task.file
    roll.returned(report(file, 0, missed=True, idle=True))
    assert task(roll.due(FILE, LATER)).task.identity is None


def test_nothing_is_decided_by_half_a_record() -> None:
    roll = Roll()
    file = task(roll.due(FILE, LATER)).task.file
    roll.returned(report(file, 0, tail=100, parser="jsonlines", ordinal=0, shown=True))
    due = task(roll.due(replace(FILE, size=150, mtime=LATER), LATER))
    assert (due.task.parser, due.task.place, due.retract) == ("", Place(), True)


def test_a_packed_file_that_is_being_copied_is_not_read_anew_for_every_byte() -> None:
    roll = Roll()
    file = task(roll.due(FILE, FILE.mtime)).task.file
    roll.returned(report(file, 500, packed=True))
    assert roll.due(replace(FILE, size=110, mtime=LATER), LATER) is None
    assert task(roll.due(replace(FILE, size=130, mtime=LATER + 1), LATER + 1)).task.place == Place(500)


def test_a_file_nobody_recognised_is_looked_at_again_when_it_changes() -> None:
    roll = Roll()
    file = task(roll.due(FILE, LATER)).task.file
    roll.returned(report(file, 0, parser=""))
    due = task(roll.due(replace(FILE, size=500, mtime=LATER), LATER))
    assert due.task.parser == ""
    assert due.task.place == Place()


def test_a_file_that_is_passed_over_keeps_its_number() -> None:
    roll = Roll()
    number = roll.pass_over(FILE)
    assert roll.pass_over(FILE) == number
    assert roll.unfinished() == []
