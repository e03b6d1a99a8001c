"""Atom feeds (RFC 4287), sitemap (sitemaps.org) and robots.txt of a site that stands at its blog's address.

A feed has the newest posts; it says how many it has, and that there is no more of it here: a file has no next page.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from urllib.parse import urljoin
from xml.sax.saxutils import escape, quoteattr

from archive.records import Comment, Post
from archive.restoration.site.contents import Beginnings, Entry

NEWEST = 150  # posts of a feed: what Blogger cuts a wish for more down to
LARGEST = 2 << 20  # characters of a feed's entries
_NAMES = (
    "xmlns='http://www.w3.org/2005/Atom' xmlns:openSearch='http://a9.com/-/spec/opensearchrss/1.0/' "
    "xmlns:thr='http://purl.org/syndication/thread/1.0'"
)
_LABELS = "http://www.blogger.com/atom/ns#"
_SITEMAP = "http://www.sitemaps.org/schemas/sitemap/0.9"
_MOST = 40_000  # addresses of a sitemap, of the 50,000 that there may be
_UNFIT = re.compile("[^\\t\\n\\r -\\ud7ff\\ue000-\\ufffd\\U00010000-\\U0010ffff]")
_EPOCH = "1970-01-01T00:00:00Z"  # RFC 4287 wants an instant where none is known


@dataclass(frozen=True)
class Feed:
    """A feed's head: ``path`` is its own address on the blog, ``page`` that of the page it is about."""

    id: str
    title: str
    home: str
    path: str
    page: str = "/"


def feed(head: Feed, entries: Sequence[str], updated: str) -> str:
    """Return a feed of entries."""
    number = len(entries)
    return "".join(
        (
            f"<?xml version='1.0' encoding='UTF-8'?>\n<feed {_NAMES}>",
            f"<id>{_text(head.id)}</id><title type='text'>{_text(head.title)}</title>",
            f"<updated>{_text(updated or _EPOCH)}</updated>",
            f"<link rel='self' type='application/atom+xml' href={_value(urljoin(head.home, head.path))}/>",
            f"<link rel='alternate' type='text/html' href={_value(urljoin(head.home, head.page))}/>",
            f"<openSearch:totalResults>{number}</openSearch:totalResults><openSearch:startIndex>1</openSearch:startIndex>",
            f"<openSearch:itemsPerPage>{number}</openSearch:itemsPerPage>\n",
            *entries,
            "</feed>\n",
        )
    )


def entry_of(entry: Entry, post: Post, beginnings: Beginnings, markup: str | None, home: str) -> str:
    """Return a post as an entry; its ``markup`` has absolute addresses, None gives its first words alone."""
    body = "\n".join(text for _, text in beginnings) if markup is None else markup
    tag, kind = ("summary", "text") if markup is None else ("content", "html")
    labels = "".join(f"<category scheme={_value(_LABELS)} term={_value(label)}/>" for label in entry.labels)
    return (
        f"<entry><id>{_text(post.id)}</id><published>{_text(entry.instant or _EPOCH)}</published>"
        f"<updated>{_text(entry.updated or entry.instant or _EPOCH)}</updated>{labels}"
        f"<title type='text'>{_text(entry.title)}</title><{tag} type='{kind}'>{_text(body)}</{tag}>"
        f"<link rel='alternate' type='text/html' href={_value(urljoin(home, entry.path))}/>"
        f"<author><name>{_text(post.author.account or '')}</name></author>"
        f"<thr:total>{entry.comments}</thr:total></entry>\n"
    )


def comment_entry(comment: Comment, post: Post, blog: str, home: str, path: str) -> str:
    """Return a comment as an entry. Blogger numbers comments as it numbers posts."""
    stem = f"tag:blogger.com,1999:blog-{blog}.post-"
    page = _value(urljoin(home, path))
    answered = [(post.id, page)] + ([(stem + comment.parent, page)] if comment.parent else [])
    answers = "".join(
        f"<thr:in-reply-to ref={_value(name)} href={address} type='text/html'/>" for name, address in answered
    )
    when = _text(comment.published or _EPOCH)
    text = escape(printable_lines(comment.text)).replace("\n", "<br />")
    return (
        f"<entry><id>{_text(stem + comment.id)}</id><published>{when}</published><updated>{when}</updated>"
        f"<title type='text'>{_text(' '.join(comment.text.split())[:50])}</title>"
        f"<content type='html'>{_text(text)}</content>"
        f"<link rel='alternate' type='text/html' href={_value(urljoin(home, f'{path}#c{comment.id}'))}/>"
        f"<author><name>{_text(comment.author)}</name></author>{answers}</entry>\n"
    )


def sitemap_names(number: int) -> tuple[str, ...]:
    """Return the files of a sitemap of so many addresses: its parts, and last the one that servers are told of.

    >>> sitemap_names(3), sitemap_names(40_001)
    (('sitemap.xml',), ('sitemap-1.xml', 'sitemap-2.xml', 'sitemap.xml'))
    """
    parts = -(-number // _MOST)
    return (*(f"sitemap-{n}.xml" for n in range(1, parts + 1) if parts > 1), "sitemap.xml")


def sitemaps(addresses: Iterable[tuple[str, str]], home: str) -> Iterator[tuple[str, str]]:
    """Yield (file name, text) of a sitemap of (path, instant of the last change); an index where it takes several."""
    rows = [
        f"<url><loc>{_text(urljoin(home, path))}</loc>{f'<lastmod>{_text(when)}</lastmod>' if when else ''}</url>\n"
        for path, when in addresses
    ]
    *names, whole = sitemap_names(len(rows))
    for n, name in enumerate(names):
        yield name, _document("urlset", rows[n * _MOST : (n + 1) * _MOST])
    listed = [f"<sitemap><loc>{_text(urljoin(home, name))}</loc></sitemap>\n" for name in names]
    yield whole, _document("sitemapindex", listed) if names else _document("urlset", rows)


def _document(element: str, rows: Sequence[str]) -> str:
    return f"<?xml version='1.0' encoding='UTF-8'?>\n<{element} xmlns='{_SITEMAP}'>\n{''.join(rows)}</{element}>\n"


def robots(home: str) -> str:
    """Return robots.txt: all may read all."""
    return f"User-agent: *\nDisallow:\n\nSitemap: {urljoin(home, '/sitemap.xml')}\n"


def printable_lines(text: str) -> str:
    """Return text without what XML 1.0 cannot hold (section 2.2)."""
    return _UNFIT.sub("", text)


def _text(text: str) -> str:
    return escape(printable_lines(text))


def _value(text: str) -> str:
    return quoteattr(printable_lines(text))
