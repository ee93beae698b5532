"""How the screen was left, written down and read again."""

from __future__ import annotations

import pytest

from tui.standing import Standing, read, written
from tui.view import View
from tui.window import Row

VIEW = View("effect:write", "cloudtrail", 1, 2, "actor", descending=True, columns=("time", "actor"))
ROWS = (Row(7, {"log": "cloudtrail", "time": 1, "actor": "zoë", "readOnly": None}),)


def test_what_was_written_is_read() -> None:
    standing = Standing(VIEW, 7, (3, 9), ROWS)
    assert read(written(standing)) == standing
    assert [row.id for row in standing.page()] == [-8]


def test_rows_that_no_store_has_given_are_not_kept() -> None:
    assert read(written(Standing(VIEW, rows=(Row(-8, {"log": "cloudtrail"}),)))) == Standing(VIEW)


def test_text_that_is_none_costs_the_rows_alone() -> None:
    standing = Standing(VIEW, 7, (), (Row(7, {"log": "cloudtrail", "actor": "\ud800"}),))
    assert read(written(standing)) == Standing(VIEW, 7)


@pytest.mark.parametrize("data", [b"", b"{", b"[]", b"null", b'{"view": 1}', written(Standing(VIEW, 7, (), ROWS))[:-9]])
def test_what_cannot_be_understood_is_no_reason_to_stop(data: bytes) -> None:
    assert read(data) == Standing()


def test_parts_of_a_view_that_another_version_knows_are_passed_over() -> None:
    data = written(Standing(VIEW)).replace(b'"filter":', b'"shape":1,"filter":')
    assert read(data).view == VIEW
