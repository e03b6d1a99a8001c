"""Rows that name those for whom people gathered: "for seven lawyers who have disappeared ... The seven are: ..."

Whoever is counted in what is asked for, and then named behind the same number, was not there.
"""

from __future__ import annotations

import re
from collections.abc import Iterable

from pipelines.both_scripts import both_scripts
from pipelines.not_there import BARRED_EN, SUFFERED_EN
from pipelines.number_words import CARDINALS
from pipelines.scripts import HAN

_NUMBERS = CARDINALS[1:12]  # two to twelve
_HAN_NUMBERS = "两三四五六七八九十"
# What leads to such a row: "The seven are:", "The Willow Lane Six are:", "These five lawyers:", 这七位律师是:
_ROW_EN = re.compile(
    r"(?:^|[.;] )(?:the|these|those|our) (?:[\w'’-]{2,14} ){0,3}?"
    rf"(?P<number>{'|'.join(_NUMBERS)})(?: [a-z]{{3,14}}){{0,2}}(?: are| were)?: ?[^:.;]*$",
    re.I,
)
_ROW_ZH = re.compile(
    rf"(?:^|[。;,])[这那這]?[{HAN}]{{0,6}}?(?P<number>[{_HAN_NUMBERS}])[位名个個人君]"
    r"[^:,;。]{0,4}?[是为為]?: ?[^:。;]*$"
)
_COUNTS_THEM = re.compile(  # "The Ferry Six:", 渡口九人: those for whom people gather
    rf"\b(?:{'|'.join(_NUMBERS)}|dozen|\d+)(?: are| were)? ?: ?$"
    r"|[二三四五六七八九十\d](?:人|君子|[勇烈]士|子|位|名)[^:,;。]{0,4}(?<!有) ?: ?$",
    re.I,
)
# What asks for so many; NUMBER stands for the row's.
_ASKED_EN = (
    r"\b(?:for|free|release of|freedom (?:for|of)|demand\w*(?: for)?|support of|solidarity with) "
    r"(?:the |these |all |our )?(?:[\w'’-]{2,14} ){0,3}?NUMBER\b"
    r"(?! (?:hours?|days?|weeks?|months?|years?|minutes?|songs?|things?)\b)"
    rf"|\bNUMBER\b[^.;]{{0,40}}\b(?:disappear|missing|dead|died|{SUFFERED_EN}|{BARRED_EN})"
)
_ASKED_ZH = both_scripts(
    "(?:释放|声援|营救|解救|追问|要求|关注|呼吁|悼念|纪念|失踪|被[捕抓关判拘])[^。;]{0,40}NUMBER[位名个人君]"
)


def counts_them(lead: str) -> bool:
    """Say whether a lead calls those who follow by their number, as those are called for whom people gather."""
    return bool(_COUNTS_THEM.search(lead))


def is_row_of_those_asked_for(before: str, texts: Iterable[str]) -> bool:
    """Say whether what stands ``before`` a name in its sentence counts those whom other texts of a post ask for.

    >>> is_row_of_those_asked_for("The seven are: Wen Qi, ", ["We stood there for seven lawyers who have disappeared."])
    True
    >>> is_row_of_those_asked_for("The seven were: Wen Qi, ", ["Seven of us stood at the gate for the poet Rui An."])
    False
    """
    for row, asked in ((_ROW_EN, _ASKED_EN), (_ROW_ZH, _ASKED_ZH)):
        if found := row.search(before):
            counted = re.compile(asked.replace("NUMBER", found["number"]), re.I)
            return any(counted.search(text) for text in texts)
    return False
