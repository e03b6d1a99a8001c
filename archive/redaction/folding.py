"""A text as names are looked for in it: one stream of Chinese characters, one of Latin letters, each with its places.

Whatever can stand between the characters of a name is left out of the streams: spaces, hyphens, dots, line breaks, up
to four at a time, and any number of marks and characters without width. Anything else breaks a stream. Simplified,
Traditional and variant characters come to one. Tone marks, tone numbers, case and width make no difference, nor do
letters of other alphabets that look like Latin ones.

Search folds less (`archive.search.folding` says why), and never more: who can be found by a name can be hidden by it.
"""

from __future__ import annotations

import functools
import unicodedata
from dataclasses import dataclass
from importlib.resources import files

BREAK = "|"
_MOST_BETWEEN = 4
_TONES = "12345"
_LOOKALIKES = dict(zip("аеорсухіјѕԁԛԝһкмтнвαορνικτυχεßıłøđæœ", "aeopcyxijsdqwhkmthbaopviktuxesilodao", strict=True))


@dataclass(frozen=True)
class Stream:
    """``letters`` with `BREAK` where they do not follow each other; ``places`` of each in the text, which may repeat;
    ``starts`` is the set of those that begin a word.
    """

    letters: str
    places: tuple[int, ...]
    starts: frozenset[int] = frozenset()


def chinese(text: str) -> Stream:
    """Return the stream of Chinese characters."""
    return _stream(text, _han)


def latin(text: str) -> Stream:
    """Return the stream of Latin letters, a to z."""
    return _stream(text, _letters)


@functools.lru_cache(maxsize=4096)
def folded_han(text: str) -> str:
    """Return a Chinese text as it stands in a stream."""
    return "".join(map(_han, text))


@functools.lru_cache(maxsize=4096)
def folded_latin(text: str) -> str:
    """Return a Latin text as it stands in a stream."""
    return "".join(map(_letters, text))


def _stream(text: str, fold: functools._lru_cache_wrapper[str]) -> Stream:
    letters: list[str] = []
    places: list[int] = []
    starts: set[int] = set()
    between, follows, was_lower = 0, False, False
    for place, character in enumerate(text):
        found = fold(character)
        if found:
            if not follows or (was_lower and character.isupper()):
                starts.add(len(letters))
            letters.extend(found)
            places.extend([place] * len(found))
            between, follows, was_lower = 0, True, character.islower()
        elif not _is_nothing(character) and not (follows and character in _TONES):
            between, follows = between + 1, False
            if (character.isalnum() or between > _MOST_BETWEEN) and letters and letters[-1] != BREAK:
                letters.append(BREAK)
                places.append(place)
    return Stream("".join(letters), tuple(places), frozenset(starts))


@functools.lru_cache(maxsize=1 << 16)
def _is_nothing(character: str) -> bool:
    return unicodedata.category(character) in ("Mn", "Me", "Cf", "Cs")


@functools.lru_cache(maxsize=1 << 16)
def _han(character: str) -> str:
    normal = unicodedata.normalize("NFKC", character)
    return "".join(_variants().get(c, c) for c in normal if _is_han(c))


@functools.lru_cache(maxsize=1 << 16)
def _letters(character: str) -> str:
    bare = unicodedata.normalize("NFKD", character).casefold()
    return "".join(c for c in (_LOOKALIKES.get(one, one) for one in bare) if "a" <= c <= "z")


def _is_han(character: str) -> bool:
    return "\u3400" <= character <= "\u9fff" or "\U00020000" <= character <= "\U0003ffff"


@functools.cache
def _variants() -> dict[str, str]:
    lines = files("archive.redaction").joinpath("variants.txt").read_text(encoding="utf-8").splitlines()
    return {character: line[0] for line in lines if not line.startswith("#") for character in line}
