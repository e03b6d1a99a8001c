"""Atom feeds (RFC 4287) of posts, static pages and comments, as Blogger serves them."""

from __future__ import annotations

import re
from collections.abc import Iterator

from lxml import etree

from archive.records import (
    Author,
    Blog,
    Capture,
    Comment,
    Count,
    DateClaim,
    Edit,
    Finding,
    Link,
    Post,
    Provenance,
    Reading,
    Title,
)
from scraper.platforms.blogger import urls
from scraper.platforms.blogger.body import Body, read_body, text_of_markup
from scraper.platforms.blogger.links import of_images
from scraper.platforms.blogger.markup import parse_xml

_NS = {
    "a": "http://www.w3.org/2005/Atom",
    "o": "http://a9.com/-/spec/opensearchrss/1.0/",
    "t": "http://purl.org/syndication/thread/1.0",
}
_PAGES_BEYOND = 3  # pages of a feed asked beyond the total it states
_MOST_UNCOUNTED = 100_000  # entries, of a feed that states no total
_LABELS = "http://www.blogger.com/atom/ns#"
_TAG = re.compile(r"tag:blogger\.com,1999:blog-(\d+)(?:\.(?:post|page)-?(\d+))?")


def read(capture: Capture) -> Reading:
    """Return what a feed says. Only Atom is asked for; RSS has neither totals nor all instants."""
    root, findings = parse_xml(capture.body)
    kind = urls.feed_kind(capture.target_uri)
    if root is None or root.tag != f"{{{_NS['a']}}}feed":
        return Reading("unknown", findings=findings or (Finding("not-atom", "an Atom feed was asked for"),))
    feed = _Feed(capture, root, kind)
    if kind == "feed-by-date":
        return Reading(kind, links=tuple(feed.back_in_time()), findings=findings)
    return Reading(
        kind=kind,
        posts=tuple(feed.posts()),
        links=tuple(feed.links()),
        counts=tuple(feed.counts()),
        findings=findings,
        blog=feed.blog(),
        edits=tuple(feed.edits()),
    )


class _Feed:
    """One feed document."""

    def __init__(self, capture: Capture, root: etree._Element, kind: str) -> None:
        self._url, self._root, self._kind = capture.target_uri, root, kind
        self._entries: list[etree._Element] = root.findall("a:entry", _NS)
        self._total = _text(root, "o:totalResults")
        self._ref = capture.ref
        whole = kind in ("feed", "pages-feed")
        self._read = {id(entry): self._post(entry) for entry in self._entries} if whole else {}

    def blog(self) -> Blog | None:
        """Return who the blog is; a comments feed's title is not the blog's."""
        match = _TAG.match(_text(self._root, "a:id"))
        if not match or self._kind == "comments-feed":
            return None
        return Blog(match[1], _text(self._root, "a:title"), "blogger")

    def posts(self) -> Iterator[Post]:
        """Yield the posts of the feed; a comments feed gives the one post, with comments alone."""
        if self._kind != "comments-feed":
            yield from self._read.values()
        elif self._entries and urls.commented_post(self._url):
            yield self._commented()

    def links(self) -> Iterator[Link]:
        """Yield what the feed leads to: posts, their pictures, their comments, its own next page."""
        for entry, post in zip(self._entries, self._read.values(), strict=False):
            yield Link(post.url, post.kind)
            yield from of_images(post.images)
            number = _TAG.match(post.id)
            if _number(entry, "t:total") and number and number[2]:
                yield urls.comments_feed(self._url, number[2])
        yield from self._next()

    def counts(self) -> Iterator[Count]:
        """Yield the totals that the feed states."""
        if self._total.isdecimal() and self._kind == "feed":
            yield Count("posts", "blog", int(self._total))
        elif self._total.isdecimal() and self._kind == "pages-feed":
            yield Count("pages", "blog", int(self._total))
        elif self._total.isdecimal() and (post := next(self.posts(), None)):
            yield Count("comments", post.url, int(self._total))
        for entry, post in zip(self._entries, self._read.values(), strict=False):
            if total := _number(entry, "t:total"):
                yield Count("comments", post.url, total)

    def edits(self) -> Iterator[Edit]:
        """Yield when each post was last changed."""
        yield from (Edit(post.url, post.updated) for post in self._read.values() if post.updated)

    def _next(self) -> Iterator[Link]:
        if not self._entries:
            return
        following = urls.next_page(self._url, len(self._entries))
        position = int(following.rpartition("start-index=")[2].partition("&")[0])
        # Totals can be wrong, so the posts feed is asked beyond its total until a page is empty, though not for
        # ever: some servers answer any start-index with entries. For the small feeds of single posts that would
        # double the requests, and the comments are counted again by the posts feed.
        total = int(self._total) if self._total.isdecimal() else _MOST_UNCOUNTED
        beyond = _PAGES_BEYOND * len(self._entries) if self._kind == "feed" else 0
        if position <= total + beyond:
            yield Link(following, "feed-by-update" if urls.is_by_update(self._url) else self._kind)

    def back_in_time(self) -> Iterator[Link]:
        """Yield the posts of a feed read by date, and the page before it: a second count beside that by index."""
        for entry in self._entries:
            if url := self._permalink(entry):
                yield Link(url, "post")
        instants = [_text(entry, "a:published") for entry in self._entries]
        if len(set(instants)) > 1:
            yield Link(urls.earlier_page(self._url, instants[-1]), "feed-by-date")

    def _post(self, entry: etree._Element) -> Post:
        url = self._permalink(entry)
        is_page = self._kind == "pages-feed"
        body, findings = self._body(entry, url)
        published = _text(entry, "a:published")
        labels = (c.get("term", "") for c in entry.findall("a:category", _NS) if c.get("scheme") == _LABELS)
        return Post(
            id=_text(entry, "a:id"),
            url=url or _text(entry, "a:id"),
            kind="page" if is_page else "post",
            title=Title(_text(entry, "a:title")),
            author=Author(account=_text(entry, "a:author/a:name") or None),
            published=None if is_page or not published else DateClaim(published, published, "feed"),
            updated=_text(entry, "a:updated") or None,
            labels=tuple(dict.fromkeys(labels)),
            paragraphs=body.paragraphs,
            images=body.images,
            links=body.links,
            embeds=body.embeds,
            unread=body.unread,
            findings=findings,
            provenance=Provenance(captures=(self._ref,)),
        )

    def _permalink(self, entry: etree._Element) -> str:
        url = next((link.get("href", "") for link in entry.findall("a:link[@rel='alternate']", _NS)), "")
        return urls.on_blog(url, self._url) if urls.same_blog(url, self._url) else urls.canonical(url)

    def _body(self, entry: etree._Element, url: str) -> tuple[Body, tuple[Finding, ...]]:
        content = entry.find("a:content", _NS)
        if content is None:  # the blog's owner gives summaries alone
            return Body(), (Finding("feed-short", "the feed gives a summary of this post, not its text"),)
        body = read_body(content.text or "", url)
        return body, body.findings

    def _commented(self) -> Post:
        number = urls.commented_post(self._url)
        match = _TAG.search(_text(self._root, "a:id"))
        answered = [e.get("href", "") for e in self._root.iterfind("a:entry/t:in-reply-to", _NS)]
        alternate = [e.get("href", "") for e in self._root.iterfind("a:link[@rel='alternate']", _NS)]
        permalinks = (urls.on_blog(url, self._url) for url in [*answered, *alternate] if url)
        url = next((url for url in permalinks if urls.classify(url)), self._url)
        post_id = f"tag:blogger.com,1999:blog-{match[1]}.post-{number}" if match else url
        comments = tuple(self._comment(entry, number) for entry in self._entries)
        return Post(id=post_id, url=url, comments=comments, provenance=Provenance(captures=(self._ref,)))

    def _comment(self, entry: etree._Element, post: str) -> Comment:
        # What a comment answers is in thr:in-reply-to, or behind rel=related, where it is a comment and no post.
        answered = [e.get("ref", "") for e in entry.findall("t:in-reply-to", _NS)]
        numbers = [match[2] or "" for ref in answered if (match := _TAG.match(ref))]
        numbers += [e.get("href", "").rpartition("/")[2] for e in entry.findall("a:link[@rel='related']", _NS)]
        own = _TAG.match(_text(entry, "a:id"))
        content = entry.find("a:content", _NS)
        content = entry.find("a:summary", _NS) if content is None else content
        return Comment(
            id=(own[2] or "") if own else _text(entry, "a:id"),
            author=_text(entry, "a:author/a:name"),
            published=_text(entry, "a:published") or None,
            text=text_of_markup((content.text or "") if content is not None else ""),
            parent=next((number for number in numbers if number and number != post), None),
        )


def _text(element: etree._Element, path: str) -> str:
    found = element.find(path, _NS)
    return (found.text or "").strip() if found is not None else ""


def _number(element: etree._Element, path: str) -> int:
    text = _text(element, path)
    return int(text) if text.isdecimal() else 0
