"""Articles on the disk, for who passes over them more than once: read back in any order, one at a time."""

from __future__ import annotations

import dataclasses
import zlib
from collections.abc import Iterator
from contextlib import closing, contextmanager
from pathlib import Path

from archive import codec
from archive.restoration.article import Article, Material

_NAME = ".spool"


class Spool:
    """A file of articles beside a site, gone when it is closed."""

    def __init__(self, folder: Path) -> None:
        self._path = folder / _NAME
        self._file = self._path.open("w+b")
        self._places: list[tuple[int, int]] = []

    def add(self, article: Article) -> int:
        """Keep an article, and return its number."""
        data = zlib.compress(codec.dump(article).encode("utf-8"), 1)
        self._places.append((self._file.seek(0, 2), len(data)))
        self._file.write(data)
        return len(self._places) - 1

    def article(self, number: int) -> Article:
        """Return an article by its number."""
        start, length = self._places[number]
        self._file.seek(start)
        return codec.load(Article, zlib.decompress(self._file.read(length)))

    def close(self) -> None:
        """Remove the file."""
        self._file.close()
        self._path.unlink(missing_ok=True)


@contextmanager
def read_once(material: Material, folder: Path) -> Iterator[Material]:
    """Give what a site is made from, its articles spooled in a folder: their bodies are taken from the captures once,
    however many forms are made of them.
    """
    with closing(Spool(folder)) as spool:
        number = sum(1 for _ in map(spool.add, material.articles()))
        yield dataclasses.replace(material, articles=lambda: map(spool.article, range(number)))
