"""Articles on the disk between the two passes of a site's making: read back in any order, one at a time."""

from __future__ import annotations

import zlib
from pathlib import Path

from archive import codec
from archive.restoration.article import Article

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
