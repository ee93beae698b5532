"""Columns on their way to the store: what is sent says what the events said."""

from __future__ import annotations

from collections.abc import Iterator

import pytest

from parsers import COMMON, UNPARSED, Event
from tui.feed.batch import FEW, Batch, Coded, Encoder

ACTION = next(i for i, field in enumerate(COMMON) if field.name == "action")


def events(actions: list[str | None]) -> list[Event]:
    return [(None,) * ACTION + (action,) + (None,) * (len(COMMON) - ACTION - 1) for action in actions]


def sent(batch: Batch) -> Coded:
    (part,) = batch.parts
    column = part.columns[ACTION]
    assert isinstance(column, Coded)
    return column


class Reader:
    """One who is sent batches, and knows the words of those before."""

    def __init__(self) -> None:
        self.encoder = Encoder(1)
        self.words: list[str | None] = [None]

    def told(self, actions: list[str | None]) -> Iterator[str | None]:
        for at in range(0, len(actions), FEW):
            run = events(actions[at : at + FEW])
            self.encoder.add(UNPARSED, run, [b"{}"] * len(run), 1, at, range(len(run)))
        column = sent(self.encoder.batch())
        assert column.first == len(self.words)
        self.words += column.new
        return (self.words[code] for code in column.codes)


@pytest.mark.parametrize("count", [1, FEW, 255, 256, 257, 3 * FEW])
def test_codes_mean_what_was_said(count: int) -> None:
    reader = Reader()
    actions: list[str | None] = [f"Call{number}" for number in range(count)]
    nothing: list[str | None] = [None] * 3
    for said in (actions, actions[:3], nothing, nothing + actions[-2:], actions[::-1] + nothing, ["Other", None]):
        assert list(reader.told(said)) == said


def test_codes_take_four_bytes_only_once_there_are_many_words() -> None:
    encoder = Encoder(1)
    sizes = []
    for count in (255, 256):
        run = events([f"Call{number}" for number in range(count)])
        encoder.add(UNPARSED, run, [b"{}"] * count, 1, 0, range(count))
        sizes.append(sent(encoder.batch()).codes.itemsize)
    assert sizes == [1, 4]
