"""How many were there, where a text says so in place of names: "tens of members", 二十余位成员."""

from __future__ import annotations

import re

from pipelines.name_runs import names_in
from pipelines.not_there import SUFFERED_EN, SUFFERED_ZH
from pipelines.number_words import CARDINALS, TENS, chinese_number, english_number
from pipelines.scripts import HAN, has_one_of

_NUMBER_EN = (
    r"(?:\d{1,3}(?:,\d{3})+|\d{1,6}|(?:a|two|three|several) dozen|dozens|tens|scores|hundreds|thousands"
    rf"|(?:{'|'.join(TENS)})(?:[- ](?:{'|'.join(CARDINALS[:9])}))?|{'|'.join(CARDINALS)}|(?:a|one) hundred)"
)
_PEOPLE_EN = (
    "members|people|persons|participants|protesters|demonstrators|supporters|activists|friends|teachers|students"
    "|workers"
    "|citizens|residents|volunteers|guests|attendees"
)
_CAME_EN = (
    "attended|took part|participated|joined|gathered|rallied|marched|protested|came|turned out|were present|assembled"
    "|demonstrated|held|stood"
)
_COUNT_EN = re.compile(
    r"(?<!for )(?<![\w$.,])(?P<raw>(?:(?:more|less|fewer) than |over |about |around |some |nearly |almost |at least "
    rf"|up to |all )?(?P<number>{_NUMBER_EN})(?: of)?(?: (?:the|our|its))?(?: [a-z]{{3,12}}){{0,2}}? "
    rf"(?:{_PEOPLE_EN}))\b(?P<then>[^.;:\n]{{0,160}}?)\b(?:{_CAME_EN})\b",
    re.I,
)
_HAS_PEOPLE_EN, _HAS_CAME_EN = has_one_of(_PEOPLE_EN), has_one_of(_CAME_EN)
_OTHERWISE_EN = re.compile(rf"\b(?:{SUFFERED_EN}|were told|not|never|who had|should)", re.I)
_NUMBER_ZH = r"(?:\d{1,6}|[一二三四五六七八九十百千两兩]{1,7}|[数數几幾上][十百千]|全体|全體|数|數)"
_PEOPLE_ZH = r"(?:成员|成員|会员|會員|民众|民眾|人士|朋友|同胞|教师|教師|学生|學生|代表|群众|群眾|市民|公民)"
_RAW_ZH = (
    rf"(?:近|约|約|大约|超过|超過|逾|共)?(?P<number>{_NUMBER_ZH})[余餘多来來几幾]?"
    rf"(?:[位名个個]{_PEOPLE_ZH}?|人|(?<=全[体體]){_PEOPLE_ZH})"
)
_BEFORE_ZH = r"(?:今天|今日|当天|當天|有|共有|本会|我会|以及|[^。,;\n]{0,16}的)"
_CAME_ZH = "参加|參加|出席|到场|到場|参与|參與|集会|集會|游行|遊行|聚集|抗议|抗議"
_COUNT_ZH = re.compile(
    rf"(?<![\d第{HAN}]){_BEFORE_ZH}{{0,3}}(?P<raw>{_RAW_ZH})(?P<then>[^。;:\n]{{0,24}}?)(?:{_CAME_ZH})"
)
_HAS_CAME_ZH = has_one_of(_CAME_ZH)
_COUNT_LISTED = re.compile(rf"等(?P<raw>{_RAW_ZH})")
_OTHERWISE_ZH = re.compile(rf"因|{SUFFERED_ZH}|未|没|沒|不|要求|[声聲]援被")
_SENTENCE_ZH = re.compile(r"[^。;!?\n]{1,400}")

Claim = tuple[int | None, int, int]  # the number, and where it is said


def headcount(text: str) -> Claim | None:
    """Return (count, start, end) of the first statement of how many were there; None where there is none.

    The count is the number stated, also where it is a least one ("more than 20"); None for words without one.
    """
    for found in _COUNT_EN.finditer(text) if _HAS_CAME_EN(text) and _HAS_PEOPLE_EN(text) else ():
        named = names_in(found["then"]).people  # who is named is counted by name
        if not named and not _OTHERWISE_EN.search(found["then"]) and not _OTHERWISE_EN.search(found["raw"]):
            return english_number(found["number"].lower()), *found.span("raw")
    for sentence in _SENTENCE_ZH.finditer(text) if _HAS_CAME_ZH(text) else ():
        found_zh = _COUNT_ZH.search(sentence[0])
        if found_zh and names_in(found_zh["then"].rstrip("也都一起共同")).people:
            continue
        if found_zh and not _OTHERWISE_ZH.search(found_zh["then"]) and not re.search(SUFFERED_ZH, sentence[0]):
            first, last = found_zh.span("raw")
            return chinese_number(found_zh["number"]), sentence.start() + first, sentence.start() + last
    return None


def listed_count(text: str) -> Claim | None:
    """Return the count that ends a Chinese list of names: 等20余人."""
    found = _COUNT_LISTED.search(text)
    return (chinese_number(found["number"]), *found.span("raw")) if found else None
