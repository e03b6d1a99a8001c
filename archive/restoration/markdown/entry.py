"""One file of a Markdown site: a post, a static page, or a list of posts. Pure."""

from __future__ import annotations

import hashlib
import re
from dataclasses import dataclass

_UNFIT = re.compile(r"[^a-z0-9_-]+")
_FIT = re.compile(r"/(?:[\w~+-][\w.~+-]*/)*[\w~+-][\w.~+-]*\.html", re.ASCII)
_LONGEST = 100  # characters of a file's name
_MEANT = ("index", "_index")  # Hugo takes these for the folder's own page, and all others of the folder for its parts
# Where the generators and `Listing` write of their own.
_OWN = ("author", "authors", "categories", "category", "labels", "lists", "media", "pages", "posts", "tag", "tags")


@dataclass(frozen=True)
class Entry:
    """``kind`` is post, page or list; ``key`` names its files; ``path`` is where it is to be, "" for a draft, anywhere;
    dates are instants with their offset; ``original`` is the address it had.
    """

    kind: str
    key: str
    path: str
    title: str
    text: str
    date: str | None = None
    updated: str | None = None
    draft: bool = False
    labels: tuple[str, ...] = ()
    author: str | None = None
    byline: str | None = None
    comments: bool = False
    original: str = ""
    id: str = ""


def key_of(text: str) -> str:
    """Return a name that every file system, and every generator's data folder, takes.

    >>> key_of("/2014/03/blog-post.html"), key_of("/2014/03/Ä.html")
    ('2014-03-blog-post', '2014-03-770c1b76')
    """
    plain = text.strip("/").removesuffix(".html").replace("/", "-")
    kept = _UNFIT.sub("-", plain)[:_LONGEST].strip("-")
    if kept and kept == plain and kept not in _MEANT:
        return kept
    return f"{kept}-{hashlib.sha256(text.encode('utf-8', 'replace')).hexdigest()[:8]}".lstrip("-")


def is_fit(path: str) -> bool:
    """Say whether a generator can be told to write a post at a path: never over a page that it makes itself.

    >>> is_fit("/2014/03/a.html"), is_fit("/2014/03/index.html"), is_fit("/a.html/b.html"), is_fit("/tags.html")
    (True, False, False, False)
    """
    folder, _, name = path[1:].rpartition("/")
    is_own = name == "index.html" or folder.partition("/")[0] in ("", *_OWN)
    return _FIT.fullmatch(path) is not None and ".." not in path and ".html/" not in path and not is_own
