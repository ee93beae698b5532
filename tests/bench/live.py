"""A live load: what is appended and what arrives while somebody watches, and how soon it is there to be seen."""

from __future__ import annotations

import asyncio
import gzip
import resource
import subprocess
import sys
import tempfile
import threading
from collections.abc import Iterator
from dataclasses import dataclass, field
from pathlib import Path
from time import monotonic, sleep, time

import orjson

from tests.bench.child import TICK
from tests.bench.run import ENVIRONMENT
from tests.bench.table import Line
from tests.conftest import audit, delivered
from tests.ledger import assert_adds_up
from tui.session import Session
from tui.view import View

SECONDS, EVENTS, FILES = 60, 5_000, 20
"""How long, and how many events and files are written in a second."""
PORTIONS = 50
"""Into so many writes a second the events are put."""
PACKED = 20
"""Records in a packed file."""
FIRST = 1_000_000
"""The number of the first record that comes packed."""
LOOK = 0.05
"""Seconds between looks at the newest event, as the screen takes them."""


def lines(seconds: int = SECONDS) -> Iterator[Line]:
    """What is measured: each in one run, of `seconds`."""
    found = _measured(seconds)
    yield Line("live: newest event there to be seen, p99", (found["late_p99"] * 1000,), "ms", 1000)
    yield Line("live: tick lateness, p99", (found["tick_p99"] * 1000,), "ms", 16, 8)
    yield Line("live: tick lateness, most", (found["tick_max"] * 1000,), "ms")
    yield Line("live: records written and not there", (found["lost"],), "")
    yield Line("live: memory at the middle", (found["memory_middle"] / 1e6,), "MB")
    yield Line("live: memory at the end", (found["memory_end"] / 1e6,), "MB")
    yield Line("live: records", (found["records"],), "")


def _measured(seconds: int) -> dict[str, float]:
    command = [sys.executable, "-m", "tests.bench.live", str(seconds)]
    found: dict[str, float] = orjson.loads(subprocess.run(command, check=True, stdout=-1, env=ENVIRONMENT).stdout)
    return found


def write(folder: Path, seconds: int) -> None:
    """Append and deliver at an even pace; a line on standard output for each portion: when, and its last record."""
    each, number, packed = EVENTS // PORTIONS, 0, 0
    began = monotonic()
    with (folder / "audit.log.0").open("ab", buffering=0) as log:
        for portion in range(seconds * PORTIONS):
            sleep(max(0.0, began + portion / PORTIONS - monotonic()))
            log.write(b"".join(map(audit, range(number, number + each))))
            number += each
            print(time(), number - 1, flush=True)
            while packed * PORTIONS < (portion + 1) * FILES:
                first = FIRST + packed * PACKED
                path = folder / "day" / f"{packed:06}.json.gz"
                path.with_suffix(".part").write_bytes(gzip.compress(delivered(*range(first, first + PACKED))))
                path.with_suffix(".part").rename(path)
                packed += 1


@dataclass
class Eye:
    """What whoever watches sees: when which record was first in the window that the screen asks for."""

    session: Session
    seen: list[tuple[float, int]] = field(default_factory=list)
    stop: threading.Event = field(default_factory=threading.Event)

    def watch(self) -> None:
        """Ask for the newest rows, again and again."""
        view, window = View(log="neptune_audit"), None
        while not self.stop.is_set():
            window = self.session.window(view, ("time", "action"), window)
            rows = window.rows(max(0, window.total - 40), window.total)
            times = [row.values["time"] for row in rows]
            newest = max((moment for moment in times if isinstance(moment, int)), default=0)
            self.seen.append((time(), newest // 1000 - 1_795_176_000_000))
            sleep(LOOK)


def watch(seconds: int) -> dict[str, float]:
    """A session beside an event loop, while another process writes."""
    import textual.app  # noqa: F401 (its memory is part of the program's)

    with tempfile.TemporaryDirectory(prefix="tailtrail-live-") as scratch:
        folder = Path(scratch)
        (folder / "day").mkdir()
        with Session([str(folder)], follow=True) as session:
            session.start()
            while session.progress().state != "following":
                sleep(0.01)
            return asyncio.run(_watched(session, folder, seconds))


async def _watched(session: Session, folder: Path, seconds: int) -> dict[str, float]:
    eye, written = Eye(session), list[bytes]()
    looking = threading.Thread(target=eye.watch)
    writing = threading.Thread(target=lambda: written.append(_written(folder, seconds)))
    looking.start()
    writing.start()
    late, memory = list[float](), list[float]()
    total, end = seconds * (EVENTS + FILES * PACKED), monotonic() + seconds + 30
    while monotonic() < end and (writing.is_alive() or session.progress().counts.records < total):
        due = monotonic() + TICK
        await asyncio.sleep(TICK)
        late.append(monotonic() - due)
        if len(late) % 100 == 0:
            memory.append(_memory())
    await asyncio.sleep(20 * LOOK)  # the last of them is to be seen, too
    eye.stop.set()
    await asyncio.to_thread(looking.join)
    assert_adds_up(session)
    portions = [line.split() for line in written[0].splitlines()]
    lags = sorted(_lags([(float(when), int(number)) for when, number in portions], eye.seen))
    late.sort()
    return {
        "late_p99": lags[int(len(lags) * 0.99)],
        "tick_p99": late[int(len(late) * 0.99)],
        "tick_max": late[-1],
        "lost": total - session.progress().counts.events,
        "records": session.progress().counts.records,
        "memory_middle": memory[len(memory) // 2],
        "memory_end": memory[-1],
    }


def _written(folder: Path, seconds: int) -> bytes:
    command = [sys.executable, "-m", "tests.bench.live", "write", str(folder), str(seconds)]
    return subprocess.run(command, check=True, stdout=subprocess.PIPE, env=ENVIRONMENT).stdout


def _lags(written: list[tuple[float, int]], seen: list[tuple[float, int]]) -> Iterator[float]:
    """Seconds from when each portion was on disk to when its last record, or a later one, was seen."""
    looks = iter(seen)
    at, newest = next(looks)
    for when, number in written:
        while newest < number:
            at, newest = next(looks)
        yield at - when


def _memory() -> float:
    """Bytes that this process has now."""
    try:
        return int(Path("/proc/self/statm").read_bytes().split()[1]) * float(resource.getpagesize())
    except OSError:
        return float(resource.getrusage(resource.RUSAGE_SELF).ru_maxrss)


def main() -> None:
    """Write, or watch."""
    if sys.argv[1] == "write":
        write(Path(sys.argv[2]), int(sys.argv[3]))
    else:
        print(orjson.dumps(watch(int(sys.argv[1]))).decode())


if __name__ == "__main__":
    main()
