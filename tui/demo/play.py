"""The live part: what is written when, and a player that writes it in time."""

from __future__ import annotations

import math
import random
import threading
import time
from collections.abc import Iterable, Iterator
from datetime import UTC, datetime, timedelta
from pathlib import Path

from msgspec import Struct

from tui.demo import acts, graph, traffic
from tui.demo.graph import Line
from tui.demo.history import write_past
from tui.demo.people import ALICE
from tui.demo.record import Call, dice
from tui.demo.trail import Append, Put, Write, audit_path, document, packed, perform, trail_path

SECONDS = 76
"""How long the live part lasts."""
HELD_UP, RELEASED = range(14, 22), 46
"""The seconds whose ordinary records come late, and the one in which they come."""
DATA_API = ("rdsdata.amazonaws.com", "rdsdataapi.amazonaws.com")


class Step(Struct, frozen=True):
    """One write of the live part, `at` seconds after its start."""

    at: float
    write: Write


def seen(call: Call, second: float) -> bool:
    """Whether such a call can still be made at that second, and be seen on the trail."""
    if second >= acts.SILENT_AFTER and call.body["eventSource"] in DATA_API:
        return False
    return second < acts.KEY_OFF or call.body["userIdentity"] != ALICE.identity


def ordinary(rng: random.Random, start: datetime, second: int) -> Iterator[Call]:
    """The ordinary calls of one second, as far as the trail records them."""
    for _ in range(rng.choice((0, 1, 1, 2, 2, 3))):
        moment = second + rng.random()
        call = traffic.ordinary(rng, start + timedelta(seconds=moment))
        if seen(call, moment):
            yield call


def trail_steps(seed: int, start: datetime) -> Iterator[Step]:
    """The trail's files, one a second.

    Real trails are minutes late and batch more; here a record comes 1 to 3 seconds late, to be seen coming. What was
    ordinary in a few of the seconds is held up on its way.
    """
    rng = dice(seed, "live trail")
    happening = acts.acts(rng, start)
    held: set[object] = set()
    for second in range(SECONDS):
        found = list(ordinary(rng, start, second))
        happening += found
        held |= {call.body["eventID"] for call in found if second in HELD_UP}
    batches: dict[int, list[Call]] = {}
    for call in sorted(happening, key=lambda call: call.at):
        late = (call.at - start).total_seconds() + rng.uniform(1, 2)
        second = RELEASED if call.body["eventID"] in held else math.ceil(late)
        batches.setdefault(second, []).append(call)
    for second in sorted(batches):
        rng.shuffle(batches[second])
        yield delivery(rng, start, second, batches[second])


def delivery(rng: random.Random, start: datetime, second: int, calls: Iterable[Call]) -> Step:
    """The step that delivers these records as one file."""
    path = trail_path(rng, start + timedelta(seconds=second))
    return Step(float(second), Put(path, packed(document(calls))))


def audit_steps(seed: int, start: datetime) -> Iterator[Step]:
    """The graph's audit log, line by line as it is written, until the graph is gone."""
    rng = dice(seed, "live audit")
    written: list[Line] = graph.attack(rng, lambda second: start + timedelta(seconds=second))
    second = 0.4
    while second < acts.GRAPH_GONE:
        written.append(graph.ordinary(rng, start + timedelta(seconds=second)))
        second += 0.3 + rng.expovariate(0.7)
    for line in written:
        late = (line.at - start).total_seconds() + 0.2
        yield Step(late, Append(audit_path(start), line.text))


def script(*, seed: int = 7, start: datetime) -> Iterator[Step]:
    """The live part in the order of its steps; `start` is the `now` that the history was written with."""
    start = start.astimezone(UTC)
    yield from sorted([*trail_steps(seed, start), *audit_steps(seed, start)], key=lambda step: step.at)


def trickle(*, seed: int = 7, start: datetime) -> Iterator[Step]:
    """What goes on after the script, without end: the ordinary day without Data API and graph."""
    rng, start = dice(seed, "trickle"), start.astimezone(UTC)
    second = SECONDS + 4
    while True:
        calls = list(ordinary(rng, start, second - 2))
        if calls:
            yield delivery(rng, start, second, calls)
        second += 1


def play(folder: Path, *, seed: int = 7, start: datetime, stop: threading.Event, speed: float = 1.0) -> None:
    """Performs the script `speed` times as fast as it happened, then lets traffic trickle until `stop`.

    The trickle keeps real time whatever the speed, so that it never floods the disk.
    Raises `OSError` as the disk does.
    """
    begun = time.monotonic()
    last = 0.0
    for step in script(seed=seed, start=start):
        if stop.wait(max(0.0, begun + step.at / speed - time.monotonic())):
            return
        perform(folder, step.write)
        last = step.at
    for step in trickle(seed=seed, start=start):
        if stop.wait(step.at - last):
            return
        perform(folder, step.write)
        last = step.at


def write_all(folder: Path, *, seed: int = 7, now: datetime) -> None:
    """Writes history and live part at once, the live part ending at `now`."""
    start = now - timedelta(seconds=SECONDS)
    write_past(folder, seed=seed, now=start)
    for step in script(seed=seed, start=start):
        perform(folder, step.write, min(now, start + timedelta(seconds=step.at)))
