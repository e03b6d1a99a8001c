"""One picture, many sizes: Google's image hosts make any size of it from a segment of its address."""

from __future__ import annotations

import functools
import re

from archive.addresses import split

_HOSTS = re.compile(r"(?:^|\.)(?:bp\.blogspot\.com|googleusercontent\.com|ggpht\.com)$")
# ".../s320/name.jpg", ".../w400-h266-p-k-no-nu/name.jpg", ".../s1600-h/name.jpg"
_SEGMENT = re.compile(r"/(?:s\d{1,5}|w\d{1,5}|h\d{1,5})(?:-[a-z0-9]{1,6}){0,9}/(?=[^/]*$)")
# The newer form, at the end: w640-h480-rw or s1600 after an equals sign.
_SUFFIX = re.compile(r"=(?:s\d{1,5}|w\d{1,5}|h\d{1,5})(?:-[a-z0-9]{1,6}){0,9}$")
_WRAPPER = re.compile(r"/(s\d{1,5})-h/(?=[^/]*$)")
_ORIGINAL = re.compile(r"(?P<mark>[/=])s0(?=/[^/]*$|$)")
_FILE = re.compile(r"\.(?:jpe?g|png|gif|webp|bmp|tiff?|svg)$", re.I)


@functools.lru_cache(maxsize=4096)
def is_hosted(url: str) -> bool:
    """Say whether a picture lies on one of Google's image hosts."""
    parts = split(url)
    return parts is not None and bool(_HOSTS.search(parts.hostname or ""))


def is_picture(url: str) -> bool:
    """Say whether an address is that of a picture, by its host or its file name."""
    parts = split(url)
    return parts is not None and (is_hosted(url) or bool(_FILE.search(parts.path)))


def unwrapped(url: str) -> str:
    """Return the picture behind the HTML page that Blogger puts at ``s1600-h``.

    >>> unwrapped("http://1.bp.blogspot.com/-a/s1600-h/k.jpg")
    'http://1.bp.blogspot.com/-a/s1600/k.jpg'
    """
    return _WRAPPER.sub(r"/\1/", url) if is_hosted(url) else url


def smaller(url: str) -> str | None:
    """Return the largest size that pages link (``s1600``), for a picture whose original (``s0``) was asked for.

    >>> smaller("http://1.bp.blogspot.com/-a/s0/k.jpg")
    'http://1.bp.blogspot.com/-a/s1600/k.jpg'
    """
    changed = _ORIGINAL.sub(r"\g<mark>s1600", url)
    return changed if is_hosted(url) and changed != url else None


def original(url: str) -> str | None:
    """Return a hosted picture's address in its original size (``s0``), None for a picture elsewhere.

    >>> original("http://1.bp.blogspot.com/-a/w400-h266/k.jpg")
    'http://1.bp.blogspot.com/-a/s0/k.jpg'
    >>> original("https://blogger.googleusercontent.com/img/a/AVv=w640-h480")
    'https://blogger.googleusercontent.com/img/a/AVv=s0'
    """
    if not is_hosted(url):
        return None
    if _SEGMENT.search(url):
        return _SEGMENT.sub("/s0/", url)
    return _SUFFIX.sub("=s0", url) if _SUFFIX.search(url) else url
