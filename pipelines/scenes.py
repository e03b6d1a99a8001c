"""Which paragraphs tell of the post's own event, and not of other days and places: the scenes of its report.

A story about an event also tells what others did in other years, in other towns, in prison, as somebody heard it. What
a deed says of presence holds in a scene alone: a sentence that names the event or its day, in a paragraph with nothing
that leads away from it. Texts are folded (`pipelines.scripts.plain`).
"""

from __future__ import annotations

import re
from collections.abc import Sequence

from pipelines.both_scripts import both_scripts
from pipelines.calendar_words import DIGITS, mentions_en, mentions_zh
from pipelines.name_runs import keep_stops
from pipelines.scripts import HAN, HAS_HAN, HAS_LATIN_WORD, bare


def _any(table: str) -> str:
    return "|".join(table.split()).replace("_", " ")


_EVENTS = _any(r"""
    rall(?:y|ies) protests? meetings? march vigil demonstration gathering ceremony conference seminar forum memorial
    evening discussion afternoon sit-in workshop service dinner picnic hike concert parade celebration fast
    hunger_strike press_conference symposium lecture screening exhibition banquet party funeral protesters audience
    crowd meal hearing delegation demonstrators participants
""")
_OTHERS = "first|second|third|last|next|earlier|old|same|other|previous|annual"  # rallies: of other days
_NAMED_EN = re.compile(
    rf"\b(?:the|our|this|today['’]s|tonight['’]s) (?:(?!{_OTHERS})[a-z-]{{2,12}} )?(?:{_EVENTS})\b"
    r"|\b(?:tonight|joined (?:us|the line|the circle)|(?:with|among|beside) us|minute of silence|those present"
    r"|everybody present|of the speakers|(?:first|next|last|second|main|guest) speakers?|took the (?:chair|floor)"
    r"|from the (?:floor|stage)|the last candle)\b",
    re.I,
)
_NAMED_ZH = re.compile(
    both_scripts(
        "集会|聚会|守夜|追[思悼]会|纪念会|座谈会|研讨会|论坛|游行|会上|会后|晚[会宴]|茶话会|当晚|今晚|当天晚上|在场|到场|当场|与会"
        "|和我们一起|同我们一起|加入我们|加入了|默哀|开场|开幕|闭幕|散[会场]|讨论中|位发言|发言的|抗议|请愿|静坐|绝食"
        "|仪式|记者会|发布会|代表团|例会|听证会|队伍|最后一支蜡烛"
    )
)
_MONTHS = "January|February|March|April|May|June|July|August|September|October|November|December"
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
    r"|(?:on|at) the same (?:day|hour|evening|time)|the (?:night|day|week|year) before)\b"
    rf"|(?-i:(?:^|[.;:] )(?:Meanwhile,? )?(?:In|From) (?!(?:{_MONTHS})\b)[A-Z][a-z]{{2,15}}\b)",
    re.I,
)
_AWAY_ZH = re.compile(
    both_scripts(
        "年前|个月前|当年|那一?年|那个[春夏秋冬]|从前|小时候|年轻的?时候|每[天日周月年晚]|每个[早星月]|据[说报悉]|听说|得知|曾[经在于是被]"
        "|去年|前年|次年|第二[年天]|当地|同一[时天]|一辈子|有一次|[监牢]里|前一[天夜]|后来成为"
    )
)
_YEAR = re.compile(r"(?<!\d)(?:1[89]|20)\d\d(?!\d)|[一二][〇○零一二三四五六七八九]{3}(?=年)")
# Whose gathering it was: the writer's own.
_OURS = re.compile(
    r"\b(?:we|us|our|ours|members|delegates|League|Union|Association|Society|Forum|Assembly|Alliance|Circle|Guild)\b|"
    + both_scripts(
        "我们|本[会社盟团]|我[会社盟]|成员|会员|社员|盟员|[^。;,]{2,12}(?:同盟|联盟|协会|公民会|论坛|[^会协社]社|学会)"
    ),
    re.I,
)
_GATHERED = re.compile(
    r"\b(?:met|gathered|rallied|protested|demonstrated|marched|walked|stood|sat|fasted|celebrated|commemorated"
    r"|remembered|mourned|buried|assembled|climbed|attended|visited|presented|organi[sz]ed"
    r"|(?:held|kept|gave|set up|lit|came together for) (?:an?|the|our|its|his|her|candles)"
    rf"|(?:was|were) (?:held|given)|took place|at our (?:{_EVENTS}))\b|"
    + both_scripts(
        "[举召][行办开]|集会|聚[会集餐]|游行|抗议|请愿|示威|守夜|静坐|绝食|座谈|追思会|晚[会宴]|站在|坐在|见面|登|走过|探望|看望|办了|前往|参加"
        "|出席"
    ),
    re.I,
)
# The words that give the day look back themselves: the post is a memory, or news from elsewhere.
_LOOKS_BACK = re.compile(
    r"\b(?:I (?:still )?remember|remember(?:s|ing)? (?:that|how)|writes? to us|wrote to us|sent us|reports of"
    r"|what an? \w{1,20} wrote)\b|" + both_scripts("想起|回想|回忆|忆起|梦见|来信|讲起|[寄发]来|的文章|的消息"),
    re.I,
)
_SENTENCE = re.compile(rf"(?:[^.。!?\n]|\.(?!\s|$|[A-Z{HAN}])){{1,600}}[.。!?\n]?")

Text = tuple[int, str]  # the index of a paragraph, and its text for matching


def tells_own_event(day: str, texts: Sequence[Text]) -> bool:
    """Say whether a post reports a gathering of the writer's own: the sentence with the words for its day says so.

    In a post that lists nobody this is all that tells a report from a portrait, a memory, or news from elsewhere.
    """
    words = bare(day)
    ours = any(map(_OURS.search, reports(day, texts)))
    return ours and not any(_LOOKS_BACK.search(text) for _, text in texts if words in text)


def reports(day: str, texts: Sequence[Text]) -> list[str]:
    """Return the sentences with the words for a day that say that people gathered on it."""
    words = bare(day)
    told = [text for _, text in texts if words and words in text]
    sentences = (sentence for text in told for sentence in _SENTENCE.findall(keep_stops(text)) if words in sentence)
    return [sentence for sentence in sentences if _GATHERED.search(sentence)]


def scenes(day: str, texts: Sequence[Text]) -> list[Text]:
    """Return what of a post's texts tells of its own event, on a day (YYYY-MM-DD, or "" where it is not known)."""
    return [(index, told) for index, text in texts if (told := _scene(day, text))]


def _scene(day: str, text: str) -> str:
    if _leads_away(day, text) or not _names_event(day, text):
        return ""
    return " ".join(sentence.strip() for sentence in _SENTENCE.findall(keep_stops(text)) if _names_event(day, sentence))


def _names_event(day: str, text: str) -> bool:
    return bool(_NAMED_EN.search(text) or _NAMED_ZH.search(text) or (day and day[5:] in _dates(text)))


def _leads_away(day: str, text: str) -> bool:
    if (HAS_LATIN_WORD(text) and _AWAY_EN.search(text)) or (HAS_HAN(text) and _AWAY_ZH.search(text)):
        return True
    return any(said not in (day[5:], day[:4]) for said in _dates(text))


def _dates(text: str) -> set[str]:
    """Return the days and the years that a text names: MM-DD, YYYY."""
    days = {f"{one.month:02}-{one.day:02}" for one in (*mentions_en(text), *mentions_zh(text))}
    return days | {"".join(str(DIGITS.get(c, c)) for c in year) for year in _YEAR.findall(text)}
