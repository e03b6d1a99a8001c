"""The demo blog's feeds, exports and sitemaps, with Blogger's caps and its links to another host."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import UTC, datetime

from scraper.demo.blog import DemoBlog
from scraper.demo.entries import Entry, entry_of_comment, entry_of_post
from scraper.demo.exports import export
from scraper.demo.formats import Page, render
from scraper.demo.knobs import Knobs
from scraper.demo.posts import BLOG_ID, HOST, TITLE, DemoPost

DEFAULT_SIZE = 25
SITEMAP_PAGE = 150


class Feeds:
    """Answers for feeds and sitemaps."""

    def __init__(self, blog: DemoBlog, knobs: Knobs) -> None:
        self._blog, self._knobs = blog, knobs
        self._home = f"{knobs.scheme}://{HOST}"
        self._by_number = {post.post_id: post for post in blog.posts}

    def feed(self, path: str, query: Mapping[str, str]) -> bytes | None:
        """Return a feed, None where there is none."""
        name = path.removeprefix("/feeds/").removesuffix("/default").removesuffix("/summary")
        short = path.endswith("/summary") or self._knobs.feed == "short"
        if name == "posts" or path in ("/atom.xml", "/rss.xml"):
            return (
                None
                if self._knobs.feed == "off"
                else self._render(path, query, [entry_of_post(p, self._home, short=short) for p in self._listed(query)])
            )
        if name == "pages":
            return self._render(path, query, [entry_of_post(page, self._home) for page in self._blog.pages])
        number, _, rest = name.partition("/")
        post = self._by_number.get(number)
        if rest == "comments" and post:
            entries = [entry_of_comment(post, comment, self._home) for comment in reversed(post.comments)]
            return self._render(path, query, entries, f"Comments on {TITLE}: {post.title}", self._home + post.path)
        if name == "comments":
            everything = [entry_of_comment(p, comment, self._home) for p in self._blog.posts for comment in p.comments]
            return self._render(path, query, everything)
        return None

    def export(self, path: str) -> bytes | None:
        """Return the owner's export of the blog by its path, None for any other path."""
        return export(path, self._blog, self._home)

    def sitemap(self, path: str, query: Mapping[str, str]) -> bytes | None:
        """Return a sitemap or its index, None where there is none."""
        if self._knobs.sitemap == "off":
            return None
        posts: Sequence[DemoPost] = [p for p in self._blog.posts if p.number not in self._knobs.archive_only]
        posts = posts[: len(posts) // 2] if self._knobs.sitemap == "short" else posts
        if path == "/sitemap-pages.xml":
            return self._urlset(self._blog.pages)
        if "page" not in query and len(posts) > SITEMAP_PAGE:
            pages = range(1, (len(posts) + SITEMAP_PAGE - 1) // SITEMAP_PAGE + 1)
            rows = "".join(f"<sitemap><loc>{self._home}/sitemap.xml?page={n}</loc></sitemap>" for n in pages)
            return _xml(f"<sitemapindex xmlns='http://www.sitemaps.org/schemas/sitemap/0.9'>{rows}</sitemapindex>")
        start = (int(query.get("page", "1")) - 1) * SITEMAP_PAGE
        return self._urlset(posts[start : start + SITEMAP_PAGE])

    def _urlset(self, posts: Sequence[DemoPost]) -> bytes:
        rows = "".join(
            f"<url><loc>{self._home}{post.path}</loc><lastmod>{_second(post.updated or post.published)}</lastmod></url>"
            for post in posts
        )
        return _xml(f"<urlset xmlns='http://www.sitemaps.org/schemas/sitemap/0.9'>{rows}</urlset>")

    def _listed(self, query: Mapping[str, str]) -> list[DemoPost]:
        posts = [post for post in self._blog.posts if post.number not in self._knobs.archive_only]
        if query.get("orderby") == "updated":
            posts.sort(key=lambda post: post.updated or post.published, reverse=True)
        latest, earliest = query.get("published-max"), query.get("published-min")
        return [
            post
            for post in posts
            if (not latest or post.published < datetime.fromisoformat(latest))
            and (not earliest or post.published >= datetime.fromisoformat(earliest))
        ]

    def _render(
        self, path: str, query: Mapping[str, str], entries: list[Entry], title: str = TITLE, alternate: str = ""
    ) -> bytes:
        start = max(int(query.get("start-index", "1")), 1)
        size = min(int(query.get("max-results", DEFAULT_SIZE)), self._knobs.feed_cap)
        shown = entries[start - 1 : start - 1 + size]
        name = path.removeprefix("/feeds/")
        number = name.partition("/")[0]
        ending = f".post{number}..comments" if number.isdecimal() else ""
        page = Page(
            id=f"tag:blogger.com,1999:blog-{BLOG_ID}{ending}",
            title=title,
            home=self._home,
            path=path,
            alternate=alternate or f"{self._home}/",
            updated=shown[0].updated if shown else "2016-11-30T22:00:00.000+08:00",
            # To another host, http even where the blog has TLS: as measured.
            away=f"http://www.blogger.com/feeds/{BLOG_ID}/{name}",
            start=start,
            size=size,
            total=len(entries),
            more=start - 1 + size < len(entries),
            entries=shown,
        )
        return render(page, query)


def _second(when: datetime) -> str:
    return f"{when.astimezone(UTC):%Y-%m-%dT%H:%M:%SZ}"


def _xml(text: str) -> bytes:
    return f"<?xml version='1.0' encoding='UTF-8'?>{text}".encode()
