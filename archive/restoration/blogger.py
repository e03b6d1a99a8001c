"""``--to blogger``: both of Blogger's exports, each picture as a file, and which address each picture stood at.

blog-MM-DD-YYYY.xml             the classic file, which older importers take
Takeout/Blogger/Blogs/NAME/     what Takeout gives, which Blogger's own importer takes today
images/                         the pictures, in their original size where that was captured
mapping.tsv                     original address, address as shown, file, SHA-256, post
"""

from __future__ import annotations

import hashlib
import re
from collections.abc import Callable, Iterator
from contextlib import ExitStack
from dataclasses import dataclass, field
from pathlib import Path
from typing import BinaryIO
from urllib.parse import unquote, urlsplit

from archive.durable import private, write
from archive.payloads import Picture
from archive.records import Image
from archive.restoration.article import Article, Lack, Material
from archive.restoration.exports.document import Entry, Head
from archive.restoration.exports.folder import FEED, files_beside, folder_of, is_beside
from archive.restoration.exports.making import Making
from archive.restoration.exports.writing import CLASSIC, TAKEOUT

_ENDINGS = {"image/png": ".png", "image/jpeg": ".jpg", "image/gif": ".gif", "image/webp": ".webp", "image/bmp": ".bmp"}
_COLUMNS = ("original_url", "url", "file", "sha256", "post")
_UNFIT = re.compile(r"[^A-Za-z0-9_-]+")
Progress = Callable[[int, int], None]


def write_blogger(material: Material, output: Path, _: object, progress: Progress) -> Iterator[Lack]:
    """Write both exports with the pictures beside them."""
    making = Making(material)
    head = making.head
    with ExitStack() as stack:
        feeds = _Feeds(output, head, material.as_of, stack)
        pictures = _Pictures(output, material, stack)
        for entry in making.beside:
            feeds.add(entry)
        for done, article in enumerate(material.articles(), 1):
            yield from article.lacks
            yield from making.take(article, feeds.add)
            yield from pictures.add(article)
            progress(done, max(done, material.number))
        feeds.end()
    for name, content in files_beside(head, making.beside):
        write(output / folder_of(making.name) / name, content)
    yield from making.lacks()


class _Feeds:
    """Both feeds, written side by side."""

    def __init__(self, output: Path, head: Head, as_of: str, stack: ExitStack) -> None:
        title = head.title.value if head.title else ""
        self._head = head
        self._classic = stack.enter_context(_opened(output / classic_name(as_of)))
        self._takeout = stack.enter_context(_opened(output / folder_of(title) / FEED))
        self._classic.write(CLASSIC.begin(head))
        self._takeout.write(TAKEOUT.begin(head))

    def add(self, entry: Entry) -> None:
        self._classic.write(CLASSIC.entry(entry, self._head))
        if not is_beside(entry):
            self._takeout.write(TAKEOUT.entry(entry, self._head))

    def end(self) -> None:
        self._classic.write(CLASSIC.end)
        self._takeout.write(TAKEOUT.end)


def classic_name(as_of: str) -> str:
    """Return the name of the classic file, by the crawl that it is made from.

    >>> classic_name("20140305T143600Z")
    'blog-03-05-2014.xml'
    """
    return f"blog-{as_of[4:6]}-{as_of[6:8]}-{as_of[:4]}.xml" if as_of else "blog-restored.xml"


def _opened(path: Path) -> BinaryIO:
    write(path, b"")
    return private(path)


@dataclass
class _Pictures:
    """The pictures, each once however often it stands, and the table of where."""

    output: Path
    material: Material
    stack: ExitStack
    known: dict[str, tuple[str, str]] = field(default_factory=dict)  # payload digest: file, SHA-256

    def __post_init__(self) -> None:
        self._table = self.stack.enter_context(_opened(self.output / "mapping.tsv"))
        self._row(_COLUMNS)

    def add(self, article: Article) -> Iterator[Lack]:
        """Write an article's pictures."""
        for image in article.post.images:
            if not image.digest:
                continue  # the article's lacks have it
            if image.digest not in self.known:
                picture = self.material.picture(image)
                if picture is None:
                    yield Lack(
                        "picture", image.original_url or image.url, f"it cannot be read; it stands in {article.path}"
                    )
                    continue
                if not picture.shown:
                    yield Lack(
                        "polyglot", image.original_url or image.url, "it may be more than a picture: see its file"
                    )
                self.known[image.digest] = self._write(image, picture)
            name, sha256 = self.known[image.digest]
            self._row((image.original_url or "", image.url, name, sha256, article.path))

    def _write(self, image: Image, picture: Picture) -> tuple[str, str]:
        sha256 = hashlib.sha256(picture.body).hexdigest()
        ending = _ENDINGS.get(picture.media_type, ".bin") if picture.shown else ".bin"
        name = f"images/{sha256[:12]}-{_stem(image.original_url or image.url)}{ending}"
        write(self.output / name, picture.body)
        return name, sha256

    def _row(self, values: tuple[str, ...]) -> None:
        self._table.write(("\t".join(map(_plain, values)) + "\n").encode("utf-8", "replace"))


def _plain(value: str) -> str:
    return " ".join(value.split())


def _stem(url: str) -> str:
    """Return what a picture's file is called, by its address: a few plain characters."""
    name = unquote(urlsplit(url).path.rpartition("/")[2]).rpartition(".")[0]
    return _UNFIT.sub("-", name).strip("-")[:40] or "picture"
