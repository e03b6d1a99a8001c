"""Honorifics and offices that stand before or behind a Chinese name, and are no part of it."""

from __future__ import annotations

import re

from pipelines.scripts import HAN

ROLE = (
    r"(?:轮值|輪值|名誉|名譽|荣誉|榮譽|常务|常務|前任?|现任|現任|副|总|總|本会|我会){0,4}"
    r"(?:先生|女士|小姐|博士|硕士|教授|老师|老師|律师|律師|主席|秘书长|秘書長|秘书|秘書|会长|會長|理事长|理事長|理事|主任|牧师|牧師|拉比|神父|修女|法师|法師|议员|議員|大娘|大爷|大爺|阿姨|太太"
    r"|会员|會員|成员|成員|代表|作家|诗人|詩人|记者|記者|学者|學者|画家|發言人|发言人|负责人|負責人|召集人|创办人|创始人|主持人"
    r"|队长|隊長|部长|部長|院长|院長|同仁|同志|朋友|夫妇|夫人|等)"
)
ROLE_BEFORE = re.compile(rf"{ROLE}(?:[:—-]{{1,2}})? ?(?=[{HAN}])")
ROLE_BEHIND = re.compile(rf"{ROLE}$")


def without_role(text: str) -> str:
    """Return a name without the honorific or office around it.

    >>> without_role("会长白若木博士")
    '白若木'
    """
    return ROLE_BEHIND.sub("", ROLE_BEFORE.sub("", text, count=1))
