"""How well a name of the West fits the Chinese characters that write its sound: 阿格尼丝·夸贝纳 and Agnes Kwabena.

Chinese has one character a syllable, adds vowels between consonants, and merges r with l and voiced stops with others:
what both forms keep is the order of their consonants.
"""

from __future__ import annotations

import functools
import re
from difflib import SequenceMatcher

from pypinyin import lazy_pinyin

SOUNDS_ALIKE, APART = 0.7, 0.15  # how well two names must sound alike, and how much better than any other two
_CONSONANTS = 0.6  # what these count of a likeness; all letters are the rest
_SPELLED = (
    ("ph", "f"), ("sch", "s"), ("tch", "s"), ("ch", "s"), ("sh", "s"), ("zh", "s"), ("th", "s"), ("ck", "k"),
    ("qu", "kw"), ("cz", "s"), ("sz", "s"), ("rz", "s"),
    ("x", "ks"), ("ng", "n"), ("gn", "n"), ("kn", "n"), ("wr", "r"), ("dg", "s"),
)  # fmt: skip
_CLASSES = str.maketrans({
    "b": "p", "d": "t", "g": "k", "c": "k", "q": "k", "v": "f", "w": "f", "r": "l", "z": "s", "j": "s", "m": "n",
    "h": None, "y": None, **dict.fromkeys("aeiou", None),
})  # fmt: skip
_NO_LETTER = re.compile("[^a-z]")
_TWICE = re.compile(r"(.)\1+")


def transliterates(western: str, chinese: str) -> float:
    """Return how much of the consonants of both names is the same in the same order, 0.0 to 1.0."""
    one, two = _consonants(western.lower()), _consonants(_as_spoken("".join(lazy_pinyin(chinese))))
    return 2 * _common(one, two) / (len(one) + len(two)) if one and two else 0.0


def with_letters(consonants: float, western: str, pinyin: str) -> float:
    """Return how much a name and pinyin sound alike, 0.0 to 1.0, of which ``consonants`` are most, and the rest is how
    many letters both have in the same order.
    """
    letters = SequenceMatcher(None, western, pinyin, autojunk=False).ratio()
    return _CONSONANTS * consonants + (1 - _CONSONANTS) * letters


def _as_spoken(pinyin: str) -> str:
    """Return pinyin with the sounds of its own letters: x, q and c are no ks and k."""
    return pinyin.replace("x", "s").replace("q", "s").replace("c", "s")


@functools.lru_cache(maxsize=2048)
def _consonants(spelled: str) -> str:
    text = _NO_LETTER.sub("", spelled)
    for old, new in _SPELLED:
        text = text.replace(old, new)
    return _TWICE.sub(r"\1", text.translate(_CLASSES))[:40]


def _common(one: str, two: str) -> int:
    """Return the length of the longest common subsequence."""
    row = [0] * (len(two) + 1)
    for a in one:
        above, row = row, [0]
        for j, b in enumerate(two):
            row.append(above[j] + 1 if a == b else max(above[j + 1], row[j]))
    return row[-1]
