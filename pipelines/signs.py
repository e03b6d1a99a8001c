"""The signs by which a person named in a report's running text is weighed: was he at the event, or is he spoken of?

A sign is a short text, of the words around a name ("en next: chair"), of what the rules found of it ("deed: part"),
of where in the post it stands. What each sign weighs is learned from reports (`pipelines.likelihood`); here is only
what is seen.
"""

from __future__ import annotations

import functools
import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field

from pipelines.asked_for import is_row_of_those_asked_for
from pipelines.away_labels import AWAY_LABEL, notes_absence
from pipelines.contents import is_harm
from pipelines.elsewhere import (
    AGAINST_EN,
    AGAINST_ZH,
    CALLED_EN,
    CALLED_ZH,
    ELSEWHERE_EN,
    ELSEWHERE_ZH,
    FAR_EN,
    FAR_ZH,
    KIN_BEHIND_EN,
    KIN_BEHIND_ZH,
    KIN_OF_EN,
    ROW_OF_OTHERS_EN,
    ROW_OF_OTHERS_ZH,
    WELCOMED_EN,
    WELCOMED_ZH,
)
from pipelines.named_people import Named, Place
from pipelines.not_there import OF_OTHERS, OTHER_TIMES, is_of_others
from pipelines.once import once_a_paragraph
from pipelines.presence import THERE_EN, THERE_ZH
from pipelines.scenes import leads_away
from pipelines.scripts import HAS_HAN
from pipelines.told_deeds import KINDS
from pipelines.word_signs import YEAR, chinese_signs, english_signs

# Signs that weigh otherwise in captions.
_AT_NAME = re.compile("(?:en|zh) (?:first|behind|within|form|next|last)").match
_PRONOUN = re.compile(r"\b(?:he|she|his|her|him)\b|[他她]", re.I)
_LAST = 200  # characters before a sentence
_NEAR = 60  # characters around a name that may take it elsewhere
_FEW = 3  # from here on numbers are one

# Signs of a name behind a label, "Authors: Wen Qi": in one language alone nothing says what the label's words mean.
LABELLED = frozenset(("en last: :", "zh last: :"))
# Signs that somebody stands among several.
IN_ROW = frozenset(("en sentence: 3 names", "zh sentence: 3 names"))
# Signs that one language alone tells of somebody: a row of prisoners looks much like one of those who came.
ALONE = frozenset(("post: English", "post: Chinese"))
# Signs that it was elsewhere, or another time.
AWAY = frozenset(("sentence: leads away", "behind: from afar", "before: another year", "sentence: another time"))

_tells_harm = once_a_paragraph(is_harm)


@dataclass(frozen=True)
class Report:
    """What is known of a post when its people are weighed.

    ``deeds`` has the kinds of deeds told of each name, ``told_in`` for "scene", "after" and "close" the text of what is
    told there (`pipelines.scenes`); ``known`` are the names of who was there, ``names`` all that are. ``shown`` says
    that the texts are captions.
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

    @functools.cached_property
    def chinese(self) -> tuple[str, ...]:
        """The names in characters, the longest first."""
        return tuple(sorted(filter(HAS_HAN, self.names), key=lambda name: (-len(name), name)))


def signs_of(one: Named, report: Report) -> frozenset[str]:
    """Return the signs of one person in a report."""
    english = (sign for place in one.english for sign in english_signs(place))
    chinese = (sign for place in one.chinese for sign in chinese_signs(place, report.chinese))
    known = report.known.difference(one.names)
    around = (sign for place in one.places for sign in _around(place, report.day, known))
    words = frozenset((*english, *chinese))
    shown = ("caption", *(f"caption {sign}" for sign in words if _AT_NAME(sign))) if report.shown else ()
    return words.union(_of_post(one, report), _of_rules(one, report), around, shown)


def is_welcomed(one: Named) -> bool:
    """Say whether a text welcomes somebody: who was in prison, and is out."""
    return any(WELCOMED_EN.search(text) or WELCOMED_ZH.search(text) for text in _before(one))


def _before(one: Named) -> list[str]:
    """Return what stands before somebody's names in their sentences."""
    return [place.text[place.sentence[0] : place.start] for place in one.places]


def is_noted_absent(one: Named) -> bool:
    """Say whether a bracket behind somebody's name says that he was not there."""
    return any(notes_absence(place.text[place.end :]) for place in one.places)


def is_told_of_by_kin(one: Named) -> bool:
    """Say whether a text names somebody for whose kin another is: he is told of, not there."""
    return any(
        KIN_BEHIND_EN.match(place.text, place.end) or KIN_BEHIND_ZH.match(place.text, place.end) for place in one.places
    ) or any(map(KIN_OF_EN.search, _before(one)))


def is_called(one: Named, *, among_known: bool) -> bool:
    """Say whether somebody stands in a row behind what its people are called, and no word says that they were there:
    "Lawyers whose whereabouts are unknown include:", 下落不明的律师有:. ``among_known`` says that some of them came;
    then the words must tell of others, "The signers are".
    """
    before = _before(one)
    called = list(filter(_calls, before))
    if any(THERE_EN.search(text) or THERE_ZH.search(text) for text in before):
        return False
    return bool(called) and (not among_known or any(map(is_of_others, called)))


def stands_in_row_of_others(one: Named, texts: Sequence[str]) -> bool:
    """Say whether texts name somebody in a row of others: names read out, those who get letters, who are asked for."""
    return any(
        ROW_OF_OTHERS_EN.search(text)
        or ROW_OF_OTHERS_ZH.search(text)
        or OF_OTHERS(text.rpartition(":")[0])
        or AWAY_LABEL.search(text)
        or is_row_of_those_asked_for(text, texts)
        or (OTHER_TIMES(text) and _calls(text))
        for text in _before(one)
    )


def _calls(text: str) -> bool:
    """Say whether a text ends in what leads to the names of those whom it calls something: "The signers are"."""
    return bool(CALLED_EN.search(text) or CALLED_ZH.search(text))


def _of_post(one: Named, report: Report) -> Iterator[str]:
    first = next((n for n, (_, text) in enumerate(report.texts) if any(name in text for name in one.names)), 0)
    yield f"post: first named in paragraph {min(first, _FEW)}"
    yield f"post: first named in third {3 * first // max(1, len(report.texts))}"
    yield f"post: named {min(_FEW, max(len(one.english), len(one.chinese)))} times"
    yield f"post: {'both languages' if one.en and one.zh else 'English' if one.en else 'Chinese'}"
    yield f"post: {'with' if report.listed else 'without'} a list"
    yield f"post: {min(2, len(report.known.difference(one.names)))} others known"
    if is_welcomed(one):
        yield "post: welcomed"
    if any(name in report.title for name in one.names):
        yield "post: in the title"


def _of_rules(one: Named, report: Report) -> Iterator[str]:
    deeds = sorted({kind for name in one.names for kind in report.deeds.get(name, ()) if kind in KINDS})
    yield from (f"deed: {kind}" for kind in deeds or ("none",))
    for where, text in report.told_in.items():
        languages = [tongue for tongue, name in (("en", one.en), ("zh", one.zh)) if name and name in text]
        yield f"{where}: {' '.join(languages) or 'none'}"


def _around(place: Place, day: str, known: frozenset[str]) -> Iterator[str]:
    begin, end = place.sentence
    sentence, last = place.text[begin:end], place.text[max(0, begin - _LAST) : begin]
    yield f"sentence: {'with' if any(name in sentence for name in known) else 'without'} known"
    yield f"sentence: {'first of its paragraph' if not begin else 'later'}"
    if day and any(year != day[:4] for year in YEAR.findall(sentence)):
        yield "sentence: another year"
    elif day and any(year != day[:4] for year in YEAR.findall(last)):
        yield "before: another year"
    before, behind = place.text[begin : place.start], place.text[place.end : min(end, place.end + _NEAR)]
    if _PRONOUN.search(before):
        yield "sentence: pronoun before"
    if _PRONOUN.search(last):
        yield "before: pronoun"
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
    elif _tells_harm(place.text):
        yield "paragraph: harm"
