"""The date of the event that a post tells of: never the day of posting, and rather none than a wrong one."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator
from datetime import date, timedelta

from archive.frozen import replace
from archive.records import DateClaim, Finding, Paragraph, Post
from pipelines.calendar_words import Mention, mentions_en, mentions_zh
from pipelines.number_words import chinese_number, english_number
from pipelines.scripts import has_one_of, is_han, plain

# A report follows its event by days, a notice goes before it by weeks: what lies further off is background.
_BEFORE, _AFTER = timedelta(days=45), timedelta(days=62)
_RELATIVE = {"昨天": 1, "昨日": 1, "前天": 2, "yesterday": 1, "the day before yesterday": 2}
_DAYS_AGO = re.compile(
    r"(?P<zh>[一二两兩三四五六七八九十]|\d{1,2})\s?天(?:之)?前"
    r"|(?P<en>one|two|three|four|five|six|seven|eight|nine|ten|\d{1,2}) days? ago",
    re.I,
)
_READERS: dict[str, Callable[[str], Iterator[Mention]]] = {"en": mentions_en, "zh": mentions_zh}
# A clause beside the sentence: "..., who died on June 9"; 他于6月9日去世.
_ASIDE_BEFORE = re.compile(
    r"\b(?:who|whose|which|where|since|until|till|passed away|died|was born|was arrested|was detained)\b[^.;!?]{0,60}$",
    re.I,
)
_ASIDE_AFTER = re.compile(
    r"[^,，。;；]{0,16}?(?:去世|逝世|病逝|辞世|辭世|过世|過世|离世|離世|遇难|遇難|出生|被捕|被拘|被判)"
)
# When news were sent out: 某台5月28日报道, "reported on May 28".
_DATELINE_BEFORE = re.compile(r"\breported (?:on )?$", re.I)
_DATELINE_AFTER = re.compile(r"\s?(?:报道|報道|报导|報導|[讯訊]|[电電](?=[)）,，:：]))")
_ORDINAL = re.compile(r"\s{0,9}(?:第[一二三四五六]次|the (?:first|second|third|fourth)(?: time)?\b)", re.I)
_HAS_ORDINAL = has_one_of("次|the first|the second|the third|the fourth")
_SENTENCE = re.compile(r"[。！？!?；;]\s{0,3}|\.\s{1,3}(?=[A-Z])")
_AT_TOP = 4  # paragraphs above which a line that is a date may be that of the event
_NEAR = 60  # characters on either side of a date in which its clause is looked at
_AFTER_RELATIVE = re.compile(
    r"[,，]|上午|下午|中午|晚|早|我|本|[\u4e00-\u9fff]{2,8}(?:在|于|到)| (?:we|the|our|members|an?|some|at|in)\b", re.I
)
_LETTERS = re.compile(r"[^\W\d_]+")
_OF_A_DATE = re.compile(
    r"(?:mon|tues|wednes|thurs|fri|satur|sun)day|on|the|of|st|nd|rd|th|(?:星期|周|週)[一二三四五六日天]", re.I
)


def date_event(post: Post) -> Post:
    """Return the post with the event's date and what it was read from, or None where the text does not say."""
    if post.kind != "post":
        return post
    if days := _counted(post):
        told = ", ".join(day.isoformat() for day in sorted(days))
        return replace(post, findings=(*post.findings, Finding("event-date-several", f"it tells of {told}")))
    claims = {language: _claim(post, language) for language in _READERS}
    english, chinese = claims["en"], claims["zh"]
    if english and chinese and english.value != chinese.value:
        finding = Finding("event-date-disagree", f"English: {english.raw}; Chinese: {chinese.raw}")
        return replace(post, event_date=english, findings=(*post.findings, finding))
    first = chinese if english and chinese and _speaks_first(post, "zh") else english
    return replace(post, event_date=first or chinese or _from_title(post) or _relative(post))


def _speaks_first(post: Post, language: str) -> bool:
    first = next((p for p in post.paragraphs if p.role == "body" and p.language[:2] in _READERS), None)
    return first is not None and first.language.startswith(language)


def _claim(post: Post, language: str) -> DateClaim | None:
    line = None  # a line that is a date and nothing else counts only where no sentence has one
    for paragraph in post.paragraphs:
        if not _speaks(paragraph, language) or not post.is_own(paragraph.index):
            continue
        text = plain(paragraph.text)
        found = _near(post, (m for m in _READERS[language](text) if not _is_aside(text, m)))
        if not found:
            continue
        day, mention = found[0]
        claim = DateClaim(day.isoformat(), mention.words(paragraph.text), f"text-{language}")
        if _is_date_alone(text, mention):
            if paragraph.index < _AT_TOP:  # below the text it is the day of writing
                line = line or claim
            continue
        # Two events of equal standing: which one the post is about is not ours to say.
        return claim if len({day for day, _ in found}) == 1 else None
    return line


def _speaks(paragraph: Paragraph, language: str) -> bool:
    return paragraph.role in ("body", "heading", "attendees", "byline") and (
        paragraph.language.startswith(language) or paragraph.language == "mixed"
    )


def _is_aside(text: str, mention: Mention) -> bool:
    """Say whether a date belongs to a clause that tells of something else: who died, since when, who reported it."""
    before, after = text[max(0, mention.start - _NEAR) : mention.start], text[mention.end : mention.end + _NEAR]
    aside = _ASIDE_BEFORE.search(before) or _ASIDE_AFTER.match(after)
    return bool(aside or _DATELINE_BEFORE.search(before) or _DATELINE_AFTER.match(after))


def _is_date_alone(text: str, mention: Mention) -> bool:
    rest = f"{text[: mention.start]} {text[mention.end :]}"
    return all(_OF_A_DATE.fullmatch(word) for word in _LETTERS.findall(rest))


def _counted(post: Post) -> set[date]:
    """Return the days of events that the text counts one by one: the first time, the second time."""
    days: set[date] = set()
    for paragraph in post.paragraphs:
        if paragraph.role != "body" or not post.is_own(paragraph.index):
            continue
        text = plain(paragraph.text)
        for sentence in _SENTENCE.split(text) if _HAS_ORDINAL(text) else ():
            if _ORDINAL.match(sentence):
                mentions = iter([*mentions_zh(sentence), *mentions_en(sentence)])
                days.update(day for day, _ in _near(post, mentions)[:1])
    return days if len(days) > 1 else set()


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
    if not post.is_own():
        return None
    text = plain(post.title.raw)
    found = _near(post, iter([*mentions_zh(text), *mentions_en(text)]))
    if len({day for day, _ in found}) != 1:
        return None
    day, mention = min(found, key=lambda one: (one[1].year is None, one[1].start))  # the one that says most
    return DateClaim(day.isoformat(), mention.words(post.title.raw), "title")


def _relative(post: Post) -> DateClaim | None:
    """Return the day that the text's first words count back from the day of posting, where they do so exactly."""
    published = _published(post)
    first = next((p for p in post.paragraphs if p.role == "body"), None)
    if published is None or first is None or not post.is_own(first.index):
        return None
    word = next((word for word in _RELATIVE if first.text.lower().startswith(word)), None)
    ago = _DAYS_AGO.match(first.text)
    end = len(word) if word else ago.end() if ago else 0
    if not _AFTER_RELATIVE.match(first.text, end) or _ASIDE_AFTER.match(first.text, end + 1):
        return None
    if word:
        days, raw = _RELATIVE[word], first.text[: len(word)]
    elif ago:
        number = chinese_number(ago["zh"]) if ago["zh"] else english_number(ago["en"].lower())
        days, raw = number or 0, ago[0]
    else:
        return None
    return DateClaim((published - timedelta(days=days)).isoformat(), raw, "text-zh" if is_han(raw[-1]) else "text-en")


def _published(post: Post) -> date | None:
    try:
        day = date.fromisoformat(post.published.value[:10]) if post.published and post.published.value else None
    except ValueError:  # a feed may say anything
        return None
    return day if day and day.year > 1 else None
