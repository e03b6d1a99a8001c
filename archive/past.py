"""What earlier crawls know: asked by a crawl that need not do again what they did.

"Before" a crawl is what crawls with a smaller name noted; names sort in the order of crawls.
"""

from __future__ import annotations

import json
import sqlite3
from collections.abc import Iterator

from archive.codec import from_plain
from archive.judged import believed
from archive.notes import SELECT_NOTES, Earlier, Note
from archive.records import CaptureRef, Link
from archive.rescued import rescued

_STATED_POSTS = (
    "SELECT value FROM counts WHERE witness = 'feed' AND of = 'posts' AND scope = 'blog' "
    "AND crawl NOT IN (SELECT crawl FROM rescued)"
)

_BREAKS_OFF = "EXISTS (SELECT 1 FROM findings AS f WHERE f.crawl = c.crawl AND f.uri = c.uri AND f.code = 'broken-xml')"


class Past:
    """Questions to the readings of a collection, over its database."""

    def __init__(self, database: sqlite3.Connection) -> None:
        self._db = database

    def earlier(self, url_key: str, crawl: str) -> Earlier | None:
        """Return the newest good capture of an address from before a crawl; never one of others.

        What is asked for on condition that it changed, and did not, rests on what is held.
        """
        row = self._db.execute(
            "SELECT uri, warc, offset, record_id, digest, captured_at, payload, status, etag, modified FROM captures "
            f"WHERE key = ? AND crawl < ? AND status = 200 AND truncated IS NULL AND {believed('captures')} "
            f"AND NOT {rescued('captures')} ORDER BY warc DESC, offset DESC LIMIT 1",
            (url_key, crawl),
        ).fetchone()
        if row is None:
            return None
        payload = from_plain(CaptureRef, json.loads(row[6])) if row[6] else CaptureRef(*row[:6])
        return Earlier(payload, *row[7:])

    def payload_of(self, record_id: str) -> CaptureRef | None:
        """Return the record that holds the payload of a record: itself, or the one it is a revisit of."""
        row = self._db.execute(
            "SELECT uri, warc, offset, record_id, digest, captured_at, payload FROM captures WHERE record_id = ?",
            (record_id,),
        ).fetchone()
        if row is None:
            return None
        return from_plain(CaptureRef, json.loads(row[6])) if row[6] else CaptureRef(*row[:6])

    def earlier_notes(self, url_key: str, crawl: str) -> list[Note]:
        """Return our captures of an address from before a crawl that are believed, in order."""
        rows = self._db.execute(
            f"{SELECT_NOTES} WHERE key = ? AND crawl < ? AND {believed('captures')} AND NOT {rescued('captures')} "
            "ORDER BY warc, offset",
            (url_key, crawl),
        )
        return [Note(*row) for row in rows]

    def is_edited(self, post_key: str, crawl: str) -> bool:
        """Say whether a feed or sitemap of a crawl gives another last change of a post than before that crawl."""
        row = self._db.execute(
            "SELECT 1 FROM edits AS now WHERE key = :key AND crawl = :crawl AND instant <> "
            "(SELECT instant FROM edits AS old WHERE old.key = now.key AND old.witness = now.witness "
            "AND old.crawl < :crawl ORDER BY crawl DESC, instant DESC LIMIT 1)",
            {"key": post_key, "crawl": crawl},
        ).fetchone()
        return row is not None

    def said_the_same(self, post_key: str, crawl: str) -> bool:
        """Say whether all that a crawl left of a post says what was said before it: the same bytes, or read the same.

        What others captured is not asked: a post that is known from there alone said nothing before.
        """
        now, before = (self._said(post_key, crawl, bound) for bound in ("<=", "<"))
        return now.keys() == before.keys() and all(
            any(said == old for said, old in zip(now[kind], before[kind], strict=True)) for kind in now
        )

    def _said(self, post_key: str, crawl: str, bound: str) -> dict[str, tuple[set[bytes], set[tuple[str, str]]]]:
        """Return what each kind of page said of a post, as digests: as it was read, and (address, payload)."""
        rows = self._db.execute(
            "SELECT kind, said, source, coalesce(json_extract(provenance, '$.captures[0].payload_digest'), crawl) "
            "FROM posts AS p WHERE p.key = ? AND p.crawl = "
            f"(SELECT max(crawl) FROM posts AS q WHERE q.key = p.key AND q.kind = p.kind AND q.crawl {bound} ? "
            f"AND {believed('q')} AND NOT {rescued('q')}) AND {believed('p')} AND NOT {rescued('p')}",
            (post_key, crawl),
        )
        found: dict[str, tuple[set[bytes], set[tuple[str, str]]]] = {}
        for kind, said, address, payload in rows:
            read, kept = found.setdefault(kind, (set(), set()))
            read.add(said)
            kept.add((address, payload))
        return found

    def before(self, crawl: str) -> dict[str, Note]:
        """Return our newest good capture of each address from before a crawl."""
        rows = self._db.execute(
            f"{SELECT_NOTES} WHERE crawl < ? AND status = 200 AND truncated IS NULL AND {believed('captures')} "
            f"AND NOT {rescued('captures')} ORDER BY warc, offset",
            (crawl,),
        )
        return {row[0]: Note(*row) for row in rows}

    def unheard(self, crawl: str, witness: str = "%") -> list[Link]:
        """Return the posts and pages that were got before a crawl, and that no such witness names in it.

        A witness that names nothing at all in the crawl says nothing: then there are none.
        """
        rows = self._db.execute(
            "SELECT url, kind FROM links AS l "
            "WHERE crawl < :crawl AND kind IN ('post', 'page') AND witness LIKE :witness "
            "AND EXISTS (SELECT 1 FROM captures AS c WHERE c.key = l.key AND c.crawl < :crawl AND status = 200) "
            "AND crawl = (SELECT max(crawl) FROM links WHERE crawl < :crawl AND witness LIKE :witness) "
            "AND NOT EXISTS "
            "(SELECT 1 FROM links AS n WHERE n.key = l.key AND n.crawl = :crawl AND witness LIKE :witness) "
            "AND EXISTS (SELECT 1 FROM links WHERE crawl = :crawl AND witness LIKE :witness) "
            "GROUP BY key ORDER BY key",
            {"crawl": crawl, "witness": witness},
        )
        return [Link(*row) for row in rows]

    def stated_posts(self, crawl: str) -> int | None:
        """Return how many posts the feed says there are, None where it says nothing in a crawl."""
        row = self._db.execute(f"{_STATED_POSTS} AND crawl = ?", (crawl,)).fetchone()
        return row[0] if row else None

    def stated_posts_before(self, crawl: str) -> int | None:
        """Return how many posts the feed said there were when it last said so before a crawl."""
        row = self._db.execute(f"{_STATED_POSTS} AND crawl < ? ORDER BY crawl DESC LIMIT 1", (crawl,)).fetchone()
        return row[0] if row else None

    def links_held(self, crawl: str) -> Iterator[tuple[str, Link]]:
        """Yield (witness, link) that earlier crawls heard of and got, and that was not found gone since."""
        rows = self._db.execute(
            "SELECT DISTINCT witness, url, kind FROM links AS l WHERE crawl < ? AND EXISTS "
            "(SELECT 1 FROM captures AS c WHERE c.key = l.key AND c.crawl <= l.crawl AND c.status = 200) "
            "AND NOT EXISTS (SELECT 1 FROM captures AS gone "
            "WHERE gone.key = l.key AND gone.crawl = ? AND gone.status IN (404, 410)) ORDER BY 1, 3, 2",
            (crawl, crawl),
        )
        yield from ((witness, Link(url, kind)) for witness, url, kind in rows)

    def heard_of(self, url_key: str, crawl: str) -> bool:
        """Say whether an address was named before a crawl, by a page that was believed."""
        row = self._db.execute("SELECT 1 FROM links WHERE key = ? AND crawl < ? LIMIT 1", (url_key, crawl)).fetchone()
        return row is not None

    def heard(self, crawl: str) -> list[tuple[str, Link]]:
        """Return (witness, link) of all that was heard of up to a crawl, each address once a witness and kind.

        What others captured counts as heard of too; of the pages around its posts, where we crawled ourselves, not.
        """
        rows = self._db.execute(
            "SELECT witness, url, kind FROM links AS l WHERE crawl <= :crawl AND (kind IN "
            "('post', 'page', 'image', 'original', 'comments-feed') OR crawl NOT IN (SELECT crawl FROM rescued) "
            "OR NOT EXISTS (SELECT 1 FROM captures WHERE crawl NOT IN (SELECT crawl FROM rescued))) "
            "GROUP BY witness, kind, key ORDER BY witness, kind, key",
            {"crawl": crawl},
        )
        return [(witness, Link(url, kind)) for witness, url, kind in rows]

    def broken(self) -> set[str]:
        """Return the origins of what others captured that breaks off as it lies there."""
        rows = self._db.execute(
            f"SELECT origin FROM rescued AS r JOIN captures AS c ON c.record_id = r.record_id WHERE {_BREAKS_OFF}"
        )
        return {row[0] for row in rows}

    def rescued(self) -> list[tuple[str, str, str]]:
        """Return (kind of origin, address, instant) of what others captured and came whole."""
        rows = self._db.execute(
            "SELECT substr(origin, 1, instr(origin || ' ', ' ') - 1), uri, c.captured_at FROM captures AS c "
            "JOIN rescued AS r ON r.record_id = c.record_id "
            f"WHERE truncated IS NULL AND NOT {_BREAKS_OFF}"
        )
        return list(rows)

    def address(self, url_key: str) -> str:
        """Return an address that was heard of, by its key, "" for none."""
        row = self._db.execute("SELECT url FROM links WHERE key = ? ORDER BY crawl DESC LIMIT 1", (url_key,)).fetchone()
        return str(row[0]) if row else ""

    def new_posts(self, crawl: str) -> int:
        """Return how many posts a crawl has heard of that no earlier one had."""
        row = self._db.execute(
            "SELECT count(DISTINCT key) FROM links AS l WHERE crawl = ? AND kind = 'post' "
            "AND NOT EXISTS (SELECT 1 FROM links AS old WHERE old.key = l.key AND old.crawl < l.crawl)",
            (crawl,),
        ).fetchone()
        return int(row[0])

    def notes_up_to(self, crawl: str) -> Iterator[Note]:
        """Yield the captures of a crawl and all before it, in order."""
        rows = self._db.execute(f"{SELECT_NOTES} WHERE crawl <= ? ORDER BY warc, offset", (crawl,))
        yield from (Note(*row) for row in rows)
