"""The tee: Twisted's HTTP/1.1 client, with every byte of every attempt copied to its exchange.

It sits above TLS and below HTTP. Nothing is parsed here and put together again, so what is kept is what was on
the wire. Twisted retries in silence when a kept-alive connection turns out dead; since a connection learns of
its exchange from the request itself, such a retry is an attempt of its own.

The private names of Twisted and Scrapy this touches (``_finishResponse``, ``_disconnectParser``, ``_parser``,
``_LenientHTTP11ClientProtocol``) are covered by the byte-identity test, on the locked and the newest versions.
"""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any

from OpenSSL import crypto
from scrapy.core.downloader.handlers import http11
from twisted.internet.defer import CancelledError, Deferred
from twisted.internet.interfaces import IAddress
from twisted.internet.protocol import connectionDone
from twisted.python.failure import Failure
from zope.interface import directlyProvides, providedBy

from scraper.capture.exchange import Attempt, Exchange, Tls


class TeeTransport:
    """A transport that shows its protocol what is written to it."""

    def __init__(self, real: Any, protocol: TeeProtocol) -> None:
        self._real, self._protocol = real, protocol
        directlyProvides(self, providedBy(real))

    def write(self, data: bytes) -> None:
        """Copy and pass on."""
        self._protocol.copy_sent(data)
        self._real.write(data)

    def writeSequence(self, pieces: Iterable[bytes]) -> None:  # noqa: N802 (Twisted's name)
        """Copy and pass on."""
        self.write(b"".join(pieces))

    def __getattr__(self, name: str) -> Any:
        return getattr(self._real, name)


class TeeProtocol(http11._LenientHTTP11ClientProtocol):
    """One connection: copies bytes to the attempt that is under way on it."""

    transport: Any
    _attempt: Attempt | None = None
    _served = 0

    def makeConnection(self, transport: Any) -> None:  # noqa: N802
        """Put the tee between the protocol and its transport."""
        super().makeConnection(TeeTransport(transport, self))  # type: ignore[no-untyped-call]

    def copy_sent(self, data: bytes) -> None:
        """Note bytes on their way out."""
        if self._attempt:
            self._attempt.sent += data

    def request(self, request: Any) -> Deferred[Any]:
        """Begin an attempt and send the request."""
        exchange: Exchange | None = getattr(request, "exchange", None)
        if exchange and self._state == "QUIESCENT":
            self._attempt = exchange.begin(getattr(self.transport.getPeer(), "host", ""), reused=self._served > 0)
            self._served += 1
        return super().request(request)

    def dataReceived(self, data: bytes) -> None:  # noqa: N802
        """Note bytes that came in, then let Twisted read them."""
        if self._attempt and self._parser is not None:
            if not self._attempt.received:
                self._attempt.tls = self._read_tls()
            self._attempt.received += data
        super().dataReceived(data)  # type: ignore[no-untyped-call]

    def _read_tls(self) -> Tls | None:
        # Not earlier: when the request is written the handshake may still be under way.
        connection: Any = getattr(self.transport, "getHandle", lambda: None)()
        if not hasattr(connection, "get_peer_cert_chain"):
            return None
        chain = connection.get_peer_cert_chain() or []
        pem = tuple(crypto.dump_certificate(crypto.FILETYPE_PEM, certificate).decode("ascii") for certificate in chain)
        return Tls(connection.get_protocol_version_name(), connection.get_cipher_name() or "", pem)

    def _finishResponse(self, rest: bytes) -> None:  # noqa: N802
        if self._attempt:
            self._attempt.surplus = len(rest or b"")
            self._attempt.end = "complete"
        super()._finishResponse(rest)

    def _disconnectParser(self, reason: Failure) -> None:  # noqa: N802
        # The one exit of every attempt that had a parser. The sink makes the records durable here, before
        # anybody above can learn that there is a response.
        attempt, self._attempt = self._attempt, None
        if attempt and self._parser is not None:
            attempt.finish(self._end_of(attempt, reason))
        super()._disconnectParser(reason)  # type: ignore[no-untyped-call]

    def connectionLost(self, reason: Failure = connectionDone) -> None:  # noqa: N802
        """Hand over an attempt that died before there was a parser, then let Twisted clean up."""
        attempt = self._attempt
        if attempt and self._parser is None:
            self._attempt = None
            attempt.finish("disconnect")
        super().connectionLost(reason)  # type: ignore[no-untyped-call]

    def _end_of(self, attempt: Attempt, reason: Failure) -> str:
        if attempt.end == "complete" or self._reads_until_close():
            return "complete"
        return attempt.exchange.cut or ("time" if reason.check(CancelledError) else "disconnect")  # type: ignore[no-untyped-call]

    def _reads_until_close(self) -> bool:
        # Without Content-Length or chunking the end of the connection is the end of the body (RFC 9112 section 6.3).
        decoder = getattr(self._parser, "bodyDecoder", None)
        return decoder is not None and getattr(decoder, "contentLength", 0) is None


class TeeFactory(http11._LenientHTTP11ClientFactory):
    """Builds a tee for each new connection of the pool."""

    def buildProtocol(self, addr: IAddress | None) -> TeeProtocol:  # noqa: ARG002, N802
        """Return a protocol that copies what passes."""
        return TeeProtocol(self._quiescentCallback)  # type: ignore[no-untyped-call]


class _BoundConnection:
    """A pooled connection that knows on whose behalf it is used."""

    def __init__(self, protocol: TeeProtocol, exchange: Exchange) -> None:
        self._protocol, self._exchange = protocol, exchange

    def request(self, request: Any) -> Deferred[Any]:
        request.exchange = self._exchange
        return self._protocol.request(request)


class ExchangePool:
    """The shared connection pool as one request sees it: every connection it takes is bound to its exchange."""

    def __init__(self, pool: Any, exchange: Exchange) -> None:
        self._pool, self._exchange = pool, exchange
        self.persistent = pool.persistent

    def getConnection(self, key: Any, endpoint: Any) -> Deferred[_BoundConnection]:  # noqa: N802
        """Take a connection from the pool, or open one."""
        taken: Deferred[_BoundConnection] = self._pool.getConnection(key, endpoint).addCallback(
            _BoundConnection, self._exchange
        )
        return taken

    def __getattr__(self, name: str) -> Any:
        return getattr(self._pool, name)
