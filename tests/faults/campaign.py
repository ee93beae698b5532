"""Sequences side by side, followed by one session, and what must be true at their end."""

from __future__ import annotations

import re
import subprocess
import sys
from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path
from time import monotonic, sleep
from typing import Any

import orjson
from msgspec.structs import replace

from tests.faults.family import STRIDE
from tests.ledger import assert_adds_up
from tui.progress import State
from tui.session import Session
from tui.store.ledger import FileEntry
from tui.view import View
from tui.window import RowGoneError

STEPS = 10
"""What is done in a sequence, besides the faults that wait until everything is seen."""
REST = 3
"""After so many steps everything is waited for."""
QUIET = 1.5
"""Seconds without a change after which everything has come to its end."""
PATIENCE = 60
"""Seconds that a record may take to be found."""
NUMBER = re.compile(rb"requestId=r-(\d+)|-4000-8000-0*(\d+)\"")


@dataclass(frozen=True, slots=True)
class Outcome:
    """What a campaign came to."""

    sequences: int
    records: int
    lost_to_the_system: int
    torn: int


def campaign(folder: Path, *, seed: int, first: int, count: int, workers: int) -> Outcome:
    """Run sequences `first` to `first + count`; raises `AssertionError` that tells of every one that went wrong."""
    command = [sys.executable, "-m", "tests.faults.writer", *map(str, (folder, seed, first, count))]
    folder.mkdir()
    with (
        Session([str(folder)], follow=True, workers=workers) as session,
        subprocess.Popen(command, stdin=subprocess.PIPE, stdout=subprocess.PIPE) as writer,
    ):
        session.start()
        watch = Watch(session)
        watch.until(lambda: session.progress().state is State.FOLLOWING)
        for step in range(STEPS):
            said = ask(writer, "step")
            if step % REST == REST - 1:
                watch.until(lambda said=said: watch.has(said["required"]), said)
                ask(writer, "seen")
                said = ask(writer, "careful")
        said = ask(writer, "finish")
        watch.until(lambda: watch.has(said["required"]) and watch.settled(), said)
        assert writer.stdin is not None
        writer.stdin.close()
        return judge(session, said, count)


def ask(writer: subprocess.Popen[bytes], what: str) -> dict[str, Any]:
    """Have the writer do something; what must be found by then."""
    assert writer.stdin is not None
    assert writer.stdout is not None
    writer.stdin.write(what.encode() + b"\n")
    writer.stdin.flush()
    said: dict[str, Any] = orjson.loads(writer.stdout.readline())
    return said


class Watch:
    """Knows which records the store has had."""

    def __init__(self, session: Session) -> None:
        self._session, self._end, self._had = session, 0, set[int]()
        self._ledger: dict[int, FileEntry] = {}
        self._changed: list[FileEntry] = []
        self._since = monotonic()

    def has(self, wanted: Sequence[int]) -> bool:
        """Whether all of these are there."""
        if (end := self._session.end) > self._end:
            self._had.update(numbers(self._session, self._end))
            self._end = end
        return self._had.issuperset(wanted)

    def settled(self) -> bool:
        """Whether every file was read to an end that is told, and nothing has changed for a while."""
        ledger = {entry.file: replace(entry, place="") for entry in self._session.entries()}
        if changed := [entry for file, entry in ledger.items() if self._ledger.get(file) != entry]:
            self._ledger, self._changed, self._since = ledger, changed, monotonic()
        files = all(entry.finished or entry.vanished or entry.unread for entry in ledger.values())
        return files and monotonic() - self._since > QUIET

    def until(self, condition: Any, said: dict[str, Any] | None = None) -> None:
        """Wait for something to come true."""
        deadline = monotonic() + PATIENCE
        while not condition():
            progress = self._session.progress()
            assert progress.state is not State.FAILED, progress.trouble
            assert monotonic() < deadline, self._missing(said)
            sleep(0.02)

    def _missing(self, said: dict[str, Any] | None) -> str:
        lost = sorted(set(said["required"]) - self._had) if said else []
        if said and lost:
            return told("never found", lost, said, self._session.entries())
        return f"it never became quiet: {self._changed}"


def numbers(session: Session, since: int = 0) -> list[int]:
    """The records in the store, from row `since` on, as often as they are there."""
    ids = [number for number in session.store.select(View()).ids.tolist() if number >= since]
    try:
        raws = b"\n".join(session.store.raws(ids))
    except RowGoneError:  # the rest of a record came between the two questions
        return numbers(session, since)
    return [int(one or other) for one, other in NUMBER.findall(raws)]


def judge(session: Session, said: dict[str, Any], count: int) -> Outcome:
    """Compare what is in the store with what must be."""
    ledger = session.entries()
    whole = Counter(numbers(session)) - Counter(numbers_of(session, View(log="unparsed")))
    lost = sorted(set(said["required"]) - whole.keys())
    twice = sorted(number for number, times in whole.items() if times > 1)
    assert not lost, told("lost", lost, said, ledger)
    assert not twice, told("stored more than once", twice, said, ledger)
    copied = {number_of(entry.path): entry.counts.duplicates for entry in ledger if entry.counts.duplicates}
    assert not copied, told("taken for duplicates", [number * STRIDE for number in copied], said, ledger)
    # What a file ended in when it was emptied or went stays told as cut off, though the record is whole elsewhere.
    left = [entry for entry in ledger if entry.counts.unparsed and not (entry.vanished and entry.tail)]
    strange = {number_of(entry.path) for entry in left} - set(said["torn"])
    assert not strange, told("unparsed, for no reason", [number * STRIDE for number in strange], said, ledger)
    assert_adds_up(session)
    return Outcome(count, len(whole), len(whole.keys() - set(said["required"])), len(said["torn"]))


def number_of(path: str) -> int:
    """The sequence that a file is of."""
    return int(Path(path).parent.name)


def numbers_of(session: Session, view: View) -> list[int]:
    """The records that rows of a view hold."""
    raws = session.store.raws(session.store.select(view).ids.tolist())
    return [int(one or other) for raw in raws for one, other in NUMBER.findall(raw)]


def told(what: str, records: Sequence[int], said: dict[str, Any], ledger: Sequence[FileEntry]) -> str:
    """Records by sequence, with all that was done there and what the ledger says of it."""
    by: dict[int, list[int]] = {}
    for number in records:
        by.setdefault(number // STRIDE, []).append(number)
    lines = [f"{what}, in {len(by)} sequences:"]
    for number, lost in list(by.items())[:5]:
        lines.append(f"{number}: {lost} after {'; '.join(said['history'][str(number)])}")
        lines += [f"  {replace(entry, place='')}" for entry in ledger if number_of(entry.path) == number]
    return "\n".join(lines)
