"""People with whom two captions of one picture begin, one in each language: what they do there needs no known word.

A caption says what its picture shows. Where both languages begin with the same people, by reading, these are shown;
unless one of the two tells of a likeness, of another time, or of what was done to them.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping, Sequence
from itertools import pairwise

from pipelines.captions import shows_likeness
from pipelines.listed import Listed
from pipelines.name_runs import Run, keep_stops
from pipelines.names import reads
from pipelines.not_there import BARRED_EN, DEAD_ZH, SUFFERED_EN, SUFFERED_ZH
from pipelines.roles import ROLE
from pipelines.scripts import HAN, HAS_HAN, HAS_LATIN_WORD

_LONGEST_EN, _LONGEST_ZH, _SHORTEST = 4, 4, 2  # words, characters of a name
_CAPITALS = re.compile(r"(?:[A-Z][A-Za-zÀ-ɏ'’ʼ․-]{0,20}(?: (?=[A-Z])|(?=[^A-Za-z]|$))){1,7}")
_LINK_EN = re.compile(r",? (?:and )?(?=[A-Z])")
_LINK_ZH = re.compile(rf"(?:{ROLE})?(?:[、,和与與及同跟]|以及)")
# What they do there, in the present; not what became of them.
_BESIDE_EN = r"(?: \([^()]{1,40}\))? (?:also |still |then |all |both )?"
_NO_DEEDS = (
    r"(?!(?:is|was|has|does|are|were|have|had|do|needs?|remains?|waits?|awaits?|faces?|misse?s?|dies?|suffers?|serves?"
    r"|languishe?s?|missing|dying|waiting|awaiting|facing|serving|suffering|during|of|from|in|as|among)\b)"
)
_DOES_EN = re.compile(rf"{_BESIDE_EN}{_NO_DEEDS}[a-z]{{2,14}}(?:s|ing)\b")
_DO_EN = re.compile(rf"{_BESIDE_EN}{_NO_DEEDS}[a-z]{{2,14}}(?<!ed)\b")
_ROLE_FIRST = re.compile(rf"(?:{ROLE})(?=[{HAN}])")
_OF_HIS_ZH = re.compile("[的之案]")
_ELSEWHEN = re.compile(
    rf"\b(?:{SUFFERED_EN}|{BARRED_EN}|die[ds]?\b|dead\b|death|dying|grave|coffin|ashes|prison|custody|trial\b|dock\b|hospital"
    rf"|victim|missing)|\b(?:19|20)\d\d\b|\b(?:before|until|when) (?:he|she|his|her|they|their)\b"
    rf"|\b(?:wedding|childhood|as an? (?:child|student|young))\b|{DEAD_ZH}|{SUFFERED_ZH}|[12]\d{{3}}年"
    r"|[入狱獄监監牢囚]|[丧喪]生|[亡逝死殉墓葬]|遗|遺|遭|医院|醫院|庭|年[前轻輕]|小时候|小時候|婚[礼禮]|[当當]年",
    re.I,
)

Text = tuple[int, str]  # the index of a caption, and its text for matching


def with_begun_alike(rows: Mapping[int, Run], captions: Sequence[Text]) -> dict[int, Run]:
    """Return the people that captions show, by index, with those of captions that begin with more, or with others."""
    alike = begun_alike(captions)
    return {i: run if set(alike.get(i, run).names) <= set(run.names) else alike[i] for i, run in rows.items()}


def begun_alike(captions: Sequence[Text]) -> dict[int, Run]:
    """Return whom captions that stand side by side begin with, one in English and one in Chinese, by index."""
    found: dict[int, Run] = {}
    for (one, first), (two, second) in pairwise(captions):
        if two != one + 1 or HAS_HAN(first) == HAS_HAN(second):
            continue
        english, chinese = (second, first) if HAS_HAN(first) else (first, second)
        if not HAS_LATIN_WORD(english) or any(map(_tells_of_else, (english, chinese))):
            continue
        chinese = _ROLE_FIRST.sub("", chinese, count=1)
        if people := list(_begun(keep_stops(english), chinese)):
            latin, han = Run(tuple(Listed(en=en) for en, _ in people)), Run(tuple(Listed(zh=zh) for _, zh in people))
            found |= {one: han, two: latin} if HAS_HAN(first) else {one: latin, two: han}
    return found


def _tells_of_else(text: str) -> bool:
    return shows_likeness(text) or bool(_ELSEWHEN.search(text))


def _begun(english: str, chinese: str) -> Iterator[tuple[str, str]]:
    """Yield the names that both texts begin with, in their order; none where what follows takes them for others'."""
    at = place = 0
    people: list[tuple[str, str]] = []
    while name := _next_name(english, at, chinese[place:]):
        start, end, length = name
        people.append((english[start:end].replace("․", "."), chinese[place : place + length]))
        at, place = end, place + length
        link, joined = _LINK_EN.match(english, at), _LINK_ZH.match(chinese, place)
        if not link or not joined:
            break
        at, place = link.end(), joined.end()
    does = _DOES_EN.match(english, at) or (len(people) > 1 and _DO_EN.match(english, at))
    if does and not _OF_HIS_ZH.match(chinese, place):
        yield from people


def _next_name(english: str, at: int, chinese: str) -> tuple[int, int, int] | None:
    """Return (where a name begins, where it ends, how many characters it is), a title before it left out."""
    capitals = _CAPITALS.match(english, at)
    starts = [found.start() for found in re.finditer(r"\S+", capitals[0])] if capitals else []
    ends = [found.end() for found in re.finditer(r"\S+", capitals[0])] if capitals else []
    for first in range(min(2, len(starts))):
        for last in range(min(len(ends), first + _LONGEST_EN) - 1, first, -1):
            written = english[at + starts[first] : at + ends[last]]
            for length in range(_SHORTEST, min(_LONGEST_ZH, len(chinese)) + 1):
                if reads(written, chinese[:length]):
                    return at + starts[first], at + ends[last], length
    return None
