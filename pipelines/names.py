"""People's names across scripts: what is a Chinese name, and how well a romanisation reads it.

Two names are never one person by romanisation alone; these functions only say how well two names of one list fit.
"""

from __future__ import annotations

import functools
import itertools
import re
import unicodedata

from pypinyin import Style, pinyin

_SURNAMES = frozenset(
    "王李张刘陈杨黄赵吴周徐孙马朱胡郭何林高罗郑梁谢宋唐许韩冯邓曹彭曾肖田董潘袁蔡蒋余于杜叶程魏苏吕丁任卢"
    "姚沈钟姜崔谭陆范汪廖石金韦贾夏付方邹熊白孟秦邱侯江尹薛闫段雷龙黎史陶贺毛郝顾龚邵万覃武钱戴严莫孔向常"
    "汤康易乔赖文翟葛单解仇查区朴具玄车洪安裴申权南明池柳全元千河辛闻芮涂端温乐盖尉华费岑柏童宁欧祝项舒屈"
    "纪庞路古冉苗霍耿关焦牛樊張劉陳楊黃趙吳孫馬鄭謝許韓馮鄧蔣葉蘇呂盧鐘薑譚陸範賈鄒閆龍賀顧龔邵萬錢戴嚴湯"
    "喬賴單區車權溫樂蓋費歐項紀龐關"
)
_DOUBLE_SURNAMES = frozenset(
    """
    欧阳 司马 上官 诸葛 皇甫 尉迟 公孙 慕容 司徒 夏侯 东方 独孤 南宫 令狐 端木 长孙 宇文 轩辕
    """.split()  # noqa: SIM905 (a list of words reads better without quotes)
)
# Words that stand before a colon as a name would.
_NO_NAMES = frozenset(
    """
    通知 公告 声明 聲明 时间 时候 地点 来源 转载 图片 视频 摄影 报道 活动
    预告 集会 游行 主席 秘书 会长 评论 消息 新闻 关于 文章 信件 温馨 全文
    全体 南方 明天 方向 高度 文化 金融 安全 华人
    """.split()  # noqa: SIM905
)
# Readings that the dictionary's order of readings misses in names, and spellings by other systems (Wade-Giles,
# Revised Romanization of Korean) that members of the blog's community use.
_READINGS = {
    "朴": ("piao", "pu", "park", "pak", "bak"), "洙": ("zhu", "soo", "su"), "燮": ("xie", "sup"), "单": ("shan",),
    "解": ("xie",), "仇": ("qiu",), "曾": ("zeng", "tseng"), "区": ("ou",), "查": ("zha",), "翟": ("zhai",),
    "盖": ("ge", "gai"), "任": ("ren",), "乐": ("yue", "le"), "尉": ("yu", "wei"), "长": ("chang", "zhang"),
    "崔": ("cui", "choi", "tsui"), "金": ("jin", "kim", "chin"), "李": ("li", "lee", "yi"), "许": ("xu", "heo", "hsu"),
    "郑": ("zheng", "jung", "cheng"), "吕": ("lü", "lv", "lu", "lyu"), "具": ("ju", "koo"), "玄": ("xuan", "hyun"),
    "车": ("che", "cha"), "张": ("zhang", "chang"), "陈": ("chen", "chan"), "黄": ("huang", "hwang"),
}  # fmt: skip
_HAN_NAME = re.compile(r"[\u3400-\u9fff]{2,4}(?:[·•・][\u3400-\u9fff]{1,6})?")
_MOST_READINGS = 64


def is_chinese_name(text: str) -> bool:
    """Say whether a text is a Chinese person's name and nothing else: a known surname and one or two characters."""
    if not _HAN_NAME.fullmatch(text) or text in _NO_NAMES:
        return False
    if text[:2] in _DOUBLE_SURNAMES:
        return len(text) in (3, 4)
    return len(text) in (2, 3) and text[0] in _SURNAMES


def reads(romanised: str, chinese: str) -> bool:
    """Say whether a romanisation reads a Chinese name exactly, surname or given name first."""
    letters = _letters(romanised)
    return bool(letters) and any(letters in readings for readings in _readings(chinese))


def likeness(romanised: str, chinese: str) -> float:
    """Return how well a romanisation reads a Chinese name: 1.0 exactly, 0.97 with the given name first, less by
    edit distance for slips, down to 0.0.
    """
    letters = _letters(romanised)
    if not letters or not chinese:
        return 0.0
    surname_first, given_first = _readings(chinese)
    if letters in surname_first:
        return 1.0
    if letters in given_first:
        return 0.97
    readings = surname_first | given_first
    return 1 - min(_distance(letters, reading) / max(len(letters), len(reading)) for reading in readings)


def assign(scores: list[list[float]], least: float) -> dict[int, int]:
    """Return the pairs (row, column) of highest total score, none below ``least``.

    The assignment problem over the whole list (Kuhn 1955, Munkres 1957), by shortest augmenting paths.
    """
    rows, columns = len(scores), len(scores[0]) if scores else 0
    size = max(rows, columns)
    # Square, as costs; cells that do not exist or do not count cost as much as no pair at all.
    cost = [
        [1 - scores[i][j] if i < rows and j < columns and scores[i][j] >= least else 1.0 for j in range(size)]
        for i in range(size)
    ]
    chosen = _shortest_paths(cost)
    return {i: j for i, j in chosen.items() if i < rows and j < columns and scores[i][j] >= least}


def _shortest_paths(cost: list[list[float]]) -> dict[int, int]:
    size = len(cost)
    row_price, column_price = [0.0] * (size + 1), [0.0] * (size + 1)
    row_of = [0] * (size + 1)  # columns and rows count from 1; 0 is free
    for row in range(1, size + 1):
        row_of[0], column = row, 0
        least, way, done = [float("inf")] * (size + 1), [0] * (size + 1), [False] * (size + 1)
        while row_of[column]:
            done[column] = True
            at, step, following = row_of[column], float("inf"), 0
            for j in range(1, size + 1):
                if not done[j]:
                    reduced = cost[at - 1][j - 1] - row_price[at] - column_price[j]
                    if reduced < least[j]:
                        least[j], way[j] = reduced, column
                    if least[j] < step:
                        step, following = least[j], j
            for j in range(size + 1):
                if done[j]:
                    row_price[row_of[j]] += step
                    column_price[j] -= step
                else:
                    least[j] -= step
            column = following
        while column:
            row_of[column], column = row_of[way[column]], way[column]
    return {row_of[j] - 1: j - 1 for j in range(1, size + 1) if row_of[j]}


@functools.lru_cache(maxsize=4096)
def _readings(chinese: str) -> tuple[frozenset[str], frozenset[str]]:
    characters = [c for c in chinese if "\u3400" <= c <= "\u9fff"]
    options = [_readings_of(c) for c in characters]
    while len(options) > 1 and _product(options) > _MOST_READINGS:
        longest = max(range(len(options)), key=lambda n: len(options[n]))
        options[longest] = options[longest][: len(options[longest]) - 1]
    surname = 2 if "".join(characters[:2]) in _DOUBLE_SURNAMES else 1
    turned = [*options[surname:], *options[:surname]]
    return frozenset(map("".join, itertools.product(*options))), frozenset(map("".join, itertools.product(*turned)))


def _product(options: list[list[str]]) -> int:
    total = 1
    for option in options:
        total *= len(option)
    return total


@functools.lru_cache(maxsize=4096)
def _spellings(character: str) -> tuple[str, ...]:
    dictionary = pinyin(character, style=Style.NORMAL, heteronym=True)[0]
    return tuple(dict.fromkeys(_letters(reading) for reading in (*_READINGS.get(character, ()), *dictionary)))


def _readings_of(character: str) -> list[str]:
    return list(_spellings(character))[:6]


@functools.lru_cache(maxsize=4096)
def _letters(text: str) -> str:
    # ü is written ü, v, yu or u; folded to one letter, all four are equal.
    lower = text.lower().replace("lyu", "lu").replace("lv", "lu").replace("nv", "nu")
    return "".join(c for c in unicodedata.normalize("NFD", lower) if "a" <= c <= "z")


def _distance(one: str, two: str) -> int:
    """Return the edit distance (Levenshtein 1966)."""
    above = list(range(len(two) + 1))
    for i, a in enumerate(one, 1):
        row = [i]
        for j, b in enumerate(two, 1):
            row.append(min(above[j] + 1, row[-1] + 1, above[j - 1] + (a != b)))
        above = row
    return above[-1]
