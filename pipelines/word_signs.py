"""The signs of the words around a name in its sentence: what stands right before and behind it, and what else.

Names in one row share what stands around the row. English words are taken by their stems, Chinese ones as pairs of
Simplified characters; other names weigh nothing.
"""

from __future__ import annotations

import functools
import re
from collections.abc import Iterator, Sequence

from archive.search.folding import fold
from archive.search.stems import Stems, irregular
from pipelines.calendar_words import MONTHS
from pipelines.named_people import Place

_WORD = re.compile(r"[A-Za-zÀ-ɏ][A-Za-zÀ-ɏ'’ʼ․-]*|\d+|[,:()]")
_NO_HAN = re.compile(r"[^\u3400-\u9fff,:()、\d]+")
_MARKS = re.compile("[,:()、]")
_TITLES = frozenset("mr ms mrs dr prof professor miss rev pastor father sister brother mme".split())  # noqa: SIM905
_BE = frozenset("was were is are has had have will would could should did does been being can may must".split())  # noqa: SIM905
_WHEN = frozenset("曾正将被已了着过再还仍未没不在")  # characters that tell when something is, or that it is not
_NAME, _NAME_ZH = "NAME", "㐀"  # stand for other names; no text in lower case has the one, and none the other
# Names in one row with a name, and who they are: "文启先生、", "和会员文启"
_BETWEEN = f"[^,、和与及:(){_NAME_ZH}]{{0,4}}"
_ROW_BEFORE = re.compile(f"(?:{_NAME_ZH}{_BETWEEN}[,、和与及]{_BETWEEN})+$")
_ROW_BEHIND = re.compile(f"^(?:{_BETWEEN}[,、和与及]{_BETWEEN}{_NAME_ZH})+")
YEAR = re.compile(r"(?<!\d)(?:19|20)\d\d(?!\d)")
_BEFORE, _BEHIND = 6, 8  # words of English around a name
_BEFORE_ZH, _BEHIND_ZH = 10, 14  # characters of Chinese
_FEW = 3  # from here on numbers are one
_MONTHS = frozenset(MONTHS)


def stems_of(text: str) -> list[str]:
    """Return the stems of a text's English words, and its marks; a row of capitals is one NAME."""
    return [_stem(word) for word in _words(text)]


def pairs_of(text: str) -> Iterator[str]:
    """Yield each two neighbours of a text's Chinese characters, digits and marks, in Simplified ones."""
    return _pairs(_NO_HAN.sub("", fold(text)))


def english_signs(place: Place) -> Iterator[str]:
    """Yield the signs of a name in Latin letters."""
    begin, end = place.sentence
    before = _words(place.text[begin : place.start])
    behind = _words(place.text[place.end : end], begins=False)
    stems, later = ([_stem(word) for word in words] for words in (before, behind))
    yield from (f"en sentence: {word}" for word in (*stems, *later))
    yield f"en sentence: {min(_FEW, 1 + [*stems, *later].count(_NAME))} names"
    if before and before[-1] in _TITLES:
        yield "en titled"
        before = before[:-1]
    if place.text[place.end : place.end + 2] in ("'s", "’s"):
        yield "en owner"
    if len(row := _before_row(before)) < len(before):
        yield "en later in a row"
    before, behind = row, _behind_row(behind)
    following = _behind_apposition(behind)
    form = _form(following[0]) if following else "end"
    last, following = [_stem(word) for word in before[-2:]], [_stem(word) for word in following[:2]]
    yield f"en form: {form}"
    yield f"en {'first' if not last else 'behind ' + last[-1] if last[-1] in (',', 'and') else 'within'} {form}"
    yield f"en last: {last[-1] if last else 'none'}"
    yield f"en last two: {' '.join(last)}"
    yield f"en next: {following[0] if following else 'none'}"
    yield f"en next two: {' '.join(following)}"
    yield from (f"en before: {_stem(word)}" for word in before[-_BEFORE:])
    yield from (f"en behind: {_stem(word)}" for word in behind[:_BEHIND])


def _before_row(words: list[str]) -> list[str]:
    """Return what stands before a name without the names before it in one row with it."""
    left = list(words)
    while left[-1:] in ([","], ["and"]) and _NAME in left[-4:]:
        left = left[: max(n for n, word in enumerate(left) if word == _NAME)]
        while left and left[-1] in _TITLES:
            left.pop()
    return left


def _behind_row(words: list[str]) -> list[str]:
    """Return what stands behind a name without the names behind it in one row with it."""
    left = list(words)
    while left[:1] in ([","], ["and"]) and _NAME in left[1:4]:
        left = left[left.index(_NAME) + 1 :]
    return left


def _words(text: str, *, begins: bool = True) -> list[str]:
    """Return the words and marks of a part of a sentence in lower case, a row of capitals as one: names weigh nothing.

    >>> _words("In May our friend Wen Qi, ")
    ['in', 'month', 'our', 'friend', 'NAME', ',']
    """
    found = _WORD.findall(text)
    capital = [
        word[0].isupper() and word.lower() not in _MONTHS and word.rstrip("․").lower() not in _TITLES for word in found
    ]
    if begins and capital and not any(capital[1:2]):
        capital[0] = False  # a sentence's first word is written so
    words = [_NAME if upper else _kind(word.rstrip("․").lower()) for word, upper in zip(found, capital, strict=True)]
    return [word for n, word in enumerate(words) if word != _NAME or n == 0 or words[n - 1] != _NAME]


def _behind_apposition(words: list[str]) -> list[str]:
    """Return what stands behind a name without what says between commas who it is."""
    if words[:1] != [","]:
        return words
    end = words.index(",", 1) if "," in words[1:] else 0
    return words[end + 1 :]


def _form(word: str) -> str:
    """Return what form of a word follows a name: most verbs that tell of an event end in -ed."""
    if word in _BE:
        return "be"
    if word.endswith("ed") or word in _irregular():
        return "past"
    return "ing" if word.endswith("ing") else "s" if word.endswith("s") else "mark" if len(word) == 1 else "other"


@functools.cache
def _irregular() -> frozenset[str]:
    """Return the forms that are no rule's, of the past for the most part; the first of each line is no such form."""
    return frozenset(form for forms in irregular() for form in forms[1:])


def _kind(word: str) -> str:
    if word.isdigit():
        return "year" if YEAR.fullmatch(word) else "number"
    return "month" if word in _MONTHS else word


def _stem(word: str) -> str:
    return word if word in _BE else _stems()[word]  # the tense of these is kept


@functools.cache
def _stems() -> Stems:
    return Stems()


def chinese_signs(place: Place, names: Sequence[str]) -> Iterator[str]:
    """Yield the signs of a name in characters; ``names`` are all that the post has, the longest first."""
    begin, end = place.sentence
    before, behind = (
        _NO_HAN.sub("", fold(_without(names, text)))
        for text in (place.text[begin : place.start], place.text[place.end : end])
    )
    yield from (f"zh sentence: {two}" for two in _pairs(f"{before}|{behind}"))
    yield from (f"zh sentence: {one}" for one in _WHEN.intersection(before + behind))
    yield f"zh sentence: {min(_FEW, 1 + (before + behind).count(_NAME_ZH))} names"
    if len(row := _ROW_BEFORE.sub("", before)) < len(before):
        yield "zh later in a row"
    before, behind = row, _ROW_BEHIND.sub("", behind)
    yield f"zh last: {before[-1:]}"
    yield f"zh last two: {before[-2:]}"
    yield f"zh next: {behind[:1]}"
    yield f"zh next two: {behind[:2]}"
    yield f"zh next three: {behind[:3]}"
    yield f"zh {'first' if not before else 'behind a mark' if _MARKS.match(before[-1]) else 'within'}"
    yield from (f"zh before: {two}" for two in _pairs(_MARKS.split(before)[-1][-_BEFORE_ZH:]))
    yield from (f"zh behind: {two}" for two in _pairs(_MARKS.split(behind)[0][:_BEHIND_ZH]))


def _without(names: Sequence[str], text: str) -> str:
    """Return a text with one character for all ``names``, and one for every word that joins."""
    for name in names:
        text = text.replace(name, _NAME_ZH)
    return text.replace("以及", "及")


def _pairs(text: str) -> Iterator[str]:
    return (text[n : n + 2] for n in range(len(text) - 1))
