"""Names of the West in Chinese characters, in running text: 罗莎·贝尔蒙特 in 护士罗莎·贝尔蒙特扶他.

The middle dot says that a name is there, not where it begins and ends. That the name of the same person in Latin
letters tells, where the post has it: of all beginnings and ends those are taken that sound most alike. It tells as well
where the given name stands alone in characters, or the surname: 约瑟夫 for Joseph Tannahill.
"""

from __future__ import annotations

import functools
import itertools
import re
from collections.abc import Iterable, Iterator, Mapping, Sequence
from typing import NamedTuple

from pypinyin import lazy_pinyin

from archive.romanisation_tables import DOUBLE_SURNAMES
from archive.search.folding import fold
from pipelines.both_scripts import both_scripts
from pipelines.mentions import FIRST, SOUNDS, begins_behind, goes_on
from pipelines.scripts import HAN
from pipelines.transliteration import transliterates, with_letters

_PART = rf"[{HAN}]{{1,8}}(?:-[{HAN}]{{1,4}})?"
_BEFORE_DOT, _BEHIND_DOT = re.compile(f"{_PART}$"), re.compile(_PART)
_IN_SOUNDS = re.compile(f"[{''.join(sorted(SOUNDS))}]{{2,40}}")
_WORD_OUTSIDE, _SOUND_OUTSIDE, _NO_SOUND = 0.08, -0.12, -0.12
_LONGEST = 13  # characters of what may stand before a dot
_ALIKE, _APART = 0.45, 0.03  # how alike both parts are at least, and how much more than with another beginning or end
_ALONE_ALIKE, _ALONE_APART = 0.86, 0.15  # how alike one part alone is, and how much more than any other in the text
_LENGTHS = range(2, 6)  # characters of one part alone
_LEAST = 3  # letters of it
# Behind the name of a place or a group.
_OF_NO_PERSON = re.compile(
    both_scripts(
        "支部|分[会部社]|团契|小组|监狱|学院|大学|中学|教[会堂]|广场|公园|公司|剧院|礼堂|[市镇县省区州村路街巷桥河湖山港岛厂]"
    )
)
_MOST_CUTS = 300
_BEFORE_GIVEN = FIRST | {"都"}  # surnames


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


def alone_in(texts: Iterable[tuple[int, str]]) -> dict[str, tuple[float, int]]:
    """Return what may be one part of a foreign name alone, in characters that write sounds: (how much what stands
    around it tells for it wherever it stands, the paragraph that has it first).
    """
    found: dict[str, tuple[float, int]] = {}
    barred: set[str] = set()
    for index, text in texts:
        for cut, begin in _cuts(text):
            end = begin + len(cut)
            around = _around_alone(text[max(0, begin - _LONGEST) : begin], text[end : end + _LONGEST])
            least, first = found.get(cut, (around, index))
            found[cut] = min(around, least), first
            before = text[max(0, begin - 2) : begin]
            if _OF_NO_PERSON.match(text, end) or before[-1:] in _BEFORE_GIVEN or before in DOUBLE_SURNAMES:
                barred.add(cut)  # 何道格 is no 道格
        if len(found) > _MOST_CUTS:
            return {}
    return {cut: told for cut, told in found.items() if told[0] > 0 and cut not in barred}


def _cuts(text: str) -> Iterator[tuple[str, int]]:
    """Yield pieces of characters that write sounds, with their places, but for parts of names with a middle dot."""
    for run in _IN_SOUNDS.finditer(text):
        for begin, length in itertools.product(range(*run.span()), _LENGTHS):
            end = begin + length
            if end <= run.end() and "·" not in text[max(0, begin - 1) : end + 1]:
                yield text[begin:end], begin


def _around_alone(before: str, behind: str) -> float:
    first = _around(before[-1:], whole=not before or begins_behind(before))
    return first + _around(behind[:1], whole=not behind or goes_on(behind))


def told_alone_by(western: str, alone: Mapping[str, tuple[float, int]]) -> str | None:
    """Return the one part of a name in Latin letters that stands alone in characters, by far the most alike.

    >>> told_alone_by("Timo Raskin", alone_in([(0, "发言的有蒂莫和几位学生。")]))
    '蒂莫'
    """
    likeness = {cut: likeness_of_one_word(western, cut) + around for cut, (around, _) in alone.items()}
    best = max(likeness, key=lambda cut: likeness[cut], default="")
    others = (value for cut, value in likeness.items() if cut not in best and best not in cut)
    apart = likeness.get(best, 0.0) - max(others, default=0.0)
    return best if likeness.get(best, 0.0) >= _ALONE_ALIKE and apart >= _ALONE_APART else None


def likeness_of_one_word(western: str, characters: str) -> float:
    """Return how much characters sound like the given name or the surname of a name of the West, 0.0 to 1.0."""
    first, *others = western.split() or [""]
    parts = {word for word in (first, *others[-1:]) if others and len(word) >= _LEAST}
    return max((_likeness(word, characters) for word in parts), default=0.0)


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
    foreign = sum(character not in SOUNDS and character != "-" for character in fold(characters))
    return with_letters(transliterates(word, characters), word.lower(), pinyin) + _NO_SOUND * foreign
