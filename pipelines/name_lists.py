"""Lists of people in running text: where one begins, in the many wordings of both languages, and where it ends.

All patterns are bounded, and match on text of which punctuation is folded to ASCII (`pipelines.scripts.plain`),
so that each stands for both widths. A list that says who could not come, was arrested for coming, or was invited
is none.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator
from dataclasses import dataclass, replace
from itertools import islice

from pipelines.listed import Listed
from pipelines.name_runs import Run, keep_stops, names_in
from pipelines.names import is_romanised
from pipelines.scripts import HAN, HAS_LATIN_WORD, has_one_of

EVENT = (
    "rally|protest|meeting|march|event|vigil|demonstration|gathering|ceremony|conference|seminar|parade|activity|forum"
    "|commemoration|memorial|celebration|hearing|dinner|party|sit-in|workshop|lecture|screening|service"
)
_PEOPLE = (
    r"(?:members?|participants?|attendees?|those|people|persons|guests?|friends|representatives|delegates?|teachers|"
    r"activists|supporters|volunteers|colleagues|comrades|protesters|demonstrators|speakers)"
)
_ATTEND = (
    r"(?:attend(?:s|ing|ed|ance)?|participat(?:es?|ing|ed)|present|took part|tak(?:es?|ing) part|join(?:s|ing|ed)"
    r"|gather(?:ing|ed)|c[ao]m(?:e|ing)|protest(?:ing|ed)|march(?:ing|ed)|rall(?:ying|ied)|show(?:ed|ing) up"
    r"|turned out)"
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
)
_HAS_PEOPLE = has_one_of(
    "member|participa|attendee|those|people|persons|guest|friends|representatives|delegate|teachers|activists|supporters"
    "|volunteers|colleagues|comrades|protesters|demonstrators|speakers"
)
_HAS_ATTEND = has_one_of(
    "attend|participat|present|took part|take|taking part|join|gather|came|come|coming|caming|protesting|protested"
    "|marching|marched|rallying|rallied|showed up|showing up|turned out"
)
_HAS_EVENT = has_one_of(EVENT)
_HAS_ATTENDANCE = has_one_of("participants|attend|present|taking part|participating")
# What each of the leads needs, and the one below: most texts have none of it.
_MAY_LEAD_EN: tuple[tuple[Callable[[str], object], ...], ...] = (
    (has_one_of(":"), _HAS_PEOPLE, _HAS_ATTEND),
    (_HAS_PEOPLE, _HAS_ATTEND),
    (has_one_of(":"), _HAS_PEOPLE, _HAS_EVENT),
    (has_one_of("these members|those members|the following members"),),
    (_HAS_ATTENDANCE,),
    (has_one_of("attended by"),),
    (has_one_of("left"), has_one_of("member")),
)
_AT_EVENT = re.compile(
    rf"\bmembers? (?:at|of) [^:.\n(]{{0,60}}?(?:{EVENT})?s? ?:? ?(?=\(?(?:from )?(?:the )?left)", re.I
)
_NOT_THERE = re.compile(
    r"\b(?:not|n't|unable|absent|missing|invited|expected|scheduled|to|cannot|will|would|shall|planning|going"
    r"|(?:arrested|detained|jailed|imprisoned|killed|sentenced|punished|barred|banned|prevented|expelled|fined|dismissed"
    r"|who died) (?:for|from|while|after|when))\s*$",
    re.I,
)
_SAYS_WHO = re.compile(rf"\b{_BE}{_COLON}$", re.I)
_ENDS_IN_BE = re.compile(rf"\b{_BE}(?:{_COLON})?$", re.I)
_SAID = re.compile(
    r"\b(?:releas|demand|call|said|sa[iy]|shout|chant|told|ask|urg|want|honou?r|mourn|s[au]ng|sing|pray|wrote|thank|remember|held)\w{0,6}\b",
    re.I,
)
_ELSEWHERE = re.compile(r"\b(?:judges|posters?|prisoners?|movement|uprising)\b", re.I)
_NOT_BEFORE = re.compile(
    r"\b(?:not|unable|absent|arrested for|detained for|jailed for|portraits? of)\b[^.:\n]{0,20}$", re.I
)
_DIRECTION_EN = r"\b(?:from (?:the )?left(?:[ -]to[ -](?:the )?right)?|left[ -]to[ -]right|L(?: to |-)R(?=\)| ?:))"
_DIRECTION_ZH = r"(?:[从從自由]左(?:边|邊)?(?:至|到|向|往|起)右?|左起)(?:边|邊)?\)? ?(?:依次|分别|分別)?(?:为|為|是)?"
HAS_DIRECTION = has_one_of("left|l to r|l-r|左")
LEFT_TO_RIGHT = re.compile(rf"\(?(?:{_DIRECTION_EN}|{_DIRECTION_ZH})\)? ?[:,]? ?", re.I)
_VERB_EN = re.compile(
    r" (?:also |all )?(?:(?:attended|took part in|participated in|joined|came to|were present at)\b"
    rf"[^.;]{{0,60}}?\b(?:{EVENT})\b"
    r"|(?:attended|took part|participated|came|were present|were there)(?: too| as well| today)?(?=[.;]?$))",
    re.I,
)
_HAS_ATTENDED = has_one_of("attended|took part|participated|joined|came|were present|were there")
_OTHERS = re.compile(r"(?:(?:many|some|\w+) )?(?:other|others|other \w+|etc)|(?:all )?members of .{2,60}", re.I)
_OPENING = re.compile(
    r"^(?:On|In|At|Today|Yesterday|This|Then|Later)\b[^,]{0,60},(?: ?\d{4},)? ?|^(?:today|yesterday) "
    r"|^(?:\w+ )?members of [^,]{2,60}, ",
    re.I,
)
_OTHER_GROUP = re.compile(
    r"members of (?:the )?([A-Z][\w' ]{2,60}?), ([^.]{3,300}?)"
    r"(?:,? (?P<verb>(?:also )?(?:came|attended|joined|took part))|(?=\.|$))",
    re.I,
)
_COMING = "参加|參加|出席|到场|到場|与会|與會|参与|參與|前来|前來|到会|到會|在场|在場"
_COME, _HAS_COME = f"(?:{_COMING})", has_one_of(_COMING)
_NOUN_ZH = (
    rf"(?:成员|成員|会员|會員|人员|人員|人士|朋友|同仁|代表|嘉宾|嘉賓|者|的[{HAN}]{{1,4}}?(?<![没沒])(?=有|包括|是|为|為|如下|:)|的|人)"
    r"(?:名单|名單)?"
)
_ASIDE_ZH = r"(?:\([^()]{0,20}\))?"
_LEAD_ZH = re.compile(
    rf"{_COME}(?P<who>[^:。,、;!?\n]{{0,40}}?){_NOUN_ZH} ?"
    rf"(?:(?:还|還|主要|共|都)?(?:有|包括|是|为|為|如下)+ ?{_ASIDE_ZH} ?:?|{_ASIDE_ZH} ?:) ?"
)
_LEAD_BACK_ZH = re.compile(
    rf"(?:以下|下列)(?:几位|各位|[{HAN}]{{0,8}})?{_NOUN_ZH}(?P<who>[^:。,、;!?\n]{{0,8}}?){_COME}[^:。,、;!?\n]{{0,20}}:"
)
_NOT_THERE_ZH = re.compile(
    r"(?:未能?|没有?|沒有?|无法|無法|不能|不克|缺席|拒绝|拒絕|不得|因|将|將|将要|將要|准备|拟|欲|应邀|曾|曾经)$"
)
_ARRESTED_ZH = re.compile(
    r"被捕|被抓|被拘|被判|遇难|遇難|牺牲|犧牲|去世|死难|死難|失踪|失蹤|要求|呼吁|呼籲|受邀|应邀未|关心|關心|声援|聲援"
    r"|八九|六四|民运|民運|运动|運動|过|過"
)
_VERB_ZH = re.compile(rf"(?:等\d{{0,4}}人?)?(?:也|都|一起|一同|共同|今天|今日){{0,3}}{_COME}")
_BODY_ZH = rf"[{HAN}]{{1,12}}?(?:党|黨|会|會|盟|社|团|團|组织|組織|教会|大学)"
_OPENING_ZH = re.compile(
    r"^(?:[^,。、]{0,24}(?:日|天|号|號|上午|下午|晚上?) ?,? ?)?(?:我们|我們|我会|本会)?"
    rf"(?:{_BODY_ZH}的?(?:成员|成員|会员|會員|(?<=的))|(?:成员|成員|会员|會員))?"
)
_OTHER_GROUP_ZH = re.compile(
    rf"(?<![{HAN}])(?:另有|还有|還有|以及|此外|另外)?({_BODY_ZH})的?(?:[两二三四五六七八九十\d]{{1,3}}[位名个個])?(?:成员|成員|会员|會員|社员|社員|盟员|盟員|队员|隊員|朋友|代表|(?<=的))"
    rf" ?:? ?([{HAN}·、,和及与與 ]{{2,60}}?)(?:(?:也|都|一起|先后){{0,3}}(?:来|來|到|参加|參加|出席|加入)|(?=[。.]|$))"
)
_AND_MORE = re.compile(
    r"等(?=$|[,。;!]|[\d一二三四五六七八九十百千数几多余餘]+[余餘多]?[人位名个個]|人|(?:成员|会员|朋友)[^、,]{0,6}$)"
)
_NUMBERING = re.compile(rf"(?:^|(?<=\s))\(?\d{{1,2}}[.)] ?(?=[A-Z{HAN}])")
_STOP_EN = re.compile(rf"\.(?=\s|$|[A-Z{HAN}])|[。!?\n]")
_STOP_ZH = re.compile(rf"[。!?\n]|\.(?=\s|$|[^{HAN}\d])")
_LONGEST = 6000
_MOST_LISTS = 4  # in one paragraph
_MOST_LEADS = 12  # tried, of which most are none
_NEAR = 200  # characters before a lead-in that may say that it is none


_NOBODY = Run()


@dataclass(frozen=True)
class Found:
    """A list: what it says, and whether the text ends where its names should begin."""

    run: Run = _NOBODY
    goes_on: bool = False


def find_english(text: str, lists: int = _MOST_LISTS) -> Found:
    """Return the lists that English lead-ins, or a sentence that says that people attended, give: so many at most."""
    if not HAS_LATIN_WORD(text):
        return Found()
    kept = keep_stops(text)
    for lead in islice(_leads(kept), _MOST_LEADS):
        rest = _past_direction(kept[lead.end() :])
        if not rest.strip(" \n"):
            return Found(goes_on=lead[0].endswith(":"))
        run, after = _extent(rest, _STOP_EN)
        if run.people and (run.begins_with_name or _SAYS_WHO.search(lead[0])):
            more = list(_other_groups(after, _OTHER_GROUP))
            more = more or [*find_english(after, lists - 1).run.people] if lists > 1 else more
            return Found(_with(run, *more))
    return Found(_attended(kept))


def find_chinese(text: str, lists: int = _MOST_LISTS) -> Found:
    """Return the lists that Chinese lead-ins, or a sentence that says that people attended, give: so many at most."""
    if not _HAS_COME(text):
        return Found()
    for lead in islice(_leads_zh(text), _MOST_LEADS):
        rest = _past_direction(text[lead.end() :])
        if not rest.strip(" \n"):
            return Found(goes_on=True)
        run, after = _extent(rest, _STOP_ZH)
        if run.people and run.begins_with_name:
            more = list(_other_groups(after, _OTHER_GROUP_ZH))
            more = more or [*find_chinese(after, lists - 1).run.people] if lists > 1 else more
            return Found(_with(_of_one_group(run), *more))
    return Found(_attended_zh(text))


def only_names(text: str) -> Run:
    """Return what a paragraph says that goes on a list: names alone, or nothing."""
    run = names_in(_until_more(keep_stops(text)))
    return run if run.only_names else _NOBODY


def _leads(text: str) -> Iterator[re.Match[str]]:
    for pattern, needed in zip((*_LEADS_EN, _AT_EVENT), _MAY_LEAD_EN, strict=True):
        for lead in pattern.finditer(text) if all(has(text) for has in needed) else ():
            who = re.sub(r'["“”][^"“”]*["“”]', "", lead.groupdict().get("who") or "")
            near = text[max(0, lead.start() - _NEAR) : lead.start()]
            told = lead[0].endswith("including") or not _ENDS_IN_BE.search(lead[0])
            said = bool((told and _SAID.search(lead[0])) or _ELSEWHERE.search(lead[0]))
            if not said and not _NOT_THERE.search(who) and not _NOT_BEFORE.search(near):
                yield lead


def _leads_zh(text: str) -> Iterator[re.Match[str]]:
    for lead in (*_LEAD_ZH.finditer(text), *_LEAD_BACK_ZH.finditer(text)):
        before = text[max(0, lead.start() - 4) : lead.start()]
        if not _NOT_THERE_ZH.search(before) and not _ARRESTED_ZH.search(lead["who"]):
            yield lead


def _past_direction(text: str) -> str:
    rest = text[:_LONGEST].lstrip(" :")
    direction = LEFT_TO_RIGHT.match(rest)
    return rest[direction.end() :] if direction else rest


def _of_one_group(run: Run) -> Run:
    """Where a group stands before the first name alone, it may be everybody's, or the first one's: nobody gets it."""
    first, *rest = run.people
    if not rest or not first.affiliation or any(person.affiliation for person in rest) or "(" in first.raw:
        return run
    return replace(run, people=(replace(first, affiliation=None), *rest))


def _extent(rest: str, stop: re.Pattern[str]) -> tuple[Run, str]:
    """Return the names up to where the list ends, and the text after it.

    A stop ends a list, unless what stands after it is nothing but more names: many a comma is mistaken for a stop.
    """
    rest = rest.lstrip(" \n")
    rest = _NUMBERING.sub("、", rest) if rest[:1] in ("1", "(") else rest
    end = 0
    for begin, limit in _between(rest, stop):
        part = rest[begin:limit]
        if begin and part.strip() and not _are_names(part):
            break
        end = limit
        if more := _AND_MORE.search(part):
            return names_in(rest[: begin + more.start()]), rest[end:]
    return names_in(stop.sub("\n", rest[:end])), rest[end:]


def _between(text: str, stop: re.Pattern[str]) -> Iterator[tuple[int, int]]:
    begin = 0
    for mark in stop.finditer(text):
        yield begin, mark.start()
        begin = mark.end()
    yield begin, len(text)


def _are_names(text: str) -> bool:
    run = names_in(text)
    return run.only_names and all(person.zh or is_romanised(person.en or "") for person in run.people)


def _until_more(text: str) -> str:
    more = _AND_MORE.search(text)
    return text[: more.start()] if more else text


def _with(run: Run, *more: Listed) -> Run:
    return replace(run, people=(*run.people, *more))


def _other_groups(text: str, pattern: re.Pattern[str]) -> Iterator[Listed]:
    for group in pattern.finditer(text):
        run = names_in(group[2])
        if group.groupdict().get("verb") or run.only_names:
            yield from (replace(person, affiliation=group[1]) for person in run.people)


def _attended(text: str) -> Run:
    """Return the people of whom a sentence says that they attended: two at least, and all of them plainly names."""
    for clause in re.split(r"[.;。\n](?=\s|$)|;", text) if _HAS_ATTENDED(text) else ():
        verb = _VERB_EN.search(clause)
        run = names_in(_OPENING.sub("", clause[: verb.start()].strip())) if verb else Run()
        plainly = all(person.zh or is_romanised(person.en or "") for person in run.people)
        if len(run.people) > 1 and plainly and run.begins_with_name and all(map(_OTHERS.fullmatch, run.notes)):
            return run
    return _NOBODY


def _attended_zh(text: str) -> Run:
    for sentence in re.split(r"[。;!?\n]", text):
        verb = _VERB_ZH.search(sentence)
        if not verb or _NOT_THERE_ZH.search(sentence[: verb.start()]) or _ARRESTED_ZH.search(sentence):
            continue
        run = names_in(_until_more(_OPENING_ZH.sub("", sentence[: verb.start()].strip(), count=1)))
        if len(run.people) > 1 and run.only_names:
            return run
    return _NOBODY
