"""The title in both languages, without the byline that many titles carry."""

from __future__ import annotations

import re

from archive.frozen import replace
from archive.records import Paragraph, Post, Title
from pipelines.calendar_words import mentions_zh
from pipelines.names import is_chinese_name, is_full_name, is_listed_name
from pipelines.scripts import HAN, is_han, plain

_PREFIX = re.compile(rf"([{HAN}]{{2,4}})\s?(?:[:：]|——|--)\s?(\S.*)", re.S)
_SUFFIX = re.compile(rf"(.*\S)\s?(?:[/／]|——|--)\s?([{HAN}]{{2,4}})", re.S)
# Where the title says itself that what follows is who wrote it, any name is one.
_SAID = (
    re.compile(rf"[(（]\s?(?:作者|文|撰文)\s?[:：/]?\s?([{HAN}·]{{2,12}})\s?[)）]$"),
    re.compile(r", by ([A-Z][\w'’.-]{1,20}(?: [A-Z][\w'’.-]{1,20}){1,3})$"),
)
_BRACKETS = re.compile(r"(?>(?P<outer>[^()（）]*[^()（）\s]))\s*+[(（](?P<inner>[^()]{1,300})[)）]\s*", re.S)
# Atomic where a later try could only find the same, and white space is entered at its beginning alone: all is linear.
_BORDER = re.compile(
    rf"(?P<latin>(?>[^{HAN}]*[A-Za-z])[^{HAN}]*?)(?<!\s)(?P<gap>\s*+)(?P<chinese>[\"“「《]?[{HAN}].*)", re.S
)
_BORDER_BACK = re.compile(
    rf"(?P<chinese>(?>.*[{HAN}])[^A-Za-z]*?)(?<!\s)\s++"
    rf"(?P<latin>(?:\d{{1,4}}(?:st|nd|rd|th)?[ -])?[A-Za-z\"“][^{HAN}]*)",
    re.S,
)

# What begins or ends as a name would and is a greeting, a feast, a place, an office, a kind of text.
_NO_AUTHORS = (
    "祝",
    "谢谢",
    "謝謝",
    "全文",
    "安息",
    "安全",
    "马上",
    "连载",
    "连續",
    "高清",
    "高峰",
    "白皮",
    "向前",
    "平安",
)
_NO_ENDS = tuple("节節书書部局社国國版信街夜报報讯訊院庭岛島口拉族史记記论論评評议議年介队隊目洲夏汉漢华華图圖完哥")
_GROUP = re.compile(r"[会會党黨团團盟市省县縣区區委员員]")
_BOTH = re.compile(rf"([A-Za-z'’ -]{{4,40}}?) ?[(（][{HAN}]{{2,4}}[)）]")  # "Le Meijun (乐美君)"
_LONGEST = 1000  # characters: a longer one is no title, and the patterns below are made for titles


def split_title(post: Post) -> Post:
    """Return the post with its title's languages apart and its byline; ``raw`` stays as it stands."""
    byline, rest = _byline(post.title.raw.strip())
    en, zh = split_languages(rest)
    post = replace(post, title=Title(post.title.raw, en, zh))
    if byline:
        return replace(post, author=replace(post.author, byline=byline))
    return _byline_in_body(post)


def split_languages(title: str) -> tuple[str | None, str | None]:
    """Return (English, Chinese) of a title; None for a language it has not.

    >>> split_languages("Sing for Tu Sanhe (码头聚会：歌唱)")
    ('Sing for Tu Sanhe', '码头聚会：歌唱')
    >>> split_languages("从GDP谈起")
    (None, '从GDP谈起')
    """
    if not any(map(is_han, title)):
        return (title or None), None
    return (None, title) if len(title) > _LONGEST else _split(title)


def _split(title: str) -> tuple[str | None, str | None]:
    brackets = _BRACKETS.fullmatch(title)
    if brackets and not any(map(is_han, brackets["outer"])):
        return brackets["outer"], brackets["inner"].strip()
    if brackets and not any(map(is_han, brackets["inner"])) and " " in brackets["inner"]:
        return brackets["inner"].strip(), brackets["outer"]
    border = _BORDER.fullmatch(title)
    if (
        border
        and not border["latin"].rstrip().endswith("(")
        and (border["gap"] or len(border["latin"].split()) > 1)
        and not _latin_words(border["chinese"])
    ):
        return border["latin"].strip(" \xa0/|"), border["chinese"].strip()
    back = _BORDER_BACK.fullmatch(title)
    if back and not _latin_words(back["chinese"]):
        return back["latin"].strip(), back["chinese"].strip(" \xa0/|")
    return None, title


def _latin_words(text: str) -> bool:
    return len(re.findall(r"[A-Za-z]{3,}", text)) > 1


def _byline(title: str) -> tuple[str | None, str]:
    prefix = _PREFIX.fullmatch(title)
    if prefix and _is_author(prefix[1]):
        return prefix[1], prefix[2]
    suffix = _SUFFIX.fullmatch(title)
    if suffix and _is_author(suffix[2]):
        return suffix[2], suffix[1]
    said = next((found for wording in _SAID if (found := wording.search(title)) and found.start()), None)
    return (said[1], title[: said.start()].rstrip()) if said else (None, title)


def _is_author(text: str) -> bool:
    """Say whether a text that stands alone is a name; rare surnames count where the name is of three characters."""
    if text.startswith(_NO_AUTHORS) or text.endswith(_NO_ENDS) or _GROUP.search(text[1:]):
        return False
    return is_chinese_name(text) or (len(text) == 3 and is_listed_name(text))


def _byline_in_body(post: Post) -> Post:
    """A name alone on the first or last line of the text is its author's."""
    body = [paragraph for paragraph in post.paragraphs if paragraph.role == "body"]
    if len(body) < 3 or not post.title.raw or post.repost:
        return post
    last = -2 if len(body) > 3 and _is_date(body[-1].text) else -1  # a letter ends in name and date
    ends = body[:1] if _is_listed(body[last - 1].text, body[last].text) else (body[0], body[last])
    signed = ((p.index, name) for p in ends if (name := _signed(p.text)))
    index, byline = next(signed, (None, None))
    if byline is None:
        return post
    paragraphs = tuple(_as_byline(p) if p.index == index else p for p in post.paragraphs)
    return replace(post, author=replace(post.author, byline=byline), paragraphs=paragraphs)


def _is_listed(before: str, line: str) -> bool:
    """Say whether a name is one of a list with a name a line, by the paragraph before it."""
    before = before.rstrip(" \xa0\u3000")
    last = re.split("[,，、;；]", before.rstrip(",，"))[-1].strip()  # "Sincerely," is no name, and a letter's end
    return before.endswith("、") or (bool(_signed(last)) and is_han(last[0]) == is_han(line.strip()[0]))


def _signed(text: str) -> str | None:
    """Return the name that a line consists of, with or without a date beside it; None where there is more in it."""
    name, dated = _without_date(text)
    if dated and name.startswith(("于", "於")):
        return None  # "2015年3月8日于石桥": where it was written
    if (both := _BOTH.fullmatch(name)) and is_full_name(both[1]):
        return name
    return name if _is_author(name) or is_full_name(name) else None


def _is_date(text: str) -> bool:
    rest, dated = _without_date(text)
    return dated and not rest


def _without_date(text: str) -> tuple[str, bool]:
    """Return (a line without the date in it, whether it has one)."""
    day = next(mentions_zh(plain(text)), None)
    rest = f"{text[: day.start]}{text[day.end :]}" if day else text
    return rest.strip(" \u3000\xa0,，.。"), day is not None


def _as_byline(paragraph: Paragraph) -> Paragraph:
    return replace(paragraph, role="byline")
