"""Notions that a text speaks of, found in English and in Chinese by a small glossary (`glossary.tsv`).

No dictionary: some 400 notions of the kind of report that this blog has, so that two paragraphs can be held against
each other. A notion is a number, the line it stands on.
"""

from __future__ import annotations

import functools
import re
from importlib.resources import files
from itertools import chain

_WORD = re.compile(r"[A-Za-z]{2,30}")
_LONGEST = 4  # characters of the longest Chinese word that is looked up
_ENDINGS = (("ies", "y"), ("ied", "y"), ("ing", ""), ("ed", ""), ("es", ""), ("s", ""), ("ly", ""))
_SHORTEST_STEM = 3


@functools.lru_cache(maxsize=4096)
def notions_en(text: str) -> frozenset[int]:
    """Return the notions of an English text."""
    return frozenset(chain.from_iterable(map(_of_word, _WORD.findall(text))))


@functools.lru_cache(maxsize=16384)
def _of_word(word: str) -> tuple[int, ...]:
    return _glossary()[0].get(stem(word), ())


@functools.lru_cache(maxsize=4096)
def notions_zh(text: str) -> tuple[frozenset[int], frozenset[int]]:
    """Return the notions of a Chinese text: those of words, and those of single characters alone, which say less."""
    _, chinese = _glossary()
    begins = _beginnings()
    # The last character counts as a word: nothing behind it makes it a part of another.
    firm = set(chinese.get(text[-1:], ())) if text[-1:] > "\u33ff" else set()
    for start, character in enumerate(text):
        for length in begins.get(character, ()):
            if notions := chinese.get(text[start : start + length]):
                firm.update(notions)
    faint = {notion for character in _single().intersection(text) for notion in chinese[character]}
    return frozenset(firm), frozenset(faint - firm)


def stem(word: str) -> str:
    """Return an English word without its ending, well enough to meet itself.

    >>> stem("stopped"), stem("Stops"), stem("families"), stem("closing"), stem("close")
    ('stop', 'stop', 'family', 'clos', 'clos')
    """
    lower = word.lower()
    for ending, instead in _ENDINGS:
        if lower.endswith(ending) and len(lower) - len(ending) >= _SHORTEST_STEM:
            lower = lower[: len(lower) - len(ending)] + instead
            if not instead and lower[-1] == lower[-2] and lower[-1] not in "ls":
                lower = lower[:-1]
            break
    return lower[:-1] if lower.endswith("e") and len(lower) > _SHORTEST_STEM else lower


@functools.cache
def _single() -> frozenset[str]:
    """Return the characters that are words alone."""
    return frozenset(word for word in _glossary()[1] if len(word) == 1 and word > "\u33ff")


@functools.cache
def _beginnings() -> dict[str, tuple[int, ...]]:
    """Return the characters with which Chinese words of more than one begin, and how long those words are."""
    words = [word for word in _glossary()[1] if 1 < len(word) <= _LONGEST and word[0] > "\u33ff"]
    return {first: tuple(sorted({len(word) for word in words if word[0] == first})) for first in {w[0] for w in words}}


@functools.cache
def _glossary() -> tuple[dict[str, tuple[int, ...]], dict[str, tuple[int, ...]]]:
    """Return (English stem to notions, Chinese word to notions)."""
    english: dict[str, tuple[int, ...]] = {}
    chinese: dict[str, tuple[int, ...]] = {}
    lines = files("pipelines").joinpath("glossary.tsv").read_text("utf-8").splitlines()
    for notion, line in enumerate(line for line in lines if line and not line.startswith("#")):
        left, _, right = line.partition("\t")
        for word in dict.fromkeys(map(stem, left.split())):
            english[word] = (*english.get(word, ()), notion)
        for word in dict.fromkeys(right.split()):
            chinese[word] = (*chinese.get(word, ()), notion)
    return english, chinese
