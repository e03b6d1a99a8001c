"""What a site is given back from: each post with its body as it was captured, whatever form it is then written in.

Forms are written against these values alone: where a body, a draft or a picture comes from is `scraper.restoring`'s
affair, which reads captures.
"""

from __future__ import annotations

from collections.abc import Callable, Generator, Iterator, Sequence
from dataclasses import dataclass
from html import escape
from typing import Any, Protocol, runtime_checkable

from archive.counted import counted
from archive.payloads import Picture
from archive.records import Blog, Capture, Comment, Image, Post

LIVE, DRAFT = "LIVE", "DRAFT"
DAMAGED = "damaged"  # what a `Lack` is that no crawl fills: it was captured, and cannot be read


@dataclass(frozen=True)
class Lack:
    """What a restored site does not have as the blog had it: ``what`` for machines (docs/restore.md lists them),
    ``where`` the post's path, an address or a file, ``why`` a sentence for people.
    """

    what: str
    where: str
    why: str

    def line(self) -> str:
        """Return it as one line; a lack of the whole is nowhere."""
        return f"{self.where}: {self.why} [{self.what}]" if self.where else f"{self.why} [{self.what}]"


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


Shown = Callable[[Image], Picture | None]
"""Gives a picture of a post by what the record says of it, None where there is none to show."""
Make = Callable[[Any, Article], Any]
"""Makes something of an article and of what it is told with it: plain values, ready for any JSON writer."""
Work = Callable[[Shown], Make]
"""What is done to each article by itself, in whatever process: it can be pickled, and is begun with the pictures."""


@runtime_checkable
class Apart(Protocol):
    """`Material.articles` that can be worked on one by one, too, in an order that a form wants."""

    def __call__(self) -> Iterator[Article]:
        """Yield all articles."""

    def heads(self) -> Iterator[Article]:
        """Yield all articles in the order of `Material.articles`, their ``markup`` "" and without lacks."""

    def made(self, work: Work, wanted: Sequence[tuple[int, Any]]) -> Generator[Any, None, None]:
        """Yield what a work makes of articles: each by its place among the heads, with what the work is told with it.
        No draft is among them.

        Raises:
            OSError: the disk refused.
        """


@dataclass(frozen=True)
class Material:
    """All that a form is made from.

    ``home`` is the blog's address ("https://name.blogspot.com/"). ``articles`` gives all articles anew, in order of
    their records' paths, drafts last, and may be an `Apart`; ``number`` is about how many. ``picture`` gives a picture
    of a post by what the record says of it, None where it was not captured (or, with names hidden, is not shown).
    ``exports`` give the owner's own exports among the captures, oldest first. ``as_of`` is the newest crawl
    ("20140305T143600Z"), "" for none. ``lacks`` are what the captures say and no record has. ``holds_name`` says
    whether a text holds a name that is to be hidden, None where none is.
    """

    home: str
    blog: Blog
    number: int
    articles: Callable[[], Iterator[Article]]
    picture: Shown
    exports: tuple[Callable[[], Capture], ...] = ()
    as_of: str = ""
    lacks: tuple[Lack, ...] = ()
    holds_name: Callable[[str], bool] | None = None


def heads(material: Material) -> Iterator[Article]:
    """Yield all articles, without their bodies where these need not be read."""
    return material.articles.heads() if isinstance(material.articles, Apart) else material.articles()


def unreadable(address: str, where: str) -> Lack:
    """Return what says of a picture that it was captured, and cannot be read."""
    return Lack(DAMAGED, address, f"it was captured, and cannot be read from the WARC; it stands in {where}")


def frames_left_out(post: Post, where: str) -> Iterator[Lack]:
    """Yield what says of a post's frames and videos that they are left out, in whatever form."""
    if post.embeds:
        shown = ", ".join(embed.url for embed in post.embeds)
        yield Lack(
            "embed", where, f"{counted(len(post.embeds), 'frame or video', 'frames or videos')} left out: {shown}"
        )


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
