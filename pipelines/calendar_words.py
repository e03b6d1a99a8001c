"""Dates as people write them, in English, Chinese and the languages of Blogger's date headers.

A wrong date in silence does harm, so what can be read two ways is not read: every reader here gives None then.
Patterns are bounded, and match on the NFKC copy (`pipelines.scripts.plain`), where full-width digits are ASCII.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date

from pipelines.scripts import HAS_DIGIT

_MONTH_NAMES = (
    ("january", "jan", "januar", "janvier", "enero", "gennaio", "janeiro"),
    ("february", "feb", "februar", "février", "febrero", "febbraio", "fevereiro"),
    ("march", "mar", "märz", "mars", "marzo", "março"),
    ("april", "apr", "avril", "abril", "aprile"),
    ("may", "mai", "mayo", "maggio", "maio"),
    ("june", "jun", "juni", "juin", "junio", "giugno", "junho"),
    ("july", "jul", "juli", "juillet", "julio", "luglio", "julho"),
    ("august", "aug", "août", "agosto"),
    ("september", "sep", "sept", "septembre", "septiembre", "settembre", "setembro"),
    ("october", "oct", "oktober", "octobre", "octubre", "ottobre", "outubro"),
    ("november", "nov", "novembre", "noviembre", "novembro"),
    ("december", "dec", "dezember", "décembre", "diciembre", "dicembre", "dezembro"),
)
MONTHS = {name: number for number, names in enumerate(_MONTH_NAMES, 1) for name in names}
_ENGLISH_MONTH = "|".join(
    sorted((n for names in _MONTH_NAMES for n in names[:2] if n.isascii()), key=len, reverse=True)
).replace("sep|", "sept|sep|")
_WEEKDAYS_EN = ("monday", "tuesday", "wednesday", "thursday", "friday", "saturday", "sunday")
DIGITS = {c: n for n, c in enumerate("〇一二三四五六七八九")} | {"零": 0, "○": 0}
_N = "[0-9〇○零一二三四五六七八九十]"
_WEEKDAY = r"(?:\s{0,2}[,，]?\s{0,2}(?:星期|周|週)([一二三四五六日天]))?"

_CHINESE = (
    # 2014年3月4日, 二〇一四年三月四日, 2016年的清明4月4日
    re.compile(rf"(?P<y>\d{{4}}|[〇○零一二三四五六七八九]{{4}})\s?年[^\d〇○零一二三四五六七八九十，。,.;；年月]{{0,8}}(?P<m>{_N}{{1,2}})\s?月\s?(?P<d>{_N}{{1,3}})\s?[日号號]{_WEEKDAY}"),
    # 7月14日15年, 30日3月16年: the year last, in two digits
    re.compile(r"(?P<m>\d{1,2})月(?P<d>\d{1,2})日(?P<y>\d{2})年()"),
    re.compile(r"(?<!\d)(?P<d>\d{1,2})日(?P<m>\d{1,2})月(?P<y>\d{2})年()"),
    # 3月4日, 2月27号: without a year
    re.compile(rf"(?<![\d年])(?P<m>{_N}{{1,2}})\s?月\s?(?P<d>{_N}{{1,3}})\s?[日号號]{_WEEKDAY}"),
)  # fmt: skip
_ENGLISH = re.compile(
    rf"\b(?P<m>{_ENGLISH_MONTH})\.?\s{{1,3}}(?P<d>\d{{1,2}})(?:st|nd|rd|th)?\b(?!\s?%)"
    r"(?:,?\s{0,2}(?:[^.;\d]{0,40}?\bof\s)?(?P<y>\d{4})\b)?",
    re.I,
)
_DAY_FIRST = re.compile(
    rf"\b(?P<d>\d{{1,2}})(?:st|nd|rd|th)?\s(?:of\s)?(?P<m>{_ENGLISH_MONTH})\.?,?\s(?P<y>\d{{4}})\b", re.I
)
_NUMERIC = re.compile(r"(?<!\d)(?P<y>\d{4})([-/.])(?P<m>\d{1,2})\2(?P<d>\d{1,2})(?!\d)")
_YEAR, _DAY, _WORD = (
    re.compile(r"(?<!\d)\d{4}(?!\d)"),
    re.compile(r"(?<!\d)\d{1,2}(?!\d)"),
    re.compile(r"[^\W\d_]{3,12}"),
)


_LUNAR = ("农历", "農曆", "阴历", "陰曆", "旧历", "舊曆")
_COUNTED = re.compile(
    r"\s{1,3}(?:people|members|persons|more|thousand|hundred|times|friends|participants|students)\b", re.I
)


@dataclass(frozen=True)
class Mention:
    """A date in a text: ``year`` is None where the text leaves it out; ``start`` and ``end`` are its place."""

    year: int | None
    month: int
    day: int
    start: int
    end: int

    def words(self, text: str) -> str:
        """Return the date in the words of the text, of which a folded copy was read."""
        return text[self.start : self.end]

    def on(self, year: int) -> date | None:
        """Return the date, in a given year where it has none of its own; None where there is no such day."""
        try:
            return date(year if self.year is None else self.year, self.month, self.day)
        except ValueError:
            return None


def mentions_zh(text: str) -> Iterator[Mention]:
    """Yield the dates of a Chinese text, in order; a weekday that does not fit makes a date none."""
    taken = bytearray(len(text))  # 1 where a date stands
    found: list[Mention] = []
    for pattern in _CHINESE if "月" in text else ():  # all of them have it
        for match in pattern.finditer(text):
            if taken[match.start()]:
                continue
            taken[match.start() : match.end()] = b"\1" * len(match[0])
            mention = _chinese(match)
            lunar = text[max(0, match.start() - 3) : match.start()].endswith(_LUNAR)
            if mention and not lunar and _weekday_fits(mention, match):
                found.append(mention)
    yield from sorted([*found, *_numeric(text, taken)], key=lambda mention: mention.start)


def mentions_en(text: str) -> Iterator[Mention]:
    """Yield the dates of an English text, in order."""
    if not HAS_DIGIT(text):
        return
    taken = bytearray(len(text))  # 1 where a date stands
    found = []
    for pattern in (_DAY_FIRST, _ENGLISH):
        for match in pattern.finditer(text):
            if taken[match.start()]:
                continue
            taken[match.start() : match.end()] = b"\1" * len(match[0])
            year = int(match["y"]) if match["y"] else None
            month = MONTHS.get(match["m"].lower())  # None for «Aprıl» with a dotless ı, which re.I takes for an i
            # «may» is a verb, too: only a capital makes it a month.
            counted = not year and _COUNTED.match(text, match.end())
            if month and match["m"][0].isupper() and not counted:
                found.append(Mention(year, month, int(match["d"]), match.start(), match.end()))
    yield from sorted([*found, *_numeric(text, taken)], key=lambda mention: mention.start)


def header_date(text: str) -> date | None:
    """Read a page's date header, in any of the languages it was seen in; None where it is not one certain date.

    >>> header_date("2013年9月17日星期二"), header_date("jueves, 8 de julio de 2010")
    (datetime.date(2013, 9, 17), datetime.date(2010, 7, 8))
    """
    lower = text.lower()
    found = [*mentions_zh(text), *mentions_en(text.title())]
    dates = {day for mention in found if mention.year and (day := mention.on(0))}
    if not dates:
        years, days = _YEAR.findall(lower), _DAY.findall(lower)
        months = {MONTHS[word] for word in _WORD.findall(lower) if word in MONTHS}
        if len(years) == len(days) == len(months) == 1:
            dates = {day for day in [Mention(int(years[0]), months.pop(), int(days[0]), 0, 0).on(0)] if day}
    weekday = next((n for n, name in enumerate(_WEEKDAYS_EN) if name in lower), None)
    if len(dates) != 1:
        return None
    day = dates.pop()
    return day if weekday is None or day.weekday() == weekday else None


def _numeric(text: str, taken: bytearray) -> Iterator[Mention]:
    for match in _NUMERIC.finditer(text) if HAS_DIGIT(text) else ():
        if not taken[match.start()]:
            yield Mention(int(match["y"]), int(match["m"]), int(match["d"]), match.start(), match.end())


def _chinese(match: re.Match[str]) -> Mention | None:
    month, day = number_of(match["m"]), number_of(match["d"])
    year: int | None = None
    if "y" in match.re.groupindex:
        digits = "".join(str(DIGITS.get(c, c)) for c in match["y"])
        year = int(digits) + (2000 if len(digits) == 2 else 0)
    if not (1 <= month <= 12 and 1 <= day <= 31):
        return None
    return Mention(year, month, day, match.start(), match.end())


def number_of(text: str) -> int:
    """Read 1 to 31 in digits or Chinese numerals; 0 for anything else."""
    if text.isascii():
        return int(text) if text.isdecimal() else 0
    tens, ten, ones = text.rpartition("十")
    if not ten:
        return int("".join(str(DIGITS[c]) for c in text if c in DIGITS) or 0)
    return 10 * (DIGITS.get(tens, 1) if tens else 1) + (DIGITS.get(ones, 0) if ones else 0)


def _weekday_fits(mention: Mention, match: re.Match[str]) -> bool:
    weekday = match.groups()[-1]
    day = mention.on(0) if mention.year else None
    return not weekday or day is None or "一二三四五六日".find(weekday.replace("天", "日")) == day.weekday()
