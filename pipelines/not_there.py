"""Words that say that people were not there: who stayed away, was kept away, died, or is campaigned for.

One vocabulary for all that read lists and numbers of people. All patterns are bounded and match on folded text
(`pipelines.scripts.plain`).
"""

from __future__ import annotations

import re

from pipelines.alternatives import in_either, word
from pipelines.both_scripts import both_scripts

AWAY_EN = r"(?:\b(?:not|unable|absent(?:ees?)?|missing|cannot)|(?<=[a-z])n['’]t)\b"
SUFFERED_EN = r"arrest|detain|jail|imprison|sentenc|kill"  # beginnings of words, as those below
BARRED_EN = r"punish|barred|banned|prevented|expel|fined|dismiss|prosecut"
_FOR_IT_EN = rf"(?:(?:{SUFFERED_EN}|{BARRED_EN})\w{{0,6}}|who died) (?:for|from|while|after|when)"
AWAY_ZH = r"未能|未(?![来來])|没有?|沒有?|无法|無法|不能|不克|缺席|拒绝|拒絕|不得"
SUFFERED_ZH = r"被[捕抓拘判]"
DEAD_ZH = r"遇难|遇難|遇害|牺牲|犧牲|去世|死难|死難|失踪|失蹤"
_CAMPAIGNED_ZH = r"要求|呼吁|呼籲|关心|關心|声援|聲援"
SLOGAN_ZH = r"声援|聲援|释放|釋放|营救|營救|解救|拯救"  # before a name it makes a slogan; a rally may be called so
SLOGAN_EN = r"free|freedom|release|save|rescue|justice|long live"

# At the beginning of a list, or of a piece of it.
CALLS_FOR = re.compile(
    rf"(?:^|: ?)[\"'“‘ ]{{0,3}}(?:(?:for (?:the )?)?(?:{SLOGAN_EN})\b|(?:{SLOGAN_ZH})(?![^、,]{{0,8}}的))",
    re.I,
)
# Directly before "attended": those who did not, were to, or were arrested for it.
STAYED_AWAY_EN = re.compile(
    rf"(?:{AWAY_EN}|\b(?:invited|expected|scheduled|to|will|would|shall|planning|going|{_FOR_IT_EN}))\s*$",
    re.I,
)
STAYED_AWAY_ZH = re.compile(
    rf"(?:{AWAY_ZH}|因|将|將|将要|將要|[准準][备備]|[拟擬]|欲|曾|曾经|视频|視頻|[电電][话話]|[线線网網]上|在[线線]|[远遠]程|[12]\d{{3}}年)$"
)
# Shortly before a list is opened.
ABOUT_OTHERS_EN = re.compile(rf"(?:{AWAY_EN}|\b(?:{_FOR_IT_EN}|portraits? of)\b)[^.:\n]{{0,20}}$", re.I)
# Between "attended" and "members": those who attended something else, and those for whom it was.
ABOUT_OTHERS_ZH = re.compile(
    rf"{SUFFERED_ZH}|{DEAD_ZH}|{_CAMPAIGNED_ZH}|受邀|应邀未|视频|視頻|[电電][话話]|[线線]上|[网網][上络絡]|[远遠]程|[来來][电電]|去年|前年|[上下]一?[次届屆月周週回]|八九|六四|民运|民運|运动|運動|过|過"
)
# Before a row of names, whatever else is said there: what these people made, sent or suffer, where their names stand.
OF_OTHERS = in_either(
    word(
        r"boss(?:es)?|ow(?:e|ed|es)|mailed|printed|responsible|behind (?:the |those )?(?:walls?|bars)"
        r"|composers?|nominees?|short ?list|pledges?|address field|empty|carved|cut into|painted on|excused"
        r"|on (?:the|our|their) (?:\w+ )?(?:lanterns|shirts|banners?|posters?|cards?|papers?|kites?|signs?|placards?"
        r"|ribbons?)"
        r"|hiding|whereabouts|lost (?:contact|touch)"
        r"|snowed in|judgment|plaque|postmarks?|no answer|missing|due at|shelves",
        r"\b",
    ),
    both_scripts(
        "辩护|老板|拖欠|寄来|送来|责任人|高墙|作曲|入围|认捐|手稿|空[着著]|刻[在着著于]|碑上|画在|请假|预定|地址"
        "|失去联系|失联|下落不明|无人应|没来|上面?写[的着]|邮戳|书架|柜台上"
    ),
)
# Anywhere in words of no known form that stand before names.
NAMES_OTHERS = in_either(
    rf"{AWAY_EN}|"
    + word(
        rf"{SUFFERED_EN}|{BARRED_EN}|prison|releas|free\b|dead\b|died|victim|demand|invit|will\b|would\b"
        r"|award|elect|nominat|author|writ|sign|want|donat|donor|welcom|new member|officer|candidate|winner|prize"
        r"|poster|portrait|hero(?:e?s)?\b|leader|support|oppos|names?\b|remember|film|book|song|photo|picture|story|letter"
        r"|judge|police|thank|memory|mourn|hono|congratulat|greeting|message|telegram|condolence|regards"
        r"|think|before us|ahead of us"
    ),
    rf"{AWAY_ZH}|{DEAD_ZH}|{_CAMPAIGNED_ZH}|{SLOGAN_ZH}|被|囚|狱|獄|邀请|邀請|将|將|获奖|獲獎|当选|當選|作者|签|簽|联署|聯署|警|法官"
    r"|纪念|紀念|悼念|感谢|感謝|捐|欢迎|歡迎|新会员|新會員|候选|候選|奖|獎|理事|海报|海報|良心犯|反对|反對|领导|領導"
    r"|英雄|名字|[贺賀唁][电電信]|[发發寄][来來]|[来來][电電信]|想起|想到|念及|前面的|记住|記住|电影|電影|照片|图片|圖片|故事",
)
# Who was at the first meeting, or at one of another year, was not therefore at this one.
OTHER_TIMES = in_either(
    word(r"found(?:ing|ed)|in (?:19|20)\d\d|last year", r"\b"),
    r"[12]\d{3}年(?! ?\d)|成立大[会會]|[创創]立|第一次|首次|去年|前年",
)
# A label of those who made what is read here, gave money, or was somewhere else; whom others lost sight of.
_NOT_HERE = in_either(
    word(
        r"contributors?|editors?|edited|translat\w+|illustrat\w+|text|report(?:ed|ing)?|photo\w*|donors?|receivers?"
        r"|laureates?|drafters?|lawyers? (?:of|for)|next|drowned|fallen|telephone|in [A-Z]\w+ ?$|treasurer"
        r"|contact|see also|source|from left|standing trial|elected",
        r"\b",
    )
    + "|^there$",
    both_scripts(
        "撰稿|编[辑者]|译[者文]|翻译|插图|文字|报道|摄影|捐款|收信|起草|来稿|下[次届]|躲|审|选出|当选|死者|家属"
    ),
)
# What people come together for, in words that tell of others elsewhere: who collects signatures is no signer.
_AT_WORK = re.compile(
    r"\b(?:collect(?:ed|ing)|gather(?:ed|ing)) (?:[\w'’]+ ){0,3}signatures\b|\bsignature (?:table|stall|drive)s?\b"
    r"|\b(?:writing|wrote) (?:the |our |these )?(?:letters|cards|postcards)(?! to\b)|"
    + both_scripts("(?:征集|收集)[^、,:]{0,4}签名|签名[桌台摊站]|写[明贺圣诞年]{0,3}[信卡]片?(?![给到上])"),
    re.I,
)


def is_of_others(lead: str) -> bool:
    """Say whether words of no known form that stand before names tell of others than those who came."""
    lead = _AT_WORK.sub("", lead).rstrip(": ")
    return NAMES_OTHERS(lead) or OF_OTHERS(lead) or OTHER_TIMES(lead) or _NOT_HERE(lead)
