"""The index brought up to date with the records: what changed is read and put in, what is gone taken out."""

from __future__ import annotations

import sqlite3
from collections.abc import Callable, Mapping

from archive.addresses import key
from archive.search import counting, facts
from archive.search.aliases import renew_people
from archive.search.entry import titles_of
from archive.search.preparing import Prepared, prepare_all
from archive.search.schema import INDEXES, unpack
from archive.search.sealed import Records, in_order
from archive.search.tokens import indexed

Progress = Callable[[int, int], None]
_ROOM = 64  # between two ids: as a step in FTS5's lists it takes a byte, as 1 does


class Crowded(Exception):
    """There is no id left between two posts: the index is to be made anew."""


def bring_up_to_date(database: sqlite3.Connection, records: Records, progress: Progress) -> None:
    """Bring an index up to the records of a collection.

    Whatever is damaged is left out, or stays as it was, and is noted as unread.

    Raises:
        Crowded: the posts cannot be kept in order.
    """
    known = {folder: (row, digest) for row, folder, digest in database.execute("SELECT id, folder, digest FROM shown")}
    people: set[str] = set()
    database.execute("BEGIN")
    database.execute("DELETE FROM unread")
    for folder in known.keys() - records.folders.keys():
        people |= _remove(database, known[folder][0])
    new = [(f, versions) for f, versions in records.folders.items() if known.get(f, (0, ""))[1] != versions[-1].digest]
    for done, one in enumerate(prepare_all(records.root, in_order(records.root, new)), 1):
        if one.unread:
            database.executemany("INSERT OR REPLACE INTO unread VALUES (?, ?)", one.unread)
        row, digest = known.get(one.folder, (0, ""))
        if one.is_readable and one.digest != digest:
            people |= _remove(database, row) if row else set()
            people |= _add(database, one)
        progress(done, len(new))
    for statement in INDEXES.split(";"):
        database.execute(statement)
    renew_people(database, people)
    counting.count(database)
    database.execute("COMMIT")


def _id(database: sqlite3.Connection, instant: int) -> int:
    """Return an id for a post that keeps the ids in the order of publication."""
    last, newest = database.execute("SELECT id, instant FROM post ORDER BY id DESC LIMIT 1").fetchone() or (0, 0)
    if instant >= newest:
        return int(last) + _ROOM
    after = database.execute(
        "SELECT id FROM post WHERE instant > ? ORDER BY instant, id LIMIT 1", (instant,)
    ).fetchone()[0]
    before = database.execute("SELECT max(id) FROM post WHERE id < ?", (after,)).fetchone()[0]
    middle = int(after - _ROOM if before is None else (before + after) // 2)
    if middle == before:
        raise Crowded
    return middle


def _add(database: sqlite3.Connection, one: Prepared) -> set[str]:
    """Put a post in, and return whom it names."""
    row = _id(database, one.instant)
    database.execute("INSERT INTO post VALUES (?,?,?,?,?,?,?,'')", (row, *one.post))
    database.execute("INSERT INTO shown VALUES (?,?,?,?,?,?,?,?,?,?,?,?,?)", (row, *one.shown))
    database.execute(
        "INSERT INTO words (rowid, title, body, characters, facts) VALUES (?, ?, ?, ?, ?)", (row, *one.words)
    )
    facets = [(what, value, row, shown) for what, value, shown in one.facets]
    database.executemany("INSERT INTO facet VALUES (?, ?, ?, ?)", facets)
    named = [(person, row, *rest) for person, *rest in one.named]
    database.executemany("INSERT INTO named VALUES (?, ?, ?, ?, ?, ?, ?)", named)
    return {str(person) for person, *_ in named}


def _remove(database: sqlite3.Connection, row: int) -> set[str]:
    """Take a post out, and return whom it named."""
    columns = "title_raw, title_en, title_zh, texts"
    *title, texts = database.execute(f"SELECT {columns} FROM shown WHERE id = ?", (row,)).fetchone()
    # FTS5 without content must be told what it is to forget: the same texts give the same tokens.
    words = indexed(titles_of(*title), [text for _, _, text in unpack(texts)])
    people = {str(person) for (person,) in database.execute("SELECT person FROM named WHERE post = ?", (row,))}
    facets = database.execute("SELECT what, value, shown FROM facet WHERE post = ?", (row,)).fetchall()
    *kinds, images = database.execute("SELECT kind, event_kind, images FROM post WHERE id = ?", (row,)).fetchone()
    forget = "INSERT INTO words (words, rowid, title, body, characters, facts) VALUES ('delete', ?, ?, ?, ?, ?)"
    database.execute(forget, (row, *words, facts.tokens_of(facets, people, kinds, images)))
    for table, column in (("post", "id"), ("shown", "id"), ("facet", "post"), ("named", "post")):
        database.execute(f"DELETE FROM {table} WHERE {column} = ?", (row,))
    return people


def note_states(database: sqlite3.Connection, states: Mapping[str, str]) -> None:
    """Note what the newest capture of each post was judged to be, by the key of its address."""
    rows = database.execute("SELECT id, url, state FROM post JOIN shown USING (id)") if states else ()
    changed = [(now, row) for row, url, before in rows if (now := states.get(key(url), "")) != before]
    database.execute("BEGIN")
    database.executemany("UPDATE post SET state = ? WHERE id = ?", changed)
    database.execute("COMMIT")
