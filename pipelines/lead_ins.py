"""What opens a list of people in running text, in the many wordings of both languages.

All patterns are bounded, and match on text of which punctuation is folded to ASCII (`pipelines.scripts.plain`),
so that each stands for both widths. Words that open the list of those who could not come, were arrested for coming,
or were invited, are none.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator, Sequence
from itertools import islice

from pipelines.not_there import ABOUT_OTHERS_EN, ABOUT_OTHERS_ZH, STAYED_AWAY_EN, STAYED_AWAY_ZH
from pipelines.once import once_a_paragraph
from pipelines.scripts import HAN, has_one_of

EVENT = (
    "rally|protest|meeting|march|event|vigil|demonstration|gathering|ceremony|conference|seminar|parade|activity|forum"
    "|commemoration|memorial|celebration|hearing|dinner|party|sit-in|workshop|lecture|screening|service"
)
_PEOPLE = (
    r"(?:members?|participants?|attendees?|those|people|persons|guests?|friends|representatives|delegates?|teachers|"
    r"activists|supporters|volunteers|colleagues|comrades|protesters|demonstrators|speakers|students|workers|families"
    r"|mothers|tenants|neighbou?rs|readers|writers|poets|villagers|parishioners|veterans|residents|relatives)"
)
_ATTEND = (
    r"(?:attend(?:s|ing|ed|ance)?|participat(?:es?|ing|ed)|present|took part|tak(?:es?|ing) part|join(?:s|ing|ed)"
    r"|gather(?:ing|ed)|c[ao]m(?:e|ing)|protest(?:ing|ed)|march(?:ing|ed)|rall(?:ying|ied)|show(?:ed|ing) up"
    r"|turned out|went (?:along|with)|walk(?:ed|ing)|stood|standing|fast(?:ed|ing)|travell?ed|help(?:ed|ing)|dialled in"
    r"|kept (?:watch|the)|accompanied|visit(?:ed|ing)|(?:was|were) (?:there|here)|turn(?:ed|ing) (?:up|out)|on duty)"
)
_BE = r"(?:include[sd]?|including|are|were|is|was)"
_COLON = r"(?: ?\([^()\n]{0,40}\))? ?:"
_LEADS_EN = (
    re.compile(rf"\b{_PEOPLE}\b(?P<who>[^:.\n]{{0,160}}?)\b{_ATTEND}\b[^:.\n]{{0,80}}?\b{_BE}{_COLON}", re.I),
    re.compile(rf"\b{_PEOPLE}\b(?P<who>[^:.\n]{{0,160}}?)\b{_ATTEND}\b[^:.\n]{{0,80}}?(?:\b{_BE}\b|{_COLON})", re.I),
    re.compile(rf"\b{_PEOPLE} (?:at|in) (?P<who>)[^:.\n]{{0,60}}?\b(?:{EVENT})\b[^:.\n]{{0,40}}?{_COLON}", re.I),
    re.compile(rf"\b(?:these|those|the following) members(?P<who>)(?: of [^:.\n]{{1,100}}?)? {_BE}\b ?:?", re.I),
    re.compile(
        r"\b(?:participants|attendees|attendance|(?:those |also )?(?:present|attending|taking part|participating))\b"
        rf"(?P<who>)[^:.\n]{{0,80}}?(?:\b{_BE}\b ?:?|{_COLON})",
        re.I,
    ),
    re.compile(r"\battended by(?P<who>)", re.I),
    re.compile(rf"(?:^|(?<=\n))who (?:was |were |is )?(?P<who>){_ATTEND}\b[^:.\n]{{0,60}}{_COLON}", re.I),
)
_HAS_COLON = has_one_of(":")
_HAS_PEOPLE = has_one_of(
    "member|participa|attendee|those|people|persons|guest|friends|representatives|delegate|teachers|activists"
    "|supporters"
    "|volunteers|colleagues|comrades|protesters|demonstrators|speakers|students|workers|families|mothers|tenants"
    "|neighbor|neighbour|readers|writers|poets|villagers|parishioners|veterans|residents|relatives"
)
_HAS_ATTEND = has_one_of(
    "attend|participat|present|took part|take|taking part|join|gather|came|come|coming|caming|protesting|protested"
    "|marching|marched|rallying|rallied|showed up|showing up|turned out|went |walk|stood|standing|fast|travel|help"
    "|dialled"
    "|kept |accompanied|visit|there|here|turn|on duty"
)
_HAS_EVENT = has_one_of(EVENT)
_HAS_ATTENDANCE = has_one_of("participants|attend|present|taking part|participating")
# What each of the leads needs, and the one below: most texts have none of it.
_MAY_LEAD_EN: tuple[tuple[Callable[[str], object], ...], ...] = (
    (_HAS_COLON, _HAS_PEOPLE, _HAS_ATTEND),
    (_HAS_PEOPLE, _HAS_ATTEND),
    (_HAS_COLON, _HAS_PEOPLE, _HAS_EVENT),
    (has_one_of("these members|those members|the following members"),),
    (_HAS_ATTENDANCE,),
    (has_one_of("attended by"),),
    (_HAS_COLON, has_one_of("who"), _HAS_ATTEND),
    (has_one_of("left"), has_one_of("member")),
)
_AT_EVENT = re.compile(
    rf"\bmembers? (?:at|of) [^:.\n(]{{0,60}}?(?:{EVENT})?s? ?:? ?(?=\(?(?:from )?(?:the )?left)", re.I
)
SAYS_WHO = re.compile(rf"\b{_BE}{_COLON}$", re.I)
_ENDS_IN_BE = re.compile(rf"\b{_BE}(?:{_COLON})?$", re.I)
_SAID = re.compile(
    r"\b(?:releas|demand|call|said|sa[iy]|shout|chant|told|ask|urg|want|honou?r|mourn|s[au]ng|sing|pray|wrote|thank"
    r"|remember|held)\w{0,6}\b",
    re.I,
)
_ELSEWHERE = re.compile(
    r"\b(?:judges|posters?|prisoners?|cellmates?|movement|uprising|found(?:ing|ed)|in (?:19|20)\d\d"
    r"|(?:before|ahead of) us|(?:stopped|turned (?:back|away)|refused|denied|stuck) |by (?:video"
    r"|(?:tele)?phone|radio|letter)"
    r"|(?:next|previous|last) (?:year|month|week|time|rally|meeting|march|vigil|protest|event|gathering"
    r"|demonstration))\b",
    re.I,
)
_IN_TOWN = re.compile(r" in [A-Z][a-z]{2,}")
_MEANWHILE = re.compile(r"\b(?:(?:on|at) the same (?:day|time|hour|evening)|meanwhile|elsewhere)\b", re.I)
_DIRECTION_EN = (
    r"\b(?:(?:from )?right[ -]to[ -]left|from (?:the )?left(?:[ -]to[ -](?:the )?right)?|left[ -]to[ -]right"
    r"|L(?: to |-)R(?=\)| ?:)|l[.․]? (?:to|-) r[.․]?(?=\)| ?:))"
)
_DIRECTION_ZH = (
    r"(?:[从從自由][左右](?:边|邊)?(?:至|到|向|往|起)[左右]?|[左右]起)(?:边|邊)?\)? ?(?:依次|分别|分別)?(?:为|為|是)?"
)
HAS_DIRECTION = has_one_of("left|l to r|l-r| to r| - r|左|右")
LEFT_TO_RIGHT = re.compile(rf"\(?(?:{_DIRECTION_EN}|{_DIRECTION_ZH})\)? ?[:,]? ?", re.I)
_COMING = "列席|参加|參加|出席|到场|到場|与会|與會|参与|參與|前来|前來|到会|到會|在场|在場"
COME, HAS_COME = f"(?:{_COMING})", has_one_of(_COMING)
_NOUN_ZH = (
    rf"(?:成员|成員|会员|會員|人员|人員|人士|朋友|同仁|代表|嘉宾|嘉賓|同学|同學|学生|學生|老师|老師|教师|教師|工友"
    rf"|工人|家属|家屬|家长"
    rf"|家長|村民|居民|租户|租戶|义工|義工|志愿者|志願者|教友|街坊|母亲|母親|家庭|诗人|詩人|作家|老兵|读者|讀者"
    rf"|听众|聽眾|来宾|來賓|者|的[{HAN}]{{1,4}}?(?<![没沒])(?=有|包括|是|为|為|如下|:)|的|人)"
    r"(?:名单|名單)?"
)
_ASIDE_ZH = r"(?:\([^()]{0,20}\))?"
_LEAD_ZH = re.compile(
    rf"{COME}(?P<who>[^:。,、;!?\n]{{0,40}}?){_NOUN_ZH} ?"
    rf"(?:(?:还|還|主要|共|都)?(?:有|包括|是|为|為|如下)+ ?{_ASIDE_ZH} ?:?|{_ASIDE_ZH} ?:) ?"
)
_LEAD_BACK_ZH = re.compile(
    rf"(?:以下|下列)(?:几位|各位|[{HAN}]{{0,8}})?{_NOUN_ZH}(?P<who>[^:。,、;!?\n]{{0,8}}?){COME}[^:。,、;!?\n]{{0,20}}:"
)
_LEAD_BARE_ZH = re.compile(
    rf"(?:^|(?<=[\n。]))(?P<who>[^:。,、;!?\n]{{0,8}}?){COME}(?:的?(?:名单|名單))? ?{_ASIDE_ZH} ?:"
)
MOST = 12  # tried in one text, of which most open nothing
_NEAR = 200  # characters before a lead-in that may say that it is none


@once_a_paragraph
def leads_en(text: str) -> tuple[re.Match[str], ...]:
    """Return what opens lists in an English text: so many lead-ins at most as are tried."""
    return tuple(islice(_each_lead(text), MOST))


def _each_lead(text: str) -> Iterator[re.Match[str]]:
    if not _may_lead(text):
        return
    known: dict[Callable[[str], object], object] = {}
    for pattern, needed in zip((*_LEADS_EN, _AT_EVENT), _MAY_LEAD_EN, strict=True):
        for lead in pattern.finditer(text) if _has_all(text, needed, known) else ():
            who = re.sub(r'["“”][^"“”]*["“”]', "", lead.groupdict().get("who") or "")
            near = text[max(0, lead.start() - _NEAR) : lead.start()]
            told = lead[0].endswith("including") or not _ENDS_IN_BE.search(lead[0])
            said = bool((told and _SAID.search(lead[0])) or _ELSEWHERE.search(lead[0]))
            said = said or is_elsewhere(lead[0], near)
            if not said and not STAYED_AWAY_EN.search(who) and not ABOUT_OTHERS_EN.search(near):
                yield lead


def _may_lead(text: str) -> bool:
    """Say whether a text has what one of the leads needs."""
    return _HAS_PEOPLE(text) or _HAS_ATTENDANCE(text) or _HAS_COLON(text)


def is_elsewhere(lead: str, near: str) -> bool:
    """Say whether a lead-in names a town, and what stands before it tells what others did at the same time."""
    return bool(_IN_TOWN.search(lead) and _MEANWHILE.search(near))


def _has_all(
    text: str, needed: Sequence[Callable[[str], object]], known: dict[Callable[[str], object], object]
) -> bool:
    """Say whether a text has all that is needed; ``known`` is what was looked for in it already."""
    for has in needed:
        if has not in known:
            known[has] = has(text)
        if not known[has]:
            return False
    return True


@once_a_paragraph
def leads_zh(text: str) -> tuple[re.Match[str], ...]:
    """Return what opens lists in a Chinese text: so many lead-ins at most as are tried."""
    return tuple(islice(_each_lead_zh(text), MOST))


def _each_lead_zh(text: str) -> Iterator[re.Match[str]]:
    for lead in (*_LEAD_ZH.finditer(text), *_LEAD_BACK_ZH.finditer(text), *_LEAD_BARE_ZH.finditer(text)):
        before = text[max(0, lead.start() - 5) : lead.start()]
        if not STAYED_AWAY_ZH.search(before) and not ABOUT_OTHERS_ZH.search(lead["who"]):
            yield lead
