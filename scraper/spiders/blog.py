"""Discovers and fetches a blog: asks, has what came read, and follows what the reading names.

It knows no selectors and no platform: which links lead where is the reading's word, whether they may be
followed is the scope's.
"""

from __future__ import annotations

import asyncio
from collections.abc import AsyncIterator, Iterable
from typing import TYPE_CHECKING, Any
from urllib.parse import urlsplit

import scrapy
from scrapy.exceptions import CloseSpider
from scrapy.http import Response
from twisted.python.failure import Failure as TwistedFailure

from archive.addresses import key
from archive.errors import BeilinError, NotABlog, OffLimits, StorageError, Unreachable, Withheld
from archive.notes import Failure
from archive.records import CaptureRef, Link
from scraper.capture.patience import MOST_TRIES, Stopping
from scraper.capture.robots import RobotsForbid, RobotsUnread
from scraper.failures import describe, unreachable
from scraper.platforms import platform_named
from scraper.reading.messages import Answer
from scraper.session import Session

if TYPE_CHECKING:
    from scrapy.crawler import Crawler

_SAYS = {
    "unknown": "it answers, but not with a Blogger blog",
    "error-page": "its own error page answers: no such page in the blog",
    "removed": "it says that the blog has been removed",
    "private": "it says that the blog is open to invited readers only",
    "asset": "it answers with a file, not with a page",
    "wrapper": "it answers with a page that is not the blog's own",
}
_REPLACED = {
    "removed": "it says that the blog has been removed",
    "content-warning": "a content warning stands before it",
    "login": "it asks for a login",
    "captcha": "it asks for proof that a person asks",
    "block-page": "somebody between it and us blocks it",
    "parked": "its domain is parked or for sale",
    "other-blog": "another blog answers there",
    "error-page": "an error page answers, whatever its status says",
    "unrecognised": "what answers is not the blog that was there",
    "moved": "it sends its readers elsewhere",
}
_WITHHELD = {"removed", "private", "content-warning", "login", "captcha", "block-page"}
_VAGUE = ("", "error-page", "unrecognised")  # a status says more
_PASSABLE = ("", "content-warning")  # behind a warning, feeds still answer
MOST_HOPS = 20  # redirects in a row
_NO_ANSWER = "what came has no status line and head that can be read"


class BlogSpider(scrapy.Spider):
    """``scrapy crawl blog -a url=ADDRESS -s COLLECTION=FOLDER``; `beilin mirror` runs the same."""

    name = "blog"

    def __init__(self, url: str, **kwargs: Any) -> None:
        super().__init__(**kwargs)
        self.url = url
        self.posts = 0
        self.trouble: BeilinError | None = None
        self._recognised = False

    @classmethod
    def from_crawler(cls, crawler: Crawler, *args: Any, **kwargs: Any) -> BlogSpider:
        """Build the spider; its session is opened by the extension of that name."""
        return super().from_crawler(crawler, *args, **kwargs)

    async def start(self) -> AsyncIterator[Any]:
        """Ask for the address the user named; all else follows from what it says."""
        self._session = Session.of(self.crawler)
        self._reader = self._session.reader
        await self._reader.start()
        for entry in self._session.frontier.poisoned:
            await self._miss(
                entry.url, entry.kind, "set-aside", f"given up: {entry.tries} times the program ended at it"
            )
            self._session.frontier.finish(entry.url)
        self._recognised = self._session.resumed
        if not self._session.resumed:
            self._ask([Link(self.url, "front")])
        elif self._session.frontier.exhausted:
            self._ask(await self._session.later_questions())
        requests: tuple[scrapy.Request, ...] = ()
        for request in requests:  # Scrapy wants a generator; all requests come from the frontier
            yield request

    async def parse(self, response: Response, **_: Any) -> None:
        """Have a response read, and follow what it names. Only after that is its address done."""
        ref: CaptureRef | None = response.meta["capture"]
        address, kind = response.meta["address"], response.meta["kind"]
        if ref:
            answer = await self._read(ref)
            self.posts += answer.kind == "item"
            if response.meta["attempts"] < MOST_TRIES and self._changes_scheme(answer):
                return
            self._follow(answer, kind, response.meta["hops"])
        else:
            await self._miss(address, kind, "network", _NO_ANSWER)
            if not self._recognised:
                self.trouble = NotABlog(f"{address} is no blog that can be mirrored: {_NO_ANSWER}.")
        await self._finish(address)

    async def failed(self, failure: TwistedFailure) -> None:
        """Note why an address could not be had."""
        error: Any = failure.value
        if isinstance(error, StorageError):
            self.trouble = error
            raise CloseSpider("storage")  # the address is not done: the next run asks for it again
        if isinstance(error, Stopping):
            return  # nor here
        meta = failure.request.meta  # type: ignore[attr-defined]
        if meta.get("capture"):  # what came before it broke off is kept, and read for what it is
            await self._read(meta["capture"])
        code, detail = describe(error)
        await self._miss(meta["address"], meta["kind"], code, detail)  # noted before it is done
        if not self._recognised:
            self.trouble = self._no_start(meta["address"], error)
        await self._finish(meta["address"])

    async def _read(self, ref: CaptureRef) -> Answer:
        try:
            return await self._reader.read(self._session.crawl, ref.warc, ref.offset)
        except StorageError as error:
            self.trouble = error
            raise CloseSpider("storage") from None

    async def _finish(self, address: str) -> None:
        self._session.frontier.finish(address)
        if self.trouble:
            raise CloseSpider(type(self.trouble).__name__)
        if self._session.frontier.exhausted:
            self._ask(await self._session.later_questions())

    # ------------------------------------------------------------------ following
    def _follow(self, answer: Answer, kind: str, hops: int) -> None:
        if answer.moved_to:
            self._follow_redirect(answer, answer.moved_to, kind, hops + 1)
            return
        if not self._recognised:
            platform = platform_named(answer.platform)
            if platform is None or answer.kind in _SAYS or answer.replaced not in _PASSABLE:
                self.trouble = _refusal(answer)
                return
            self._recognised = True
            self._ask(platform.seeds(self._home(answer), quick=self._session.visit == "quick"))
        self._ask(answer.links)
        if answer.instead:
            self._ask([Link(answer.instead, kind)])

    def _home(self, answer: Answer) -> str:
        """Return the blog's home: the host that the user named, by the scheme under which it answers."""
        named, answered = urlsplit(self.url), urlsplit(answer.uri)
        scheme = answered.scheme if answered.hostname == named.hostname else named.scheme
        return f"{scheme}://{named.netloc}/"

    def _changes_scheme(self, answer: Answer) -> bool:
        """Ask again where an address only moved from http to https, or back: to us it is the same resource."""
        target = answer.moved_to
        if not target or key(target) != key(answer.uri) or urlsplit(target).scheme == urlsplit(answer.uri).scheme:
            return False
        self._session.frontier.redirect(answer.uri, target)
        return True

    def _follow_redirect(self, answer: Answer, target: str, kind: str, hops: int) -> None:
        if not self._recognised and self._session.scope.refuses(target):
            here, there = urlsplit(answer.uri).hostname, urlsplit(target).hostname
            self.trouble = NotABlog(
                f"{here} sends its readers on to {there}, another host: if that is the same blog, mirror that address "
                "into a folder of its own; if not, the blog was replaced."
            )
            return
        if hops > MOST_HOPS:
            self._miss(target, kind, "network", f"more than {MOST_HOPS} redirects led here")
        else:
            self._ask([Link(target, kind)], hops)

    def _ask(self, links: Iterable[Link], hops: int = 0) -> None:
        session = self._session
        for link in links:
            refusal = session.scope.refuses(link.url)
            if refusal:
                self._miss(link.url, link.kind, refusal.code, refusal.detail)
            elif session.frontier.found >= session.budget:
                self._miss(link.url, link.kind, "budget", "the budget of this crawl was used up")
            else:
                session.frontier.add(link.url, link.kind, hops)

    def _miss(self, url: str, kind: str, code: str, detail: str) -> asyncio.Future[Answer]:
        return self._reader.miss(self._session.crawl, Failure(key(url), url, kind, code, detail))

    def _no_start(self, url: str, error: BaseException) -> BeilinError:
        if not isinstance(error, RobotsForbid):
            return unreachable(url, error)
        parts = urlsplit(url)
        what = f"{parts.hostname}{parts.path or '/'} is not asked for: {error}"
        if isinstance(error, RobotsUnread):
            return Unreachable(f"{what}; try again later.")
        return OffLimits(
            f"{what}. Ask the blog's owner; if you are the "
            "owner, set obey_robots = false in the collection's beilin.toml."
        )


def _refusal(answer: Answer) -> NotABlog:
    kind = _kind(answer)
    if kind.startswith("status-"):
        what = f"it answers with status {answer.status}"
    elif kind == answer.replaced:
        what = f"{_SAYS['unknown']}: {_REPLACED[kind]}"
    else:
        what = _SAYS.get(kind, _SAYS["unknown"])
    sentence = f"{answer.uri} is no blog that can be mirrored: {what}."
    return (Withheld if kind in _WITHHELD else NotABlog)(sentence, kind)


def _kind(answer: Answer) -> str:
    """Return what answers in the blog's place; its status where nothing surer is known."""
    if answer.kind in ("removed", "private"):
        return answer.kind
    if answer.status != 200 and answer.replaced in _VAGUE:
        return f"status-{answer.status}"
    return answer.replaced or answer.kind
