"""What a whole copy of the demo blog must have, from its generator's truth, and how much of it somebody asked for."""

from __future__ import annotations

import re
from collections.abc import Set as AbstractSet
from dataclasses import dataclass
from urllib.parse import unquote, urlsplit

from scraper.demo.blog import DemoBlog, make_blog
from scraper.demo.markup import body, image_url
from scraper.demo.posts import HOST

Address = tuple[str, str]  # host, path with query

_SHOWN = re.compile(r'<img[^>]* src="([^"]*)"')


@dataclass(frozen=True)
class Needed:
    """The manifest. A page is a set of addresses of which one suffices: a month has an old and a new one."""

    posts: frozenset[Address]
    pages: frozenset[frozenset[Address]]
    shown: frozenset[Address]
    originals: frozenset[Address]


@dataclass(frozen=True)
class Found:
    """How many of each a tool got."""

    posts: int
    pages: int
    shown: int
    originals: int


def needed(posts: int) -> Needed:
    """Return the manifest of a demo blog of so many posts."""
    blog = make_blog(posts)
    return Needed(
        posts=frozenset((HOST, post.path) for post in blog.posts),
        pages=frozenset(_pages(blog)),
        shown=frozenset(
            address(url) for post in (*blog.posts, *blog.pages) for url in _SHOWN.findall(body(post, "http"))
        ),
        originals=frozenset(
            address(image_url(picture, post.number, n, "http", "s0"))
            for post in blog.posts
            for n, picture in enumerate(post.pictures)
        ),
    )


def found(wanted: Needed, got: AbstractSet[Address]) -> Found:
    """Count what of the manifest is among the addresses that were answered with 200."""
    # wget2 writes = as %3D, which Blogger would have to take as the same: counted as found.
    got = {(host, unquote(path)) for host, path in got}
    pages = sum(not page.isdisjoint(got) for page in wanted.pages)
    return Found(len(wanted.posts & got), pages, len(wanted.shown & got), len(wanted.originals & got))


def address(url: str) -> Address:
    """Return a URL as the server's log names it."""
    parts = urlsplit(url)
    return parts.netloc, parts.path + (f"?{parts.query}" if parts.query else "")


def _pages(blog: DemoBlog) -> list[frozenset[Address]]:
    """Return the home page, the static pages and every month's page."""
    months = {(post.published.year, post.published.month) for post in blog.posts}
    return [
        frozenset({(HOST, "/")}),
        *(frozenset({(HOST, page.path)}) for page in blog.pages),
        *(frozenset({(HOST, f"/{y}/{m:02}/"), (HOST, f"/{y}_{m:02}_01_archive.html")}) for y, m in months),
    ]
