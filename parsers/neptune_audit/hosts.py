"""Addresses and DNS names: where a connection came from, and which cluster it reached."""

from __future__ import annotations

import re
from functools import lru_cache

from msgspec import Struct

_REGION = re.compile(
    r"\.([a-z]{2}(?:-[a-z]+)+-[0-9]+)\.(?:neptune\.amazonaws\.com|compute\.internal|compute\.amazonaws\.com)"
)
_NORTH_VIRGINIA = (".ec2.internal", ".compute-1.amazonaws.com")  # the one region these names do not spell out
_INSTANCE_NAME = re.compile(r"(?:ip|ec2)(?:-[0-9]{1,3}){4}\.")
_IPV6_COLONS = 7


class Place(Struct, frozen=True):
    """The cluster (or the nearest thing to its name) and its region."""

    target: str | None
    region: str | None


def address(host: str | None) -> str | None:
    """`ip:port`, `dns/ip:port`, `[ipv6]:port` or Java's `ipv6:port` without name and port."""
    if host is None:
        return None
    text = host.rpartition("/")[2]
    if text[:1] == "[":
        return text[1:].partition("]")[0] or None
    head, colon, port = text.rpartition(":")
    if ":" in head and text.count(":") == _IPV6_COLONS and "::" not in text:
        return text
    return (head if colon and port.isdecimal() else text) or None


@lru_cache(maxsize=4096)
def place(host: str | None, server: str | None) -> Place:
    """The place from the request's Host header, else from serverHost's DNS name, else the server's address.

    `ip-10-0-0-1.….internal` is left for the address it spells, so that one server has one name.
    """
    asked = address(host)
    dns = (server or "").partition("/")[0] if "/" in (server or "") else None
    region = next((r for r in map(_region, (asked, dns)) if r), None)
    for name in (asked, dns):
        if name and name != "localhost" and not name.startswith("127.") and not _INSTANCE_NAME.match(name):
            return Place(_cluster(name), region)
    return Place(address(server) or asked, region)


def _cluster(name: str) -> str:
    """The first label of a Neptune endpoint; other names say more whole."""
    return name.partition(".")[0] if ".neptune.amazonaws.com" in name.lower() else name


def _region(name: str | None) -> str | None:
    if not name:
        return None
    found = _REGION.search(name.lower())
    if found:
        return found[1]
    return "us-east-1" if name.lower().endswith(_NORTH_VIRGINIA) else None
