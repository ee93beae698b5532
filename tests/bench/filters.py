"""Filters on a loaded session: how long each takes until everything the screen shows is there."""

from __future__ import annotations

import asyncio
from collections.abc import Callable
from pathlib import Path
from statistics import median
from time import perf_counter, sleep

from tests.bench.child import ticking
from tests.bench.data import Data
from tests.bench.records import RARE_NAME
from tests.bench.run import child
from tests.bench.table import Line
from tui.session import Session
from tui.store.database import cursor
from tui.view import View

FACETS = ("service", "action", "actor", "outcome", "effect", "region", "account", "client")
ROWS = ("time", "service", "action", "actor", "target", "client", "outcome", "effect")
PAGE, TOP, BUCKETS = 50, 10, 120

FILTERS = (
    "",
    "service:rds",
    "service:(rds or keyspaces or rds-data)",
    "not service:ec2",
    "action:Describe*",
    "action:*DB*",
    "actor:alice",
    "actor:(alice or bruno or chiara)",
    "not actor:i-*",
    "actor_type:service",
    "effect:destructive",
    "effect:(write or destructive)",
    "not outcome:success",
    "outcome:AccessDenied",
    "outcome:Access* and service:s3",
    "client:10.1.0.0/16",
    "client:10.2.3.4",
    "not client:10.0.0.0/8",
    "account:111122223333",
    "region:eu-central-1 and not effect:read",
    "target:graph-*",
    "target:*parquet",
    "target:lake-7/*",
    "role:Deploy and effect:write",
    "userAgent:*Terraform*",
    "userAgent:*boto3* and service:dynamodb",
    "userIdentity.arn:*assumed-role/Backup/*",
    "userIdentity.type:IAMUser and not effect:read",
    "eventName:DeleteDBCluster",
    "eventName:(StopLogging or DeleteBucket or TerminateInstances)",
    "readOnly:false",
    "errorCode:*",
    "errorMessage:*refused*",
    "time >= 2026-11-18",
    "time >= 2026-11-15 and time < 2026-11-16 and service:kms",
    "via:cli and effect:write",
    "credentials:long-lived",
    "mfa:false and service:iam",
    "eventCategory:Data and outcome:ThrottlingException",
    "summary:*graph-07*",
)
"""Forty of many kinds: words, wildcards, lists, networks, times, flags; with few results and with many."""

REGEX = "actor:/^i-0{12,}[0-9a-f]*7$/"
PATH = f"requestParameters.launchTemplate.overrides.instanceId:{RARE_NAME}"
TEXT = RARE_NAME


def lines(data: Data, repeat: int) -> list[Line]:
    """Everything about filters; one session, asked `repeat` times."""
    found = child("filters", data.large, repeat)
    goals = {
        "p50": (60.0, 0.0),
        "p95": (150.0, 0.0),
        "regex": (60.0, 0.0),
        "path": (2000.0, 0.0),
        "text": (1500.0, 0.0),
        "first": (100.0, 0.0),
        "cancel": (50.0, 0.0),
        "late_filters": (16.0, 8.0),
        "late_search": (16.0, 8.0),
    }
    names = {
        "p50": "40 filters with rows, facets, histogram: median",
        "p95": "40 filters with rows, facets, histogram: p95",
        "regex": "regular expression on a principal",
        "path": "JSON path with a rare value",
        "text": "rare text in raw records, all of them",
        "first": "the same until the first of them is shown",
        "cancel": "another filter while records are searched",
        "late_filters": "tick lateness while filters run, p99",
        "late_search": "tick lateness while records are searched, p99",
        "late_idle": "base: tick lateness while nothing is asked, p99",
        "select": "40 filters, count and first rows: median",
        "scan": "base: SELECT count(*) … WHERE of a column",
    }
    out = []
    for key, name in names.items():
        goal, aim = goals.get(key, (0.0, 0.0))
        out.append(Line(name, tuple(found[key]), "ms", goal, aim))
        if key != "scan" and not key.startswith("late"):
            ratios = tuple(value / base for value, base in zip(found[key], found["scan"], strict=True))
            out.append(Line(f"… to that scan ({key})", ratios, "×"))
    return out


def measure(folder: Path, repeat: int) -> dict[str, list[float]]:
    """In a process of its own: milliseconds of every round, by what was measured."""
    with Session([str(folder)]) as session:
        session.load()
        base = cursor(session.store._db)
        outcome = session.store.catalogue.resolve("outcome")[0].sql
        found: dict[str, list[float]] = {}
        for number in range(repeat):
            scan = median(
                timed(lambda: base.execute(f"SELECT count(*) FROM events WHERE {outcome} > 1").fetchall())
                for _ in range(9)
            )
            for name, value in {"scan": scan, **_round(session, number)}.items():
                found.setdefault(name, []).append(value)
        base.close()
    return found


def _round(session: Session, number: int) -> dict[str, float]:
    whole = sorted(timed(lambda text=text: everything(session, text)) for text in FILTERS)  # type: ignore[misc]
    select = [timed(lambda text=text: _rows(session, text)) for text in FILTERS]  # type: ignore[misc]
    spaces = " " * number  # the answers of raw scans are kept: ask for something else each time
    found = {
        "p50": median(whole),
        "p95": whole[int(len(whole) * 0.95) - 1],
        "select": median(select),
        "regex": timed(lambda: _rows(session, REGEX)),
        "path": timed(lambda: _rows(session, PATH[: len(PATH) - number] + "*")),
        "text": timed(lambda: _rows(session, f'"{TEXT[: len(TEXT) - number]}"{spaces}')),
        "late_idle": _late(lambda: sleep(1)),
        "late_filters": _late(lambda: _all(session)),
        "late_search": _late(lambda: _rows(session, TEXT[number + 1 : -1])),
    }
    session.store.questions.patient = False  # from here on as the screen asks
    found["first"] = timed(lambda: _first(session, TEXT[number + 1 :]))
    _rows(session, f"nowhere{number}")
    found["cancel"] = timed(lambda: _instead(session, "service:rds"))
    session.store.questions.patient = True
    return found


def _first(session: Session, text: str) -> None:
    """Ask as the screen does, whenever more is known, until there is a row to show."""
    window, version = None, -1
    while window is None or not window.total:
        if session.version != version:
            version = session.version
            window = session.window(View(filter=text), ROWS, window)
        sleep(0.001)


def _instead(session: Session, text: str) -> None:
    session.interrupt()
    _rows(session, text)


def _late(work: Callable[[], object]) -> float:
    """Milliseconds by which ticks of an event loop came late while some work was done in a thread, p99."""
    late = sorted(asyncio.run(ticking(work)))
    return late[int(len(late) * 0.99)] * 1000


def _rows(session: Session, text: str) -> None:
    window = session.window(View(filter=text), ROWS, None)
    window.rows(max(0, window.total - PAGE), window.total)


def everything(session: Session, text: str) -> None:
    """All that the screen shows of a filter: its last rows, the facets, the histogram."""
    _rows(session, text)
    session.overview(View(filter=text), FACETS, TOP, BUCKETS)


def _all(session: Session) -> None:
    for text in FILTERS:
        everything(session, text)


def timed(work: Callable[[], object]) -> float:
    """Milliseconds that some work takes."""
    began = perf_counter()
    work()
    return (perf_counter() - began) * 1000
