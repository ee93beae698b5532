"""One sequence: a folder of logs, and what is done to them."""

from __future__ import annotations

import gzip
import os
from collections.abc import Callable
from pathlib import Path
from random import Random

from tests.conftest import audit, lines
from tests.faults.disk import full_after

STRIDE = 10_000
"""Records a sequence can have: its number times this is the first one's."""
TEXT = "Zoë ☃ 𝄞"
"""In every record, so that some are cut inside of a character."""


class Family:
    """What was written, where it lies, and what need not be found any more. Records are numbers."""

    def __init__(self, folder: Path, number: int, seed: int) -> None:
        self.folder, self.chance = folder, Random(f"{seed} {number}")
        self.next = number * STRIDE
        self.made = self.audits if self.chance.random() < 0.6 else self.events
        self.logs = [folder / name for name in ("audit.log.0", "audit.log.1")[: self.chance.choice([1, 1, 2])]]
        self.files: dict[Path, list[int]] = {}
        self.halves: dict[Path, tuple[int, bytes]] = {}
        self.growing: dict[Path, tuple[list[int], bytes]] = {}
        self.required: set[int] = set()
        self.seen: set[int] = set()
        self.torn = self.lost = self.rotations = 0
        self.history: list[str] = []
        folder.mkdir(parents=True)

    def audits(self, count: int) -> list[tuple[int, bytes]]:
        """Lines of a Neptune audit log: nothing in them tells one from a copy."""
        return [(number, audit(number, f"g.V().has('name', '{TEXT}')")) for number in self._numbers(count)]

    def events(self, count: int) -> list[tuple[int, bytes]]:
        """CloudTrail events as lines of JSON."""
        return [(number, lines(number).replace(b"alice", TEXT.encode())) for number in self._numbers(count)]

    def _numbers(self, count: int) -> range:
        self.next += count
        return range(self.next - count, self.next)

    def step(self, *, careful: bool) -> None:
        """One thing happens; `careful`: everything written so far is known to be seen, so it may be the worst."""
        for path in list(self.growing):
            self.grow(path)
        does = self.chance.choice(DESTROYING if careful else HARMLESS + DESTROYING)
        path = self.chance.choice(self.logs)
        self.history.append(f"{does.__name__} {path.name}")
        does(self, path)

    def finish(self) -> None:
        """What was begun is ended."""
        for path in list(self.growing):
            while path in self.growing:
                self.grow(path)
        for path in list(self.halves):
            self.complete(path)

    def wrote(self, path: Path, numbers: list[int]) -> None:
        """Records lie in a file, whole."""
        self.files.setdefault(path, []).extend(numbers)
        self.required.update(numbers)

    def destroyed(self, path: Path) -> None:
        """A file holds nothing any more of what it held."""
        held = self.files.pop(path, [])
        elsewhere = {number for numbers in self.files.values() for number in numbers}
        gone = set(held) - elsewhere - self.seen
        self.required -= gone
        self.lost += len(gone)
        if self.halves.pop(path, None):
            self.torn += 1

    def complete(self, path: Path) -> None:
        """Write the rest of the record that was begun at the end of a file."""
        if path in self.halves:
            number, rest = self.halves.pop(path)
            put(path, rest)
            self.wrote(path, [number])

    def append(self, path: Path) -> None:
        """Some whole records."""
        self.complete(path)
        made = self.made(self.chance.randrange(1, 12))
        put(path, b"".join(data for _, data in made))
        self.wrote(path, [number for number, _ in made])

    def burst(self, path: Path) -> None:
        """The same in pieces that end anywhere."""
        self.complete(path)
        made = self.made(self.chance.randrange(1, 12))
        data = b"".join(data for _, data in made)
        while data:
            size = self.chance.randrange(1, 400)
            put(path, data[:size])
            data = data[size:]
        self.wrote(path, [number for number, _ in made])

    def partial(self, path: Path) -> None:
        """A record whose rest comes later, or never."""
        self.complete(path)
        ((number, data),) = self.made(1)
        cut = self.chance.randrange(1, len(data))
        put(path, data[:cut])
        self.halves[path] = number, data[cut:]

    def fill_disk(self, path: Path) -> None:
        """The disk is full in the midst of a record, and then it is not; writers go on in one of three ways."""
        self.complete(path)
        ((number, data),) = self.made(1)
        begin = path.stat().st_size if path.exists() else 0
        written = full_after(path, data, self.chance.randrange(1, len(data)))
        # What follows an open quote of an audit log may belong to the query in it: nobody can tell it from a forgery.
        # And a text that begins in the midst of a line is told from no other text.
        unclear = self.made == self.audits and (b'"' in data[:written] or not self.files.get(path))
        match self.chance.randrange(2 if unclear else 3):
            case 0:  # with the rest
                self.halves[path] = number, data[written:]
            case 1:  # with all of it, having taken back the piece
                os.truncate(path, begin)
                put(path, data)
                self.wrote(path, [number])
            case _:  # on a new line
                put(path, b"\n")
                self.torn += 1

    def touch(self, path: Path) -> None:
        """Nothing but its times."""
        if path.exists():
            os.utime(path, self.chance.choice([None, (1_700_000_000, 1_700_000_000)]))

    def chmod(self, path: Path) -> None:
        """For a moment nobody may read it."""
        if path.exists():
            path.chmod(0)
            path.chmod(0o644)

    def rename(self, path: Path) -> None:
        """Rotation: another name, and a new file; a record that was begun is ended in the old one."""
        if path.exists():
            self.rotations += 1
            old = path.with_name(f"{path.name}.{self.rotations}")
            path.rename(old)
            self.moved(path, old)
            if self.chance.random() < 0.5:
                self.complete(old)
            self.append(path)

    def moved(self, path: Path, to: Path) -> None:
        """What was known of one path is true of another."""
        for known in (self.files, self.halves):
            if path in known:
                known[to] = known.pop(path)  # type: ignore[assignment]

    def copy_truncate(self, path: Path) -> None:
        """Rotation by copy: nothing is lost, the copy has it all."""
        if path.exists():
            self.complete(path)
            self.rotations += 1
            old = path.with_name(f"{path.name}.{self.rotations}")
            old.write_bytes(path.read_bytes())
            os.truncate(path, 0)
            self.moved(path, old)
            if self.chance.random() < 0.7:
                self.append(path)

    def pack(self, path: Path) -> None:
        """The oldest rotated file is packed, and the plain one deleted."""
        plain = [old for old in self.files if old.suffix != ".gz" and old not in self.logs and old.exists()]
        if plain:
            self.complete(plain[0])
            packed = plain[0].with_name(plain[0].name + ".gz")
            packed.write_bytes(gzip.compress(plain[0].read_bytes()))
            plain[0].unlink()
            self.moved(plain[0], packed)

    def sync(self, path: Path) -> None:
        """A longer copy takes the place of a file, as rsync puts it there."""
        if path.exists():
            self.complete(path)
            made = self.made(self.chance.randrange(1, 12))
            part = path.with_name(f".{path.name}.a1B2c3")
            part.write_bytes(path.read_bytes() + b"".join(data for _, data in made))
            part.rename(path)
            self.wrote(path, [number for number, _ in made])

    def gz_rename(self, path: Path) -> None:
        """A packed file is put in place whole."""
        to, numbers, data = self.packed()
        part = to.with_name(to.name + ".part")
        part.write_bytes(data)
        part.rename(to)
        self.wrote(to, numbers)

    def gz_in_place(self, path: Path) -> None:
        """A packed file is written where it is seen, piece by piece."""
        to, numbers, data = self.packed()
        self.growing[to] = numbers, data

    def grow(self, path: Path) -> None:
        """The next piece of it."""
        numbers, data = self.growing.pop(path)
        size = self.chance.randrange(1, len(data) + 1)
        put(path, data[:size])
        if data[size:]:
            self.growing[path] = numbers, data[size:]
        else:
            self.wrote(path, numbers)

    def packed(self) -> tuple[Path, list[int], bytes]:
        """A packed file of one or two members."""
        made = self.made(self.chance.randrange(2, 40))
        parts = [made] if self.chance.random() < 0.7 else [made[:1], made[1:]]
        data = b"".join(gzip.compress(b"".join(data for _, data in part)) for part in parts)
        return self.folder / f"{made[0][0]:09}.gz", [number for number, _ in made], data

    def replace(self, path: Path) -> None:
        """Something else takes the place of a file."""
        self.destroyed(path)
        made = self.made(self.chance.randrange(1, 12))
        part = path.with_name(path.name + ".tmp")
        part.write_bytes(b"".join(data for _, data in made))
        part.rename(path)
        self.wrote(path, [number for number, _ in made])

    def delete(self, path: Path) -> None:
        """It is gone, and perhaps made anew: with the same inode, as likely as not."""
        path.unlink(missing_ok=True)
        self.destroyed(path)
        if self.chance.random() < 0.7:
            self.append(path)

    def truncate(self, path: Path) -> None:
        """It is emptied, and perhaps written to at once."""
        if path.exists():
            os.truncate(path, 0)
            self.destroyed(path)
            if self.chance.random() < 0.7:
                self.append(path)


def put(path: Path, data: bytes) -> None:
    """Write behind what is there."""
    with path.open("ab", buffering=0) as file:
        file.write(data)


Fault = Callable[[Family, Path], None]
HARMLESS: tuple[Fault, ...] = (
    *(Family.append, Family.append, Family.burst, Family.partial, Family.fill_disk, Family.touch, Family.chmod),
    *(Family.rename, Family.copy_truncate, Family.pack, Family.sync, Family.gz_rename, Family.gz_in_place),
)
DESTROYING: tuple[Fault, ...] = (Family.replace, Family.delete, Family.truncate)
