"""A site's feeds at their old addresses, gathered while its pages are written; sitemap and robots.txt."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

from archive.records import Comment, Post
from archive.restoration.article import Article
from archive.restoration.site import feeds
from archive.restoration.site.contents import Contents, Entry
from archive.restoration.site.rendering import write_text
from archive.search.entry import instant_of

_POSTS, _SUMMARY, _PAGES, _COMMENTS = (
    f"/feeds/{name}" for name in ("posts/default", "posts/summary", "pages/default", "comments/default")
)


class Syndication:
    """The feeds of one site. ``blog`` is its number on Blogger, "" for none."""

    def __init__(self, root: Path, home: str, blog: str, title: str) -> None:
        self._root, self._home, self._blog, self._title = root, home, blog, title
        self._posts: list[str] = []
        self._summaries: list[str] = []
        self._pages: list[str] = []
        self._comments: list[tuple[int, Comment, Post, str]] = []
        self._size = 0

    def add(self, entry: Entry, article: Article, markup: Callable[[], str]) -> None:
        """Take in a post or page, newest first; ``markup`` gives its body with absolute addresses."""
        if entry.is_page:
            self._pages.append(feeds.entry_of(entry, article.post, markup(), self._home))
        elif len(self._posts) < feeds.NEWEST and self._size <= feeds.LARGEST:
            self._posts.append(feeds.entry_of(entry, article.post, markup(), self._home))
            self._summaries.append(feeds.entry_of(entry, article.post, None, self._home))
            self._size += len(self._posts[-1])
        if article.comments:
            self._add_comments(entry, article)

    def _add_comments(self, entry: Entry, article: Article) -> None:
        newest_first = article.comments[::-1]
        self._comments += [(instant_of(one.published), one, article.post, entry.path) for one in newest_first]
        self._comments = sorted(self._comments, key=lambda one: one[0], reverse=True)[: feeds.NEWEST]
        if (number := number_of(article.post.id)) and self._blog:
            entries = [self._comment(one, article.post, entry.path) for one in newest_first]
            head = self._head(f"/feeds/{number}/comments/default", f".post{number}..comments", entry.title, entry.path)
            write_text(self._root, head.path[1:], feeds.feed(head, entries, newest_first[0].published or ""))

    def write(self, contents: Contents) -> None:
        """Write the feeds, the sitemap and robots.txt."""
        updated = contents.posts[0].instant if contents.posts else ""
        for path, entries in ((_POSTS, self._posts), (_SUMMARY, self._summaries), (_PAGES, self._pages)):
            write_text(self._root, path[1:], feeds.feed(self._head(path), entries, updated))
        comments = [self._comment(one, post, path) for _, one, post, path in self._comments]
        write_text(self._root, _COMMENTS[1:], feeds.feed(self._head(_COMMENTS), comments, updated))
        write_text(self._root, "atom.xml", feeds.feed(self._head(_POSTS), self._posts, updated))
        everything = (*contents.posts, *contents.pages)
        addresses = [(one.path or f"/{one.place}", one.updated or one.instant) for one in everything]
        for place, text in feeds.sitemaps(addresses, self._home):
            write_text(self._root, place, text)
        write_text(self._root, "robots.txt", feeds.robots(self._home))

    def _comment(self, comment: Comment, post: Post, path: str) -> str:
        return feeds.comment_entry(comment, post, self._blog, self._home, path)

    def _head(self, path: str, ending: str = "", title: str = "", page: str = "/") -> feeds.Feed:
        name = f"tag:blogger.com,1999:blog-{self._blog}{ending}" if self._blog else self._home
        return feeds.Feed(name, title or self._title, self._home, path, page)


def number_of(post_id: str) -> str:
    """Return the number in an id of Blogger's, "" for another's id.

    >>> number_of("tag:blogger.com,1999:blog-12.post-34")
    '34'
    """
    number = post_id.rpartition("-")[2]
    return number if number.isdecimal() and number.isascii() else ""
