"""Discovers and fetches a blog: asks, hands what came to the reader, and follows what the reader names.

It knows no selectors and no platform: which links lead where is the reading's word, whether they may be
followed is the scope's.
"""

from __future__ import annotations

from collections.abc import AsyncIterator, Iterator
from typing import TYPE_CHECKING, Any
from urllib.parse import urlsplit

import scrapy
from scrapy.exceptions import CloseSpider, IgnoreRequest
from scrapy.http import Response
from twisted.python.failure import Failure as TwistedFailure

from archive.addresses import key, redirect_target
from archive.errors import BeilinError, NotABlog, OffLimits, StorageError
from archive.readings import Failure
from archive.records import Capture, Link, Reading
from pipelines.items import Missed, Read
from scraper.extract import read
from scraper.failures import describe, unreachable
from scraper.platforms import PLATFORMS
from scraper.session import Session

if TYPE_CHECKING:
    from scrapy.crawler import Crawler

# What leads to more comes first and pictures last, so that connections never wait for work.
PRIORITY = {"front": 60, "feed": 50, "pages-feed": 50, "sitemap": 50, "archive": 40, "post": 30, "page": 30,
            "comments-feed": 20, "asset": 10, "image": 5, "original": 0}  # fmt: skip
_SAYS = {
    "unknown": "it answers, but not with a Blogger blog",
    "error-page": "its own error page answers: no such page in the blog",
    "removed": "it says that the blog has been removed",
    "private": "it says that the blog is open to invited readers only",
    "asset": "it answers with a file, not with a page",
    "wrapper": "it answers with a page that is not the blog's own",
}


class BlogSpider(scrapy.Spider):
    """``scrapy crawl blog -a url=ADDRESS -s COLLECTION=FOLDER``; `beilin mirror` runs the same."""

    name = "blog"

    def __init__(self, url: str, **kwargs: Any) -> None:
        super().__init__(**kwargs)
        self.url = url
        self.trouble: BeilinError | None = None
        self._seen: set[str] = set()
        self._recognised = False

    @classmethod
    def from_crawler(cls, crawler: Crawler, *args: Any, **kwargs: Any) -> BlogSpider:
        """Build the spider; its session is opened by the extension of that name."""
        return super().from_crawler(crawler, *args, **kwargs)

    async def start(self) -> AsyncIterator[Any]:
        """Ask for the address the user named; all else follows from what it says."""
        self._session = Session.of(self.crawler)
        for entry in self._session.frontier.poisoned:
            yield self._missed(entry.url, entry.kind, "set-aside", f"given up: {entry.tries} tries ended the program")
        if self._session.resumed:
            self._recognised = True
        else:
            yield self._request(Link(self.url, "front"))

    def parse(self, response: Response, **_: Any) -> Iterator[Any]:
        """Note what a response says, and follow it. Only after that is its address done."""
        capture: Capture | None = response.meta["capture"]
        if capture:
            reading = read(capture)
            yield Read(self._session.crawl, capture, reading)
            if self._changes_scheme(capture):
                return
            yield from self._follow(capture, reading, response.meta["kind"])
            if reading.instead:
                yield from self._ask((Link(reading.instead, response.meta["kind"]),))
        self._finish(response.meta["address"])

    def failed(self, failure: TwistedFailure) -> Iterator[Any]:
        """Note why an address could not be had."""
        if failure.check(StorageError):  # type: ignore[no-untyped-call]
            self.trouble = failure.value  # type: ignore[assignment]
            raise CloseSpider("storage")  # the address is not done: the next run asks for it again
        meta = failure.request.meta  # type: ignore[attr-defined]
        url = meta["address"]
        error: Any = failure.value
        code, detail = describe(error)
        yield self._missed(url, meta["kind"], code, detail)
        if not self._recognised:
            self.trouble = self._no_start(url, error)
        self._finish(url)

    def _finish(self, url: str) -> None:
        self._session.frontier.finish(url)
        if self.trouble:
            raise CloseSpider(type(self.trouble).__name__)

    # ------------------------------------------------------------------ following
    def _follow(self, capture: Capture, reading: Reading, kind: str) -> Iterator[Any]:
        target = redirect_target(capture)
        if target:
            yield from self._follow_redirect(capture, target, kind)
            return
        if not self._recognised:
            platform = next((p for p in PLATFORMS if p.recognises(capture)), None)
            if platform is None or reading.kind in _SAYS:
                self.trouble = NotABlog(_refusal(capture, reading))
                return
            self._recognised = True
            yield from self._ask(platform.seeds(self._home(capture)))
        yield from self._ask(reading.links)

    def _home(self, capture: Capture) -> str:
        """Return the blog's home: the host that the user named, by the scheme under which it answers."""
        named, answered = urlsplit(self.url), urlsplit(capture.target_uri)
        scheme = answered.scheme if answered.hostname == named.hostname else named.scheme
        return f"{scheme}://{named.netloc}/"

    def _changes_scheme(self, capture: Capture) -> bool:
        """Ask again where an address only moved from http to https, or back: to us it is the same resource."""
        target = redirect_target(capture)
        if not target or key(target) != key(capture.target_uri) or target == capture.target_uri:
            return False
        self._session.frontier.redirect(capture.target_uri, target)
        return True

    def _follow_redirect(self, capture: Capture, target: str, kind: str) -> Iterator[Any]:
        if not self._recognised and self._session.scope.refuses(target):
            here, there = urlsplit(capture.target_uri).hostname, urlsplit(target).hostname
            self.trouble = NotABlog(
                f"{here} sends its readers on to {there}, another host: if that is the same blog, mirror that address "
                "into a folder of its own; if not, the blog was replaced."
            )
            return
        yield from self._ask((Link(target, kind),))

    def _ask(self, links: tuple[Link, ...]) -> Iterator[Any]:
        for link in links:
            if (resource := key(link.url)) in self._seen:
                continue
            self._seen.add(resource)
            refusal = self._session.scope.refuses(link.url)
            if refusal:
                yield self._missed(link.url, link.kind, refusal.code, refusal.detail)
            elif self._session.frontier.found >= self._session.budget:
                yield self._missed(link.url, link.kind, "budget", "the budget of this crawl was used up")
            else:
                yield self._request(link)

    def _missed(self, url: str, kind: str, code: str, detail: str) -> Missed:
        return Missed(self._session.crawl, Failure(key(url), url, kind, code, detail))

    def _request(self, link: Link) -> scrapy.Request:
        self._seen.add(key(link.url))
        return scrapy.Request(
            link.url, meta={"kind": link.kind, "address": link.url}, priority=PRIORITY[link.kind], dont_filter=True
        )

    def _no_start(self, url: str, error: BaseException) -> BeilinError:
        if not isinstance(error, IgnoreRequest):
            return unreachable(url, error)
        parts = urlsplit(url)
        return OffLimits(
            f"robots.txt of {parts.hostname} forbids {parts.path or '/'}: ask the blog's owner; if you are the owner, "
            "set obey_robots = false in the collection's beilin.toml."
        )


def _refusal(capture: Capture, reading: Reading) -> str:
    what = _SAYS.get(reading.kind, _SAYS["unknown"])
    if capture.status != 200 and reading.kind not in ("removed", "private"):
        what = f"it answers with status {capture.status}"
    return f"{capture.target_uri} is no blog that can be mirrored: {what}. The answer is kept in the collection's WARC."
