"""A query as SQL. Pure: what is asked goes in as parameters, and into FTS5 as tokens in quotes, never as text.

Words and facts go to FTS5 as one question, which it answers without looking at a post; dates and states are columns.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass

from archive.errors import UsageError
from archive.search import facts, fields
from archive.search.expression import All, Any, Field, Node, Not, Words
from archive.search.folding import fold
from archive.search.tokens import Phrase, is_character, phrase
from archive.search.values import MOST_HITS, SORTS, Query

Parameters = tuple[str | int, ...]
Look = Callable[[str], Sequence[str]]
_EVERY = facts.asked(facts.EVERY, ("",))


@dataclass(frozen=True)
class Known:
    """What the index knows: the ids of the people whom a name can mean, the places a text is a part of."""

    people: Look
    places: Look


@dataclass(frozen=True)
class Condition:
    """A condition on a row of ``post``: SQL with marks, and what stands for them.

    ``is_published``: it is on the date of publication alone, and posts lie in the index nearly in that order.
    """

    sql: str
    parameters: Parameters = ()
    is_published: bool = False


@dataclass(frozen=True)
class Asked:
    """What is asked: ``match`` for FTS5, "" where it is not asked, and what else must hold of a post.

    ``has_words`` says whether posts can be ranked by what is asked.
    """

    match: str
    conditions: tuple[Condition, ...]
    has_words: bool


def asked_of(query: Query, node: Node, known: Known) -> Asked:
    """Return a query as SQL; its text is read already. Raises UsageError where a filter cannot be."""
    parts = [*(node.parts if isinstance(node, All) else (node,)), *_filters(query)]
    by_words = [(part, _matching(part, known)) for part in parts]
    rest = tuple(_condition(part, known) for part, match in by_words if not match)
    match = _conjunction([(part, match) for part, match in by_words if match])
    return Asked(match, (*rest, *_dates(query)), any(has_words(part) for part, match in by_words if match))


def has_words(node: Node) -> bool:
    """Say whether a post can fit better or less well."""
    if isinstance(node, All | Any):
        return any(map(has_words, node.parts))
    return isinstance(node, Words) or (isinstance(node, Field) and node.name == fields.TITLE)


def _conjunction(parts: Sequence[tuple[Node, str]]) -> str:
    """Return what FTS5 is asked for posts that are all of some: it knows NOT only behind what is to be."""
    wanted = [match for part, match in parts if not isinstance(part, Not)]
    excluded = [match.removeprefix(_WITHOUT) for part, match in parts if isinstance(part, Not)]
    if not excluded:
        return " AND ".join(wanted)
    return f"({' AND '.join(wanted) or _EVERY}) NOT ({' OR '.join(excluded)})"


_WITHOUT = f"{_EVERY} NOT "


def _matching(node: Node, known: Known) -> str:
    """Return what FTS5 is asked for a tree, "" where it is about more than words and facts."""
    if isinstance(node, Words):
        return _quoted(node.wanted)
    if isinstance(node, Field):
        return _field(node, known)
    if isinstance(node, Not):
        inner = _matching(node.part, known)
        return f"{_WITHOUT}({inner})" if inner else ""
    parts = [(part, _matching(part, known)) for part in node.parts]
    if not parts or not all(match for _, match in parts):
        return ""
    if isinstance(node, All):
        return f"({_conjunction(parts)})"
    return f"({' OR '.join(f'({match})' for _, match in parts)})"


def _quoted(wanted: Phrase) -> str:
    """Return a phrase for FTS5: tokens are letters and digits, so nothing in them can end the quotes.

    One character is looked for in the column that has each of them; several beside each other anywhere but there.
    """
    if is_character(wanted):
        return f'characters : "{wanted.tokens[0]}"'
    return f'{{title body}} : "{" ".join(wanted.tokens)}"' + (" *" if wanted.is_open else "")


def _field(field: Field, known: Known) -> str:
    name, value = field.name, field.value
    if name == fields.TITLE:
        wanted = phrase(value)
        return f'title : "{" ".join(wanted.tokens)}"' + (" *" if wanted.is_open else "") if wanted else ""
    if name == fields.PERSON:
        return facts.asked(facts.PERSON, known.people(value))
    if name == fields.PLACE:
        places = known.places(value)
        return facts.asked(facts.PLACE, places) if len(places) <= facts.MOST else ""
    if name in (fields.LABEL, fields.LANGUAGE):
        value = fold(value)
    return facts.asked(_FACTS[name], (value,)) if name in _FACTS else ""


def _condition(node: Node, known: Known) -> Condition:
    if match := _matching(node, known):
        return Condition("post.id IN (SELECT rowid FROM words WHERE words MATCH ?)", (match,))
    if isinstance(node, Not):
        inner = _condition(node.part, known)
        return Condition(f"NOT coalesce(({inner.sql}), 0)", inner.parameters)
    if isinstance(node, All | Any):
        return _joined(" AND " if isinstance(node, All) else " OR ", [_condition(part, known) for part in node.parts])
    if isinstance(node, Field):
        return _COLUMNS[node.name](node.value)
    raise AssertionError(node)


def _joined(word: str, parts: list[Condition]) -> Condition:
    if not parts:
        return Condition("1")
    sql = word.join(f"({part.sql})" for part in parts)
    return Condition(sql, tuple(value for part in parts for value in part.parameters))


def _filters(query: Query) -> list[Node]:
    if query.sort not in SORTS:
        raise UsageError(f"What is found can be sorted by {', '.join(SORTS)}, and not by {query.sort}.")
    if not 0 <= query.limit <= MOST_HITS or query.offset < 0:
        raise UsageError(f"From 0 to {MOST_HITS} posts can be asked for at once.")
    named = {fields.LANGUAGE: query.language, fields.PERSON: query.person, fields.PLACE: query.place,
             fields.KIND: query.kind, fields.LABEL: query.label, fields.STATE: query.state}  # fmt: skip
    try:
        found: list[Node] = [Field(name, fields.value_of(name, value)) for name, value in named.items() if value]
    except ValueError as error:
        raise UsageError(str(error)) from None
    if query.has_images is not None:
        images = Field(fields.HAS, "images")
        found.append(images if query.has_images else Not(images))
    return found


def _dates(query: Query) -> list[Condition]:
    given = (("published", ">=", query.published_from), ("published", "<=", query.published_to),
             ("event_date", ">=", query.event_from), ("event_date", "<=", query.event_to))  # fmt: skip
    try:
        return [_dated(column, sign, fields.date_of(value)) for column, sign, value in given if value]
    except ValueError as error:
        raise UsageError(str(error)) from None


def _dated(column: str, sign: str, date: str) -> Condition:
    """Return a condition on the day as the blog itself has it; a date cut short counts whole.

    Dates are compared as texts, so that an index serves: what begins with a date lies before the date's last
    character raised by one.
    """
    behind = date[:-1] + chr(ord(date[-1]) + 1)
    name, is_published = f"post.{column}", column == "published"
    if sign == "=":
        return Condition(f"{name} >= ? AND {name} < ?", (date, behind), is_published)
    if sign == "<=":
        return Condition(f"{name} < ?", (behind,), is_published)
    return Condition(f"{name} {sign} ?", (date,), is_published)


def _place(value: str) -> Condition:
    sql = "post.id IN (SELECT post FROM facet WHERE what = 'place' AND instr(value, ?) > 0)"
    return Condition(sql, (fold(value),))


_FACTS = {
    fields.LABEL: facts.LABEL,
    fields.LANGUAGE: facts.LANGUAGE,
    fields.KIND: facts.KIND,
    fields.HAS: facts.HAS,
    fields.ORIGIN: facts.ORIGIN,
}
_COLUMNS: dict[str, Callable[[str], Condition]] = {
    fields.PLACE: _place,
    fields.BEFORE: lambda value: _dated("published", "<", value),
    fields.AFTER: lambda value: _dated("published", ">=", value),
    fields.EVENT: lambda value: _dated("event_date", "=", value),
    fields.STATE: lambda value: Condition("post.state = ?", (value,)),
    fields.TITLE: lambda _: Condition("0"),  # without letters and digits no title has it
}
