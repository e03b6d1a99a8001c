"""Blogger's addresses: the one form of each, and what kind of thing is where."""

from __future__ import annotations

import functools
import re
from urllib.parse import parse_qsl, urlencode, urljoin, urlsplit, urlunsplit

from archive.addresses import split
from archive.records import Link

FEED_PAGE = 150  # entries: what Blogger cuts a larger wish down to
QUICK_PAGE = 25  # entries of the feed by update: few posts change between visits

_COUNTRY = re.compile(r"\.blogspot\.(?:[a-z]{2}|co\.[a-z]{2}|com\.[a-z]{2})$")
_COPIES = frozenset({"m", "showComment", "commentPage", "zx", "spref"})  # the same page again
_FILE_HOSTS = re.compile(
    r"(?:^|\.)(?:bp\.blogspot\.com|googleusercontent\.com|ggpht\.com|blogblog\.com|www\.blogger\.com)$"
)
_POST = re.compile(r"/\d{4}/\d{2}/[^/]+\.html")
_PAGE = re.compile(r"/p/[^/]+\.html")
_MONTH = re.compile(r"/(\d{4})/(\d{2})/?|/(\d{4})_(\d{2})_\d{2}_archive\.html")
_YEAR = re.compile(r"/(\d{4})/?")
_COMMENTS_FEED = re.compile(r"/feeds/(\d+)/comments/(?:default|full)")


@functools.lru_cache(maxsize=8192)
def canonical(url: str) -> str:
    """Return the one form of an address: blogspot.com for any country's, no mobile, comment or cache copy.

    >>> canonical("http://B.blogspot.de/2014/03/a.html?m=1&showComment=1#c2")
    'http://b.blogspot.com/2014/03/a.html'
    >>> canonical("http://b.blogspot.com/2014_03_01_archive.html")
    'http://b.blogspot.com/2014/03/'
    """
    parts = split(url.strip())
    if parts is None:
        return url
    host = (parts.hostname or "").rstrip(".")
    host = host if _FILE_HOSTS.search(host) else _COUNTRY.sub(".blogspot.com", host)
    port = f":{parts.port}" if parts.port and parts.port != {"http": 80, "https": 443}.get(parts.scheme) else ""
    path = parts.path or "/"
    if month := _MONTH.fullmatch(path):
        path = f"/{month[1] or month[3]}/{month[2] or month[4]}/"
    query = parts.query
    if _POST.fullmatch(path) or _PAGE.fullmatch(path) or path.endswith("/"):
        query = urlencode([(k, v) for k, v in parse_qsl(query, keep_blank_values=True) if k not in _COPIES])
    return urlunsplit((parts.scheme.lower(), host + port, path, query, ""))


def seeds(home: str, *, quick: bool) -> tuple[Link, ...]:
    """Return what to ask a blog for first: every witness that needs no other to be found; quick, those of change.

    The feed by update is asked for on full visits, too: then a quick one can ask whether it is still the same.
    """
    by_update = (
        Link(
            urljoin(home, f"/feeds/posts/default?max-results={QUICK_PAGE}&orderby=updated&start-index=1"),
            "feed-by-update",
        ),
        Link(urljoin(home, "/sitemap.xml"), "sitemap"),
        Link(urljoin(home, "/sitemap-pages.xml"), "sitemap"),
        Link(urljoin(home, f"/feeds/pages/default?max-results={FEED_PAGE}&start-index=1"), "pages-feed"),
    )
    if quick:
        return by_update
    whole = f"/feeds/posts/default?max-results={FEED_PAGE}&start-index=1"
    by_date = Link(urljoin(home, f"/feeds/posts/summary?max-results={FEED_PAGE}"), "feed-by-date")
    return (Link(home, "front"), Link(urljoin(home, whole), "feed"), by_date, *by_update)


def classify(url: str) -> str:
    """Return the kind of link an address of the blog is: post, page, archive, year, front, or "" for the rest.

    The rest are traps and copies: pagers, labels, searches, share links. All that they hold is elsewhere too.
    """
    parts = split(url)
    if parts is None or parts.query:
        return ""
    for kind, pattern in (("post", _POST), ("page", _PAGE), ("archive", _MONTH), ("year", _YEAR)):
        if pattern.fullmatch(parts.path):
            return kind
    return "front" if parts.path in ("", "/") else ""


def same_blog(url: str, home: str) -> bool:
    """Say whether an address is on the blog's own host, whatever the country or scheme."""
    one, two = split(canonical(url)), split(canonical(home))
    return one is not None and two is not None and one.netloc == two.netloc


def on_blog(url: str, page: str) -> str:
    """Return an address in canonical form with the scheme under which the blog itself is read.

    What is no address is returned as it stands.
    """
    parts = split(canonical(url))
    return urlunsplit((urlsplit(page).scheme, *parts[1:])) if parts else url


def feed_kind(url: str) -> str:
    """Return the kind of feed at an address: feed, feed-by-date, pages-feed, comments-feed, or "" for no feed."""
    path = urlsplit(url).path
    if path == "/feeds/posts/summary":
        return "feed-by-date"
    if "/comments/" in path:
        return "comments-feed" if path.startswith("/feeds/") else ""
    if path.startswith("/feeds/pages/"):
        return "pages-feed"
    return "feed" if path.startswith("/feeds/posts/") or path in ("/atom.xml", "/rss.xml") else ""


def comments_feed(page: str, post_number: str) -> Link:
    """Return the comments feed of a post, on the blog's own host."""
    address = urljoin(page, f"/feeds/{post_number}/comments/default?max-results={FEED_PAGE}&start-index=1")
    return Link(address, "comments-feed")


def commented_post(url: str) -> str:
    """Return the number of the post whose comments feed this is, "" for the feed of all comments."""
    match = _COMMENTS_FEED.match(urlsplit(url).path)
    return match[1] if match else ""


def next_page(url: str, received: int) -> str:
    """Return the address of a feed's next page, built on the page's own host.

    By what was received, because Blogger cuts ``max-results`` in silence; never by the feed's own ``rel=next``,
    which leads to another host.

    >>> next_page("http://b.example/feeds/posts/default?max-results=500&start-index=1", 150)
    'http://b.example/feeds/posts/default?max-results=500&start-index=151'
    """
    parts = urlsplit(url)
    query = dict(parse_qsl(parts.query))
    query["start-index"] = str(int(query.get("start-index", "1")) + received)
    return urlunsplit((*parts[:3], urlencode(query), ""))


def earlier_page(url: str, published: str) -> str:
    """Return the address of the page of a feed that begins at an instant and goes back in time.

    >>> earlier_page("http://b.example/feeds/posts/summary?max-results=150", "2012-04-17T22:36:00+08:00")
    'http://b.example/feeds/posts/summary?max-results=150&published-max=2012-04-17T22%3A36%3A00%2B08%3A00'
    """
    parts = urlsplit(url)
    query = {**dict(parse_qsl(parts.query)), "published-max": published}
    return urlunsplit((*parts[:3], urlencode(query), ""))


def is_by_update(url: str) -> bool:
    """Say whether a feed is asked for in the order of change."""
    return "orderby=updated" in urlsplit(url).query


@functools.lru_cache(maxsize=8192)
def is_file_host(url: str) -> bool:
    """Say whether an address is on a host that serves Blogger's files and never a blog's own pages."""
    parts = split(url)
    return parts is not None and bool(_FILE_HOSTS.search(parts.hostname or ""))


def is_sitemap(url: str) -> bool:
    """Say whether an address is one of Blogger's sitemaps."""
    return urlsplit(url).path in ("/sitemap.xml", "/sitemap-pages.xml")
