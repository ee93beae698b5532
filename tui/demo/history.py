"""The three hours before the demo opens."""

from __future__ import annotations

import math
import random
from collections.abc import Iterator
from datetime import UTC, datetime, timedelta
from functools import partial
from pathlib import Path

from tui.demo import acts, graph, traffic
from tui.demo import databases as db
from tui.demo.graph import Line
from tui.demo.people import BOB, BUILD, CI_TOKEN
from tui.demo.record import Call, dice, event
from tui.demo.trail import Delivery, Put, audit_files, damaged, deliveries, digest, held_up, perform

MINUTES = 180
BUSY = 14.0
"""Calls in an average minute."""
LULL = range(62, 71)
LOADING = (31, 92, 151)
BUILDS = (46, 108, 163)
MISSED = timedelta(minutes=117), timedelta(minutes=97)
"""How long ago the files were delivered that nobody copied into the folder: only the digest knows of them."""
DAMAGED, HELD_UP, LATE = timedelta(minutes=90), timedelta(minutes=55), 25
"""How long ago the damaged file was delivered, and one should have been that came so many minutes late."""
MUTED = (122.3, 138.7)
"""The minutes between which the trail leaves out KMS."""
GRAPH_READY = 16
"""The minute from which the new graph writes its audit log."""


def wave(minute: int) -> float:
    """How busy a minute is, 1 being the average: the day breathes, and has a lull."""
    return 0.25 if minute in LULL else 1 + 0.45 * math.sin(minute / 13) + 0.2 * math.sin(minute / 3.1)


def within(rng: random.Random, begin: datetime, mean: float) -> list[datetime]:
    """About `mean` moments of one minute, in order."""
    count = max(0, round(rng.gauss(mean, math.sqrt(mean) / 2)))
    return sorted(begin + timedelta(seconds=60 * rng.random()) for _ in range(count))


def new_graph(rng: random.Random, begin: datetime) -> Iterator[Call]:
    """The morning's cut-over: the Neptune cluster is made, its audit log switched on."""
    at = [begin + timedelta(minutes=m) for m in (6, 7, 9)]
    yield db.create_graph(rng, at[0], BUILD)
    yield event(
        rng,
        at[1],
        "rds.CreateDBInstance",
        BUILD,
        requestParameters={
            "dBInstanceIdentifier": db.GRAPH_INSTANCE,
            "dBClusterIdentifier": db.GRAPH,
            "dBInstanceClass": "db.r6g.large",
            "engine": "neptune",
        },
        responseElements=db.instance(db.GRAPH_INSTANCE, "neptune", "creating"),
    )
    on = {"parameterName": "neptune_enable_audit_log", "parameterValue": "1", "applyMethod": "pending-reboot"}
    yield event(
        rng,
        at[2],
        "rds.ModifyDBClusterParameterGroup",
        BUILD,
        requestParameters={"dBClusterParameterGroupName": db.GRAPH_PARAMETERS, "parameters": [on]},
        responseElements={"dBClusterParameterGroupName": db.GRAPH_PARAMETERS},
    )


def build(rng: random.Random, begin: datetime, name: str, *, tidy: bool) -> Iterator[Call]:
    """One run of the build, which makes a scratch cluster, tests against it and deletes it when `tidy`."""
    moments = [begin + timedelta(seconds=12 * n + 5 * rng.random()) for n in range(18)]
    yield traffic.assume(rng, moments[0], CI_TOKEN, "build-role", "build-role")
    yield event(
        rng,
        moments[1],
        "rds.CreateDBCluster",
        BUILD,
        requestParameters={
            "dBClusterIdentifier": name,
            "engine": "aurora-postgresql",
            "tags": [{"key": "ci", "value": name}],
        },
        responseElements=db.cluster(name, "aurora-postgresql", "creating"),
    )
    for at in moments[2:8]:
        yield event(rng, at, "rds.DescribeDBClusters", BUILD, requestParameters={"dBClusterIdentifier": name})
    for at in moments[8:17]:
        yield db.statement(rng, at, "ExecuteStatement", BUILD, name)
    if tidy:
        yield acts.scratch(rng, moments[17], name)


def muting(rng: random.Random, begin: datetime) -> Iterator[Call]:
    """Bob takes KMS out of the trail for a while, and puts it back: an auditing gap that nobody meant harm by."""
    since, until = (begin + timedelta(minutes=minute) for minute in MUTED)
    yield acts.selected(rng, since, BOB, "kms.amazonaws.com")
    yield acts.selected(rng, until, BOB)


def recorded(call: Call, begin: datetime) -> bool:
    """Whether the trail records the call at all."""
    minute = (call.at - begin).total_seconds() / 60
    return call.body["eventSource"] != "kms.amazonaws.com" or not MUTED[0] <= minute < MUTED[1]


def calls(seed: int, now: datetime) -> list[Call]:
    """Every record of the history, in time order, the first acts of the incident included."""
    rng, begin = dice(seed, "history"), now - timedelta(minutes=MINUTES)
    found = list(new_graph(rng, begin))
    for minute in range(MINUTES):
        opening = begin + timedelta(minutes=minute)
        found += (traffic.ordinary(rng, at) for at in within(rng, opening, BUSY * wave(minute)))
        if any(0 <= minute - start < 4 for start in LOADING):
            found += (traffic.etl(rng, at) for at in within(rng, opening, 45))
    for number, minute in enumerate(BUILDS):
        # The last run is still at work when the demo opens: its cluster goes in the midst of the incident.
        opening = begin + timedelta(minutes=minute)
        found += build(rng, opening, f"ci-scratch-{4712 + number}", tidy=minute != BUILDS[-1])
    found += [*muting(rng, begin), *acts.first_acts(rng, now)]
    return sorted((call for call in found if recorded(call, begin)), key=lambda call: call.at)


def lines(seed: int, now: datetime) -> list[Line]:
    """The graph's audit log up to `now`; several threads write it, so not quite in time order."""
    rng, begin = dice(seed, "audit"), now - timedelta(minutes=MINUTES)
    found: list[Line] = []
    for minute in range(GRAPH_READY, MINUTES):
        opening = begin + timedelta(minutes=minute)
        found += (graph.ordinary(rng, at) for at in within(rng, opening, 3.4 * wave(minute)))
    return sorted(found, key=lambda line: line.at + timedelta(seconds=2 * rng.random()))


def faulty(files: list[Delivery], now: datetime) -> list[Delivery]:
    """The files as they are in the folder: some are not, one is damaged, one was held up on its way."""
    there = [file for file in files if not now - MISSED[0] < file.at <= now - MISSED[1]]
    for ago, fault in ((DAMAGED, damaged), (HELD_UP, partial(held_up, minutes=LATE))):
        place = next(n for n, file in enumerate(there) if file.at >= now - ago)
        there[place] = fault(there[place])
    return there


def write_past(folder: Path, *, seed: int = 7, now: datetime) -> None:
    """Writes the history: the trail's files with their faults, a digest of an hour, and the graph's audit log."""
    now = now.astimezone(UTC)
    files = deliveries(seed, calls(seed, now), now)
    hour = now.replace(minute=0, second=0, microsecond=0) - timedelta(hours=1)
    for file in [*faulty(files, now), digest(files, hour)]:
        perform(folder, file.put, file.at)
    for path, text in audit_files(lines(seed, now)).items():
        perform(folder, Put(path, text))
