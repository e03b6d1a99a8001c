"""How a Chinese name is written in Latin letters, by every system the blogs' writers use; and how near a spelling is.

Each spelling has a weight: 1.0 for pinyin with the surname first, less for other readings, systems and orders, so that
over a whole list the plain reading wins. Mixed systems count where surname and given name differ (Kim Xieyuan).
"""

from __future__ import annotations

import functools
import itertools
import re
import unicodedata
from collections.abc import Iterable, Mapping

from archive.character_readings import readings
from archive.romanisation_tables import (
    DOUBLE_SURNAMES,
    KOREAN_GIVEN,
    READINGS,
    SURNAME_READINGS,
    SURNAME_SPELLINGS,
    SYLLABLES,
    TIBETAN,
)

_MOST = 64  # spellings of a given name in one system
_OTHER_READING, _OTHER_SPELLING, _WADE_GILES, _KOREAN, _GIVEN_FIRST = 0.97, 0.95, 0.94, 0.93, 0.02
_UMLAUT = re.compile(r"(?<=[jqxy])v|(?<![ln])v(?![a-z])")
_INITIALS = (("zh", "ch"), ("ch", "ch"), ("sh", "sh"), ("j", "ch"), ("q", "ch"), ("x", "hs"), ("z", "ts"), ("c", "ts"),
             ("b", "p"), ("d", "t"), ("g", "k"), ("r", "j"))  # fmt: skip
_WHOLE = {"zi": ("tzu",), "ci": ("tzu",), "si": ("ssu", "szu"), "zhi": ("chih",), "chi": ("chih",), "shi": ("shih",),
          "ri": ("jih",), "yan": ("yen",), "you": ("yu",), "ye": ("yeh",), "yi": ("i", "yi"), "er": ("erh",),
          "e": ("o",), "ge": ("ko",), "ke": ("ko",), "he": ("ho",), "gui": ("kuei",), "kui": ("kuei",),
          "yong": ("yung",), "guo": ("kuo",), "kuo": ("kuo",), "huo": ("huo",), "shuo": ("shuo",)}  # fmt: skip
_FINALS = (("ong", "ung"), ("ian", "ien"), ("ie", "ieh"), ("ue", "ueh"), ("ve", "ueh"), ("uo", "o"), ("v", "u"))


@functools.lru_cache(maxsize=8192)
def letters(romanised: str) -> str:
    """Return a spelling as it is compared: a to z, with "v" for ü wherever ü and u differ (after l and n)."""
    lower = unicodedata.normalize("NFC", romanised.lower()).replace("ü", "v")
    bare = "".join(c for c in unicodedata.normalize("NFD", lower) if "a" <= c <= "z")
    return _UMLAUT.sub("u", bare)


@functools.lru_cache(maxsize=4096)
def spellings(chinese: str) -> Mapping[str, float]:
    """Return every spelling of a Chinese name with its weight; none for a name with a middle dot, which is foreign."""
    if not 2 <= len(chinese) <= 4 or not all("\u3400" <= c <= "\u9fff" for c in chinese):
        return {}
    cut = 2 if len(chinese) > 2 and chinese[:2] in DOUBLE_SURNAMES else 1
    found: dict[str, float] = {}
    for (surname, one), (given, two) in itertools.product(_surname(chinese[:cut]), _given(chinese[cut:])):
        weight = min(one, two)
        found[surname + given] = max(found.get(surname + given, 0.0), weight)
        turned = weight - _GIVEN_FIRST
        found[given + surname] = max(found.get(given + surname, 0.0), turned)
    return {**dict.fromkeys(_tibetan(chinese), _OTHER_SPELLING), **found}


def _tibetan(chinese: str) -> list[str]:
    """Return how a name of one Tibetan part or two is spelled; nothing for any other."""
    if chinese in TIBETAN:  # one part alone is a whole name as well
        return list(TIBETAN[chinese])
    parts = TIBETAN.get(chinese[:2], ()), TIBETAN.get(chinese[2:], ())
    return list(map("".join, itertools.product(*parts)))


@functools.cache
def tibetan_parts() -> frozenset[str]:
    """Return the parts of Tibetan names as they are spelled: one alone may be a whole name."""
    return frozenset(itertools.chain.from_iterable(TIBETAN.values()))


def is_tibetan(chinese: str) -> bool:
    """Say whether a name in Chinese characters is made of the parts of Tibetan ones."""
    return chinese[:2] in TIBETAN and chinese[2:] in TIBETAN


@functools.lru_cache(maxsize=4096)
def surname_spellings(chinese: str) -> frozenset[str]:
    """Return how a Chinese name's surname alone may be spelled."""
    cut = 2 if len(chinese) > 2 and chinese[:2] in DOUBLE_SURNAMES else 1
    return frozenset(spelling for spelling, _ in _surname(chinese[:cut]))


def may_read(text: str, chinese: str) -> bool:
    """Say whether a spelling, as `letters` has it, begins or ends with the surname: all `spellings` of a name do,
    but of Tibetan ones, which begin with the first part.
    """
    if not 2 <= len(chinese) <= 4 or not "\u3400" <= chinese[0] <= "\u9fff":
        return False
    if (is_tibetan(chinese) or chinese in TIBETAN) and text.startswith(TIBETAN[chinese[:2]]):
        return True
    begun = _beginnings(chinese[: 2 if len(chinese) > 2 and chinese[:2] in DOUBLE_SURNAMES else 1])
    return text.startswith(begun) or text.endswith(begun)


@functools.lru_cache(maxsize=1024)
def _beginnings(surname: str) -> tuple[str, ...]:
    return tuple(spelling for spelling, _ in _surname(surname))


@functools.lru_cache(maxsize=4096)
def given_spellings(chinese: str) -> Mapping[str, float]:
    """Return how a Chinese name's given name alone may be spelled, each with its weight; none for a foreign name."""
    cut = 2 if len(chinese) > 2 and chinese[:2] in DOUBLE_SURNAMES else 1
    return dict(_given(chinese[cut:])) if spellings(chinese) else {}


@functools.lru_cache(maxsize=4096)
def syllables(word: str) -> int | None:
    """Return how many syllables of pinyin a word is, the fewest; None where it is none."""
    text = letters(word)
    fewest: list[int | None] = [0] + [None] * len(text)
    for end in range(1, len(text) + 1):
        counts = [n for start in range(max(0, end - 6), end) if (n := fewest[start]) is not None
                  and text[start:end] in SYLLABLES]  # fmt: skip
        fewest[end] = min(counts) + 1 if counts else None
    return fewest[-1] or None


def distance(one: str, two: str) -> int:
    """Return the edit distance in which two letters that changed places are one slip (Damerau 1964, restricted)."""
    before: list[int] = []
    above = list(range(len(two) + 1))
    for i, a in enumerate(one, 1):
        row = [i]
        for j, b in enumerate(two, 1):
            least = min(above[j] + 1, row[-1] + 1, above[j - 1] + (a != b))
            if i > 1 and j > 1 and a == two[j - 2] and b == one[i - 2]:
                least = min(least, before[j - 2] + 1)
            row.append(least)
        before, above = above, row
    return above[-1]


@functools.lru_cache(maxsize=1024)
def _surname(characters: str) -> tuple[tuple[str, float], ...]:
    own = SURNAME_READINGS.get(characters)
    first = own if own else tuple("".join(p) for p in itertools.product(*(_pinyin(c) for c in characters)))[:6]
    rest = _pinyin(characters) if len(characters) == 1 else ()
    weights = _weighted([(_umlauts(first[:1]), 1.0), (_umlauts(first[1:]), _OTHER_READING if own else 1.0)])
    weights = {**_weighted([(SURNAME_SPELLINGS.get(characters, ()), _OTHER_SPELLING)]), **weights}
    for other in (*_umlauts(rest), *(w for reading in first for w in _wade_giles(reading))):
        weights.setdefault(other, _WADE_GILES)
    return tuple(weights.items())


def _given(characters: str) -> tuple[tuple[str, float], ...]:
    spoken = [_pinyin(c) for c in characters]
    plain = [_umlauts(options) for options in spoken]
    wade_giles = [[w for reading in options for w in _wade_giles(reading)] for options in spoken]
    korean = [KOREAN_GIVEN.get(c, ()) for c in characters]
    weights = dict.fromkeys(_combined(korean), _KOREAN)
    weights.update(dict.fromkeys(_combined(wade_giles), _WADE_GILES))
    # "lu" for lü is usual, and yet less sure than "lü": there is a plain lu, too.
    weights.update({text.replace("lv", "lu").replace("nv", "nu"): _OTHER_READING for text in _combined(plain)})
    return tuple({**weights, **dict.fromkeys(_combined(plain), 1.0)}.items())


def _weighted(groups: Iterable[tuple[Iterable[str], float]]) -> dict[str, float]:
    weights: dict[str, float] = {}
    for texts, weight in groups:
        for text in texts:
            weights.setdefault(text, weight)
            if "lv" in text or "nv" in text:
                weights.setdefault(text.replace("v", "u"), min(weight, _OTHER_READING))
    return weights


def _combined(options: list[list[str]] | list[tuple[str, ...]]) -> list[str]:
    return list(map("".join, itertools.islice(itertools.product(*options), _MOST)))


@functools.lru_cache(maxsize=8192)
def _pinyin(character: str) -> tuple[str, ...]:
    known = (*READINGS.get(character, ()), *readings("pinyin.tsv").get(character, ("",)))
    return tuple(dict.fromkeys(known))[:6]


def _umlauts(readings: Iterable[str]) -> list[str]:
    """Add to each reading with ü its form in passports: lyu, nyu."""
    both = ((r, r.replace("v", "yu")) if "v" in r else (r,) for r in readings)
    return [text for pair in both for text in pair]


@functools.lru_cache(maxsize=2048)
def _wade_giles(reading: str) -> tuple[str, ...]:
    """Return a syllable of pinyin as Wade and Giles write it, without apostrophes (Giles 1892)."""
    if reading in _WHOLE:
        return _WHOLE[reading]
    initial, spelled = next((pair for pair in _INITIALS if reading.startswith(pair[0])), ("", ""))
    final = reading.removeprefix(initial)
    old, new = next((pair for pair in _FINALS if final.endswith(pair[0])), ("", ""))
    return (spelled + final.removesuffix(old) + new,)
