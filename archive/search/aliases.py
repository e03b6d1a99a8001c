"""People by every way their names are written: characters in either script, the blogs' spellings, pinyin.

A person is made from the name alone: the characters as they are folded, or, of a name that stood alone in letters,
these. So two people of one romanisation stay two, and a name in letters stays apart from all whom it could mean.
"""

from __future__ import annotations

import functools
import hashlib
import itertools
import sqlite3
from collections import Counter
from collections.abc import Iterable, Iterator

from archive.romanisation import spellings as spellings_of
from archive.search.folding import fold
from archive.search.schema import listed

_LEAST_SURE, _MOST_READINGS = 0.95, 40  # weights of `archive.romanisation`: pinyin, Lee and Park, either order
_MOST_WORDS = 4  # of a name whose words may stand in any order
CHARACTERS, SPELLING, TURNED, READING = "characters", "spelling", "turned", "reading"


@functools.lru_cache(maxsize=1 << 14)
def identity(zh: str | None, en: str | None) -> str:
    """Return the id of whom a name names: the same for both scripts, and for all spellings of a name in characters."""
    name = f"zh:{fold(zh)}" if zh else f"en:{letters_of(en or '')}"
    return hashlib.sha256(name.encode("utf-8")).hexdigest()[:16]


def letters_of(spelling: str) -> str:
    """Return a spelling as it is compared: case, accents, spaces and hyphens tell nobody apart.

    Other than `archive.romanisation.letters` it keeps letters of every alphabet, and has u for ü, as people type it.
    """
    return "".join(c for c in fold(spelling) if c.isalpha())


def renew_people(database: sqlite3.Connection, people: Iterable[str]) -> None:
    """Make the rows of some people anew from where they are named."""
    for person in people:
        database.execute("DELETE FROM person WHERE id = ?", (person,))
        database.execute("DELETE FROM alias WHERE person = ?", (person,))
        rows = database.execute("SELECT post, zh, en FROM named WHERE person = ?", (person,)).fetchall()
        if rows:
            _add(database, person, rows)


def _add(database: sqlite3.Connection, person: str, rows: list[tuple[int, str | None, str | None]]) -> None:
    zh = Counter(zh for _, zh, _ in rows if zh)
    en = Counter(en for _, _, en in rows if en)
    row = (person, _listed(zh), _listed(en), len({post for post, *_ in rows}))
    database.execute("INSERT INTO person VALUES (?, ?, ?, ?)", row)
    aliases: dict[str, str] = {}
    for written, basis in _aliases(zh, en):
        if written:
            aliases.setdefault(written, basis)
    database.executemany("INSERT INTO alias VALUES (?, ?, ?)", [(w, person, basis) for w, basis in aliases.items()])


def _listed(names: Counter[str]) -> str:
    ordered = sorted(names, key=lambda name: (-names[name], name))
    return listed(tuple(ordered))


def _aliases(zh: Iterable[str], en: Iterable[str]) -> Iterator[tuple[str, str]]:
    yield from ((fold(name), CHARACTERS) for name in zh)
    spellings = list(en)
    yield from ((letters_of(name), SPELLING) for name in spellings)
    yield from ((turned, TURNED) for name in spellings for turned in orders(name))
    yield from ((read, READING) for name in zh for read in readings(name))


def readings(zh: str) -> list[str]:
    """Return a name in characters in pinyin, and with other spellings of its surname, in both orders of its parts."""
    weighed = spellings_of(zh).items()
    found = sorted((read for read in weighed if read[1] >= _LEAST_SURE), key=lambda read: (-read[1], read[0]))
    return [letters_of(read.replace("v", umlaut)) for read, _ in found[:_MOST_READINGS] for umlaut in ("v", "u")]


def orders(name: str) -> list[str]:
    """Return the letters of a name with its words in every order."""
    words = [letters_of(word) for word in name.replace("-", " ").split()]
    if not 1 < len(words) <= _MOST_WORDS:
        return [letters_of(name)]
    return list(dict.fromkeys(map("".join, itertools.permutations(words))))
