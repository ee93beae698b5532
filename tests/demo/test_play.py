"""The player: everything is written, nothing is half seen, and it stops when asked."""

from __future__ import annotations

import gzip
import json
import threading
from datetime import UTC, datetime, timedelta, timezone
from itertools import pairwise
from pathlib import Path

import pytest

from tui.demo import Append, Put, Step, play, script

START = datetime(2031, 4, 17, 12, 0, 0, tzinfo=UTC)
HURRY = 1e9


class Clock(threading.Event):
    """A stop event that never waits, and sets itself after so many times it was asked to wait in earnest."""

    def __init__(self, patience: int) -> None:
        super().__init__()
        self.patience = patience

    def wait(self, timeout: float | None = None) -> bool:
        """Whether it is time to stop."""
        if timeout is None or timeout > 0.1:
            self.patience -= 1
        if self.patience <= 0:
            self.set()
        return self.is_set()


@pytest.fixture(scope="module")
def steps() -> list[Step]:
    """The script of the tests."""
    return list(script(start=START))


def replayed(steps: list[Step]) -> dict[str, bytes]:
    """What the files hold after these steps."""
    files: dict[str, bytes] = {}
    for step in steps:
        before = files.get(step.write.path, b"") if isinstance(step.write, Append) else b""
        files[step.write.path] = before + step.write.data
    return files


def on_disk(folder: Path) -> dict[str, bytes]:
    """What the files do hold."""
    return {str(p.relative_to(folder)): p.read_bytes() for p in folder.rglob("*") if p.is_file()}


def test_the_script_is_in_order_and_something_is_seen_about_every_second(steps: list[Step]) -> None:
    times = [step.at for step in steps]
    assert times == sorted(times)
    assert 70 <= times[-1] <= 80
    assert max(b - a for a, b in pairwise([0.0, *times])) <= 2


def test_some_of_what_was_ordinary_comes_long_after_it_happened(steps: list[Step]) -> None:
    lags = []
    for step in steps:
        if isinstance(step.write, Put):
            times = [record["eventTime"] for record in json.loads(gzip.decompress(step.write.data))["Records"]]
            lags += [(step.at - (datetime.fromisoformat(time) - START).total_seconds()) for time in times]
    assert 4 <= len([lag for lag in lags if lag > 20]) <= 30
    assert all(lag < 4 or lag > 20 for lag in lags)


def test_the_script_is_the_same_every_time(steps: list[Step]) -> None:
    assert list(script(start=START)) == steps
    assert list(script(start=START, seed=8)) != steps


def test_times_are_utc_whatever_the_zone_of_the_start(steps: list[Step]) -> None:
    elsewhere = START.astimezone(timezone(timedelta(hours=5, minutes=45)))
    assert list(script(start=elsewhere)) == steps


def test_every_append_is_whole_lines(steps: list[Step]) -> None:
    written = [step.write for step in steps if isinstance(step.write, Append)]
    assert written
    assert all(write.data.endswith(b"\n") and write.data[:13].isdigit() for write in written)


def test_a_new_file_never_replaces_another(steps: list[Step]) -> None:
    paths = [step.write.path for step in steps if isinstance(step.write, Put)]
    assert len(set(paths)) == len(paths)


def test_in_a_hurry_it_writes_everything(tmp_path: Path, steps: list[Step]) -> None:
    play(tmp_path, start=START, stop=Clock(1), speed=HURRY)
    assert on_disk(tmp_path) == replayed(steps)


def test_afterwards_ordinary_traffic_trickles_until_it_is_stopped(tmp_path: Path, steps: list[Step]) -> None:
    play(tmp_path, start=START, stop=Clock(10), speed=HURRY)
    more = on_disk(tmp_path).keys() - replayed(steps).keys()
    assert len(more) == 9
    assert not any(b"rdsdata" in gzip.decompress((tmp_path / name).read_bytes()) for name in more)


def test_it_stops_in_the_midst(tmp_path: Path, steps: list[Step]) -> None:
    play(tmp_path, start=START, stop=Clock(12), speed=1.0)
    assert on_disk(tmp_path) == replayed(steps[:11])


def test_it_writes_nothing_when_it_was_stopped_before(tmp_path: Path) -> None:
    stop = threading.Event()
    stop.set()
    play(tmp_path, start=START, stop=stop, speed=HURRY)
    assert on_disk(tmp_path) == {}


@pytest.fixture
def renames(monkeypatch: pytest.MonkeyPatch) -> list[str]:
    """Watches every rename and every whole-file write; gives the names that appeared by renaming."""
    appeared: list[str] = []
    rename, write = Path.replace, Path.write_bytes

    def watched_rename(self: Path, target: Path) -> Path:
        assert gzip.decompress(self.read_bytes()).endswith(b"}")
        assert not target.exists()
        appeared.append(target.name)
        return rename(self, target)

    def watched_write(self: Path, data: bytes) -> int:
        assert self.suffix != ".gz"
        return write(self, data)

    monkeypatch.setattr(Path, "replace", watched_rename)
    monkeypatch.setattr(Path, "write_bytes", watched_write)
    return appeared


def test_no_compressed_file_is_ever_seen_half_written(tmp_path: Path, renames: list[str]) -> None:
    play(tmp_path, start=START, stop=Clock(3), speed=HURRY)
    assert sorted(renames) == sorted(path.name for path in tmp_path.rglob("*.gz"))
    assert not list(tmp_path.rglob("*.part"))
