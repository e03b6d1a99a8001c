"""Who somebody is, in the words right before a Chinese name that are no known office: 信号员, 女儿."""

from __future__ import annotations

import re

from pipelines.both_scripts import both_scripts
from pipelines.names import is_listed_name
from pipelines.roles import ROLE, without_role_behind
from pipelines.scripts import HAN

_LAST = frozenset("人师師员員生工长長家者妇婦友对對琴事子母父亲親民手兵")  # the last character of who somebody is
# What joins people, leads to somebody else, or says what befell him.
_NO_TRADE = frozenset("和及与與跟暨的为為被向给給对對把从從在是有不获獲释釋声聲援悼狱獄囚故捕")
_LONGEST, _SHORTEST = 10, 2  # characters before a name
_TITLED = re.compile("《[^《》]{1,24}》")  # what somebody edits
_TOGETHER = re.compile(both_scripts("[两三]?[位]?(?:姐妹|兄弟|姊妹|夫妇|父子|母女|母子|父女|兄妹|姐弟)$"))
_KIN = re.compile(
    both_scripts(
        "(?:其|他的|她的)?[小大长幼]?(?:妻子|夫人|太太|丈夫|女儿|儿子|母亲|父亲|哥哥|弟弟|姐姐|妹妹|孙[子女]|外孙女?|[侄甥][子女])"
    )
    + f"(?=[{HAN}]{{2,4}}$)"
)
_FOREIGN = re.compile(
    rf"[{HAN}]{{0,14}}(?:{ROLE}|[琴作画畫]家|法官|[师師员員])(?<!等)"
    rf"(?P<name>[{HAN}]{{1,6}}(?:·[{HAN}]{{1,8}}){{1,2}})"
)


def without_company(text: str) -> str:
    """Return a piece of a list without what its people edit, and without what they are to each other.

    >>> without_company("《晨报》编辑耿昭"), without_company("耿昭和耿明兄弟")
    ('编辑耿昭', '耿昭和耿明')
    """
    return _TOGETHER.sub("", _TITLED.sub("", text))


def foreign_behind(text: str) -> str:
    """Return the name with a middle dot behind an office; "" where there is none.

    >>> foreign_behind("挪威作家英格丽·索尔旺博士")
    '英格丽·索尔旺'
    """
    found = _FOREIGN.fullmatch(text) if "·" in text else None
    return without_role_behind(found["name"]) if found else ""


_LEADING = re.compile(both_scripts(f"[带抱推牵背搀]着[{HAN}]{{1,8}}的(?=[{HAN}]{{2,4}}$)"))  # 带着小儿子的


def name_behind(text: str) -> str:
    """Return the name behind a trade or a word of kin; "" where there is none.

    >>> name_behind("退休信号员马英慧"), name_behind("女儿胡月月"), name_behind("马英慧")
    ('马英慧', '胡月月', '')
    """
    if kin := _KIN.match(text) or _LEADING.match(text):
        return text[kin.end() :] if is_listed_name(text[kin.end() :]) else ""
    for length in (4, 3, 2):
        before, name = text[:-length], text[-length:]
        is_trade = _SHORTEST <= len(before) <= _LONGEST and before[-1] in _LAST and _NO_TRADE.isdisjoint(before[:-1])
        if is_trade and is_listed_name(name):
            return name
    return ""
