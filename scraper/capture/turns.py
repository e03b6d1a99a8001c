"""A turn for each request, asked of somebody who knows of the other crawlers: on one line, answered on one line.

    {"ask": HOST, "gap": SECONDS}                        answered with {"wait": SECONDS}
    {"hold": HOST, "seconds": SECONDS, "all": BOOL}      the host, or all of its service, asks to be left alone

Where a crawler is alone (`beilin mirror`), there is no such socket, and Scrapy's own delay holds.
"""

from __future__ import annotations

import asyncio
import json
import socket
import time
from typing import TYPE_CHECKING, Any, Self
from urllib.parse import urlsplit

from scrapy.exceptions import NotConfigured

from scraper.capture.again import BUSY
from scraper.capture.patience import Stopping, stated_wait

if TYPE_CHECKING:
    from scrapy import Request
    from scrapy.crawler import Crawler
    from scrapy.http import Response

_TOO_MANY = 429  # said to whoever asks, whichever blog it asks for
_AT_MOST = 1.0  # seconds of sleep, so that Ctrl-C need not wait for a turn


class Turns:
    """A downloader middleware, the last before the wire."""

    def __init__(self, crawler: Crawler) -> None:
        if not crawler.settings["TURNS"]:
            raise NotConfigured
        self._crawler = crawler
        self._gap = crawler.settings.getfloat("TURN_GAP")
        self._back_off = crawler.settings.getfloat("BACK_OFF")
        self._socket = socket.socket(fileno=crawler.settings.getint("TURNS"))
        self._channel: asyncio.Task[tuple[asyncio.StreamReader, asyncio.StreamWriter]] | None = None
        self._one = asyncio.Lock()

    @classmethod
    def from_crawler(cls, crawler: Crawler) -> Self:
        """Take the crawler's settings."""
        return cls(crawler)

    async def process_request(self, request: Request) -> None:
        """Wait for the request's turn.

        Raises:
            Stopping: the crawl is being stopped, or nobody gives turns any more.
        """
        host = urlsplit(request.url).hostname or ""
        at = time.monotonic() + (await self._say({"ask": host, "gap": self._gap}))
        while (wait := at - time.monotonic()) > 0:
            await asyncio.sleep(min(wait, _AT_MOST))
            if not self._crawler.crawling:
                raise Stopping

    async def process_response(self, request: Request, response: Response) -> Response:
        """Pass an answer on; one that says "too busy" is told to all who ask there."""
        if response.status in BUSY:
            stated = stated_wait(response)
            seconds = self._back_off if stated is None else stated
            host = urlsplit(request.url).hostname or ""
            await self._say({"hold": host, "seconds": seconds, "all": response.status == _TOO_MANY})
        return response

    async def _say(self, message: dict[str, Any]) -> float:
        """Say something; return the seconds to wait."""
        if self._channel is None:
            self._channel = asyncio.ensure_future(asyncio.open_connection(sock=self._socket))
        reader, writer = await self._channel
        async with self._one:
            writer.write(json.dumps(message).encode("ascii") + b"\n")
            try:
                answer = await reader.readline()
            except OSError:
                answer = b""
        if not answer.endswith(b"\n"):
            raise Stopping
        return float(json.loads(answer)["wait"])
