"""What is tried again, and when: a server that says it is busy is left alone for as long as it asks.

    429, 503             the host waits: Retry-After (RFC 9110 section 10.2.3), else 1, 2, 4 ... times BACK_OFF seconds
    500, 502, 504, 408   the address is tried again
    no whole answer      the address is tried again
    401, 403 throughout  after `WALL` refusals on end the host is left alone

Nothing is tried more than a few times, and a host that asks for more patience than LONGEST_WAIT is given up for
this crawl: what it has is listed as missing, and the next crawl asks again.
"""

from __future__ import annotations

import asyncio
import time
from collections import Counter, defaultdict
from typing import TYPE_CHECKING, Self
from urllib.parse import urlsplit

from scrapy.exceptions import (
    CannotResolveHostError,
    DownloadConnectionRefusedError,
    DownloadFailedError,
    DownloadTimeoutError,
    IgnoreRequest,
    ResponseDataLossError,
)

from archive.errors import StorageError
from scraper.capture.again import BUSY, PASSING, retry_after

if TYPE_CHECKING:
    from scrapy import Request
    from scrapy.crawler import Crawler
    from scrapy.http import Response

REFUSING = frozenset({401, 403})
MOST_TRIES = 3  # of an address that fails
MOST_BUSY = 6  # answers on end that say "busy", of an address or a host
WALL = 25  # refusals on end
_LOST = (DownloadConnectionRefusedError, DownloadFailedError, DownloadTimeoutError, ResponseDataLossError, OSError)


class HostBusy(IgnoreRequest):
    """The host asks to be left alone for longer than this crawl will wait."""


class Stopping(IgnoreRequest):
    """The crawl is being stopped; the address stays where it was."""


class Patience:
    """A downloader middleware: holds requests back while their host wants it, and tries again what may yet come."""

    def __init__(self, crawler: Crawler) -> None:
        self._crawler = crawler
        self._back_off = crawler.settings.getfloat("BACK_OFF")
        self._longest = crawler.settings.getfloat("LONGEST_WAIT")
        self._not_before: dict[str, float] = defaultdict(float)  # host -> time.monotonic()
        self._busy: Counter[str] = Counter()
        self._refused: Counter[str] = Counter()
        self._given_up: dict[str, str] = {}

    @classmethod
    def from_crawler(cls, crawler: Crawler) -> Self:
        """Take the crawler's settings."""
        return cls(crawler)

    async def process_request(self, request: Request) -> None:
        """Wait until the host may be asked.

        Raises:
            HostBusy: the host is given up for this crawl.
        """
        host = _host(request)
        while (wait := self._not_before[host] - time.monotonic()) > 0 and host not in self._given_up:
            await self._sleep(min(wait, 1.0))
        if host in self._given_up:
            raise HostBusy(self._given_up[host])

    async def process_response(self, request: Request, response: Response) -> Request | Response:
        """Pass an answer on, or try again."""
        host, tried = _host(request), request.meta.get("attempts", 0) + 1
        self._count_refusals(host, response.status)
        if response.status in BUSY:
            # Answers to what was asked before the host began to wait say nothing new.
            self._busy[host] += time.monotonic() >= self._not_before[host]
            self._hold(host, response)
            return _again(request) if tried < MOST_BUSY and host not in self._given_up else response
        self._busy[host] = 0
        if response.status in PASSING and tried < MOST_TRIES:
            await self._sleep(self._back_off * 2 ** (tried - 1))
            return _again(request)
        return response

    async def process_exception(self, request: Request, exception: Exception) -> Request | None:
        """Try again what broke off on the way."""
        tried = request.meta.get("attempts", 0) + 1
        lost = isinstance(exception, _LOST) or type(exception).__name__ in ("ResponseNeverReceived", "ConnectionLost")
        if isinstance(exception, (StorageError, CannotResolveHostError)) or not lost or tried >= MOST_TRIES:
            return None
        await self._sleep(self._back_off * 2 ** (tried - 1))
        return _again(request)

    async def _sleep(self, seconds: float) -> None:
        await asyncio.sleep(seconds)
        if not self._crawler.crawling:  # Ctrl-C need not wait until a host is ready again
            raise Stopping

    def _hold(self, host: str, response: Response) -> None:
        stated = stated_wait(response)
        wait = self._back_off * 2 ** max(self._busy[host] - 1, 0) if stated is None else stated
        if wait > self._longest or self._busy[host] >= MOST_BUSY * 2:
            asked = f"asks to be left alone for {wait:.0f} seconds" if stated is not None else "is busy again and again"
            self._given_up[host] = f"{host} {asked} (status {response.status})"
        self._not_before[host] = max(self._not_before[host], time.monotonic() + min(wait, self._longest))

    def _count_refusals(self, host: str, status: int) -> None:
        self._refused[host] = self._refused[host] + 1 if status in REFUSING else 0
        if self._refused[host] >= WALL:
            self._given_up[host] = f"{host} refuses one address after the other (status {status})"


def stated_wait(response: Response) -> float | None:
    """Return the seconds for which an answer asks to be left alone, None where it does not."""
    return retry_after((response.headers.get("Retry-After") or b"").decode("latin-1"), time.time())


def _again(request: Request) -> Request:
    meta = {**request.meta, "attempts": request.meta.get("attempts", 0) + 1}
    return request.replace(meta=meta, dont_filter=True)


def _host(request: Request) -> str:
    return urlsplit(request.url).hostname or ""
