"""What a feed or an export says, whatever its format: a head, and entries.

Readers of formats (`atom`, `rss`, `json_feed`) hand each entry on as soon as they have it: what is made of it is kept,
and its markup is not, so that a document of any length costs the memory of what it says.
"""

from __future__ import annotations

import re
from collections.abc import Callable
from dataclasses import dataclass
from typing import Generic, TypeVar

from archive.records import Blog, Finding

T = TypeVar("T")
Take = Callable[["Entry"], T]

LIVE = "LIVE"
MOST_ENTRIES = 200_000  # in one document: the largest exports have a tenth of it
_TAG = re.compile(r"tag:blogger\.com,1999:blog-(\d+)(?:\.(?:post|page)-?(\d+))?")
_ADDRESS = re.compile(r"https?://www\.blogger\.com/feeds/(\d+)/posts/(?:default|full|summary)(?:/(\d+))?")


@dataclass(frozen=True)
class Entry:
    """One entry; "" and () for what its format or its source does not say.

    ``kind`` is post, page, comment, template or settings, and "" where only the feed's address tells; ``status`` is in
    Blogger's words: LIVE, DRAFT, SCHEDULED, SOFT_TRASHED, and of comments PENDING, SPAM, EMPTIED. ``published`` and
    ``updated`` are ISO 8601 with an offset; ``stated`` is the publication in the source's own words. ``content`` is
    HTML, None where only a ``summary`` is given. ``alternate`` is the address of its page, ``path`` the address without
    the host. ``answers`` are the ids of what a comment answers, ``answered`` their pages, ``related`` the addresses of
    comments that it answers. ``comments`` is the number of a post's comments.
    """

    id: str = ""
    kind: str = ""
    status: str = LIVE
    title: str = ""
    published: str = ""
    stated: str = ""
    updated: str = ""
    author: str = ""
    labels: tuple[str, ...] = ()
    content: str | None = None
    summary: str = ""
    alternate: str = ""
    path: str = ""
    answers: tuple[str, ...] = ()
    answered: tuple[str, ...] = ()
    related: tuple[str, ...] = ()
    comments: int = 0
    thumbnail: str = ""


@dataclass(frozen=True)
class Document(Generic[T]):
    """A document's head, and what was made of its entries, in order.

    ``total`` is the number of entries that all pages of a feed have together, None where it says none (openSearch).
    ``home`` is the blog's address. ``whole`` is False where the document broke off or was no feed: then ``findings``
    say why, and ``entries`` are those before the break.
    """

    id: str = ""
    title: str = ""
    home: str = ""
    total: int | None = None
    entries: tuple[T, ...] = ()
    findings: tuple[Finding, ...] = ()
    whole: bool = True

    @property
    def blog(self) -> Blog | None:
        """Who the blog is, None where the document has no id of Blogger's."""
        number = blog_number(self.id)
        return Blog(number, self.title, "blogger") if number else None


def blog_number(name: str) -> str:
    """Return the blog's number in an id, "" for none.

    >>> blog_number("tag:blogger.com,1999:blog-12.post-34")
    '12'
    """
    match = _TAG.match(name)
    return match[1] if match else ""


def own_number(name: str) -> str:
    """Return the number of a post, page or comment in its id, "" for none.

    >>> own_number("tag:blogger.com,1999:blog-12.post-34")
    '34'
    """
    match = _TAG.match(name)
    return (match[2] or "") if match else ""


def id_of(blog: str, number: str, kind: str = "post") -> str:
    """Return the id of a post or page by its blog's number and its own."""
    return f"tag:blogger.com,1999:blog-{blog}.{kind}-{number}"


def tag_of(name: str) -> str:
    """Return an id as the tag that all newer feeds have; feeds of 2006 wrote addresses.

    >>> tag_of("http://www.blogger.com/feeds/12/posts/full/34")
    'tag:blogger.com,1999:blog-12.post-34'
    """
    match = _ADDRESS.fullmatch(name)
    if not match:
        return name
    return id_of(match[1], match[2]) if match[2] else f"tag:blogger.com,1999:blog-{match[1]}"
