"""Loading: every form of the same events, each run right after the floor it is compared with."""

from __future__ import annotations

import os
import sys
from collections.abc import Iterator, Sequence
from pathlib import Path

from tests.bench.data import Data
from tests.bench.run import child, seconds
from tests.bench.table import Line

WORKERS = 2
MB = 1e6


def lines(data: Data, repeat: int, only: Sequence[str]) -> Iterator[Line]:
    """Everything about loading."""
    if not only or "large" in only:
        yield from _large(data, repeat)
    for name, folder, goal, aim in (("small", data.small, 1.9, 1.4), ("lines", data.lines, 1.7, 1.2)):
        if not only or name in only:
            yield from _against_floor(name, folder, data, repeat, goal, aim)[0]
    if not only or "audit" in only:
        yield _audit(data, repeat)
    if not only or "count" in only:
        yield from _count(data, repeat)
    if (not only or "paint" in only) and os.name == "posix":
        yield _first_paint(data, repeat)


Runs = list[dict[str, float]]


def _against_floor(
    name: str, folder: Path, data: Data, repeat: int, goal: float, aim: float
) -> tuple[list[Line], Runs, Runs]:
    floors, loads = Runs(), Runs()
    for _ in range(repeat):
        floors.append(child("floor", data.large))
        loads.append(child("load", folder, WORKERS))
    _expect(loads, data.events)
    both = list(zip(loads, floors, strict=True))
    time = tuple(load["seconds"] / floor["seconds"] for load, floor in both)
    work = tuple(load["cpu"] / floor["cpu"] for load, floor in both)
    found = [
        Line(f"load, {name}: time", time, "× F2", goal, aim),
        Line(f"load, {name}: work of all processors", work, "× F2"),
    ]
    return found, floors, loads


def _large(data: Data, repeat: int) -> Iterator[Line]:
    found, floors, loads = _against_floor("large", data.large, data, repeat, 1.9, 1.5)
    size = data.sizes()["json"]

    def each(name: str, factor: float = 1.0) -> tuple[float, ...]:
        return tuple(load[name] * factor for load in loads)

    per_event = 1e6 / data.events
    yield Line("F2", tuple(floor["seconds"] * per_event for floor in floors), "µs an event")
    yield from found
    yield Line("load, large: work of the main process", each("cpu_here", per_event), "µs an event")
    yield Line("tick lateness while loading, p99", each("late_p99", 1000), "ms", 16, 8)
    yield Line("tick lateness while loading, most", each("late_max", 1000), "ms", 60, 20)
    yield Line("memory of the main process", each("memory", 1 / MB), "MB", 500, 350)
    yield Line("memory of a worker", each("worker", 1 / MB), "MB", 160, 120)
    yield Line("session folder to JSON", each("folder", 100 / size), "%", 30, 22)
    yield Line("one raw record", each("raw", 1000), "ms", 5, 1)


def _audit(data: Data, repeat: int) -> Line:
    sizes, ratios = data.sizes(), []
    for _ in range(repeat):
        floor, load = child("floor", data.large), child("load", data.audit, WORKERS)
        _expect([load], data.events // 2)
        ratios.append((load["seconds"] / sizes["audit"]) / (floor["seconds"] / sizes["json"]))
    return Line("load, Neptune audit text: time a MB", tuple(ratios), "× F2", 2, 1)


def _first_paint(data: Data, repeat: int) -> Line:
    """Exec → first rows on a terminal, to an empty Textual program."""
    from tests.bench.first_paint import EMPTY, OURS, WORD, first_paint

    ratios = []
    for _ in range(repeat):
        base = first_paint([sys.executable, "-c", EMPTY], WORD)
        ratios.append(first_paint([sys.executable, "-c", OURS, str(data.small)], b"Describe") / base)
    return Line("exec to first rows of a folder of small files", tuple(ratios), "× E", 1.5, 1.15)


def _expect(loads: Runs, events: int) -> None:
    found = {int(load["records"]) for load in loads}
    if found != {events}:
        raise ValueError(f"{events} events were to be loaded, not {found}")


def _count(data: Data, repeat: int) -> Iterator[Line]:
    file = str(min(data.large.iterdir()))
    times, ratios = [], []
    for _ in range(repeat):
        base = seconds([sys.executable, "-c", "import duckdb, orjson"])
        times.append(seconds([sys.executable, "-m", "tui", "query", file, "--count"]))
        ratios.append(times[-1] / base)
    yield Line("query --count of 2,000 events", tuple(time * 1000 for time in times), "ms")
    yield Line("query --count to import duckdb, orjson", tuple(ratios), "×", 2.5, 1.5)
