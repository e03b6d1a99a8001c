"""What a page leads to: the blog's own pages once each, the pictures, style sheets and scripts it needs."""

from __future__ import annotations

import functools
import re
from collections.abc import Iterable, Iterator
from urllib.parse import urljoin, urlsplit

from lxml import etree

from archive.addresses import split
from archive.records import Capture, Image, Link, Post
from scraper.platforms.blogger import urls
from scraper.platforms.blogger.images import unwrapped
from scraper.platforms.blogger.page import Page
from scraper.platforms.blogger.widget import Archive

_CSS = re.compile(
    rb"(?:url\(\s{0,9}|@import\s{1,9})(?:\"([^\"\n]{1,2000})\"|'([^'\n]{1,2000})')|url\(\s{0,9}([^\"'()\s]{1,2000})\s{0,9}\)"
)
_CHURN = re.compile(r"/dyn-css/|/navbar\.g|/b/stats|/comment-iframe")  # answers made for one visitor
_NUMBER = re.compile(r"\d{1,6}")
_STRING = etree.XPath("string()")
# What means the same on every page of a blog, whatever the page's own path.
_ROOTED = re.compile(r"(?:https?:)?//[^/?#\s]|/(?![/\s])")
_COMMENT_NUMBER = re.compile(r"/feeds/(\d+)/comments/")


def of_page(page: Page, posts: tuple[Post, ...], archive: Archive) -> tuple[Link, ...]:
    """Return the links of an HTML page, canonical, each once."""
    parts = urlsplit(page.url)
    home = f"{parts.scheme}://{parts.netloc}/"
    images = of_images(image for post in posts for image in post.images)
    return _each_once((*_pages(page, home, archive.hrefs), *_comments(page), *_files(page, home), *images))


def _each_once(links: Iterable[Link]) -> tuple[Link, ...]:
    # To hash a link is a call of Python's, to hash a pair is none.
    return tuple({(link.url, link.kind): link for link in links}.values())


def of_images(images: Iterable[Image]) -> Iterator[Link]:
    """Yield the links of pictures: as shown and, where there is one, in original size."""
    for image in images:
        if not _absolute("", image.url):
            continue
        yield Link(image.url, "image")
        if image.original_url and image.original_url != image.url:
            yield Link(image.original_url, "original")


def of_stylesheet(capture: Capture) -> tuple[Link, ...]:
    """Return the files that a style sheet asks for."""
    if capture.media_type != "text/css":
        return ()
    found = (next(filter(None, groups)) for groups in _CSS.findall(capture.body))
    addresses = (_absolute(capture.target_uri, name.decode("utf-8", "replace")) for name in found)
    return tuple(dict.fromkeys(Link(url, "asset") for url in addresses if url))


def _pages(page: Page, home: str, widget: tuple[str, ...]) -> list[Link]:
    links = [*_of_hrefs(page.url, home, dict.fromkeys(page.lookup.hrefs)), *_of_widget(page.url, home, widget)]
    if not any(link.kind == "year" for link in links):
        return links
    months = {link.url[: len(home) + 4] for link in links if link.kind == "archive"}
    return [
        Link(link.url, "archive") if link.kind == "year" else link
        for link in links
        # A year whose months are named here holds nothing that they do not.
        if link.kind != "year" or link.url[: len(home) + 4] not in months
    ]


def _of_hrefs(page: str, home: str, hrefs: Iterable[str]) -> tuple[Link, ...]:
    found = [_of_blog(href if "://" in href[:8] else _absolute(page, href), home) for href in hrefs]
    return tuple(filter(None, found))


def _of_widget(page: str, home: str, hrefs: tuple[str, ...]) -> tuple[Link, ...]:
    # Where no address starts from the page's own, all pages that have this widget have the same links of it.
    return _known(home, hrefs) if _are_absolute(hrefs) else _of_hrefs(page, home, hrefs)


@functools.lru_cache(maxsize=128)
def _are_absolute(hrefs: tuple[str, ...]) -> bool:
    return all("://" in href[:8] for href in hrefs)


@functools.lru_cache(maxsize=128)
def _known(home: str, hrefs: tuple[str, ...]) -> tuple[Link, ...]:
    return _of_hrefs("", home, hrefs)


@functools.lru_cache(maxsize=8192)  # every page of a blog repeats the same hundreds of links
def _of_blog(url: str, home: str) -> Link | None:
    """Return the link to a page of the blog, None for any other address and for traps."""
    absolute = _absolute(home, url)
    if not absolute or not urls.same_blog(absolute, home):
        return None
    plain = urls.on_blog(absolute, home)
    kind = urls.classify(plain)
    return Link(plain, kind) if kind else None


def _comments(page: Page) -> list[Link]:
    """Return the comments feed of a post's page that shows comments, or says how many there are."""
    if page.kind != "item":
        return []
    lookup = page.lookup
    threads = lookup.of_id("comments")
    headings = lookup.inside(threads, lookup.of_tag("h3", "h4"))
    number = _NUMBER.search(str(_STRING(headings[0]))) if headings else None
    shown = lookup.inside(threads, lookup.of_class("comment", "comment-body"))
    if not shown and (not number or int(number[0]) == 0):
        return []
    return [urls.comments_feed(page.url, post) for post in _post_numbers(page)[:1]]


def _post_numbers(page: Page) -> list[str]:
    feeds = (link.get("href") or "" for link in page.lookup.of_tag("link"))
    return [page.context.post_id] if page.context.post_id else [m[1] for f in feeds if (m := _COMMENT_NUMBER.search(f))]


def _files(page: Page, home: str) -> Iterator[Link]:
    for kind, href in _hrefs_of_files(page):
        url = _of_file(href, home if _ROOTED.match(href) else page.url)
        if url:
            yield Link(url, kind)


def _hrefs_of_files(page: Page) -> Iterator[tuple[str, str]]:
    lookup = page.lookup
    # What acts on a page is the template's: a script or a style sheet in a body may be anybody's.
    template = lookup.without([lookup.below(body) for body in page.parts.bodies])
    relations = ((link, link.get("rel") or "") for link in lookup.of_tag("link", inside=template))
    shaping = (link.get("href") for link, relation in relations if "stylesheet" in relation or "icon" in relation)
    scripts = (script.get("src") for script in lookup.of_tag("script", inside=template))
    pictures = lookup.of_tag("img")
    shown = (picture.get(name) for name in ("src", "data-src") for picture in pictures)
    yield from (("asset", href) for href in (*shaping, *scripts) if href is not None)
    yield from (("image", href) for href in shown if href is not None)


@functools.lru_cache(maxsize=8192)
def _of_file(href: str, page: str) -> str:
    """Return the address of a file that a page needs, "" for none and for those that are never the same twice."""
    url = _absolute(page, unwrapped(href))
    if not url or _CHURN.search(url):
        return ""
    return urls.on_blog(url, page) if urls.same_blog(url, page) else url


def _absolute(page: str, href: str) -> str:
    try:
        url = urljoin(page, href.strip())
    except ValueError:
        return ""
    parts = split(url)
    usable = parts is not None and parts.scheme in ("http", "https") and parts.hostname
    return url.partition("#")[0] if usable else ""
