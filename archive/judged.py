"""What captures were judged to be, kept beside their notes: what is not believed is kept, and nothing made of it.

    ok        as it was
    changed   it says something else, as its author may
    first     the first good capture of its address
    suspect   something acts on it that was not there: kept as evidence, and nothing made of it
    replaced  something stands in its place (``kind`` says what): the same
    missing   the server says that it is gone; one look
    gone      two looks
    trap      its kind of address has no end, or reading it ended the reader

The states can be derived again from the WARC and the acceptances in events.jsonl.
"""

from __future__ import annotations

import json
import sqlite3
from collections.abc import Iterable, Iterator
from dataclasses import dataclass

from archive.records import Capture
from archive.rescued import rescued

OK, CHANGED, FIRST = "ok", "changed", "first"
SUSPECT, REPLACED, MISSING, GONE, TRAP = "suspect", "replaced", "missing", "gone", "trap"
GOOD = (OK, CHANGED, FIRST)
STATES = (*GOOD, SUSPECT, REPLACED, MISSING, GONE, TRAP)
Reason = tuple[str, str]  # code, detail
SCHEMA = """
CREATE TABLE IF NOT EXISTS judgements (record_id TEXT PRIMARY KEY, crawl TEXT, key TEXT, uri TEXT, warc TEXT,
    offset INTEGER, state TEXT, kind TEXT, reasons TEXT, features TEXT);
CREATE INDEX IF NOT EXISTS judgements_by_key ON judgements (key, crawl);
CREATE INDEX IF NOT EXISTS judgements_by_place ON judgements (warc, offset);
CREATE INDEX IF NOT EXISTS judgements_by_crawl ON judgements (crawl);
CREATE TABLE IF NOT EXISTS features (digest TEXT PRIMARY KEY, json TEXT NOT NULL);
CREATE TABLE IF NOT EXISTS settled (crawl TEXT PRIMARY KEY);
"""


def believed(table: str) -> str:
    """Return the SQL condition that a row's capture (its ``warc`` and ``offset``) is not one that was kept apart."""
    return (
        f"NOT EXISTS (SELECT 1 FROM judgements AS judged WHERE judged.warc = {table}.warc "
        f"AND judged.offset = {table}.offset AND judged.state IN ('suspect', 'replaced', 'trap'))"
    )


@dataclass(frozen=True)
class Judgement:
    """What a capture was judged to be: ``kind`` says what replaced it, "" for all other states."""

    state: str
    kind: str = ""
    reasons: tuple[Reason, ...] = ()


@dataclass(frozen=True)
class Judged:
    """A capture with its judgement; ``features`` is the digest under which its features are kept, "" for none."""

    record_id: str
    crawl: str
    key: str
    uri: str
    judgement: Judgement
    features: str = ""

    @property
    def state(self) -> str:
        """The state alone."""
        return self.judgement.state


_COLUMNS = "record_id, crawl, key, uri, state, kind, reasons, features"
_IN_ORDER = "ORDER BY warc, offset"
_BY_OTHERS = rescued("judgements")
_FIRST_HAND = (
    f"(NOT {_BY_OTHERS} OR NOT EXISTS (SELECT 1 FROM judgements AS own WHERE own.key = judgements.key "
    f"AND NOT {rescued('own')}))"
)


def rank(table: str) -> str:
    """Return in SQL what says which judgement of an address counts: the one that is last in this order.

    Ours count before others', then the newer. Of others' a good one counts before all that are not: which of them was
    taken last says nothing.
    """
    whose = f"CASE WHEN NOT {rescued(table)} THEN 2 ELSE {table}.state IN ('ok', 'changed', 'first') END"
    return f"{whose}, {table}.warc, {table}.offset"


def _outranks(one: str, other: str) -> str:
    """Return the SQL condition that a judgement counts before another."""
    return f"({rank(one)}) > ({rank(other)})"


class Judgements:
    """The judgements of a collection, over the database of its readings."""

    def __init__(self, database: sqlite3.Connection) -> None:
        self._db = database

    def note(self, judged: Judged, capture: Capture, features: str) -> None:
        """Note a judgement, and the features (JSON) under their digest."""
        found = judged.judgement
        row = (judged.record_id, judged.crawl, judged.key, judged.uri, capture.warc, capture.offset)
        said = (found.state, found.kind, json.dumps(found.reasons), judged.features)
        self._db.execute("INSERT OR REPLACE INTO judgements VALUES (?,?,?,?,?,?,?,?,?,?)", (*row, *said))
        if features:
            self._db.execute("INSERT OR IGNORE INTO features VALUES (?,?)", (judged.features, features))

    def rejudge(self, record_id: str, found: Judgement) -> None:
        """Put another judgement in the place of one."""
        self._db.execute(
            "UPDATE judgements SET state = ?, kind = ?, reasons = ? WHERE record_id = ?",
            (found.state, found.kind, json.dumps(found.reasons), record_id),
        )

    def of_crawl(self, crawl: str) -> list[Judged]:
        """Return the judged captures of a crawl, in order."""
        return self._all("WHERE crawl = ?", (crawl,))

    def up_to(self, crawl: str) -> list[Judged]:
        """Return all judged captures up to a crawl, in order: of an address that we captured, ours alone."""
        return self._all(f"WHERE crawl <= ? AND {_FIRST_HAND}", (crawl,))

    def of_capture(self, record_id: str) -> Judged | None:
        """Return the judgement of a capture."""
        return next(iter(self._all("WHERE record_id = ?", (record_id,))), None)

    def of_address(self, url_key: str, crawl: str) -> list[Judged]:
        """Return the judged captures of an address up to a crawl, oldest first."""
        return self._all("WHERE key = ? AND crawl <= ?", (url_key, crawl))

    def apart(self, crawl: str) -> list[tuple[str, int]]:
        """Return (WARC file, offset) of the captures of others that a crawl brought and that are kept apart."""
        return list(
            self._db.execute(
                "SELECT warc, offset FROM judgements WHERE crawl = ? AND state IN ('suspect', 'replaced', 'trap') "
                f"AND {_BY_OTHERS} {_IN_ORDER}",
                (crawl,),
            )
        )

    def last_state(self, url_key: str, crawl: str) -> str:
        """Return the state of our newest capture of an address from before a crawl, "" for none."""
        row = self._db.execute(
            f"SELECT state FROM judgements WHERE key = ? AND crawl < ? AND NOT {_BY_OTHERS} "
            "ORDER BY warc DESC, offset DESC LIMIT 1",
            (url_key, crawl),
        ).fetchone()
        return str(row[0]) if row else ""

    def last_good(self, url_key: str, crawl: str) -> Judged | None:
        """Return the newest good capture of an address from before a crawl."""
        marks = ",".join("?" * len(GOOD))
        rows = self._db.execute(
            f"SELECT {_COLUMNS} FROM judgements WHERE key = ? AND crawl < ? AND state IN ({marks}) "
            f"ORDER BY {_BY_OTHERS}, warc DESC, offset DESC LIMIT 1",
            (url_key, crawl, *GOOD),
        )
        return next(map(_judged, rows), None)

    def good_before(self, crawl: str) -> Iterator[Judged]:
        """Yield the newest good capture of each address from before a crawl."""
        marks = ",".join("?" * len(GOOD))
        rows = self._db.execute(
            f"SELECT {_COLUMNS} FROM judgements AS j WHERE crawl < ? AND state IN ({marks}) AND NOT EXISTS "
            f"(SELECT 1 FROM judgements AS n WHERE n.key = j.key AND n.crawl < ? AND n.state IN ({marks}) "
            f"AND {_outranks('n', 'j')}) ORDER BY key",
            (crawl, *GOOD, crawl, *GOOD),
        )
        yield from map(_judged, rows)

    def newest(self, crawl: str) -> list[Judged]:
        """Return the newest judgement of each address, up to a crawl, by address."""
        rows = self._db.execute(
            f"SELECT {_COLUMNS} FROM judgements AS j WHERE crawl <= ? AND NOT EXISTS "
            "(SELECT 1 FROM judgements AS n WHERE n.key = j.key AND n.crawl <= ? "
            f"AND {_outranks('n', 'j')}) ORDER BY key",
            (crawl, crawl),
        )
        return list(map(_judged, rows))

    def is_newest_until(self, url_key: str, crawl: str, until: str) -> bool:
        """Say whether an address was captured in a crawl, and in none after it up to another."""
        row = self._db.execute(
            "SELECT 1 FROM judgements WHERE key = ? AND crawl > ? AND crawl <= ?", (url_key, crawl, until)
        ).fetchone()
        return row is None

    def features(self, digest: str) -> str | None:
        """Return the features (JSON) of a digest."""
        row = self._db.execute("SELECT json FROM features WHERE digest = ?", (digest,)).fetchone()
        return str(row[0]) if row else None

    # ------------------------------------------------------------------ settled crawls
    def unsettled(self) -> list[str]:
        """Return the crawls with judgements that are not settled, oldest first."""
        rows = self._db.execute(
            "SELECT DISTINCT crawl FROM judgements WHERE crawl NOT IN (SELECT crawl FROM settled) ORDER BY crawl"
        )
        return [row[0] for row in rows]

    def settle(self, crawl: str) -> None:
        """Note that a crawl's judgements hold."""
        self._db.execute("INSERT OR IGNORE INTO settled VALUES (?)", (crawl,))

    def _all(self, where: str, values: Iterable[str]) -> list[Judged]:
        rows = self._db.execute(f"SELECT {_COLUMNS} FROM judgements {where} {_IN_ORDER}", tuple(values))
        return list(map(_judged, rows))


def _judged(row: tuple[str, ...]) -> Judged:
    record_id, crawl, url_key, uri, state, kind, reasons, features = row
    found = Judgement(state, kind, tuple((code, detail) for code, detail in json.loads(reasons)))
    return Judged(record_id, crawl, url_key, uri, found, features)
