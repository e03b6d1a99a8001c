"""Counts over an opened index, for pictures: how many posts of what, and who appears with whom."""

from __future__ import annotations

import sqlite3

from archive.search.people import found_person
from archive.search.values import LanguageTally, Tally, Together

_MONTH = 7  # characters of "2014-03"


def per_month(database: sqlite3.Connection, column: str) -> tuple[Tally, ...]:
    """Return how many posts each month has, by ``published`` or ``event_date``, in order."""
    sql = (
        f"SELECT substr({column}, 1, {_MONTH}) AS month, count(*) FROM post "
        f"WHERE length({column}) >= {_MONTH} GROUP BY month ORDER BY month"
    )
    return tuple(Tally(*row) for row in database.execute(sql))


def languages_per_month(database: sqlite3.Connection) -> tuple[LanguageTally, ...]:
    """Return how many posts of each month have each language, by month and language."""
    sql = (
        f"SELECT substr(published, 1, {_MONTH}), facet.shown, count(*) FROM post JOIN facet ON facet.post = post.id "
        f"WHERE what = 'language' AND length(published) >= {_MONTH} GROUP BY 1, 2 ORDER BY 1, 2"
    )
    return tuple(LanguageTally(*row) for row in database.execute(sql))


def facets(database: sqlite3.Connection, what: str) -> tuple[Tally, ...]:
    """Return the values of a facet as first written, with their posts, most frequent first."""
    sql = "SELECT min(shown), count(*) FROM facet WHERE what = ? GROUP BY value ORDER BY count(*) DESC, value"
    return tuple(Tally(*row) for row in database.execute(sql, (what,)))


def kinds(database: sqlite3.Connection) -> tuple[Tally, ...]:
    """Return the kinds of events, most frequent first."""
    sql = "SELECT event_kind, count(*) FROM post WHERE event_kind IS NOT NULL GROUP BY 1 ORDER BY 2 DESC, 1"
    return tuple(Tally(*row) for row in database.execute(sql))


def together(database: sqlite3.Connection, limit: int, among: int = 60) -> tuple[Together, ...]:
    """Return the pairs of people whom most posts name both, among those who are named most."""
    sql = (
        "WITH most AS (SELECT id FROM person ORDER BY posts DESC, id LIMIT ?), "
        "seen AS (SELECT DISTINCT person, post FROM named WHERE person IN (SELECT id FROM most)) "
        "SELECT a.person, b.person, count(*) FROM seen AS a JOIN seen AS b ON a.post = b.post AND a.person < b.person "
        "GROUP BY 1, 2 ORDER BY 3 DESC, 1, 2 LIMIT ?"
    )
    return tuple(
        Together(found_person(database, one), found_person(database, other), posts)
        for one, other, posts in database.execute(sql, (among, limit))
    )
