"""What every capture was read as: the notes between the WARC and the records (`state/readings.sqlite`).

Filled live as a crawl goes on, or from the WARC by reading it again; the content is the same, so the file may be
deleted at any time. Records and coverage are computed from it.
"""

from __future__ import annotations

import hashlib
import json
from collections.abc import Iterable, Iterator
from pathlib import Path

from archive.addresses import key, redirect_target
from archive.codec import from_plain, to_plain
from archive.durable import storage_errors
from archive.judged import SCHEMA as JUDGEMENTS
from archive.judged import Judgements, believed
from archive.notes import SELECT_NOTES, Failure, Note
from archive.past import Past
from archive.records import Blog, Capture, Count, Link, Post, Reading
from archive.rescued import SCHEMA as RESCUED
from archive.rescued import UNDATED, rescued
from archive.state import open_state

_SCHEMA = """
CREATE TABLE IF NOT EXISTS captures (crawl TEXT, key TEXT, uri TEXT, kind TEXT, status INTEGER, digest TEXT,
    warc TEXT, offset INTEGER, truncated TEXT, moved_to TEXT, record_id TEXT UNIQUE, captured_at TEXT, etag TEXT,
    modified TEXT, frame TEXT, payload TEXT, sent_on_to TEXT);
CREATE INDEX IF NOT EXISTS captures_by_key ON captures (key, crawl);
CREATE TABLE IF NOT EXISTS posts (key TEXT, kind TEXT, source TEXT, crawl TEXT, warc TEXT, offset INTEGER, said BLOB,
    provenance TEXT, PRIMARY KEY (key, kind, source, crawl));
CREATE TABLE IF NOT EXISTS said (digest BLOB PRIMARY KEY, json TEXT) WITHOUT ROWID;
CREATE TABLE IF NOT EXISTS links (crawl TEXT, witness TEXT, kind TEXT, key TEXT, url TEXT,
    PRIMARY KEY (crawl, witness, kind, key));
CREATE TABLE IF NOT EXISTS counts (crawl TEXT, witness TEXT, of TEXT, scope TEXT, value INTEGER,
    PRIMARY KEY (crawl, witness, of, scope));
CREATE TABLE IF NOT EXISTS findings (crawl TEXT, uri TEXT, code TEXT, detail TEXT,
    PRIMARY KEY (crawl, uri, code, detail));
CREATE TABLE IF NOT EXISTS failures (crawl TEXT, key TEXT, url TEXT, kind TEXT, code TEXT, detail TEXT,
    PRIMARY KEY (crawl, key, kind));
CREATE TABLE IF NOT EXISTS edits (key TEXT, witness TEXT, crawl TEXT, instant TEXT,
    PRIMARY KEY (key, witness, crawl, instant));
CREATE TABLE IF NOT EXISTS files (warc TEXT PRIMARY KEY, size INTEGER);
CREATE INDEX IF NOT EXISTS links_by_key ON links (key, crawl);
CREATE TABLE IF NOT EXISTS blogs (crawl TEXT PRIMARY KEY, json TEXT);
"""
_OUTLINE = "json_set(json, {})".format(
    ", ".join(f"'$.{part}', json('[]')" for part in ("paragraphs", "images", "links", "embeds", "comments", "unread"))
)
_OWN_PAGE, _COMMENTS = {"item", "static-page"}, "comments-feed"
_WITNESSES = {
    "feed": "feed",
    "feed-by-date": "feed by date",
    "pages-feed": "pages feed",
    "comments-feed": "comments",
    "export": "export",
    "sitemap": "sitemap",
    "archive": "archive",
}


def witness_of(reading_kind: str) -> str:
    """Return the witness that a kind of page speaks for; any ordinary page speaks for "links"."""
    return _WITNESSES.get(reading_kind, "links")


class Readings:
    """The notes of one collection. One writer at a time; `commit` makes what was added durable together."""

    def __init__(self, path: Path) -> None:
        self._path = path
        self._db = open_state(
            path, f"PRAGMA journal_mode=WAL; PRAGMA synchronous=NORMAL; {_SCHEMA}{JUDGEMENTS}{RESCUED}"
        )
        self._known: set[int] = set()  # hashes of rows
        self.past = Past(self._db)
        self.judgements = Judgements(self._db)

    def close(self) -> None:
        """Commit and close."""
        self.commit()
        self._db.close()

    def commit(self) -> None:
        """Make everything added so far durable."""
        with storage_errors(self._path):
            if self._db.in_transaction:
                self._db.execute("COMMIT")

    def add(self, crawl: str, capture: Capture, reading: Reading, payload: Capture | None = None) -> None:
        """Note what one capture says. Noting it twice changes nothing.

        ``payload`` is the capture that holds the payload of a revisit: what is noted is read from that.
        """
        self._begin()
        held = payload or capture
        target = redirect_target(held) or reading.instead
        row = (
            *(crawl, key(capture.target_uri), capture.target_uri, reading.kind, held.status, held.payload_digest),
            *(capture.warc, capture.offset, capture.truncated, key(target) if target else None, capture.record_id),
            *(capture.captured_at, capture.header("ETag") or held.header("ETag")),
            *(capture.header("Last-Modified") or held.header("Last-Modified"), reading.frame),
            *(json.dumps(to_plain(payload.ref)) if payload else None, target),
        )
        self._db.execute("INSERT OR IGNORE INTO captures VALUES (?,?,?,?,?,?,?,?,?,?,?,?,?,?,?,?,?)", row)
        if capture.origin:
            told = (capture.record_id, crawl, capture.warc, capture.offset, capture.origin, capture.captured_at)
            self._db.execute("INSERT OR IGNORE INTO rescued VALUES (?,?,?,?,?,?)", told)
        self._add_posts(crawl, capture, reading)
        witness = witness_of(reading.kind)
        self._add_links(crawl, witness, reading.links)
        self._db.executemany(
            "INSERT OR REPLACE INTO counts VALUES (?,?,?,?,?)",
            ((crawl, witness, c.of, _scope(c), c.value) for c in reading.counts),
        )
        self._db.executemany(
            "INSERT OR IGNORE INTO findings VALUES (?,?,?,?)",
            ((crawl, capture.target_uri, f.code, f.detail) for f in reading.findings),
        )
        self._db.executemany(
            "INSERT OR IGNORE INTO edits VALUES (?,?,?,?)",
            ((key(edit.url), witness, crawl, edit.instant) for edit in reading.edits),
        )
        if reading.blog:
            blog = json.dumps(to_plain(reading.blog), ensure_ascii=False)
            self._db.execute("INSERT OR REPLACE INTO blogs VALUES (?,?)", (crawl, blog))

    def fail(self, crawl: str, failure: Failure) -> None:
        """Note an address that was not got, and why."""
        self._begin()
        self._db.execute(
            "INSERT OR REPLACE INTO failures VALUES (?,?,?,?,?,?)",
            (crawl, failure.key, failure.url, failure.kind, failure.code, failure.detail),
        )

    def _begin(self) -> None:
        if not self._db.in_transaction:
            self._db.execute("BEGIN")

    def _add_posts(self, crawl: str, capture: Capture, reading: Reading) -> None:
        source = key(capture.target_uri)
        if capture.origin:  # of an address others may have many captures, and a rescue may bring them all
            source += f" {capture.warc}:{capture.offset}"
        for post in reading.posts:
            plain = to_plain(post)
            provenance = json.dumps(plain.pop("provenance"))  # all that differs where the next crawl reads the same
            said = json.dumps(plain, ensure_ascii=False)
            digest = hashlib.sha256(said.encode("utf-8", "surrogatepass")).digest()
            row = (key(post.url), reading.kind, source, crawl, capture.warc, capture.offset)
            self._db.execute("INSERT OR IGNORE INTO said VALUES (?,?)", (digest, said))
            self._db.execute("INSERT OR REPLACE INTO posts VALUES (?,?,?,?,?,?,?,?)", (*row, digest, provenance))

    def _add_links(self, crawl: str, witness: str, links: tuple[Link, ...]) -> None:
        # Every page repeats the links of its frame: most are known, and asking the database again costs the crawl.
        rows = [(crawl, witness, link.kind, key(link.url)) for link in links]
        fresh = [(*row, link.url) for row, link in zip(rows, links, strict=True) if hash(row) not in self._known]
        self._known.update(hash(row[:4]) for row in fresh)
        self._db.executemany("INSERT OR IGNORE INTO links VALUES (?,?,?,?,?)", fresh)

    # ------------------------------------------------------------------ asking
    def crawls(self) -> list[str]:
        """Return the crawls that have captures, oldest first."""
        return [row[0] for row in self._db.execute("SELECT DISTINCT crawl FROM captures ORDER BY crawl")]

    def mark_read(self, warc: str, size: int) -> None:
        """Note that all captures of a WARC file are noted, up to its size in bytes."""
        self._begin()
        self._db.execute("INSERT OR REPLACE INTO files VALUES (?, ?)", (warc, size))

    def is_read(self, warc: str, size: int) -> bool:
        """Say whether all captures of a WARC file of this size are noted."""
        return self._db.execute("SELECT 1 FROM files WHERE warc = ? AND size = ?", (warc, size)).fetchone() is not None

    def noted(self, warc: str) -> set[int]:
        """Return the offsets of the captures of a WARC file that are noted already."""
        return {row[0] for row in self._db.execute("SELECT offset FROM captures WHERE warc = ?", (warc,))}

    def post_keys(self, crawl: str) -> list[str]:
        """Return the keys of the posts that a crawl said anything about that is believed, in order."""
        rows = self._db.execute(
            f"SELECT DISTINCT key FROM posts WHERE crawl = ? AND {believed('posts')} ORDER BY key", (crawl,)
        )
        return [row[0] for row in rows]

    def readings_of(self, post_key: str, crawl: str, *, outline: bool = False) -> list[tuple[str, Post]]:
        """Return (kind of page, post as read there), as a crawl left them; an ``outline`` has no text and no comments.

        Of each kind of page the newest crawl that had it speaks, up to the one named; in order of capture.
        Captures that were kept apart say nothing. What others captured speaks by its own date, and first, so that ours
        have the last word: of kinds of page that we have not, and of comments alone where we have the post's own page.
        """
        rows_of = (
            f"SELECT kind, {_OUTLINE if outline else 'json'}, provenance FROM posts AS p "
            "JOIN said ON said.digest = p.said"
        )
        own = self._db.execute(
            f"{rows_of} WHERE key = ? AND crawl = "
            "(SELECT max(crawl) FROM posts AS q "
            f"WHERE q.key = p.key AND q.kind = p.kind AND q.crawl <= ? AND {believed('q')} AND NOT {rescued('q')}) "
            f"AND {believed('p')} AND NOT {rescued('p')} ORDER BY warc, offset",
            (post_key, crawl),
        ).fetchall()
        others = self._db.execute(
            f"{rows_of} JOIN rescued AS r ON r.warc = p.warc AND r.offset = p.offset "
            f"WHERE key = ? AND p.crawl <= ? AND {believed('p')} "
            f"ORDER BY {UNDATED} DESC, captured_at, p.warc, p.offset",
            (post_key, crawl),
        )
        rows = [*_unsaid(others, {kind for kind, *_ in own}), *own]
        return [
            (kind, from_plain(Post, json.loads(said) | {"provenance": json.loads(provenance)}))
            for kind, said, provenance in rows
        ]

    def digest_of(self, url_key: str, crawl: str) -> str | None:
        """Return the payload digest of the newest good capture of an address, up to a crawl."""
        row = self._db.execute(
            f"SELECT digest FROM captures WHERE key = ? AND status = 200 AND crawl <= ? AND {believed('captures')} "
            f"ORDER BY {rescued('captures')}, warc DESC, offset DESC LIMIT 1",
            (url_key, crawl),
        ).fetchone()
        return str(row[0]) if row else None

    def notes(self, crawl: str) -> Iterator[Note]:
        """Yield the captures of a crawl in order."""
        rows = self._db.execute(f"{SELECT_NOTES} WHERE crawl = ? ORDER BY warc, offset", (crawl,))
        yield from (Note(*row) for row in rows)

    def named(self, crawl: str) -> list[Link]:
        """Return each address that a crawl has heard of, once."""
        rows = self._db.execute("SELECT url, kind FROM links WHERE crawl = ? GROUP BY key ORDER BY rowid", (crawl,))
        return [Link(*row) for row in rows]

    def links(self, crawl: str) -> Iterator[tuple[str, Link]]:
        """Yield (witness, link) of a crawl, in a stable order."""
        rows = self._db.execute(
            "SELECT witness, url, kind FROM links WHERE crawl = ? ORDER BY witness, kind, key", (crawl,)
        )
        yield from ((witness, Link(url, kind)) for witness, url, kind in rows)

    def sent_on_to(self, crawl: str) -> list[Link]:
        """Return where the captures of a crawl send their readers on to, as what was looked for there."""
        rows = self._db.execute(
            "SELECT sent_on_to, l.kind FROM captures AS c JOIN links AS l ON l.key = c.key AND l.crawl = c.crawl "
            "WHERE c.crawl = ? AND sent_on_to IS NOT NULL AND moved_to <> c.key GROUP BY sent_on_to ORDER BY c.rowid",
            (crawl,),
        )
        return [Link(*row) for row in rows]

    def counts(self, crawl: str) -> list[tuple[str, Count]]:
        """Return (witness, count) of a crawl."""
        rows = self._db.execute(
            "SELECT witness, of, scope, value FROM counts WHERE crawl = ? ORDER BY 1, 2, 3", (crawl,)
        )
        return [(witness, Count(*rest)) for witness, *rest in rows]

    def failures(self, crawl: str) -> list[Failure]:
        """Return what a crawl did not get."""
        rows = self._db.execute(
            "SELECT key, url, kind, code, detail FROM failures WHERE crawl = ? ORDER BY key, kind", (crawl,)
        )
        return [Failure(*row) for row in rows]

    def findings(self, crawl: str) -> list[tuple[str, str, str]]:
        """Return (address, code, detail) of what a crawl's pages made us note."""
        return list(
            self._db.execute("SELECT uri, code, detail FROM findings WHERE crawl = ? ORDER BY 1, 2, 3", (crawl,))
        )

    def rescues(self) -> set[str]:
        """Return the crawls that are rescues: they hold what others captured."""
        return {row[0] for row in self._db.execute("SELECT DISTINCT crawl FROM rescued")}

    def origins(self, crawl: str) -> list[tuple[str, int]]:
        """Return (kind of origin, captures) of what others captured, up to a crawl."""
        rows = self._db.execute(
            "SELECT substr(origin, 1, instr(origin || ' ', ' ') - 1) AS kind, count(*) FROM rescued WHERE crawl <= ? "
            "GROUP BY kind ORDER BY kind",
            (crawl,),
        )
        return [(kind, number) for kind, number in rows]

    def blog(self, crawl: str) -> Blog | None:
        """Return who the blog said it was, in its last word of a crawl."""
        row = self._db.execute("SELECT json FROM blogs WHERE crawl = ?", (crawl,)).fetchone()
        return from_plain(Blog, json.loads(row[0])) if row else None


def _unsaid(others: Iterable[tuple[str, str, str]], own: set[str]) -> Iterator[tuple[str, str, str]]:
    """Yield of others' readings of a post those that say what ours do not."""
    whole = bool(own & _OWN_PAGE)
    yield from (row for row in others if row[0] == _COMMENTS or not (whole or row[0] in own))


def _scope(count: Count) -> str:
    return key(count.scope) if "://" in count.scope else count.scope
