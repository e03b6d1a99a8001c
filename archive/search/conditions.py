"""A query as SQL. Pure: what is asked goes in as parameters, and into FTS5 as tokens in quotes, never as text."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass

from archive.errors import UsageError
from archive.search import fields
from archive.search.aliases import letters_of, orders
from archive.search.expression import All, Any, Field, Node, Not, Words
from archive.search.folding import fold
from archive.search.tokens import Phrase, is_character, phrase
from archive.search.values import MOST_HITS, SORTS, Query

Parameters = tuple[str | int, ...]


@dataclass(frozen=True)
class Condition:
    """A condition on a row of ``post``: SQL with marks, and what stands for them."""

    sql: str
    parameters: Parameters = ()


@dataclass(frozen=True)
class Asked:
    """What is asked: ``match`` for FTS5, "" where it is not asked alone, and what else must hold."""

    match: str
    conditions: tuple[Condition, ...]


def asked_of(query: Query, node: Node) -> Asked:
    """Return a query as SQL; its text is read already. Raises UsageError where a filter cannot be."""
    parts = node.parts if isinstance(node, All) else (node,)
    wanted = [match for part in parts if not isinstance(part, Not) and (match := matching(part))]
    rest = [part for part in parts if isinstance(part, Not) or not matching(part)]
    excluded = [match for part in rest if isinstance(part, Not) and (match := matching(part.part))] if wanted else []
    if wanted:
        rest = [part for part in rest if not (isinstance(part, Not) and matching(part.part))]
    match = " AND ".join(wanted)
    if excluded:
        match = f"({match}) NOT ({' OR '.join(excluded)})"
    return Asked(match, (*map(_condition, rest), *_filters(query)))


def matching(node: Node) -> str:
    """Return what FTS5 is asked for a tree of words alone, "" for any other."""
    if isinstance(node, Words):
        return quoted(node.wanted)
    if isinstance(node, Field) and node.name == fields.TITLE:
        wanted = phrase(node.value)
        return f'title : "{" ".join(wanted.tokens)}"' + (" *" if wanted.is_open else "") if wanted else ""
    if isinstance(node, All | Any) and node.parts:
        parts = [matching(part) for part in node.parts]
        return f"({(' AND ' if isinstance(node, All) else ' OR ').join(parts)})" if all(parts) else ""
    return ""


def quoted(wanted: Phrase) -> str:
    """Return a phrase for FTS5: tokens are letters and digits, so nothing in them can end the quotes.

    One character is looked for in the column that has each of them; several beside each other anywhere but there.
    """
    if is_character(wanted):
        return f'characters : "{wanted.tokens[0]}"'
    return f'{{title body}} : "{" ".join(wanted.tokens)}"' + (" *" if wanted.is_open else "")


def _condition(node: Node) -> Condition:
    if match := matching(node):
        return Condition("post.id IN (SELECT rowid FROM words WHERE words MATCH ?)", (match,))
    if isinstance(node, Not):
        inner = _condition(node.part)
        return Condition(f"NOT coalesce(({inner.sql}), 0)", inner.parameters)
    if isinstance(node, All | Any):
        return _joined(" AND " if isinstance(node, All) else " OR ", [_condition(part) for part in node.parts])
    if isinstance(node, Field):
        return _FIELDS[node.name](node.value)
    raise AssertionError(node)


def _joined(word: str, parts: list[Condition]) -> Condition:
    if not parts:
        return Condition("1")
    sql = word.join(f"({part.sql})" for part in parts)
    return Condition(sql, tuple(value for part in parts for value in part.parameters))


def _filters(query: Query) -> list[Condition]:
    if query.sort not in SORTS:
        raise UsageError(f"What is found can be sorted by {', '.join(SORTS)}, and not by {query.sort}.")
    if not 0 <= query.limit <= MOST_HITS or query.offset < 0:
        raise UsageError(f"From 0 to {MOST_HITS} posts can be asked for at once.")
    named = {fields.LANGUAGE: query.language, fields.PERSON: query.person, fields.PLACE: query.place,
             fields.KIND: query.kind, fields.LABEL: query.label, fields.STATE: query.state}  # fmt: skip
    found = []
    try:
        found = [_FIELDS[name](fields.value_of(name, value)) for name, value in named.items() if value]
        for column, sign, value in (
            ("published", ">=", query.published_from),
            ("published", "<=", query.published_to),
            ("event_date", ">=", query.event_from),
            ("event_date", "<=", query.event_to),
        ):
            found += [_dated(column, sign, fields.date_of(value))] if value else []
    except ValueError as error:
        raise UsageError(str(error)) from None
    if query.has_images is not None:
        found.append(Condition("post.images > 0" if query.has_images else "post.images = 0"))
    return found


def _dated(column: str, sign: str, date: str) -> Condition:
    """Return a condition on the day as the blog itself has it; a date cut short counts whole."""
    return Condition(f"substr(post.{column}, 1, {len(date)}) {sign} ?", (date,))


def _facet(what: str, value: str) -> Condition:
    return Condition("post.id IN (SELECT post FROM facet WHERE what = ? AND value = ?)", (what, fold(value)))


def _place(value: str) -> Condition:
    # Places are as written, so a part of one is enough.
    sql = "post.id IN (SELECT post FROM facet WHERE what = 'place' AND instr(value, ?) > 0)"
    return Condition(sql, (fold(value),))


def _language(value: str) -> Condition:
    sql = "post.id IN (SELECT post FROM facet WHERE what IN ('language', 'language-group') AND value = ?)"
    return Condition(sql, (fold(value),))


def _person(value: str) -> Condition:
    written = list(dict.fromkeys((value, fold(value), letters_of(value), *orders(value))))
    marks = ",".join("?" * len(written))
    sql = (
        "post.id IN (SELECT post FROM named WHERE person IN "
        f"(SELECT person FROM alias WHERE written IN ({marks}) UNION SELECT id FROM person WHERE id = ?))"
    )
    return Condition(sql, (*written, value))


_FIELDS: dict[str, Callable[[str], Condition]] = {
    fields.PERSON: _person,
    fields.PLACE: _place,
    fields.LABEL: lambda value: _facet("label", value),
    fields.LANGUAGE: _language,
    fields.KIND: lambda value: Condition("post.kind = ? OR post.event_kind = ?", (value, value)),
    fields.BEFORE: lambda value: _dated("published", "<", value),
    fields.AFTER: lambda value: _dated("published", ">=", value),
    fields.EVENT: lambda value: _dated("event_date", "=", value),
    fields.HAS: lambda _: Condition("post.images > 0"),
    fields.STATE: lambda value: Condition("post.state = ?", (value,)),
    fields.TITLE: lambda _: Condition("0"),  # without letters and digits no title has it
}
