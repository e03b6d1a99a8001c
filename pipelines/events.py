"""The date of the event that a post tells of: never the day of posting, and rather none than a wrong one."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator
from dataclasses import replace
from datetime import date, timedelta

from archive.records import DateClaim, Finding, Paragraph, Post
from pipelines.calendar_words import Mention, mentions_en, mentions_zh
from pipelines.scripts import plain

# A report follows its event by days, a notice goes before it by weeks: what lies further off is background.
_BEFORE, _AFTER = timedelta(days=45), timedelta(days=62)
_RELATIVE = {"昨天": 1, "昨日": 1, "前天": 2, "yesterday": 1, "今天": 0}
_DAYS_AGO = re.compile(r"([一二两三四五六七八九十]|\d{1,2})\s?天前")
_CHINESE_DIGITS = dict(zip("一二两三四五六七八九十", (1, 2, 2, 3, 4, 5, 6, 7, 8, 9, 10), strict=True))
_READERS: dict[str, Callable[[str], Iterator[Mention]]] = {"en": mentions_en, "zh": mentions_zh}


def date_event(post: Post) -> Post:
    """Return the post with the event's date and what it was read from, or None where the text does not say."""
    if post.kind != "post":
        return post
    claims = {language: _claim(post, language) for language in _READERS}
    english, chinese = claims["en"], claims["zh"]
    if english and chinese and english.value != chinese.value:
        finding = Finding("event-date-disagree", f"English: {english.raw}; Chinese: {chinese.raw}")
        return replace(post, event_date=english, findings=(*post.findings, finding))
    return replace(post, event_date=english or chinese or _from_title(post) or _relative(post))


def _claim(post: Post, language: str) -> DateClaim | None:
    for paragraph in post.paragraphs:
        if _speaks(paragraph, language):
            found = _near(post, _READERS[language](plain(paragraph.text)))
            if found:
                days = {day for day, _ in found}
                day, mention = found[0]
                # Two events of equal standing: which one the post is about is not ours to say.
                raw = mention.words(paragraph.text)
                return DateClaim(day.isoformat(), raw, f"text-{language}") if len(days) == 1 else None
    return None


def _speaks(paragraph: Paragraph, language: str) -> bool:
    return paragraph.role in ("body", "heading") and (
        paragraph.language.startswith(language) or paragraph.language == "mixed"
    )


def _near(post: Post, mentions: Iterator[Mention]) -> list[tuple[date, Mention]]:
    published = _published(post)
    found = []
    for mention in mentions:
        if published is None:
            day = mention.on(0) if mention.year else None
        else:
            day = min(
                (day for year in (published.year, published.year - 1, published.year + 1) if (day := mention.on(year))),
                key=lambda day: abs(day - published),
                default=None,
            )
        if day and (published is None or published - _BEFORE <= day <= published + _AFTER):
            found.append((day, mention))
    return found


def _from_title(post: Post) -> DateClaim | None:
    text = plain(post.title.raw)
    found = _near(post, iter([*mentions_zh(text), *mentions_en(text)]))
    if len({day for day, _ in found}) != 1:
        return None
    day, mention = found[0]
    return DateClaim(day.isoformat(), mention.words(post.title.raw), "title")


def _relative(post: Post) -> DateClaim | None:
    published = _published(post)
    first = next((p for p in post.paragraphs if p.role == "body"), None)
    if published is None or first is None:
        return None
    text = first.text
    for word, days in _RELATIVE.items():
        if text.lower().startswith(word) and days:
            return DateClaim((published - timedelta(days=days)).isoformat(), word, f"text-{first.language[:2]}")
    ago = _DAYS_AGO.match(text)
    if not ago:
        return None
    days = int(ago[1]) if ago[1].isdecimal() else _CHINESE_DIGITS[ago[1]]
    return DateClaim((published - timedelta(days=days)).isoformat(), ago[0], "text-zh")


def _published(post: Post) -> date | None:
    return date.fromisoformat(post.published.value[:10]) if post.published and post.published.value else None
