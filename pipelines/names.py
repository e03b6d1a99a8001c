"""People's names across scripts: what is a Chinese name, and how well a romanisation reads it.

Two names are never one person by romanisation alone; these functions only say how well two names of one list fit.
"""

from __future__ import annotations

import functools
import re

from archive.romanisation import (
    distance,
    is_tibetan,
    letters,
    may_read,
    spellings,
    surname_spellings,
    syllables,
    tibetan_parts,
)
from archive.romanisation_tables import DOUBLE_SURNAMES, SURNAME_SPELLINGS
from archive.spoken_names import spoken
from pipelines.both_scripts import both_scripts
from pipelines.name_tables import (
    GROUP_CHARACTERS,
    NEVER_IN_NAMES,
    NO_BEGINNINGS,
    NO_NAMES,
    PHRASE_CHARACTERS,
    RARE_SURNAMES,
    SURNAMES,
)
from pipelines.not_there import SLOGAN_ZH

_HAN_NAME = re.compile(r"[\u3400-\u9fff]{2,4}")
_SURNAMES = "".join(both_scripts(surname).strip("[]") for surname in sorted(SURNAMES | RARE_SURNAMES))
# 在, elsewhere never in a name, is common in Korean ones, and may stand among names in a Chinese one: 云在天.
_WITH_AT = re.compile(
    "[朴金崔李郑鄭姜张張韩韓申徐权權黄黃安宋柳洪玄卞池尹吴吳许許]在[\u3400-\u9fff]|"
    # Surnames that are words, too, make it a sentence: 都在天上.
    + both_scripts("(?![都全时后相经归居常单连应花何])")
    + f"[{_SURNAMES}]在[天田渊淵宇]"
)
_SLOGAN = re.compile(SLOGAN_ZH)  # with a name in it
_FOREIGN_PART = r"[\u3400-\u9fff]{1,8}(?:-[\u3400-\u9fff]{1,6})?"
_WITH_HAVING = re.compile("有[福根才财財德贵貴良林生志望亮旺田粮糧]")  # 麻有福: 有 is no verb in a given name
_NASAL = re.compile("ng(?![aeiouü])")
_NEVER_FOREIGN = frozenset("了的们們")  # of words around a name
_FOREIGN_NAME = re.compile(rf"{_FOREIGN_PART}(?:[·•・‧]{_FOREIGN_PART}){{1,3}}")
# Characters of groups that end given names, too, and behind which they do not: a word that joins has a name behind it.
_ENDS_NAMES = {
    "民": frozenset("村渔漁乡鄉镇鎮移灾災难難选選牧居公国國人平愚"),
    "生": frozenset("先医醫考新畜女男花出发發诞誕养養招门門"),
    "和": frozenset(),
}
_DOTS = re.compile("[·•・‧]")
_NAMES_IN_A_ROW = 3
_PART = r"[A-Z][a-zà-ɏ]{0,8}['’ʼ]?[a-zà-ɏ]{1,8}"
_GIVEN = r"[A-Z][a-zà-ɏ'’ʼ]{1,8}-[a-zA-Z][a-zà-ɏ'’ʼ]{1,8}"
_BODIES = frozenset(  # "Korean-Chinese Union" is a group
    """
    union league association society church school fellowship forum alliance circle guild committee council party club
    group community centre center friendship federation network office
    """.split()  # noqa: SIM905
)
_HYPHENATED = re.compile(rf"{_PART}(?:-[a-z]{{2,6}})? {_GIVEN}|{_GIVEN} {_PART}")
_SYLLABLE = "[bcdfghjklmnprstwyBCDFGHJKLMNPRSTWY]{0,3}[aeiouAEIOU][aeiou]{0,2}[bcfghjklmnprst]{0,2}"
_IN_SYLLABLES = re.compile(rf"(?=[A-Z]){_SYLLABLE} {_SYLLABLE} (?=[A-Z]){_SYLLABLE}")
_WORD = re.compile(r"[^\W\d_][^\W\d_'’ʼ.-]*(?:['’ʼ.-][^\W\d_'’ʼ.-]+){0,3}")


@functools.lru_cache(maxsize=1024)  # a post names its people again and again
def is_chinese_name(text: str) -> bool:
    """Say whether a text is a Chinese person's name and nothing else: a known surname and one or two characters."""
    double = len(text) > 2 and text[:2] in DOUBLE_SURNAMES
    if not double and not (len(text) in (2, 3) and text[0] in SURNAMES):  # first, since most texts have no surname
        return False
    if text.startswith(NO_BEGINNINGS):
        return False
    return bool(_HAN_NAME.fullmatch(text)) and text not in NO_NAMES and NEVER_IN_NAMES.isdisjoint(text)


def is_full_name(text: str) -> bool:
    """Say whether a text in Latin letters is plainly a whole Chinese name: a surname and a given name of two syllables,
    or a surname of two and a given name. "Hong Kong" and "Bei Jing" are not.
    """
    words = text.split()
    if len(words) != 2 or not all(word[0].isupper() and _WORD.fullmatch(word) for word in words):
        return False
    counts = [syllables(word) for word in words]
    surnames = surname_words()
    return (counts == [1, 2] or (counts[0] == 2 and counts[1] in (1, 2))) and letters(words[0]) in surnames


@functools.cache
def surname_words() -> frozenset[str]:
    """Return how surnames are spelled."""
    # Of a whole name only the surname is asked, so that double ones are known for such.
    names = SURNAMES | DOUBLE_SURNAMES | SURNAME_SPELLINGS.keys()
    return frozenset(spelling for name in names for spelling in surname_spellings(f"{name}一"))


def is_hyphenated(text: str) -> bool:
    """Say whether a name in Latin letters is written as in Wade and Giles, Cantonese or Korean: "Hsiang Li-jen"."""
    return bool(_HYPHENATED.fullmatch(text)) and _BODIES.isdisjoint(text.lower().split())


def is_spelled_tibetan(text: str) -> bool:
    """Say whether all words of a name in Latin letters are parts of Tibetan names: "Pema Lhamo"."""
    return bool(text) and tibetan_parts().issuperset(map(letters, text.split()))


def is_in_syllables(text: str) -> bool:
    """Say whether a name is written a word a syllable and is no pinyin: "Geun su Pak", as Koreans write theirs."""
    return bool(_IN_SYLLABLES.fullmatch(text)) and not is_romanised(text)


@functools.lru_cache(maxsize=1024)
def is_listed_name(text: str, *, among_names: bool = False) -> bool:
    """Say whether a text that stands in a list is a name; ``among_names`` where most that stand there are.

    There, rare surnames count, and names that have no surname (Tibetan, Uyghur, Mongolian ones).
    """
    if is_foreign_name(text) or is_chinese_name(text) or is_tibetan(text):
        return True
    if not _HAN_NAME.fullmatch(text) or text in NO_NAMES:
        return False
    is_surname = among_names and len(text) == 3 and text[0] in RARE_SURNAMES  # 都兴业 among names, no "all of it"
    if NEVER_IN_NAMES.intersection(text[1:] if is_surname else text):
        return among_names and bool(_WITH_AT.fullmatch(text))
    if text.startswith(NO_BEGINNINGS) or _SLOGAN.search(text):
        return False
    if len(text) == 3 and text[0] in RARE_SURNAMES and _may_be_given(text[1:], among_names=among_names):
        return True
    is_phrase = len(text) == 4 and not PHRASE_CHARACTERS.isdisjoint(text)
    return among_names and not is_phrase and not GROUP_CHARACTERS.intersection(text)


def _may_be_given(text: str, *, among_names: bool) -> bool:
    """Say whether two characters behind a rare surname may be a given name: 宣逸民 among names, 牧春生, no 东村民."""
    if _WITH_HAVING.fullmatch(text):
        return True
    barred = _ENDS_NAMES.get(text[-1]) if among_names or text[-1] != "民" else None
    if barred is None:
        return not GROUP_CHARACTERS.intersection(text)
    return text[0] not in GROUP_CHARACTERS and text[0] not in barred


def is_foreign_name(text: str) -> bool:
    """Say whether a text in Chinese characters is a name with a middle dot."""
    if not _FOREIGN_NAME.fullmatch(text) or not _NEVER_FOREIGN.isdisjoint(text):
        return False
    parts = _DOTS.split(text)
    if len(parts) < _NAMES_IN_A_ROW or not all(len(part) in (2, 3) for part in parts):
        return True
    return sum(map(is_chinese_name, parts)) * 2 < len(parts)  # else names that dots part


def is_romanised(text: str) -> bool:
    """Say whether a text can be a Chinese name in pinyin: two to four syllables, in one word or two a word at most."""
    words = text.split()
    counts = [syllables(word) for word in words if _WORD.fullmatch(word)]
    if not 1 <= len(words) <= 4 or len(counts) != len(words) or None in counts:
        return False
    total, most = sum(count or 0 for count in counts), max(count or 0 for count in counts)
    return 2 <= total <= 4 and (len(words) == 1 or most <= 2)


def is_plainly_spelled(text: str) -> bool:
    """Say whether a name in Latin letters is plainly one: in pinyin, with a hyphen as others spell, or Tibetan."""
    return is_romanised(text) or is_hyphenated(text) or is_spelled_tibetan(text)


def reads(romanised: str, chinese: str) -> bool:
    """Say whether a romanisation reads a Chinese name exactly, surname or given name first, by any system."""
    return fit(romanised, chinese) > 0


def fit(romanised: str, chinese: str) -> float:
    """Return the weight of a romanisation among the spellings of a Chinese name; 0.0 where it is none of them."""
    text = letters(romanised)
    written = spellings(chinese).get(text, 0.0) if may_read(text, chinese) else 0.0
    return written or spoken(text, chinese)


def slips(romanised: str, chinese: str) -> int:
    """Return by how many slips of the pen a romanisation misses the nearest pinyin of a Chinese name."""
    text = letters(romanised)
    found = (distance(text, spelling) for spelling, weight in spellings(chinese).items() if weight >= 0.97)
    return min(found, default=max(len(text), 1))


def differs_by_nasal(romanised: str, chinese: str) -> bool:
    """Say whether a name is read as another is but for -n and -ng at the end of syllables: who comes from the south of
    China hears no difference.
    """
    written = _NASAL.sub("n", letters(romanised))
    if not shares_surname(romanised, chinese):
        return False
    return written in {_NASAL.sub("n", spelling) for spelling in spellings(chinese)}


def likeness(romanised: str, chinese: str) -> float:
    """Return how well a romanisation reads a Chinese name: the weight of an exact one, else less by slips, to 0.0."""
    exact = fit(romanised, chinese)
    return exact or max(0.0, 1 - slips(romanised, chinese) / max(len(letters(romanised)), 1))


def shares_surname(romanised: str, chinese: str) -> bool:
    """Say whether one of a romanised name's words, or its first two, is the Chinese name's surname."""
    words = romanised.split()
    return not surname_spellings(chinese).isdisjoint(map(letters, (*words, "".join(words[:2]))))
