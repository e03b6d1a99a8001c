"""Labels and notes in a list that say who was not there: "Apologies:", 请假者：, "(who was in Lisbon that day)"."""

from __future__ import annotations

import re

from pipelines.both_scripts import both_scripts
from pipelines.scripts import HAN, has_one_of

AWAY_LABEL = re.compile(
    r"(?:^|[;,、.。\n]) ?(?:and )?(?:absent|excused|apologies|regrets|unable to|not present|in prison"
    r"|by (?:tele)?phone|by video"
    r"|online|messages?|letters?(?! writ)"
    r"|请假|請假|缺席|未到|未能|因故|因病|视频|視頻|[电電][话話]|书面|書面|[贺賀]信|来信"
    r"|來信|[狱獄]中"
    r"|[摄攝]影|[报報]道|[报報][导導]|photo|reporting|reported)[^:;,、。\n]{0,24}:",
    re.I,
)
# "...; wreaths were sent by": what others did from afar.
_AWAY_CLAUSE = re.compile(
    rf"[;。] ?(?:and )?(?:[a-z' ]{{2,40}}\b(?:sent|wrote|signed|donated|telephoned|apologi[sz]ed)\b"
    rf"|[{HAN}]{{0,8}}(?:花圈|花篮|花籃|[来來]信|[发發寄][来來]|[请請]假|捐款|[签簽]名)[{HAN}]{{0,2}}(?:的有|的是|者))",
    re.I,
)
_HAS_AWAY_CLAUSE = has_one_of(
    "sent|wrote|signed|donated|telephoned|apologi|花圈|花篮|花籃|来信|來信|来的|來的|请假|請假|捐款|签名|簽名"
)
# What a note in brackets behind a name says of who did not come.
_NOTED = re.compile(r" ?\(([^()]{2,80})\)")
ABSENT_NOTE = re.compile(
    r"(?:who|which) (?:was|were|is|are) (?:in|at|away|abroad|absent|ill|not|on)\b"
    r"|(?:who )?(?:could not|did not|was unable|were unable|sent|sends)\b|"
    + both_scripts("[他她]?当天人?在|没有到场|未能到场|因病|未到|缺席|请假|狱中|电话|视频|在押|服刑")
    + r"|\b(?:excused|absent|apologies|regrets|in (?:prison|jail|custody)|jailed|imprisoned"
    r"|(?:by|via|over) (?:the )?(?:tele)?(?:phone|video|letter|mail|skype|zoom))\b",
    re.I,
)


def present_part(text: str) -> str:
    """Return a list without those behind a label within it that says that they were not there."""
    away = AWAY_LABEL.search(text) if ":" in text else None
    text = text[: away.start()] if away else text
    clause = _AWAY_CLAUSE.search(text) if _HAS_AWAY_CLAUSE(text) else None
    return text[: clause.start()] if clause else text


def notes_absence(behind: str) -> bool:
    """Say whether what stands behind a name begins with a bracket that says he was not there: "(who was in Lisbon)"."""
    found = _NOTED.match(behind)
    return bool(found and ABSENT_NOTE.search(found[1]))
