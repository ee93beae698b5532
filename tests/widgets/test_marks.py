"""The marks of what came: kept until it was seen, and no longer."""

from __future__ import annotations

from collections.abc import Iterable

from tui.drawing.marks import KEPT, Marks
from tui.palette import ASCII, UNICODE
from tui.window import Row


def rows(*ids: int) -> Iterable[Row]:
    return [Row(id_, {}) for id_ in ids]


def drawn(marks: Marks, *ids: int) -> str:
    """The gutter of these rows."""
    return "".join(marks.gutter(row, UNICODE)[0] for row in rows(*ids))


def test_what_came_is_seen_when_it_was_on_the_screen_and_left_it() -> None:
    marks = Marks()
    marks.arrived([1, 2], late=[3])
    marks.screen(rows(2, 3))
    assert drawn(marks, 0, 1, 2, 3) == " ▎▎◂"
    marks.screen(rows(3, 4))
    assert drawn(marks, 0, 1, 2, 3) == " ▎ ◂"
    marks.screen(rows(4))
    assert (drawn(marks, 0, 1, 2, 3), marks.late) == (" ▎  ", 0)


def test_or_when_the_cursor_went_on() -> None:
    marks = Marks()
    marks.arrived([], late=[3, 4])
    marks.screen(rows(3))
    marks.looked()
    assert (drawn(marks, 3, 4), marks.late) == (" ◂", 1)


def test_who_goes_to_the_newest_has_not_seen_what_came_late() -> None:
    marks = Marks()
    marks.arrived([1, 2, 3], late=[2])
    marks.at_newest()
    assert drawn(marks, 1, 2, 3) == " ◂ "


def test_who_has_gone_through_all_has_seen_all() -> None:
    marks = Marks()
    marks.arrived([1], late=[2])
    marks.all_seen()
    assert (drawn(marks, 1, 2), marks.late) == ("  ", 0)


def test_the_persons_own_mark_stands_before_ours_and_all_can_be_told_without_their_glyphs() -> None:
    marks = Marks()
    marks.arrived([1, 2], late=[2, 3])
    marks.marked = dict.fromkeys({3})
    assert [marks.gutter(row, ASCII) for row in rows(1, 2, 3)] == [("|", "new"), ("<", "late"), ("*", "marked")]


def test_no_more_is_remembered_than_has_room() -> None:
    marks = Marks()
    marks.arrived([], late=range(KEPT))
    marks.arrived([], late=[KEPT, KEPT + 1])
    assert marks.late == KEPT
    assert drawn(marks, 0, 1, 2, KEPT + 1) == "  ◂◂"
