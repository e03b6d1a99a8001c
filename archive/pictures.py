"""Where the pictures of posts lie in the WARC: by the crawls' notes, or by a list of our own where there are none."""

from __future__ import annotations

import shutil
import sqlite3
import tempfile
import threading
import weakref
from collections.abc import Iterator
from contextlib import closing, contextmanager
from pathlib import Path
from typing import Self

from archive import manifest
from archive.addresses import key
from archive.captures import headers
from archive.layout import Layout
from archive.payloads import Picture, checked_capture, picture_of, warc_file
from archive.records import Image
from archive.state import read_only

_LARGEST = 32 << 20  # bytes
_LIST = "CREATE TABLE payloads (digest TEXT PRIMARY KEY, warc TEXT, offset INTEGER) WITHOUT ROWID"
_Place = tuple[str, int]  # file, offset


class Pictures:
    """The pictures of a collection. Where ``state/`` was lost, their places are listed once, in a temporary file."""

    def __init__(
        self, layout: Layout, places: Path | None = None, *, is_settled: bool = False, is_noted: bool = True
    ) -> None:
        """``places`` is the list that another made; not ``is_noted``: the notes do not say where. ``is_settled``:
        nobody writes the notes until the context ends, and one thread reads them, so they are opened once.
        """
        self._layout = layout
        self._listing = threading.Lock()
        self._list = places
        self._is_settled = is_settled
        self._is_noted = is_noted and places is None
        self._open: sqlite3.Connection | None = None

    def __enter__(self) -> Self:
        return self

    def __exit__(self, *_: object) -> None:
        if self._open:
            self._open.close()
            self._open = None

    def picture(self, image: Image) -> Picture | None:
        """Return a picture of a post, None where it was not captured.

        Raises:
            Damaged: its record cannot be read, or holds something else than was noted.
            sqlite3.Error: the notes of the crawls cannot be read.
        """
        if not image.digest:
            return None
        places = self.places()
        place = self._listed(places, image.digest) if places else self._noted(image)
        if place is None:
            return None
        capture = checked_capture(warc_file(self._layout, place[0]), place[1], image.digest, _LARGEST)
        return picture_of(capture.body)

    def lacks(self, url: str) -> bool:
        """Say whether an address was surely never captured; where ``state/`` was lost, nobody knows.

        Raises:
            sqlite3.Error: the notes of the crawls cannot be read.
        """
        sql = "SELECT warc, offset FROM captures WHERE key = ? AND status = 200 LIMIT 1"
        return self._layout.readings.is_file() and self._ask(self._layout.readings, sql, (key(url),)) is None

    def places(self) -> Path | None:
        """Return the list of where pictures lie; None where the notes of the crawls say it."""
        if self._is_noted and self._layout.readings.is_file():
            return None
        with self._listing:
            if self._list is None:
                folder = tempfile.mkdtemp(prefix="beilin-pictures-")
                weakref.finalize(self, shutil.rmtree, folder, ignore_errors=True)
                path = Path(folder) / "payloads.sqlite"
                _list(self._layout, path)
                self._list = path
        return self._list

    def _noted(self, image: Image) -> _Place | None:
        for url in filter(None, (image.original_url, image.url)):
            row = self._ask(
                self._layout.readings,
                "SELECT warc, offset FROM captures WHERE key = ? AND digest = ? AND status = 200 AND payload IS NULL "
                "ORDER BY warc, offset LIMIT 1",
                (key(url), image.digest),
            )
            if row:
                return row
        return None

    def _listed(self, places: Path, digest: str) -> _Place | None:
        return self._ask(places, "SELECT warc, offset FROM payloads WHERE digest = ?", (digest,))

    def _ask(self, path: Path, sql: str, values: tuple[str | None, ...]) -> _Place | None:
        with self._opened(path) as database:
            row = database.execute(sql, values).fetchone()
        return (str(row[0]), int(row[1])) if row else None

    @contextmanager
    def _opened(self, path: Path) -> Iterator[sqlite3.Connection]:
        if not self._is_settled:
            with closing(read_only(path)) as database:
                yield database
            return
        if self._open is None:
            self._open = read_only(path)
        yield self._open


def _list(layout: Layout, path: Path) -> None:
    with closing(sqlite3.connect(path)) as database, database:
        database.execute(_LIST)
        for warc in manifest.sealed_warcs(layout):
            database.executemany("INSERT OR IGNORE INTO payloads VALUES (?, ?, ?)", _payloads(warc))


def _payloads(path: Path) -> Iterator[tuple[str, str, int]]:
    for offset, field in headers(path):
        digest = field("WARC-Payload-Digest")
        if digest and field("WARC-Type") in ("response", "resource"):
            yield digest, path.name, offset
