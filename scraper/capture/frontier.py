"""What is still to be fetched, being fetched and done, in SQLite: a crawl that is killed goes on from here.

Data only, no pickled code. Commits reach the operating system at once and the disk later: the WARC is the truth, and
what a power cut takes from here is read again from there. An address is ``done`` only after its response is durable
in the WARC and the links found in it are queued; a process that dies in between fetches it once more, and loses
nothing. What was in flight at two deaths of the program is suspect: it waits until all else is done, and is then
fetched alone. What ends the program then, too, is set aside after `MOST_DEATHS`.
"""

from __future__ import annotations

import errno
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from archive.addresses import key
from archive.durable import storage_errors
from archive.state import open_state

SUSPECT = 2  # deaths of the program while an address was in flight, with others
MOST_DEATHS = 8  # deaths while it was in flight alone: five have befallen an innocent under two hundred random kills
# What leads to more comes first and pictures last, so that connections never wait for work.
PRIORITY = {
    **{"front": 60, "feed": 50, "feed-by-update": 50, "pages-feed": 50, "sitemap": 50, "feed-by-date": 45},
    **{"archive": 40, "post": 30, "page": 30, "comments-feed": 20, "asset": 10, "image": 5, "original": 0},
}
_SCHEMA = """
PRAGMA journal_mode=WAL;
PRAGMA synchronous=NORMAL;
CREATE TABLE IF NOT EXISTS crawl (name TEXT, visit TEXT);
CREATE TABLE IF NOT EXISTS addresses (key TEXT PRIMARY KEY, url TEXT, kind TEXT, priority INTEGER, state TEXT,
    tries INTEGER DEFAULT 0, deaths INTEGER DEFAULT 0, attempts INTEGER DEFAULT 0, hops INTEGER,
    number INTEGER);
CREATE INDEX IF NOT EXISTS waiting ON addresses (deaths, priority DESC, number) WHERE state = 'waiting';
"""


@dataclass(frozen=True)
class Entry:
    """One address to fetch: ``kind`` is that of the link that named it, ``tries`` how often the program ended while it
    was in flight, ``attempts`` how often an answer said to try again, ``hops`` the redirects that led to it.
    """

    url: str
    kind: str
    tries: int = 0
    attempts: int = 0
    hops: int = 0


class Frontier:
    """The queue of one crawl. Addresses are the same when their `archive.addresses.key` is."""

    def __init__(self, path: Path) -> None:
        """Open or create the queue; what was in flight when the last process died waits again."""
        self._path = path
        self._db = open_state(path, _SCHEMA)
        self._db.execute("UPDATE addresses SET state = 'waiting' WHERE state = 'in flight'")
        states: dict[str, int] = dict(self._db.execute("SELECT state, count(*) FROM addresses GROUP BY state"))
        self.found, self.waiting, self.done = sum(states.values()), states.get("waiting", 0), states.get("done", 0)

    @property
    def poisoned(self) -> list[Entry]:
        """What ended the program so often that it is not taken any more; it waits until somebody has noted that."""
        rows = self._db.execute(
            "SELECT url, kind, tries, attempts, hops FROM addresses WHERE state = 'waiting' AND deaths >= ?",
            (MOST_DEATHS,),
        )
        return [Entry(*row) for row in rows]

    @property
    def crawl(self) -> str:
        """The crawl this queue belongs to; "" for none."""
        row = self._db.execute("SELECT name FROM crawl").fetchone()
        return str(row[0]) if row else ""

    @property
    def visit(self) -> str:
        """Whether that crawl is a full or a quick visit."""
        row = self._db.execute("SELECT visit FROM crawl").fetchone()
        return str(row[0]) if row else ""

    @property
    def exhausted(self) -> bool:
        """Whether nothing waits and nothing is in flight."""
        return self.waiting == 0 and self.found == self.done

    def begin(self, crawl: str, visit: str) -> None:
        """Forget the last crawl's addresses and begin a new crawl."""
        self._begin()
        self._db.execute("DELETE FROM addresses")
        self._db.execute("DELETE FROM crawl")
        self._db.execute("INSERT INTO crawl VALUES (?, ?)", (crawl, visit))
        self.commit()
        self.found = self.waiting = self.done = 0

    def add(self, url: str, kind: str, hops: int = 0) -> bool:
        """Queue an address, and say whether it was new."""
        self._begin()
        self.found += 1
        row = (key(url), url, kind, PRIORITY[kind], hops, self.found)
        added = self._db.execute(
            "INSERT OR IGNORE INTO addresses (key, url, kind, priority, state, hops, number) "
            "VALUES (?,?,?,?,'waiting',?,?)",
            row,
        ).rowcount
        self.found -= 1 - added
        self.waiting += added
        return bool(added)

    def again(self, url: str) -> None:
        """Put an address back that was in flight: it is to be tried once more."""
        self._begin()
        self.waiting += self._db.execute(
            "UPDATE addresses SET state = 'waiting', tries = tries - 1, deaths = 0, attempts = attempts + 1 "
            "WHERE key = ? AND state = 'in flight'",
            (key(url),),
        ).rowcount

    def look_again(self, url: str) -> bool:
        """Put an address back that is done, to be asked for once more; say whether it was."""
        self._begin()
        found = self._db.execute(
            "UPDATE addresses SET state = 'waiting', attempts = 0 WHERE key = ? AND state = 'done'", (key(url),)
        ).rowcount
        self.done -= found
        self.waiting += found
        return bool(found)

    def redirect(self, url: str, target: str) -> None:
        """Put an address that is in flight back under another scheme, where the server sends its readers on to that."""
        self._begin()
        self.waiting += self._db.execute(
            "UPDATE addresses SET state = 'waiting', tries = tries - 1, attempts = attempts + 1, url = ? "
            "WHERE key = ? AND state = 'in flight'",
            (target, key(url)),
        ).rowcount

    def take(self) -> Entry | None:
        """Return the next address by priority, then age, and note that it is in flight.

        None where none waits, or where what waits is suspect and others are in flight still.
        """
        row = self._next(suspect=False)
        alone = row is None and self.found == self.done + self.waiting
        row = self._next(suspect=True) if alone else row
        if row is None:
            return None
        self._begin()
        self._db.execute(
            "UPDATE addresses SET state = 'in flight', tries = tries + 1, deaths = deaths + ? WHERE key = ?",
            (alone, row[0]),
        )
        self.waiting -= 1
        self.commit()  # before the request leaves: if it ends the program, this is how we know
        return Entry(*row[1:])

    def _next(self, *, suspect: bool) -> tuple[Any, ...] | None:
        row: tuple[Any, ...] | None = self._db.execute(
            "SELECT key, url, kind, tries, attempts, hops FROM addresses "
            "WHERE state = 'waiting' AND (tries >= ?) = ? AND deaths < ? "
            "ORDER BY deaths, priority DESC, number LIMIT 1",  # of suspects the least suspect first
            (SUSPECT, suspect, MOST_DEATHS),
        ).fetchone()
        return row

    def finish(self, url: str) -> None:
        """Note that an address is done: its response is durable and its links are queued, or it cannot be had."""
        self._begin()
        before = self._db.execute("SELECT state FROM addresses WHERE key = ?", (key(url),)).fetchone()
        if before and before[0] != "done":
            self._db.execute("UPDATE addresses SET state = 'done' WHERE key = ?", (key(url),))
            self.waiting -= before[0] == "waiting"
            self.done += 1

    def commit(self) -> None:
        """Write down all changes since the last commit together.

        Raises:
            StorageError: the disk refused, or somebody took the file away.
        """
        with storage_errors(self._path):
            if not self._path.exists():
                raise FileNotFoundError(errno.ENOENT, "it is gone")
            if self._db.in_transaction:
                self._db.execute("COMMIT")

    def close(self) -> None:
        """Commit and close. What is in flight was broken off by a stop in good order: that is no try that failed."""
        try:
            self._begin()
            self._db.execute(
                "UPDATE addresses SET state = 'waiting', tries = tries - 1, deaths = 0 WHERE state = 'in flight'"
            )
            self.commit()
        finally:
            self._db.close()

    def _begin(self) -> None:
        if not self._db.in_transaction:
            self._db.execute("BEGIN")
