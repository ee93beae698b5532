"""Work whose question was superseded."""

from __future__ import annotations

import pytest

from tui.newest import unless_superseded
from tui.window import SupersededError


async def test_what_is_superseded_ends_without_a_word_and_what_fails_is_told() -> None:
    done: list[str] = []

    async def superseded() -> None:
        done.append("asked")
        raise SupersededError

    async def failing() -> None:
        raise ValueError("told")

    await unless_superseded(superseded)()
    assert done == ["asked"]
    with pytest.raises(ValueError, match="told"):
        await unless_superseded(failing)()
