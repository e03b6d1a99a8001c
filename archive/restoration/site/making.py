"""The whole of a site, in two passes: articles are spooled as they come, then each is written beside its neighbours.

What is in memory at once is one article, a line of each for the lists, and the search index.
"""

from __future__ import annotations

import functools
from collections.abc import Callable, Iterator
from contextlib import closing
from dataclasses import dataclass
from pathlib import Path
from urllib.parse import urlsplit

from archive.records import Image
from archive.restoration.article import LIVE, Article, Lack, Material
from archive.restoration.picture_files import PictureFile, PictureWriter, by_digest
from archive.restoration.site.bodies import Surroundings, body_of
from archive.restoration.site.contents import Entry, beginnings_of, contents_of, month_of, neighbours
from archive.restoration.site.lists import Labels, write_lists
from archive.restoration.site.pictures import pictures_of
from archive.restoration.site.places import Places, root_of
from archive.restoration.site.rendering import render, write_static, write_text
from archive.restoration.site.searching import SearchIndex
from archive.restoration.site.syndication import Syndication, number_of
from archive.restoration.site.threads import threads_of
from archive.restoration.spool import Spool
from archive.web.side_by_side import rows

Progress = Callable[[int, int], None]
_TAKEN = (
    "index.html", "search/index.html", "search/label/index.html", "robots.txt", "sitemap.xml", "atom.xml",
    "redirects.tsv", *(f"{name}/index.html" for name in ("images", "files", "feeds", "style", "search/t", "search/d")),
)  # fmt: skip


@dataclass(frozen=True)
class Site:
    """What every page shows of its site: ``number`` is the blog's on Blogger, "" for none."""

    title: str
    home: str
    number: str
    pages: tuple[Entry, ...]


def write_site(material: Material, root: Path, progress: Progress = lambda *_: None) -> Iterator[Lack]:
    """Write a static site into a folder, and yield what it does not have as the blog had it.

    Drafts were never public, and are left out.

    Raises:
        OSError: the disk refused.
    """
    root.mkdir(parents=True, exist_ok=True)
    with closing(Spool(root)) as spool:
        maker = _Maker(material, root, spool)
        yield from maker.spool_all(progress)
        yield from maker.write_all(progress)


class _Maker:
    """One site in the making."""

    def __init__(self, material: Material, root: Path, spool: Spool) -> None:
        self._material, self._root, self._spool = material, root, spool
        self._places = Places(_TAKEN)
        self._entries: list[Entry] = []
        self._pictures = PictureWriter(root, material.picture, by_digest)
        self._search = SearchIndex(root)

    def spool_all(self, progress: Progress) -> Iterator[Lack]:
        """Take in all articles."""
        number = self._material.number
        for article in self._material.articles():
            if article.status != LIVE:
                yield Lack("draft", article.path or article.post.id, "it was never published, and is in no public site")
                continue
            yield from article.lacks
            place = self._places.page(article.path)
            if article.path in self._places.moved:
                yield Lack("moved", article.path, f"no file can stand at this address: it is at {place}")
            self._entries.append(_entry(article, self._spool.add(article), place))
            progress(len(self._entries), 2 * number)

    def write_all(self, progress: Progress) -> Iterator[Lack]:
        """Write all that was taken in."""
        contents = contents_of(self._entries)
        blog = self._material.blog
        self._site = Site(
            blog.title or urlsplit(self._material.home).hostname or "", self._material.home, blog.id, contents.pages
        )
        write_static(self._root)
        self._labels = Labels(contents, self._places)
        self._by_path = {one.path: one.place for one in self._entries}
        beside = neighbours(contents.posts)
        syndication = Syndication(self._root, self._material.home, blog.id, self._site.title)
        for done, entry in enumerate((*contents.posts, *contents.pages), 1):
            article = self._spool.article(entry.spooled)
            pictures, missing = pictures_of(article.post, self._pictures)
            yield from _unread(missing, entry)
            self._write_page(entry, article, pictures, missing, *beside.get(entry.place, (None, None)))
            absolute = self._around(self._material.home, pictures)
            syndication.add(entry, article, functools.partial(body_of, article.markup, absolute))
            progress(len(self._entries) + done, 2 * len(self._entries))
        write_lists(self._root, self._site, contents, self._labels, self._places)
        page = render("search.html", "search/index.html", site=self._site, pieces=self._search.write())
        write_text(self._root, "search/index.html", page)
        syndication.write(contents)
        self._write_moved()

    def _around(self, root: str, pictures: dict[str, PictureFile]) -> Surroundings:
        return Surroundings(root, self._material.home, self._page, pictures)

    def _write_page(
        self, entry: Entry, article: Article, pictures: dict[str, PictureFile], missing: tuple[Image, ...],
        newer: Entry | None, older: Entry | None,
    ) -> None:  # fmt: skip
        post = article.post
        paired = any(one.pair is not None or one.rendered_in is not None for one in post.paragraphs)
        top, below = threads_of(article.comments)
        text = render(
            "post.html", entry.place, site=self._site, entry=entry, post=post,
            number=number_of(post.id), body=body_of(article.markup, self._around(root_of(entry.place), pictures)),
            rows=list(rows([one for one in post.paragraphs if one.role != "caption"])) if paired else [],
            shown=[(one, kept) for one in post.images if (kept := self._pictures.file(one)) and kept.shown],
            labels=[self._labels.named[label] for label in entry.labels],
            apart=sorted({kept for kept in pictures.values() if not kept.shown}, key=lambda kept: kept.name),
            missing=missing, comments=top, below=below, count=len(article.comments), newer=newer, older=older,
        )  # fmt: skip
        write_text(self._root, entry.place, text)
        title = post.title
        texts = [one.text for one in post.paragraphs]
        self._search.add(entry.place, (title.raw, title.en, title.zh), entry.instant[:10], texts)

    def _page(self, path: str) -> str | None:
        """Return the place of an address of the blog, None for what the site does not have."""
        plain = path.split("?", maxsplit=1)[0]
        return self._by_path.get(plain) or self._labels.lists.get(plain.rstrip("/") or "/")

    def _write_moved(self) -> None:
        rows = "".join(f"{old}\t/{new}\n" for old, new in sorted(self._places.moved.items()))
        write_text(self._root, "redirects.tsv", f"# old path\tnew path\n{rows}")


def _unread(missing: tuple[Image, ...], entry: Entry) -> Iterator[Lack]:
    for image in missing:
        if image.digest:  # of the others the article tells
            yield Lack("picture", image.url, f"it cannot be read from the WARC; it stands in {entry.path}")


def _entry(article: Article, spooled: int, place: str) -> Entry:
    post = article.post
    published = post.published
    return Entry(
        spooled=spooled,
        place=place,
        path=article.path,
        post_id=post.id,
        is_page=post.kind == "page",
        title=post.title.raw,
        instant=(published.value or "") if published else "",
        updated=post.updated or "",
        labels=tuple(label for label in post.labels if label.strip()),
        comments=len(article.comments),
        month="" if post.kind == "page" else month_of(post, article.path),
        beginnings=beginnings_of(post),
    )
