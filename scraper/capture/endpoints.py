"""How a connection is opened: by its route where there is one, else through the proxy, else by name.

Without route and proxy only public addresses are connected to. The address that was judged is the address that
is connected to: the judgement happens where the name system's answer arrives, so a name that answers differently
the second time (DNS rebinding) gains nothing.
"""

from __future__ import annotations

from collections.abc import Hashable, Sequence
from dataclasses import dataclass
from typing import Any

from twisted.internet.endpoints import HostnameEndpoint, wrapClientTLS
from twisted.internet.error import DNSLookupError
from twisted.internet.interfaces import IHostnameResolver, IHostResolution, IResolutionReceiver
from zope.interface import implementer

from archive.hosts import number_of
from scraper.capture.proxies import ProxiedEndpoint, Proxy
from scraper.capture.routes import Route, find_route, is_public

CONNECT_TIMEOUT = 30  # seconds


@dataclass(frozen=True)
class Opening:
    """One way to a host: connections of the same ``key`` can stand in for each other."""

    key: Hashable
    endpoint: Any
    proxied: bool


class Endpoints:
    """Opens connections. ``trusted`` are addresses the user named by number, which may be anywhere."""

    def __init__(
        self, reactor: Any, tls: Any, routes: Sequence[Route], proxy: Proxy | None, trusted: frozenset[str]
    ) -> None:
        self._reactor, self._tls = reactor, tls
        self._public = _PublicOnly(reactor)
        self._routes, self._proxy, self._trusted = routes, proxy, trusted
        self._openings: dict[Hashable, Opening] = {}

    def opening(self, uri: Any) -> Opening:
        """Return where to connect for an address (`twisted.web.client.URI`); TLS always checks the name in it.

        Raises:
            DNSLookupError: the host is a number, and that of no public address.
        """
        key = (uri.scheme, uri.host, uri.port)
        opening = self._openings.get(key) or self._make(uri)
        if not opening.proxied:  # a handshake with a proxy is good for one connection
            self._openings[key] = opening  # a blog has few hosts, and thousands of requests to each
        return opening

    def _make(self, uri: Any) -> Opening:
        host = uri.host.decode("ascii")
        route = find_route(self._routes, host, uri.port)
        proxied = self._proxy is not None and route is None
        endpoint = self._plain(host, uri.port, route)
        if uri.scheme == b"https":
            endpoint = wrapClientTLS(self._tls.creatorForNetloc(uri.host, uri.port), endpoint)
        return Opening((uri.scheme, uri.host, uri.port), endpoint, proxied)

    def _plain(self, host: str, port: int, route: Route | None) -> Any:
        if route:
            return self._by_name(self._reactor, route.address, route.port)
        number = _number(host)
        if number and host not in self._trusted and not is_public(number):
            raise DNSLookupError(f"{host} is no public address")
        if self._proxy:
            to_proxy = self._by_name(self._reactor, self._proxy.host, self._proxy.port)
            return ProxiedEndpoint(to_proxy, self._proxy.handshake(host, port))
        return self._by_name(self._reactor if host in self._trusted else self._public, host, port)

    @staticmethod
    def _by_name(reactor: Any, host: str, port: int) -> HostnameEndpoint:
        return HostnameEndpoint(reactor, host, port, timeout=CONNECT_TIMEOUT)


def _number(host: str) -> str:
    """Return a host that is an IP address, in any of the forms that resolvers take for one; "" for a name."""
    plain = host.strip("[]")
    if ip := number_of(plain):
        return str(ip)
    # "127.1", "2130706433", "0x7f.1": forms that the C library still reads (inet_aton), always IPv4.
    parts = plain.rstrip(".").split(".")
    odd = all(part.isdecimal() or part.lower().startswith("0x") for part in parts)
    return plain if odd else ""


class _PublicOnly:
    """The reactor, save that its name resolver keeps addresses that are not public to itself."""

    def __init__(self, reactor: Any) -> None:
        self._reactor = reactor
        self.nameResolver = _PublicResolver(reactor.nameResolver)

    def __getattr__(self, name: str) -> Any:
        return getattr(self._reactor, name)


@implementer(IHostnameResolver)
class _PublicResolver:
    def __init__(self, resolver: Any) -> None:
        self._resolver = resolver

    def resolveHostName(self, resolutionReceiver: Any, *args: Any, **kwargs: Any) -> IHostResolution:  # noqa: N802, N803
        resolution: IHostResolution = self._resolver.resolveHostName(
            _PublicReceiver(resolutionReceiver), *args, **kwargs
        )
        return resolution


@implementer(IResolutionReceiver)
class _PublicReceiver:
    def __init__(self, receiver: Any) -> None:
        self._receiver = receiver

    def resolutionBegan(self, resolutionInProgress: Any) -> None:  # noqa: N802, N803
        self._receiver.resolutionBegan(resolutionInProgress)

    def addressResolved(self, address: Any) -> None:  # noqa: N802
        if is_public(address.host):
            self._receiver.addressResolved(address)

    def resolutionComplete(self) -> None:  # noqa: N802
        self._receiver.resolutionComplete()
