"""Where a host's traffic really goes (``--connect``), and which addresses may be connected to at all.

Like curl's ``--connect-to``: the name in the request, the Host header and the certificate check stay, only the
TCP connection goes elsewhere. Without a route, a name may not lead to this machine or its network: a blog that
points its pages at 127.0.0.1 or at a cloud's metadata address gets no connection.
"""

from __future__ import annotations

import fnmatch
import ipaddress
from collections.abc import Sequence
from dataclasses import dataclass
from urllib.parse import urlsplit

from archive.errors import UsageError
from archive.hosts import number_of

_FORM = "give it as HOST=ADDRESS:PORT, for example '*.blogspot.com=127.0.0.1:8080'"
# What Python 3.11 calls global and is not: protocol assignments, NAT64 and 6to4 (which wrap an IPv4 address).
_NOT_GLOBAL = [ipaddress.ip_network(net) for net in ("192.0.0.0/24", "64:ff9b::/96", "64:ff9b:1::/48", "2002::/16")]


@dataclass(frozen=True)
class Route:
    """Traffic for hosts that match ``pattern`` ("blog.example", "*.blogspot.com", "*", each with or without
    ":PORT") goes to ``address``:``port``.
    """

    pattern: str
    address: str
    port: int

    def serves(self, host: str, port: int) -> bool:
        """Say whether this route is the one for a host and port."""
        return any(fnmatch.fnmatchcase(name, self.pattern) for name in (host, f"{host}:{port}"))


def parse_route(text: str) -> Route:
    """Read ``HOST=ADDRESS:PORT``.

    >>> parse_route("*=127.0.0.1:8080")
    Route(pattern='*', address='127.0.0.1', port=8080)
    >>> parse_route("blog.example:443=[::1]:8443").address
    '::1'

    Raises:
        UsageError: the text has another form.

    """
    pattern, equals, target = text.partition("=")
    address, colon, port = target.rpartition(":")
    address = address.removeprefix("[").removesuffix("]")
    if not (pattern and equals and colon and address and port.isdecimal() and 0 < int(port) < 65536):
        raise UsageError(f"--connect {text!r} cannot be read: {_FORM}.")
    return Route(pattern.lower(), address, int(port))


def find_route(routes: Sequence[Route], host: str, port: int) -> Route | None:
    """Return the first route that serves a host."""
    return next((route for route in routes if route.serves(host.lower(), port)), None)


def route_of(routes: Sequence[Route], url: str) -> Route | None:
    """Return the first route that serves an address's host and port."""
    parts = urlsplit(url)
    return find_route(routes, parts.hostname or "", parts.port or (443 if parts.scheme == "https" else 80))


def is_public(address: str) -> bool:
    """Say whether an IP address belongs to the open internet, and not to this machine or its network."""
    ip = number_of(address.partition("%")[0])
    if ip is None:
        return False
    if isinstance(ip, ipaddress.IPv6Address) and ip.ipv4_mapped:
        ip = ip.ipv4_mapped
    return (
        ip.is_global and not ip.is_multicast and not any(ip in net for net in _NOT_GLOBAL if net.version == ip.version)
    )
