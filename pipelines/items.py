"""The only Scrapy file here: what the spider hands over is noted, and at the end becomes records."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Self

from archive.layout import Layout
from archive.readings import Failure, Readings
from archive.records import Capture, Reading

if TYPE_CHECKING:
    from scrapy.crawler import Crawler

COMMIT_EVERY = 100  # items


@dataclass(frozen=True)
class Read:
    """One capture of a crawl and what it was read as."""

    crawl: str
    capture: Capture
    reading: Reading


@dataclass(frozen=True)
class Missed:
    """One address that a crawl could not get."""

    crawl: str
    failure: Failure


class NotePipeline:
    """Notes what was read, and what could not be got, in the collection's readings."""

    def __init__(self, crawler: Crawler) -> None:
        self._path = Layout(Path(crawler.settings["COLLECTION"])).readings
        self._crawler = crawler
        self._items = 0

    @classmethod
    def from_crawler(cls, crawler: Crawler) -> Self:
        """Build from the crawler's settings."""
        return cls(crawler)

    def open_spider(self) -> None:
        """Open the readings for as long as the spider runs."""
        self._readings = Readings(self._path)

    def close_spider(self) -> None:
        """Commit and close, so that records can be made."""
        self._readings.close()

    def process_item(self, item: Read | Missed) -> Read | Missed:
        """Note one item."""
        if isinstance(item, Read):
            self._readings.add(item.crawl, item.capture, item.reading)
            if item.reading.kind == "item" and self._crawler.stats:
                self._crawler.stats.inc_value("beilin/posts")
        else:
            self._readings.fail(item.crawl, item.failure)
        self._items += 1
        if self._items % COMMIT_EVERY == 0:
            self._readings.commit()
        return item
