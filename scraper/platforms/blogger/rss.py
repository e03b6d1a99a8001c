"""RSS 2.0 as Blogger writes it (``alt=rss``): Atom's elements inside, where RSS has none of its own.

It says less than Atom: instants to the second and in UTC, no address of a next page, no comment that a comment
answers. It does not mark a description as a summary, either, unless as ``atom:summary``.
"""

from __future__ import annotations

import re
from datetime import UTC, datetime

from lxml import etree

from scraper.maildates import read_mail_date
from scraper.platforms.blogger.atom import LABELS, NAMES, number, text, thumbnail
from scraper.platforms.blogger.documents import MOST_ENTRIES, Document, Entry, T, Take, tag_of
from scraper.platforms.blogger.stream import take_elements

_PERSON = re.compile(r"[^\s@]{1,64}@[^\s@]{1,255} \((.*)\)", re.S)  # "noreply@blogger.com (Name)"
_BURNT = "{http://rssnamespace.org/feedburner/ext/1.0}origLink"  # the permalink, where a redirect stands in its place


def read(body: bytes, take: Take[T]) -> Document[T]:
    """Read an RSS feed; ``take`` makes of each item what is kept of it."""
    stream = take_elements(body, "item", lambda element: take(entry_of(element)), MOST_ENTRIES)
    channel = stream.root.find("channel") if stream.root is not None else None
    if channel is None:
        return Document(findings=stream.findings, whole=False)
    return Document(
        id=tag_of(text(channel, "a:id")),
        title=text(channel, "title"),
        home=text(channel, "link"),
        total=number(channel, "o:totalResults"),
        entries=stream.taken,
        findings=stream.findings,
        whole=stream.whole,
    )


def entry_of(item: etree._Element) -> Entry:
    """Read one item element."""
    stated, updated = text(item, "pubDate"), text(item, "a:updated")
    author = text(item, "author")
    person = _PERSON.fullmatch(author)
    answered = item.findall("t:in-reply-to", NAMES)
    categories = item.findall("category")
    return Entry(
        id=tag_of(text(item, "guid")),
        title=text(item, "title"),
        published=instant_of(stated, updated),
        stated=stated,
        updated=updated,
        author=person[1] if person else author,
        labels=tuple(dict.fromkeys(c.text for c in categories if c.text and c.get("domain") == LABELS)),
        content=item.findtext("description"),
        summary=text(item, "a:summary"),
        alternate=(item.findtext(_BURNT) or text(item, "link")).strip(),
        answers=tuple(value for each in answered if (value := each.get("ref", ""))),
        answered=tuple(value for each in answered if (value := each.get("href", ""))),
        comments=number(item, "t:total") or 0,
        thumbnail=thumbnail(item),
    )


def instant_of(stated: str, updated: str) -> str:
    """Return a date of RFC 822 as ISO 8601, "" for none, in the offset of the instant of the last change.

    RSS gives the publication in UTC, and so on another day than the blog's for half of the world; the change beside it
    has the blog's own offset. (An hour apart, where daylight saving time came between them.)

    >>> instant_of("Wed, 05 Mar 2014 17:30:00 +0000", "2014-04-01T09:00:00.000+08:00")
    '2014-03-06T01:30:00+08:00'
    """
    published = read_mail_date(stated)
    if not published:
        return ""
    try:
        return published.astimezone(datetime.fromisoformat(updated).tzinfo or UTC).isoformat()
    except (ValueError, OverflowError):
        return published.isoformat()
