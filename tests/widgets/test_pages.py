"""Where the cursor and the screen go when a result arrives."""

from __future__ import annotations

from hypothesis import given, settings
from hypothesis import strategies as st

from tests.widgets.windows import NOON, SECOND, Computed, Listed, numbered, row
from tui.drawing.pages import Order, Pages, arrive, nearest, stand_at
from tui.window import Row


def rows_of(window: Listed) -> dict[int, Row]:
    return dict(enumerate(window.held))


def test_following_goes_to_the_newest_wherever_that_is() -> None:
    stand = stand_at({}, 0, 0, 10, following=True)
    end = arrive(Computed(100), stand, Order(), same_view=True)
    assert (end.cursor, end.top) == (99, 90)
    top = arrive(Computed(100), stand, Order(descending=True), same_view=True)
    assert (top.cursor, top.top) == (0, 0)


@given(
    st.sets(st.integers(0, 200), min_size=12, max_size=60),
    st.sets(st.integers(0, 200), max_size=60),
    st.data(),
)
@settings(max_examples=80)
def test_growth_moves_neither_cursor_nor_screen(old: set[int], new: set[int], data: st.DataObject) -> None:
    before, after = numbered(*sorted(old)), numbered(*sorted(old | new))
    top = data.draw(st.integers(0, len(old) - 5))
    cursor = data.draw(st.integers(0, len(old) - 1))
    stand = stand_at(rows_of(before), cursor, top, 5, following=False)
    found = arrive(after, stand, Order(), same_view=True)
    assert after.held[found.cursor].id == before.held[cursor].id
    still = cursor if top <= cursor < top + 5 else top
    line = still - top
    place = after.position(before.held[still].id)
    assert place is not None
    assert found.top == max(0, min(place - line, after.total - 5))


def test_a_new_question_keeps_the_row_if_it_is_there() -> None:
    before = numbered(*range(50))
    stand = stand_at(rows_of(before), 30, 28, 5, following=False)
    found = arrive(numbered(*range(0, 50, 10)), stand, Order(), same_view=False)
    assert found.cursor == 3
    found = arrive(numbered(*range(10, 50)), stand, Order(), same_view=False)
    assert (found.cursor, found.top) == (20, 18)


def test_a_new_question_goes_to_the_nearest_time_otherwise() -> None:
    before = numbered(*range(50))
    stand = stand_at(rows_of(before), 33, 30, 5, following=False)
    after = numbered(*range(0, 50, 10))
    assert after.held[arrive(after, stand, Order(), same_view=False).cursor].id == 40
    backwards = Listed(list(reversed(after.held)))
    found = arrive(backwards, stand, Order(descending=True), same_view=False)
    assert backwards.held[found.cursor].id == 30


def test_nothing_left_is_nowhere() -> None:
    stand = stand_at(rows_of(numbered(*range(9))), 3, 0, 5, following=False)
    found = arrive(numbered(), stand, Order(), same_view=False)
    assert (found.total, found.cursor, found.top, dict(found.rows)) == (0, 0, 0, {})


def test_a_goal_is_gone_to_and_a_missing_one_is_not() -> None:
    stand = stand_at({7: row(7)}, 7, 5, 10, following=False)
    found = arrive(Computed(1000), stand, Order(), same_view=True, goal=500)
    assert found.cursor == 500
    assert found.top <= 500 < found.top + 10
    assert arrive(Computed(1000), stand, Order(), same_view=True, goal=5000).cursor == 7


def test_an_arrival_brings_the_rows_it_shows() -> None:
    stand = stand_at({}, 0, 0, 10, following=True)
    found = arrive(Computed(10_000_000), stand, Order(), same_view=False)
    assert all(i in found.rows for i in range(found.top, found.total))
    assert len(found.rows) < 100
    assert found.ends == (NOON, NOON + 9_999_999 * SECOND)


def test_nearest_asks_little() -> None:
    window = Computed(1_000_000)
    assert nearest(window, window.total, NOON + 777_777 * SECOND, descending=False) == 777_777
    assert len(window.asked) <= 21
    assert nearest(window, window.total, None, descending=False) == window.total - 1


def test_pages_want_only_what_is_near() -> None:
    pages = Pages(Computed(1000), 1000)
    wanted = pages.missing(500, 10)
    assert wanted == range(480, 530)
    pages.take(480, pages.window.rows(480, 530))
    assert pages.missing(500, 10) is None
    assert pages.missing(510, 10) is None
    assert pages.missing(515, 10) == range(495, 545)
    assert Pages().missing(0, 10) is None


def test_pages_let_go_of_what_is_far() -> None:
    pages = Pages(Computed(10_000_000), 10_000_000)
    for start in range(0, 1_000_000, 2000):
        pages.take(start, pages.window.rows(start, start + 200))
        assert start + 100 in pages.rows
    assert len(pages.rows) < 5000
