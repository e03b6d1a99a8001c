"""All captures of a collection, sorted and asked for, in a passing database: memory does not grow with them."""

from __future__ import annotations

import sqlite3
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

from archive.durable import storage_errors
from archive.wacz.captured import Captured
from archive.wacz.searchable import searchable

_SCHEMA = """
PRAGMA journal_mode=OFF; PRAGMA synchronous=OFF; PRAGMA temp_store=FILE;
CREATE TABLE captures (line BLOB, key TEXT, url TEXT, instant TEXT, status INTEGER, media_type TEXT, truncated TEXT,
    warc TEXT, offset INTEGER, digest TEXT, record_id TEXT, refers_to TEXT);
CREATE INDEX by_key ON captures (key, instant);
CREATE INDEX by_id ON captures (record_id);
"""


@dataclass(frozen=True)
class Candidate:
    """A capture that may stand as a page. Of a revisit, all but ``url`` and ``instant`` is the original's."""

    url: str
    instant: str
    status: int
    media_type: str
    truncated: str
    payload_digest: str
    warc: str
    offset: int


class Index:
    """The captures of all WARC files of a collection."""

    def __init__(self, path: Path) -> None:
        """Create the database in a file that the caller removes."""
        self._path = path
        self._db = sqlite3.connect(path)
        self._db.executescript(_SCHEMA)

    def add(self, one: Captured) -> None:
        """Take a capture. Raises StorageError."""
        row = (one.line, searchable(one.url), one.url, one.instant, one.status, one.media_type, one.truncated,
               one.warc, one.offset, one.payload_digest, one.record_id, one.refers_to)  # fmt: skip
        with storage_errors(self._path):
            self._db.execute("INSERT INTO captures VALUES (?,?,?,?,?,?,?,?,?,?,?,?)", row)

    def lines(self) -> Iterator[bytes]:
        """Yield the lines of the index, in the order of their bytes, each once."""
        for (line,) in self._db.execute("SELECT DISTINCT line FROM captures ORDER BY line"):
            yield line + b"\n"

    def size(self) -> int:
        """Return the bytes of all lines together, or some more."""
        (total,) = self._db.execute("SELECT ifnull(sum(length(line) + 1), 0) FROM captures").fetchone()
        return int(total)

    def of(self, url: str) -> Iterator[Candidate]:
        """Yield the captures of an address, the newest first. A revisit whose original is not there holds nothing."""
        rows = self._db.execute(
            "SELECT c.url, c.instant, ifnull(o.status, c.status), ifnull(o.media_type, c.media_type), "
            "ifnull(o.truncated, c.truncated), ifnull(o.digest, c.digest), ifnull(o.warc, c.warc), "
            "ifnull(o.offset, c.offset) FROM captures AS c "
            "LEFT JOIN captures AS o ON c.refers_to <> '' AND o.record_id = c.refers_to "
            "WHERE c.key = ? AND (c.refers_to = '' OR o.record_id IS NOT NULL) "
            "ORDER BY c.instant DESC, c.warc DESC, c.offset DESC",
            (searchable(url),),
        )
        yield from (Candidate(*row) for row in rows)

    def addresses(self) -> Iterator[str]:
        """Yield every address that was captured, in order, each once."""
        for (url,) in self._db.execute("SELECT min(url) FROM captures GROUP BY key ORDER BY key"):
            yield url

    def close(self) -> None:
        """Close the database."""
        self._db.close()
