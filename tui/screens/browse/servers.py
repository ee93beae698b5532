"""Which cluster a server belongs to: lines that came over a WebSocket name the server alone.

Other lines of the server, which came over HTTP, name the host that was asked. A cluster's endpoints are
`graph.cluster-….neptune.amazonaws.com`, also with `-ro-`; a custom one has a name of its own:
https://docs.aws.amazon.com/neptune/latest/userguide/feature-overview-endpoints.html
"""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping, Sequence
from typing import TypeAlias

from msgspec import Struct

from parsers import Value
from tui.filter.glob import Glob
from tui.filter.written import quote, spelled
from tui.view import View

CLUSTER = re.compile(r"([a-z0-9-]+)\.cluster-(?!custom-)[a-z0-9-]+\.[a-z0-9-]+\.neptune\.amazonaws\.com", re.IGNORECASE)
MOST = 20
"""Servers of a cluster that are asked for: it has at most sixteen instances."""

Ask: TypeAlias = Callable[[View, str], Sequence[tuple[str, int]]]
"""The values of a field in a view, with their counts."""


class Known(Struct, frozen=True):
    """What other lines tell: the cluster of an audit line's server, or the servers of a call's cluster."""

    server: str = ""
    cluster: str = ""
    servers: tuple[str, ...] = ()


NOTHING = Known()


def known(values: Mapping[str, Value], near: View, ask: Ask) -> Known:
    """What lines of the audit log that are `near` tell of the servers that an event of either log is about."""
    server, target = address(str(values.get("serverHost") or "")), values.get("target")
    if server and target == server.rpartition(":")[0]:
        return Known(server, cluster_of(server, near, ask) or "")
    if values.get("service") == "neptune" and isinstance(target, str) and not server:
        return Known(servers=servers_of(target, near, ask))
    return NOTHING


def address(written: str) -> str:
    """A server's address and port; a DNS name may stand before them."""
    return written.rpartition("/")[2]


def lines_of(server: str) -> str:
    """The filter for the lines of a server."""
    return f"serverHost:({quote(server)} or {spelled(Glob(('', f'/{server}')))})"


def cluster_of(server: str, near: View, ask: Ask) -> str | None:
    """The cluster that lines of a server name; `None` where they name none, or several."""
    hosts = (CLUSTER.match(host) for host, _ in ask(near.with_(filter=lines_of(server)), "host"))
    clusters = {found[1].lower() for found in hosts if found}
    return clusters.pop() if len(clusters) == 1 else None


def servers_of(cluster: str, near: View, ask: Ask) -> tuple[str, ...]:
    """The servers all of whose lines that name a cluster name this one."""
    named = near.with_(filter=f"host:{spelled(Glob((f'{cluster}.cluster-', '')))}")
    servers = sorted({address(server) for server, _ in ask(named, "serverHost")})[:MOST]
    return tuple(server for server in servers if cluster_of(server, near, ask) == cluster.lower())
