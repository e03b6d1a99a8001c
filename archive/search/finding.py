"""Queries put to an opened index, and posts given back with what was found in them."""

from __future__ import annotations

import json
import sqlite3
from collections.abc import Iterable, Sequence
from dataclasses import replace
from heapq import nlargest
from typing import Any

from archive.search.conditions import Asked, Condition, Known, asked_of
from archive.search.counting import PLACES
from archive.search.expression import Node, read, words_of
from archive.search.facts import ORIGIN, OTHERS
from archive.search.folding import fold
from archive.search.people import meant
from archive.search.schema import unpack
from archive.search.snippets import snippets
from archive.search.tokens import Phrase
from archive.search.values import Hit, Query, Results

_COLUMNS = (
    "post.id, post_id, version, url, kind, title_en, title_zh, title_raw, published, event_date, event_kind, place, "
    "languages, labels, images, state, "
    f"(SELECT group_concat(value, ' ') FROM facet WHERE post = post.id AND what = '{ORIGIN}' AND value <> '{OTHERS}')"
)
_WEIGHTS = "4.0, 1.0, 0.1, 0.0"  # a word of the title says more about a post than one of its text
_FIRST, _LAST = -(1 << 62), 1 << 62  # ids
RANKED = 10_000  # posts that are ranked; where more fit, the newest of them


def parse(text: str) -> Query:
    """Return the query that a text asks, in the query language. Raises QueryError where it cannot be understood."""
    read(text)
    return Query(text.strip())


def find(database: sqlite3.Connection, query: Query) -> Results:
    """Return the posts that fit a query.

    Raises:
        UsageError: it cannot be understood, or a filter cannot be.
    """
    node = read(query.text)
    total, rows = _rows(database, _asked(database, query, node), query)
    scores = dict(rows)
    hits = [replace(hit, score=scores[row]) for row, hit in _hits(database, list(scores), node)]
    return Results(total, tuple(hits))


def identifiers(database: sqlite3.Connection, query: Query) -> tuple[str, ...]:
    """Return the ids of all posts that fit a query, newest first, whatever its limit. Raises as `find`."""
    row, tables, where, parameters = _in_sql(database, _asked(database, query, read(query.text)))
    fitting = f"SELECT {row} FROM {tables} WHERE {where}"
    sql = f"SELECT post_id FROM shown WHERE id IN ({fitting}) ORDER BY id DESC"
    return tuple(str(post_id) for (post_id,) in database.execute(sql, parameters))


def _asked(database: sqlite3.Connection, query: Query, node: Node) -> Asked:
    return asked_of(query, node, Known(lambda name: meant(database, name), lambda text: _places(database, text)))


def _places(database: sqlite3.Connection, text: str) -> list[str]:
    # Places are as written, so a part of one is enough.
    sql = "SELECT of FROM tally WHERE name = ? AND instr(of, ?) > 0"
    return [place for (place,) in database.execute(sql, (PLACES, fold(text)))]


def _in_sql(database: sqlite3.Connection, asked: Asked) -> tuple[str, str, str, list[Any]]:
    """Return the column of the row's id, the tables, the condition and what stands for its marks."""
    where = " AND ".join(f"coalesce(({one.sql}), 0)" for one in asked.conditions) or "1"
    parameters: list[Any] = [value for one in asked.conditions for value in one.parameters]
    bounds = _bounds(database, [one for one in asked.conditions if one.is_published])
    if not asked.match:
        return "post.id", "post", f"post.id BETWEEN ? AND ? AND {where}", [*bounds, *parameters]
    # Never the other way round: FTS5 is fast at going through its lists, and slow at being asked post by post.
    tables = "words CROSS JOIN post ON post.id = words.rowid" if asked.conditions else "words"
    where = f"words MATCH ? AND words.rowid BETWEEN ? AND ? AND {where}"
    return "words.rowid", tables, where, [asked.match, *bounds, *parameters]


def _bounds(database: sqlite3.Connection, published: Sequence[Condition]) -> tuple[int, int]:
    """Return between which ids all posts lie that were published so: the index has nearly that order."""
    if not published:
        return _FIRST, _LAST
    where = " AND ".join(f"({one.sql})" for one in published)
    parameters = [value for one in published for value in one.parameters]
    found = database.execute(f"SELECT min(id), max(id) FROM post WHERE {where}", parameters).fetchone()
    return (0, -1) if found[0] is None else (int(found[0]), int(found[1]))


def _rows(database: sqlite3.Connection, asked: Asked, query: Query) -> tuple[int, list[tuple[int, float]]]:
    """Return how many posts fit, and the rows of those asked for with their scores, in order."""
    row, tables, where, parameters = _in_sql(database, asked)
    is_ranked = asked.has_words and query.sort == "relevance" and query.offset < RANKED
    score = f"-bm25(words, {_WEIGHTS})" if is_ranked else "0.0"
    way = "ASC" if query.sort == "oldest" else "DESC"
    sql = f"SELECT {row}, {score} FROM {tables} WHERE {where} ORDER BY {row} {way} LIMIT ? OFFSET ?"
    limit, offset = (RANKED, 0) if is_ranked else (query.limit, query.offset)
    rows = database.execute(sql, [*parameters, limit, offset]).fetchall()
    total = len(rows)
    if not is_ranked or total == RANKED:  # else these are all: they need not be looked for again
        total = database.execute(f"SELECT count(*) FROM {tables} WHERE {where}", parameters).fetchone()[0]
    if is_ranked:
        best = nlargest(query.offset + query.limit, rows, key=lambda found: (found[1], found[0]))
        rows = best[query.offset :]
    return total, rows


def _hits(database: sqlite3.Connection, rows: Sequence[int], node: Node) -> Iterable[tuple[int, Hit]]:
    wanted = words_of(node)
    marks = ",".join("?" * len(rows))
    found = {
        row[0]: row
        for row in database.execute(
            f"SELECT {_COLUMNS}, texts FROM post JOIN shown USING (id) WHERE id IN ({marks})", rows
        )
    }
    for row in rows:
        yield row, _hit(found[row], wanted)


def _hit(row: Sequence[Any], wanted: Sequence[Phrase]) -> Hit:
    _, *plain, languages, labels, images, state, origins, texts = row
    post_id, version, url, kind, title_en, title_zh, title_raw, published, event_date, event_kind, place = plain
    title = next((text for text in (title_raw, title_en, title_zh) if text), "")
    return Hit(
        post_id=post_id,
        version=version,
        url=url,
        kind=kind,
        title_en=title_en,
        title_zh=title_zh,
        title_raw=title_raw,
        published=published,
        event_date=event_date,
        event_kind=event_kind,
        place=place,
        languages=tuple(json.loads(languages)),
        labels=tuple(json.loads(labels)),
        images=images,
        state=state,
        score=0.0,
        snippets=snippets(title, unpack(texts), wanted),
        origins=tuple(sorted((origins or "").split())),
    )
