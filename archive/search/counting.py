"""Counts for pictures, made with the index: how many posts of what, and who appears with whom."""

from __future__ import annotations

import sqlite3

from archive.search.people import found_person
from archive.search.values import LanguageTally, Tally, Together

PUBLISHED, EVENTS, LANGUAGES, PLACES, LABELS, KINDS = "published", "events", "languages", "place", "label", "kinds"
_MONTH = 7  # characters of "2014-03"
_AMONG, _MOST_PAIRS = 60, 1000

# Each gives name, what is counted, how it is shown, posts.
_COUNTED = (
    f"SELECT '{PUBLISHED}', substr(published, 1, {_MONTH}), '', count(*) FROM post "
    f"WHERE length(published) >= {_MONTH} GROUP BY 2 ORDER BY 2",
    f"SELECT '{EVENTS}', substr(event_date, 1, {_MONTH}), '', count(*) FROM post "
    f"WHERE length(event_date) >= {_MONTH} GROUP BY 2 ORDER BY 2",
    f"SELECT '{LANGUAGES}', substr(published, 1, {_MONTH}), facet.shown, count(*) FROM facet JOIN post ON id = post "
    f"WHERE what = 'language' AND shown <> '' AND length(published) >= {_MONTH} GROUP BY 2, 3 ORDER BY 2, 3",
    f"SELECT what, value, min(shown), count(*) FROM facet WHERE what IN ('{PLACES}', '{LABELS}') "
    "GROUP BY what, value ORDER BY 4 DESC, 2",
    f"SELECT '{KINDS}', event_kind, event_kind, count(*) FROM post WHERE event_kind IS NOT NULL GROUP BY 2 "
    "ORDER BY 4 DESC, 2",
)
_TOGETHER = (
    "WITH most AS (SELECT id FROM person ORDER BY posts DESC, id LIMIT ?), "
    "seen AS (SELECT DISTINCT person, post FROM named WHERE person IN (SELECT id FROM most)) "
    "SELECT a.person, b.person, count(*) FROM seen AS a JOIN seen AS b ON a.post = b.post AND a.person < b.person "
    "GROUP BY 1, 2 ORDER BY 3 DESC, 1, 2 LIMIT ?"
)


def count(database: sqlite3.Connection) -> None:
    """Count all posts anew."""
    database.execute("DELETE FROM tally")
    for counted in _COUNTED:
        database.execute(f"INSERT INTO tally {counted}")
    database.execute("DELETE FROM together")
    database.execute(f"INSERT INTO together {_TOGETHER}", (_AMONG, _MOST_PAIRS))


def per_month(database: sqlite3.Connection, name: str) -> tuple[Tally, ...]:
    """Return how many posts each month has, `PUBLISHED` or of `EVENTS`, in order."""
    return tuple(Tally(*row) for row in _counted(database, name, "of, posts"))


def languages_per_month(database: sqlite3.Connection) -> tuple[LanguageTally, ...]:
    """Return how many posts of each month have each language, by month and language."""
    return tuple(LanguageTally(*row) for row in _counted(database, LANGUAGES, "of, shown, posts"))


def facets(database: sqlite3.Connection, name: str) -> tuple[Tally, ...]:
    """Return `PLACES`, `LABELS` or `KINDS` as first written, with their posts, most frequent first."""
    return tuple(Tally(*row) for row in _counted(database, name, "shown, posts"))


def _counted(database: sqlite3.Connection, name: str, columns: str) -> sqlite3.Cursor:
    return database.execute(f"SELECT {columns} FROM tally WHERE name = ? ORDER BY rowid", (name,))


def together(database: sqlite3.Connection, limit: int) -> tuple[Together, ...]:
    """Return the pairs of people whom most posts name both, among those who are named most."""
    rows = database.execute("SELECT one, other, posts FROM together ORDER BY rowid LIMIT ?", (limit,)).fetchall()
    people = {each: found_person(database, each) for row in rows for each in row[:2]}
    return tuple(Together(people[one], people[other], posts) for one, other, posts in rows)
