"""Asking web archives over the network: only those that were named, at public addresses, and with patience.

    429, 503                  the service waits: Retry-After (RFC 9110 section 10.2.3), else longer each time
    500, 502, 504, no answer  the address is asked for again
    anything else             is an answer

A service that asks for more patience than `LONGEST_WAIT`, or stays busy, is given up: the run ends there, says so, and
the same command goes on from there.
"""

from __future__ import annotations

import http.client
import socket
import ssl
import time
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from urllib.parse import SplitResult, urlsplit

from archive.config import Config
from archive.counted import counted
from archive.errors import OffLimits, Unreachable, UsageError
from archive.hosts import is_loopback, number_of
from scraper import __version__
from scraper.capture.again import BUSY, PASSING, retry_after
from scraper.capture.proxies import Proxy, ProxyRefused, parse_proxy
from scraper.capture.routes import is_public
from scraper.capture.scope import Scope, plain_host
from scraper.proxychoice import proxy_for

BACK_OFF = 5.0  # seconds; doubled with each time
LONGEST_WAIT = 900.0  # seconds
MOST_TRIES = 6
TIMEOUT = 60.0  # seconds without a byte
LARGEST = 1 << 28  # bytes of an answer


@dataclass(frozen=True)
class Answer:
    """What a service answered: ``whole`` is False where the connection ended before the body did."""

    url: str
    status: int
    headers: tuple[tuple[str, str], ...]
    body: bytes
    whole: bool = True

    def header(self, name: str) -> str:
        """Return the first value of a header, "" where there is none."""
        return next((value for key, value in self.headers if key.lower() == name), "")


@dataclass
class Asker:
    """Asks the services it was given, ``services`` by their addresses, and nobody else.

    ``delay`` is the pause between two requests in seconds. A service named by a number, or as localhost, may be on this
    machine; a name may lead to public addresses alone. With a ``proxy`` nothing goes past it. ``tell`` is given a
    sentence before each wait that a service causes.
    """

    services: tuple[str, ...]
    quarantine: tuple[str, ...]
    proxy: Proxy | None = None
    contact: str = ""
    delay: float = 1.0
    sleep: Callable[[float], None] = time.sleep
    tell: Callable[[str], None] = lambda _: None
    _next: float = field(default=0.0, init=False)

    @classmethod
    def of(
        cls, services: tuple[str, ...], config: Config, delay: float, tell: Callable[[str], None] = lambda _: None
    ) -> Asker:
        """Return what asks services as a collection's settings have it. Raises UsageError, OffLimits."""
        proxy = parse_proxy(text) if (text := proxy_for(config)) else None
        return cls(services, config.quarantine, proxy, config.contact, delay, tell=tell)

    def __post_init__(self) -> None:
        """Refuse what is no service's address. Raises UsageError, OffLimits."""
        for service in self.services:
            parts = _parts(service)
            if parts.scheme not in ("http", "https") or not parts.hostname:
                raise UsageError(f"{service!r} is not a web address: give the address of a web archive.")
        scope = self._scope()
        for service in self.services:
            if refusal := scope.refuses(service):
                raise OffLimits(f"{service} is not asked: {refusal.detail}.")

    def get(self, url: str, headers: Mapping[str, str] | None = None) -> Answer:
        """Ask for an address, as often as it takes.

        Raises:
            OffLimits: it is on no host of the services.
            Unreachable: no answer, or the service stayed busy.
        """
        refusal = self._scope().refuses(url)
        if refusal:
            raise OffLimits(f"{url} is not asked for: {refusal.detail}.")
        host = urlsplit(url).hostname or ""
        why, wait = "", 0.0
        for number in range(MOST_TRIES):
            if number:
                self._wait(wait, host, f"{host} gives no answer ({why})", MOST_TRIES - number)
            self._pause()
            try:
                answer = self._once(url, dict(headers or {}))
            except (OSError, http.client.HTTPException, ProxyRefused) as error:
                why, wait = type(error).__name__, BACK_OFF * 2**number
                continue
            if answer.status not in BUSY | PASSING:
                return answer
            why, wait = (
                f"status {answer.status}",
                retry_after(answer.header("retry-after"), time.time()) or BACK_OFF * 2**number,
            )
        raise Unreachable(f"{host} gives no answer ({why}): run the same command again later.")

    def _wait(self, seconds: float, host: str, why: str, left: int) -> None:
        if seconds > LONGEST_WAIT:
            raise Unreachable(f"{host} asks to be left alone for {seconds:.0f} seconds: run the same command then.")
        self.tell(f"{why}: asked again in {seconds:.0f} seconds, {counted(left, 'more time')} at most.")
        self.sleep(seconds)

    def _pause(self) -> None:
        now = time.monotonic()
        if now < self._next:
            self.sleep(self._next - now)
        self._next = time.monotonic() + self.delay

    def _scope(self) -> Scope:
        hosts = frozenset(plain_host(_parts(service).hostname or "") for service in self.services)
        return Scope(hosts, quarantine=frozenset(map(plain_host, self.quarantine)))

    def _once(self, url: str, headers: dict[str, str]) -> Answer:
        parts = urlsplit(url)
        connection = http.client.HTTPConnection(parts.hostname or "", parts.port or _port(parts), timeout=TIMEOUT)
        connection.sock = self._connect(parts)
        agent = f"beilin/{__version__} (archiving; {self.contact})" if self.contact else f"beilin/{__version__}"
        asked = {"User-Agent": agent, "Accept-Encoding": "identity", "Connection": "close", **headers}
        try:
            connection.request("GET", (parts.path or "/") + (f"?{parts.query}" if parts.query else ""), headers=asked)
            response = connection.getresponse()
            body, whole = _body(response)
            return Answer(url, response.status, tuple(response.getheaders()), body, whole)
        finally:
            connection.close()

    def _connect(self, parts: SplitResult) -> socket.socket:
        host, port = parts.hostname or "", parts.port or _port(parts)
        if self.proxy:
            plain = _through(self.proxy, host, port)
        else:
            plain = socket.create_connection((_address(host, port), port), TIMEOUT)
        if parts.scheme == "https":
            return ssl.create_default_context().wrap_socket(plain, server_hostname=host)
        return plain


def _parts(url: str) -> SplitResult:
    try:
        parts = urlsplit(url)
        _ = parts.port
    except ValueError:
        return urlsplit("")
    return parts


def _port(parts: SplitResult) -> int:
    return 443 if parts.scheme == "https" else 80


def _address(host: str, port: int) -> str:
    """Return the address to connect to: of a name a public one; the one that was judged is the one that is used."""
    found = [str(info[4][0]) for info in socket.getaddrinfo(host, port, type=socket.SOCK_STREAM)]
    if number_of(host) or is_loopback(host):
        return found[0]
    public = [address for address in found if is_public(address)]
    if not public:
        raise OSError(f"{host} leads to no public address")
    return public[0]


def _through(proxy: Proxy, host: str, port: int) -> socket.socket:
    """Return a connection that a proxy made."""
    plain = socket.create_connection((proxy.host, proxy.port), TIMEOUT)
    try:
        talk = proxy.handshake(host, port)
        out, wanted = next(talk)
        while True:
            plain.sendall(out)
            out, wanted = talk.send(_received(plain, wanted))
    except StopIteration:
        return plain
    except BaseException:
        plain.close()
        raise


def _received(plain: socket.socket, wanted: int | bytes) -> bytes:
    data = b""
    while (len(data) < wanted) if isinstance(wanted, int) else (not data.endswith(wanted)):
        piece = plain.recv(1)
        if not piece or len(data) > 1 << 14:
            raise ProxyRefused("it closed the connection")
        data += piece
    return data


def _body(response: http.client.HTTPResponse) -> tuple[bytes, bool]:
    pieces, length = [], 0
    try:
        while piece := response.read(1 << 16):
            pieces.append(piece)
            length += len(piece)
            if length > LARGEST:
                return b"".join(pieces), False
    except http.client.IncompleteRead as error:
        return b"".join([*pieces, error.partial]), False
    except OSError:
        return b"".join(pieces), False
    return b"".join(pieces), not response.length
