"""The logs that are measured: made when they are first asked for, by all processors, and kept for the next time."""

from __future__ import annotations

import gzip
from collections.abc import Callable, Iterator
from concurrent.futures import ProcessPoolExecutor
from dataclasses import dataclass
from datetime import timedelta
from itertools import islice
from multiprocessing import get_context
from pathlib import Path
from typing import TypeAlias

import orjson

from tests.bench.cast import ACCOUNTS
from tests.bench.records import PART, START, audit, records

Made: TypeAlias = Callable[[range, int], Iterator[bytes]]
"""The records of a part, of so many in all."""


def _delivered(number: int) -> str:
    time = START + timedelta(seconds=number)
    return f"{ACCOUNTS[0]}_CloudTrail_eu-central-1_{time:%Y%m%dT%H%MZ}_{number:016}.json.gz"


def _packed(part: list[bytes]) -> bytes:
    return gzip.compress(b'{"Records":[' + b",".join(part) + b"]}", 6, mtime=0)


def _lines(part: list[bytes]) -> bytes:
    return b"".join(raw + b"\n" for raw in part)


@dataclass(frozen=True, slots=True)
class Form:
    """How records become files: so many in each, its name by its first record, its bytes."""

    each: int
    name: Callable[[int], str]
    joined: Callable[[list[bytes]], bytes]
    made: Made = records
    share: int = 1
    """Of how many events it has one."""

    def write(self, folder: Path, part: range, count: int) -> int:
        """The files of a part; how many bytes its records have."""
        made, total = self.made(part, count), 0
        for number in range(part.start, part.stop, self.each):
            taken = list(islice(made, self.each))
            (folder / self.name(number)).write_bytes(self.joined(taken))
            total += sum(map(len, taken))
        return total


FORMS = {
    "large": Form(2_000, _delivered, _packed),
    "small": Form(50, _delivered, _packed),
    "lines": Form(PART, lambda number: f"events-{number:09}.jsonl", _lines),
    "audit": Form(PART, lambda number: f"audit.log.{number}", b"".join, audit, share=2),
}


@dataclass(frozen=True, slots=True)
class Data:
    """Logs under `root`: the same `events` in large packed files, small packed ones and JSON Lines; and audit text."""

    root: Path
    events: int

    @property
    def large(self) -> Path:
        return self._form("large")

    @property
    def small(self) -> Path:
        return self._form("small")

    @property
    def lines(self) -> Path:
        return self._form("lines")

    @property
    def audit(self) -> Path:
        return self._form("audit")

    def of(self, events: int) -> Data:
        """The same kinds of logs with more or fewer events."""
        return Data(self.root, events)

    def size(self, name: str) -> int:
        """Bytes of the records of a form, unpacked."""
        return int(self._note(self._form(name)).read_bytes())

    def _form(self, name: str) -> Path:
        """A folder with the files of a form, made now unless they are there."""
        folder = self.root / f"{self.events}" / name
        if not self._note(folder).exists():
            folder.mkdir(parents=True, exist_ok=True)
            count = self.events // FORMS[name].share
            parts = [range(number, min(number + PART, count)) for number in range(0, count, PART)]
            with ProcessPoolExecutor(mp_context=get_context("spawn")) as pool:
                made = pool.map(_write, *zip(*((name, folder, part, count) for part in parts), strict=True))
                self._note(folder).write_bytes(orjson.dumps(sum(made)))
        return folder

    @staticmethod
    def _note(folder: Path) -> Path:
        """Where it stands how many bytes were made."""
        return folder.with_suffix(".made")


def _write(name: str, folder: Path, part: range, count: int) -> int:
    return FORMS[name].write(folder, part, count)
