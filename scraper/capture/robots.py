"""robots.txt (RFC 9309): asked for once a host, recorded like anything else, obeyed where the collection says so.

2xx                what it says; of a long one the first 500 KiB, of an HTML page or of noise nothing
4xx                the host has no rules
5xx, too busy      nothing may be asked for until it can be read
redirect           followed five times within the scope; one that leads out of it counts as no rules
no connection      the page that was wanted will tell why, so it is asked for
"""

from __future__ import annotations

import asyncio
from typing import TYPE_CHECKING, Self
from urllib.parse import urljoin, urlsplit

from protego import Protego
from scrapy import Request
from scrapy.exceptions import IgnoreRequest, NotConfigured
from scrapy.http.request import NO_CALLBACK

from archive.captures import read_capture
from archive.errors import StorageError
from scraper.capture.patience import HostBusy
from scraper.session import Session

if TYPE_CHECKING:
    from scrapy.crawler import Crawler
    from scrapy.http import Response

LARGEST = 500 * 1024  # bytes that are read; RFC 9309 section 2.5 asks for as many
_CUT_AT = 1 << 20  # bytes on the wire
_MOST_REDIRECTS = 5
_AGENT = "beilin"


class RobotsForbid(IgnoreRequest):
    """The host's robots.txt does not allow the address, or cannot be read."""


class RobotsUnread(RobotsForbid):
    """The host's robots.txt cannot be read now: its server fails, or is too busy."""


class Robots:
    """A downloader middleware that asks before it lets a request pass."""

    def __init__(self, crawler: Crawler) -> None:
        if not crawler.settings.getbool("ROBOTSTXT_OBEY"):
            raise NotConfigured
        self._crawler, self._session = crawler, Session.of(crawler)
        self._rules: dict[str, asyncio.Task[Protego | str]] = {}

    @classmethod
    def from_crawler(cls, crawler: Crawler) -> Self:
        """Take the session of the crawl."""
        return cls(crawler)

    async def process_request(self, request: Request) -> None:
        """Let a request pass, or refuse it.

        Raises:
            RobotsForbid: the rules forbid it; `RobotsUnread`: they could not be read.
        """
        if request.meta.get("robots"):
            return
        parts = urlsplit(request.url)
        if parts.netloc not in self._rules:
            home = f"{parts.scheme}://{parts.netloc}/robots.txt"
            self._rules[parts.netloc] = asyncio.ensure_future(self._ask(home))
        rules = await self._rules[parts.netloc]
        if isinstance(rules, str):
            raise RobotsUnread(rules)
        if not rules.can_fetch(request.url, _AGENT):
            raise RobotsForbid("robots.txt asks not to fetch it")

    async def _ask(self, url: str) -> Protego | str:
        for _ in range(_MOST_REDIRECTS + 1):
            earlier = self._session.earlier(url)
            meta = {"robots": True, "download_maxsize": _CUT_AT, "earlier": earlier}
            request = Request(url, meta=meta, priority=1000, callback=NO_CALLBACK)
            try:
                assert self._crawler.engine is not None
                response = await self._crawler.engine.download_async(request)
            except (StorageError, asyncio.CancelledError):
                raise
            except HostBusy:
                return f"robots.txt of {urlsplit(url).hostname} could not be read: the server is too busy"
            except Exception:
                return self._read(request)  # cut short, or never there
            location = response.headers.get("Location")
            if response.status not in (301, 302, 303, 307, 308) or not location:
                return self._judge(request, response)
            try:
                url = urljoin(url, location.decode("latin-1"))
            except ValueError:  # what the server wrote is no address
                break
        return Protego.parse("")

    def _judge(self, request: Request, response: Response) -> Protego | str:
        if response.status >= 500:
            return f"robots.txt of {urlsplit(request.url).hostname} could not be read (status {response.status})"
        return self._read(request) if response.status in range(200, 300) else Protego.parse("")

    def _read(self, request: Request) -> Protego:
        ref = request.meta.get("capture")
        if ref is None:
            return Protego.parse("")
        body = read_capture(self._session.layout.warc / ref.warc, ref.offset, _CUT_AT * 4).body[:LARGEST]
        text = body.decode("utf-8-sig", "replace")
        return Protego.parse("" if text.lstrip("\ufeff \r\n\t").startswith("<") else text)
