"""Scrapy's scheduler over the frontier: what the engine takes and gives back is on the disk."""

from __future__ import annotations

from typing import TYPE_CHECKING, Self

from scrapy import Request
from scrapy.core.scheduler import BaseScheduler
from twisted.internet.task import LoopingCall

from scraper.capture.frontier import Entry, Frontier
from scraper.session import Session

if TYPE_CHECKING:
    from scrapy import Spider
    from scrapy.crawler import Crawler

COMMIT_EVERY = 0.5  # seconds: what a crash can cost is fetched again, never lost


class FrontierScheduler(BaseScheduler):
    """Deduplicates and orders by the frontier. A request is rebuilt from its data: address, kind, priority."""

    def __init__(self, frontier: Frontier) -> None:
        self._frontier = frontier
        self._commits = LoopingCall(frontier.commit)

    @classmethod
    def from_crawler(cls, crawler: Crawler) -> Self:
        """Take the frontier of the crawl's session."""
        return cls(Session.of(crawler).frontier)

    def open(self, spider: Spider) -> None:
        """Begin to commit at intervals."""
        self._spider = spider
        self._commits.start(COMMIT_EVERY, now=False)

    def close(self, reason: str) -> None:  # noqa: ARG002 (Scrapy's signature)
        """Commit what is left; the session closes the frontier."""
        self._commits.stop()
        self._frontier.commit()

    def has_pending_requests(self) -> bool:
        """Say whether an address waits."""
        return self._frontier.waiting > 0

    def enqueue_request(self, request: Request) -> bool:
        """Queue a request; one that comes back from a retry waits again. False for an address that is known."""
        if request.meta.get("retry_times"):
            self._frontier.again(request.meta["address"])
            return True
        return self._frontier.add(Entry(request.meta["address"], request.meta["kind"], request.priority))

    def next_request(self) -> Request | None:
        """Return the next request, None where nothing waits."""
        entry = self._frontier.take()
        if entry is None:
            return None
        meta = {"address": entry.url, "kind": entry.kind, "retry_times": entry.tries, "dont_redirect": True}
        return Request(
            entry.url,
            callback=self._spider.parse,
            errback=self._spider.failed,  # type: ignore[attr-defined]
            meta=meta,
            priority=entry.priority,
            dont_filter=True,
        )
