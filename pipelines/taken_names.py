"""Chinese names that people of the West took: 柯百瑞 for Barrett Cole. The surname begins as theirs does, and the given
name sounds like theirs.
"""

from __future__ import annotations

import functools

from pypinyin import Style, lazy_pinyin

from pipelines.transliteration import transliterates, with_letters

TAKEN = 0.55  # how well a Chinese name must sound like one that somebody of the West took
_LENGTHS = (2, 3)  # characters of a name that somebody took
# What each beginning of a surname in English may be heard as, the longest first; and each initial of pinyin.
_HEARD = {
    "sch": "s", "ch": "sk", "sh": "s", "ph": "f", "th": "ts", "kn": "n", "wh": "wh", "wr": "l", "ge": "ks", "gi": "ks",
    "ce": "s", "ci": "s", "cy": "s", "b": "p", "p": "p", "d": "t", "t": "t", "g": "k", "c": "k", "k": "k", "q": "k",
    "l": "l", "r": "l", "m": "m", "n": "n", "f": "f", "v": "fw", "w": "w", "h": "h", "j": "sy", "s": "s", "z": "s",
    "x": "s", "y": "y", **dict.fromkeys("aeiou", "-"),
}  # fmt: skip
_SPOKEN = {
    "b": "p", "p": "p", "d": "t", "t": "t", "g": "k", "k": "k", "l": "l", "r": "l", "m": "m", "n": "n", "f": "f",
    "h": "hw", "j": "ks", "q": "ks", "x": "ksh", "zh": "s", "ch": "s", "sh": "s", "z": "s", "c": "s", "s": "s",
    "w": "w-", "y": "y-", "": "-",
}  # fmt: skip


@functools.lru_cache(maxsize=2048)
def sounds_taken(western: str, chinese: str) -> float:
    """Return how much a Chinese name sounds like one that somebody of this name took, 0.0 to 1.0.

    >>> sounds_taken("Barrett Cole", "柯百瑞") > 0.6, sounds_taken("Barrett Cole", "卢百瑞")
    (True, 0.0)
    """
    *given, surname = western.split() or [""]
    if not given or len(chinese) not in _LENGTHS or not _begins_alike(surname.lower(), chinese[0]):
        return 0.0
    name, written = " ".join(given).lower(), chinese[1:]
    # "Hua" writes "Wa".
    spelled = "".join(lazy_pinyin(written)).replace("hua", "wa").replace("hui", "wi")
    sound = max(transliterates(name, written), transliterates(name, spelled))
    return with_letters(sound, name.replace(" ", ""), spelled)


def _begins_alike(surname: str, character: str) -> bool:
    initial = lazy_pinyin(character, style=Style.INITIALS, strict=False)[0]
    heard = next((_HEARD[surname[:n]] for n in (3, 2, 1) if surname[:n] in _HEARD), "")
    return not set(heard).isdisjoint(_SPOKEN.get(initial, ""))
