"""What ten times as many events cost: loading, filters and memory, as ratios of two loads in one run."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path
from statistics import median
from time import perf_counter

from tests.bench.data import Data
from tests.bench.run import child
from tests.bench.table import Line

TIMES = 10
MOST = TIMES * 1.1
"""What is linear may take that many times as long."""
MB = 1e6


def lines(data: Data, repeat: int) -> Iterator[Line]:
    """Everything about growth, from the events of `data` to ten times as many."""
    grown = data.of(data.events * TIMES)
    both = [(child("growth", data.large), child("growth", grown.large)) for _ in range(repeat)]
    name = f"{data.events:,} → {grown.events:,}"

    def ratios(key: str) -> tuple[float, ...]:
        return tuple(large[key] / small[key] for small, large in both)

    yield Line(f"growth {name}: load time", ratios("seconds"), "×", MOST)
    yield Line("growth: 40 filters, median", ratios("p50"), "×", MOST)
    yield Line("growth: 40 filters, p95", ratios("p95"), "×", MOST)
    yield Line("growth: memory of the main process", ratios("memory"), "×", MOST, 1.1)
    for found, events in zip(zip(*both, strict=True), (data.events, grown.events), strict=True):
        of = f"of {events:,} events"
        yield Line(f"growth: load {of}", tuple(each["seconds"] for each in found), "s")
        yield Line(f"growth: 40 filters {of}, median", tuple(each["p50"] for each in found), "ms")
        yield Line(f"growth: 40 filters {of}, p95", tuple(each["p95"] for each in found), "ms")
        yield Line(f"growth: memory {of}, loaded", tuple(each["loaded"] / MB for each in found), "MB", 1500)
        yield Line(f"growth: memory {of}, filtered", tuple(each["memory"] / MB for each in found), "MB", 1500)
        yield Line(f"growth: memory of a worker {of}", tuple(each["worker"] / MB for each in found), "MB", 160, 120)


def measure(folder: Path) -> dict[str, float]:
    """In a process of its own: a load, then the forty filters; seconds, milliseconds, bytes at most."""
    import resource

    from tests.bench.child import peak
    from tests.bench.filters import FILTERS, everything, timed
    from tui.session import Session

    began = perf_counter()
    with Session([str(folder)]) as session:
        session.load()
        seconds, loaded = perf_counter() - began, peak(resource.RUSAGE_SELF)
        times = sorted(timed(lambda text=text: everything(session, text)) for text in FILTERS)  # type: ignore[misc]
        return {
            "seconds": seconds,
            "loaded": loaded,
            "p50": median(times),
            "p95": times[int(len(times) * 0.95) - 1],
            "memory": peak(resource.RUSAGE_SELF),
            "worker": peak(resource.RUSAGE_CHILDREN),
        }
