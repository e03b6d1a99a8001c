"""Everybody whom the running text of a post names: by which names in both languages, and where."""

from __future__ import annotations

import functools
import re
from collections.abc import Collection, Iterator
from dataclasses import dataclass

from pipelines.mentions import mentions_zh
from pipelines.other_name import Spoken, other_names
from pipelines.scripts import HAS_HAN

_ENDS = ".。!?！？;；\n"  # of sentences
_LONGEST = 400  # characters of a sentence on either side of a name
# What bounds a name in characters: marks, words that join, "等人" and honorifics behind it.
_BEFORE = re.compile(r"(?:^|[、,;:()和与與及暨同有\s])$")
_BEHIND = re.compile(r"$|[、,;.。()和与與及暨同等\s]|先生|女士")
_MOST = 60  # people: of a text that names more, the others are not looked at
_PLACES = 8  # of one name


@dataclass(frozen=True)
class Place:
    """Where a name stands: in the ``text`` of the paragraph ``index``, from ``start`` to ``end``."""

    index: int
    text: str
    start: int
    end: int

    @functools.cached_property
    def sentence(self) -> tuple[int, int]:
        """Where the sentence around it begins and ends in the text, as far as it is read."""
        first, last = max(0, self.start - _LONGEST), min(len(self.text), self.end + _LONGEST)
        begin = max(first, *(self.text.rfind(mark, first, self.start) + 1 for mark in _ENDS))
        ends = (self.text.find(mark, self.end, last) for mark in _ENDS)
        return begin, min((end for end in ends if end >= 0), default=last)

    @property
    def is_bounded(self) -> bool:
        """Whether marks or words that join stand on both sides, as in a row of names."""
        before = self.text[max(0, self.start - 1) : self.start]
        return bool(_BEFORE.search(before) and _BEHIND.match(self.text, self.end))


@dataclass(frozen=True)
class Named:
    """A person by the names that a text has for him, each with its first places."""

    en: str | None
    zh: str | None
    english: tuple[Place, ...] = ()
    chinese: tuple[Place, ...] = ()

    @property
    def names(self) -> tuple[str, ...]:
        """The names, one or two."""
        return tuple(name for name in (self.en, self.zh) if name)

    @property
    def places(self) -> tuple[Place, ...]:
        """Where the names stand, in either language."""
        return (*self.english, *self.chinese)


def named_people(spoken: Spoken, known: Collection[str]) -> Iterator[Named]:
    """Yield whom texts name, each once, but those of whom one name is ``known``; who may be two is told by neither."""
    told: set[str] = set()
    for en in [name for name in spoken.latin if name not in known][:_MOST]:
        others = other_names(en, spoken)
        zh = max(others, key=len, default=None)
        told.update(others)
        if all(name not in known and zh and name in zh for name in others):
            yield Named(en, zh, _places(en, spoken), _places(zh, spoken))
    for name in _chinese(spoken):
        if name not in known and not any(name in other or other in name for other in (*told, *known)):
            told.add(name)
            yield Named(None, name, (), _places(name, spoken))


def _chinese(spoken: Spoken) -> list[str]:
    """Return the names in characters that are sure by themselves."""
    names = (mention.name for _, text in spoken.texts if HAS_HAN(text) for mention in mentions_zh(text) if mention.sure)
    return list(dict.fromkeys(names))[:_MOST]


def _places(name: str | None, spoken: Spoken) -> tuple[Place, ...]:
    found: list[Place] = []
    for index, text in spoken.texts if name else ():
        start = text.find(name or "")
        while start >= 0 and len(found) < _PLACES:
            found.append(Place(index, text, start, start + len(name or "")))
            start = text.find(name or "", start + 1)
    return tuple(found)
