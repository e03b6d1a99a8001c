"""One crawl of one collection, from the lock to the sealed manifest: what all parts of the crawler share.

A Scrapy extension, so that ``scrapy crawl blog`` and `beilin mirror` take the same path. It opens before the
engine and closes after the spider:

    open    lock, cut torn tails off, go on with an interrupted crawl or begin a new one
    close   readings to records, coverage report, event, manifest
"""

from __future__ import annotations

from contextlib import ExitStack
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import TYPE_CHECKING, Self
from urllib.parse import urlsplit

from scrapy import signals

from archive import events, manifest
from archive.collection import create_collection
from archive.config import Config, load
from archive.errors import BeilinError, Interrupted
from archive.layout import Layout, crawl_of
from archive.lock import locked
from archive.readings import Readings
from archive.warc import recover
from scraper import EXTRACTOR
from scraper.capture.frontier import Frontier
from scraper.capture.recorder import CrawlInfo, Recorder
from scraper.capture.routes import parse_route
from scraper.capture.scope import Scope, plain_host
from scraper.closing import Summary, close_crawl
from scraper.platforms import PLATFORMS
from scraper.reextract import read_again

if TYPE_CHECKING:
    from scrapy.crawler import Crawler

    from scraper.spiders.blog import BlogSpider


class Session:
    """The open collection. ``resumed`` says that it goes on with an interrupted crawl."""

    def __init__(self, crawler: Crawler) -> None:
        settings = crawler.settings
        self.summary: Summary | None = None
        self.failure: Exception | None = None
        self._stack = ExitStack()
        fresh = Config(address=crawler.spider.url)  # type: ignore[union-attr]
        self.layout: Layout = create_collection(Path(settings["COLLECTION"]), fresh)
        self._stack.enter_context(locked(self.layout))
        config = load(self.layout)
        self.budget = config.max_resources
        self.routes = tuple(parse_route(text) for text in settings.getlist("CONNECT"))
        self.scope = Scope(
            hosts=frozenset(
                {
                    plain_host(urlsplit(config.address).hostname or ""),
                    *map(plain_host, [*config.hosts, *settings.getlist("EXTRA_HOSTS")]),
                }
            ),
            requisites=frozenset(host for platform in PLATFORMS for host in platform.requisite_hosts),
            quarantine=frozenset(map(plain_host, config.quarantine)),
        )
        self._recover()
        self.frontier = Frontier(self.layout.frontier)
        self._stack.callback(self.frontier.close)
        self.resumed = self.frontier.waiting > 0
        self.crawl = self.frontier.crawl if self.resumed else self._new_crawl()
        robots = "obey" if settings.getbool("ROBOTSTXT_OBEY") else "ignore"
        info = CrawlInfo(self.crawl, EXTRACTOR, settings["USER_AGENT"], robots)
        self.recorder = Recorder(self.layout.warc, info)

    @classmethod
    def from_crawler(cls, crawler: Crawler) -> Self:
        """Open the session; Scrapy calls this before it builds the engine."""
        session = cls(crawler)
        crawler.signals.connect(session.spider_closed, signals.spider_closed)
        return session

    @classmethod
    def of(cls, crawler: Crawler) -> Self:
        """Return the session of a crawler."""
        session = crawler.get_extension(cls)
        if session is None:
            raise LookupError("scraper.session.Session is missing from EXTENSIONS")
        return session

    def _new_crawl(self) -> str:
        newest = max((crawl_of(path.name) for path in self.layout.warc.glob("*.warc.gz")), default="")
        crawl = f"{datetime.now(UTC):%Y%m%dT%H%M%SZ}"
        # The clock may have been set back, or two crawls begin in one second: names sort in the order of crawls.
        crawl = crawl if crawl > newest else _after(newest)
        self.frontier.begin(crawl)
        return crawl

    def _recover(self) -> None:
        """Cut torn tails off files that were never sealed, and bring the readings up to the WARC."""
        sealed = manifest.read(self.layout)
        for path in sorted(self.layout.warc.glob("*.warc.gz")):
            if f"warc/{path.name}" in sealed:
                continue
            torn = recover(path, self.layout.reports / crawl_of(path.name) / f"{path.name}.torn")
            if torn:
                detail: dict[str, str | int] = {"what": "torn tail cut off", "file": f"warc/{path.name}", "bytes": torn}
                events.append(self.layout, "modification", detail)
        readings = Readings(self.layout.readings)
        try:
            read_again(self.layout, readings)
        finally:
            readings.close()

    def spider_closed(self, spider: BlogSpider, reason: str) -> None:
        """Turn what was fetched into records, report and manifest; keep what went wrong for the caller."""
        with self._stack:
            self.recorder.close()
            finished = reason == "finished" and spider.trouble is None
            if reason == "shutdown":
                spider.trouble = Interrupted("Stopped. What was fetched is kept; the same command goes on from here.")
            self.frontier.commit()
            try:
                self.summary = close_crawl(self.layout, self.crawl, finished=finished)
            except BeilinError as error:
                spider.trouble = spider.trouble or error
            except Exception as error:  # Scrapy would log it and go on as if all were well
                self.failure = error
                raise


def _after(crawl: str) -> str:
    return f"{datetime.strptime(crawl, '%Y%m%dT%H%M%SZ') + timedelta(seconds=1):%Y%m%dT%H%M%SZ}"
