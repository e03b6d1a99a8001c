"""The months of a blog: which one a post's address names, which one lists it, and where the lists are. Pure.

Blogger makes an address of the month in which a post was first published, and lists the post by the day that it says it
was published on: the two differ where a post was dated anew.
"""

from __future__ import annotations

import re

from archive.records import Post

_PERMALINK = re.compile(r"/(\d{4})/(\d{2})/[^/]+\.html")
_DATE = re.compile(r"\d{4}-(?:0[1-9]|1[0-2])-")


def month_of(path: str) -> tuple[int, int] | None:
    """Return the year and month of a post's path, None where it has none."""
    match = _PERMALINK.fullmatch(path)
    if not match or not 1 <= int(match[2]) <= 12 or int(match[1]) < 1:
        return None
    return int(match[1]), int(match[2])


def named_by(path: str) -> str:
    """Return the month of a post's path by its name, "" where it has none.

    >>> named_by("/2014/03/slug.html"), named_by("/p/about.html")
    ('2014-03', '')
    """
    month = month_of(path)
    return f"{month[0]:04}-{month[1]:02}" if month else ""


def listed_in(post: Post, path: str) -> str:
    """Return the month in whose list a post stands, "" for none: that of its publication by its own offset, else its
    address's. A static page is in no list.
    """
    if post.kind == "page":
        return ""
    if post.published and post.published.value and _DATE.match(post.published.value):
        return post.published.value[:7]
    return named_by(path)


def month_paths(month: str) -> tuple[str, str]:
    """Return a month's paths on Blogger: that of old themes, which is a file's on any disk, and that of newer ones.

    >>> month_paths("2014-03")
    ('/2014_03_01_archive.html', '/2014/03/')
    """
    year, number = month.split("-")
    return f"/{year}_{number}_01_archive.html", f"/{year}/{number}/"


def year_path(month: str) -> str:
    """Return the path of the year that a month is of."""
    return f"/{month[:4]}/"
