"""Articles on the disk, for who passes over them more than once: read back in any order, one at a time."""

from __future__ import annotations

import dataclasses
import zlib
from collections.abc import Generator, Iterator, Sequence
from contextlib import closing, contextmanager
from pathlib import Path
from typing import Any

from archive import codec
from archive.restoration.article import Article, Material, Shown, Work

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
        spooled = Spooled(spool, sum(1 for _ in map(spool.add, material.articles())), material.picture)
        yield dataclasses.replace(material, articles=spooled)


class Spooled:
    """Articles of a spool, worked on in this process (`archive.restoration.article.Apart`)."""

    def __init__(self, spool: Spool, number: int, picture: Shown) -> None:
        self._spool, self._number, self._picture = spool, number, picture

    def __call__(self) -> Iterator[Article]:
        """Yield all articles."""
        return map(self._spool.article, range(self._number))

    def heads(self) -> Iterator[Article]:
        """Yield all articles without their bodies."""
        return (dataclasses.replace(article, markup="", lacks=()) for article in self())

    def made(self, work: Work, wanted: Sequence[tuple[int, Any]]) -> Generator[Any, None, None]:
        """Yield what a work makes of articles."""
        make = work(self._picture)
        for number, told in wanted:
            yield make(told, self._spool.article(number))
