"""What the notes of a collection's captures say of it as a whole: asked without writing, also on a read-only disk."""

from __future__ import annotations

import json
import sqlite3
from contextlib import closing
from dataclasses import dataclass
from pathlib import Path

from archive import manifest
from archive.codec import from_plain
from archive.judged import believed
from archive.layout import Layout
from archive.records import Blog
from archive.state import read_only
from archive.unread import NOT_AN_EXPORT, Said

_EXPORTS = (
    f"SELECT warc, offset, payload FROM captures WHERE kind = 'export' AND status = 200 AND {believed('captures')} "
    "ORDER BY captured_at, warc, offset"
)
_OWNERS = "EXISTS (SELECT 1 FROM rescued AS r WHERE r.record_id = c.record_id AND r.origin LIKE 'export %')"
_SAID = (
    "SELECT c.record_id, c.uri, c.captured_at, coalesce(f.code, iif(c.kind = 'export', '', ?)), "
    "coalesce(f.detail, iif(c.kind = 'export', '', ?)) "
    "FROM captures AS c LEFT JOIN findings AS f ON f.crawl = c.crawl AND f.uri = c.uri "
    f"WHERE (c.kind = 'export' OR {_OWNERS}) AND c.status = 200 AND {believed('c')} "
    "ORDER BY c.captured_at, c.warc, c.offset, 4, 5"
)
_BLOG = "SELECT json FROM blogs ORDER BY crawl IN (SELECT crawl FROM rescued), crawl DESC LIMIT 1"  # ours speaks first
Place = tuple[str, int]  # WARC file, offset


@dataclass(frozen=True)
class Noted:
    """``exports`` are where the payloads of its owner's exports lie, oldest first, ``said`` what reading them came to;
    ``blog`` is its last word of itself, None where it said nothing.
    """

    exports: tuple[Place, ...] = ()
    blog: Blog | None = None
    said: tuple[Said, ...] = ()


def noted(notes: Path) -> Noted:
    """Return what notes say. Raises sqlite3.Error where they cannot be read."""
    with closing(read_only(notes)) as database:
        exports = [_place(*row) for row in database.execute(_EXPORTS)]
        blog = database.execute(_BLOG).fetchone()
        said = tuple(Said(*row) for row in database.execute(_SAID, NOT_AN_EXPORT))
    return Noted(tuple(dict.fromkeys(exports)), from_plain(Blog, json.loads(blog[0])) if blog else None, said)


def is_complete(layout: Layout) -> bool:
    """Say whether every WARC file of a collection is noted in its own notes, and every crawl is judged."""
    try:
        with closing(read_only(layout.readings)) as database:
            database.execute("SELECT 1 FROM rescued LIMIT 1")  # notes of before there was that are made anew
            sizes = dict(database.execute("SELECT warc, size FROM files"))
            unsettled = database.execute(
                "SELECT 1 FROM judgements WHERE crawl NOT IN (SELECT crawl FROM settled) LIMIT 1"
            ).fetchone()
    except sqlite3.Error:
        return False
    return unsettled is None and all(sizes.get(warc.name) == warc.stat().st_size for warc in manifest.warcs(layout))


def _place(warc: str, offset: int, payload: str | None) -> Place:
    if payload:
        ref = json.loads(payload)
        return str(ref["warc"]), int(ref["offset"])
    return warc, offset
