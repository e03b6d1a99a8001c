"""The markup of posts' bodies as a capture has it: what a record is read from, and a site is given back from."""

from __future__ import annotations

from collections.abc import Iterator

from archive.records import Capture, Post
from scraper.platforms.blogger import exports, feeds, pages, urls, verdict
from scraper.platforms.blogger.body import read_body


def bodies(capture: Capture) -> Iterator[tuple[Post, str]]:
    """Yield each post that a capture has the whole body of, as it is read there, and the body's markup.

    A page, a feed of posts or static pages, and an export have them; a summary is no body. Markup that by itself says
    anything else than the post does is left out: a body that leaves elements open has drawn the page around it in.
    """
    for post, markup in _markups(capture):
        body = read_body(markup, post.url)
        if (body.paragraphs, body.images) == (post.paragraphs, post.images):
            yield post, markup


def _markups(capture: Capture) -> Iterator[tuple[Post, str]]:
    if capture.status != 200 or urls.is_file_host(capture.target_uri):
        return
    if exports.is_export(capture):
        yield from exports.markups(capture)
    elif verdict.is_listing(capture):
        if not urls.is_sitemap(capture.target_uri):
            yield from feeds.markups(capture)
    elif not verdict.is_asset(capture):
        yield from pages.markups(capture)
