"""Stops the crawl where its schedule is paused: at the next safe place, from which the next crawl goes on."""

from __future__ import annotations

from typing import TYPE_CHECKING, Self

from scrapy import signals
from scrapy.utils.defer import deferred_from_coro
from twisted.internet.task import LoopingCall

from archive.errors import Interrupted
from archive.schedule import plans
from scraper.session import Session

if TYPE_CHECKING:
    from scrapy.crawler import Crawler

    from scraper.spiders.blog import BlogSpider

_EVERY = 1.0  # seconds between two looks


class Pausing:
    """A Scrapy extension. Who begins a crawl by hand during a pause means it: only a later pause stops that one."""

    def __init__(self, crawler: Crawler) -> None:
        self._crawler = crawler
        self._calls = LoopingCall(self._look)

    @classmethod
    def from_crawler(cls, crawler: Crawler) -> Self:
        """Connect to the crawl's beginning and end."""
        pausing = cls(crawler)
        crawler.signals.connect(pausing.spider_opened, signals.spider_opened)
        crawler.signals.connect(pausing.spider_closed, signals.spider_closed)
        return pausing

    def spider_opened(self) -> None:
        """Begin to look."""
        self._folder = Session.of(self._crawler).layout.root
        # The scheduler begins no crawl during a pause: one that is there by now came a moment after it looked.
        self._before = 0 if self._crawler.settings.getbool("SCHEDULED") else plans.paused(self._folder)
        self._calls.start(_EVERY, now=False)

    def spider_closed(self) -> None:
        """Look no more."""
        if self._calls.running:
            self._calls.stop()

    def _look(self) -> None:
        now = plans.paused(self._folder)
        if not now or now == self._before or self._crawler.engine is None:
            return
        self._calls.stop()
        spider: BlogSpider = self._crawler.spider  # type: ignore[assignment]
        sentence = "Paused. What was fetched is kept; beilin schedule resume has it go on from here."
        spider.trouble = spider.trouble or Interrupted(sentence)
        deferred_from_coro(self._crawler.engine.close_spider_async(reason="paused"))
