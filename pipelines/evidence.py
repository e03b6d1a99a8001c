"""What speaks for one paragraph being the translation of another, and what against, as logarithms of odds.

Lengths after Gale and Church (1993), numbers as «anchors» after Simard, Foster and Isabelle (1992), words by a small
glossary as in Varga et al. (2005, hunalign), and names: those of a Chinese paragraph are read in pinyin and looked for
among the capitalised words of the English one. What many paragraphs of a post have says little: each agreement counts
by how rare it is there. Nothing is certain, and all adds up.
"""

from __future__ import annotations

import functools
import math
import re
import unicodedata
from collections import Counter
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field

from pypinyin import Style, lazy_pinyin

from archive.romanisation_tables import SYLLABLES
from pipelines.glossary import notions_en, notions_zh
from pipelines.names import is_chinese_name, reads
from pipelines.number_words import numbers
from pipelines.scripts import HAN, plain

_RATIO, _SPREAD, _SHORT = 3.35, 0.3, 2.5  # letters of English to a character of Chinese; spread of its logarithm
_ANY_SPREAD = 0.9  # of two paragraphs that have nothing to do with each other
_WORST_LENGTH = -6.0
_PART = 1.8  # how much longer a text is than another that may render a part of it
_KEPT = 0.55  # how often a translation has the notion of a word
_LOST = {"firm": -0.45, "faint": -0.1, "en": -0.5}  # a notion of one side that the other has not
_WORDS = 0.7  # words of one sentence are not independent of each other
_USUAL = {"firm": 0.07, "faint": 0.25}  # how often any paragraph has a notion
_NUMBER_KEPT, _USUAL_NUMBER = 0.85, {True: 0.03, False: 0.12}  # of two digits and more, of one
_NUMBER_LOST = {True: -1.6, False: -0.35}
_NAME_KEPT, _USUAL_NAME = 0.8, 0.03
_ENDS = {True: 0.25, False: -1.2}
_PRIOR_WEIGHT = 4.0
_END = re.compile(r"[.!?。！？:：;；…,，][\"'”’」』)）]*$")
_NAME = re.compile(r"\b[A-Z][a-zü'-]{1,20}(?: [A-Z][a-zü'-]{1,20}){1,2}\b|\b[A-Z][a-zü]{4,20}\b")
_MOST_TEXT, _MOST_PEOPLE = 4000, 60  # characters of a paragraph, and names in it, that are looked at
# What the dictionary's readings are made of; those beyond the syllables of names are dialect and interjections.
_PINYIN = (
    "|".join(sorted({s.replace("v", "u") for s in SYLLABLES}))
    + "|chua|dia|fiao|hm|hng|kei|lo|m|n|ng|nou|nun|rua|tei|yo|zhei"
)
_MAY_BE_READ = re.compile(rf"(?:{_PINYIN}){{1,4}}")
_FROM_CJK = re.compile("[\u3000-\U0010ffff]+")
_HAN_RUN = re.compile(rf"[{HAN}]{{2,400}}")


@dataclass(frozen=True)
class Side:
    """One language's paragraphs of a post: their texts, and how many of them have each number, notion and name."""

    texts: tuple[str, ...]
    held: Counter[object]

    def share(self, item: object, usual: float) -> float:
        """Return how often a paragraph of this side has something, held towards what is usual."""
        return (self.held[item] + _PRIOR_WEIGHT * usual) / (len(self.texts) + _PRIOR_WEIGHT)


@dataclass(frozen=True)
class Evidence:
    """Both sides of a post; ``of`` weighs a paragraph of one against a paragraph of the other."""

    english: Side
    chinese: Side
    worths: dict[tuple[str, int], float] = field(default_factory=dict, compare=False)  # as far as they are known

    def of(self, english: str, chinese: str, enough: float = math.inf) -> float:
        """Return the logarithm of the odds that one translates the other, from their words alone.

        Names are dear, and only speak for it: they are not asked where there is ``enough`` already.
        """
        ends = _ENDS[_ends(english) == _ends(chinese)]
        length = _length(english, chinese)
        english, chinese = english[:_MOST_TEXT], chinese[:_MOST_TEXT]
        odds = ends + length + self._notions(english, chinese) + self._numbers(english, chinese)
        return odds if odds >= enough else odds + self._names(english, chinese)

    def partly(self, english: str, chinese: str) -> float:
        """Return the odds that the shorter renders a part of the longer: what else that says is not against it."""
        letters, characters = _weight(english), _weight(chinese)
        if max(letters, characters) < _PART * min(letters, characters):
            return _WORST_LENGTH
        english, chinese = english[:_MOST_TEXT], chinese[:_MOST_TEXT]
        sides = (1.0, 0.0) if letters < characters else (0.0, 1.0)
        return self._notions(english, chinese, sides) + self._numbers(english, chinese, sides)

    def _notions(self, english: str, chinese: str, sides: tuple[float, float] = (1.0, 1.0)) -> float:
        """Weigh the notions; ``sides`` is how much it counts that English has one alone, and that Chinese has."""
        ours = notions_en(english)
        firm, faint = notions_zh(chinese)
        gain = math.fsum(self._worth(notion, "firm") for notion in ours & firm)
        gain += math.fsum(self._worth(notion, "faint") for notion in ours & faint)
        theirs = _LOST["firm"] * len(firm - ours) + _LOST["faint"] * len(faint - ours)
        return _WORDS * (gain + sides[0] * _LOST["en"] * len(ours - firm - faint) + sides[1] * theirs)

    def _worth(self, notion: int, kind: str) -> float:
        known = self.worths.get((kind, notion))
        if known is not None:
            return known
        chinese = self.chinese.share((kind, notion), _USUAL[kind])
        worth = max(math.log(_KEPT / max(chinese, self.english.share(("en", notion), _USUAL["firm"]))), 0.0)
        return self.worths.setdefault((kind, notion), worth)

    def _numbers(self, english: str, chinese: str, sides: tuple[float, float] = (1.0, 1.0)) -> float:
        ours, theirs = numbers(english), numbers(chinese)
        if not ours and not theirs:
            return 0.0
        usual = (self.chinese.share(number, _USUAL_NUMBER[len(number) > 1]) for number in ours & theirs)
        kept = (max(math.log(_NUMBER_KEPT / share), 0.0) for share in usual)
        lost = (
            side * _NUMBER_LOST[len(number) > 1]
            for side, alone in zip(sides, (ours - theirs, theirs - ours), strict=True)
            for number in alone
        )
        # Sets of words have another order in every process; the sum must not.
        return math.fsum((*kept, *lost))

    def _names(self, english: str, chinese: str) -> float:
        score = 0.0
        for name in capitalised(english):
            if is_named(name, chinese):
                score += max(math.log(_NAME_KEPT / self.english.share(name, _USUAL_NAME)), 0.0)
        return score


def weigh(english: Sequence[str], chinese: Sequence[str]) -> Evidence:
    """Return the evidence of a post's paragraphs."""
    left = Counter[object](item for text in english for item in _held_en(text[:_MOST_TEXT]))
    right = Counter[object](item for text in chinese for item in _held_zh(text[:_MOST_TEXT]))
    return Evidence(Side(tuple(english), left), Side(tuple(chinese), right))


def _held_en(text: str) -> Iterable[object]:
    return {*(("en", notion) for notion in notions_en(text)), *capitalised(text)}


def _held_zh(text: str) -> Iterable[object]:
    firm, faint = notions_zh(text)
    return {*(("firm", n) for n in firm), *(("faint", n) for n in faint), *numbers(text)}


@functools.lru_cache(maxsize=4096)
def _ends(text: str) -> bool:
    """Say whether a text ends as a sentence does."""
    return bool(_END.search(text[-9:]))


def _length(english: str, chinese: str) -> float:
    letters, characters = _weight(english), _weight(chinese)
    if not letters or not characters:
        return _WORST_LENGTH
    deviation = math.log(letters / characters)
    variance = _SPREAD**2 + _SHORT / (letters + characters)
    odds = math.log(_ANY_SPREAD / math.sqrt(variance)) - deviation**2 / 2 * (1 / variance - 1 / _ANY_SPREAD**2)
    return max(odds, _WORST_LENGTH)


@functools.lru_cache(maxsize=4096)
def _weight(text: str) -> float:
    """Return a text's length in letters of English, whatever of it is Chinese."""
    han = 0 if text.isascii() else sum(map(len, _FROM_CJK.findall(text)))
    return _RATIO * han + len(text) - han


@functools.lru_cache(maxsize=4096)
def capitalised(text: str) -> tuple[str, ...]:
    """Return the names of an English text, and whatever else has capitals as they have."""
    return tuple(dict.fromkeys(_NAME.findall(text)))[:_MOST_PEOPLE]


def is_named(name: str, chinese: str) -> bool:
    """Say whether a Chinese text has a name that is written so in pinyin."""
    folded = _may_be_read(name)
    if folded and folded in _readings(chinese):  # most names are none that can be
        return True
    return any(reads(name, written) for written in _people(chinese))


@functools.lru_cache(maxsize=4096)
def _may_be_read(name: str) -> str:
    """Return a name as pinyin is compared, "" where it is none."""
    folded = _folded(name)
    return folded if _MAY_BE_READ.fullmatch(folded) else ""


@functools.lru_cache(maxsize=4096)
def _readings(chinese: str) -> frozenset[str]:
    found = set()
    for run in _HAN_RUN.findall(chinese):
        # With its tones, which folding takes away: to take them off first is half of the work.
        syllables = [_folded(syllable) for syllable in lazy_pinyin(run, style=Style.TONE)]
        for start in range(len(syllables)):
            for length in (2, 3, 4):
                found.add("".join(syllables[start : start + length]))
    return frozenset(found)


@functools.lru_cache(maxsize=4096)
def _people(chinese: str) -> tuple[str, ...]:
    """Return what may be a person's name in a Chinese text: the dictionary's reading is not that of some surnames."""
    runs = _HAN_RUN.findall(chinese)
    pieces = (run[start : start + length] for run in runs for start in range(len(run)) for length in (2, 3))
    return tuple(dict.fromkeys(piece for piece in pieces if is_chinese_name(piece)))[:_MOST_PEOPLE]


@functools.lru_cache(maxsize=16384)
def _folded(text: str) -> str:
    lower = unicodedata.normalize("NFD", plain(text).lower()).replace("v", "u")
    return "".join(character for character in lower if "a" <= character <= "z")
