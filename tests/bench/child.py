"""What is measured runs in a process of its own: `python -m tests.bench.child KIND PATH [WORKERS]` prints JSON."""

from __future__ import annotations

import asyncio
import resource
import sys
import threading
import zlib
from collections.abc import Callable, Mapping
from pathlib import Path
from time import perf_counter, process_time

import msgspec
import orjson

TICK = 0.01
"""Seconds between ticks of the event loop whose lateness is taken."""

Found = dict[str, float]


class Document(msgspec.Struct):
    """A file as CloudTrail delivers it."""

    Records: list[msgspec.Raw]


def floor(folder: Path) -> Found:
    """F2: one thread, unpack, cut into records, decode each and drop it."""
    decoder = msgspec.json.Decoder(Document)
    paths = sorted(folder.iterdir())
    began, count, worked = perf_counter(), 0, process_time()
    for path in paths:
        for raw in decoder.decode(zlib.decompressobj(31).decompress(path.read_bytes())).Records:
            orjson.loads(memoryview(raw))
            count += 1
    return {"seconds": perf_counter() - began, "records": count, "cpu": process_time() - worked}


def load(folder: Path, workers: int) -> Found:
    """A whole session loaded beside an event loop, as the screen does; done when all is counted and can be filtered."""
    import textual.app  # noqa: F401 (its memory is part of the program's)

    from tui.session import Session
    from tui.view import View

    began, worked = perf_counter(), process_time()
    with Session([str(folder)], workers=workers) as session:
        late = asyncio.run(ticking(session.load))
        seconds, here = perf_counter() - began, process_time() - worked
        store = session.store
        count = store.count(View())
        on_disk = sum(path.stat().st_size for path in session.folder.iterdir())
        (row_id,) = store.select(View(filter="", since=0)).ids[count // 3 : count // 3 + 1].tolist()
        asked = perf_counter()
        store.raw(row_id)
        raw = perf_counter() - asked
    late.sort()
    return {
        "seconds": seconds,
        "records": count,
        "cpu": here + _worked(resource.RUSAGE_CHILDREN),
        "cpu_here": here,
        "folder": on_disk,
        "raw": raw,
        "memory": peak(resource.RUSAGE_SELF),
        "worker": peak(resource.RUSAGE_CHILDREN),
        "late_p99": late[int(len(late) * 0.99)],
        "late_max": late[-1],
    }


async def ticking(work: Callable[[], object]) -> list[float]:
    """Seconds by which each tick of an event loop came late while `work` was done in another thread."""
    late: list[float] = []
    failed: list[BaseException] = []

    def guarded() -> None:
        try:
            work()
        except BaseException as error:  # noqa: BLE001 (raised again below, in the thread that waits)
            failed.append(error)

    thread = threading.Thread(target=guarded)
    thread.start()
    while thread.is_alive():
        due = perf_counter() + TICK
        await asyncio.sleep(TICK)
        late.append(perf_counter() - due)
    if failed:
        raise failed[0]
    return late


def peak(who: int) -> float:
    """The most memory, in bytes, that this process or the largest of its children had."""
    most = resource.getrusage(who).ru_maxrss
    return most if sys.platform == "darwin" else most * 1024


def _worked(who: int) -> float:
    """Seconds that processors worked for this process or its children."""
    used = resource.getrusage(who)
    return used.ru_utime + used.ru_stime


def main() -> None:
    """Run what the arguments say."""
    kind, folder, *more = sys.argv[1:]
    found: Mapping[str, object]
    if kind == "floor":
        found = floor(Path(folder))
    elif kind == "load":
        found = load(Path(folder), int(more[0]))
    elif kind == "growth":
        from tests.bench import growth

        found = growth.measure(Path(folder))
    else:
        from tests.bench import filters

        found = filters.measure(Path(folder), int(more[0]))
    print(orjson.dumps(found).decode())


if __name__ == "__main__":
    main()
