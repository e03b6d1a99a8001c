"""Lists of names in running text: where one begins, where it ends, and what in it is a name. Pure patterns.

All patterns are bounded, and match on text of which punctuation is folded to ASCII (`pipelines.scripts.plain`),
so that each stands for both widths.
"""

from __future__ import annotations

import re
from dataclasses import dataclass

from pipelines.names import is_chinese_name
from pipelines.scripts import HAN

_EVENT = "rally|protest|meeting|march|event|vigil|demonstration|gathering|ceremony|conference|seminar|parade|activity"
_LEAD_EN = re.compile(
    r"(?:\bmembers?\b[^:.\n]{0,160}?\b(?:attend(?:ing|ed)|participating|present|joining|joined)\b[^:.\n]{0,80}?"
    r"\b(?:include|includes|including|included|are|were)\b\s?:?"
    r"|\b(?:these|those|the|the following) members(?: of [^:.\n]{1,100}?)? (?:include|included|are|were)\b\s?:?"
    r"|\b(?:attendees|participants|those attending|attending (?:this|today's|the) (?:" + _EVENT + r"))\s?"
    r"(?:include|included|are|were)?\s?:)\s*",
    re.I,
)
LEFT_TO_RIGHT = re.compile(r"\(?from left to right\)?\s?:?\s*|\(?从左至右\)?\s?:?\s*|\(?从左到右\)?\s?:?\s*", re.I)
_LEAD_ZH = re.compile(
    r"(?:参加|出席|參加|到场|到場|与会)[^:。,、\n]{0,40}?(?:成员|成員|会员|會員|人员|人員|者|的)?\s?(?:有|包括|是|为|為)\s?:?\s*"
    r"|(?:参加者|參加者|出席者|与会者|参加人员)\s?:\s*"
)
_OTHER_GROUP = re.compile(
    r"(?:\w+ )?members of ([A-Z][\w' ]{2,60}?), ([^.]{3,300}?),? (?:came|attended|joined|took part)", re.I
)
_GIVEN_PAIR = re.compile(rf"([A-Z][A-Za-z'ü-]+(?: [A-Z][A-Za-z'ü-]+){{0,3}})\s?\(([{HAN}·]{{2,8}})\)")
_ATTENDED = re.compile(r"\b(?:attended|attending|took part|joined|participated|were present)\b", re.I)
_TITLES_EN = re.compile(r"^(?:and |& )?(?:Dr|Mr|Ms|Mrs|Prof|Professor|Chairman|Rev)\b\.? ?", re.I)
_TITLES_ZH = re.compile(r"(?:先生|女士|博士|教授|律师|主席|牧师)$")
_SEPARATORS_EN = re.compile(r"\s*[,;、]\s*(?:and |& )?|\s+(?:and|&)\s+")
_SEPARATORS_ZH = re.compile(r"[,;、\s]+|(?<=[\u3400-\u9fff])[和及与與](?=[\u3400-\u9fff]{2,4}(?:[,;、。]|$))")
_AND_MORE = re.compile(r"等(?:\d{0,4}|[一二三四五六七八九十百余餘多几]{0,6})[余餘多]?[人位名]?.*$")
_NAME_EN = re.compile(r"[A-Za-zÀ-ɏ][A-Za-zÀ-ɏ'.-]*(?: [A-Za-zÀ-ɏ][A-Za-zÀ-ɏ'.-]*){0,3}")
_NOT_NAMES = frozenset(
    (
        "members",
        "member",
        "and",
        "the",
        "of",
        "others",
        "etc",
        "more",
        "people",
        "friends",
        "rally",
        "march",
        "meeting",
        "from",
    )
)
_STOP_EN = re.compile(r"(?<!\bDr)(?<!\bMr)(?<!\bMs)(?<!\bMrs)(?<!\bProf)\.(?=\s|$)|。|\n")
_STOP_ZH = re.compile(r"[。\n]|\.(?=\s|$)")
_TRAILING = re.compile(rf"\s(?:{_EVENT}|attended|etc)s?$", re.I)


@dataclass(frozen=True)
class Listed:
    """One name as listed: ``given`` is the Chinese name in brackets behind an English one."""

    name: str
    given: str | None = None
    affiliation: str | None = None


def english_list(text: str) -> list[Listed]:
    """Return the people of the list in an English paragraph, in order; empty where there is no list."""
    lead = _LEAD_EN.search(text) or _after_members(text)
    if not lead:
        return _given_pairs(text)
    rest = text[lead.end() :]
    direction = LEFT_TO_RIGHT.match(rest)
    rest = rest[direction.end() :] if direction else rest
    stop = _STOP_EN.search(rest)
    found = [*english_names(rest[: stop.start()] if stop else rest)]
    for group in _OTHER_GROUP.finditer(rest[stop.start() :] if stop else ""):
        found += [Listed(person.name, person.given, group[1]) for person in english_names(group[2])]
    return found


def chinese_list(text: str) -> list[Listed]:
    """Return the people of the list in a Chinese paragraph, in order; empty where there is no list."""
    lead = _LEAD_ZH.search(text)
    if not lead:
        return []
    rest = text[lead.end() :]
    stop = _STOP_ZH.search(rest)
    return chinese_names(rest[: stop.start()] if stop else rest)


def english_names(text: str) -> list[Listed]:
    """Split a run of romanised names, by every separator people use."""
    found = []
    for piece in _SEPARATORS_EN.split(text.strip()):
        pair = _GIVEN_PAIR.fullmatch(_TITLES_EN.sub("", piece.strip()))
        bare = pair[1] if pair else _TRAILING.sub("", _TITLES_EN.sub("", re.sub(r"\(.*?\)", "", piece).strip(" .\"'")))
        if _is_english_name(bare):
            found.append(Listed(bare, pair[2] if pair else None))
    return found


def chinese_names(text: str) -> list[Listed]:
    """Split a run of Chinese names, by every separator people use."""
    bare = re.sub(r"\([^()]{0,40}\)", "", _AND_MORE.sub("", text))
    pieces = (_TITLES_ZH.sub("", piece.strip(" .。")) for piece in _SEPARATORS_ZH.split(bare))
    return [Listed(piece) for piece in pieces if re.fullmatch(rf"[{HAN}]{{2,4}}|[{HAN}]{{1,6}}·[{HAN}]{{1,8}}", piece)]


def _after_members(text: str) -> re.Match[str] | None:
    match = re.search(rf"\bmembers? at (?:the )?(?:{_EVENT})\s?:?\s?(?=\(?from left)", text, re.I)
    return match or re.search(r"^Members?[^:.\n]{0,80}?(?=\(from left to right\))", text, re.I)


def _given_pairs(text: str) -> list[Listed]:
    """Names given with their characters, in a sentence that says that they were there."""
    pairs = _GIVEN_PAIR.findall(text)
    if len(pairs) < 2 or not _ATTENDED.search(text):
        return []
    return [Listed(_TITLES_EN.sub("", name), chinese) for name, chinese in pairs if is_chinese_name(chinese)]


def _is_english_name(text: str) -> bool:
    words = text.split()
    if not _NAME_EN.fullmatch(text) or not 1 <= len(words) <= 4 or len(text) < 4:
        return False
    return not any(word.lower() in _NOT_NAMES for word in words) and (len(words) > 1 or text[0].isupper())
