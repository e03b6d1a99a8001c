"""Characters and scripts: what every step asks of a letter.

Simplified and Traditional characters are told apart by the two national sets: what GB 2312-80 has and Big5 has
not is Simplified only; what the frequent half of Big5 (its level 1, lead bytes A4 to C6) has and GB 2312 has not
is Traditional only. All others are shared. Level 2 of Big5 is left out because its rare characters stand in
people's names in either script. Two lists add what the sets hide: frequent Simplified characters that Big5 has for
another, rare word, and Traditional ones that GB 2312 has for old texts or Big5 has in another form.
"""

from __future__ import annotations

import functools
import re
import unicodedata
from collections.abc import Callable

_RANGES = (
    ("Latn", 0x41, 0x2AF),
    ("Latn", 0x1E00, 0x1EFF),
    ("Grek", 0x370, 0x3FF),
    ("Cyrl", 0x400, 0x52F),
    ("Hebr", 0x590, 0x5FF),
    ("Arab", 0x600, 0x6FF),
    ("Arab", 0x750, 0x77F),
    ("Deva", 0x900, 0x97F),
    ("Thai", 0xE00, 0xE7F),
    ("Tibt", 0xF00, 0xFFF),
    ("Hang", 0x1100, 0x11FF),
    ("Mong", 0x1800, 0x18AF),
    ("Kana", 0x3040, 0x30FF),
    ("Hang", 0x3130, 0x318F),
    ("Hani", 0x3400, 0x9FFF),
    ("Hang", 0xAC00, 0xD7AF),
    ("Hani", 0xF900, 0xFAFF),
    ("Arab", 0xFB50, 0xFEFC),
    ("Hani", 0x20000, 0x3FFFF),
)
_SIMPLIFIED_TOO = frozenset("厂触党淀吨复赶构柜怀机极价惊据蜡厘离怜岭泞苹栖气确扰洒胜圣适体涂网万异优与种庄么几听愿")
_TRADITIONAL_TOO = frozenset("後徵夥於乾爲衆羣裏綫説産録緑眞啓牀絶鋭衞麪僞峯")
HAN = "\u3400-\u9fff\uf900-\ufaff"
HAS_HAN = re.compile(f"[{HAN}]").search  # before patterns that are made for one of the two languages
_LATIN_LETTER = "[A-Za-z\u0130\u0131\u017f\u212a]"  # with what `re.I` takes for letters
HAS_LATIN = re.compile(_LATIN_LETTER).search
HAS_LATIN_WORD = re.compile(f"{_LATIN_LETTER}{{3}}").search
HAS_DIGIT = re.compile(r"\d").search
_HAS_ASCII_LETTER = re.compile("[a-z]").search  # of a text in lower case
# What a pattern without regard to case (re.I) takes for an ASCII letter, beside its capital.
_AS_ASCII = str.maketrans("\u0130\u0131\u017f\u212a", "iisk")


# Texts by what they have: ASCII alone, no ASCII letter, both.
_KINDS = _OF_ASCII, _WITHOUT_LETTERS, _OF_BOTH = range(3)


@functools.lru_cache(maxsize=8192)  # each step asks for the same texts
def _lowered(text: str) -> tuple[str, int]:
    """Return (a text in lower case, which of `_KINDS` it is of)."""
    if text.isascii():
        return text.lower(), _OF_ASCII
    lower = text.translate(_AS_ASCII).lower()
    return lower, _OF_BOTH if _HAS_ASCII_LETTER(lower) else _WITHOUT_LETTERS


def has_one_of(words: str) -> Callable[[str], bool]:
    """Return a test whether a text has one of some words, or pieces of words, in any case.

    It stands before patterns that match no text without one: to look for a word costs a fiftieth of a long pattern, and
    most texts have none. ``words`` are parted by ``|``, in lower case.

    >>> has_one_of("attend|游行")("Those ATTENDING"), has_one_of("attend|游行")("Nobody came")
    (True, False)
    """
    parts = tuple(words.split("|"))
    of_ascii = tuple(part for part in parts if part.isascii())
    without_letters = tuple(part for part in parts if not _HAS_ASCII_LETTER(part))
    of_kinds = of_ascii, without_letters, parts

    def has(text: str) -> bool:
        lower, kind = _lowered(text)
        for part in of_kinds[kind]:  # noqa: SIM110 (a generator for ``any`` takes longer than the search)
            if part in lower:
                return True
        return False

    return has


@functools.lru_cache(maxsize=65536)
def script_of(character: str) -> str:
    """Return a letter's script by its ISO 15924 code, "Zzzz" for one of no script here, "" for what is no letter."""
    if not unicodedata.category(character).startswith("L"):
        return ""
    code = ord(unicodedata.normalize("NFKC", character)[0])
    return next((script for script, first, last in _RANGES if first <= code <= last), "Zzzz")


def is_han(character: str) -> bool:
    """Say whether a character is a Chinese one."""
    return script_of(character) == "Hani"


@functools.lru_cache(maxsize=8192)  # each step asks for the same texts
def plain(text: str) -> str:
    """Return text for matching: NFKC, so that full-width letters, digits and marks are their ASCII twins.

    One character stays one character, so that places in the copy are places in the text.
    """
    return text if text.isascii() else text.translate(_FOLDED)


# Cyrillic and Greek letters that a reader takes for Latin ones.
LOOKALIKES = dict(
    zip(
        "АВЕКМНОРСТУХІЈЅаеорсухіјѕԁԛԝһΑΒΕΖΗΙΚΜΝΟΡΤΥΧο",
        "ABEKMHOPCTYXIJSaeopcyxijsdqwhABEZHIKMNOPTYXo",
        strict=True,
    )
)
_HAS_LOOKALIKE = re.compile(f"[{''.join(LOOKALIKES)}]").search
_LATIN_WORD = re.compile(r"[^\W\d_]{2,}")
_NO_WIDTH = re.compile("[\u00ad\u061c\u180e\u200b-\u200f\u202a-\u202e\u2060-\u206f\ufeff\U000e0000-\U000e007f]+")


def bare(text: str) -> str:
    """Return text for finding names: composed, as `plain`, without what has no width, and with no letters of another
    alphabet in Latin words. Its places are not those of the text.

    >>> bare("\u202e白\u200b若木：B\u0430i")
    '白若木:Bai'
    """
    if text.isascii():
        return text
    composed = plain(unicodedata.normalize("NFC", _NO_WIDTH.sub("", text)))
    return _LATIN_WORD.sub(_latin, composed) if _HAS_LOOKALIKE(composed) else composed


def _latin(word: re.Match[str]) -> str:
    letters = word[0]
    return letters.translate(_LATIN) if any(c.isascii() for c in letters) else letters


_LATIN = str.maketrans(LOOKALIKES)


class _Folded(dict[int, str]):
    """The folded form of each character met so far."""

    def __missing__(self, code: int) -> str:
        folded = unicodedata.normalize("NFKC", chr(code))
        self[code] = folded if len(folded) == 1 else chr(code)
        return self[code]


_FOLDED = _Folded()


@functools.cache
def simplified_only() -> frozenset[str]:
    """Return the characters that only Simplified text has."""
    return frozenset(c for c in _gb2312() if not _encodes(c, "big5")) | _SIMPLIFIED_TOO


@functools.cache
def traditional_only() -> frozenset[str]:
    """Return the frequent characters that only Traditional text has."""
    level_1 = (bytes((lead, trail)).decode("big5", "ignore") for lead in range(0xA4, 0xC7) for trail in _TRAILS)
    return frozenset(c for c in level_1 if c and is_han(c) and not _encodes(c, "gb2312")) | _TRADITIONAL_TOO


_TRAILS = (*range(0x40, 0x7F), *range(0xA1, 0xFF))


def _gb2312() -> list[str]:
    rows = (
        bytes((lead, trail)).decode("gb2312", "ignore") for lead in range(0xB0, 0xF8) for trail in range(0xA1, 0xFF)
    )
    return [c for c in rows if c]


def _encodes(character: str, encoding: str) -> bool:
    try:
        character.encode(encoding)
    except UnicodeEncodeError:
        return False
    return True
