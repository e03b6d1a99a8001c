"""What a page leads to: the blog's own pages once each, the pictures, style sheets and scripts it needs."""

from __future__ import annotations

import functools
import re
from collections.abc import Iterable, Iterator
from urllib.parse import urljoin, urlsplit

from lxml import html

from archive.addresses import split
from archive.records import Capture, Image, Link, Post
from scraper.platforms.blogger import urls
from scraper.platforms.blogger.images import unwrapped
from scraper.platforms.blogger.markup import has_class
from scraper.platforms.blogger.post import Page

_CSS = re.compile(rb"url\(\s{0,9}[\"']?([^\"')\s]{1,2000})[\"']?\s{0,9}\)|@import\s{1,9}[\"']([^\"']{1,2000})[\"']")
_CHURN = re.compile(r"/dyn-css/|/navbar\.g|/b/stats|/comment-iframe")  # answers made for one visitor
_NUMBER = re.compile(r"\d{1,6}")
_COMMENT_NUMBER = re.compile(r"/feeds/(\d+)/comments/")


def of_page(page: Page, posts: tuple[Post, ...]) -> tuple[Link, ...]:
    """Return the links of an HTML page, canonical, each once."""
    found = [*_pages(page), *_comments(page), *_files(page), *of_images(i for post in posts for i in post.images)]
    return tuple(dict.fromkeys(found))


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
    found = (one or two for one, two in _CSS.findall(capture.body))
    addresses = (_absolute(capture.target_uri, name.decode("utf-8", "replace")) for name in found)
    return tuple(dict.fromkeys(Link(url, "asset") for url in addresses if url))


def _pages(page: Page) -> list[Link]:
    parts = urlsplit(page.url)
    home = f"{parts.scheme}://{parts.netloc}/"
    hrefs = dict.fromkeys(map(str, page.tree.xpath("//a/@href")))
    found = (_of_blog(href if "://" in href[:8] else _absolute(page.url, href), home) for href in hrefs)
    links = list(dict.fromkeys(filter(None, found)))
    months = {urlsplit(link.url).path[:5] for link in links if link.kind == "archive"}
    return [
        Link(link.url, "archive") if link.kind == "year" else link
        for link in links
        # A year whose months are named here holds nothing that they do not.
        if link.kind != "year" or urlsplit(link.url).path[:5] not in months
    ]


@functools.lru_cache(maxsize=65536)  # every page of a blog repeats the same hundreds of links
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
    heading = page.tree.xpath("string((//*[@id='comments']//h3 | //*[@id='comments']//h4)[1])")
    number = _NUMBER.search(heading)
    shown = page.tree.xpath(f"boolean(//*[@id='comments']//*[{has_class('comment', 'comment-body')}])")
    if not shown and (not number or int(number[0]) == 0):
        return []
    return [urls.comments_feed(page.url, post) for post in _post_numbers(page)[:1]]


def _post_numbers(page: Page) -> list[str]:
    feeds = page.tree.xpath("//link/@href")
    return [page.context.post_id] if page.context.post_id else [m[1] for f in feeds if (m := _COMMENT_NUMBER.search(f))]


def _files(page: Page) -> Iterator[Link]:
    tree: html.HtmlElement = page.tree
    for kind, path in (
        ("asset", "//link[contains(@rel, 'stylesheet') or contains(@rel, 'icon')]/@href"),
        ("asset", "//script/@src"),
        ("image", "//img/@src"),
        ("image", "//img/@data-src"),
    ):
        for href in tree.xpath(path):
            url = _absolute(page.url, unwrapped(href))
            if url and not _CHURN.search(url):
                yield Link(urls.on_blog(url, page.url) if urls.same_blog(url, page.url) else url, kind)


def _absolute(page: str, href: str) -> str:
    try:
        url = urljoin(page, href.strip())
    except ValueError:
        return ""
    parts = split(url)
    usable = parts is not None and parts.scheme in ("http", "https") and parts.hostname
    return url.partition("#")[0] if usable else ""
