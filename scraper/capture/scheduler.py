"""Scrapy's scheduler over the frontier: what the engine takes and gives back is on the disk."""

from __future__ import annotations

from typing import TYPE_CHECKING, Self

from scrapy import Request
from scrapy.core.scheduler import BaseScheduler
from scrapy.utils.defer import deferred_from_coro
from twisted.internet.task import LoopingCall
from twisted.python.failure import Failure

from archive.coverage import FILES
from archive.errors import StorageError
from archive.notes import Earlier
from scraper.capture.frontier import Entry
from scraper.session import Session

if TYPE_CHECKING:
    from scrapy import Spider
    from scrapy.crawler import Crawler

LARGEST_PAGE = 64 * 1024 * 1024  # bytes on the wire; real pages have a hundredth, feeds a tenth
LARGEST_FILE = 4 * 1024 * 1024 * 1024  # bytes of a picture or video
COMMIT_EVERY = 0.5  # seconds: what a crash can cost is fetched again, never lost


class FrontierScheduler(BaseScheduler):
    """Deduplicates and orders by the frontier. A request is rebuilt from its data: address, kind, priority."""

    def __init__(self, session: Session) -> None:
        self._session, self._frontier = session, session.frontier
        self._commits = LoopingCall(self._frontier.commit)

    @classmethod
    def from_crawler(cls, crawler: Crawler) -> Self:
        """Take the frontier of the crawl's session."""
        return cls(Session.of(crawler))

    def open(self, spider: Spider) -> None:
        """Begin to commit at intervals."""
        self._spider = spider
        self._commits.start(COMMIT_EVERY, now=False).addErrback(self._stop)

    def _stop(self, failure: Failure) -> None:
        """End the crawl: what it does can no longer be written down."""
        engine = self._session.engine
        if isinstance(failure.value, StorageError) and engine:
            self._session.trouble = failure.value
            deferred_from_coro(engine.close_spider_async(reason="storage"))
        else:
            failure.raiseException()

    def close(self, reason: str) -> None:  # noqa: ARG002 (Scrapy's signature)
        """Stop; the session commits what is left and closes the frontier."""
        if self._commits.running:
            self._commits.stop()

    def has_pending_requests(self) -> bool:
        """Say whether an address waits."""
        return self._frontier.waiting > 0

    def enqueue_request(self, request: Request) -> bool:
        """Put back a request that came from here and is to be tried again. The spider adds to the frontier itself."""
        self._frontier.again(request.meta["address"])
        return True

    def next_request(self) -> Request | None:
        """Return the next request, None where nothing waits."""
        try:
            entry = self._frontier.take()
        except StorageError:
            self._stop(Failure())  # type: ignore[no-untyped-call]
            return None
        return self._request(entry) if entry else None

    def _request(self, entry: Entry) -> Request:
        earlier = self._session.earlier(entry.url)
        meta = {
            **{"address": entry.url, "kind": entry.kind, "attempts": entry.attempts},
            **{"hops": entry.hops, "earlier": earlier},
            "download_maxsize": LARGEST_FILE if entry.kind in FILES else LARGEST_PAGE,
        }
        return Request(
            entry.url,
            callback=self._spider.parse,
            errback=self._spider.failed,  # type: ignore[attr-defined]
            headers=_conditions(earlier),
            meta=meta,
            dont_filter=True,
        )


def _conditions(earlier: Earlier | None) -> dict[str, str]:
    """Return the header fields that ask for an answer only if it differs from the one we have (RFC 9110 section 13)."""
    if not earlier:
        return {}
    fields = {"If-None-Match": earlier.etag, "If-Modified-Since": earlier.modified}
    return {name: value for name, value in fields.items() if value}
