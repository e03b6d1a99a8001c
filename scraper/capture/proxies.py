"""Through a proxy: SOCKS5 (RFC 1928, RFC 1929) or an HTTP proxy's tunnel (RFC 9110 section 9.3.6), and never past it.

The proxy looks names up itself, so that none leaves this machine; where it is down there is an error and no packet.
Plain http goes through a tunnel too: what is asked for, and so what is recorded, is the same with a proxy and
without.
"""

from __future__ import annotations

import base64
import ipaddress
import struct
from collections.abc import Generator
from dataclasses import dataclass
from typing import Any
from urllib.parse import unquote, urlsplit

from twisted.internet.defer import Deferred
from twisted.internet.error import ConnectError
from twisted.internet.interfaces import IStreamClientEndpoint
from twisted.internet.protocol import Factory, Protocol, connectionDone
from twisted.python.failure import Failure
from zope.interface import implementer

from archive.errors import UsageError

_SCHEMES = {"socks5": 1080, "socks5h": 1080, "http": 8080}
_LARGEST_ANSWER = 16384  # bytes of a proxy's answer to CONNECT

# A handshake yields (bytes to send, how many bytes it wants next, or what they must end with); it is sent those bytes.
Handshake = Generator[tuple[bytes, int | bytes], bytes, None]


class ProxyRefused(ConnectError):
    """The proxy is there and does not open the connection."""

    def __init__(self, why: str) -> None:
        super().__init__(string=f"the proxy does not connect: {why}")  # type: ignore[no-untyped-call]


@dataclass(frozen=True)
class Proxy:
    """Where to go first. ``scheme`` is socks5 or http; ``user`` and ``password`` are "" for none."""

    scheme: str
    host: str
    port: int
    user: str = ""
    password: str = ""

    def handshake(self, host: str, port: int) -> Handshake:
        """Return the talk that makes the proxy connect to a host."""
        return self._tunnel(host, port) if self.scheme == "http" else self._socks(host, port)

    def _socks(self, host: str, port: int) -> Handshake:
        answer = yield (b"\x05\x02\x00\x02" if self.user else b"\x05\x01\x00"), 2
        if answer == b"\x05\x02":
            user, password = self.user.encode(), self.password.encode()
            answer = yield b"\x01%c%b%c%b" % (len(user), user, len(password), password), 2
            if answer[1:] != b"\x00":
                raise ProxyRefused("it does not accept the user name and password")
        elif answer != b"\x05\x00":
            raise ProxyRefused("it asks for a way to log in that is not known here")
        answer = yield b"\x05\x01\x00" + _socks_address(host) + struct.pack("!H", port), 5
        if answer[:2] != b"\x05\x00":
            raise ProxyRefused(f"it could not connect to {host} (code {answer[1]})")
        rest = {1: 3, 3: answer[4], 4: 15}.get(answer[3])
        if rest is None:
            raise ProxyRefused("its answer is not SOCKS5")
        yield b"", rest + 2

    def _tunnel(self, host: str, port: int) -> Handshake:
        where = f"[{host}]:{port}" if ":" in host else f"{host}:{port}"
        secret = base64.b64encode(f"{self.user}:{self.password}".encode()).decode()
        login = f"Proxy-Authorization: Basic {secret}\r\n" if self.user else ""
        answer = yield f"CONNECT {where} HTTP/1.1\r\nHost: {where}\r\n{login}\r\n".encode(), b"\r\n\r\n"
        status = answer.split(b" ", 2)[1:2]
        if status != [b"200"]:
            said = b"".join(status).decode("latin-1")[:3]
            raise ProxyRefused(f"it could not connect to {host} (status {said or 'none'})")


def parse_proxy(text: str) -> Proxy:
    """Read a proxy's address.

    >>> parse_proxy("socks5://127.0.0.1:9050")
    Proxy(scheme='socks5', host='127.0.0.1', port=9050, user='', password='')

    Raises:
        UsageError: the text has another form.
    """
    try:
        parts = urlsplit(text)
        port = parts.port or _SCHEMES.get(parts.scheme, 0)
    except ValueError:
        parts, port = urlsplit(""), 0
    if not parts.hostname or not port:
        raise UsageError("The proxy's address cannot be read: give it as socks5://HOST:PORT or http://HOST:PORT.")
    user, password = unquote(parts.username or ""), unquote(parts.password or "")
    return Proxy(parts.scheme.removesuffix("h") or "", parts.hostname, port, user, password)


def _socks_address(host: str) -> bytes:
    try:
        ip = ipaddress.ip_address(host)
    except ValueError:
        name = host.encode("ascii")
        return b"\x03%c%b" % (len(name), name)
    return (b"\x01" if ip.version == 4 else b"\x04") + ip.packed


@implementer(IStreamClientEndpoint)
class ProxiedEndpoint:
    """Connects to a proxy, talks it into connecting on, and only then hands the connection over."""

    def __init__(self, to_proxy: Any, handshake: Handshake) -> None:
        self._to_proxy, self._handshake = to_proxy, handshake

    def connect(self, factory: Any) -> Deferred[Any]:
        """Return what fires with the protocol of a factory, connected through the proxy."""
        talks: list[_Handshaking] = []

        def cancel(_: Deferred[Any]) -> None:
            connecting.cancel()
            for talk in talks:
                talk.abort()

        def talk() -> _Handshaking:
            talks.append(_Handshaking(self._handshake, factory, ready))
            return talks[-1]

        ready: Deferred[Any] = Deferred(cancel)
        connecting = self._to_proxy.connect(Factory.forProtocol(talk))
        connecting.addErrback(lambda failure: None if ready.called else ready.errback(failure))
        return ready


class _Handshaking(Protocol):
    transport: Any

    def __init__(self, handshake: Handshake, factory: Any, ready: Deferred[Any]) -> None:
        self._handshake, self._wrapped, self._ready = handshake, factory, ready
        self._received = b""
        self._wanted: int | bytes = 0

    def connectionMade(self) -> None:  # noqa: N802
        self._go_on(None)

    def dataReceived(self, data: bytes) -> None:  # noqa: N802
        self._received += data
        while not self._ready.called and (end := self._complete()):
            taken, self._received = self._received[:end], self._received[end:]
            self._go_on(taken)

    def _complete(self) -> int:
        if isinstance(self._wanted, int):
            return self._wanted if len(self._received) >= self._wanted else 0
        found = self._received.find(self._wanted)
        if found < 0 and len(self._received) > _LARGEST_ANSWER:
            self._fail(ProxyRefused("its answer has no end"))
        return found + len(self._wanted) if found >= 0 else 0

    def _go_on(self, taken: bytes | None) -> None:
        try:
            out, self._wanted = next(self._handshake) if taken is None else self._handshake.send(taken)
            self.transport.write(out)
        except StopIteration:
            self._hand_over()
        except ProxyRefused as error:
            self._fail(error)

    def _hand_over(self) -> None:
        protocol = self._wrapped.buildProtocol(self.transport.getPeer())
        self.transport.protocol = protocol
        protocol.makeConnection(self.transport)
        if self._received:
            protocol.dataReceived(self._received)
        self._ready.callback(protocol)

    def abort(self) -> None:
        """Leave off where nobody waits any more."""
        self.transport.abortConnection()

    def _fail(self, error: ProxyRefused) -> None:
        if not self._ready.called:
            self._ready.errback(error)
        self.transport.loseConnection()

    def connectionLost(self, reason: Failure = connectionDone) -> None:  # noqa: ARG002, N802
        if not self._ready.called:
            self._ready.errback(ProxyRefused("it closed the connection"))
