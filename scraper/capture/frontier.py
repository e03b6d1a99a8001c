"""What is still to be fetched, being fetched and done, in SQLite: a crawl that is killed goes on from here.

Data only, no pickled code. An address is ``done`` only after its response is durable in the WARC and the links
found in it are queued; a process that dies in between fetches it once more, and loses nothing. What kills
the process each time is set aside after `MOST_TRIES`.
"""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path

from archive.addresses import key
from archive.durable import storage_errors
from archive.state import open_state

MOST_TRIES = 3
# What leads to more comes first and pictures last, so that connections never wait for work.
PRIORITY = {
    **{"front": 60, "feed": 50, "feed-by-update": 50, "pages-feed": 50, "sitemap": 50, "feed-by-date": 45},
    **{"archive": 40, "post": 30, "page": 30, "comments-feed": 20, "asset": 10, "image": 5, "original": 0},
}
_SCHEMA = """
PRAGMA journal_mode=WAL;
PRAGMA synchronous=FULL;
CREATE TABLE IF NOT EXISTS crawl (name TEXT, visit TEXT);
CREATE TABLE IF NOT EXISTS addresses (key TEXT PRIMARY KEY, url TEXT, kind TEXT, priority INTEGER, state TEXT,
    tries INTEGER DEFAULT 0, attempts INTEGER DEFAULT 0, hops INTEGER,
    number INTEGER);
CREATE INDEX IF NOT EXISTS waiting ON addresses (priority DESC, number) WHERE state = 'waiting';
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
        self.poisoned = self._set_aside()
        states: dict[str, int] = dict(self._db.execute("SELECT state, count(*) FROM addresses GROUP BY state"))
        self.found, self.waiting, self.done = sum(states.values()), states.get("waiting", 0), states.get("done", 0)

    def _set_aside(self) -> list[Entry]:
        rows = self._db.execute(
            "UPDATE addresses SET state = 'done' WHERE state = 'waiting' AND tries >= ? "
            "RETURNING url, kind, tries, attempts, hops",
            (MOST_TRIES,),
        )
        return [Entry(*row) for row in rows.fetchall()]

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
            "UPDATE addresses SET state = 'waiting', tries = tries - 1, attempts = attempts + 1 "
            "WHERE key = ? AND state = 'in flight'",
            (key(url),),
        ).rowcount

    def redirect(self, url: str, target: str) -> None:
        """Put an address that is in flight back under another scheme, where the server sends its readers on to that."""
        self._begin()
        self.waiting += self._db.execute(
            "UPDATE addresses SET state = 'waiting', tries = tries - 1, attempts = attempts + 1, url = ? "
            "WHERE key = ? AND state = 'in flight'",
            (target, key(url)),
        ).rowcount

    def take(self) -> Entry | None:
        """Return the next address by priority, then age, and note that it is in flight; None where none waits."""
        row = self._db.execute(
            "SELECT key, url, kind, tries, attempts, hops FROM addresses WHERE state = 'waiting' "
            "ORDER BY priority DESC, number LIMIT 1"
        ).fetchone()
        if row is None:
            return None
        self._begin()
        self._db.execute("UPDATE addresses SET state = 'in flight', tries = tries + 1 WHERE key = ?", (row[0],))
        self.waiting -= 1
        return Entry(*row[1:])

    def finish(self, url: str) -> None:
        """Note that an address is done: its response is durable and its links are queued, or it cannot be had."""
        self._begin()
        before = self._db.execute("SELECT state FROM addresses WHERE key = ?", (key(url),)).fetchone()
        if before and before[0] != "done":
            self._db.execute("UPDATE addresses SET state = 'done' WHERE key = ?", (key(url),))
            self.waiting -= before[0] == "waiting"
            self.done += 1

    def commit(self) -> None:
        """Make all changes since the last commit durable together."""
        with storage_errors(self._path):
            if self._db.in_transaction:
                self._db.execute("COMMIT")

    def close(self) -> None:
        """Commit and close."""
        self.commit()
        self._db.close()

    def _begin(self) -> None:
        if not self._db.in_transaction:
            self._db.execute("BEGIN")
