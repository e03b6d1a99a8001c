"""People whom a caption shows or a credit names. The subject of a portrait, and the dead, are not there."""

from __future__ import annotations

import re
from collections.abc import Iterator
from itertools import zip_longest

from pipelines.english_pieces import is_english_name
from pipelines.in_hand import shown_in_hand, shown_with_thing
from pipelines.lead_ins import LEFT_TO_RIGHT
from pipelines.listed import Listed
from pipelines.name_runs import Run, keep_stops, names_in
from pipelines.names import is_chinese_name, is_full_name, is_listed_name, is_romanised
from pipelines.parts_played import labelled
from pipelines.presence import DID_ZH
from pipelines.scripts import HAN, has_one_of
from pipelines.told_lists import people_en, people_zh

_GONE = re.compile(
    r"\bthe late\b|\bportraits?\b|\bin memory\b|\bmemorial (?:picture|photo)|\b(?:photo|picture)s? of\b"
    r"|生前|遗像|遺像|遗照|遺照|已故|遇难|遇難|遇害|悼念|肖像|画像",
    re.I,
)
_OF_ANOTHER_DAY = re.compile(
    r"\b(?:file|archive|library|old) (?:photo|picture)s?\b|资料[照图]片?|資料[照圖]片?|旧照|舊照", re.I
)
_WITH = re.compile(
    r",? (?:with|holding|carrying|before|behind|beside|under|in front of|at|in|on|near|and (?:a|the)) |,? who(?:se)? ",
    re.I,
)
_ROWS = re.compile(
    r"\b(?:front|back|second|third|middle|rear|first|last|top|bottom) row\b(?: ?\([^()]{0,30}\))?"
    r"(?:[^:,;.()]{0,20}(?=:))?[:,]?|[前后後中]排[^:、,]{0,6}:?",
    re.I,
)
_SIDES = re.compile(
    r"\((?:(?:second |third |first |far )?(?:from )?(?:left|right|cent(?:er|re)|middle|front|back|rear)|[前后後]"
    r"|左\w?|右\w?|中)\)",
    re.I,
)
# "耿昭(左)与卜静文在门前", "Wen Qi (left) and Rui An with the banner".
_BESIDE = re.compile(
    rf" ?(?:(?:[和与與及、]|以及) ?(?P<zh>[{HAN}·]{{2,16}}?)(?=在|手|站|坐|$)"
    r"|and (?P<en>[A-Za-z][^,.()]{3,40}?)(?= (?:with|holding|at|in|on|before|outside|beside)\b|$))"
)
_HOLDS = re.compile(
    r"(?P<en>[A-Z][^,.()]{3,40}?) (?:with|holding(?: up)?|carrying|holds(?: up)?|carries) (?:an?|the) (?:portrait"
    r"|photo|picture)"
    rf"|(?P<zh>[{HAN}、和与與]{{2,16}}?)(?:手持|手捧|[举舉捧抱][着著]|在[^,、]{{2,8}}像前)"
    r"|(?P<before>[A-Z][^,.()]{3,40}?) (?:lays?|laying|bows?|bowing|stands?|standing|lights?|lighting|speaks?|speaking"
    r"|kneels?|kneeling)\b[^,.;]{0,30} (?:before|at|beside|in front of|next to) (?:an?|the) (?:portrait|photo|picture)"
)
_DOES = re.compile(
    r" (?:is |are |was )?(?:speaks?|speaking|spoke|gives?|giving|gave|reads?|reading|address(?:es|ing)|deliver(?:s|ing)"
    r"|hold(?:s|ing)|sing(?:s|ing)|shout(?:s|ing)|stand(?:s|ing)|lead(?:s|ing)|protest(?:s|ing)|march(?:es|ing)"
    r"|talk(?:s|ing)|rais(?:es|ing)"
    r"|light(?:s|ing)|lay(?:s|ing)|sign(?:s|ing)|distribut(?:es|ing)|attend(?:s|ing)|hand(?:s|ing) out"
    r"|being interviewed|interviewed by"
    r"|(?:unroll|unfurl|carry|display|deliver|chant|walk|sit|arriv|greet|perform|pray|kneel|bow|present|answer|recit"
    r"|serv|wav|embrac)(?:e?s|e|ing)?"
    r"|(?:during|at) (?:the|our|today's) (?:march|rally|vigil|protest|meeting|demonstration|dinner|ceremony"
    r"|conference)(?! (?:of|in) (?:19|20)\d\d))\b",
    re.I,
)
# "Ouyang Yan pours out ...": what a person does before a camera, behind a whole name in pinyin.
_DEED = re.compile(
    r"(?P<name>[A-Z][A-Za-z'’-]{1,14} [A-Z][A-Za-z'’-]{1,14})(?P<bracket> ?\([^()]{1,40}\))?"
    r"(?: and (?:his|her|an?|the|two|some"
    r"|other) (?:[a-z]{2,12} ){1,2}|, [^,]{2,40}, | )"
    r"(?P<does>pours?|carr(?:y|ies)|sits?|walks?|opens?|writes?|paints?|plays?|hands?|waves?|pushe?s?|pulls?|lifts?"
    r"|hangs?|plants?"
    r"|sweeps?|cooks?|serves?|bows?|kneels?|cuts?|rings?|dances?|recites?|chants?|digs?|drums?|unrolls?|unfurls?"
    r"|raises?"
    r"|lights?|lays?|holds?|sings?|reads?|beats?|ties?|cheers?|marche?s?|hugs?|embraces?|claps?|films?"
    r"|greets?|listens?|explains?|introduces?|answers?|tells?|teaches|thanks?|shows?|points?|looks?|rows?|sews?"
    r"|mends?) "
)
# "Ouyang Yan collecting signatures": behind a whole name anything one does.
_DOING = re.compile(
    r"(?: ?\([^()]{1,40}\))?(?: and [A-Z][\w'’ -]{3,40}?)? (?:is |are |was |were )?"
    r"(?!dur|miss|follow|includ)[a-z]{2,12}ing\b"
)
_AT_PLACE = re.compile(
    r" (?:at|behind|before|on|with) the (?:microphone|megaphone|podium|lectern|rostrum|stage|piano|stall|head of)\b"
)
# What hands do: a group or a place does none of it.
_BY_HAND = re.compile(
    r"pour|carr|sit|kneel|bow|hand|wave|lift|hang|plant|sweep|cook|cut|ring|recite|dig|drum|unroll|unfurl|light|lay"
    r"|hug|embrace|clap"
)
_ON_WHAT = re.compile(
    r"\bwith (?P<name>[A-Z][A-Za-z'’-]{1,14} [A-Z][A-Za-z'’-]{1,14}) (?:on|at) the (?:fiddle|violin|guitar|drums?"
    r"|piano|flute|erhu|pipa"
    r"|accordion|cello|trumpet|harmonica|microphone)"
)
_SPEAKS = re.compile(r"(?:speak|spoke|speech|address|talk)", re.I)
_DOES_ZH = re.compile(
    r"(?:正?在[^。,]{0,24}?|于[^。,]{1,24}?)?(?:演讲|演講|发言|發言|讲话|講話|致辞|致詞|朗诵|朗誦|高举|高舉|手持"
    r"|行[进進]|游行|遊行|步行|集会|集會|静坐|靜坐|守夜|合影|途中|[现現]场|[现現]場|会场|會場"
    r"|致悼[词詞]|接受[^,。]{0,8}采访|接受[^,。]{0,8}採訪|[与與][^,。]{1,8}交涉"
    r"|手举|举着|舉著|宣读|宣讀|领呼|高呼|献花|獻花|(?:站|坐|走|立)在|[捧拿指看抱提推]着|[捧拿指看抱提推]著"
    r"|[与與和同][^,。、]{1,8}(?:交谈|交談|交流|讨论|討論|握手)"
    r"|[把将將][^,。]{1,12}[交递遞投贴貼挂掛插放])"
)
_TO_WHOM = re.compile("[向给給对對为為朝][^、,]{0,8}$")
_PICTURE = re.compile("[上下左右]?[图圖](?:[为為是中]|:|片:)+ ?")
_HAN_FIRST = re.compile(rf"^[^A-Za-z]{{0,60}}[{HAN}。] ?(?=[A-Z])")  # the caption in Chinese, before it in English
_LATIN = re.compile(rf"^[^{HAN}]+")
_TASK = (
    r"(?:photography|photographs?|photographers?|photographed|photos?|pictures?|images?|reporting|reporters?"
    r"|reported|report|written"
    r"|writing|words|texts?|translated|translation|translators?|edited|editing|editors?|video|camera"
    r"|摄影|攝影|报道|報道|报导|報導|图片|圖片|照片|文字|撰稿|撰文|采访|採訪|记者|記者|编辑|編輯|翻译|翻譯|录像"
    r"|錄像|图文|圖文|图|圖|文)"
)
_CREDIT = re.compile(
    rf"(?:^|(?<=[\s(;,。.、|/{HAN}]))(?<![A-Za-z]){_TASK}(?: ?[/&、和与] ?{_TASK}| and {_TASK}){{0,3}} ?(?::|by\b:?) ?",
    re.I,
)
# "The letter was drafted by ... and translated by ...": of another work.
_TOLD = re.compile(r"\b(?:was|were|is|are|been)\b[^.。;\n]*$")
_IN_CLAUSE = re.compile(r"[a-z]['’]?,? (?:and )?$")  # "the novel, translated by": of another work
_NEAR = 120
_HAS_TASK = has_one_of(
    "photo|picture|image|report|writ|word|text|translat|edit|video|camera"
    "|影|报|報|图|圖|照片|文|撰|采访|採訪|者|编|編|翻译|翻譯|像"
)
_HAS_CREDIT = has_one_of(":|by|记者|記者|道)|导)|導)|影)|稿)")
_REPORTER = re.compile(
    rf"(?:记者|記者) ?([{HAN}]{{2,4}}?) ?(?:报道|報道|报导|報導|摄影|攝影|摄|攝|撰稿|采写)"
    rf"|\(([{HAN}]{{2,4}}?) ?(?:报道|報道|报导|報導|摄影|攝影|供稿|撰稿)\)"
)
_COMPANIES = frozenset(("Images", "Press", "Commons", "Maps", "Gate", "House", "News", "Agency", "Times", "Daily"))
_CREDIT_END = re.compile(r"[;。()\n]|\.(?=\s|$)")


def captioned(text: str) -> Run:
    """Return the people a caption says were there, and what stands among them and is no name."""
    kept = _PICTURE.sub("", keep_stops(text), count=1)
    if (part := labelled(text)) != Run() and not _GONE.search(kept):
        return part
    if len(_SIDES.findall(kept)) > 1:
        return Run() if _GONE.search(kept) else Run(tuple(_at_sides(kept)))
    direction = LEFT_TO_RIGHT.search(kept)
    if direction:
        before = kept[: direction.start()]
        if direction[0].startswith("(") and not _GONE.search(kept) and len(named := _alone(before)) > 1:
            return Run(tuple(named))
        rows = Run() if _GONE.search(before) else _in_rows(kept[direction.end() :])
        return rows if rows != Run() or _GONE.search(before) else Run(tuple(_alone(before)))
    if _GONE.search(kept):
        return Run(tuple(_holding(kept)))
    return Run(tuple(_at_sides(kept) if _SIDES.search(kept) else [*_doing(kept), *_doing_zh(kept)]))


def shows_likeness(text: str) -> bool:
    """Say whether a caption is of a portrait, or of somebody who died."""
    return bool(_GONE.search(text))


def is_of_another_day(text: str) -> bool:
    """Say whether a caption says that its picture is an old one, "(file photo)"."""
    return bool(_OF_ANOTHER_DAY.search(text))


def credited(text: str) -> list[Listed]:
    """Return those a credit names: who photographed, reported, translated."""
    if not _HAS_CREDIT(text) or not _HAS_TASK(text):
        return []
    kept = keep_stops(text)
    marks = [mark for mark in _CREDIT.finditer(kept) if not _is_told(mark, kept[: mark.start()][-_NEAR:])]
    people: list[Listed] = []
    for mark, following in zip_longest(marks, marks[1:]):
        rest = kept[mark.end() : following.start() if following else mark.end() + 200]
        end = _CREDIT_END.search(_closed(rest))
        people += _plainly(names_in(rest[: end.start()] if end else rest).people)
    reporters = (match[1] or match[2] for match in _REPORTER.finditer(kept))
    people += [Listed(zh=name) for name in reporters if is_chinese_name(name)]
    return [person for n, person in enumerate(people) if person not in people[:n]]


def _is_told(mark: re.Match[str], before: str) -> bool:
    """Say whether what looks like a credit is told of in a sentence."""
    by = not mark[0].rstrip().endswith(":")
    of_somebody = before.endswith("的")  # 五位织工的照片: whose likenesses these are
    return bool(of_somebody or _TOLD.search(before) or (by and _IN_CLAUSE.search(before)))


def _in_rows(text: str) -> Run:
    """Return who stands in rows: the first sentence of each row is of names."""
    found: list[Run] = []
    for row in _ROWS.split(text):
        for number, sentence in enumerate(re.split(r"[.。](?:\s|$)|\n", row)):
            with_what = _WITH.search(sentence)
            run = names_in(sentence[: with_what.start()] if with_what else sentence)
            if run.begins_with_name or (number == 0 and run.only_people):
                found.append(run)
            elif number == 0:  # a portrait, or what is held up: it may be that of those who are named
                found.append(Run(unread=(*run.names, *run.unread)))
    return Run(
        people=tuple(person for run in found for person in run.people),
        surnames=tuple(name for run in found for name in run.surnames),
        unread=tuple(piece for run in found for piece in run.unread),
    )


def _alone(text: str) -> list[Listed]:
    """Return the people of a text that is nothing but names."""
    run = names_in(text.rstrip(" (,:"))
    return [*run.people] if run.only_names else []


def _at_sides(text: str) -> list[Listed]:
    """Return the people behind whom stands on which side they are."""
    *parts, last = _SIDES.split(text)
    people = [person for part in parts for person in names_in(part.lstrip("和与與及、, ")).people[-1:]]
    if beside := _BESIDE.match(last):
        found = people_zh(beside["zh"]) if beside["zh"] else people_en(beside["en"])
        people += found if len(found) == 1 else ()
    return list(_plainly(people))


def _doing(text: str) -> Iterator[Listed]:
    text = _HAN_FIRST.sub("", text, count=1)
    deed = _DEED.match(text)
    if deed and (is_full_name(deed["name"]) or (_BY_HAND.match(deed["does"]) and _is_western(deed["name"]))):
        given = names_in(f"{deed['name']}{deed['bracket'] or ''}").people
        yield given[0] if len(given) == 1 else Listed(en=deed["name"])
        return
    if (player := _ON_WHAT.search(text)) and is_english_name(player["name"]):
        yield Listed(en=player["name"])
        return
    if in_hand := shown_in_hand(text):
        yield from in_hand
        return
    does = _DOES.search(text) or _DOING.search(text) or _AT_PLACE.search(text)
    if not does or does.start() > 80:
        return
    run = names_in(text[: does.start()])
    titled = re.match(r"(?:Dr|Mr|Ms|Mrs|Prof)\b", text)
    speaks = _SPEAKS.search(text[does.start() : does.end() + 30])
    for person in run.people if run.begins_with_name and not run.notes else ():
        if person.zh or is_romanised(person.en or "") or titled or speaks:
            yield person


def _holding(text: str) -> Iterator[Listed]:
    """Yield who holds up the likeness of somebody."""
    if held := _HOLDS.match(text):
        found = people_zh(held["zh"]) if held["zh"] else people_en(held["en"] or held["before"])
        yield from found if all(is_listed_name(one.zh or "") or is_full_name(one.en or "") for one in found) else ()


def _is_western(name: str) -> bool:
    return is_english_name(name) and not is_romanised(name)


def _doing_zh(text: str) -> list[Listed]:
    text = _LATIN.sub("", text, count=1)
    if with_thing := shown_with_thing(text):
        return with_thing
    does = _DOES_ZH.search(text) or DID_ZH.search(text)
    run = names_in(_TO_WHOM.sub("", text[: does.start()])) if does and does.start() < 40 else None
    return [person for person in run.people if is_listed_name(person.zh or "")] if run and run.only_names else []


def _closed(text: str) -> str:
    """Return a text in which the marks inside pairs of brackets end nothing."""
    return re.sub(r"\([^()]{0,80}\)", lambda match: "_" * len(match[0]), text)


def _plainly(people: list[Listed] | tuple[Listed, ...]) -> Iterator[Listed]:
    """Keep who is plainly a person: known by surname or by reading, or named by two capitals."""
    for person in people:
        known = is_english_name(person.en or "") and (person.en or "").split()[-1] not in _COMPANIES
        if is_listed_name(person.zh or "") or known:
            yield person
