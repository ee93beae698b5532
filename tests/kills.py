"""`python -m tests.kills`: a kept session is killed at random moments, and reopened; nothing may be lost or doubled.

While somebody writes to the logs, a process that follows them is killed (SIGKILL), its workers with it or left to find
out. After each time the folder is looked at as it was left: rows, ledger and raw records must agree. After every few
times it is opened once more to its end, and compared with what the same files give to somebody who opens them afresh.
"""

from __future__ import annotations

import argparse
import os
import shutil
import signal
import subprocess
import sys
import tempfile
import threading
from collections import Counter
from collections.abc import Iterator, Sequence
from contextlib import suppress
from functools import partial
from itertools import chain
from pathlib import Path
from random import Random
from time import sleep

from tests.conftest import audit, delivered, lines, write_packed
from tui.case.folder import kept
from tui.feed.search import Here
from tui.formats import formats
from tui.session import Session
from tui.store.counts import Counts
from tui.store.store import Store
from tui.view import View

LIVES = 20
"""How often one session is killed before the next is begun with an empty folder."""
STEPS = 8
"""After how many changes of what is stored a life ends at most."""
AFTER = 0.15
"""Seconds, at most, between such a change and the end."""


class Writer:
    """Appends to logs in bursts that end anywhere, rotates them, and delivers packed files, some of them twice."""

    def __init__(self, folder: Path, seed: int, events: int) -> None:
        self._folder, self._chance, self._stop = folder, Random(seed), threading.Event()
        self._number = 0
        self._thread = threading.Thread(target=self._write, daemon=True)
        self._append("old.jsonl", lines(*self._numbers(events)))
        for _ in range(20):
            self._deliver()

    def _numbers(self, count: int) -> range:
        self._number += count
        return range(self._number - count, self._number)

    def _append(self, name: str, data: bytes) -> None:
        with (self._folder / name).open("ab", buffering=0) as log:
            log.write(data)

    def _deliver(self) -> None:
        data = delivered(*self._numbers(self._chance.randrange(1, 60)))
        for _ in range(1 + (self._chance.random() < 0.2)):
            name = f"{self._chance.randrange(1 << 40):010x}.json.gz"
            write_packed(self._folder / "day" / name, data)

    def _write(self) -> None:
        while not self._stop.wait(self._chance.uniform(0, 0.1)):
            match self._chance.randrange(20):
                case 0:
                    self._rotate("audit.log.0")
                case n if n < 5:
                    self._deliver()
                case n if n < 10:
                    self._burst("events.jsonl", lines(*self._numbers(self._chance.randrange(1, 20))))
                case _:
                    numbers = self._numbers(self._chance.randrange(1, 40))
                    self._burst("audit.log.0", b"".join(map(audit, numbers)))

    def _rotate(self, name: str) -> None:
        if (self._folder / name).exists():
            (self._folder / name).rename(self._folder / f"audit.log.{self._number}")

    def _burst(self, name: str, data: bytes) -> None:
        cut = self._chance.randrange(len(data))
        self._append(name, data[:cut])
        self._stop.wait(self._chance.choice([0, 0.005, 0.05]))
        self._append(name, data[cut:])

    def __enter__(self) -> Writer:
        self._thread.start()
        return self

    def __exit__(self, *_: object) -> None:
        self._stop.set()
        self._thread.join()


def live(case: str, logs: str, workers: int) -> None:
    """A life: follow until killed."""
    with Session([logs], follow=True, workers=workers, folder=partial(kept, case)) as session:
        print("open", flush=True)
        session.start()
        told = session.progress().counts
        while True:
            if (counts := session.progress().counts) != told:
                told = counts
                print(counts.records, flush=True)
            sleep(0.001)


def kill_one(case: Path, logs: Path, chance: Random) -> None:
    """One life and its end."""
    command = [sys.executable, "-m", "tests.kills", "--live", str(case), str(logs), str(chance.choice([0, 1, 2]))]
    with subprocess.Popen(command, stdout=subprocess.PIPE, start_new_session=True) as life:
        assert life.stdout is not None
        for _ in range(chance.randrange(1, STEPS)):
            assert life.stdout.readline(), "it ended by itself"
        sleep(chance.uniform(0, AFTER))
        kill = chance.choice([os.kill, os.killpg])
        kill(life.pid, signal.SIGKILL)
    with suppress(ProcessLookupError):  # workers that were left and have not found out yet
        os.killpg(life.pid, signal.SIGKILL)


def look(case: Path) -> Counts:
    """What was left, as it is: the ledger's sums are those of the rows, and every row has its own bytes."""
    with tempfile.TemporaryDirectory() as scratch:
        copy = Path(shutil.copytree(case, Path(scratch) / "case"))
        store = Store(copy, formats().declared, Here)
        try:
            return _agree(store)
        finally:
            store.close()


def _agree(store: Store) -> Counts:
    total = Counts()
    rows: dict[int, list[tuple[int, int]]] = {}
    ids = store.select(View()).ids.tolist()
    for origin in chain.from_iterable(store.origins(ids).values()):
        rows.setdefault(origin.file, []).append((origin.ordinal, origin.offset))
    for entry in store.entries():
        found = sorted(rows.pop(entry.file, []))
        assert len(found) == entry.counts.records, (entry, len(found))
        assert [ordinal for ordinal, _ in found] == list(range(len(found))), entry
        total += entry.counts
    assert not rows, f"rows of files that the ledger does not have: {rows.keys()}"
    assert all(store.raws(ids))
    return total


def everything(session: Session) -> tuple[Counter[bytes], Counts, dict[str, int]]:
    """Raw records, counts, and the records of each file."""
    store = session.load()
    raw = Counter(store.raws(store.select(View()).ids.tolist()))
    files = {entry.path: entry.counts.records for entry in session.entries()}
    return raw, session.progress().counts, files


def compare(case: Path, logs: Path) -> Counts:
    """The session opened to its end says what a fresh look at the files says."""
    with Session([], workers=0, folder=partial(kept, str(case))) as session:
        found = everything(session)
    with Session([str(logs)], workers=0) as clean:
        expected = everything(clean)
    strange = {path: (found[2].get(path), expected[2].get(path)) for path in {*found[2], *expected[2]}}
    strange = {path: counts for path, counts in strange.items() if counts[0] != counts[1]}
    assert found[1:] == expected[1:], (found[1], expected[1], strange)
    assert found[0] == expected[0], (found[0] - expected[0], expected[0] - found[0])
    return found[1]


def campaign(kills: int, seed: int, scratch: Path, events: int = 20_000) -> Iterator[str]:
    """Kill that often; says what became of each session. Raises `AssertionError`."""
    for number, first in enumerate(range(0, kills, LIVES)):
        lives, chance = min(LIVES, kills - first), Random(seed + number)
        case, logs = scratch / f"case-{number}", scratch / f"logs-{number}"
        logs.mkdir()
        seen: list[int] = []
        with Writer(logs, seed + number, events):
            for _ in range(lives):
                kill_one(case, logs, chance)
                seen.append(look(case).records if (case / "events.duckdb").exists() else 0)
        total = compare(case, logs)
        yield f"seed {seed + number}: killed {lives} times with {seen} records; in the end {total}, and all agrees"


def main(argv: Sequence[str] | None = None) -> None:
    """Run what the arguments say."""
    parser = argparse.ArgumentParser(prog="python -m tests.kills", description=__doc__)
    parser.add_argument("--kills", type=int, default=200)
    parser.add_argument("--seed", type=int, default=1)
    parser.add_argument("--events", type=int, default=20_000, help="that are there from the start")
    parser.add_argument("--live", nargs=3, metavar=("CASE", "LOGS", "WORKERS"), help=argparse.SUPPRESS)
    asked = parser.parse_args(argv)
    if asked.live:
        live(asked.live[0], asked.live[1], int(asked.live[2]))
    with tempfile.TemporaryDirectory(prefix="tailtrail-kills-") as scratch:
        for said in campaign(asked.kills, asked.seed, Path(scratch), asked.events):
            print(said, flush=True)


if __name__ == "__main__":
    main()
