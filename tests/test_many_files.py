"""Sets of files, many files at once, and files of others: nothing is lost, and no file costs more for the rest."""

from __future__ import annotations

import os
import subprocess
import sys
from collections import Counter
from collections.abc import Callable
from functools import partial
from pathlib import Path
from random import Random
from typing import Any

import orjson
import pytest

from tests import humble
from tests.conftest import Until, audit, lines
from tests.ledger import assert_adds_up
from tui.feed import discover, follow, worker
from tui.progress import State
from tui.session import Session
from tui.store.counts import Counts
from tui.view import View

THERE, MANY = 2_000, 10_000
"""Files that are there, and files that appear at once."""


def written(folder: Path, numbers: range) -> None:
    """Files of one event each, written long ago."""
    folder.mkdir()
    for number in numbers:
        path = folder / f"{number:05}.jsonl"
        path.write_bytes(lines(number))
        os.utime(path, (1_700_000_000, 1_700_000_000))


def counted(counts: Counter[str], name: str, function: Callable[..., Any], *arguments: object) -> Any:
    """Do something, and count that it was done."""
    counts[name] += 1
    return function(*arguments)


class Instance:
    """A Neptune instance: it writes to several files at once, in no order, and rotates when all have a size together.

    https://docs.aws.amazon.com/neptune/latest/userguide/auditing.html: 100 MB there.
    """

    FILES, AGGREGATE, KEPT = 4, 12_000, 2

    def __init__(self, folder: Path, seed: int) -> None:
        self._folder, self._chance, self._rotations = folder, Random(seed), 0
        folder.mkdir()

    def write(self, numbers: list[int]) -> None:
        """Some records, each to any of the files, a little out of order."""
        self._chance.shuffle(numbers)
        for number in numbers:
            with (self._folder / f"audit.log.{self._chance.randrange(self.FILES)}").open("ab") as log:
                log.write(audit(number))

    @property
    def full(self) -> bool:
        """Whether the files that are written to are as large as they may get together."""
        return sum(path.stat().st_size for path in self._folder.glob("audit.log.?")) > self.AGGREGATE

    def rotate(self) -> None:
        """The set becomes an older one, and the oldest is deleted."""
        for path in self._folder.glob("audit.log.?"):
            path.rename(path.with_name(f"{path.name}.2026-11-20-12-{self._rotations:02}.0"))
        for path in self._folder.glob(f"audit.log.?.*-{self._rotations - self.KEPT:02}.0"):
            path.unlink()
        self._rotations += 1


def has(session: Session, events: int) -> bool:
    """Whether so many were found."""
    return session.progress().counts.events == events


def test_a_set_of_audit_logs_rotated_by_their_size_in_all(tmp_path: Path, until: Until) -> None:
    instances = [Instance(tmp_path / name, seed) for seed, name in enumerate(("writer", "reader"))]
    with Session([str(tmp_path)], follow=True, workers=0) as session:
        session.start()
        until(lambda: session.progress().state is State.FOLLOWING)
        written = 0
        while written < 900:
            for instance in instances:
                instance.write(list(range(written, written + 15)))
                written += 15
                if instance.full:  # what is deleted with the next rotation must have been read
                    until(partial(has, session, written))
                    instance.rotate()
        until(lambda: session.progress().counts == Counts(written))
        window = session.window(View(), ("time",), None)
        times = [row.values["time"] for row in window.rows(0, window.total)]
        assert times == [1795176000000_000 + number * 1000 for number in range(written)]
        assert any(entry.vanished for entry in session.entries())
        assert_adds_up(session)


def test_of_ten_thousand_files_at_once_each_is_looked_at_and_read_once(
    tmp_path: Path, until: Until, monkeypatch: pytest.MonkeyPatch
) -> None:
    counts = Counter[str]()
    for of, name in ((discover, "look"), (worker, "read"), (os, "scandir")):
        monkeypatch.setattr(of, name, partial(counted, counts, name, getattr(of, name)))
    monkeypatch.setattr(follow, "LOOK", 3600)
    logs, aside = tmp_path / "logs", tmp_path / "aside"
    written(logs, range(THERE))
    written(aside, range(THERE, THERE + MANY))
    with Session([str(logs)], follow=True, workers=0) as session:
        session.start()
        until(lambda: session.progress().state is State.FOLLOWING)
        assert session.progress().counts == Counts(THERE)
        assert counts["read"] == THERE
        assert counts["look"] <= THERE + 10
        assert counts["scandir"] <= 10
        counts.clear()
        aside.rename(logs / "more")
        until(lambda: session.progress().counts == Counts(THERE + MANY))
        assert counts["read"] == MANY
        assert counts["look"] <= MANY + 10
        assert counts["scandir"] <= 10
        assert_adds_up(session)


@pytest.mark.skipif(not humble.possible(), reason="the superuser may read everything here")
def test_what_may_not_be_read_is_told_and_read_when_it_may(tmp_path: Path, until: Until) -> None:
    shut, log = tmp_path / "a.jsonl", tmp_path / "b.jsonl"
    shut.write_bytes(lines(1))
    shut.chmod(0)
    log.write_bytes(lines(2))
    command = [sys.executable, "-m", "tests.humble", str(tmp_path)]
    with subprocess.Popen(command, stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True) as reader:

        def told() -> set[tuple[object, ...]]:
            """Of each file: how it stands with it, what went wrong, its events."""
            assert reader.stdin
            assert reader.stdout
            print(file=reader.stdin, flush=True)
            return {tuple(one[:1] + one[2:]) for one in orjson.loads(reader.stdout.readline())}

        until(lambda: told() == {("a.jsonl", "Permission denied", 0), ("b.jsonl", "", 1)})
        with log.open("ab") as file:
            log.chmod(0)
            file.write(lines(3))
        until(lambda: ("b.jsonl", "Permission denied", 1) in told())
        for path in (shut, log):
            path.chmod(0o644)
        until(lambda: told() == {("a.jsonl", "", 1), ("b.jsonl", "", 2)})
