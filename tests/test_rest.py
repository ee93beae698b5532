"""Full looks for garbage are kept for when nobody waits."""

from __future__ import annotations

import gc
from collections.abc import Iterator

import pytest

from tui.rest import MOST, NEVER, OLDER, REST, WORTH, YOUNG, Rest, due


@pytest.mark.parametrize(
    ("rested", "looks", "expected"),
    [
        (0.0, 0, False),
        (0.0, MOST - 1, False),
        (0.0, MOST, True),  # memory is bounded for somebody who never rests
        (REST, 0, False),  # nothing was made since the last look
        (REST - 0.1, WORTH, False),
        (REST, WORTH, True),
    ],
)
def test_a_full_look_waits_for_rest(rested: float, looks: int, expected: bool) -> None:
    assert due(rested, looks) is expected


@pytest.fixture
def collector() -> Iterator[None]:
    """The collector as it was, afterwards."""
    before = gc.get_threshold()
    yield
    gc.unfreeze()
    gc.set_threshold(*before)
    gc.enable()


class Cycle:
    """Garbage that refers to itself."""

    def __init__(self) -> None:
        self.itself = self


def cycles() -> int:
    return sum(type(one) is Cycle for one in gc.get_objects())


@pytest.mark.usefixtures("collector")
def test_it_is_not_looked_at_of_its_own_accord_and_at_rest_it_is(monkeypatch: pytest.MonkeyPatch) -> None:
    now, looks = [0.0], [0]
    monkeypatch.setattr("tui.rest.monotonic", lambda: now[0])
    monkeypatch.setattr("tui.rest.gc.get_count", lambda: (0, 0, looks[0]))
    gc.collect()
    rest = Rest()
    rest.begin()
    assert gc.get_threshold() == (YOUNG, OLDER, NEVER)
    assert gc.isenabled()
    Cycle()
    looks[0] = WORTH
    rest.disturbed()
    rest.look()
    assert cycles() == 1
    now[0] = REST
    rest.look()
    assert cycles() == 0
