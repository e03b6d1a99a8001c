"""People looked up in an opened index."""

from __future__ import annotations

import json
import sqlite3
from collections.abc import Sequence

from archive.search.aliases import SPELLING, letters_of, orders
from archive.search.folding import fold
from archive.search.values import Naming, PeopleFound, PersonFound, PersonPage, Seen

# Another name is spelled so, too.
_SHARED = (
    "SELECT DISTINCT other.person FROM alias AS own JOIN alias AS other ON other.written = own.written "
    f"AND other.person <> own.person AND other.basis = '{SPELLING}' WHERE own.person = ? AND own.basis = '{SPELLING}'"
)


def found_person(database: sqlite3.Connection, person: str) -> PersonFound:
    """Return a person of the index. Raises KeyError for an id that is nobody's."""
    row = database.execute("SELECT zh, en, posts FROM person WHERE id = ?", (person,)).fetchone()
    if row is None:
        raise KeyError(person)
    shared = database.execute(f"SELECT EXISTS ({_SHARED})", (person,)).fetchone()[0]
    return PersonFound(person, tuple(json.loads(row[0])), tuple(json.loads(row[1])), row[2], bool(shared))


def people(database: sqlite3.Connection, text: str | None, limit: int, offset: int) -> PeopleFound:
    """Return the people a text names, or all: first those whose whole name it is, then those whose name begins so."""
    if not (text or "").strip():
        total = database.execute("SELECT count(*) FROM person").fetchone()[0]
        rows = database.execute("SELECT id FROM person ORDER BY posts DESC, id LIMIT ? OFFSET ?", (limit, offset))
        return PeopleFound(total, tuple(found_person(database, row) for (row,) in rows))
    found = _named(database, str(text).strip())
    return PeopleFound(len(found), tuple(found_person(database, one) for one in found[offset : offset + limit]))


def _named(database: sqlite3.Connection, text: str) -> list[str]:
    written = list(dict.fromkeys(filter(None, (fold(text), letters_of(text), *orders(text)))))
    marks = ",".join("?" * len(written))
    sql = f"SELECT DISTINCT id, posts FROM alias JOIN person ON id = person WHERE written IN ({marks})"
    whole = [row[0] for row in sorted(database.execute(sql, written), key=lambda row: (-row[1], row[0]))]
    begun: dict[str, int] = {}
    for begin in written:
        sql = "SELECT DISTINCT id, posts FROM alias JOIN person ON id = person WHERE written >= ? AND written < ?"
        begun |= dict(database.execute(sql, (begin, f"{begin}\U0010ffff")).fetchall())
    rest = sorted(begun.keys() - set(whole), key=lambda one: (-begun[one], one))
    return [*whole, *rest]


def meant(database: sqlite3.Connection, name: str) -> list[str]:
    """Return the ids of those whose whole name, in any spelling, a text is, or whose id it is."""
    written = list(dict.fromkeys((name, fold(name), letters_of(name), *orders(name))))
    marks = ",".join("?" * len(written))
    sql = f"SELECT person FROM alias WHERE written IN ({marks}) UNION SELECT id FROM person WHERE id = ?"
    return [str(person) for (person,) in database.execute(sql, (*written, name))]


def person(database: sqlite3.Connection, identifier: str, most: int = -1) -> PersonPage | None:
    """Return all that is known of a person, None for an id that is nobody's; ``most`` places of each naming."""
    try:
        found = found_person(database, identifier)
    except KeyError:
        return None
    sql = "SELECT zh, en, count(*) FROM named WHERE person = ? GROUP BY zh, en ORDER BY 3 DESC, min(post), zh, en"
    namings = database.execute(sql, (identifier,)).fetchall()
    others = tuple(found_person(database, other) for (other,) in database.execute(_SHARED, (identifier,)).fetchall())
    return PersonPage(found, tuple(_naming(database, identifier, most, *one) for one in namings), others)


def _naming(
    database: sqlite3.Connection, identifier: str, most: int, zh: str | None, en: str | None, places: int
) -> Naming:
    sql = (
        "SELECT post_id, url, paragraphs, basis, match FROM named JOIN shown ON shown.id = named.post "
        "WHERE person = ? AND zh IS ? AND en IS ? ORDER BY named.post LIMIT ?"
    )
    rows = database.execute(sql, (identifier, zh, en, most))
    return Naming(zh, en, places, tuple(map(_seen, rows)))


def _seen(row: Sequence[str]) -> Seen:
    post_id, url, paragraphs, basis, match = row
    return Seen(post_id, url, tuple(json.loads(paragraphs)), basis, match)
