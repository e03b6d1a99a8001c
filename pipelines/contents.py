"""What a report tells at second hand: what was said, read or sung at an event, and for whom or whose sake it was held.

Such words lead to other times and places, though those who said, read or sang were there. Texts are folded
(`pipelines.scripts.plain`), their stops kept as by `pipelines.name_runs.keep_stops`.
"""

from __future__ import annotations

import re

from pipelines.both_scripts import both_scripts
from pipelines.not_there import BARRED_EN, DEAD_ZH, SUFFERED_EN, SUFFERED_ZH
from pipelines.scripts import has_one_of

# Up to where another does something: "and the secretary ...", "and Wen Qi ...".
_END_EN = r"((?: [a-z]{2,12}\b){0,3})[^.;:]{1,300}?(?=,? (?:and|while) (?:the |our |then |[A-Z])|[.;:]|$)"
_TOLD_EN = re.compile(
    r"\b(spoke|talked|told|tells|speaks|reported|recalled|remembered|related|recounted|described|explained|compared"
    r"|lectured|read|recited|sang|played|showed|presented|introduced|shared|remarks|to (?:speak|talk|lecture|tell|read)"
    r"|gave (?:an?|the|his|her) (?:[a-z]{2,12} ){0,2}(?:talk|lecture|report|account|speech|overview|address|testimony)"
    rf"|(?:talk|speech|lecture|report|paper|film|poems?) (?:on|about|of))(?-i:{_END_EN})",
    re.I,
)
_TELLS_EN = re.compile(r"(?:spoke|talked|told|tells|recalled|remembered|related|recounted|described|account)", re.I)
_WHO_EN = re.compile(r", (?:who|whose|whom|which)\b[^.;,:]{3,160}(?:,|$)|, once [^.;,:]{3,80},", re.I)
_WHY_EN = re.compile(
    r"\b(?:to (?:remember|commemorate|mourn|mark|honou?r|protest|demand|call|ask|celebrate|recall)|in (?:memory"
    r"|remembrance"
    r"|support|honou?r) of|anniversary of|for (?:the )?(?:release|freedom|victims|dead))\b[^.;,:]{3,160}",
    re.I,
)
_TOLD_ZH = re.compile(
    both_scripts(
        "(讲述|讲解|讲了|讲到|回忆|忆及|忆述|报告|汇报|介绍|谈到?|宣读|朗读|朗诵|[念唸读唱][了的]|演[讲唱奏]|说明"
        "|主讲|放映|展示|分享"
        "|见证|告诉|说了?|指出)[^。;]{1,160}?(?=,[^,。;]{1,12}(?:主持|宣读|朗[读诵]|演[唱讲奏]|伴奏|翻译)|[。;]|$)"
    )
)
_TELLS_ZH = re.compile(both_scripts("讲[述了到解]|回忆|忆[及述]|谈|告诉|说"))
_WHY_ZH = re.compile(both_scripts("(?:为|悼念|纪念|声援|抗议|追[思悼]|祭奠|营救|要求|呼吁|庆祝)[^,;:。]{1,40}"))
_WHO_ZH = re.compile(both_scripts(r"(?:\d{1,4}|[一二三四五六七八九十几多]{1,4})年前?[^,;。]{0,24}?的(?=[^,;。]{2,4})"))
_WORK_ZH = re.compile(both_scripts("(?:工作|财务|会务|筹备|经过|情况)"))  # of which one reports
_SAID_EN = re.compile(
    r"(\b(?:said|says|told|tells|reported|recalled|remembered|explained|described|wrote|heard|knew|know)"
    r"(?: (?:to )?(?:us|the [a-z]{3,12}|them|everybody))?),? (?:that|how|why|what|when|of how)\b.{1,400}"
    r"|(^)[^.;]{0,80}, (?-i:(?:[A-Z][\w․'’-]{1,20} ){1,3}|he |she )(?:said|told us|recalled|remembered),.{1,400}",
    re.I,
)
_SAID_ZH = re.compile(both_scripts("(说|告诉(?:我们|大家|记者|他|她)|回忆道?)[,:].{1,400}"))
_STORY = re.compile(rf"(\b{_TELLS_EN.pattern}\b|{_TELLS_ZH.pattern}).{{1,400}}", re.I)
_STORY_BEHIND = re.compile(rf"((?:\b{_TELLS_EN.pattern}\b|{_TELLS_ZH.pattern})[^:.。]{{0,80}}):.{{1,400}}", re.I)
# What goes on with a story speaks of those in it.
_OF_THEM = re.compile(
    r"\b(?:he|she|his|him|her|they|their|them|there|had|was|were|then)\b|"
    + both_scripts("[他她]们?|那里|那[时天年]|当时|其"),
    re.I,
)
# But who reads the names of the dead is none of them.
_HARMED = re.compile(
    rf"\b(?:{SUFFERED_EN}|{BARRED_EN})|(?:{DEAD_ZH})(?!(?:者|同胞|学生|學生)?的?(?:名[单單字]|姓名))|{SUFFERED_ZH}",
    re.I,
)
# Relatives and neighbours of somebody told of: what they did may be anywhere.
OF_HIS = re.compile(
    r"(?:(?<!and )\b(?:his|her|their|whose)|['’]s) (?:[a-z-]{3,12} ){0,2}(?:wife|husband|mother|father|sister"
    r"|brother|son"
    r"|daughter|niece|nephew|cousin|uncle|aunt|parents|teacher|pupils?|students?|neighbou?rs?|cellmate|friends?"
    r"|lawyers?"
    r"|colleagues?)\b(?=,? (?-i:[A-Z]))|"
    + both_scripts(
        "(?<![为给向对替与和])[他她]们?的?(?:[妻夫母父儿女兄弟姐妹]|学生|老师|邻居|难友|狱友|同事|律师|朋友)"
        "|其[妻夫母父子女兄弟]|之[子女妻母]"
    ),
    re.I,
)
FOR_FAMILY = re.compile(
    r"\b(?:on behalf of the family|received the (?:prize|award|medal)|in (?:his|her|their) (?:name|place|stead))\b|"
    + both_scripts("代表家[属人]|代[他她为]?[他她]?领"),
    re.I,
)
# Where the family is there.
MEMORIAL = re.compile(r"\b(?:memorial|funeral|burial|buried)\b|" + both_scripts("追[思悼]|葬礼|告别式|安葬|丧礼"), re.I)
OF_HIM = re.compile(
    r"\b(?:he|she|him)\b|\b(?:to|for|brought|gave|sent|told) (?:her|his)\b|"
    + both_scripts("[给向为替对送陪看和][他她](?!们)"),
    re.I,
)
# What others write to us is of their own gathering.
_LETTER = re.compile(
    r"(?:\b(?:writes?|wrote|reports?) to us\b"
    r"|[来來]信[说說道]?)[^.:。\"“「]{0,40}[:,] ?(?P<quoted>[\"“「][^\"“”「」]{1,3000}[\"”」]?)"
)
_HAS_LETTER = has_one_of("to us|来信|來信")


def without_letters(text: str) -> str:
    """Return a text, as long as it was, without what is quoted of a letter to the writer.

    >>> without_letters('Oslo writes to us: "Present: Wen Qi."')
    'Oslo writes to us: __________________'
    """
    found = _LETTER.search(text) if _HAS_LETTER(text) else None
    return text[: found.start("quoted")] + "_" * len(found["quoted"]) + text[found.end("quoted") :] if found else text


def at_hand(sentences: list[str]) -> list[str]:
    """Return the sentences of a paragraph without what they tell at second hand, up to where one tells of harm.

    >>> at_hand(["Wen Qi spoke about his youth in 1970.", "There he sang.", "Rui An chaired the meeting."])
    ['Wen Qi spoke about his youth.', 'Rui An chaired the meeting.']
    """
    kept: list[str] = []
    story = False
    for sentence in sentences:
        if story and _OF_THEM.search(sentence):
            continue
        cut = _ended(sentence, _cut(sentence))
        if is_harm(cut):
            break
        story = story or any(pattern.search(sentence) for pattern in (_TELLS_EN, _TELLS_ZH))
        kept.append(cut)
    return kept


def without_sayings(sentence: str) -> str:
    """Return a sentence up to what somebody is told to have said of others.

    >>> without_sayings("Wen Qi told us that Rui An sang in the cell.")
    'Wen Qi told us.'
    """
    sentence = _ended(sentence, _STORY_BEHIND.sub(r"\1", sentence))
    return _ended(sentence, _SAID_ZH.sub(r"\1", _SAID_EN.sub(lambda said: said[1] or "", sentence)))


def before_stories(sentence: str) -> str:
    """Return a sentence up to where somebody in it tells a story: who is named behind that is in the story."""
    return _STORY.sub(r"\1", sentence)


def is_harm(text: str) -> bool:
    """Say whether a text tells of somebody's harm."""
    return bool(_HARMED.search(text))


def _cut(sentence: str) -> str:
    for pattern in (_WHO_EN, _WHY_EN, _WHO_ZH, _WHY_ZH):
        sentence = pattern.sub("", sentence)
    return _TOLD_ZH.sub(_told_zh, _TOLD_EN.sub(r"\1\2", sentence))


def _ended(sentence: str, cut: str) -> str:
    """Return what is left of a sentence with the stop that ended it."""
    cut = cut.rstrip(" .。!?")
    return f"{cut}{sentence[-1]}" if cut and sentence[-1] in ".。!?" else cut


def _told_zh(told: re.Match[str]) -> str:
    work = _WORK_ZH.search(told[0])
    return f"{told[1]}了{work[0]}" if work else told[1]
