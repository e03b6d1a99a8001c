"""Feeds of posts, static pages and comments, in the formats that Blogger serves them in: Atom, RSS, JSON.

A crawl asks for Atom; the others are read where somebody else kept them. Their next pages are asked for in the same
format.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Callable, Iterator
from dataclasses import replace

from archive.records import Capture, Comment, Count, Edit, Finding, Link, Post, Provenance, Reading
from scraper.platforms.blogger import atom, json_feed, rss, urls
from scraper.platforms.blogger.documents import LIVE, Document, Entry, T, id_of, own_number
from scraper.platforms.blogger.entry import comment_of, post_of
from scraper.platforms.blogger.links import of_images
from scraper.platforms.blogger.stream import root_name
from scraper.platforms.blogger.twins import addressed, apart, clashes, is_apart

_PAGES_BEYOND = 3  # pages of a feed asked beyond the total it states
_MOST_UNCOUNTED = 100_000  # entries, of a feed that states no total

Read = tuple[Entry, Post | Comment | None]  # an entry without the text of its markup, and what it is


def read(capture: Capture) -> Reading:
    """Return what a feed says."""
    kind = urls.feed_kind(capture.target_uri)
    document = _document(capture.body, _taking(capture, kind))
    if not document.whole:
        reason = document.findings or (Finding("not-a-feed", "a feed was asked for, and this is none"),)
        return Reading("unknown", findings=reason)
    feed = _Feed(capture, document, kind)
    if kind == "feed-by-date":
        return Reading(kind, links=tuple(feed.back_in_time()), findings=document.findings)
    return Reading(
        kind=kind,
        posts=tuple(feed.posts()),
        links=tuple(feed.links()),
        counts=tuple(feed.counts()),
        findings=(*document.findings, *feed.findings()),
        blog=None if kind == "comments-feed" else document.blog,  # a comments feed's title is not the blog's
        edits=tuple(feed.edits()),
    )


def markups(capture: Capture) -> Iterator[tuple[str, str]]:
    """Yield the address of each post of a feed that gives whole bodies, and the markup of its body."""

    def take(entry: Entry) -> tuple[str, str, str]:
        is_public = entry.status == LIVE
        return (entry.id, _permalink(entry, capture.target_uri), entry.content or "") if is_public else ("", "", "")

    if urls.feed_kind(capture.target_uri) in ("feed", "pages-feed"):
        yield from addressed(_document(capture.body, take).entries)


def _document(body: bytes, take: Callable[[Entry], T]) -> Document[T]:
    if not body.lstrip(b"\xef\xbb\xbf\xff\xfe\0 \r\n\t").startswith(b"<"):  # in UTF-16, too
        return json_feed.read(body, take)
    return rss.read(body, take) if root_name(body) == "rss" else atom.read(body, take)


def _taking(capture: Capture, kind: str) -> Callable[[Entry], Read]:
    """Return what makes of an entry what is kept of it, by the kind of feed it stands in."""
    is_page, commented = kind == "pages-feed", urls.commented_post(capture.target_uri)

    def take(entry: Entry) -> Read:
        made: Post | Comment | None = None
        if kind == "comments-feed":
            made = comment_of(entry, commented or own_number(next(iter(entry.answers), "")))
        elif kind in ("feed", "pages-feed") and entry.status == LIVE:
            url = _permalink(entry, capture.target_uri)
            made = post_of(entry, url, basis="feed", is_page=is_page, ref=capture.ref)
        return replace(entry, content=None if entry.content is None else "", summary=""), made

    return take


def _permalink(entry: Entry, feed: str) -> str:
    url = entry.alternate
    return urls.on_blog(url, feed) if urls.same_blog(url, feed) else urls.canonical(url)


class _Feed:
    """One feed document."""

    def __init__(self, capture: Capture, document: Document[Read], kind: str) -> None:
        self._url, self._document, self._kind, self._ref = capture.target_uri, document, kind, capture.ref
        self._entries = [entry for entry, _ in document.entries]
        posts = [(entry, made) for entry, made in document.entries if isinstance(made, Post)]
        self._posts = list(zip((entry for entry, _ in posts), apart(post for _, post in posts), strict=True))

    def posts(self) -> Iterator[Post]:
        """Yield the posts of the feed; a comments feed gives the posts commented, with comments alone."""
        if self._kind == "comments-feed":
            yield from self._commented()
        yield from (post for _, post in self._posts)

    def links(self) -> Iterator[Link]:
        """Yield what the feed leads to: posts, their pictures, their comments, its own next page."""
        for entry, post in self._posts:
            if not is_apart(post):
                yield Link(post.url, post.kind)
            if entry.content is not None:  # a thumbnail beside a summary is no picture of the post's own
                yield from of_images(post.images)
            if entry.comments and (number := own_number(post.id)):
                yield urls.comments_feed(self._url, number)
        yield from self._next()

    def counts(self) -> Iterator[Count]:
        """Yield the totals that the feed states."""
        total, of = self._document.total, {"feed": "posts", "pages-feed": "pages"}.get(self._kind)
        if total is not None and of:
            yield Count(of, "blog", total)
        elif total is not None and not urls.commented_post(self._url):
            yield Count("comments", "blog", total)
        elif total is not None and (post := next(self.posts(), None)):
            yield Count("comments", post.url, total)
        yield from (Count("comments", post.url, entry.comments) for entry, post in self._posts if entry.comments)

    def edits(self) -> Iterator[Edit]:
        """Yield when each post was last changed."""
        yield from (Edit(post.url, post.updated) for _, post in self._posts if post.updated)

    def findings(self) -> Iterator[Finding]:
        """Yield what is in the feed and not published: a feed that its owner kept has drafts, too."""
        yield from clashes(post for _, post in self._posts)
        for entry in self._entries:
            if entry.status != LIVE:
                yield Finding("unpublished", f"{entry.id}: {entry.status}")

    def _next(self) -> Iterator[Link]:
        if not self._entries:
            return
        following = urls.next_page(self._url, len(self._entries))
        position = int(following.rpartition("start-index=")[2].partition("&")[0])
        # Totals can be wrong, so the posts feed is asked beyond its total until a page is empty, though not for
        # ever: some servers answer any start-index with entries. For the small feeds of single posts that would
        # double the requests, and the comments are counted again by the posts feed.
        total = _MOST_UNCOUNTED if self._document.total is None else self._document.total
        beyond = _PAGES_BEYOND * len(self._entries) if self._kind == "feed" else 0
        if position <= total + beyond:
            yield Link(following, "feed-by-update" if urls.is_by_update(self._url) else self._kind)

    def back_in_time(self) -> Iterator[Link]:
        """Yield the posts of a feed read by date, and the page before it: a second count beside that by index."""
        for entry in self._entries:
            if url := _permalink(entry, self._url):
                yield Link(url, "post")
        instants = [entry.published for entry in self._entries]
        if len(set(instants)) > 1:
            yield Link(urls.earlier_page(self._url, instants[-1]), "feed-by-date")

    def _commented(self) -> Iterator[Post]:
        number = urls.commented_post(self._url)
        threads: dict[str, list[tuple[Entry, Comment]]] = defaultdict(list)
        for entry, made in self._document.entries:
            under = number or own_number(next(iter(entry.answers), ""))
            if under and isinstance(made, Comment):
                threads[under].append((entry, made))
        for under, thread in threads.items():
            yield self._thread(under, thread)

    def _thread(self, number: str, thread: list[tuple[Entry, Comment]]) -> Post:
        """Return a post that has nothing but its comments, and its address by what they say they answer."""
        stated = [url for entry, _ in thread for url in entry.answered] + [entry.alternate for entry, _ in thread]
        permalinks = (urls.on_blog(url, self._url) for url in stated if url)
        url = next((url for url in permalinks if urls.classify(url)), self._url)
        blog = self._document.blog
        return Post(
            id=id_of(blog.id, number) if blog else url,
            url=url,
            comments=tuple(comment for _, comment in thread),
            provenance=Provenance(captures=(self._ref,)),
        )
