"""One crawl of one collection, from the lock to the sealed manifest: what all parts of the crawler share.

A Scrapy extension, so that ``scrapy crawl blog`` and `beilin mirror` take the same path. It opens before the
engine and closes after the spider:

    open    lock, cut torn tails off, bring notes and frontier up to the WARC, go on with an interrupted crawl or begin
            a new one
    close   readings to records, coverage report, event, manifest
"""

from __future__ import annotations

import functools
import os
from contextlib import ExitStack
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import TYPE_CHECKING, Self
from urllib.parse import urlsplit

from scrapy import signals
from scrapy.utils.defer import maybe_deferred_to_future

from archive import manifest
from archive.addresses import key
from archive.collection import create_collection
from archive.config import Config, load
from archive.durable import storage_errors
from archive.errors import BeilinError, Interrupted, StorageError
from archive.hosts import number_of
from archive.layout import Layout, crawl_of
from archive.notes import Earlier
from archive.readings import Readings
from archive.records import Link
from archive.started import begin_warc
from archive.writing import writing
from scraper import EXTRACTOR
from scraper.capture.committer import Committer
from scraper.capture.frontier import Frontier
from scraper.capture.proxies import parse_proxy
from scraper.capture.recorder import CrawlInfo, Recorder
from scraper.capture.routes import parse_route
from scraper.capture.scope import Scope, plain_host
from scraper.closing import Summary, close_crawl
from scraper.platforms import PLATFORMS, platform_of
from scraper.reading.reader import Reader
from scraper.recovery import bring_up, recover_files
from scraper.reextract import mark_read
from scraper.visits import choose_visit, later_questions, second_looks, was_closed

if TYPE_CHECKING:
    from scrapy.core.engine import ExecutionEngine
    from scrapy.crawler import Crawler
    from scrapy.settings import Settings

    from scraper.spiders.blog import BlogSpider


class Session:
    """The open collection. ``resumed`` says that it goes on with an interrupted crawl; ``visit`` is full or quick."""

    def __init__(self, crawler: Crawler) -> None:
        os.umask(0o077)  # Scrapy's own command comes here, too
        settings = crawler.settings
        self.summary: Summary | None = None
        self.failure: Exception | None = None
        self.trouble: StorageError | None = None
        self._crawler = crawler
        fresh = Config(address=crawler.spider.url)  # type: ignore[union-attr]
        self.layout: Layout = create_collection(Path(settings["COLLECTION"]), fresh)
        with ExitStack() as stack:  # what fails from here on lets go of the collection
            stack.enter_context(writing(self.layout))
            self._open(settings, stack)
            self._stack = stack.pop_all()

    def _open(self, settings: Settings, stack: ExitStack) -> None:
        config = load(self.layout)
        self.budget, self.home = config.max_resources, config.address
        self._set_limits(config, settings)
        recover_files(self.layout)
        self._notes = Readings(self.layout.readings)
        stack.callback(self._notes.close)
        self.frontier = Frontier(self.layout.frontier)
        stack.callback(self.frontier.close)
        self._begin(config, settings)
        self._has_past = any(crawl < self.crawl for crawl in self._notes.crawls())
        robots = "obey" if settings.getbool("ROBOTSTXT_OBEY") else "ignore"
        info = CrawlInfo(self.crawl, EXTRACTOR, settings["USER_AGENT"], robots)
        self.recorder = Recorder(self.layout.warc, info, functools.partial(begin_warc, self.layout))
        self.committer = Committer(self.recorder)
        self.reader = Reader(self.layout, self.visit)
        self._stage = 0

    def _set_limits(self, config: Config, settings: Settings) -> None:
        named = [plain_host(urlsplit(config.address).hostname or "")]
        named += map(plain_host, [*config.hosts, *settings.getlist("EXTRA_HOSTS")])
        self.routes = tuple(parse_route(text) for text in settings.getlist("CONNECT"))
        self.proxy = parse_proxy(settings["PROXY"]) if settings["PROXY"] else None
        # A name may lead anywhere tomorrow; a number that the user gave is meant.
        self.trusted_numbers = frozenset(host for host in named if number_of(host) or host == "localhost")
        self.scope = Scope(
            hosts=frozenset(named),
            requisites=frozenset(host for platform in PLATFORMS for host in platform.requisite_hosts),
            quarantine=frozenset(map(plain_host, config.quarantine)),
        )

    def _begin(self, config: Config, settings: Settings) -> None:
        newest = max((crawl_of(path.name) for path in manifest.warcs(self.layout)), default="")
        bring_up(self.layout, self._notes, self.frontier, newest)
        # With the front page alone nothing was begun; with no capture of it that was read as a blog's, neither.
        self.resumed = self.frontier.found > 1 and not was_closed(self.layout, self.frontier.crawl)
        if self.resumed:
            self.crawl, self.visit = self.frontier.crawl, self.frontier.visit
            return
        self.crawl = f"{datetime.now(UTC):%Y%m%dT%H%M%SZ}"
        # The clock may have been set back, or two crawls begin in one second: names sort in the order of crawls.
        self.crawl = self.crawl if self.crawl > newest else after(newest)
        self.visit = choose_visit(self.layout, settings["VISIT"], config.full_every, self.crawl)
        self.frontier.begin(self.crawl, self.visit)

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

    @property
    def engine(self) -> ExecutionEngine | None:
        """Scrapy's engine, once it is there."""
        return self._crawler.engine

    def earlier(self, url: str) -> Earlier | None:
        """Return the newest good capture that earlier crawls have of an address."""
        return self._notes.past.earlier(key(url), self.crawl) if self._has_past else None

    async def later_questions(self) -> list[Link]:
        """Return what to ask for when all else was asked for; nothing any more, the fifth time."""
        if self._stage > 3:
            return []
        await self.reader.commit()
        if self._stage == 3:
            self._stage += 1
            return self._second_looks()
        platform = platform_of(self._notes.blog(self.crawl))
        seeds = platform.seeds(self.home, quick=False) if platform else ()
        by_date = [link for link in seeds if link.kind == "feed-by-date"]
        asked = later_questions(self._notes, self.crawl, self.visit, by_date, self._stage)
        self._stage += 1
        return asked or await self.later_questions()

    def _second_looks(self) -> list[Link]:
        """Have what was found missing asked for once more; return what is not in the queue yet."""
        looks = second_looks(self._notes, self.crawl)
        return [link for link in looks if not self.frontier.look_again(link.url)]

    async def spider_closed(self, spider: BlogSpider, reason: str) -> None:
        """Turn what was fetched into records, report and manifest; keep what went wrong for the caller."""
        with self._stack:
            await maybe_deferred_to_future(self.committer.drained())
            self.recorder.close()
            spider.trouble = spider.trouble or self.trouble
            finished = reason == "finished" and spider.trouble is None
            if reason == "shutdown":
                spider.trouble = Interrupted("Stopped. What was fetched is kept; the same command goes on from here.")
            try:
                with storage_errors(self.layout.root):
                    await self.reader.finish()
                    mark_read(self.layout)
                    self.frontier.commit()
                    self.summary = close_crawl(self.layout, self.crawl, finished=finished, visit=self.visit)
            except BeilinError as error:
                spider.trouble = spider.trouble or error
            except Exception as error:  # Scrapy would log it and go on as if all were well
                self.failure = error
                raise


def after(crawl: str) -> str:
    """Return the name of a crawl that begins a second after another."""
    return f"{datetime.strptime(crawl, '%Y%m%dT%H%M%SZ') + timedelta(seconds=1):%Y%m%dT%H%M%SZ}"
