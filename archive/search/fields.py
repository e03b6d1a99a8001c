"""The fields of the query language, their names in both languages, and what may stand behind them. Pure."""

from __future__ import annotations

import re

PERSON, PLACE, LABEL, LANGUAGE, KIND, BEFORE, AFTER, EVENT, HAS, STATE, TITLE, ORIGIN = (
    "person", "place", "label", "lang", "kind", "before", "after", "event", "has", "state", "title", "origin",
)  # fmt: skip
FIELDS = {
    name: field
    for field, names in {
        PERSON: "person people 人物 人名 人",
        PLACE: "place 地点 地點 地方",
        LABEL: "label 标签 標籤",
        LANGUAGE: "lang language 语言 語言",
        KIND: "kind 类型 類型 种类 種類",
        BEFORE: "before 早于 早於 之前",
        AFTER: "after 晚于 晚於 之后 之後",
        EVENT: "event 事件日期 活动日期 活動日期",
        HAS: "has 含 有",
        STATE: "state 状态 狀態",
        TITLE: "title 标题 標題",
        ORIGIN: "origin 来处 來處",
    }.items()
    for name in names.split()
}
_LANGUAGES = {
    name: tag
    for tag, names in {
        "zh": "chinese 中文 汉语 漢語",
        "zh-Hans": "simplified 简体 簡體 简体中文 簡體中文",
        "zh-Hant": "traditional 繁体 繁體 正體 繁体中文 繁體中文",
        "en": "english 英文 英语 英語",
        "bo": "tibetan 藏文 藏语 藏語",
        "ug": "uyghur 维文 維文 维吾尔文 維吾爾文",
        "ko": "korean 韩文 韓文 朝鲜文 朝鮮文",
    }.items()
    for name in names.split()
}
_KINDS = {
    name: kind
    for kind, names in {
        "memorial": "悼念 纪念 紀念",
        "vigil": "守夜 烛光 燭光",
        "hunger-strike": "绝食 絕食",
        "press-conference": "记者会 記者會 新闻发布会 新聞發布會",
        "hearing": "听证 聽證 听证会 聽證會",
        "march": "游行 遊行",
        "rally": "集会 集會",
        "protest": "抗议 抗議",
        "petition": "请愿 請願",
        "celebration": "庆祝 慶祝",
        "exhibition": "展览 展覽",
        "lecture": "讲座 講座 演讲 演講",
        "meeting": "会议 會議",
        "post": "文章",
        "page": "页面 頁面",
    }.items()
    for name in names.split()
}
_ORIGINS = {"others": "others", "他处": "others", "他處": "others"}  # or a kind of source
_IMAGES = frozenset("image images picture pictures photo photos 图 圖 图片 圖片 照片".split())  # noqa: SIM905
_DATE = re.compile(r"(\d{4})(?:-(0[1-9]|1[0-2])(?:-(0[1-9]|[12]\d|3[01]))?)?")
_CHINESE_DATE = re.compile(r"(\d{4})年(?:(\d{1,2})月(?:(\d{1,2})日?)?)?")


def value_of(field: str, text: str) -> str:
    """Return the value behind a field as it is compared.

    Raises:
        ValueError: it cannot be one; the text says what can.
    """
    if not text:
        raise ValueError(f"Nothing stands behind {field}: in the query.")
    if field in (BEFORE, AFTER, EVENT):
        return date_of(text)
    if field == LANGUAGE:
        return _LANGUAGES.get(text.lower(), text)
    if field == KIND:
        return _KINDS.get(text, text.lower())
    if field == HAS:
        if text.lower() not in _IMAGES:
            raise ValueError("Behind has: only images can stand.")
        return "images"
    if field == ORIGIN:
        return _ORIGINS.get(text, text.lower())
    return text


def date_of(text: str) -> str:
    """Return a date, whole or cut short, as ISO 8601.

    >>> date_of("2014年3月"), date_of("2014-03-05")
    ('2014-03', '2014-03-05')
    """
    plain = text.strip().replace("/", "-").replace(".", "-")
    if match := _CHINESE_DATE.fullmatch(plain):
        plain = "-".join(part.zfill(2) for part in match.groups() if part)
    if not _DATE.fullmatch(plain):
        raise ValueError("A date of a query is a year, a month or a day: 2014, 2014-03, 2014-03-05.")
    return plain
