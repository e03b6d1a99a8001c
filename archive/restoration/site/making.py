"""The whole of a site, in two passes: first where everything stands, then each page, in whatever process.

What is in memory at once is one article, a line of each for the lists, and the search index.
"""

from __future__ import annotations

import functools
from collections.abc import Callable, Iterator
from contextlib import ExitStack, closing
from pathlib import Path
from urllib.parse import urlsplit

from archive import codec
from archive.restoration.article import LIVE, Apart, Article, Lack, Material
from archive.restoration.months import listed_in
from archive.restoration.site.contents import Entry, contents_of, neighbours
from archive.restoration.site.feeds import sitemap_names
from archive.restoration.site.lists import Labels, write_lists
from archive.restoration.site.pages import Made, PageWriter, Plan, Standing
from archive.restoration.site.places import Places
from archive.restoration.site.rendering import render, write_static, write_text
from archive.restoration.site.searching import SearchIndex
from archive.restoration.site.syndication import Site, Syndication
from archive.restoration.spool import read_once

Progress = Callable[[int, int], None]
# What the site writes of its own, whatever its articles are; a test compares both with what is written.
_FOLDERS = ("feeds", "files", "images", "search", "style")
_FILES = ("index.html", "robots.txt", "atom.xml", "redirects.tsv")


def write_site(material: Material, root: Path, progress: Progress = lambda *_: None) -> Iterator[Lack]:
    """Write a static site into a folder, and yield what it does not have as the blog had it.

    Drafts were never public, and are left out.

    Raises:
        OSError: the disk refused.
    """
    root.mkdir(parents=True, exist_ok=True)
    with ExitStack() as stack:
        apart = material.articles
        if not isinstance(apart, Apart):
            apart = stack.enter_context(read_once(material, root)).articles
            assert isinstance(apart, Apart)
        maker = _Maker(material, apart, root)
        yield from maker.take_all()
        yield from maker.write_all(progress)


class _Maker:
    """One site in the making."""

    def __init__(self, material: Material, apart: Apart, root: Path) -> None:
        self._material, self._apart, self._root = material, apart, root
        taken = (*_FILES, *sitemap_names(material.number), *(f"{name}/index.html" for name in _FOLDERS))
        self._places = Places(taken, _FOLDERS)
        self._entries: list[Entry] = []

    def take_all(self) -> Iterator[Lack]:
        """Give all articles their places."""
        for number, article in enumerate(self._apart.heads()):
            if article.status != LIVE:
                yield Lack("draft", article.path or article.post.id, "it was never published, and is in no public site")
                continue
            place = self._places.page(article.path)
            if article.path in self._places.moved:
                yield Lack("moved", article.path, f"no file can stand at this address: it is at {place}")
            self._entries.append(_entry(number, article, place))

    def write_all(self, progress: Progress) -> Iterator[Lack]:
        """Write all that was taken in."""
        contents = contents_of(self._entries)
        blog = self._material.blog
        title = blog.title or urlsplit(self._material.home).hostname or ""
        site = Site(title, self._material.home, blog.id, contents.pages)
        write_static(self._root)
        labels = Labels(contents, self._places)
        plan = Plan(site, {one.path: one.place for one in self._entries}, labels.lists, labels.named)
        beside = neighbours(contents.posts)
        entries = (*contents.posts, *contents.pages)
        wanted = [
            (one.number, Standing(rank, one, *beside.get(one.place, (None, None)))) for rank, one in enumerate(entries)
        ]
        search, syndication = SearchIndex(self._root), Syndication(self._root, site)
        beginnings = []
        # Closed at once, whatever happens: nobody is to write into a folder that is taken away.
        with closing(self._apart.made(functools.partial(PageWriter, self._root, plan), wanted)) as pages:
            for done, (entry, plain) in enumerate(zip(entries, pages, strict=True), 1):
                made = codec.from_plain(Made, plain)
                yield from made.lacks
                search.add(made.found)
                syndication.add(entry, made.news)
                beginnings += [made.beginnings] if made.beginnings is not None else []
                progress(done, len(entries))
        write_lists(self._root, site, contents, labels, self._places, beginnings)
        page = render("search.html", "search/index.html", site=site, pieces=search.write())
        write_text(self._root, "search/index.html", page)
        syndication.write(contents)
        self._write_moved()

    def _write_moved(self) -> None:
        rows = "".join(f"{old}\t/{new}\n" for old, new in sorted(self._places.moved.items()))
        write_text(self._root, "redirects.tsv", f"# old path\tnew path\n{rows}")


def _entry(number: int, article: Article, place: str) -> Entry:
    post = article.post
    published = post.published
    return Entry(
        number=number,
        place=place,
        path=article.path,
        post_id=post.id,
        is_page=post.kind == "page",
        title=post.title.raw,
        instant=(published.value or "") if published else "",
        updated=post.updated or "",
        labels=tuple(label for label in post.labels if label.strip()),
        comments=len(article.comments),
        month=listed_in(post, article.path),
    )
