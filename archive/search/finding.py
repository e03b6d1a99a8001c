"""Queries put to an opened index, and posts given back with what was found in them."""

from __future__ import annotations

import json
import sqlite3
from collections.abc import Iterable, Sequence
from dataclasses import replace
from typing import Any

from archive.search.conditions import Asked, asked_of
from archive.search.expression import Node, read, words_of
from archive.search.schema import unpack
from archive.search.snippets import snippets
from archive.search.tokens import Phrase
from archive.search.values import Hit, Query, Results

_COLUMNS = (
    "post.id, post_id, version, url, kind, title_en, title_zh, title_raw, published, event_date, event_kind, place, "
    "languages, labels, images, state"
)
_WEIGHTS = "4.0, 1.0, 0.1"  # a word of the title says more about a post than one of its text
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
    asked = asked_of(query, node)
    total, rows = _rows(database, asked, query)
    scores = dict(rows)
    hits = [replace(hit, score=scores[row]) for row, hit in _hits(database, list(scores), node)]
    return Results(total, tuple(hits))


def identifiers(database: sqlite3.Connection, query: Query) -> tuple[str, ...]:
    """Return the ids of all posts that fit a query, newest first, whatever its limit. Raises as `find`."""
    row, tables, where, parameters = _asked_in_sql(asked_of(query, read(query.text)))
    fitting = f"SELECT {row} FROM {tables} WHERE {where}"
    sql = f"SELECT post_id FROM shown WHERE id IN ({fitting}) ORDER BY id DESC"
    return tuple(str(post_id) for (post_id,) in database.execute(sql, parameters))


def _asked_in_sql(asked: Asked) -> tuple[str, str, str, list[Any]]:
    """Return the column of the row's id, the tables, the condition and what stands for its marks."""
    where = " AND ".join(f"coalesce(({one.sql}), 0)" for one in asked.conditions) or "1"
    parameters: list[Any] = [value for one in asked.conditions for value in one.parameters]
    if not asked.match:
        return "post.id", "post", where, parameters
    tables = "words JOIN post ON post.id = words.rowid" if asked.conditions else "words"
    return "words.rowid", tables, f"words MATCH ? AND {where}", [asked.match, *parameters]


def _rows(database: sqlite3.Connection, asked: Asked, query: Query) -> tuple[int, list[tuple[int, float]]]:
    """Return how many posts fit, and the rows of those asked for with their scores, in order."""
    row, tables, where, parameters = _asked_in_sql(asked)
    total = database.execute(f"SELECT count(*) FROM {tables} WHERE {where}", parameters).fetchone()[0]
    score = f"-bm25(words, {_WEIGHTS})" if asked.match and query.sort == "relevance" else "0.0"
    way = "ASC" if query.sort == "oldest" else "DESC"
    sql = f"SELECT {row} AS id, {score} AS score FROM {tables} WHERE {where} ORDER BY {row} {way} LIMIT ? OFFSET ?"
    if score == "0.0" or query.offset >= RANKED:
        return total, database.execute(sql, [*parameters, query.limit, query.offset]).fetchall()
    ranked = f"SELECT id, score FROM ({sql}) ORDER BY score DESC, id DESC LIMIT ? OFFSET ?"
    return total, database.execute(ranked, [*parameters, RANKED, 0, query.limit, query.offset]).fetchall()


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
    _, *plain, languages, labels, images, state, texts = row
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
    )
