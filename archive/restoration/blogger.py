"""``--to blogger``: both of Blogger's exports, each picture as a file, and which address each picture stood at.

blog-MM-DD-YYYY.xml             the classic file, which older importers take
Takeout/Blogger/Blogs/NAME/     what Takeout gives, which Blogger's own importer takes today
images/                         the pictures, in their original size where that was captured
mapping.tsv                     original address, address as shown, file, SHA-256, post
"""

from __future__ import annotations

from collections.abc import Callable, Iterator
from contextlib import ExitStack
from pathlib import Path
from typing import BinaryIO

from archive.durable import private, write
from archive.payloads import Picture
from archive.restoration.article import Article, Lack, Material, unreadable
from archive.restoration.exports.document import Entry, Head
from archive.restoration.exports.folder import FEED, files_beside, folder_of, is_beside
from archive.restoration.exports.making import Making
from archive.restoration.exports.writing import CLASSIC, TAKEOUT
from archive.restoration.picture_files import PictureWriter, by_address

_COLUMNS = ("original_url", "url", "file", "sha256", "post")
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


class _Pictures:
    """The pictures, each once however often it stands, and the table of where."""

    def __init__(self, output: Path, material: Material, stack: ExitStack) -> None:
        self._files = PictureWriter(output, material.picture, _named)
        self._table = stack.enter_context(_opened(output / "mapping.tsv"))
        self._told: set[str] = set()
        self._row(_COLUMNS)

    def add(self, article: Article) -> Iterator[Lack]:
        """Write an article's pictures."""
        for image in article.post.images:
            if not image.digest:
                continue  # the article's lacks have it
            file, address = self._files.file(image), image.original_url or image.url
            if file is None:
                yield unreadable(address, article.path)
                continue
            if not file.shown and file.name not in self._told:
                self._told.add(file.name)
                yield Lack("polyglot", address, "it may be more than a picture: see its file")
            self._row((image.original_url or "", image.url, file.name, file.sha256, article.path))

    def _row(self, values: tuple[str, ...]) -> None:
        self._table.write(("\t".join(map(_plain, values)) + "\n").encode("utf-8", "replace"))


def _named(picture: Picture, sha256: str, address: str) -> str:
    return f"images/{by_address(picture, sha256, address)}"


def _plain(value: str) -> str:
    return " ".join(value.split())
