"""Mirror a blog into a collection: prepare the folder, run the crawler, verify what came of it."""

from __future__ import annotations

import logging
import os
import ssl
from copy import copy
from dataclasses import dataclass, replace
from pathlib import Path
from urllib.parse import urlsplit

import certifi
from scrapy.crawler import AsyncCrawlerProcess, Crawler
from scrapy.settings import Settings

from archive import keys, manifest, timestamps
from archive.collection import create_collection, discard, open_collection
from archive.config import Config, load
from archive.cycles import collect_seldom
from archive.durable import make_folder, private, storage_errors
from archive.errors import (
    BeilinError,
    CollectionInUse,
    NotABlog,
    NotACollection,
    OffLimits,
    StorageError,
    Unreachable,
    UsageError,
    Withheld,
)
from archive.hosts import is_loopback
from archive.integrity import Fault, verify
from archive.layout import Layout, crawl_of
from archive.search import update_index
from archive.writing import writing
from scraper import __version__
from scraper.capture.routes import Route, parse_route, route_of
from scraper.capture.scope import Scope, plain_host
from scraper.closing import Summary
from scraper.platforms import PLATFORMS
from scraper.proxychoice import proxy_for
from scraper.session import Session
from scraper.spiders.blog import BlogSpider


@dataclass(frozen=True)
class Wishes:
    """What the user asks of one run, over what beilin.toml says; None leaves a setting as it is there."""

    connect: tuple[str, ...] = ()
    hosts: tuple[str, ...] = ()
    contact: str | None = None
    delay: float | None = None
    concurrency: int | None = None
    cacert: Path | None = None
    proxy: str | None = None
    visit: str = "auto"
    progress: str = "none"
    scheduled: bool = False
    turns: int | None = None  # an open socket, where turns are given by somebody who knows of other crawlers


@dataclass(frozen=True)
class Outcome:
    """What a run came to. ``trouble`` is why it ended early, if it did; ``faults`` are verification's findings,
    ``notices`` sentences on what else did not come about. ``kept`` is false where no collection was made of it.
    """

    layout: Layout
    summary: Summary | None
    faults: list[Fault]
    trouble: BeilinError | None
    notices: tuple[str, ...] = ()
    kept: bool = True


def mirror(url: str, folder: Path, wishes: Wishes) -> Outcome:
    """Crawl a blog into a collection, new or existing, and verify it.

    Raises:
        BeilinError: before anything was fetched: a bad address, a folder that cannot serve, a collection in use.
    """
    url = blog_address(url)
    is_new = not Layout(folder).config.is_file()
    made = [one for one in (folder, *folder.parents) if not one.exists()]
    layout = prepare(url, folder, wishes)
    try:
        trouble, summary = _crawl(url, layout, wishes)
    except UsageError:
        if is_new:
            discard(layout, made)
        raise
    if isinstance(trouble, CollectionInUse):  # what another writes just now would look like damage
        raise trouble
    if is_new and trouble and _is_about_no_blog(trouble):
        discard(layout, made)
        return Outcome(layout, None, [], _with(trouble, f"No collection was made in {folder}."), kept=False)
    if isinstance(trouble, NotABlog):
        trouble = _with(trouble, "The answer is kept in the collection's WARC.")
    notices = _ask_for_timestamp(layout) if summary and not trouble else ()
    if summary and not trouble:
        update_index(layout)
    # What cannot be written may not be readable either; the next run verifies. Of what earlier crawls kept, every file
    # is held against the manifest; the records of this crawl's files are read: years of crawls stay cheap.
    newest = max((crawl_of(path.name) for path in manifest.warcs(layout)), default="")
    faults = [] if isinstance(trouble, StorageError) else verify(layout, crawl=newest)
    return Outcome(layout, summary, faults, trouble, notices)


def _is_about_no_blog(trouble: BeilinError) -> bool:
    """Say whether a first crawl told of no blog at all: a misspelt name, no answer, a website of another kind."""
    return isinstance(trouble, Unreachable | NotABlog | UsageError) and not isinstance(trouble, Withheld)


def _with(trouble: BeilinError, sentence: str) -> BeilinError:
    longer = copy(trouble)
    longer.args = (f"{trouble} {sentence}",)
    return longer


def _ask_for_timestamp(layout: Layout) -> tuple[str, ...]:
    """Ask the authority that beilin.toml names, if it names one; that it does not answer is a notice, no failure."""
    config = load(layout)
    if not config.authority:
        return ()
    try:
        with writing(layout):
            timestamps.stamp(layout, replace(config, proxy=proxy_for(config)))
    except BeilinError as error:
        return (str(error),)
    return ()


def remembered(text: str) -> tuple[str, Path]:
    """Return the address and the folder of a collection that is named by its folder alone.

    Raises:
        UsageError: it is an address, and no folder is named.
        NotACollection: it is a folder without a collection.
    """
    folder = Path(text)
    if "://" in text or not (folder.exists() or "/" in text):
        raise UsageError(f"Say with -o DIR which folder {text} goes into, or name the folder of a collection alone.")
    layout = open_collection(folder)
    return load(layout).address, folder


def blog_address(url: str) -> str:
    """Return the address as it will be asked for; "blog.example" becomes "https://blog.example/".

    Raises:
        UsageError: it is no web address.
    """
    text = url if "://" in url else f"https://{url}"
    try:
        parts = urlsplit(text)
        port = parts.port
    except ValueError:
        raise UsageError(f"{url!r} is not a web address: its host or port cannot be read.") from None
    if parts.scheme not in ("http", "https") or not parts.hostname or parts.username is not None or port == 0:
        raise UsageError(f"{url!r} is not a web address: give one such as https://NAME.blogspot.com/.")
    canonical = text if parts.path else f"{text}/"
    return PLATFORMS[0].canonical(canonical) if "blogspot." in parts.hostname else canonical


def prepare(url: str, folder: Path, wishes: Wishes) -> Layout:
    """Open or create the collection for a blog.

    Raises:
        BeilinError: the address is off limits, or the folder cannot serve.
    """
    fresh = Config(address=url, contact=wishes.contact or "", hosts=wishes.hosts)
    _refuse_quarantined(url, fresh.quarantine)
    layout = create_collection(folder, fresh)
    keys.signer_of(layout)  # a crawl that cannot be sealed must not begin
    config = load(layout)
    _refuse_quarantined(url, config.quarantine)
    if plain_host(urlsplit(config.address).hostname or "") != plain_host(urlsplit(url).hostname or ""):
        there = urlsplit(config.address).hostname
        raise NotACollection(
            f"{folder} is the collection of {there}: give another folder for {urlsplit(url).hostname}."
        )
    return layout


def _refuse_quarantined(url: str, quarantine: tuple[str, ...]) -> None:
    host = plain_host(urlsplit(url).hostname or "")
    refusal = Scope(frozenset({host}), quarantine=frozenset(map(plain_host, quarantine))).refuses(url)
    if refusal:
        raise OffLimits(f"{url} is not asked for: {refusal.detail}.")


def _crawl(url: str, layout: Layout, wishes: Wishes) -> tuple[BeilinError | None, Summary | None]:
    _trust(wishes.cacert)
    with storage_errors(layout.state):  # Scrapy opens its log before anything else
        make_folder(layout.state)
        private(layout.state / "crawl.log", "ab").close()
    collect_seldom()
    logging.raiseExceptions = False  # on a full disk the log cannot be written either, and that is no news
    process = AsyncCrawlerProcess(settings(url, layout, wishes))
    crawler = process.create_crawler(BlogSpider)
    failures: list[BaseException] = []
    task = process.crawl(crawler, url=url)
    task.add_done_callback(lambda done: failures.extend(filter(None, [done.exception()])))
    process.start()
    if failures and not isinstance(failures[0], BeilinError):
        raise failures[0]
    if failures:
        return failures[0], None  # type: ignore[return-value]
    session = Session.of(crawler)
    if session.failure:
        raise session.failure
    return _trouble(crawler), session.summary


def _trouble(crawler: Crawler) -> BeilinError | None:
    return crawler.spider.trouble if isinstance(crawler.spider, BlogSpider) else None


def settings(url: str, layout: Layout, wishes: Wishes) -> Settings:
    """Return Scrapy's settings for one run: the wiring, the collection's politeness, the user's wishes."""
    config = replace(
        load(layout),
        **{
            name: value
            for name in ("contact", "delay", "concurrency", "proxy")
            if (value := getattr(wishes, name)) is not None
        },
    )
    values = Settings()
    values.setmodule("scraper.settings")
    own = _is_own_machine(url, tuple(parse_route(text) for text in wishes.connect))
    # Politeness is owed to others' servers; one's own machine may be asked as fast as it answers.
    delay = 0 if own and wishes.delay is None else config.delay
    concurrency = 16 if own and wishes.concurrency is None else config.concurrency
    shared = wishes.turns is not None and not (own and wishes.delay is None)
    gap, delay = (delay, 0) if shared else (0, delay)
    values.setdict(
        {
            "COLLECTION": str(layout.root),
            "CONNECT": list(wishes.connect),
            "EXTRA_HOSTS": list(wishes.hosts),
            "PROXY": proxy_for(config),
            "VISIT": wishes.visit,
            "PROGRESS": wishes.progress,
            "SCHEDULED": wishes.scheduled,
            "TURNS": str(wishes.turns) if shared else "",
            "TURN_GAP": gap,
            "LOG_FILE": str(layout.state / "crawl.log"),
            "ROBOTSTXT_OBEY": config.obey_robots,
            "DOWNLOAD_DELAY": delay,
            "CONCURRENT_REQUESTS_PER_DOMAIN": concurrency,
            # Without a delay Scrapy 2.19 does not count by host.
            "CONCURRENT_REQUESTS": values.getint("CONCURRENT_REQUESTS") if delay else concurrency,
            "USER_AGENT": f"beilin/{__version__} (archiving; {config.contact})"
            if config.contact
            else values["USER_AGENT"],
        },
        priority="cmdline",
    )
    return values


def _is_own_machine(url: str, routes: tuple[Route, ...]) -> bool:
    route = route_of(routes, url)
    return is_loopback(route.address if route else urlsplit(url).hostname or "")


def _trust(cacert: Path | None) -> None:
    """Name the certificates to trust: the user's file, else the system's, else (a bare machine) certifi's."""
    if cacert:
        if not cacert.is_file():
            raise UsageError(f"--cacert {cacert}: there is no such file.")
        os.environ["SSL_CERT_FILE"] = str(cacert)
    elif not ("SSL_CERT_FILE" in os.environ or _system_has_certificates()):
        os.environ["SSL_CERT_FILE"] = certifi.where()


def _system_has_certificates() -> bool:
    paths = ssl.get_default_verify_paths()
    return bool(paths.cafile or (paths.capath and any(Path(paths.capath).iterdir())))
