"""Scrapy's download handler for http and https, with the tee in it: the response comes back already recorded.

Of the response only the head goes on: bodies lie in the WARC, and are read from there.
"""

from __future__ import annotations

import errno
from typing import TYPE_CHECKING, Any
from urllib.parse import urldefrag

from scrapy.core.downloader.handlers.http11 import HTTP11DownloadHandler
from scrapy.exceptions import DownloadCancelledError, DownloadTimeoutError, ResponseDataLossError
from scrapy.http import Headers, Response
from scrapy.utils._download_handlers import wrap_twisted_exceptions
from scrapy.utils.defer import maybe_deferred_to_future
from twisted.internet import reactor as installed
from twisted.internet.defer import Deferred
from twisted.internet.defer import TimeoutError as TxTimeoutError
from twisted.internet.error import ConnectError
from twisted.internet.protocol import Protocol, connectionDone
from twisted.internet.task import LoopingCall
from twisted.python.failure import Failure
from twisted.web.client import URI, ResponseDone
from twisted.web.http import PotentialDataLoss
from twisted.web.http_headers import Headers as WireHeaders

from archive.durable import storage_errors
from scraper.capture.endpoints import Endpoints
from scraper.capture.exchange import Exchange
from scraper.capture.wire import ExchangeRequest, TeeFactory
from scraper.session import Session

if TYPE_CHECKING:
    from scrapy import Request
    from scrapy.crawler import Crawler


class WarcDownloadHandler(HTTP11DownloadHandler):
    """Downloads over HTTP/1.1 (HTTP/2 has no textual original form) and records every attempt.

    Afterwards ``request.meta["capture"]`` is the `archive.records.CaptureRef` of the response, durable in the WARC.
    """

    lazy = False

    def __init__(self, crawler: Crawler) -> None:
        super().__init__(crawler)
        self._session = session = Session.of(crawler)
        self._pool._factory = TeeFactory
        self._patience = Patience(
            head=crawler.settings.getfloat("DOWNLOAD_TIMEOUT"),
            window=crawler.settings.getfloat("SLOWEST_WINDOW"),
            least=crawler.settings.getint("SLOWEST_BYTES"),
        )
        self._endpoints = Endpoints(
            installed, self._contextFactory, session.routes, session.proxy, session.trusted_numbers
        )

    async def download_request(self, request: Request) -> Response:
        """Fetch a request, record its attempts, and return the head of the response.

        Raises:
            StorageError: an attempt could not be made durable; the crawl must stop.
        """
        session = self._session
        most = request.meta.get("download_maxsize", self._default_maxsize)
        exchange = Exchange(
            request.url, session.committer.submit, session.layout.state, most, request.meta.get("earlier")
        )
        try:
            with wrap_twisted_exceptions():
                answer = await self._fetch(request, exchange)
        except ConnectError as error:
            if error.osError in (errno.EMFILE, errno.ENFILE):  # our own trouble, not the network's
                with storage_errors(session.layout.root):
                    raise OSError(error.osError, "too many open files") from error
            raise
        finally:
            # Whatever became of the answer, its attempts are durable before anybody hears of it.
            refs = [await maybe_deferred_to_future(commit) for commit in exchange.commits]
            request.meta["capture"] = next(filter(None, reversed(refs)), None)
            if exchange.failure:
                raise exchange.failure
        headers = Headers()
        headers.update(answer.headers.getAllRawHeaders())
        return Response(request.url, status=int(answer.code), headers=headers)

    async def _fetch(self, request: Request, exchange: Exchange) -> Any:
        uri: URI = URI.fromBytes(urldefrag(request.url)[0].encode("ascii"))  # type: ignore[no-untyped-call]
        opening = self._endpoints.opening(uri)
        exchange.proxied = opening.proxied
        connection = await self._patience.wait_for_connection(self._pool.getConnection(opening.key, opening.endpoint))
        answer = await self._patience.wait_for_head(connection.request(_wire_request(request, uri, exchange)), exchange)
        if answer.length == 0:
            return answer
        stated = answer.length if isinstance(answer.length, int) else 0
        drain = Drain(exchange, stated, self._patience)
        answer.deliverBody(drain)
        await maybe_deferred_to_future(drain.finished)
        return answer


def _wire_request(request: Request, uri: URI, exchange: Exchange) -> ExchangeRequest:
    fields: dict[bytes, list[bytes]] = {b"Host": [uri.netloc]}
    fields.update((name, request.headers.getlist(name)) for name in request.headers)
    made: ExchangeRequest = ExchangeRequest._construct(  # type: ignore[no-untyped-call]
        request.method.encode("ascii"), uri.originForm, WireHeaders(fields), None, persistent=True, parsedURI=uri
    )
    made.exchange = exchange
    return made


class Patience:
    """How long a server may take: ``head`` seconds for the head; of a body ``least`` bytes in each ``window``."""

    def __init__(self, head: float, window: float, least: int) -> None:
        self.head, self.window, self.least = head, window, least

    async def wait_for_connection(self, connection: Deferred[Any]) -> Any:
        """Return the connection once it is there: a proxy can take as long as it likes.

        Raises:
            DownloadTimeoutError: it took too long.
        """
        try:
            return await maybe_deferred_to_future(connection.addTimeout(self.head, installed))
        except TxTimeoutError:
            raise DownloadTimeoutError(f"no connection within {self.head} seconds") from None

    async def wait_for_head(self, answer: Deferred[Any], exchange: Exchange) -> Any:
        """Return the answer once its head is there.

        Raises:
            DownloadTimeoutError: it took too long.
        """
        reactor: Any = installed
        call = reactor.callLater(self.head, self._give_up, answer, exchange)
        try:
            return await maybe_deferred_to_future(answer)
        except Exception:
            if exchange.cut == "time":
                raise DownloadTimeoutError(f"no answer within {self.head} seconds") from None
            if exchange.cut == "length":
                raise DownloadCancelledError("the head of the answer is larger than the limit") from None
            raise
        finally:
            if call.active():
                call.cancel()

    @staticmethod
    def _give_up(answer: Deferred[Any], exchange: Exchange) -> None:
        exchange.cut = "time"
        answer.cancel()


class Drain(Protocol):
    """Takes a body that the tee has already copied; sees to it that it ends, and is not too large."""

    def __init__(self, exchange: Exchange, stated: int, patience: Patience) -> None:
        self.finished: Deferred[None] = Deferred()
        self._exchange, self._stated, self._patience = exchange, stated, patience
        self._received = self._before = 0
        self._watch = LoopingCall(self._look)
        self._watch.start(patience.window, now=False)

    def connectionMade(self) -> None:  # noqa: N802
        """Break off at once a body that says that it is too large."""
        if self._stated > self._exchange.most:
            self._break_off("length")

    def dataReceived(self, data: bytes) -> None:  # noqa: N802
        """Count; that they are not too many is the tee's to see, which counts what is around them, too."""
        self._received += len(data)

    def connectionLost(self, reason: Failure = connectionDone) -> None:  # noqa: N802
        """Say how the body ended."""
        if self._watch.running:
            self._watch.stop()
        if self.finished.called:
            return
        if self._exchange.cut == "length":
            self.finished.errback(DownloadCancelledError("the answer is larger than the limit"))
        elif self._exchange.cut == "time":
            self.finished.errback(DownloadTimeoutError("the answer came too slowly"))
        elif reason.check(ResponseDone, PotentialDataLoss):  # type: ignore[no-untyped-call]
            self.finished.callback(None)
        else:
            self.finished.errback(ResponseDataLossError("the answer was cut short"))

    def _look(self) -> None:
        if self._received - self._before < self._patience.least:
            self._break_off("time")
        self._before = self._received

    def _break_off(self, why: str) -> None:
        transport: Any = self.transport
        if not self._exchange.cut:
            self._exchange.cut = why
            transport._producer.abortConnection()
