"""What a list calls those who follow within itself: "Uyghur friends: Alim", "North: Wen Qi", 教师联盟前来的有方敏洁."""

from __future__ import annotations

import re

from pipelines.names import is_listed_name
from pipelines.not_there import NAMES_OTHERS
from pipelines.roles import is_unnamed
from pipelines.scripts import HAN

_PLACE = re.compile(
    r"(?:from|day|group|shift|row|team) [\w' ]{1,40}|(?:in the )?(?:morning|afternoon|evening|night)(?: shift)?"
    "|(?:our )?supporters|支持者|[声聲]援者",
    re.I,
)
# "...;教师联盟前来的有方敏洁".
_LEAD_WITHIN = re.compile(
    rf"^(?:代表)?[{HAN}]{{2,14}}?(?:前来|前來|出席|参加|參加|到场|到場|来|來)的(?:有|是|还有|還有)(?=[{HAN}])"
)
_BRANCH = re.compile(  # "North: Wen Qi", 南区:文琦
    r"(?:(?:north|south|east|west|upper|lower|central|inner|outer)\w{0,4}(?: [\w'’-]{2,14}){0,2}"
    r"|(?:[\w'’-]{2,20} ){0,4}(?:branch|chapter|district|section|quarter|team|group|church|guild|union|league|alliance"
    rf"|society|circle|students|teachers|workers|side))|[{HAN}]{{1,10}}(?:区|區|分会|分會|支部|组|組|教会|教會|公会|公會|[同联聯]盟|协会|協會|大学|大學|团契|團契)",
    re.I,
)


def without_label(piece: str) -> str:
    """Return a piece of a list without what it calls those who follow: "Uyghur friends: Alim"."""
    if "的" in piece:
        piece = _LEAD_WITHIN.sub("", piece, count=1)
    if ":" not in piece and "——" not in piece:
        return piece
    group, dashes, named = piece.partition("——")
    if dashes and is_listed_name(named) and not is_listed_name(group.strip()):
        return named
    label, mark, rest = piece.partition(":")
    called = label.strip()
    told = mark and rest.strip() and (is_unnamed(called) or _PLACE.fullmatch(called) or _is_branch(called))
    return rest if told else piece


def _is_branch(label: str) -> bool:
    return bool(_BRANCH.fullmatch(label)) and not NAMES_OTHERS(label)
