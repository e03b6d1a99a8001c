"""Who is protected: all whom a collection names as there, or as author, and whom its keepers list; not the exempted.

All versions of the records are asked, so that whoever ``records/people.json`` knows of the newest is among them.
A line of a list is one person: names in Chinese characters and Latin letters, parted by commas. In a list of
exemptions a line may also be a word alone, such as a given name that is a common word; it is then not hidden where it
stands alone.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable
from dataclasses import dataclass

from archive.records import Post
from archive.redaction.folding import folded_han, folded_latin
from archive.redaction.marks import FULL
from archive.redaction.matching import Form

_PARTS = re.compile(r"[,，、;；\t=]")


@dataclass(frozen=True)
class Lore:
    """What is known of names: all forms of one (Chinese, Latin spellings), its initials, whether a text is one, and
    which characters of a text read as one of some names in Latin letters.
    """

    forms: Callable[[str | None, tuple[str, ...]], tuple[Form, ...]]
    initials: Callable[[str | None, tuple[str, ...]], str]
    is_name: Callable[[str], bool]
    read_as: Callable[[str, frozenset[str]], Iterable[tuple[str, str]]]


@dataclass(frozen=True)
class Named:
    """A person: ``zh`` is who it is, where it is known; ``en`` are the spellings, the most usual first."""

    zh: str | None
    en: tuple[str, ...] = ()

    @property
    def id(self) -> str:
        """What tells people apart: the characters, else the letters."""
        return folded_han(self.zh) if self.zh else folded_latin(self.en[0])


@dataclass(frozen=True)
class Lists:
    """What keepers have listed, a person a line: also to be protected, not to be, and withdrawn for good."""

    protected: tuple[str, ...] = ()
    exempt: tuple[str, ...] = ()
    withdrawn: tuple[str, ...] = ()


def lines_of(text: str) -> tuple[str, ...]:
    """Return the lines of a list; empty ones and those that begin with # say nothing."""
    lines = (line.strip() for line in text.lstrip("\ufeff").splitlines())
    return tuple(dict.fromkeys(line for line in lines if line and not line.startswith("#")))


def _parts(line: str) -> list[str]:
    return [part.strip() for part in _PARTS.split(line)]


def person_of(line: str) -> Named | None:
    """Return the person of a line, None where it has no letters."""
    parts = [part for part in _parts(line) if folded_han(part) or folded_latin(part)]
    zh = next((part for part in parts if folded_han(part)), None)
    en = tuple(part for part in parts if not folded_han(part))
    return Named(zh, en) if parts else None


class Gathering:
    """People, as they are met."""

    def __init__(self) -> None:
        self._by_han: dict[str, tuple[str, dict[str, None]]] = {}
        self._alone: dict[str, str] = {}

    def add(self, zh: str | None, en: Iterable[str]) -> None:
        """Add a person by one name or both."""
        if zh and folded_han(zh):
            self._by_han.setdefault(folded_han(zh), (zh, {}))[1].update(dict.fromkeys(en))
            return
        for text in en:
            if folded_latin(text):
                self._alone.setdefault(folded_latin(text), text)

    def add_post(self, post: Post, lore: Lore) -> None:
        """Add whom a record names as there, and its author where that is a person."""
        for attendee in post.attendees:
            self.add(attendee.zh, [attendee.en] if attendee.en else [])
        for name in (post.author.byline, post.author.account):
            if name and lore.is_name(name):
                self.add(*((name, ()) if folded_han(name) else (None, (name,))))

    def people(self) -> list[Named]:
        """Return all, by id. A spelling without characters counts for those with characters who are spelled so."""
        known = {folded_latin(en) for _, spelled in self._by_han.values() for en in spelled}
        found = [Named(zh, tuple(en)) for zh, en in self._by_han.values()]
        found += [Named(None, (en,)) for letters, en in self._alone.items() if letters not in known]
        return sorted(found, key=lambda person: person.id)


def read_in_chinese(people: Iterable[Named], texts: Iterable[str], lore: Lore) -> dict[str, set[str]]:
    """Return, by id, the characters in some texts that read as the name of somebody known in Latin letters alone.

    A post may name them in characters that no list of who was there has.
    """
    alone = frozenset(person.id for person in people if person.zh is None)
    found: dict[str, set[str]] = {}
    for text in texts if alone else ():
        for characters, name in lore.read_as(text, alone):
            found.setdefault(name, set()).add(characters)
    return found


def protected(found: Gathering, lists: Lists, mode: str, lore: Lore) -> dict[Named, tuple[Form, ...]]:
    """Return the people whom a copy must not name, each with the forms of the name that it must not hold.

    In the mode ``full`` these are only who was listed or withdrawn. Nothing exempts who was withdrawn.
    """
    listed = Gathering()
    for person in filter(None, map(person_of, (*lists.protected, *lists.withdrawn))):
        listed.add(person.zh, person.en)
        found.add(person.zh, person.en)
    wanted = {person.id for person in listed.people()}
    for_good = {one.id for one in map(person_of, lists.withdrawn) if one}
    exempt = {_folded(part) for line in lists.exempt for part in _parts(line)}
    chosen: dict[Named, tuple[Form, ...]] = {}
    for person in found.people():
        forms = lore.forms(person.zh, person.en)
        if person.id not in for_good:
            names = {_folded(name) for name in (person.zh, *person.en) if name}
            if names & exempt or (mode == FULL and person.id not in wanted):
                continue
            forms = tuple(form for form in forms if _folded(form.text) not in exempt)
        chosen[person] = forms
    return chosen


def _folded(text: str) -> str:
    return folded_han(text) or folded_latin(text)
