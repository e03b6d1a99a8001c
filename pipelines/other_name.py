"""The name that one person has in the other language of a post, wherever it stands: by reading or by its sound."""

from __future__ import annotations

import functools
import re
from collections import Counter
from collections.abc import Callable, Iterator
from dataclasses import dataclass

from archive.romanisation import is_tibetan, letters, surname_spellings, tibetan_parts
from archive.romanisation_tables import DOUBLE_SURNAMES, TIBETAN
from pipelines.foreign_names import alone_in, told_alone_by, told_by
from pipelines.mentions import foreign_names, mentions_en, mentions_zh
from pipelines.name_tables import RARE_SURNAMES, SURNAMES
from pipelines.names import (
    differs_by_nasal,
    is_in_syllables,
    is_listed_name,
    is_romanised,
    is_spelled_tibetan,
    reads,
    shares_surname,
    surname_words,
)
from pipelines.scripts import HAN, HAS_HAN, HAS_LATIN_WORD
from pipelines.taken_names import TAKEN, sounds_taken
from pipelines.transliteration import APART, SOUNDS_ALIKE, transliterates

_LENGTH_TAKEN = 3  # characters of a name that somebody took
_MOST = 60  # names of the West, and characters that may begin a name, that are looked at
_MOST_DOTS = 40  # Western names, and middle dots, of which each is held against each
_MOST_ALONE = 20  # Western names of which one word is looked for
_LONGEST = 4000
_ANY = re.compile(f"[{HAN}]")


@dataclass(frozen=True)
class Spoken:
    """The texts of a post, each with the index of its paragraph, and the names in them."""

    texts: tuple[tuple[int, str], ...]

    @functools.cached_property
    def latin(self) -> dict[str, int]:
        """The names in Latin letters, each with the first paragraph that has it."""
        found: dict[str, int] = {}
        for index, text in self.texts:
            if HAS_LATIN_WORD(text):
                for mention in mentions_en(text[:_LONGEST]):
                    found.setdefault(mention.name, index)
        return found

    @functools.cached_property
    def western(self) -> list[str]:
        """The names in Latin letters that are no romanisation of a Chinese or Korean one."""
        return [en for en in self.latin if not is_romanised(en) and "-" not in en]

    @functools.cached_property
    def foreign(self) -> dict[str, int]:
        """The names with a middle dot, each with the first paragraph that has it; names in Latin letters tell where
        they end.
        """
        found: dict[str, int] = {}
        western = [en for en in self.latin if not is_romanised(en)][:_MOST_DOTS]
        left = _MOST_DOTS
        for index, text in ((index, text[:_LONGEST]) for index, text in self.texts):
            if "·" in text:
                read = "·".join(text.split("·")[: left + 1])
                left -= read.count("·")
                told = [one for en in western for one in told_by(en, read)]
                dots = {dot for _, dot in told}
                guessed = (one for one in foreign_names(text) if one.start() + one[0].index("·") not in dots)
                for name in (*(name for name, _ in told if name), *(one[0] for one in guessed)):
                    found.setdefault(name, index)
        return found

    @functools.cached_property
    def alone(self) -> dict[str, tuple[str, int]]:
        """By names of the West in Latin letters, whose whole names no characters write, the one part that they write
        alone ("约瑟夫"), with the first paragraph that has it; who may have the same part as another has none.
        """
        western = [en for en in self.western if " " in en and not _has_asian_part(en)][:_MOST_ALONE]
        left = [en for en in western if not _by_sound(en, self)]
        pieces = alone_in((index, text[:_LONGEST]) for index, text in self.texts if HAS_HAN(text)) if left else {}
        told = {en: zh for en in left if (zh := told_alone_by(en, pieces))}
        names = Counter(told.values())
        read = {zh for zh in names if any(reads(en, zh) for en in self.latin)}
        return {en: (zh, pieces[zh][1]) for en, zh in told.items() if names[zh] == 1 and zh not in read}

    @functools.cached_property
    def taken(self) -> dict[str, tuple[str, int]]:
        """By names of the West in Latin letters that nothing writes in characters by their sound, the Chinese name that
        somebody seems to have taken ("柯百瑞"), with the first paragraph that has it.
        """
        western = [en for en in self.western if " " in en][:_MOST_ALONE]
        left = {en: self.latin[en] for en in western if en not in self.alone and not _by_sound(en, self)}
        chinese: dict[str, int] = {}
        for index, text in self.texts if left else ():
            for mention in mentions_zh(text[:_LONGEST]) if HAS_HAN(text) else ():
                if len(mention.name) == _LENGTH_TAKEN or mention.sure:
                    chinese.setdefault(mention.name, index)
        names = list(chinese)[:_MOST]
        right = {zh: chinese[zh] for zh in names if not any(reads(en, zh) for en in self.latin)}
        # The only ones of two neighbouring paragraphs that have no other name: one sound more may be chance.
        alone = [Counter(one.values()) for one in (left, right)]
        found = {}
        for en, i in left.items() if right else ():
            zh = max(right, key=functools.partial(sounds_taken, en))
            j = right[zh]
            near = abs(i - j) <= 1 and alone[0][i] == alone[1][j] == 1
            if sounds_taken(en, zh) >= TAKEN and (near or shares_surname(en, zh)):
                found[en] = zh, j
        return found

    @functools.cached_property
    def by_surname(self) -> dict[str, dict[str, int]]:
        """By each spelling of a surname, or of a Tibetan name's first part, the characters that begin with it and may
        be a name, with the first paragraph that has them.
        """
        found: dict[str, dict[str, int]] = {}
        for index, text in self.texts:
            for place in _ANY.finditer(text[:_LONGEST]) if HAS_HAN(text) else ():
                piece = text[place.start() : place.start() + 4]
                spelled = _spelled(piece[0])
                if piece[:2] in DOUBLE_SURNAMES:
                    spelled |= surname_spellings(f"{piece[:2]}一")
                if is_tibetan(piece):
                    spelled |= frozenset(TIBETAN[piece[:2]])
                for spelling in spelled:
                    found.setdefault(spelling, {}).setdefault(piece, index)
        return found

    @functools.cached_property
    def told(self) -> dict[str, dict[str, int]]:
        """What was said of names so far: several rules ask for the same."""
        return {}


def _has_asian_part(name: str) -> bool:
    """Say whether a name in Latin letters has a Chinese surname, or a part of a Tibetan name: "Grace Mei"."""
    spelled = [letters(word) for word in name.split()]
    return not (surname_words().isdisjoint(spelled) and tibetan_parts().isdisjoint(spelled))


@functools.lru_cache(maxsize=4096)
def _spelled(character: str) -> frozenset[str]:
    return surname_spellings(f"{character}一")


def other_names(name: str, spoken: Spoken) -> dict[str, int]:
    """Return the names in the other language that may be a person's, each with the first paragraph that has it."""
    if name not in spoken.told:
        spoken.told[name] = _other_names(name, spoken)
    return spoken.told[name]


def _other_names(name: str, spoken: Spoken) -> dict[str, int]:
    if "·" in name:
        return _by_sound(name, spoken)
    if HAS_HAN(name):
        for test in (reads, differs_by_nasal):
            if read := {en: index for en, index in spoken.latin.items() if test(en, name)}:
                return read
        told = (*spoken.alone.items(), *spoken.taken.items())
        return {en: spoken.latin[en] for en, (zh, _) in told if zh == name}
    if is_romanised(name) or "-" in name or is_in_syllables(name) or is_spelled_tibetan(name):
        found = dict(_read(name, spoken, reads)) or dict(_read(name, spoken, differs_by_nasal))
        known = {zh: index for zh, index in found.items() if _has_surname(zh)}
        return known or found
    return _by_sound(name, spoken) or dict(filter(None, [spoken.alone.get(name) or spoken.taken.get(name)]))


def _has_surname(written: str) -> bool:
    return written[0] in SURNAMES or written[0] in RARE_SURNAMES or written[:2] in DOUBLE_SURNAMES


def _read(name: str, spoken: Spoken, test: Callable[[str, str], bool]) -> Iterator[tuple[str, int]]:
    seen = set()
    for word in dict.fromkeys(letters(word) for word in name.split()):
        for piece, index in spoken.by_surname.get(word, {}).items():
            for length in range(2, len(piece) + 1):
                written = piece[:length]
                if written in seen or (length < 3 and not _has_surname(written)):
                    continue
                if test(name, written) and is_listed_name(written, among_names=True):
                    seen.add(written)
                    yield written, index


def _by_sound(name: str, spoken: Spoken) -> dict[str, int]:
    """Return the one name that sounds like a foreign one by far the best; of names alike none."""
    western = spoken.western[:_MOST]
    foreign = list(spoken.foreign)[:_MOST]
    chinese = "·" in name
    pairs = [(name, other) for other in (western if chinese else foreign)]
    sounds = {other: transliterates(*((other, one) if chinese else (one, other))) for one, other in pairs}
    best = max(sounds, key=lambda other: sounds[other], default=None)
    if best is None or sounds[best] < SOUNDS_ALIKE:
        return {}
    rivals = [sound for other, sound in sounds.items() if other != best]
    rivals += [
        transliterates(*((best, one) if chinese else (one, best)))
        for one in (foreign if chinese else western)
        if one != name
    ]
    if any(sound > sounds[best] - APART for sound in rivals):
        return {}
    return {best: (spoken.latin if chinese else spoken.foreign)[best]}
