"""What a site is given back from: each post with its body as it was captured, whatever form it is then written in.

Forms are written against these values alone: where a body, a draft or a picture comes from is `scraper.restoring`'s
affair, which reads captures.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import dataclass
from html import escape

from archive.payloads import Picture
from archive.records import Blog, Capture, Comment, Image, Post

LIVE, DRAFT = "LIVE", "DRAFT"


@dataclass(frozen=True)
class Lack:
    """What a restored site does not have as the blog had it: ``what`` for machines (docs/restore.md lists them),
    ``where`` the post's path, an address or a file, ``why`` a sentence for people.
    """

    what: str
    where: str
    why: str


@dataclass(frozen=True)
class Article:
    """A post or static page as it is given back.

    ``path`` is that of its address ("/2014/03/slug.html"), "" where it has none. ``markup`` is its body, sanitised
    (`archive.sanitising.body_of`), pictures and links at the absolute addresses where they stood. ``whole`` is False
    where no capture gives the body: then ``markup`` is made of the record's paragraphs and pictures. ``lacks`` are what
    the markup does not hold of the post. A ``status`` other than LIVE was never public.
    """

    post: Post
    path: str
    markup: str
    whole: bool
    comments: tuple[Comment, ...]
    status: str = LIVE
    lacks: tuple[Lack, ...] = ()


@dataclass(frozen=True)
class Material:
    """All that a form is made from.

    ``home`` is the blog's address ("https://name.blogspot.com/"). ``articles`` gives all articles anew, in order of
    their records' paths, drafts last; ``number`` is about how many. ``picture`` gives a picture of a post by what the
    record says of it, None where it was not captured (or, with names hidden, is not shown). ``exports`` give the
    owner's own exports among the captures, oldest first. ``as_of`` is the newest crawl ("20140305T143600Z"), "" for
    none. ``holds_name`` says whether a text holds a name that is to be hidden, None where none is.
    """

    home: str
    blog: Blog
    number: int
    articles: Callable[[], Iterator[Article]]
    picture: Callable[[Image], Picture | None]
    exports: tuple[Callable[[], Capture], ...] = ()
    as_of: str = ""
    holds_name: Callable[[str], bool] | None = None


def made_of_paragraphs(post: Post) -> str:
    """Return a body made of a record's paragraphs and pictures, in which all is text and nothing is markup."""
    parts = [
        f"<{_TAG.get(one.role, 'p')}>{_lines(one.text)}</{_TAG.get(one.role, 'p')}>"
        for one in post.paragraphs
        if one.role != "caption"
    ]
    parts += [_pictured(one) for one in post.images if one.url.startswith(("http://", "https://"))]
    return "\n".join(parts)


_TAG = {"heading": "h3", "quote": "blockquote"}


def _lines(text: str) -> str:
    return "<br>".join(escape(line) for line in text.split("\n"))


def _pictured(image: Image) -> str:
    caption = f"<figcaption>{_lines(image.caption)}</figcaption>" if image.caption else ""
    return f'<figure><img src="{escape(image.url)}" alt="{escape(image.alt)}">{caption}</figure>'
