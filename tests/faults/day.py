"""`python -m tests.faults.day`: a day of deliveries arrives while somebody browses, some twice, in no order."""

from __future__ import annotations

import argparse
import tempfile
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path
from random import Random
from threading import Thread
from time import monotonic, sleep

from tests.conftest import delivered, write_packed
from tests.ledger import assert_adds_up
from tui.progress import State
from tui.session import Session
from tui.view import View

RECORDS = 12
"""Records a file has at most."""
AGAIN = 0.2
"""So many of the files are delivered again under another name, some of their records among others."""


@dataclass(frozen=True, slots=True)
class Day:
    """What arrived: different records, and copies of them."""

    files: int
    events: int
    copies: int


def plan(files: int, seed: int) -> list[list[int]]:
    """The records of each file, in the order of arrival."""
    chance = Random(seed)
    made: list[list[int]] = []
    number = 0
    for _ in range(files):
        count = chance.randrange(1, RECORDS)
        made.append(list(range(number, number + count)))
        number += count
    for records in chance.sample(made, int(files * AGAIN)):
        made.append([*records, number] if chance.random() < 0.5 else records)
        number += 1
    chance.shuffle(made)
    return made


def arrive(folder: Path, made: list[list[int]], pause: Callable[[], float]) -> None:
    """Put the files where they are seen, one after the other."""
    for number, records in enumerate(made):
        hour = folder / f"{number % 24:02}"
        write_packed(hour / f"{number:06}.json.gz", delivered(*records))
        sleep(pause())


def day(folder: Path, files: int, seed: int, *, workers: int, patience: float = 60) -> Day:
    """Follow a day, browse meanwhile, and hold the ledger against what arrived; raises `AssertionError`."""
    made, chance = plan(files, seed), Random(seed)
    events = {number for records in made for number in records}
    copies = sum(map(len, made)) - len(events)
    with Session([str(folder)], follow=True, workers=workers) as session:
        session.start()
        while session.progress().state is not State.FOLLOWING:
            sleep(0.01)
        thread = Thread(target=arrive, args=(folder, made, lambda: chance.uniform(0, 0.004)))
        thread.start()
        browse(session, len(events) + copies, patience)
        thread.join()
        counts = session.progress().counts
        assert (counts.events, counts.unparsed, counts.duplicates) == (len(events), 0, copies), counts
        assert session.window(View(), ("time",), None).total == len(events)
        assert_adds_up(session)
    return Day(len(made), len(events), copies)


def browse(session: Session, records: int, patience: float) -> None:
    """Look at the newest rows, a filter's and the ledger, until all records are there; what is seen always adds up."""
    window, deadline = None, monotonic() + patience
    while session.progress().counts.records < records:
        assert monotonic() < deadline, session.progress()
        window = session.window(View(), ("time", "action"), window)
        window.rows(max(0, window.total - 40), window.total)
        filtered = session.window(View(filter="action:Describe*"), ("time",), None)
        assert filtered.total >= window.total
        assert all(entry.counts.records >= 0 for entry in session.entries())
        sleep(0.02)


def main() -> None:
    """Follow a whole day and say what it came to."""
    parser = argparse.ArgumentParser(prog="python -m tests.faults.day", description=__doc__)
    parser.add_argument("--files", type=int, default=4000)
    parser.add_argument("--seed", type=int, default=1)
    parser.add_argument("--workers", type=int, default=2)
    asked = parser.parse_args()
    with tempfile.TemporaryDirectory(prefix="tailtrail-day-") as scratch:
        began = monotonic()
        came = day(Path(scratch), asked.files, asked.seed, workers=asked.workers, patience=600)
        print(
            f"seed {asked.seed}: {came.files:,} files, {came.events:,} events and {came.copies:,} copies of them,"
            f" all accounted for, {monotonic() - began:,.0f} s"
        )


if __name__ == "__main__":
    main()
