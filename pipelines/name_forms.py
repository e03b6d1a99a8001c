"""All the ways a person's name may be written: what a copy without names looks for (`archive.redaction`)."""

from __future__ import annotations

import functools
import itertools
import re
from collections.abc import Iterable, Iterator

from archive.redaction.matching import ANYWHERE, EDGE, WORDS, Form
from archive.romanisation import given_spellings, letters, spellings, surname_spellings, syllables
from archive.romanisation_tables import DOUBLE_SURNAMES
from pipelines.name_tables import SURNAMES
from pipelines.names import is_chinese_name, is_full_name, is_hyphenated

_PLAIN = 0.95  # weight of the spellings that are usual
_TITLES_ZH = ("先生", "女士", "小姐", "老师", "律师", "教授", "博士", "医生", "大哥", "大姐",
              "哥", "姐", "叔", "阿姨", "某", "氏")  # fmt: skip
_BEFORE_ZH = ("老", "小", "阿")
_TITLES = ("mr", "mrs", "ms", "miss", "mister", "dr", "doctor", "prof", "professor", "lawyer", "teacher", "lao", "xiao",
           "ah")  # fmt: skip
_TITLES_BEHIND = ("xiansheng", "nvshi", "nushi", "laoshi", "lvshi", "lushi", "jiaoshou")
_WORD = re.compile(r"[^\W\d_][^\W\d_'’ʼ]*(?:['’ʼ][^\W\d_]+)*")
_DOTS = re.compile("[·•・‧.]")
_MOST_WORDS = 4
_HAN_RUN = re.compile(r"[\u3400-\u9fff]{2,}")


def forms(zh: str | None, en: Iterable[str]) -> tuple[Form, ...]:
    """Return the forms of a person with a Chinese name, or Latin spellings, or both."""
    found: dict[str, Form] = {}
    for form in (*(_chinese(zh) if zh else ()), *itertools.chain.from_iterable(map(_latin, en))):
        found.setdefault(form.text, form)
    return tuple(found.values())


def initials(zh: str | None, en: Iterable[str]) -> str:
    """Return a person's initials, the surname's first, from a spelling of the blog's own where there is one."""
    words = next((_WORD.findall(text) for text in en), None)
    if words is None and zh:
        words = [next(iter(spellings(zh)), ""), next(iter(given_spellings(zh)), "")]
    return "".join(f"{letters(word)[:1].upper()}." for word in words or () if letters(word))


def _cut(zh: str) -> int:
    return 2 if len(zh) > 2 and zh[:2] in DOUBLE_SURNAMES else 1


def _chinese(zh: str) -> Iterator[Form]:
    yield Form(zh)
    parts = [part for part in _DOTS.split(zh) if part]
    if len(parts) > 1:
        yield from (Form(part) for part in parts if len(part) > 1)
        return
    surname, given = zh[: _cut(zh)], zh[_cut(zh) :]
    if len(given) > 1:
        yield Form(given)
    elif given:
        yield from (Form(text) for text in (*(before + given for before in _BEFORE_ZH), given + given))
    yield from (Form(surname + title) for title in _TITLES_ZH)
    yield from (Form(before + surname) for before in _BEFORE_ZH)
    yield from _romanised(zh)


def _romanised(zh: str) -> Iterator[Form]:
    surnames = surname_spellings(zh)
    for text, weight in spellings(zh).items():
        yield from _both(text, weight >= _PLAIN, surnames)
    for text, weight in given_spellings(zh).items():
        if len(zh) - _cut(zh) > 1 and len(text) >= (4 if weight >= _PLAIN else 5):
            yield from _spelled(text, WORDS, frozenset())
    yield from (form for surname in surnames for form in _titled(surname))


def _titled(surname: str) -> Iterator[Form]:
    for title in _TITLES:
        yield from _spelled(title + surname, WORDS, frozenset({len(title)}))
    for title in _TITLES_BEHIND:
        yield from _spelled(surname + title, WORDS, frozenset({len(surname)}))


def _latin(en: str) -> Iterator[Form]:
    words = [letters(word) for word in _WORD.findall(en)][:_MOST_WORDS]
    words = [word for word in words if word]
    for order in {tuple(words), tuple(reversed(words)), (*words[1:], *words[:1]), (*words[-1:], *words[:-1])}:
        yield from _both("".join(order), True, frozenset(words))
    if len(words) > 1:
        for word in words:
            if len(word) >= 4 and (syllables(word) or 0) > 1:
                yield from _spelled(word, WORDS, frozenset())
        yield from (form for word in {words[0], words[-1]} if (syllables(word) or 1) == 1 for form in _titled(word))


def _both(text: str, is_usual: bool, surnames: frozenset[str]) -> Iterator[Form]:
    short = EDGE if len(text) == 5 else WORDS
    rule = WORDS if not is_usual else ANYWHERE if len(text) > 5 else short
    yield from _spelled(text, rule, _cuts(text, surnames))


def _spelled(text: str, rule: str, cuts: frozenset[int]) -> Iterator[Form]:
    """Yield a spelling, and with u for ü, which v stands for in it."""
    for spelled in {text, text.replace("v", "u")}:
        yield Form(spelled, rule, cuts | _cuts(text, frozenset()))


@functools.lru_cache(maxsize=65536)
def _cuts(text: str, surnames: frozenset[str]) -> frozenset[int]:
    """Return where a spelling may be broken by a space: between syllables, and beside the surname."""
    whole = {place for place in range(1, len(text)) if syllables(text[:place]) and syllables(text[place:])}
    before = {len(surname) for surname in surnames if text.startswith(surname)}
    behind = {len(text) - len(surname) for surname in surnames if text.endswith(surname)}
    return frozenset(whole | before | behind) - {0, len(text)}


def read_as(text: str, spelled: frozenset[str]) -> Iterator[tuple[str, str]]:
    """Yield what in a Chinese text reads as one of some names known in Latin letters alone: (characters, name).

    ``spelled`` are the names as `letters` gives them. It is asked what might be that person's name, not what is.
    """
    for run in _HAN_RUN.findall(text):
        for begin, length in itertools.product(range(len(run) - 1), (2, 3, 4)):
            characters = run[begin : begin + length]
            if len(characters) == length and (characters[0] in SURNAMES or characters[:2] in DOUBLE_SURNAMES):
                yield from ((characters, name) for name in _read(characters) & spelled)


@functools.lru_cache(maxsize=1 << 16)
def _read(characters: str) -> frozenset[str]:
    found = spellings(characters)
    return frozenset((*found, *(spelling.replace("v", "u") for spelling in found)))


def is_name(text: str) -> bool:
    """Say whether a text is plainly a person's name and nothing else."""
    return is_chinese_name(text) or is_full_name(text) or is_hyphenated(text)
