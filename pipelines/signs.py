"""The signs by which a person named in a report's running text is weighed: was he at the event, or is he spoken of?

A sign is a short text, of the words around a name ("en next: chaired"), of what the rules found of it ("deed: part"),
of where in the post it stands. What each sign weighs is learned from reports (`pipelines.likelihood`); here is only
what is seen. English words are taken by their stems, Chinese ones as pairs of Simplified characters.
"""

from __future__ import annotations

import functools
import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field

from archive.search.folding import fold
from archive.search.stems import Stems
from pipelines.calendar_words import MONTHS
from pipelines.contents import is_harm
from pipelines.elsewhere import AGAINST_EN, AGAINST_ZH, ELSEWHERE_EN, ELSEWHERE_ZH, FAR_EN, FAR_ZH
from pipelines.named_people import Named, Place
from pipelines.scenes import leads_away
from pipelines.scripts import HAS_HAN

_ENDS = ".。!?！？;；\n"  # of sentences
_WORD = re.compile(r"[A-Za-zÀ-ɏ][A-Za-zÀ-ɏ'’ʼ․-]*|\d+|[,:()]")
_NO_HAN = re.compile(r"[^\u3400-\u9fff,:()、\d]+")
_MARKS = re.compile("[,:()、]")
_TITLES = frozenset("mr ms mrs dr prof professor miss rev pastor father sister brother mme".split())  # noqa: SIM905
_BE = frozenset("was were is are has had have will would could should did does been being can may must".split())  # noqa: SIM905
_WHEN = frozenset("曾正将被已了着过再还仍未没不在")  # characters that tell when something is, or that it is not
_AT_NAME = re.compile(
    "(?:en|zh) (?:first|behind|within|form|next|last)"
).match  # signs that weigh otherwise in captions
# Names in one row with a name, and who they are: "某先生、", "和会员某"
_ROW_BEFORE = re.compile("(?:某[^,、和与及:()]{0,4}(?:[,、和与及]|以及)[^,、和与及:()某]{0,4})+$")
_ROW_BEHIND = re.compile(
    "^[^,、和与及:()某]{0,4}(?:(?:[,、和与及]|以及)[^,、和与及:()某]{0,4}某[^,、和与及:()某]{0,2})+(?=[,、:()]|$)"
)
_PRONOUN = re.compile(r"\b(?:he|she|his|her|him)\b|[他她]", re.I)
_YEAR = re.compile(r"\b(?:19|20)\d\d\b")
_BEFORE, _BEHIND = 6, 8  # words of English around a name
_BEFORE_ZH, _BEHIND_ZH = 10, 14  # characters of Chinese
_NEAR = 60  # characters around a name that may take it elsewhere
_FEW = 3  # from here on numbers are one
_MONTHS = frozenset(MONTHS)

# Signs of a name behind a label, "Authors: Wen Qi": in one language alone nothing says what the label's words mean.
LABELLED = frozenset(("en last: :", "zh last: :"))
# Signs that somebody was elsewhere, or that it was another time.
AWAY = frozenset(
    (
        "elsewhere",
        "sentence: leads away",
        "behind: from afar",
        "before: another year",
        "sentence: another time",
    )
)


@dataclass(frozen=True)
class Report:
    """What is known of a post when its people are weighed.

    ``deeds`` has the kinds of deeds told of each name, ``told_in`` for "scene", "after" and "close" the text of what is
    told there (`pipelines.scenes`), ``gone`` the names said to be elsewhere; ``known`` are the names of who was there,
    ``names`` all that are. ``shown`` says that the texts are captions.
    """

    texts: tuple[tuple[int, str], ...]
    title: str
    day: str
    known: frozenset[str]
    names: frozenset[str]
    listed: bool
    shown: bool = False
    deeds: Mapping[str, frozenset[str]] = field(default_factory=dict)
    told_in: Mapping[str, str] = field(default_factory=dict)
    gone: frozenset[str] = frozenset()


def signs_of(one: Named, report: Report) -> frozenset[str]:
    """Return the signs of one person in a report."""
    english = (sign for place in one.english for sign in _english(place))
    names = sorted(filter(HAS_HAN, report.names), key=len, reverse=True)
    chinese = (sign for place in one.chinese for sign in _chinese(place, names))
    known = report.known.difference(one.names)
    around = (sign for place in (*one.english, *one.chinese) for sign in _around(place, report.day, known))
    words = frozenset((*english, *chinese))
    shown = ("caption", *(f"caption {sign}" for sign in words if _AT_NAME(sign))) if report.shown else ()
    return words.union(_of_post(one, report), _of_rules(one, report), around, shown)


def _of_post(one: Named, report: Report) -> Iterator[str]:
    first = next((n for n, (_, text) in enumerate(report.texts) if any(name in text for name in one.names)), 0)
    yield f"post: first named in paragraph {min(first, _FEW)}"
    yield f"post: first named in third {3 * first // max(1, len(report.texts))}"
    yield f"post: named {min(_FEW, max(len(one.english), len(one.chinese)))} times"
    yield f"post: {'both languages' if one.en and one.zh else 'English' if one.en else 'Chinese'}"
    yield f"post: {'with' if report.listed else 'without'} a list"
    yield f"post: {min(2, len(report.known.difference(one.names)))} others known"
    if any(name in report.title for name in one.names):
        yield "post: in the title"


def _of_rules(one: Named, report: Report) -> Iterator[str]:
    deeds = sorted({kind for name in one.names for kind in report.deeds.get(name, ())})
    yield from (f"deed: {kind}" for kind in deeds or ("none",))
    for where, text in report.told_in.items():
        languages = [tongue for tongue, name in (("en", one.en), ("zh", one.zh)) if name and name in text]
        yield f"{where}: {' '.join(languages) or 'none'}"
    if any(name in report.gone for name in one.names):
        yield "elsewhere"


def _around(place: Place, day: str, known: frozenset[str]) -> Iterator[str]:
    begin, end = _sentence(place)
    sentence, before = place.text[begin:end], place.text[max(0, begin - 200) : begin]
    yield f"sentence: {'with' if any(name in sentence for name in known) else 'without'} known"
    yield f"sentence: {'first of its paragraph' if not begin else 'later'}"
    if any(year != day[:4] for year in _YEAR.findall(sentence)):
        yield "sentence: another year"
    elif any(year != day[:4] for year in _YEAR.findall(before)):
        yield "before: another year"
    if _PRONOUN.search(place.text[begin : place.start]):
        yield "sentence: pronoun before"
    if _PRONOUN.search(before):
        yield "before: pronoun"
    before, behind = place.text[begin : place.start], place.text[place.end : min(end, place.end + _NEAR)]
    if FAR_EN.search(behind) or FAR_ZH.search(behind):
        yield "behind: from afar"
    if AGAINST_EN.search(f"{before[-_NEAR:]}|{behind}") or AGAINST_ZH.search(f"{before[-_NEAR:]}|{behind}"):
        yield "around: the other side"
    if ELSEWHERE_EN.search(sentence) or ELSEWHERE_ZH.search(sentence):
        yield "sentence: another time"
    if leads_away(day, sentence):
        yield "sentence: leads away"
    if is_harm(sentence):
        yield "sentence: harm"
    elif is_harm(place.text):
        yield "paragraph: harm"


def _sentence(place: Place) -> tuple[int, int]:
    begin = 1 + max(place.text.rfind(mark, 0, place.start) for mark in _ENDS)
    ends = (place.text.find(mark, place.end) for mark in _ENDS)
    return begin, min((end for end in ends if end >= 0), default=len(place.text))


def _english(place: Place) -> Iterator[str]:
    begin, end = _sentence(place)
    before = _words(place.text[begin : place.start])
    behind = _words(place.text[place.end : end], begins=False)
    stems, later = ([_stem(word) for word in words] for words in (before, behind))
    yield from (f"en sentence: {word}" for word in (*stems, *later))
    yield f"en sentence: {min(_FEW, 1 + [*stems, *later].count('name'))} names"
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
    while left[-1:] in ([","], ["and"]) and "name" in left[-4:]:
        left = left[: max(n for n, word in enumerate(left) if word == "name")]
        while left and left[-1] in _TITLES:
            left.pop()
    return left


def _behind_row(words: list[str]) -> list[str]:
    """Return what stands behind a name without the names behind it in one row with it."""
    left = list(words)
    while left[:1] in ([","], ["and"]) and "name" in left[1:4]:
        left = left[left.index("name") + 1 :]
    return left


def _words(text: str, *, begins: bool = True) -> list[str]:
    """Return the words and marks of a part of a sentence in lower case, a row of capitals as one: names weigh nothing.

    >>> _words("In May our friend Wen Qi, ")
    ['in', 'month', 'our', 'friend', 'name', ',']
    """
    found = _WORD.findall(text)
    capital = [
        word[0].isupper() and word.lower() not in _MONTHS and word.rstrip("․").lower() not in _TITLES for word in found
    ]
    if begins and capital and not any(capital[1:2]):
        capital[0] = False  # a sentence's first word is written so
    words = ["name" if upper else _kind(word.rstrip("․").lower()) for word, upper in zip(found, capital, strict=True)]
    return [word for n, word in enumerate(words) if word != "name" or n == 0 or words[n - 1] != "name"]


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
    stem = _stems()[word]
    if word.endswith("ed") or (word != stem and not word.endswith(("s", "ing", "ly", "er"))):
        return "past"
    return "ing" if word.endswith("ing") else "s" if word.endswith("s") else "mark" if len(word) == 1 else "other"


def _kind(word: str) -> str:
    if word.isdigit():
        return "year" if _YEAR.fullmatch(word) else "number"
    return "month" if word in _MONTHS else word


def _stem(word: str) -> str:
    return word if word in _BE else _stems()[word]  # the tense of these is kept


@functools.cache
def _stems() -> Stems:
    return Stems()


def _chinese(place: Place, names: Sequence[str]) -> Iterator[str]:
    begin, end = _sentence(place)
    before, behind = (
        _NO_HAN.sub("", fold(_without(names, text)))
        for text in (place.text[begin : place.start], place.text[place.end : end])
    )
    yield from (f"zh sentence: {two}" for two in _pairs(f"{before}|{behind}"))
    yield from (f"zh sentence: {one}" for one in _WHEN.intersection(before + behind))
    yield f"zh sentence: {min(_FEW, 1 + (before + behind).count('某'))} names"
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
    """Return a text with 某 for all ``names``: they weigh nothing."""
    for name in names:
        text = text.replace(name, "某")
    return text


def _pairs(text: str) -> Iterator[str]:
    return (text[n : n + 2] for n in range(len(text) - 1))
