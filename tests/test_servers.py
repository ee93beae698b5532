"""Which cluster a server belongs to, where the lines of its WebSockets do not say."""

from __future__ import annotations

from collections.abc import Iterator
from functools import partial
from pathlib import Path

import pytest

from parsers import Value
from tests.browse_support import MIDDLE, jsonl, loaded, opened
from tests.conftest import audit, event
from tui.screens.browse.planes import links
from tui.screens.browse.servers import Ask, Known, cluster_of, known, servers_of
from tui.session import Session
from tui.view import View

ANYWHERE = View(log="neptune_audit")
HTTP = (
    "HTTP_GET, [unknown], [unknown], HttpObjectAggregator$AggregatedFullHttpRequest(decodeResult: success) "
    "GET /status HTTP/1.1 Host: {host} User-Agent: curl, /status"
)


def over_http(number: int, server: str, host: str) -> bytes:
    """A line that names the host."""
    return f"{1795176000000 + number}, 10.0.0.9:1, {server}:8182, {HTTP.format(host=host)}\n".encode()


def endpoint(name: str, kind: str = "cluster") -> str:
    return f"{name}.{kind}-abc123.eu-central-1.neptune.amazonaws.com:8182"


@pytest.fixture(scope="module")
def folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Lines of several servers: 10.0.0.2, which `audit` writes, is the cluster graph's."""
    lines = [
        audit(1_000),
        over_http(2, "10.0.0.2", endpoint("graph")),
        over_http(3, "ip-10-0-0-3.eu-central-1.compute.internal/10.0.0.3", endpoint("graph", "cluster-ro")),
        over_http(4, "10.0.0.4", endpoint("graph")),
        over_http(5, "10.0.0.4", endpoint("other")),
        over_http(6, "10.0.0.5", endpoint("mine", "cluster-custom")),
        over_http(7, "10.0.0.6", "graph-1.abc123.eu-central-1.neptune.amazonaws.com:8182"),
        over_http(8, "10.0.0.7", "localhost:8182"),
    ]
    folder = tmp_path_factory.mktemp("servers")
    (folder / "audit.log.0").write_bytes(b"".join(lines))
    return folder


@pytest.fixture(scope="module")
def ask(folder: Path) -> Iterator[Ask]:
    with Session([str(folder)], workers=0) as session:
        session.load()
        yield partial(session.values, holding="", most=100)


@pytest.mark.parametrize(
    ("server", "cluster"),
    [
        ("10.0.0.2:8182", "graph"),
        ("10.0.0.3:8182", "graph"),
        ("10.0.0.4:8182", None),  # who asks chooses the name: where two are named, none is certain
        ("10.0.0.5:8182", None),
        ("10.0.0.6:8182", None),
        ("10.0.0.7:8182", None),
        ("0.0.0.2:8182", None),
    ],
)
def test_the_cluster_of_a_server_is_what_all_lines_that_name_one_call_it(ask: Ask, server: str, cluster: str) -> None:
    assert cluster_of(server, ANYWHERE, ask) == cluster


def test_the_servers_of_a_cluster_are_those_that_are_certain(ask: Ask) -> None:
    assert servers_of("Graph", ANYWHERE, ask) == ("10.0.0.2:8182", "10.0.0.3:8182")
    assert servers_of("graph-1", ANYWHERE, ask) == ()


def test_lines_and_calls_are_linked_by_what_is_known_of_servers(ask: Ask) -> None:
    line: dict[str, Value] = {
        "log": "neptune_audit",
        "service": "neptune",
        "target": "10.0.0.2",
        "serverHost": "10.0.0.2:8182",
    }
    found = known(line, ANYWHERE, ask)
    assert found == Known("10.0.0.2:8182", "graph")
    (link,) = links(line, found)
    assert (link.said, link.filter) == (
        "cluster graph, as other lines call the server 10.0.0.2:8182,",
        "target:graph",
    )
    assert links(line | {"target": "10.0.0.8", "serverHost": "10.0.0.8:8182"}) == ()
    call: dict[str, Value] = {"log": "cloudtrail", "service": "neptune", "target": "graph"}
    (link,) = links(call, known(call, ANYWHERE, ask))
    assert link.said == "cluster or instance graph, with its servers 10.0.0.2:8182, 10.0.0.3:8182 by other lines,"
    assert "10.0.0.2:8182" in link.filter
    assert known(call | {"service": "rds"}, ANYWHERE, ask) == known({}, ANYWHERE, ask) == Known()


async def test_a_call_leads_to_the_websockets_of_its_cluster_and_back(folder: Path, tmp_path: Path) -> None:
    create = event(
        9, eventName="CreateDBCluster", responseElements={"engine": "neptune"}, sourceIPAddress="rds.amazonaws.com"
    )
    jsonl(tmp_path / "trail.jsonl", create | {"requestParameters": {"dBClusterIdentifier": "graph"}})
    (tmp_path / "audit.log.0").write_bytes((folder / "audit.log.0").read_bytes())
    with loaded(tmp_path) as source:
        async with opened(source, MIDDLE, View(log="cloudtrail")) as seen:
            await seen.total(1)
            await seen.press("X")
            await seen.until(lambda: "4 events of the same cluster or instance graph" in seen.said)
            await seen.total(4)
            seen.app.browse.change(View(log="neptune_audit", filter="connectionType:Websocket"))
            await seen.total(1)
            await seen.press("X")
            await seen.until(lambda: "1 event of the same cluster graph, as other lines" in seen.said)
