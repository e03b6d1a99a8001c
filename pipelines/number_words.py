"""The numbers of a text in English or Chinese, in digits or in words: 25, twenty-five, 二十五, 1.5万, December, 12月.

For holding two languages against each other, and for counts, not for dates: what a number counts is not asked.
"""

from __future__ import annotations

import functools
import re
from collections.abc import Sequence

from pipelines.calendar_words import DIGITS, MONTHS
from pipelines.scripts import HAS_DIGIT, plain

_DIGITS = re.compile(r"(\d{1,3}(?:,\d{3}){1,4}|\d{1,12})(?:\.(\d{1,4}))?\s?([万萬]?)")
_SAID = (  # from one on: the number, and other words for it
    "one", "two second twice", "three third", "four fourth", "five fifth", "six sixth", "seven seventh",
    "eight eighth", "nine ninth", "ten tenth", "eleven eleventh", "twelve twelfth dozen", "thirteen",
    "fourteen", "fifteen", "sixteen", "seventeen", "eighteen", "nineteen nineteenth",
)  # fmt: skip
_ONES = {word: number for number, words in enumerate(_SAID, 1) for word in words.split()}
CARDINALS = tuple(words.split()[0] for words in _SAID)
TENS = {
    word: 10 * number
    for number, word in enumerate("twenty thirty forty fifty sixty seventy eighty ninety".split(), 2)  # noqa: SIM905
}
_SCALES = {"hundred": 100, "thousand": 1000}
_LEAST_SCALE = 100
_NUMBER_WORDS = frozenset((*_ONES, *TENS, *_SCALES, *MONTHS))
_WORD = re.compile(r"[A-Za-z]{2,12}")
_HAN_DIGITS = DIGITS | {"两": 2, "兩": 2}
_HAN_SCALES = {"十": 10, "百": 100, "千": 1000}
_HAN_NUMBER = re.compile(r"[〇○零一二两兩三四五六七八九十百千万萬]{1,12}")
_MYRIAD = 10_000


@functools.lru_cache(maxsize=4096)
def numbers(text: str) -> frozenset[str]:
    """Return the numbers of a text from 2 on, in digits.

    >>> sorted(numbers("On December 10, twenty-five members")), sorted(numbers("12月10日，二十五名会员"))
    (['10', '12', '25'], ['10', '12', '25'])
    >>> sorted(numbers("Eight hundred and forty coins, two thousand and five, one hundred")), numbers("八百四十元")
    (['100', '2005', '840'], frozenset({'840'}))
    """
    folded = plain(text)
    found = {_of_digits(*match.groups()) for match in _DIGITS.finditer(folded)} if HAS_DIGIT(folded) else set()
    if not folded.isascii():
        found |= {_of_han(match[0]) for match in _HAN_NUMBER.finditer(folded)}
    return frozenset(str(number) for number in found | _of_words(folded) if number > 1)


def _of_digits(whole: str, fraction: str | None, myriads: str) -> int:
    number = int(whole.replace(",", ""))
    if not myriads:
        return number
    return number * _MYRIAD + (int(fraction) * _MYRIAD // 10 ** len(fraction) if fraction else 0)


def _of_words(text: str) -> set[int]:
    """Return the numbers in words, each run of them as one number: eight hundred and forty."""
    found: set[int] = set()
    words = _WORD.findall(text.lower()) if text.isascii() else map(str.lower, _WORD.findall(text))
    if _NUMBER_WORDS.isdisjoint(words):
        return found
    run: list[int] = []
    last = 0
    for match in _WORD.finditer(text):
        word, beside = match[0].lower(), match.start() - last <= 1
        value = _SCALES.get(word) or TENS.get(word) or _ONES.get(word, 0)
        if not (beside and _goes_on(run, word, value)):
            found.add(_of_run(run))
            run = []
        run += [value] if value else []
        last = match.end()
        # «may» and «march» are verbs, too: only a capital makes them months.
        if match[0][0].isupper() and len(word) > 2:
            found.add(MONTHS.get(word, 0))
    return found | {_of_run(run)}


def _goes_on(run: Sequence[int], word: str, value: int) -> bool:
    """Say whether a word belongs to the number that is being said."""
    if not run or not value:
        return bool(run) and word == "and" and run[-1] >= _LEAST_SCALE
    smaller = value < 10 <= run[-1] < _LEAST_SCALE and run[-1] % 10 == 0
    return value >= _LEAST_SCALE or run[-1] >= _LEAST_SCALE or smaller


def _of_run(run: Sequence[int]) -> int:
    if run and min(run) >= _LEAST_SCALE:
        return 0  # "hundreds of", "a thousand": as often a way to say many
    total = part = 0
    for value in run:
        if value == _SCALES["thousand"]:
            total, part = total + max(part, 1) * value, 0
        else:
            part = max(part, 1) * value if value == _SCALES["hundred"] else part + value
    return total + part


def _of_han(numeral: str) -> int:
    if len(numeral) > 1 and all(character in _HAN_DIGITS for character in numeral):
        return int("".join(str(_HAN_DIGITS[character]) for character in numeral))
    total = part = digit = 0
    for character in numeral:
        if character in _HAN_DIGITS:
            digit = _HAN_DIGITS[character]
        elif character in _HAN_SCALES:
            part += max(digit, 1) * _HAN_SCALES[character]
            digit = 0
        else:
            total, part, digit = (total + part + digit) * _MYRIAD, 0, 0
    return total + part + digit


def english_number(text: str) -> int | None:
    """Return a number in digits or words up to a hundred; None for "tens", "dozens" and their like.

    >>> english_number("twenty-five"), english_number("1,200"), english_number("dozens")
    (25, 1200, None)
    """
    if text[0].isdigit():
        return int(text.replace(",", ""))
    if text.endswith("dozen"):
        return {"a": 12, "two": 24, "three": 36}.get(text.split(maxsplit=1)[0])
    if text.endswith(" hundred"):
        return 100
    words = re.split(r"[- ]", text)
    values = [TENS.get(word) or _ONES.get(word) for word in words]
    return None if None in values else sum(value or 0 for value in values)


def chinese_number(text: str) -> int | None:
    """Return a number in digits or characters; None for 数十, 全体 and their like.

    >>> chinese_number("一百二十"), chinese_number("十"), chinese_number("数十")
    (120, 10, None)
    """
    if text.isdecimal():
        return int(text)
    total, digit = 0, 0
    for character in text:
        if character in _HAN_SCALES:
            total, digit = total + (digit or 1) * _HAN_SCALES[character], 0
        elif character in _HAN_DIGITS:
            digit = _HAN_DIGITS[character]
        else:
            return None
    return total + digit
