"""A site's feeds at their old addresses, gathered while its pages are written; sitemap and robots.txt."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from pathlib import Path

from archive.restoration.article import Article
from archive.restoration.comment_feeds import comment_feed, number_of
from archive.restoration.site import feeds
from archive.restoration.site.contents import Contents, Entry, beginnings_of
from archive.restoration.site.rendering import write_text
from archive.search.entry import instant_of

_POSTS, _SUMMARY, _PAGES, _COMMENTS = (
    f"/feeds/{name}" for name in ("posts/default", "posts/summary", "pages/default", "comments/default")
)
Said = tuple[int, str]  # a comment's instant, in seconds since 1970, and its entry in a feed


@dataclass(frozen=True)
class Site:
    """What every page shows of its site: ``number`` is the blog's on Blogger, "" for none."""

    title: str
    home: str
    number: str
    pages: tuple[Entry, ...]


@dataclass(frozen=True)
class News:
    """What the feeds have of a post: its entry, whole and with its first words alone, "" where newer posts have its
    place; and its newest comments.
    """

    entry: str
    summary: str
    comments: tuple[Said, ...]


def news_of(
    rank: int, entry: Entry, article: Article, site: Site, comments: Sequence[Said], markup: Callable[[], str]
) -> News:
    """Return what the feeds have of a post; ``rank`` is 0 for the newest, ``markup`` gives its body with absolute
    addresses.
    """
    newest = tuple(_newest(comments))
    if not entry.is_page and rank >= feeds.NEWEST:
        return News("", "", newest)
    beginnings = beginnings_of(article.post)
    whole, summary = (feeds.entry_of(entry, article.post, beginnings, body, site.home) for body in (markup(), None))
    return News(whole, "" if entry.is_page else summary, newest)


def comments_of(entry: Entry, article: Article, site: Site) -> list[Said]:
    """Return a post's comments, the last one first."""
    return [
        (instant_of(one.published), feeds.comment_entry(one, article.post, site.number, site.home, entry.path))
        for one in article.comments[::-1]
    ]


def write_thread(root: Path, entry: Entry, article: Article, site: Site, comments: Sequence[Said]) -> None:
    """Write the feed of a post's comments, where it has any and Blogger numbered it."""
    if comments and site.number and (path := comment_feed(article.post.id)):
        head = _head(site, path, f".post{number_of(article.post.id)}..comments", entry.title, entry.path)
        text = feeds.feed(head, [said for _, said in comments], article.comments[-1].published or "")
        write_text(root, path[1:], text)


class Syndication:
    """The feeds of one site."""

    def __init__(self, root: Path, site: Site) -> None:
        self._root, self._site = root, site
        self._posts: list[str] = []
        self._summaries: list[str] = []
        self._pages: list[str] = []
        self._comments: list[Said] = []
        self._size = 0

    def add(self, entry: Entry, news: News) -> None:
        """Take in a post or page, newest first."""
        if entry.is_page:
            self._pages.append(news.entry)
        elif len(self._posts) < feeds.NEWEST and self._size <= feeds.LARGEST:
            self._posts.append(news.entry)
            self._summaries.append(news.summary)
            self._size += len(news.entry)
        self._comments = _newest([*self._comments, *news.comments])

    def write(self, contents: Contents) -> None:
        """Write the feeds, the sitemap and robots.txt."""
        updated = contents.posts[0].instant if contents.posts else ""
        comments = [said for _, said in self._comments]
        for path, entries in (
            (_POSTS, self._posts), (_SUMMARY, self._summaries), (_PAGES, self._pages), (_COMMENTS, comments)
        ):  # fmt: skip
            write_text(self._root, path[1:], feeds.feed(_head(self._site, path), entries, updated))
        write_text(self._root, "atom.xml", feeds.feed(_head(self._site, _POSTS), self._posts, updated))
        everything = (*contents.posts, *contents.pages)
        addresses = [(one.path or f"/{one.place}", one.updated or one.instant) for one in everything]
        for place, text in feeds.sitemaps(addresses, self._site.home):
            write_text(self._root, place, text)
        write_text(self._root, "robots.txt", feeds.robots(self._site.home))


def _newest(comments: Sequence[Said]) -> list[Said]:
    return sorted(comments, key=lambda one: one[0], reverse=True)[: feeds.NEWEST]


def _head(site: Site, path: str, ending: str = "", title: str = "", page: str = "/") -> feeds.Feed:
    name = f"tag:blogger.com,1999:blog-{site.number}{ending}" if site.number else site.home
    return feeds.Feed(name, title or site.title, site.home, path, page)
