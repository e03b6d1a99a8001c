"""The people of a whole collection, mined from its records: each name, its spellings, and where each was seen.

Chinese characters are the identity where they are given. An English name that no post gives together with characters
stays an entry of its own, however many Chinese names it could be read as: nobody is joined here by romanisation.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, field
from typing import Any

from archive import codec
from archive.durable import replace
from archive.layout import Layout
from archive.records import Attendee, Post

SCHEMA = 1


@dataclass(frozen=True)
class Place:
    """Where a name was seen: a post, and the paragraphs of its current record. The post's record cites the captures.

    ``basis`` is list, caption or credit; ``match`` how the two names were joined there: given (both stand together),
    reading, surname, sound, position; None for a name that stood there in one language.
    """

    url: str
    paragraphs: tuple[int, ...]
    basis: str
    match: str | None = None


@dataclass(frozen=True)
class Spelling:
    """An English spelling of a Chinese name; ``times`` is in how many places, ``given`` in how many the text itself
    sets the two side by side. ``ambiguous``: another Chinese name is spelled so, too.
    """

    en: str
    times: int
    given: int
    ambiguous: bool
    places: tuple[Place, ...]


@dataclass(frozen=True)
class Person:
    """One name. With ``zh``: a person by characters, its spellings, and ``places`` where the characters alone stood.

    Without: an English name that stood alone, in ``places``; ``may_be`` are the Chinese names that elsewhere are
    spelled so, and ``ambiguous`` says that they are more than one. It is none of them until somebody says so.
    """

    zh: str | None
    en: str | None
    times: int
    ambiguous: bool
    spellings: tuple[Spelling, ...]
    may_be: tuple[str, ...]
    places: tuple[Place, ...]


@dataclass(frozen=True)
class People:
    """The document ``records/people.json``."""

    people: tuple[Person, ...] = ()
    schema: int = field(default=SCHEMA)


Seen = dict[tuple[str | None, str | None], list[Place]]  # (Chinese, English) -> places


def people(posts: Iterable[Post]) -> tuple[Person, ...]:
    """Return the people of some records, those with characters first, in the order of their names."""
    seen: Seen = {}
    for post in posts:
        for attendee in post.attendees:
            seen.setdefault((attendee.zh, attendee.en), []).append(_place(post, attendee))
    chinese = sorted({zh for zh, _ in seen if zh})
    alone = sorted({en for zh, en in seen if en and not zh})
    spelled: dict[str, list[str]] = {}
    for name, spelling in sorted((zh, en) for zh, en in seen if zh and en):
        spelled.setdefault(_folded(spelling), []).append(name)
    known = {fold: tuple(dict.fromkeys(names)) for fold, names in spelled.items()}
    spellings: dict[str, list[str]] = {zh: [] for zh in chinese}
    for characters, en in seen:
        if characters and en:
            spellings[characters].append(en)
    with_characters = (_by_characters(zh, spellings[zh], seen, known) for zh in chinese)
    return (*with_characters, *(_by_spelling(en, seen, known) for en in alone))


def keep_people(layout: Layout, records: Iterable[dict[str, Any]]) -> None:
    """Write the people of a collection's current records, given as JSON objects. The same records give the same bytes.

    Raises:
        StorageError: the disk refused.
    """
    replace(layout.people, codec.dump(People(people(map(_named_in, records)))).encode("utf-8"))


def _named_in(record: dict[str, Any]) -> Post:
    """Return what tells of people in a record; to build all of it would take several times as long."""
    attendees = tuple(codec.from_plain(Attendee, plain) for plain in record["attendees"])
    return Post(record["id"], record["url"], attendees=attendees)


def _place(post: Post, attendee: Attendee) -> Place:
    return Place(post.url, attendee.paragraphs, attendee.basis, attendee.match)


def _by_characters(zh: str, names: Iterable[str], seen: Seen, known: dict[str, tuple[str, ...]]) -> Person:
    spellings = sorted(
        (_spelling(en, seen[zh, en], known) for en in names),
        key=lambda spelling: (-spelling.times, spelling.en),
    )
    alone = _in_order(seen.get((zh, None), []))
    times = len(alone) + sum(spelling.times for spelling in spellings)
    return Person(zh, None, times, any(spelling.ambiguous for spelling in spellings), tuple(spellings), (), alone)


def _spelling(en: str, places: list[Place], known: dict[str, tuple[str, ...]]) -> Spelling:
    given = sum(place.match == "given" for place in places)
    return Spelling(en, len(places), given, len(known[_folded(en)]) > 1, _in_order(places))


def _by_spelling(en: str, seen: Seen, known: dict[str, tuple[str, ...]]) -> Person:
    places = _in_order(seen[None, en])
    may_be = known.get(_folded(en), ())
    return Person(None, en, len(places), len(may_be) > 1, (), may_be, places)


def _in_order(places: Iterable[Place]) -> tuple[Place, ...]:
    return tuple(sorted(places, key=lambda place: (place.url, place.paragraphs, place.basis, place.match or "")))


def _folded(en: str) -> str:
    """Return a spelling as spellings are held against each other: case, hyphens and spaces tell nobody apart."""
    return "".join(c for c in en.casefold() if c.isalpha())
