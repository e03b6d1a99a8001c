"""The list of a fleet's blogs. Pure.

# a comment
https://NAME.blogspot.com/
https://blog.example/          harbour        the collection's name, where it is not to be the host's
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from urllib.parse import urlsplit

from archive.errors import UsageError
from scraper.capture.scope import plain_host

_NAME = re.compile(r"[A-Za-z0-9][A-Za-z0-9._-]{0,100}")
_SHOWN = 100  # characters of a line in an error: what is no list may be one long line


@dataclass(frozen=True)
class Blog:
    """A blog's address, and the name of its collection in the fleet's place."""

    url: str
    name: str


def read_list(text: str, source: str) -> tuple[Blog, ...]:
    """Return the blogs of a list, in its order; ``source`` names it in errors.

    Raises:
        UsageError: a line is none of a list, two have one name or one blog, or there is no blog in it.
    """
    blogs: dict[str, Blog] = {}
    lines: dict[str, int] = {}  # by the blog's host: a crawl is of a whole host
    for number, line in enumerate(text.splitlines(), 1):
        words = line.partition("#")[0].split()
        if not words:
            continue
        where = f"{source}, line {number}"
        blog = _blog(words, where)
        if first := lines.get(host := plain_host(_host(blog.url))):
            raise UsageError(f"{where}: {host} is the blog of line {first} already; remove one of the two.")
        if blog.name.lower() in blogs:  # not every file system tells capitals apart
            raise UsageError(f"{where}: {blog.name} is there already; give it another name.")
        lines[host] = number
        blogs[blog.name.lower()] = blog
    if not blogs:
        raise UsageError(f"{source} names no blog: write one address a line.")
    return tuple(blogs.values())


def _blog(words: list[str], where: str) -> Blog:
    url = words[0] if "://" in words[0] else f"https://{words[0]}"
    host = _host(url)
    if not host or len(words) > 2:
        raise UsageError(f"{where}: {' '.join(words)[:_SHOWN]!r} is no web address, or more than one and a name.")
    name = words[1] if len(words) == 2 else plain_host(host)
    if not _NAME.fullmatch(name):
        raise UsageError(f"{where}: {name[:_SHOWN]!r} cannot name a folder: use letters, digits, '.', '_' and '-'.")
    return Blog(url, name)


def _host(url: str) -> str:
    """Return the host of a web address, "" where it is none."""
    try:
        parts = urlsplit(url)
        fits = parts.scheme in ("http", "https") and parts.port != 0 and parts.username is None
    except ValueError:
        return ""
    return (parts.hostname or "") if fits else ""
