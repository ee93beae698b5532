"""Which texts are addresses in some networks."""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Iterable
from ipaddress import IPv4Address, IPv6Address, ip_address, ip_network

from tui.filter.written import network

ADDRESS = re.compile(r"[0-9a-fA-F:.]{2,45}")
WITH_PORT = re.compile(r"(\d+\.\d+\.\d+\.\d+):\d+|\[([0-9a-fA-F:.]+)\]:\d+")


class Networks:
    """Some networks; an address is looked up once for each length of prefix, however many there are."""

    def __init__(self, written: Iterable[str]) -> None:
        self.prefixes: defaultdict[tuple[int, int], set[int]] = defaultdict(set)
        for text in written:
            if network(text):
                net = ip_network(text, strict=False)
                free = net.max_prefixlen - net.prefixlen
                self.prefixes[net.version, free].add(int(net.network_address) >> free)

    def hold(self, text: str) -> bool:
        """Whether the text is an address, with or without a port, in one of the networks."""
        if not self.prefixes or not (address := address_in(text)):
            return False
        number = int(address)
        return any(
            version == address.version and number >> free in starts for (version, free), starts in self.prefixes.items()
        )


def address_in(text: str) -> IPv4Address | IPv6Address | None:
    """The address that a text is, a port behind it aside; an IPv4 address within IPv6 is the IPv4 one."""
    if found := WITH_PORT.fullmatch(text):
        text = found[1] or found[2]
    if not ADDRESS.fullmatch(text):
        return None
    try:
        address = ip_address(text)
    except ValueError:
        return None
    return (isinstance(address, IPv6Address) and address.ipv4_mapped) or address
