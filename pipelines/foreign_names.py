"""Names of the West in Chinese characters, in running text: 罗莎·贝尔蒙特 in 护士罗莎·贝尔蒙特扶他.

The middle dot says that a name is there, not where it begins and ends. That the name of the same person in Latin
letters tells, where the post has it: of all beginnings and ends those are taken that sound most alike.
"""

from __future__ import annotations

import functools
import re
from collections.abc import Iterator, Sequence
from difflib import SequenceMatcher
from typing import NamedTuple

from pypinyin import lazy_pinyin

from archive.search.folding import fold
from pipelines.mentions import SOUNDS, begins_behind, goes_on
from pipelines.scripts import HAN
from pipelines.transliteration import transliterates

_PART = rf"[{HAN}]{{1,8}}(?:-[{HAN}]{{1,4}})?"
_BEFORE_DOT, _BEHIND_DOT = re.compile(f"{_PART}$"), re.compile(_PART)
_CONSONANTS = 0.6  # what these count of a likeness; all letters are the rest
_WORD_OUTSIDE, _SOUND_OUTSIDE, _NO_SOUND = 0.08, -0.12, -0.12
_LONGEST = 13  # characters of what may stand before a dot
_ALIKE, _APART = 0.45, 0.03  # how alike both parts are at least, and how much more than with another beginning or end


class _Cut(NamedTuple):
    likeness: float
    length: int


def told_by(western: str, text: str) -> Iterator[tuple[str, int]]:
    """Yield the names in a text that a name in Latin letters tells, each with the place of its first dot; "" for one
    that it does not tell for certain.

    >>> list(told_by("Rosa Belmont", "路过的护士罗莎·贝尔蒙特扶他到树下"))
    [('罗莎·贝尔蒙特', 7)]
    """
    words = western.split()
    pieces = text.split("·")
    dot = -1
    for n, (piece, following) in enumerate(zip(pieces, pieces[len(words) - 1 :], strict=False)):
        dot += len(piece) + 1
        first, last = _BEFORE_DOT.search(piece[-_LONGEST:]), _BEHIND_DOT.match(following)
        between = pieces[n + 1 : n + len(words) - 1]
        if len(words) < 2 or not first or not last or not all(map(_BEHIND_DOT.fullmatch, between)):
            continue
        begin, apart = _best([_beginning(words[0], first[0], n) for n in range(1, len(first[0]) + 1)])
        end, distant = _best([_end(words[-1], last[0], n) for n in range(1, len(last[0]) + 1)])
        if min(begin.likeness, end.likeness) >= _ALIKE:
            name = "·".join((first[0][-begin.length :], *between, last[0][: end.length]))
            yield name if min(apart, distant) >= _APART else "", dot


def _best(cuts: Sequence[_Cut]) -> tuple[_Cut, float]:
    """Return the cut that is most alike, and how much more so than the next."""
    best, second, *_ = (*sorted(cuts, reverse=True), _Cut(-1.0, 0))
    return best, best.likeness - second.likeness


def _beginning(word: str, characters: str, length: int) -> _Cut:
    inside, outside = characters[-length:], characters[:-length]
    whole = not outside or begins_behind(outside)
    return _Cut(_likeness(word, inside) + _around(outside[-1:], whole=whole), length)


def _end(word: str, characters: str, length: int) -> _Cut:
    inside, outside = characters[:length], characters[length:]
    whole = not outside or goes_on(outside)
    return _Cut(_likeness(word, inside) + _around(outside[:1], whole=whole), length)


def _around(character: str, *, whole: bool) -> float:
    if not character or fold(character) not in SOUNDS:
        return _WORD_OUTSIDE if whole else 0.0
    return 0.0 if whole else _SOUND_OUTSIDE


@functools.lru_cache(maxsize=4096)
def _likeness(word: str, characters: str) -> float:
    pinyin = "".join(lazy_pinyin(characters))
    letters = SequenceMatcher(None, word.lower(), pinyin, autojunk=False).ratio()
    foreign = sum(character not in SOUNDS and character != "-" for character in fold(characters))
    return _CONSONANTS * transliterates(word, characters) + (1 - _CONSONANTS) * letters + _NO_SOUND * foreign
