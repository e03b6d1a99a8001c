"""The tee: Twisted's HTTP/1.1 client, with every byte of every attempt copied to its exchange.

It sits above TLS and below HTTP. Nothing is parsed here and put together again, so what is kept is what was on
the wire. Twisted retries in silence when a kept-alive connection turns out dead; since a connection learns of
its exchange from the request itself, such a retry is an attempt of its own.

The private names of Twisted and Scrapy this touches (``_finishResponse``, ``_disconnectParser``, ``_parser``,
``_LenientHTTP11ClientProtocol``, ``Request._construct``, ``writeSomeData``, ``_handshakeDone``) are covered by the
byte-identity test, on the locked and the newest versions.
"""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any

from OpenSSL import crypto
from scrapy.core.downloader.handlers import http11
from twisted.internet.defer import CancelledError, Deferred
from twisted.internet.error import ConnectionDone, ConnectionLost
from twisted.internet.interfaces import IAddress
from twisted.python.failure import Failure
from twisted.web._newclient import HEADER, STATUS, Request
from zope.interface import directlyProvides, providedBy

from archive.durable import storage_errors
from archive.errors import StorageError
from scraper.capture.exchange import Attempt, Exchange, Tls
from scraper.capture.leniency import LARGEST_HEAD, LenientParser


class ExchangeRequest(Request):
    """Twisted's request, with the exchange that it is made for."""

    exchange: Exchange


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
    _tls: Tls | None = None
    _flushed: _Flushed
    _before = 0

    def makeConnection(self, transport: Any) -> None:  # noqa: N802
        """Put the tee between the protocol and its transport."""
        self._flushed = _Flushed(transport)
        super().makeConnection(TeeTransport(transport, self))  # type: ignore[no-untyped-call]

    def copy_sent(self, data: bytes) -> None:
        """Note bytes on their way out."""
        if self._attempt:
            self._attempt.sent += data

    def request(self, request: Any) -> Deferred[Any]:
        """Begin an attempt and send the request."""
        exchange: Exchange | None = getattr(request, "exchange", None)
        if exchange and self._state == "QUIESCENT":
            self._before = self._flushed.total
            self._attempt = exchange.begin(getattr(self.transport.getPeer(), "host", ""), reused=self._served > 0)
            self._served += 1
        answer: Deferred[Any] = super().request(request)
        if self._parser is not None:
            self._parser.__class__ = LenientParser  # the class is fixed in Twisted; this one has no state of its own
        return answer

    def dataReceived(self, data: bytes) -> None:  # noqa: N802
        """Note bytes that came in, then let Twisted read them."""
        attempt = self._attempt
        if attempt and self._parser is not None:
            self._tls = self._tls or self._read_tls()
            attempt.tls = self._tls
            if not self._keep(attempt, data):
                return
        super().dataReceived(data)  # type: ignore[no-untyped-call]

    def _keep(self, attempt: Attempt, data: bytes) -> bool:
        """Copy what came; False where that cannot go on."""
        in_head = self._parser is not None and self._parser.state in (STATUS, HEADER)
        try:
            with storage_errors(attempt.exchange.spool):
                attempt.received.write(data)
        except StorageError as error:
            attempt.exchange.failure = error
            self.transport.abortConnection()
            return False
        # Endless headers or interim responses; an endless body, or what chunks can hide: extensions and trailers.
        most = LARGEST_HEAD + (len(data) if in_head else attempt.exchange.most)
        if len(attempt.received) > most:
            attempt.exchange.cut = attempt.exchange.cut or "length"
            self.transport.abortConnection()
            return False
        return True

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
        # The one exit of every attempt that had a parser.
        attempt, self._attempt = self._attempt, None
        if attempt and self._parser is not None and self._flushed.has_left(attempt, self._before):
            attempt.finish(self._end_of(attempt, reason))
        super()._disconnectParser(reason)  # type: ignore[no-untyped-call]

    def _end_of(self, attempt: Attempt, reason: Failure) -> str:
        if attempt.end == "complete":
            return "complete"
        if attempt.exchange.cut:
            return attempt.exchange.cut
        if self._reads_until_close() and reason.check(ConnectionDone):  # type: ignore[no-untyped-call]
            return "complete"
        if reason.check(CancelledError):  # type: ignore[no-untyped-call]
            return "time"
        # WARC's word for an end of our own making: an answer that no client can read on.
        lost = reason.check(ConnectionDone, ConnectionLost)  # type: ignore[no-untyped-call]
        return "disconnect" if lost else "unspecified"

    def _reads_until_close(self) -> bool:
        # Without Content-Length or chunking the end of the connection is the end of the body (RFC 9112 section 6.3).
        decoder = getattr(self._parser, "bodyDecoder", None)
        return decoder is not None and getattr(decoder, "contentLength", 0) is None


class _Flushed:
    """Counts the bytes that a connection hands to the operating system, TLS and all.

    What is written to a transport need not leave: the connection's end may have come and not been read yet.
    """

    def __init__(self, transport: Any) -> None:
        self._tls = transport if hasattr(transport, "_handshakeDone") else None
        socket = transport.transport if self._tls else transport
        self._write = socket.writeSomeData
        self.total = 0
        socket.writeSomeData = self._count

    def _count(self, data: bytes) -> Any:
        written = self._write(data)
        if isinstance(written, int) and written > 0:
            self.total += written
        return written

    def has_left(self, attempt: Attempt, before: int) -> bool:
        """Say whether a request has left since the count was at ``before``."""
        if attempt.received:
            return True
        handshake_is_over = self._tls is None or self._tls._handshakeDone
        return bool(handshake_is_over and self.total - before >= len(attempt.sent))


class TeeFactory(http11._LenientHTTP11ClientFactory):
    """Builds a tee for each new connection of the pool."""

    def buildProtocol(self, addr: IAddress | None) -> TeeProtocol:  # noqa: ARG002, N802
        """Return a protocol that copies what passes."""
        return TeeProtocol(self._quiescentCallback)  # type: ignore[no-untyped-call]
