"""The tables of the index, ``state/index.sqlite``: derived from the records, and made anew whenever this file changes.

meta      what it was made by, and of which manifest
post      one row a record, its newest version that can be read: what is asked for. Ids are in the order of
publication, with room between them, so that what is newest need not be sorted out
shown     what is shown of it; ``texts`` are its paragraphs, packed
words     the tokens of titles and paragraphs (FTS5, contentless: what they say is in ``texts``); each of their
Chinese characters once more in ``characters``, for queries of one; what the post is in ``facts``
facet     label, language, place and foreign origins of each post; of zh-Hans also zh, without ``shown``
named     who is named in which post, how and where; ``person`` is made from the name alone
person    each person once; ``alias`` every way to write the name, as it is compared
tally     how many posts have what, counted when the index is made: a page that shows it should not have to
together  whom the same posts name, most often first
unread    the records that are left out, and why
"""

from __future__ import annotations

import functools
import json
import sqlite3
import zlib
from pathlib import Path

from isal import isal_zlib

from archive import state

# Whoever changes a table, the tokens, the stems or the folds counts up: an index of another number is made anew.
VERSION = 3

TABLES = """
CREATE TABLE meta (name TEXT PRIMARY KEY, value TEXT NOT NULL) WITHOUT ROWID;
CREATE TABLE post (id INTEGER PRIMARY KEY, instant INTEGER NOT NULL, published TEXT, event_date TEXT,
    kind TEXT NOT NULL, event_kind TEXT, images INTEGER NOT NULL, state TEXT NOT NULL);
CREATE INDEX post_by_instant ON post (instant, id);
CREATE TABLE shown (id INTEGER PRIMARY KEY, folder TEXT NOT NULL, version INTEGER NOT NULL, digest TEXT NOT NULL,
    post_id TEXT NOT NULL, url TEXT NOT NULL, title_raw TEXT NOT NULL, title_en TEXT, title_zh TEXT, place TEXT,
    labels TEXT NOT NULL, languages TEXT NOT NULL, texts BLOB NOT NULL);
CREATE VIRTUAL TABLE words USING fts5 (title, body, characters, facts, content = '', tokenize = 'ascii');
CREATE TABLE facet (what TEXT NOT NULL, value TEXT NOT NULL, post INTEGER NOT NULL, shown TEXT NOT NULL);
CREATE TABLE named (person TEXT NOT NULL, post INTEGER NOT NULL, zh TEXT, en TEXT, basis TEXT NOT NULL, match TEXT,
    paragraphs TEXT NOT NULL);
CREATE TABLE person (id TEXT PRIMARY KEY, zh TEXT NOT NULL, en TEXT NOT NULL, posts INTEGER NOT NULL) WITHOUT ROWID;
CREATE INDEX person_by_posts ON person (posts DESC, id);
CREATE TABLE alias (written TEXT NOT NULL, person TEXT NOT NULL, basis TEXT NOT NULL,
    PRIMARY KEY (written, person)) WITHOUT ROWID;
CREATE INDEX alias_by_person ON alias (person);
CREATE TABLE tally (name TEXT NOT NULL, of TEXT NOT NULL, shown TEXT NOT NULL, posts INTEGER NOT NULL);
CREATE INDEX tally_by_name ON tally (name);
CREATE TABLE together (one TEXT NOT NULL, other TEXT NOT NULL, posts INTEGER NOT NULL);
CREATE TABLE unread (path TEXT PRIMARY KEY, reason TEXT NOT NULL) WITHOUT ROWID;
"""
# Made last: to sort once is faster than to keep in order.
INDEXES = """
CREATE INDEX IF NOT EXISTS shown_by_post_id ON shown (post_id);
CREATE INDEX IF NOT EXISTS post_by_published ON post (published);
CREATE INDEX IF NOT EXISTS post_by_event_date ON post (event_date);
CREATE INDEX IF NOT EXISTS facet_by_post ON facet (post);
CREATE INDEX IF NOT EXISTS named_by_person ON named (person, zh, en, post);
CREATE INDEX IF NOT EXISTS named_by_post ON named (post);
"""

_KEPT = 8192  # KB of pages that a connection keeps in memory

_JSON = json.JSONEncoder(ensure_ascii=False, separators=(",", ":"))
Texts = tuple[tuple[int, str, str], ...]  # (index, language, text) of each paragraph


def read_only(path: Path) -> sqlite3.Connection:
    """Open a finished index. It never changes in place, so no lock is needed, and no disk is written to."""
    database = state.read_only(path, is_finished=True)
    database.execute(f"PRAGMA cache_size = -{_KEPT}")  # no mapped pages: they would count as memory of the process
    database.execute("PRAGMA temp_store = MEMORY")  # names belong in no other file
    return database


def being_made(path: Path) -> sqlite3.Connection:
    """Open an index that nobody reads yet: what a kill leaves of it is thrown away, so nothing is made durable."""
    database = sqlite3.connect(path, isolation_level=None)
    for pragma in ("journal_mode = OFF", "synchronous = OFF", "cache_size = -65536", "locking_mode = EXCLUSIVE"):
        database.execute(f"PRAGMA {pragma}")
    return database


@functools.lru_cache(maxsize=1 << 12)
def listed(values: tuple[str | int, ...]) -> str:
    """Return a tuple as the JSON of a column."""
    return _JSON.encode(values)


def pack(texts: Texts) -> bytes:
    """Return paragraphs as they are kept."""
    return isal_zlib.compress(_JSON.encode(texts).encode("utf-8"), 1)


def unpack(packed: bytes) -> Texts:
    """Return what `pack` took."""
    return tuple(
        (int(index), str(language), str(text)) for index, language, text in json.loads(zlib.decompress(packed))
    )
