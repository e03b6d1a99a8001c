"""Where the pictures of posts lie in the WARC: by the crawls' notes, or by a list of our own where there are none."""

from __future__ import annotations

import shutil
import sqlite3
import tempfile
import threading
import weakref
from collections.abc import Iterator
from contextlib import closing
from pathlib import Path

from warcio.archiveiterator import ArchiveIterator

from archive.addresses import key
from archive.layout import Layout
from archive.payloads import Picture, checked_capture, picture_of, warc_file
from archive.records import Image
from archive.state import read_only

_LARGEST = 32 << 20  # bytes
_LIST = "CREATE TABLE payloads (digest TEXT PRIMARY KEY, warc TEXT, offset INTEGER) WITHOUT ROWID"
_Place = tuple[str, int]  # file, offset


class Pictures:
    """The pictures of a collection. Where ``state/`` was lost, their places are listed once, in a temporary file."""

    def __init__(self, layout: Layout) -> None:
        self._layout = layout
        self._listing = threading.Lock()
        self._list: Path | None = None

    def picture(self, image: Image) -> Picture | None:
        """Return a picture of a post, None where it was not captured.

        Raises:
            Damaged: its record cannot be read, or holds something else than was noted.
            sqlite3.Error: the notes of the crawls cannot be read.
        """
        if not image.digest:
            return None
        place = self._noted(image) if self._layout.readings.is_file() else self._listed(image.digest)
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
        return self._layout.readings.is_file() and _ask(self._layout.readings, sql, (key(url),)) is None

    def _noted(self, image: Image) -> _Place | None:
        for url in filter(None, (image.original_url, image.url)):
            row = _ask(
                self._layout.readings,
                "SELECT warc, offset FROM captures WHERE key = ? AND digest = ? AND status = 200 AND payload IS NULL "
                "ORDER BY warc, offset LIMIT 1",
                (key(url), image.digest),
            )
            if row:
                return row
        return None

    def _listed(self, digest: str) -> _Place | None:
        with self._listing:
            if self._list is None:
                folder = tempfile.mkdtemp(prefix="beilin-pictures-")
                weakref.finalize(self, shutil.rmtree, folder, ignore_errors=True)
                path = Path(folder) / "payloads.sqlite"
                _list(self._layout, path)
                self._list = path
        return _ask(self._list, "SELECT warc, offset FROM payloads WHERE digest = ?", (digest,))


def _ask(path: Path, sql: str, values: tuple[str | None, ...]) -> _Place | None:
    with closing(read_only(path)) as database:
        row = database.execute(sql, values).fetchone()
    return (str(row[0]), int(row[1])) if row else None


def _list(layout: Layout, path: Path) -> None:
    with closing(sqlite3.connect(path)) as database, database:
        database.execute(_LIST)
        for warc in sorted(layout.warc.glob("*.warc.gz")):
            database.executemany("INSERT OR IGNORE INTO payloads VALUES (?, ?, ?)", _payloads(warc))


def _payloads(path: Path) -> Iterator[tuple[str, str, int]]:
    try:
        with path.open("rb") as file, closing(ArchiveIterator(file, no_record_parse=True)) as iterator:
            for record in iterator:
                digest = record.rec_headers.get_header("WARC-Payload-Digest")
                if record.rec_type in ("response", "resource") and digest:
                    yield digest, path.name, iterator.get_record_offset()
    except (MemoryError, OSError):
        raise
    except Exception:  # warcio's own have no common parent; what lies behind the damage is not shown
        return
