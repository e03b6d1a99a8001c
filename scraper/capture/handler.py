"""Scrapy's download handler for http and https, with the tee in it: the response comes back already recorded."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from scrapy.core.downloader.handlers.http11 import HTTP11DownloadHandler, _ScrapyAgent
from scrapy.utils._download_handlers import wrap_twisted_exceptions
from scrapy.utils.defer import maybe_deferred_to_future

from archive.errors import StorageError
from scraper.capture.endpoints import RoutedEndpoints
from scraper.capture.exchange import Attempt, Exchange
from scraper.capture.wire import ExchangePool, TeeFactory
from scraper.session import Session

if TYPE_CHECKING:
    from scrapy import Request
    from scrapy.crawler import Crawler
    from scrapy.http import Response


class WarcDownloadHandler(HTTP11DownloadHandler):
    """Downloads over HTTP/1.1 (HTTP/2 has no textual original form) and records every attempt.

    Afterwards ``request.meta["capture"]`` holds the `archive.records.Capture` of the response, durable in the WARC.
    """

    lazy = False

    def __init__(self, crawler: Crawler) -> None:
        super().__init__(crawler)
        self._session = Session.of(crawler)
        self._pool._factory = TeeFactory
        self._storage_failure: StorageError | None = None

    async def download_request(self, request: Request) -> Response:
        """Fetch a request, record its attempts, and return the response.

        Raises:
            StorageError: an attempt could not be made durable; the crawl must stop.
        """
        exchange = Exchange(request.url, self._record)
        agent = _RecordedAgent(self, exchange)
        try:
            with wrap_twisted_exceptions():
                response = await maybe_deferred_to_future(agent.download_request(request))
        finally:
            if self._storage_failure:
                raise self._storage_failure
        request.meta["capture"] = exchange.result
        return response

    def _record(self, attempt: Attempt) -> None:
        # Runs inside Twisted's protocol, which swallows exceptions: keep the failure for whoever waits above.
        try:
            attempt.exchange.result = self._session.recorder.record(attempt)
        except StorageError as error:
            self._storage_failure = error

    def agent_arguments(self) -> dict[str, Any]:
        """Return what Scrapy's agent is built from."""
        return {
            "contextFactory": self._contextFactory,
            "bindAddress": self._bind_address,
            "pool": self._pool,
            "maxsize": self._default_maxsize,
            "warnsize": self._default_warnsize,
            "fail_on_dataloss": self._fail_on_dataloss,
            "crawler": self._crawler,
            "tls_verbose_logging": False,
        }

    def wire(self, agent: Any, exchange: Exchange) -> Any:
        """Bind Twisted's agent to an exchange and to the session's routes."""
        agent._pool = ExchangePool(self._pool, exchange)
        agent._endpointFactory = RoutedEndpoints(
            agent._endpointFactory, self._session.routes, self._session.scope.hosts
        )
        return agent


class _RecordedAgent(_ScrapyAgent):
    """Scrapy's agent for one request, wired to its exchange."""

    def __init__(self, handler: WarcDownloadHandler, exchange: Exchange) -> None:
        super().__init__(**handler.agent_arguments())
        self._handler, self._exchange = handler, exchange

    def _get_agent(self, request: Request, timeout: float) -> Any:
        return self._handler.wire(super()._get_agent(request, timeout), self._exchange)

    def _cb_bodyready(self, txresponse: Any, request: Request) -> Any:
        if self._maxsize and isinstance(txresponse.length, int) and txresponse.length > self._maxsize:
            self._exchange.cut = "length"
        return super()._cb_bodyready(txresponse, request)
