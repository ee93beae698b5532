"""Loading: every form of the same events, each run right after the floor it is compared with."""

from __future__ import annotations

import sys
from collections.abc import Iterator
from pathlib import Path

from tests.bench.data import Data
from tests.bench.run import child, seconds
from tests.bench.table import Line

WORKERS = 2
MB = 1e6


def small(data: Data, repeat: int) -> Iterator[Line]:
    """Packed files of 50 events."""
    yield from _against_floor("small", data.small, data, repeat, 1.9, 1.4)[0]


def lines(data: Data, repeat: int) -> Iterator[Line]:
    """JSON Lines."""
    yield from _against_floor("lines", data.lines, data, repeat, 1.7, 1.2)[0]


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


def large(data: Data, repeat: int) -> Iterator[Line]:
    """Packed files of 2,000 events, and what else is seen while they load."""
    found, floors, loads = _against_floor("large", data.large, data, repeat, 1.9, 1.5)
    size = data.size("large")

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


def audit(data: Data, repeat: int) -> Iterator[Line]:
    """The text of the Neptune audit log."""
    text, json, ratios = data.size("audit"), data.size("large"), []
    for _ in range(repeat):
        floor, load = child("floor", data.large), child("load", data.audit, WORKERS)
        _expect([load], data.events // 2)
        ratios.append((load["seconds"] / text) / (floor["seconds"] / json))
    yield Line("load, Neptune audit text: time a MB", tuple(ratios), "× F2", 2, 1)


def _expect(loads: Runs, events: int) -> None:
    found = {int(load["records"]) for load in loads}
    if found != {events}:
        raise ValueError(f"{events} events were to be loaded, not {found}")


def count(data: Data, repeat: int) -> Iterator[Line]:
    """Counting one file without a screen."""
    file = str(min(data.large.iterdir()))
    times, ratios = [], []
    for _ in range(repeat):
        base = seconds([sys.executable, "-c", "import duckdb, orjson"])
        times.append(seconds([sys.executable, "-m", "tui", "query", file, "--count"]))
        ratios.append(times[-1] / base)
    yield Line("query --count of 2,000 events", tuple(time * 1000 for time in times), "ms")
    yield Line("query --count to import duckdb, orjson", tuple(ratios), "×", 2.5, 1.5)
