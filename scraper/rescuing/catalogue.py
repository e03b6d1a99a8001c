"""What sources offered, and what became of it (`state/rescue.sqlite`): so that a run goes on where another ended.

What was taken is told by the WARC, not here: this file may be deleted, and then sources are asked again.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from pathlib import Path

from archive.addresses import key
from archive.durable import storage_errors
from archive.state import open_state
from scraper.platforms import PLATFORMS
from scraper.rescuing.offers import Offer

_SCHEMA = """
CREATE TABLE IF NOT EXISTS offers (source TEXT, place TEXT, key TEXT, url TEXT, instant TEXT, status INTEGER,
    digest TEXT, refers_to TEXT, refused TEXT, PRIMARY KEY (source, place, url));
CREATE INDEX IF NOT EXISTS offers_by_key ON offers (source, key);
CREATE TABLE IF NOT EXISTS listings (source TEXT, scope TEXT, position TEXT, whole INTEGER,
    PRIMARY KEY (source, scope));
"""
_COLUMNS = "url, instant, place, status, digest, refers_to"
_EVERY = 500  # offers made durable together


class Catalogue:
    """The offers of one source."""

    def __init__(self, path: Path, source: str) -> None:
        self._path, self._source = path, source
        self._db = open_state(path, f"PRAGMA journal_mode=WAL; PRAGMA synchronous=NORMAL; {_SCHEMA}")

    def close(self) -> None:
        """Close the file."""
        self._db.close()

    def fill(self, offers: Iterable[tuple[Offer | None, str]], scope: str) -> Iterator[int]:
        """Note offers as they come, and how far the listing of a scope is; yield how many there are so far."""
        count = 0
        waiting: list[Offer] = []
        for offer, position in offers:
            count += offer is not None
            waiting += [offer] if offer else []
            if position or len(waiting) >= _EVERY:
                self._add(waiting, scope, position)
                waiting = []
                yield count
        self._add(waiting, scope, "", whole=True)
        yield count

    def position(self, scope: str) -> tuple[str, bool]:
        """Return how far the listing of a scope came, and whether it came to its end."""
        row = self._db.execute(
            "SELECT position, whole FROM listings WHERE source = ? AND scope = ?", (self._source, scope)
        ).fetchone()
        return (row[0], bool(row[1])) if row else ("", False)

    def list_again(self) -> None:
        """Forget how far listings came: the next run asks the source what it has by then."""
        with storage_errors(self._path):
            self._db.execute("DELETE FROM listings WHERE source = ?", (self._source,))

    def count(self) -> int:
        """Return how many offers there are."""
        return int(self._db.execute("SELECT count(*) FROM offers WHERE source = ?", (self._source,)).fetchone()[0])

    def listed(self) -> Iterator[tuple[str, str]]:
        """Yield (key, one of its addresses) of all that is offered."""
        yield from self._db.execute(
            "SELECT key, min(url) FROM offers WHERE source = ? GROUP BY key ORDER BY key", (self._source,)
        ).fetchall()

    def of(self, wanted: str) -> list[Offer]:
        """Return the offers of a key that may be taken: of the exact address first, then the newest."""
        rows = self._db.execute(
            f"SELECT {_COLUMNS} FROM offers WHERE source = ? AND key = ? AND refused = '' "  # noqa: S608
            "ORDER BY instr(url, '?m='), instant DESC, place",
            (self._source, wanted),
        )
        return [
            Offer(url, instant, place, status, digest, refers) for url, instant, place, status, digest, refers in rows
        ]

    def payload_of(self, revisit: Offer) -> Offer | None:
        """Return the offer whose payload a revisit repeats: by its digest, of the address that it refers to first."""
        rows = self._db.execute(
            f"SELECT {_COLUMNS} FROM offers WHERE source = :source AND refers_to = '' AND "  # noqa: S608
            "((digest = :digest AND digest <> '') OR (:digest = '' AND url = :url AND instant <= :instant)) "
            "ORDER BY url <> :url, instant DESC LIMIT 1",
            {
                "source": self._source,
                "digest": revisit.digest,
                "url": revisit.refers_to,
                "instant": revisit.instant,
            },
        )
        return next((Offer(*row) for row in rows), None)

    def refuse(self, offer: Offer, code: str) -> None:
        """Note why an offer was not taken."""
        with storage_errors(self._path):
            self._db.execute(
                "UPDATE offers SET refused = ? WHERE source = ? AND place = ? AND url = ?",
                (code, self._source, offer.place, offer.url),
            )

    def _add(self, offers: list[Offer], scope: str, position: str, *, whole: bool = False) -> None:
        with storage_errors(self._path):
            self._db.execute("BEGIN")
            self._db.executemany(
                "INSERT OR IGNORE INTO offers VALUES (?,?,?,?,?,?,?,?,'')",
                (
                    (self._source, o.place, key_of(o.url), o.url, o.instant, o.status, o.digest, o.refers_to)
                    for o in offers
                ),
            )
            if position or whole:
                row = (self._source, scope, position, whole)
                self._db.execute("INSERT OR REPLACE INTO listings VALUES (?,?,?,?)", row)
            self._db.execute("COMMIT")


def key_of(url: str) -> str:
    """Return what identifies the resource at an address, whichever of its copies that is of."""
    return key(PLATFORMS[0].canonical(url))
