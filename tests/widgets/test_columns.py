"""Columns fit, in order, without overlapping."""

from __future__ import annotations

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from parsers import COMMON, Field
from tests.widgets.windows import fields
from tui.drawing.columns import GLYPHS, place

USUAL = fields("time service action actor target")


def names(width: int, columns: tuple[Field, ...] = USUAL) -> list[str]:
    return [p.field.name for p in place(columns, width, 8)]


@pytest.mark.parametrize(
    ("width", "shown"),
    [
        (119, ["time", "", "service", "action", "actor", "target"]),
        (79, ["time", "", "service", "action", "actor", "target"]),
        (60, ["time", "", "service", "action", "actor"]),
        (30, ["time", "", "service"]),
        (4, ["time"]),
    ],
)
def test_columns_go_from_the_right(width: int, shown: list[str]) -> None:
    assert names(width) == shown


def test_glyphs_come_first_without_a_time() -> None:
    assert names(80, fields("actor target")) == ["", "actor", "target"]


def test_what_is_left_goes_to_action_and_target() -> None:
    narrow, wide = ({p.field.name: p.width for p in place(USUAL, w, 8)} for w in (110, 170))
    assert (narrow["service"], narrow["actor"]) == (wide["service"], wide["actor"]) == (11, 18)
    assert wide["action"] > narrow["action"] >= 28
    assert wide["target"] > narrow["target"] >= 28


@pytest.mark.parametrize("width", range(20, 200))
def test_half_an_address_is_not_shown(width: int) -> None:
    placed = place(fields("time service action actor target client"), width, 8)
    assert all(column.width >= len("198.51.100.77") for column in placed if column.field.name == "client")


def test_dates_make_the_time_wider() -> None:
    assert place(USUAL, 119, 14)[0].width == 14


@given(st.lists(st.sampled_from(COMMON), unique=True, max_size=8), st.integers(1, 260))
@settings(max_examples=150)
def test_nothing_overlaps_or_overflows(columns: list[Field], width: int) -> None:
    placed = place(columns, width, 8)
    x = 1
    for column in placed:
        assert column.x >= x
        assert column.width >= 1
        x = column.x + column.width + 1
    assert x - 1 <= max(width, 3)
    kept = [p.field for p in placed if p.field is not GLYPHS]
    assert kept == columns[: len(kept)]
    if width >= 24:
        flexible = {p.field.name for p in placed} & {"target", "summary"}
        assert not flexible or x - 1 == width
