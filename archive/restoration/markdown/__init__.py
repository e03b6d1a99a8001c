"""``--to markdown``: a folder that Hugo, Jekyll or Pelican makes a site of at once, at the blog's own addresses.

    content/ or _posts/, pages/     a file for each post and page: its facts in front, its body as Markdown
    data/comments/NAME.json         its comments (``_data/comments`` for Jekyll, ``comments`` for Pelican)
    media/                          the pictures (``static/media``, ``content/media``); mapping.tsv: which stood where
    redirects/                      for the addresses that a site of files cannot have

Lists of each month, year and label are pages of their own. The layouts are plain, and yours to replace.
"""

from __future__ import annotations

import json
from collections.abc import Callable
from dataclasses import asdict
from datetime import datetime
from pathlib import Path
from urllib.parse import unquote

from archive import addresses
from archive.durable import write
from archive.restoration.article import DRAFT, Article, Lack, Material
from archive.restoration.clock import Clock
from archive.restoration.markdown.converting import markdown_of
from archive.restoration.markdown.entry import Entry, is_fit, key_of
from archive.restoration.markdown.flavours import FLAVOURS
from archive.restoration.markdown.front_matter import FRONT
from archive.restoration.markdown.listing import Listing
from archive.restoration.months import listed_in, named_by
from archive.restoration.own import path_of
from archive.restoration.picture_files import PictureFile, PictureFiles, linked_picture
from archive.restoration.redirects import Moves, write_redirects
from archive.restoration.relinking import relinked

FEED = "/feed.xml"
Progress = Callable[[int, int], None]


def write_markdown(
    material: Material, output: Path, progress: Progress = lambda *_: None, *, flavour: str = "hugo"
) -> list[Lack]:
    """Write a folder for a generator of `FLAVOURS`. Returns what the site will not have as the blog had it."""
    writing = _Writing(material, output, flavour)
    for done, article in enumerate(material.articles(), 1):
        writing.add(article)
        progress(done, material.number)
    return writing.finish(material.blog.title or material.home)


class _Writing:
    def __init__(self, material: Material, output: Path, flavour: str) -> None:
        self._home, self._output = material.home, output
        self._flavour, self._front = FLAVOURS[flavour], FRONT[flavour]
        self._files = PictureFiles(output / self._flavour.media, material.picture)
        self._listing, self._moves, self._clock = Listing(), Moves(), Clock()
        self._keys: set[str] = set()
        self._lacks: list[Lack] = []

    def add(self, article: Article) -> None:
        """Write an article, its comments and its pictures."""
        entry = self._entry(article, self._files.of(article.post))
        if article.comments:
            self._write_comments(entry.key, article)
        self._write(entry)
        self._lacks += article.lacks
        if self._flavour.parted_by and any(self._flavour.parted_by in name for name in article.post.labels):
            self._lacks.append(Lack("label", article.path, "Pelican takes a label with a semicolon for two"))
        if not entry.draft:
            self._tell(article, entry)

    def _tell(self, article: Article, entry: Entry) -> None:
        """Note where a post, its comments and its months are now."""
        listed = listed_in(article.post, article.path)
        self._moves.month(named_by(article.path), listed)
        self._moves.commented(article.post.id, entry.path)
        if entry.path != article.path:
            self._moves.post(unquote(article.path), entry.path)
            why = "another post has its address" if is_fit(article.path) else "no file can have its address"
            self._lacks.append(Lack("moved", article.path, f"{why}: it is at {entry.path}, and a redirect leads there"))
        if entry.kind == "post":
            self._listing.add(entry, listed)

    def finish(self, title: str) -> list[Lack]:
        """Write the lists, the table of pictures, the redirects, and what the generator needs."""
        for entry in self._listing.pages():
            self._write(entry)
        for name, path in self._listing.labels():
            self._moves.label(name, path)
        for month in self._listing.months():
            self._moves.listed(month)
        write(self._output / "mapping.tsv", self._files.mapping().encode())
        write_redirects(self._moves.in_files(FEED), self._output / "redirects")
        for name, text in self._flavour.site(title, self._home).items():
            write(self._output / name, text.encode())
        return [*self._lacks, *self._files.lacks]

    def _entry(self, article: Article, pictures: dict[str, PictureFile]) -> Entry:
        post, draft = article.post, article.status == DRAFT
        kind = "page" if post.kind == "page" else "post"
        key = self._key(key_of(article.path or f"draft {post.title.raw} {post.id}"))
        return Entry(
            kind=kind,
            key=key,
            path="" if draft else self._path(article.path, key),
            title=post.title.raw,
            text=markdown_of(self._markup(article, pictures)),
            date=self._date(article, kind),
            updated=post.updated,
            draft=draft,
            labels=post.labels,
            author=post.author.account,
            byline=post.author.byline,
            comments=bool(article.comments),
            original=post.url,
            id=post.id,
        )

    def _key(self, wanted: str) -> str:
        key, number = wanted, 1
        while key in self._keys:
            number += 1
            key = f"{wanted}-{number}"
        self._keys.add(key)
        return key

    def _path(self, path: str, key: str) -> str:
        return path if is_fit(path) and key == key_of(path) else f"/posts/{key}.html"

    def _date(self, article: Article, kind: str) -> str | None:
        found = self._clock.published(article.post, "")  # the address is told, whatever the month
        if found is not None:
            return found.local.isoformat()
        if kind == "page":
            return None
        told = next((one.captured_at for one in article.post.provenance.captures), "1970-01-01T00:00:00Z")
        why = "nobody says when it was published: it has the day it was captured"
        self._lacks.append(Lack("instant", article.path, why))
        return told

    def _markup(self, article: Article, pictures: dict[str, PictureFile]) -> str:
        def link(address: str, around: str | None) -> str | None:
            file = linked_picture(pictures, address, around)
            return f"/media/{file.name}" if file else path_of(address, self._home) or address

        def picture(address: str) -> str | None:
            file = pictures.get(addresses.key(address))
            return f"/media/{file.name}" if file and file.shown else None

        return relinked(article.markup, link, picture)

    def _write(self, entry: Entry) -> None:
        day = datetime.fromisoformat(entry.date).date() if entry.date else None
        name = self._flavour.place(entry, day)
        write(self._output / name, (self._front(entry) + entry.text).encode("utf-8", "replace"))

    def _write_comments(self, key: str, article: Article) -> None:
        plain = [asdict(comment) for comment in article.comments]
        text = json.dumps(plain, ensure_ascii=False, indent=1) + "\n"
        write(self._output / self._flavour.comments / f"{key}.json", text.encode("utf-8", "replace"))
