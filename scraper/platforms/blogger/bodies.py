"""The markup of posts' bodies as a capture has it: what a record is read from, and a site is given back from."""

from __future__ import annotations

import re
from collections.abc import Iterator

from archive.records import Capture, Post
from scraper.platforms.blogger import exports, feeds, pages, urls, verdict
from scraper.platforms.blogger.documents import own_number
from scraper.platforms.blogger.markup import text_of

_DIVISION = re.compile(r"<(/?)div(?=[\s/>])", re.I)
_LONGEST_TAG = 500  # characters before its id


def bodies(capture: Capture) -> Iterator[tuple[str, str]]:
    """Yield the address of each post that a capture has the whole body of, and the body's markup.

    A page, a feed of posts or static pages, and an export have them; a summary is no body.
    """
    if capture.status != 200 or urls.is_file_host(capture.target_uri):
        return
    if exports.is_export(capture):
        yield from exports.markups(capture)
    elif verdict.is_listing(capture):
        if not urls.is_sitemap(capture.target_uri):
            yield from feeds.markups(capture)
    elif not verdict.is_asset(capture):
        yield from pages.markups(capture)


def likely_body(capture: Capture, post: Post) -> str:
    """Return what is likely the markup of a post's body on a page, "" where nothing is.

    It is what stands in the division that has the post's number, to the tag that ends it if all are paired: found by a
    glance at the text. Who takes it makes sure of it. A page that cuts posts short has none.
    """
    number = own_number(post.id)
    text = text_of(capture)[0] if number and capture.status == 200 else ""
    if "jump-link" in text:
        return ""
    named = max(text.find(f"id={mark}post-body-{number}{mark}") for mark in ('"', "'"))
    begin = text.rfind("<div", max(0, named - _LONGEST_TAG), max(0, named))
    if named < 0 or begin < 0 or ">" in text[begin:named]:
        return ""
    depth = 0
    for tag in _DIVISION.finditer(text, begin):
        depth += -1 if tag[1] else 1
        if not depth:
            return text[begin : tag.end()] + ">"
    return ""
