"""Which paragraphs tell of the post's own event, and not of other days and places: the scenes of its report.

A story about an event also tells what others did in other years, in other towns, in prison, as somebody heard it. What
a deed says of presence holds in a scene alone: a sentence that names the event or its day, in a paragraph with nothing
that leads away from it. Texts are folded (`pipelines.scripts.plain`).
"""

from __future__ import annotations

import functools
import re
from collections.abc import Iterator, Sequence

from pipelines.alternatives import any_of, in_either, word
from pipelines.both_scripts import both_scripts
from pipelines.calendar_words import DIGITS, MONTHS, mentions_en, mentions_zh, number_of
from pipelines.contents import FOR_FAMILY, MEMORIAL, OF_HIM, OF_HIS, at_hand, before_stories, is_harm, without_sayings
from pipelines.elsewhere import FAR_EN, FAR_ZH
from pipelines.name_runs import keep_stops
from pipelines.scripts import HAN, HAS_HAN, HAS_LATIN_WORD, bare

_EVENTS = any_of(r"""
    rall(?:y|ies) protests? meetings? march vigil demonstration gathering ceremony conference seminar forum memorial
    evening discussion afternoon sit-in workshop service dinner picnic hike concert parade celebration fast
    hunger_strike press_conference symposium lecture screening exhibition banquet party funeral protesters audience
    crowd meal hearing delegation demonstrators participants
    talk lecture salon supper lunch reception debate recital tea_(?:party|meeting) roundtable fundraiser session
""")
_OTHERS = "first|second|third|last|next|earlier|old|same|other|previous|annual"  # rallies: of other days
_NAMED_EN = re.compile(
    rf"\b(?:the|our|this|today['’]s|tonight['’]s) (?:(?!{_OTHERS})[a-z-]{{2,12}} )?(?:{_EVENTS})\b"
    r"|\b(?:tonight|joined (?:us|the line|the circle)|(?:with|among|beside) us|minute of silence|those present"
    r"|everybody present|of the speakers|presided|moderated|emceed|in the chair|(?:first|next|last|second|main"
    r"|guest) speakers?|took the (?:chair|floor)"
    r"|from the (?:floor|stage)|the last candle)\b",
    re.I,
)
_NAMED_ZH = re.compile(
    both_scripts(
        "集会|聚会|守夜|追[思悼]会|纪念会|座谈会|研讨会|论坛|游行|会上|会后|晚[会宴]|茶话会|当晚|今晚|当天晚上|在场"
        "|到场|当场|与会"
        "|和我们一起|同我们一起|加入我们|加入了|默哀|开场|开幕|闭幕|散[会场]|讨论中|位发言|发言的|主持|司仪|抗议"
        "|请愿|静坐|绝食"
        "|仪式|记者会|发布会|代表团|例会|听证会|队伍|最后一支蜡烛|讲座|沙龙|座谈|茶会|联欢会|[诵读诗]会|报告会|聚餐"
        "|午餐会|酒会|音乐会"
        "|放映会|交流会|欢迎会|送别会|年会|大会|追思礼拜|告别式|葬礼|辩论会|讨论会"
    )
)
_MONTHS = "January|February|March|April|May|June|July|August|September|October|November|December"
_MONTH_EN = re.compile(rf"\b(?:in|since|until|by|early|late|mid|last|during) ({_MONTHS})\b(?! \d)")
_MONTH_ZH = re.compile(r"(?<![\d十])(1[0-2]|[1-9]|十[一二]?|[一二三四五六七八九])月(?:份|初|底|中旬|间|間|里|裡|被)")
# Whoever tells of these tells of another time or place, or has it from somebody else.
_AWAY_EN = re.compile(
    r"\b(?:we (?:are|were|have been) told|we hea?rd? (?:that|from|of)|(?:is|are|was) said to|it is said|reportedly"
    r"|according to|writes? to us|wrote to us|(?:years?|months?|weeks?) (?:ago|before|earlier|later)|used to"
    r"|in (?:those|these) (?:days|years)|at that time|those days|once (?!more|again|the)"
    r"|as an? (?:child|boy|girl|young)"
    r"|when (?:he|she|they|I|we) (?:was|were)|when it \w|in (?:his|her|my) youth"
    r"|every (?:day|night|week|month|year|morning|evening|spring|summer|autumn|winter|time)"
    r"|(?:mon|tues|wednes|thurs|fri|satur|sun)days"
    r"|(?:last|that) (?:year|month|week|spring|summer|autumn|winter)|in the (?:first|second|third|last) years?"
    r"|the (?:day|night|morning|evening) of (?:the|his|her|their) (?:arrests?|raid|trial|verdict|crackdown|fire)"
    rf"|(?:at|in) the (?:first|last|previous|earlier) (?:{_EVENTS})(?! of\b)"
    r"|(?:on|at) the same (?:day|hour|evening|time)|the (?:night|day|week|year) before)\b"
    rf"|(?-i:(?:^|[.;:] )(?:Meanwhile,? )?(?:In|From) (?!(?:{_MONTHS})\b)[A-Z][a-z]{{2,15}}\b)",
    re.I,
)
_AWAY_ZH = re.compile(
    both_scripts(
        "年前|个月前|当年|那一?年|那个[春夏秋冬]|从前|小时候|年轻的?时候|每[天日周月年晚]|每个[早星月]|据[说报悉]"
        "|听说|得知|曾[经在于是被]"
        "|去年|前年|次年|第二[年天]|当地|同一[时天]|一辈子|有一次|[监牢]里|前一[天夜]|(?:被捕|被抓|抓捕|开庭|宣判"
        "|出事|出狱)[那当][天日夜晚]|后来成为"
    )
)
_YEAR = re.compile(r"(?<!\d)(?:1[89]|20)\d\d(?!\d)|[一二][〇○零一二三四五六七八九]{3}(?=年)")
_MAY_HAVE_DATE = re.compile(r"[\d月年]").search
# Whose gathering it was: the writer's own.
_OURS = in_either(
    word(
        r"we|us|our(?! (?:old |dear )?(?:friends|comrades|colleagues|brothers|sisters?)\b)|ours|members|delegates"
        r"|League|Union|Association|Society|Forum|Assembly|Alliance|Circle|Guild"
        r"|Fellowship|Federation|Coalition",
        r"\b",
    ),
    both_scripts(
        "我们|本[会社盟团]|我[会社盟]|成员|会员|社员|盟员|[^。;,]{2,12}(?:同盟|民主党|联盟|协会|公民会|论坛|[^会协社]社"
        "|学会|团契|阵线|文社|读书会|之友|联合会"
        "|工会|租户会|学生会|妇女会|互助会|老兵会|作家会|家庭会|同学会|邻里会|同[人道]|小组|义工|合唱团|教会|堂区"
        "|电台|工作[队室])"
    ),
)
_GATHERINGS = (
    r"met|gathered|rallied|picketed|protested|demonstrated|marched|walked|stood|sat|fasted|celebrated|commemorated"
    r"|remembered|mourned|buried|assembled|climbed|attended|visited|presented|organi[sz]ed|staged|hosted|prayed"
    r"|marked|swept|painted|chalked|planted|hung|put up|wrote [^,.;]{3,40} on the (?:pavement|ground|walls?"
    r"|street|square)|pulled the weeds|picnicked|observed|distributed|delivered|collected signatures|sang"
    r"|watched (?:an?|the)|discussed|debated"
    r"|(?:held|kept|gave|set up|lit|came together for) (?:an?|the|our|its|his|her|candles)"
    r"|held (?:up )?(?:placards|banners|signs)|kept (?:vigil|watch)|handed (?:out|over|in|an?|the|our)"
    r"|took (?:an? walk|part)|(?:took|brought) [^,.;]{2,40} to|(?:went|came) (?:up )?to (?:the|our)"
    r"|laid (?:an?|the|our|(?:[a-z]{3,9} )?(?:flowers|wreaths|roses))"
    rf"|(?:was|were) (?:held|given)|(?:began|started) an? (?:[a-z-]{{2,12}} )?(?:hunger|relay|fast|vigil|sit-in)"
    rf"|took place"
    rf"|had (?:an?|the|our|its|their) (?:[\w'-]{{2,14}} ){{0,4}}(?:{_EVENTS})"
    r"|invited [^.;:]{3,80}? to (?:speak|talk|lecture|read|report|give|tell|perform|sing|play)"
    r"|cleaned (?:up )?the|led (?:an?|the|our) (?:[a-z-]{2,12} )?(?:march|procession|walk|parade)"
    r"|hiked|dined|launched"
    r"|made (?:dumplings|lanterns|cakes|cards)|(?:showed|saw)"
    r" (?:an?|the) (?:film|documentary)|had (?:dinner|lunch|supper|tea)|said goodbye|screened"
    rf"|at our (?:{_EVENTS})"
)
GATHERED_EN = rf"(?:{_GATHERINGS})\b"
_GATHERED = in_either(
    word(_GATHERINGS, r"\b"),
    both_scripts(
        "[举召][行办开]|集会|聚[会集餐]|游行|抗议|请愿|示威|守夜|静坐|绝食|座谈|追[思悼]会|晚[会宴]|站在|坐在|见面"
        "|登|走过|点[燃起亮]|献花|敬献|安葬|递交|会见|探[望访]|看望|办了|前往|参加"
        "|祭奠|凭吊|张贴|悬挂|发传单|发放|写下|[种植]下|慰问|走访|拜访"
        "|出席|邀请|庆祝|送别|颁[给奖发授]|植树|种树|清理|打扫|义卖|放映|首发|扫墓|祭[扫拜]|上坟|[派散]发|举[牌着起]|开会"
        "|野餐|祷告|征集|拔草|送[去上到]|观看|讨论|散步|朗[读诵]"
    ),
)
# Any other group that gathered: a name in capitals before the verb, and no authority's.
_GROUP_EN = re.compile(rf"\b(?P<group>(?:[A-Z][\w'’-]{{1,20}} ){{2,6}})(?={GATHERED_EN})")
_OF_QUOTED = re.compile(rf'\bof (?:the |our )?["“][A-Z][\w\'’ -]{{2,60}}["”],? (?={GATHERED_EN})')
_AUTHORITY = re.compile(
    r"\b(?:Court|Police|Bureau|Ministry|Government|(?:Communist|Ruling|The|State|National|Labou?r) Party"
    r"|Congress|Prison|Army|Department|Procuratorate|Parliament"
    r"|Embassy|Consulate|Office|Authority|Authorities) $"
)
# The words that give the day look back themselves: the post is a memory, or news from elsewhere.
_LOOKS_BACK = in_either(
    word(
        r"I (?:still )?remember|remember(?:s|ing)? (?:that|how)|writes? to us|wrote to us|sent us|reports of"
        r"|what an? \w{1,20} wrote",
        r"\b",
    ),
    both_scripts("想起|回想|回忆|忆起|梦见|来信|讲起|[寄发]来|的文章|的消息"),
)
_SENTENCE = re.compile(rf"(?:[^.。!?\n]|\.(?!\s|$|[A-Z{HAN}])){{1,600}}[.。!?\n]?")

_TO_COME = re.compile(
    r"\b(?:will|is going to|are going to|is to|are to) (?:be held|hold|take place|gather|meet|march|rally|protest)\b|"
    + both_scripts("将[于在]|定于|即将举[行办]")
)
_BELOW = 4  # paragraphs, two in each language, that may go on where a report ends

Text = tuple[int, str]  # the index of a paragraph, and its text for matching


def looks_back(text: str) -> bool:
    """Say whether a text tells of what was, or of what others wrote."""
    return _LOOKS_BACK(text)


def is_ours(sentence: str) -> bool:
    """Say whether a sentence tells of the writer's own gathering, or of one that a group of people held."""
    if _OURS(sentence) or _OF_QUOTED.search(sentence):
        return True
    group = _GROUP_EN.search(sentence)
    return group is not None and not _AUTHORITY.search(group["group"])


def reports(day: str, texts: Sequence[Text]) -> list[str]:
    """Return the sentences with the words for a day that say that people gathered on it."""
    return [sentence for sentence in _with_words(day, texts) if _GATHERED(sentence)]


def announces(day: str, texts: Sequence[Text]) -> bool:
    """Say whether a sentence with the words for a day says that an event is to be held on it."""
    return any(map(_TO_COME.search, _with_words(day, texts)))


def _with_words(day: str, texts: Sequence[Text]) -> Iterator[str]:
    """Yield the sentences with the words for a day."""
    words = bare(day)
    for _, text in texts:
        if words and words in text:
            yield from (sentence for sentence in _SENTENCE.findall(keep_stops(text)) if words in sentence)


def own_reports(day: str, texts: Sequence[Text]) -> tuple[Text, ...]:
    """Return the sentences that name a day (YYYY-MM-DD) and say that people of the writer's own gathered on it.

    What one language says of whose gathering it was holds for the sentence beside it in the other.
    """
    return _own_reports(day, tuple(texts))


@functools.lru_cache(maxsize=2)  # rows, parts and deeds of a post ask for the same, some with the year and some without
def _own_reports(day: str, texts: tuple[Text, ...]) -> tuple[Text, ...]:
    told = [(place, text) for place, (_, text) in enumerate(texts) if day and day[5:] in _dates(text)]
    sentences = ((place, one.strip()) for place, text in told for one in _SENTENCE.findall(keep_stops(text)))
    found = [(place, one) for place, one in sentences if _GATHERED(one) and day[5:] in _dates(one)]
    found = [(place, one) for place, one in found if not looks_back(one)]
    ours = {place: bool(HAS_HAN(one)) for place, one in found if is_ours(one)}
    beside = {place + step: not chinese for place, chinese in ours.items() for step in (-1, 1)}
    return tuple(
        (texts[place][0], one) for place, one in found if place in ours or beside.get(place) is bool(HAS_HAN(one))
    )


def as_of_the_day(day: str, texts: Sequence[Text]) -> list[Text]:
    """Return texts in which the words for the event's day are without the year: a year leads to other times."""
    words = bare(day)
    short = _YEAR.sub("", words).strip(" ,") if words.isascii() else words
    return [(index, text.replace(words, short)) for index, text in texts] if words else list(texts)


def scenes(day: str, texts: Sequence[Text]) -> list[Text]:
    """Return what of a post's texts tells of its own event, on a day (YYYY-MM-DD, or "" where it is not known)."""
    return [(index, told) for index, text in texts if (told := _scene(day, text))]


def after_reports(day: str, texts: Sequence[Text]) -> list[Text]:
    """Return what stands behind the sentences that report the writer's own gathering on a day (YYYY-MM-DD), in their
    paragraphs and right below them or below others that name the event, up to where a text leads to another time.
    """
    reported = {
        index: told for index, told in own_reports(day, texts) if not FAR_EN.search(told) and not FAR_ZH.search(told)
    }
    found: list[Text] = []
    left = 0  # paragraphs that may go on
    mourned = False
    for index, text in texts:
        if index not in reported and not left:
            continue
        told = keep_stops(text).partition(reported[index])[2] if index in reported else keep_stops(text)
        left = _BELOW if index in reported or _names_event(day, text) else left - 1
        sentences = _at_hand(day, told)
        left = left if sentences or day[5:] in _dates(text) else 0
        mourned = mourned or (index in reported and bool(MEMORIAL.search(reported[index])))
        if told := " ".join(one for one in sentences if mourned or not OF_HIS.search(one) or FOR_FAMILY.search(one)):
            found.append((index, told))
    return found


def close_to_reports(day: str, texts: Sequence[Text], after: Sequence[Text]) -> list[Text]:
    """Return what of that which stands ``after`` the reports is in their own paragraphs, where it speaks of nobody told
    of before.
    """
    reported = dict(own_reports(day, texts))
    behind = ((index, told) for index, told in after if index in reported)
    of_all = ((index, _SENTENCE.findall(told)) for index, told in behind if not is_harm(told))
    return [(index, " ".join(before_stories(one) for one in told if not OF_HIM.search(one))) for index, told in of_all]


def _at_hand(day: str, text: str) -> list[str]:
    """Return the sentences of a text that leads to no other time or place but in what is told at second hand."""
    sentences = [without_sayings(one.strip()) for one in _SENTENCE.findall(text)]
    if not leads_away(day, text):
        return sentences
    sentences = at_hand(sentences)
    return sentences if sentences and not leads_away(day, " ".join(sentences)) else []


def _scene(day: str, text: str) -> str:
    if not _names_event(day, text):
        return ""
    return " ".join(one for one in _at_hand(day, keep_stops(text)) if _names_event(day, one))


def _names_event(day: str, text: str) -> bool:
    return bool(_NAMED_EN.search(text) or _NAMED_ZH.search(text) or (day and day[5:] in _dates(text)))


def leads_away(day: str, text: str) -> bool:
    """Say whether a text leads away from an event on a day (YYYY-MM-DD), to another time or place."""
    if (HAS_LATIN_WORD(text) and _AWAY_EN.search(text)) or (HAS_HAN(text) and _AWAY_ZH.search(text)):
        return True
    return any(said not in (day[5:], day[:4], day[5:7]) for said in (*_dates(text), *_months(text)))


def _months(text: str) -> Iterator[str]:
    """Yield the months (MM) that a text names without a day."""
    for found in _MONTH_EN.finditer(text):
        yield f"{MONTHS[found[1].lower()]:02}"
    for found in _MONTH_ZH.finditer(text):
        yield f"{number_of(found[1]):02}"


def _dates(text: str) -> set[str]:
    """Return the days and the years that a text names: MM-DD, YYYY."""
    if not _MAY_HAVE_DATE(text):
        return set()
    days = {f"{one.month:02}-{one.day:02}" for one in (*mentions_en(text), *mentions_zh(text))}
    return days | {"".join(str(DIGITS.get(c, c)) for c in year) for year in _YEAR.findall(text)}
