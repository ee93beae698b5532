"""Reading a file in portions: each says exactly how far it came."""

from __future__ import annotations

import gzip
from collections.abc import Iterable
from pathlib import Path

import pytest
from msgspec.structs import replace

from tests.conftest import audit, delivered, lines
from tui.feed import read, stream, unpack
from tui.feed.batch import Batch
from tui.feed.read import Report, Task
from tui.feed.worker import Message, Reader

EVENTS = 60
LOGS = {
    "events.jsonl": lines(*range(EVENTS)),
    "trail.json": delivered(*range(EVENTS)),
    "trail.json.gz": gzip.compress(delivered(*range(EVENTS))),
    "audit.log.0": b"".join(map(audit, range(EVENTS))),
}


def places(messages: Iterable[Message]) -> list[tuple[int, int]]:
    """Number and offset in its file of every row."""
    batches = [message for message in messages if isinstance(message, Batch)]
    return sorted(p for b in batches for part in b.parts for p in zip(part.ordinals, part.offsets, strict=True))


@pytest.fixture(autouse=True)
def _small_portions(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(read, "ROWS", 7)
    monkeypatch.setattr(read, "HEAD", 1000)
    monkeypatch.setattr(unpack, "CHUNK", 1000)
    monkeypatch.setattr(stream, "CHUNK", 1000)


@pytest.mark.parametrize("name", LOGS)
def test_from_every_report_on_the_rest_can_be_read(tmp_path: Path, name: str) -> None:
    (tmp_path / name).write_bytes(LOGS[name])
    task = Task(0, str(tmp_path / name), name)
    groups = list(Reader(1).read((task,), lambda: False))
    everything = places(message for group in groups for message in group)
    assert [ordinal for ordinal, _ in everything] == list(range(EVENTS))
    assert len(groups) > 3
    for number, (*_, report) in enumerate(groups, 1):
        assert isinstance(report, Report)
        assert report.more is (number < len(groups))
        before = places(message for group in groups[:number] for message in group)
        assert all(offset < report.place.offset for _, offset in before)
        onward = replace(task, parser=report.parser, place=report.place, ordinal=report.ordinal, mark=report.mark)
        after = places(message for group in Reader(2).read((onward,), lambda: False) for message in group)
        assert before + after == everything
