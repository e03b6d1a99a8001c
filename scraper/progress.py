"""What the person at the terminal sees while a crawl runs: a live display, plain lines, or JSON lines.

Everything goes to stderr; stdout is kept for results.
"""

from __future__ import annotations

import json
import sys
import time
from dataclasses import asdict, dataclass
from typing import TYPE_CHECKING, Protocol, Self

from rich.console import Console
from rich.live import Live
from rich.progress_bar import ProgressBar
from rich.table import Table
from scrapy import signals
from scrapy.logformatter import LogFormatter
from twisted.internet.task import LoopingCall

from archive import journal
from archive.counted import counted
from archive.schedule.plan import id_of
from archive.sizes import duration, size
from scraper.session import Session

if TYPE_CHECKING:
    from scrapy.crawler import Crawler

_EVERY = {"terminal": 0.25, "lines": 5.0, "json": 5.0, "log": 5.0}  # seconds


@dataclass(frozen=True)
class Moment:
    """How far a crawl is: addresses found and fetched, posts read, bytes in the WARC, seconds since it began."""

    found: int
    fetched: int
    posts: int
    bytes: int
    seconds: float

    @property
    def rate(self) -> float:
        """Addresses a second."""
        return self.fetched / self.seconds if self.seconds else 0.0

    @property
    def left(self) -> float | None:
        """Seconds until all that is found is fetched, at this rate; None while that cannot be told."""
        return (self.found - self.fetched) / self.rate if self.rate else None


class Display(Protocol):
    """Shows moments to somebody."""

    def show(self, moment: Moment) -> None:
        """Show how far the crawl is now."""

    def close(self) -> None:
        """Leave the last moment on the screen."""


class TerminalDisplay:
    """One live block at the foot of the terminal."""

    def __init__(self) -> None:
        self._live = Live(console=Console(stderr=True), auto_refresh=False, transient=False)
        self._live.start()

    def show(self, moment: Moment) -> None:
        self._live.update(panel(moment), refresh=True)

    def close(self) -> None:
        self._live.stop()


class LineDisplay:
    """A line now and then, for logs and pipes."""

    def show(self, moment: Moment) -> None:
        print(line(moment), file=sys.stderr, flush=True)  # noqa: T201

    def close(self) -> None:
        """Nothing is held open."""


class JsonDisplay:
    """A JSON object a line, for machines."""

    def show(self, moment: Moment) -> None:
        facts = {"event": "progress", **asdict(moment), "rate": round(moment.rate, 2), "left": moment.left}
        print(json.dumps(facts), file=sys.stderr, flush=True)  # noqa: T201

    def close(self) -> None:
        """Nothing is held open."""


class LogDisplay:
    """A line of the log (`archive.journal`)."""

    def show(self, moment: Moment) -> None:
        journal.event("progress", **asdict(moment))

    def close(self) -> None:
        """Nothing is held open."""


_DISPLAYS: dict[str, type[Display]] = {
    "terminal": TerminalDisplay,
    "lines": LineDisplay,
    "json": JsonDisplay,
    "log": LogDisplay,
}


class Quiet(LogFormatter):
    """Makes no log line of each response, which nobody would see."""

    def crawled(self, *_: object) -> None:  # type: ignore[override]
        """Say nothing."""


class Progress:
    """A Scrapy extension that shows how far the crawl is, at intervals."""

    def __init__(self, crawler: Crawler) -> None:
        self._crawler, self._mode = crawler, crawler.settings["PROGRESS"]
        self._began = time.monotonic()
        self._calls = LoopingCall(self._show)
        self._display: Display | None = None

    @classmethod
    def from_crawler(cls, crawler: Crawler) -> Self:
        """Connect to the crawl's beginning and end."""
        progress = cls(crawler)
        if progress._mode in _DISPLAYS:
            crawler.signals.connect(progress.spider_opened, signals.spider_opened)
            crawler.signals.connect(progress.spider_closed, signals.spider_closed)
        return progress

    def spider_opened(self) -> None:
        """Begin to show."""
        session = self._session = Session.of(self._crawler)
        crawl, visit = session.crawl, session.visit
        journal.event("crawl-began", id_of(str(session.layout.root.resolve())), crawl=crawl, visit=visit)
        self._display = _DISPLAYS[self._mode]()
        self._calls.start(_EVERY[self._mode], now=False)

    def spider_closed(self) -> None:
        """Show the last moment and stop."""
        self._calls.stop()
        self._show()
        if self._display:
            self._display.close()

    def _show(self) -> None:
        frontier = self._session.frontier
        posts: int = getattr(self._crawler.spider, "posts", 0)
        seconds = time.monotonic() - self._began
        moment = Moment(frontier.found, frontier.done, posts, self._session.recorder.bytes, round(seconds, 2))
        if self._display:
            self._display.show(moment)


def panel(moment: Moment) -> Table:
    """Return the live display of a moment."""
    table = Table.grid(padding=(0, 2))
    bar = ProgressBar(total=max(moment.found, 1), completed=moment.fetched, width=32)
    table.add_row(bar, f"[bold]{moment.fetched}[/] of {moment.found} found", f"{duration(moment.left)} left")
    table.add_row(f"[cyan]{counted(moment.posts, 'post')}[/]", size(moment.bytes), f"{moment.rate:.1f} a second")
    return table


def line(moment: Moment) -> str:
    """Return a moment as one line of plain text."""
    return (
        f"{moment.fetched} of {moment.found} fetched, {counted(moment.posts, 'post')}, {size(moment.bytes)}, "
        f"{moment.rate:.1f} a second, {duration(moment.left)} left"
    )
