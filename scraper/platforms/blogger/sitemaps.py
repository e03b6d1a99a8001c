"""Sitemaps (sitemaps.org protocol): Blogger's index of pages of 150 addresses, or one plain list."""

from __future__ import annotations

from collections.abc import Iterator
from urllib.parse import parse_qs, urlsplit

from lxml import etree

from archive.records import Capture, Edit, Link, Reading
from scraper.platforms.blogger import urls
from scraper.platforms.blogger.markup import parse_xml

_FULL_PAGE = 100  # addresses: a page with fewer is the last
_INDEXED, _MOST = 20, 700  # pages: what an index names at most, and a bound for servers that answer anything


def read(capture: Capture) -> Reading:
    """Return the posts and pages that a sitemap names, or the sitemaps that an index names."""
    root, findings = parse_xml(capture.body)
    if root is None:
        return Reading("unknown", findings=findings)
    addresses = [(element.text or "").strip() for element in root.iter("{*}loc")]
    edits = tuple(_edits(root, capture.target_uri))
    own = [urls.on_blog(url, capture.target_uri) for url in addresses if urls.same_blog(url, capture.target_uri)]
    if root.tag.rpartition("}")[2] == "sitemapindex":
        found = [Link(url, "sitemap") for url in own]
    else:
        found = [Link(url, kind) for url in own if (kind := urls.classify(url)) in ("post", "page")]
        found += _next(capture.target_uri, len(addresses))
    return Reading("sitemap", links=tuple(dict.fromkeys(found)), findings=findings, edits=edits)


def _edits(root: etree._Element, sitemap: str) -> Iterator[Edit]:
    for entry in root.iterfind("{*}url"):
        address, instant = entry.findtext("{*}loc", "").strip(), entry.findtext("{*}lastmod", "").strip()
        if instant and urls.same_blog(address, sitemap):
            yield Edit(urls.on_blog(address, sitemap), instant)


def _next(url: str, received: int) -> list[Link]:
    # The index names at most 20 pages; beyond them, a full page may have a next one all the same.
    number = parse_qs(urlsplit(url).query).get("page", [""])[0]
    if not number.isdecimal() or not _INDEXED <= int(number) < _MOST or received < _FULL_PAGE:
        return []
    return [Link(f"{url.partition('?')[0]}?page={int(number) + 1}", "sitemap")]
