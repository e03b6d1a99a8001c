"""How a connection is opened: by its route where there is one, else by name, and then only to public addresses.

The address that was judged is the address that is connected to: the judgement happens where the name system's
answer arrives, so a name that answers differently the second time (DNS rebinding) gains nothing.
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from twisted.internet.endpoints import HostnameEndpoint, wrapClientTLS
from twisted.internet.interfaces import IHostnameResolver, IHostResolution, IResolutionReceiver
from twisted.web.client import _StandardEndpointFactory
from zope.interface import implementer

from scraper.capture.routes import Route, find_route, is_public


class RoutedEndpoints(_StandardEndpointFactory):
    """Opens connections for Twisted's agent. ``trusted`` are hosts the user named, which may be anywhere."""

    def __init__(self, standard: _StandardEndpointFactory, routes: Sequence[Route], trusted: frozenset[str]) -> None:
        super().__init__(  # type: ignore[no-untyped-call]
            standard._reactor, standard._policyForHTTPS, standard._connectTimeout, standard._bindAddress
        )
        self._routes, self._trusted = routes, trusted

    def endpointForURI(self, uri: Any) -> Any:  # noqa: N802 (Twisted's name)
        """Return where to connect for an address; TLS always checks the name in the address."""
        host = uri.host.decode("ascii")
        route = find_route(self._routes, host, uri.port)
        where, port = (route.address, route.port) if route else (host, uri.port)
        reactor = self._reactor if route or host in self._trusted else _PublicOnly(self._reactor)
        endpoint: Any = HostnameEndpoint(
            reactor, where, port, timeout=self._connectTimeout or 30, bindAddress=self._bindAddress
        )
        if uri.scheme == b"http":
            return endpoint
        return wrapClientTLS(self._policyForHTTPS.creatorForNetloc(uri.host, uri.port), endpoint)


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
