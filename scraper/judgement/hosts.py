"""Whose is an address that a page names: the blog's own, the platform's, a familiar embed's, or anybody's."""

from __future__ import annotations

import functools
import re
from urllib.parse import parse_qsl, urljoin, urlsplit

from scraper.platforms import PLATFORMS

_NUMBERS = re.compile(r"\d{5,}|(?<=/)[0-9a-f]{8,}(?=/)")
_TOKEN_FIELDS = frozenset(("zx", "token", "v", "ver", "version", "cb", "ts", "_", "t", "rnd"))
_LONG_VALUE = re.compile(r"\d{5,}|[0-9a-zA-Z_-]{16,}")
_COUNTRY = re.compile(r"\.blogspot\.(?:com?\.)?[a-z]{2,3}$")
_ABSOLUTE = re.compile(r"(?:https?:)?//[^/?#\x00-\x20]|/(?![/\x00-\x20])")
_SPACE = re.compile(r"[\x00-\x20]+")
_PLAIN = re.compile(r"https?://([A-Za-z0-9.-]*[A-Za-z0-9])(/[^?#\s\\]*)?(?:\?([^#\s]*))?(?:#.*)?$")
# What bloggers put into posts: shown to readers, by hosts that many use. A script is familiar by its whole path.
_FRAMES = re.compile(
    r"(?:www\.)?youtube(?:-nocookie)?\.com/(?:embed|v)/|player\.vimeo\.com/video/|vimeo\.com/moogaloop\.swf"
    r"|www\.blogger\.com/(?:video\.g|comment-iframe|comment\.do|comment/frame|navbar|followers|blog-post-reactions|rpc_relay)"
    r"|www\.google\.com/(?:maps|calendar)|maps\.google\.[a-z.]{2,6}/|docs\.google\.com/|drive\.google\.com/"
    r"|(?:www\.)?facebook\.com/plugins/|(?:w\.)?soundcloud\.com/|archive\.org/embed/|(?:www\.)?dailymotion\.com/embed/"
    r"|player\.youku\.com/|(?:www\.)?slideshare\.net/slideshow/|(?:www\.)?scribd\.com/embeds/|open\.spotify\.com/embed"
    r"|platform\.twitter\.com/(?:widgets|embed)/|video\.google\.[a-z.]{2,6}/googleplayer\.swf"
)
_SCRIPTS = re.compile(
    r"platform\.twitter\.com/widgets\.js|apis\.google\.com/js/(?:plusone|platform|api)\.js"
    r"|connect\.facebook\.net/[a-z]{2}_[A-Z]{2}/(?:all|sdk)\.js|(?:www\.)?instagram\.com/embed\.js"
)


def host_of(href: str, page: str) -> str:
    """Return the host that an address on a page leads to: "" for the page's own and for what is no web address."""
    return _host_of(href, _home(page) if _ABSOLUTE.match(href) else page)


@functools.lru_cache(maxsize=16384)  # the pages of a blog name the same few hundred addresses
def _host_of(href: str, page: str) -> str:
    host = _parts(href, page)[0]
    return "" if host == own_host(page) else host


def place_of(href: str, page: str) -> str:
    """Return host and path of an address, without what changes from answer to answer; "own/..." on the page's host.

    >>> place_of("//www.blogger.com/static/v1/widgets/1763280072-widgets.js", "https://b.blogspot.com/")
    'www.blogger.com/static/v1/widgets/#-widgets.js'
    >>> place_of("https://cdn.example/4f2a9c11/w.js?id=7", "https://b.blogspot.com/")
    'cdn.example/4f2a9c11/w.js?id=7'
    """
    return _place_of(href, _home(page) if _ABSOLUTE.match(href) else page)


@functools.lru_cache(maxsize=16384)
def _place_of(href: str, page: str) -> str:
    host, path, query = _parts(href, page)
    if not host:
        return _SPACE.sub("", href)[:200].lower()
    ours = is_platform(host)
    path = _NUMBERS.sub("#", path) if ours else path
    fields = () if ours else (_field(*field) for field in parse_qsl(query, keep_blank_values=True)[:20])
    tail = "&".join(sorted(filter(None, fields)))
    return f"{'own' if host == own_host(page) else host}{path or '/'}{'?' + tail if tail else ''}"


@functools.cache
def is_platform(host: str) -> bool:
    """Say whether a host is one of the platform's own."""
    names = tuple(name for platform in PLATFORMS for name in platform.requisite_hosts)
    return host in names or host.endswith(tuple(f".{name}" for name in (*names, "blogger.com", "google.com")))


def is_familiar_frame(place: str) -> bool:
    """Say whether host and path are those of a video, map or the like that bloggers embed."""
    return bool(_FRAMES.match(place))


def is_familiar_script(place: str) -> bool:
    """Say whether host and path are those of a script that such embeds bring along."""
    return bool(_SCRIPTS.fullmatch(place.partition("?")[0]))


def _field(name: str, value: str) -> str:
    return "" if name in _TOKEN_FIELDS else f"{name}={_LONG_VALUE.sub('#', value)[:100]}"


def own_host(page: str) -> str:
    """Return the host of a page."""
    return _parts(page, page)[0]


@functools.lru_cache(maxsize=1024)
def _home(page: str) -> str:
    """Return the front of a page's site, which is enough to tell where an absolute address leads."""
    return urljoin(page, "/")


@functools.lru_cache(maxsize=16384)
def _parts(href: str, page: str) -> tuple[str, str, str]:
    """Return (host, path, query); a blog's hosts in other countries are one (Blogger sends readers to their own)."""
    plain = _PLAIN.match(href)
    if plain:
        host, path, query = plain[1].lower(), plain[2] or "", plain[3] or ""
    else:
        try:
            parts = urlsplit(urljoin(page, _SPACE.sub("", href)))
            host, path, query = (parts.hostname or "").rstrip("."), parts.path, parts.query
        except ValueError:
            return "", "", ""
        if parts.scheme not in ("http", "https"):
            return "", "", ""
    if "blogspot." in host:
        host = _COUNTRY.sub(".blogspot.com", host.removeprefix("www."))
    return host, path, query
