"""Names in a row that the sentence with the event's day begins with: "On May 4, Wen Qi, Rui An and others of our League
met ...". Whoever is the subject of the report of the writer's own gathering was there.

Texts are folded (`pipelines.scripts.plain`).
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from itertools import islice

from pipelines.both_scripts import both_scripts
from pipelines.name_runs import NOBODY, Run, keep_stops, names_in
from pipelines.name_series import JOINED, NAME_EN, is_parted
from pipelines.names import is_listed_name, is_romanised
from pipelines.presence import HELD_EN, HELD_ZH
from pipelines.scenes import GATHERED_EN, Text, own_reports
from pipelines.scripts import HAS_HAN

_LEAST = 2
_DAY_EN = re.compile(
    r"(?:(?:On|In|At|This|Today|Yesterday|Last)\b[^,:;]{0,40},?(?: ?\d{4},)? ?"
    r"|[A-Z][a-z]{2,8}․? \d{1,2}, \d{4} ?[:,—-] ?)"
    r"(?:[a-z][a-z' ]{2,40}, )?(?:[a-z-]{2,12} ){0,3}"
    r"(?:(?:members? of|of us\b|of our\b)[^,:;]{0,60}?(?:, | [-–—]{1,2} )"
    r"|(?:[A-Z][\w'’-]{1,20} ){1,6}(?:members|delegates|activists"
    r"|representatives|volunteers|friends) )?(?=[A-Z])"
)
_ROW_EN = re.compile(rf"{NAME_EN}(?:(?: ?[,;、] ?(?:and |& )?| and | & ){NAME_EN}){{1,60}}")
_BEHIND_EN = re.compile(
    r"(?:,? and (?:[a-z-]{2,10} ){0,2}others?\b[^,:;.]{0,60}?|(?:,? all)?,? (?:of"
    r"|from|for) [^,:;.]{3,60}?)?"
    rf"(?:,| [-–—]{{1,2}})? [\"“”]?(?:{GATHERED_EN}|(?:called|submitted|lit|laid|held|went|took|came|joined"
    rf"|gave|brought"
    r"|paid|kept|handed)\b)"
)
_DAY_ZH = re.compile("[^日,:;、]{0,24}日")
# What a row may begin behind: the day, or the name of the group.
_BEGIN_ZH = re.compile(both_scripts("[,日天晚午的]|包括|其中有|[会社盟党团坛契阵友]|成员|会员|社员|盟员|党员"))
_BEHIND_ZH = re.compile(
    both_scripts(
        "[在于到向赴给把将]|代表|冒[着雨雪寒]|顶着|不顾|手持|高举|打着|带着|[上下中]午|晚上|清晨|凌晨|傍晚|来到|前往|探望|看望|探访|慰问|会见|拜访|拜会|出席|参加|举[行办牌着起]|召开|发[起放]|聚[集会]|集会|游行"
        "|递交|[派散]发|静坐|绝食|守夜|扫墓|献花|抗议|示威|请愿|合影|祈祷|祷告|步行"
    )
)
_MORE_ZH = re.compile(
    both_scripts(r"(?:等[^、,]{0,10})?(?:[两二三四五六七八九十\d]{1,3}[人位名])?(?:一行|再次|一起|一同|共同|分别)?$")
)
# What befell those for whom people gathered: it is not told of those who did.
_FOR_WHOM_EN = re.compile(
    r"\b(?:for|of|to|with|against|demand(?:ed|ing)|over) [^,;:]{1,80}?"
    r"(?=,|;|:|$| (?:and|but|when|where|before|after|until|while|then) )"
)
_FOR_WHOM_ZH = re.compile(
    both_scripts(
        "(?:为|向|给|替|悼念|纪念|声援|抗议|追[思悼]|祭奠|探[望访]|看望|慰问|营救|要求|呼吁|支持|关注"
        "|反对)[^,;:。]{1,40}"
    )
)
_LONGEST_HEAD, _LONGEST_ROW, _MOST = 40, 300, 4  # characters of a day and a group, and of a row; ends tried of one


def reported_rows(day: str, texts: Sequence[Text]) -> dict[int, Run]:
    """Return by paragraph who is named in a row as the subject of a report of a day (YYYY-MM-DD)."""
    found = {}
    for index, sentence in own_reports(day, texts):
        run = (_chinese(sentence) if HAS_HAN(sentence) else None) or _english(keep_stops(sentence))
        if run and index not in found:
            found[index] = run
    return found


def _english(sentence: str) -> Run | None:
    day = _DAY_EN.match(sentence)
    row = _ROW_EN.match(sentence, day.end()) if day else None
    behind = _BEHIND_EN.match(sentence, row.end()) if row else None
    if not row or not behind or HELD_EN.search(_FOR_WHOM_EN.sub("", sentence[behind.end() :])):
        return None
    run = names_in(row[0])
    return run if _is_row(run) and all(is_romanised(one.en or "") or one.zh for one in run.people) else None


def _chinese(sentence: str) -> Run | None:
    day = _DAY_ZH.match(sentence)
    if not day:
        return None
    head = sentence[: day.end() + _LONGEST_HEAD]
    begins = (day.end(), *(mark.end() for mark in _BEGIN_ZH.finditer(head, day.end())))
    for begin in begins:
        if _FOR_WHOM_ZH.search(sentence, day.end(), begin + 1):
            return None
        rest = sentence[begin : begin + _LONGEST_ROW]
        for behind in islice(_BEHIND_ZH.finditer(rest), _MOST):
            row = _MORE_ZH.sub("", rest[: behind.start()].rstrip(" ,"), count=1).strip(" ,")
            run = names_in(row) if JOINED.search(row) else NOBODY
            if _is_row(run) and all(is_listed_name(one.zh or "") for one in run.people) and is_parted(row, run):
                return None if _are_held(rest[behind.start() :]) else run
    return None


def _are_held(told: str) -> bool:
    """Say whether what is told of people in a row keeps them from where others gathered: in its first clause, or at
    the beginning of another, which tells of the same people.
    """
    first, *others = re.split("[,;]", _FOR_WHOM_ZH.sub("", told))
    return bool(HELD_ZH.search(first)) or any(HELD_ZH.match(clause.lstrip()) for clause in others)


def _is_row(run: Run) -> bool:
    return run.only_names and len(run.people) >= _LEAST
