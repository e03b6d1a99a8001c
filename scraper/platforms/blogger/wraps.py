"""Lines that one sentence was broken into: mail and old editors end a line where its column ends.

In a post a ``<br>`` ends a paragraph; so does it here, unless it surely broke a sentence. Poems, lists, slogans,
signatures, titles and a translation under its original are lines of their own, and a torn sentence does less harm
than two lines run together. What is sure:

- a bracket or quotation mark opens at the end of a line and is closed in the next, or a mark stands at the beginning
  of a line that begins none;
- a long line without a stop comes before one in lower case, and the next word had no more room in it;
- where several lines of a text were broken so at one column: a line as long, before a capital or inside Chinese.

Of the last two all lines of a sentence are joined or none, and the last must end as a sentence ends.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass, replace
from itertools import pairwise

_LEAST = 50  # columns of a line that counts as full: those of poems and lists are shorter
_MOST = 100  # columns of a line that was broken at a column; longer ones are prose without line ends
_CLAUSE = 60  # columns of a Chinese line that ends in a comma, as no line of a poem is long
_SLACK = 4  # columns between full lines of Chinese: a stop begins no line, and takes a character along
_ROLES = ("body", "quote")
_WIDE = re.compile("[\u2e80-\u303f\u3040-\u30ff\u3400-\u9fff\uac00-\ud7af\uf900-\ufaff\uff00-\uff60]")
_HAN = re.compile("[\u3005\u3007\u3400-\u9fff\uf900-\ufaff]")
_OPEN = {"“": "”", "‘": "’", "「": "」", "『": "』", "（": "）", "(": ")", "《": "》", "〈": "〉", "【": "】", "[": "]"}
_SHUT = {shut: opening for opening, shut in _OPEN.items() if shut != "’"}  # ’ is an apostrophe, too
_NO_BEGINNING = "，。、；：！？"
_STOP = re.compile(r"[.。．!！?？…][\"”’'」』）)】》]{0,3}$")
_GOES_ON = re.compile(r"[\w,，、)）\]”’\"'」』》%–—-]$")
# What begins an item of a list, or a line that is none of a sentence.
_MARK = re.compile(
    r"[•·◦▪■□●○◆★☆※→*#>–—-]|[(（]?(?:\d{1,3}|[A-Za-z]|[ivx]{1,4}|[一二三四五六七八九十]{1,3})[)）.．、:：]|第[一二三四五六七八九十]"
)
_ADDRESS = re.compile(r"://|@|\w\.\w")


@dataclass(frozen=True)
class Line:
    """A line, the ``number``-th thing of its body; ``follows`` where one line break divides it from the line above.

    Two line breaks, a picture or the end of an element are more than one line break.
    """

    role: str
    text: str
    number: int = 0
    follows: bool = False


@dataclass(frozen=True)
class _Break:
    """A line break that may have broken a sentence: of Chinese or not, before lower case or not."""

    above: str
    below: str
    han: bool
    lower: bool

    @property
    def width(self) -> int:
        return _columns(self.above)

    def fills(self, column: int) -> bool:
        """Say whether the line above had no room for what comes next."""
        if self.han:
            return self.width >= column - _SLACK
        return self.width + 1 + len(self.below.split(" ", 1)[0]) > column


def whole_sentences(lines: Sequence[Line]) -> list[Line]:
    """Return the lines with broken sentences whole: most texts have none, and come back as they are."""
    whole = _joined(lines, [_is_torn(above, below) for above, below in pairwise(lines)])
    breaks = [_break(above, below) for above, below in pairwise(whole)]
    if not any(breaks):
        return whole
    columns = {han: _column(breaks, han) for han in (False, True)}
    sure = [bool(each and _is_sure(each, columns[each.han])) for each in breaks]
    return _joined(whole, _of_sentences(whole, breaks, sure))


def _joined(lines: Sequence[Line], joints: Sequence[bool]) -> list[Line]:
    if not any(joints):
        return list(lines)
    joined = list(lines[:1])
    for line, joint in zip(lines[1:], joints, strict=True):
        if joint:
            above = joined[-1]
            joined[-1] = replace(above, text=above.text + _between(above.text, line.text) + line.text)
        else:
            joined.append(line)
    return joined


def _between(above: str, below: str) -> str:
    """Return what stands for a line break inside a sentence: nothing beside a wide character or a half word."""
    tight = _WIDE.match(above[-1]) or _WIDE.match(below[0]) or above[-1] in _OPEN or below[0] in _SHUT
    return "" if tight or re.search(r"\w-$", above) or (above[-1] == '"' and above.count('"') % 2) else " "


def _is_torn(above: Line, below: Line) -> bool:
    """Say whether a bracket, a quotation or a mark is on the wrong side of a line break."""
    if not below.follows or above.role not in _ROLES or above.role != below.role:
        return False
    last, first = above.text[-1], below.text[0]
    if last in _OPEN:
        return above.text.count(last) > above.text.count(_OPEN[last]) and _OPEN[last] in below.text
    if last == '"':
        return above.text.count(last) % 2 == below.text.count(last) % 2 == 1
    if first in _SHUT:
        return above.text.count(_SHUT[first]) > above.text.count(first)
    return first in _NO_BEGINNING and not _STOP.search(above.text)


def _break(above: Line, below: Line) -> _Break | None:
    """Return the break between two lines, None where no sentence can go on over it."""
    if not below.follows or above.role not in _ROLES or above.role != below.role:
        return None
    if not _GOES_ON.search(above.text) or _STOP.search(above.text) or _MARK.match(below.text):
        return None
    words = above.text.rsplit(" ", 1)[-1], below.text.split(" ", 1)[0]
    han = is_han(above.text)
    if han != is_han(below.text) or (not han and any(map(_ADDRESS.search, words))):
        return None
    return _Break(above.text, below.text, han, below.text[0].islower())


def _column(breaks: Sequence[_Break | None], han: bool) -> int:
    """Return the column at which a text's lines were broken, 0 where they were not, or where nobody can tell."""
    telling = [each for each in breaks if each and (each.lower or each.han) and each.width <= _MOST]
    own = [each for each in telling if each.han == han]
    for candidates in (own, telling):
        full = [each for each in candidates if each.width >= _LEAST]
        if len(full) >= 2 and len(full) * 4 >= len(candidates) * 3:
            column = max(each.width for each in full)
            filled = sum(each.fills(column) for each in full)
            if filled >= 2 and filled * 5 >= len(full) * 4:
                return column
    return 0


def _is_sure(each: _Break, column: int) -> bool:
    """Say whether a break, taken by itself, may have broken a sentence."""
    if column and each.fills(column) and _LEAST <= each.width <= column + _SLACK:
        return min(_columns(each.below), _MOST) <= column + _SLACK
    if each.han:
        return each.width >= _CLAUSE and each.above[-1] in "，、"
    return each.lower and each.width >= _LEAST


def _of_sentences(lines: Sequence[Line], breaks: Sequence[_Break | None], sure: Sequence[bool]) -> list[bool]:
    """Return which breaks to join, for each chain of them: all where they make a sentence, none where not."""
    kept = list(sure)
    # A text that has more short lines in lower case than long ones is a poem, or a list.
    lower = [is_sure for each, is_sure in zip(breaks, sure, strict=True) if each and each.lower and not each.han]
    poem = sum(lower) * 2 < len(lower)
    begin = 0
    for end in range(len(sure) + 1):
        if end < len(sure) and sure[end]:
            continue
        if begin < end and (poem or not _is_sentence(lines[begin : end + 1], breaks[begin:end])):
            kept[begin:end] = [False] * (end - begin)
        begin = end + 1
    return kept


def _is_sentence(lines: Sequence[Line], breaks: Sequence[_Break | None]) -> bool:
    first, last = lines[0].text, lines[-1].text
    if first[0].islower() or not _STOP.search(last):
        return False
    longest = max(_columns(line.text) for line in lines)
    return longest > _MOST or all(each is None or each.han or each.fills(longest) for each in breaks)


def is_han(text: str) -> bool:
    """Say whether a line is Chinese, whatever Latin words it has: each character is worth two letters."""
    return len(_HAN.findall(text)) * 3 > len(text)


def _columns(text: str) -> int:
    return len(text) + len(_WIDE.findall(text))
