"""Lead-ins that call people by what they did with their own hands and feet: "Umbrella carriers:", "Flying kites:",
"In the snow stood:", 撑伞者:, 放风筝的有.

Nobody does such things who is elsewhere. What the absent do as well (sign, give, write, wait) opens no list, and all of
it counts only in a post that reports a gathering of the writer's own.
"""

from __future__ import annotations

import re

from pipelines.both_scripts import both_scripts
from pipelines.not_there import NAMES_OTHERS
from pipelines.presence import ABSENT, NOT_THERE_EN, NOT_THERE_ZH
from pipelines.scripts import HAN, HAS_HAN

_LONGEST = 60
_TIME = r"(?: (?:(?:of|on|at|in|for) )?(?:the |this |our )?[a-z' -]{2,24})?(?: ?\([^()]{1,30}\))?"
_AGENTS = re.compile(
    r"(?:(?:the|our|today's|tonight's) )?(?:[a-z-]{2,12} )?(?:walk|march|rid|run|runn|sing|drumm|danc|climb"
    r"|carri|bear|wav"
    r"|fly|fli|row|swimm|sell|paddl|cycl|skat|play|perform|recit|cook|bak|hik|protest|demonstrat|fast|stand|sitt|watch"
    rf"|kneel|clean|sweep|plant|leaflet|picket|banner-hold|candle-hold|cheer|shout|chant|bell-ring|ring)(?:ers|ors){_TIME}"
    r" ?: ?",
    re.I,
)
_DOING = re.compile(
    r"(?:also |and )?(?:fly|wav|ring|row|swimm|paddl|cycl|skat|hik|climb|plant|clean|sweep|paint|chalk|hang"
    r"|build|push|pull"
    r"|driv|danc|cook|bak|serv|show|sell|giv|hand|pass|wear|march|walk|sing|play|drumm|carry|hold|light)ing"
    r"\b(?! (?:sentence|time|way|evidence|office|trial))[^:.;\"“]{0,40}: ?",
    re.I,
)
_DID = re.compile(
    r"(?:also |then |and |in the [a-z]{2,12} |on the [a-z]{2,12} |at the [a-z]{2,12} )?(?:came|sat|walked|marched|rode"
    r"|sang|danced|climbed|carried|lit|stayed|gathered|cycled|rowed|swam|brought|cooked|drummed|turned out|showed up"
    r"|stood(?! (?:for|trial))|went(?! (?:to|into|missing|on))|held(?! (?:in|by|since|at)))\b[^:.;\"“]{0,40}: ?",
    re.I,
)
_DO_ZH = re.compile(
    both_scripts(
        r"(?:[^:。]{0,24},)?(?:今天|今日|当天|当晚|在?现场)?[撑举持抬扛拉敲弹吹唱跳走跑骑划爬登站坐跪派散喊诵献点扫摆搭放煮端舞演挂贴]"
    )
    + rf"[{HAN}]{{0,8}}(?:者|的(?:人|朋友)?)(?:有|是|为|為)?(?:\([^()]{{1,16}}\))? ?:? ?"
)
_OTHERS_ZH = re.compile(
    both_scripts("[牢监失散丢签捐写编译名像]|点评|演讲稿|放弃|放逐|登记|登报|献金|举报|持有|拉黑|唱片")
)


def calls_doers(lead: str) -> bool:
    """Say whether a lead-in calls those behind it by something that only those do who are there.

    >>> calls_doers("Umbrella carriers: "), calls_doers("Signers: "), calls_doers("撑伞者:"), calls_doers("作者:")
    (True, False, True, False)
    """
    lead = lead.strip()
    if len(lead) > _LONGEST or NAMES_OTHERS(lead) or ABSENT(lead):
        return False
    if NOT_THERE_EN.search(lead) or NOT_THERE_ZH.search(lead):
        return False
    if HAS_HAN(lead):
        return bool(_DO_ZH.fullmatch(lead)) and not _OTHERS_ZH.search(lead)
    return any(pattern.fullmatch(lead) for pattern in (_AGENTS, _DOING, _DID))
