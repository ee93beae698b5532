"""Logs to test with: the demo's incident, written once, and small files made for one test."""

from __future__ import annotations

import gzip
from collections.abc import Callable, Iterator
from datetime import UTC, datetime
from pathlib import Path
from time import monotonic, sleep

import orjson
import pytest
from hypothesis import HealthCheck, settings

from tui.demo.play import write_all
from tui.source import Source

settings.register_profile("untimed", deadline=None, suppress_health_check=[HealthCheck.too_slow])
settings.load_profile("untimed")  # no test is judged by the clock: the machine may be busy

NOW = datetime(2026, 11, 20, 12, 3, tzinfo=UTC)


@pytest.fixture(scope="session")
def incident(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The demo's whole incident in a folder that no test may change."""
    folder = tmp_path_factory.mktemp("incident")
    write_all(folder, now=NOW)
    return folder


def event(number: int, **more: object) -> dict[str, object]:
    """A small CloudTrail event; `number` makes its id and its second."""
    return {
        "eventVersion": "1.11",
        "eventTime": f"2026-11-20T12:{number // 60 % 60:02}:{number % 60:02}Z",
        "eventSource": "rds.amazonaws.com",
        "eventName": "DescribeDBClusters",
        "userIdentity": {"type": "IAMUser", "userName": "alice", "accountId": "111122223333"},
        "sourceIPAddress": "198.51.100.7",
        "awsRegion": "eu-central-1",
        "readOnly": True,
        "eventID": f"00000000-0000-4000-8000-{number:012}",
        **more,
    }


def delivered(*numbers: int) -> bytes:
    """A file as CloudTrail delivers it, unpacked."""
    return orjson.dumps({"Records": [event(number) for number in numbers]})


def lines(*numbers: int) -> bytes:
    """The same events as JSON Lines."""
    return b"".join(orjson.dumps(event(number)) + b"\n" for number in numbers)


def audit(number: int, query: str = "g.V().limit(1)") -> bytes:
    """A line of a Neptune audit log."""
    message = f"RequestMessage{{, requestId=r-{number}, op='eval', processor='', args={{gremlin={query} }}}}"
    hosts = "10.0.0.1:1, 10.0.0.2:8182, Websocket, [unknown], [unknown], [unknown]"
    return f'{1795176000000 + number}, {hosts}, "{message}"\n'.encode()


def write_packed(path: Path, data: bytes) -> Path:
    """Put a file in place the way tools that download do: under another name first."""
    path.parent.mkdir(parents=True, exist_ok=True)
    part = path.with_name(path.name + ".part")
    part.write_bytes(gzip.compress(data))
    part.rename(path)
    return path


@pytest.fixture(scope="module")
def trail(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Source]:
    """Sixty-two events, read already; see `small_trail`."""
    from tests.browse_support import loaded, small_trail

    folder = tmp_path_factory.mktemp("trail")
    small_trail(folder)
    with loaded(folder) as source:
        yield source


Until = Callable[[Callable[[], object]], None]


@pytest.fixture
def until() -> Until:
    """Wait for a condition that another thread makes true; fails after half a minute."""

    def wait(condition: Callable[[], object]) -> None:
        deadline = monotonic() + 30
        while not condition():
            assert monotonic() < deadline, "it never came true"
            sleep(0.005)

    return wait
