"""Tells how far the crawl is, in `state/progress.json` (`archive.underway`), until its process ends."""

from __future__ import annotations

import threading
import time
from typing import TYPE_CHECKING, Self

from scrapy import signals

from archive import underway
from archive.underway import CLOSING, CRAWLING, Underway
from scraper.session import Session

if TYPE_CHECKING:
    from scrapy.crawler import Crawler


class Heartbeat:
    """A Scrapy extension with a thread of its own: records and seal may keep the reactor busy for minutes."""

    def __init__(self, crawler: Crawler) -> None:
        self._crawler = crawler
        self._phase, self._began = CRAWLING, int(time.time())
        self._ended = threading.Event()
        self._thread = threading.Thread(target=self._beat, name="heartbeat", daemon=True)

    @classmethod
    def from_crawler(cls, crawler: Crawler) -> Self:
        """Connect to the crawl's beginning and end."""
        heartbeat = cls(crawler)
        crawler.signals.connect(heartbeat.spider_opened, signals.spider_opened)
        crawler.signals.connect(heartbeat.spider_closed, signals.spider_closed)
        crawler.signals.connect(heartbeat.engine_stopped, signals.engine_stopped)
        return heartbeat

    def spider_opened(self) -> None:
        """Begin to tell."""
        self._session = Session.of(self._crawler)
        self._thread.start()

    def spider_closed(self) -> None:
        """Tell that nothing is fetched any more; the session closes the crawl now."""
        self._phase = CLOSING

    def engine_stopped(self) -> None:
        """Tell nothing any more."""
        self._ended.set()
        if self._thread.is_alive():
            self._thread.join()

    def _beat(self) -> None:
        while True:
            underway.tell(self._session.layout, self._now())
            if self._ended.wait(underway.EVERY):
                break
        underway.forget(self._session.layout)

    def _now(self) -> Underway:
        session = self._session
        posts: int = getattr(self._crawler.spider, "posts", 0)
        found, fetched = session.frontier.found, session.frontier.done
        now = int(time.time())
        return Underway(
            session.crawl, session.visit, self._phase, self._began, now, found, fetched, posts, session.recorder.bytes
        )
